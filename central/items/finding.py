"""What the linter says: where, against which rule, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """The rules for a push (V-01 to V-14), and those of the document's own form."""

    READABLE = "readable"
    SCHEMA = "schema"
    CODES_UNIQUE = "V-01"
    CODE_LISTS = "V-02"
    PROMISE_WITHIN_LAW = "V-03"
    AT_ONCE_IS_AT_ONCE = "V-04"
    FEE_HAS_BASIS = "V-05"
    MATERIAL_SAYS_HOW = "V-06"
    CLEAN_TEXT = "V-07"
    EFFECTIVE_FIRST = "V-08"
    NO_CYCLE = "V-09"
    REFERENCE_EXISTS = "V-10"
    PHONE = "V-11"
    CALENDAR_COVERS = "V-12"
    INTERMEDIARY = "V-13"
    BOUNDARY_CASES = "V-14"
    EXPRESSION = "expression"
    FORM = "form"
    COMPONENT = "component"
    CASE = "case"
    STEP = "step"


@dataclass(frozen=True, order=True)
class Finding:
    """One problem. `place`: the path inside the document, empty for the whole of it. `remedy`: what is wrong, and what
    an editor does about it, in a sentence."""

    file: str
    place: str
    rule: Rule
    remedy: str

    def __str__(self) -> str:
        """One line that does nothing to a terminal, whatever stands in the document."""
        line = f"{self.file}: {self.place or '(document)'}: {self.rule}: {self.remedy}"
        return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in line)


Problem = tuple[str, Rule, str]
"""Place, rule and remedy: a finding whose file is not said yet."""

Problems = Iterator[Problem]
