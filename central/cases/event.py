"""What happened to a case: reported as a `Change`, kept as an `Event`, never changed afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from central.contract.case import EventKind, Extension, Role, Special

BY_AGENT = "agent:"
"""How the word of whoever acted for the applicant by an agreement (帮办代办) begins."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """Something that is said to have happened. `at`: when; `unit`: the department's code, or the hall that did it.

    `missing`: what a notice asks for, or what was handed in. `level`: to whom it is handed over: 1 a clerk, 2 the head
    of section, 3 the deputy director. `by_unit`: which unit urges `unit` (后项追前项); none: the applicant does.
    `behalf`: who acted for the company that the case is for, and by which office, or an agent (`BY_AGENT`) and by which
    agreement; none: the applicant, or an authority.
    """

    kind: EventKind
    at: datetime
    role: Role
    unit: str
    actor: str
    reason: str = ""
    notice: str = ""
    approver: str = ""
    appeal: str = ""
    missing: tuple[str, ...] = ()
    special: Special | None = None
    until: date | None = None
    extension: Extension | None = None
    level: int = 0
    by_unit: str = ""
    behalf: str = ""
    at_once: bool = False  # 即办件; said once, when the case is submitted


@dataclass(frozen=True, kw_only=True)
class Event(Change):
    """A change that was written down. `sequence`: in the order of writing, from 1."""

    case_id: str
    sequence: int
    written_at: datetime
    late: bool = False
