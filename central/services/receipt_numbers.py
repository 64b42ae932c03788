"""The number of a case, a voice or an agreement as somebody typed it: a slip of the pen is told before anybody
looks."""

from __future__ import annotations

from central.contract import case_number
from central.services.refusals import Refusal


def read(typed: str) -> str:
    """Written as it should be. Raises `Refusal` case_number_invalid."""
    try:
        return case_number.read(typed)
    except case_number.NotACaseNumber:
        raise Refusal("case_number_invalid", status=422) from None
