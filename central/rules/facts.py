"""Everything that a decision looks at, as one value that can be kept: the same facts, the same decision."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Self

from pydantic import AwareDatetime, Field, JsonValue, model_validator

from central.contract.catalogue import ParameterValue
from central.contract.messages import Code, Message

MOST_LISTED = 100
"""Members of one list or object: rules walk through two of them at most, one inside the other."""

_MOST_TEXT = 2000
_DEEPEST = 6


class Facts(Message):
    """The facts of one application.

    Args:
        today: the business day of the decision.
        person: id_number, name, birth, sex ("1" male, "2" female), and nation, address, valid_until where known.
        sources: what each source that answered says, with `found`; one that did not answer stands not there.
        as_of: of which moment a source's answer is.
        materials: those that the applicant gave.
        parameters: a hall's own values; the others come from the item.
        promised: the promise was read and signed.
    """

    today: date
    person: dict[str, JsonValue]
    answers: dict[str, JsonValue] = Field(default_factory=dict)
    situation: dict[Code, Code] = Field(default_factory=dict)
    sources: dict[Code, dict[str, JsonValue]] = Field(default_factory=dict)
    as_of: dict[Code, AwareDatetime] = Field(default_factory=dict)
    materials: tuple[Code, ...] = ()
    parameters: dict[Code, ParameterValue] = Field(default_factory=dict)
    promised: bool = False

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        for part in (self.person, self.answers, self.situation, self.sources, self.parameters, self.materials):
            if not bounded(part):
                raise ValueError("a text, a list or a number is larger than any rule looks at")
        return self


def bounded(value: object, depth: int = _DEEPEST) -> bool:
    """Whether a value is small and plain enough to be looked at by a rule."""
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, str):
        return len(value) <= _MOST_TEXT
    if isinstance(value, int | float):
        return math.isfinite(value) and abs(value) < 2**53  # beyond it a double skips whole numbers
    if depth == 0:
        return False
    if isinstance(value, Mapping):
        return len(value) <= MOST_LISTED and all(bounded(each, depth - 1) for pair in value.items() for each in pair)
    if isinstance(value, list | tuple):
        return len(value) <= MOST_LISTED and all(bounded(each, depth - 1) for each in value)
    return False
