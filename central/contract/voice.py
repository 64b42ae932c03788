"""投诉、表扬、廉政举报: what somebody says at a terminal, without an identity card, and what the office makes of it.

The terminal draws the number, so that there is one even while the office cannot be reached, and so that sending twice
is saying once without the office having to remember who sent it. An integrity report has no telephone number, and the
office keeps neither where it was made nor when, but the day.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from central.contract import case_number
from central.contract.case import Mark, Remark, plain
from central.contract.case_number import CaseNumber
from central.contract.clock import Light
from central.contract.item import Unit
from central.contract.messages import Code, Message, Moment, Phone

LONGEST = 300
"""Characters of what is said."""

ROOM = 2048
"""Bytes that every voice takes up before it is sealed, so that its length tells nothing of it."""

Said = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST), AfterValidator(plain)]
"""One paragraph of plain text, without markup or anything that cannot be seen."""


class VoiceKind(StrEnum):
    COMPLAINT = "complaint"
    PRAISE = "praise"
    INTEGRITY = "integrity"  # anonymous, always
    RATING = "rating"  # a bad one (好差评): the office opens it by itself


class VoiceSubject(StrEnum):
    """What it is about."""

    WINDOW = "window"
    TERMINAL = "terminal"
    WAITING = "waiting"
    STAFF = "staff"
    FAVOURS = "favours"  # 吃拿卡要
    FEES = "fees"  # 乱收费, 捆绑收费
    GO_BETWEEN = "go_between"  # 指定中介
    OTHER = "other"


SUBJECTS: dict[VoiceKind, tuple[VoiceSubject, ...]] = {
    VoiceKind.COMPLAINT: (
        VoiceSubject.WINDOW,
        VoiceSubject.TERMINAL,
        VoiceSubject.WAITING,
        VoiceSubject.STAFF,
        VoiceSubject.OTHER,
    ),
    VoiceKind.PRAISE: (VoiceSubject.WINDOW, VoiceSubject.TERMINAL, VoiceSubject.STAFF, VoiceSubject.OTHER),
    VoiceKind.INTEGRITY: (
        VoiceSubject.FAVOURS,
        VoiceSubject.FEES,
        VoiceSubject.GO_BETWEEN,
        VoiceSubject.OTHER,
    ),
    VoiceKind.RATING: (VoiceSubject.OTHER,),
}
"""What each may be about."""


class RaiseVoice(Message):
    """An effect, sealed, purpose `raise-voice`. `text` may be empty where the subject says enough."""

    number: CaseNumber
    kind: Literal[VoiceKind.COMPLAINT, VoiceKind.PRAISE, VoiceKind.INTEGRITY]
    subject: VoiceSubject
    text: Said = ""
    phone: Phone | None = None

    @model_validator(mode="after")
    def _fits(self) -> RaiseVoice:
        if case_number.read(self.number) != self.number:
            raise ValueError("the number is none")
        if self.subject not in SUBJECTS[self.kind]:
            raise ValueError("that is no subject of its kind")
        if self.kind is VoiceKind.INTEGRITY and (self.phone is not None or not self.text):
            raise ValueError("an integrity report has words, and nobody's telephone number")
        return self


class VoiceState(StrEnum):
    RECEIVED = "received"
    CONTACTED = "contacted"
    ANSWERED = "answered"
    CLOSED = "closed"


class VoiceClock(Message):
    """Until when somebody calls, or answers. Neither day nor light where a year's holidays are not known."""

    kind: Literal["contact", "answer"]
    amount: int
    unit: Unit
    due: date | None = None
    year_unknown: int | None = None
    light: Light
    late: bool = False


class ReadVoice(Message):
    """POST /v1/kiosk/voices/read: the number and nothing else."""

    number: CaseNumber


class Appeal(StrEnum):
    """How an appeal against a bad rating stands (申诉)."""

    OPEN = "open"
    SET_ASIDE = "set_aside"
    UPHELD = "upheld"


class Voice(Message):
    """What whoever has the number may read. What was said is not in it: a slip of paper may be found by anybody."""

    number: CaseNumber
    kind: VoiceKind
    subject: VoiceSubject
    state: VoiceState
    received_on: date
    answer: Remark = ""
    answered_on: date | None = None
    appeal: Appeal | None = None
    clocks: tuple[VoiceClock, ...] = ()


# ---------------------------------------------------------------- the office's own desks


class VoiceAct(StrEnum):
    CONTACT = "contact"  # somebody has called
    ANSWER = "answer"
    CLOSE = "close"  # after an answer
    OVERRIDE = "override"  # closed without one: with a reason, and by somebody else's leave
    APPEAL = "appeal"  # 申诉 of the unit that was rated: by mistake, says the reason
    SET_ASIDE = "set_aside"  # the appeal is right: the rating stays, and the figures say how many are set aside
    UPHOLD = "uphold"  # the appeal is not


class ActOnVoice(Message):
    """What a clerk does with a voice. `text`: the answer; `reason`: of an override, and of an appeal and its end;
    `approver`: of an override and of an appeal's end."""

    act: VoiceAct
    clerk: Mark = Field(min_length=1)
    text: Remark = ""
    reason: Remark = ""
    approver: Mark = ""


class VoiceEvent(Message):
    """Something that somebody of the office did about it."""

    act: VoiceAct
    at: Moment
    actor: str = Field(max_length=140)
    text: Remark = ""
    reason: Remark = ""
    approver: Mark = ""


class VoiceOrder(Message):
    """督办: who was called when a clock of a voice was over, and until when. `level`: group, on_site, meeting."""

    clock: str = Field(max_length=10)
    level: str = Field(max_length=10)
    owner: str = Field(max_length=60)
    at: Moment
    until: Moment | None = None


class VoiceToSettle(Message):
    """Everything about one voice, for the office's own desks and never for a terminal.

    `case`: of a bad rating; `level` and `reasons` are the rating's. `called`: whom the pass over the clocks called.
    """

    voice: Voice
    owner: str
    said: Said = ""
    phone: Phone | None = None
    case: CaseNumber | None = None
    level: int | None = None
    reasons: tuple[Code, ...] = ()
    events: tuple[VoiceEvent, ...] = ()
    called: tuple[VoiceOrder, ...] = ()


class Voices(Message):
    """Those that are not closed, the oldest first. `more`: there are others."""

    voices: tuple[VoiceToSettle, ...]
    more: bool = False
