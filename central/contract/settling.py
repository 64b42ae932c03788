"""What a clerk at a window sees of an application that waits for a person, and says to it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, JsonValue

from central.contract.application import Finding
from central.contract.case import Case, Mark, Missing, Remark
from central.contract.messages import Message


class SettleCase(Message):
    """A person decides: approve, refuse with reason and way of appeal, or ask for everything that is missing, once.

    `take_supplements`: what was asked for was brought to the window; a person has the application then.

    `late_reason`: why a limit is over, for the applicant; a decision after it needs one.

    `clerk`: who does it. `notice`: number of the written decision or notice; none: one is made. `appeal`: none: what
    the item says. `approver`: of an exception.
    """

    settle: Literal["approve", "refuse", "ask_supplements", "take_supplements", "escalate"]
    clerk: Mark = Field(min_length=1)
    reason: Remark = ""
    late_reason: Remark = ""
    appeal: Remark = ""
    missing: tuple[Missing, ...] = Field(default=(), max_length=40)
    approver: Mark = ""
    notice: Mark = ""


class CaseToSettle(Message):
    """What a clerk decides by: for the office's own desks, never for a terminal."""

    case: Case
    name: str
    id_number: str
    answers: dict[str, JsonValue] = Field(default_factory=dict)
    materials: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
