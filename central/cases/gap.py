"""容缺: a case that was accepted although something was missing, which the applicant adds later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from central.cases.event import Change
from central.contract.case import EventKind


@dataclass(frozen=True)
class Gap:
    """`until`: the last day that was told. `filled`: when all of it had come; none: not yet."""

    begun: datetime
    until: date
    filled: datetime | None


def gap(events: Sequence[Change]) -> Gap | None:
    """Of a case's events, in order."""
    begun = next((event for event in events if event.kind is EventKind.ACCEPTED_WITH_GAP), None)
    if begun is None or begun.until is None:
        return None
    left = set(begun.missing)
    for event in events:
        if event.kind is EventKind.GAP_FILLED:
            left -= set(event.missing)
            if not left:
                return Gap(begun.at, begun.until, event.at)
    return Gap(begun.at, begun.until, None)
