"""好差评 (GB/T 39735): the applicant rates a case, once, in one touch, or not at all.

What a touch said is sent at once: whoever walks away afterwards has rated all the same, badly as well as well. Why,
in which words and whom to call comes afterwards in a message of its own, or never.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field, model_validator

from central.contract import case_number
from central.contract.case_number import CaseNumber
from central.contract.following import OwnProof
from central.contract.messages import Message, Phone
from central.contract.voice import Said

LEVELS = (1, 2, 3, 4, 5)
"""1 is the best, 5 the worst (GB/T 39735 A.8)."""

DISSATISFIED = 4
"""From this level on the office has something to do, and the citizen a number to follow that by."""


class RatingReason(StrEnum):
    """What was bad."""

    TOO_SLOW = "too_slow"
    TOO_DIFFICULT = "too_difficult"
    NOT_EXPLAINED = "not_explained"
    PAPERS_TWICE = "papers_twice"
    DEVICE_TROUBLE = "device_trouble"
    WRONG_RESULT = "wrong_result"
    BY_MISTAKE = "by_mistake"  # nothing: the finger slipped. The rating stays; an appeal may set it aside


class RateCase(Message):
    """Sealed, purpose `rate-case`. An effect, once for each case.

    `task`: of a bad one, the number under which it is followed. The terminal draws it, so that there is one even while
    the office cannot be reached.
    """

    number: CaseNumber
    proof: OwnProof
    level: int = Field(ge=LEVELS[0], le=LEVELS[-1])
    task: CaseNumber | None = None

    @model_validator(mode="after")
    def _fits(self) -> RateCase:
        if (self.task is not None) is not (self.level >= DISSATISFIED):
            raise ValueError("a bad rating has a task, and no other")
        if self.task is not None and not case_number.is_one(self.task):
            raise ValueError("the number is none")
        return self


class ExplainRating(Message):
    """Why a rating was bad, by the number of its task. Sealed, purpose `explain-rating`. An effect.

    It may reach the office before the rating does, and is taken in all the same.
    """

    task: CaseNumber
    reasons: tuple[RatingReason, ...] = Field(default=(), max_length=len(RatingReason))
    text: Said = ""
    phone: Phone | None = None

    @model_validator(mode="after")
    def _fits(self) -> ExplainRating:
        if not case_number.is_one(self.task):
            raise ValueError("the number is none")
        if len(set(self.reasons)) != len(self.reasons):
            raise ValueError("a reason is told once")
        return self
