"""进度查询: which cases are whose, how one stands, and what its applicant does about it at a terminal.

Questions and effects travel sealed. Whoever types a number adds the last four of the phone or of the ID number; a wrong
pair and an unknown one get the same answer. What comes back holds masked names alone.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from central.contract.agency import ByAgreement
from central.contract.application import ByCard, ByIdentityCode
from central.contract.case import Case, Stage
from central.contract.case_number import CaseNumber
from central.contract.clock import Light
from central.contract.messages import Code, Message, Moment, OpaqueId, Words


class ByCaseNumber(Message):
    """Typed: two factors, exact match. `last4`: of the phone or of the ID number, as the applicant gave them."""

    by: Literal["case_number"] = "case_number"
    number: CaseNumber
    last4: str = Field(pattern=r"^[0-9]{3}[0-9X]$")


CaseProof = Annotated[ByCaseNumber | ByCard | ByIdentityCode, Field(discriminator="by")]

LookProof = Annotated[CaseProof | ByAgreement, Field(discriminator="by")]
"""Who may look at a case and urge: an agent too. All else its applicant does alone."""


class FindCases(Message):
    """Whose cases, at any hall? Sealed, purpose `find-cases`."""

    proof: LookProof


class CaseFound(Message):
    """One of them in a list. `light` and `due`: of the clock that matters most."""

    number: CaseNumber
    name: Words
    stage: Stage
    unit: Words | None = Field(default=None, description="who has it; none: nobody has told its name")
    opened_at: Moment
    light: Light | None = None
    due: date | None = None


class CasesFound(Message):
    """The newest first; `more`: there are older ones behind these. `agreements`: whoever showed the card has signed
    some with an agent, or is one."""

    cases: tuple[CaseFound, ...]
    more: bool = False
    agreements: bool = False


class ReadCase(Message):
    """One of them, whole. Sealed, purpose `read-case`."""

    number: CaseNumber
    proof: LookProof


class MaterialState(StrEnum):
    ACCEPTED = "accepted"
    HANDED_IN = "handed_in"  # nobody has accepted it yet
    FETCHED = "fetched"  # the office asked its source: nothing to hand in
    MISSING = "missing"


class CaseMaterial(Message):
    name: Words
    state: MaterialState


class FollowedCase(Message):
    """A case as its applicant sees it. `units`: what the codes in it are called; `application`: where one opened it."""

    case: Case
    units: dict[Code, Words] = Field(default_factory=dict)
    materials: tuple[CaseMaterial, ...] = ()
    application: OpaqueId | None = None
    version: int | None = Field(default=None, description="of its item, where the office publishes that")
    urged_at: Moment | None = None
    can_urge: bool = False
    urge_again: Moment | None = Field(default=None, description="too soon now: when it may be done again")
    can_ask_person: bool = False
    can_rate: bool = Field(default=False, description="好差评: it is decided, and nobody has rated it")
    url: str = Field(
        default="",
        max_length=300,
        pattern=r"^[\x21-\x7e]*$",
        description="its public page, which asks for the second factor; another address each time",
    )


class UrgeCase(Message):
    """催办: hurry whoever has it. Sealed, purpose `urge-case`. An effect: it stands among the case's events."""

    number: CaseNumber
    proof: LookProof


class CaseUrged(Message):
    """It is written down. Nothing personal: a terminal's ledger keeps this."""

    number: CaseNumber
    at: Moment
    again_at: Moment


class AskPerson(Message):
    """转人工 for an application, at any terminal. Sealed, purpose `ask-person`. An effect; twice is once."""

    number: CaseNumber
    proof: CaseProof


class PersonAsked(Message):
    """`answer_by`: the last day of the answer; none: not known yet. Nothing personal."""

    number: CaseNumber
    answer_by: date | None = None
