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
from central.contract.application import Applicant, ByCard, ByIdentityCode
from central.contract.case import Case, CreditCode, Stage
from central.contract.case_number import CaseNumber
from central.contract.clock import Light
from central.contract.handing_in import ToHandIn
from central.contract.messages import Code, Line, Message, Moment, OpaqueId, Words


class ByCaseNumber(Message):
    """Typed: two factors, exact match. `last4`: of the phone or of the ID number, as the applicant gave them."""

    by: Literal["case_number"] = "case_number"
    number: CaseNumber
    last4: str = Field(pattern=r"^[0-9]{3}[0-9X]$")


OwnProof = Annotated[ByCaseNumber | ByCard | ByIdentityCode, Field(discriminator="by")]
"""That it is one's own."""


class ByCompany(Message):
    """A company by its credit code, and who holds an office in it: the office asks the register each time."""

    by: Literal["company"] = "company"
    credit_code: CreditCode
    holder: Applicant


CaseProof = Annotated[ByCaseNumber | ByCard | ByIdentityCode | ByCompany, Field(discriminator="by")]

LookProof = Annotated[CaseProof | ByAgreement, Field(discriminator="by")]
"""Who may look at a case and urge: an agent too. All else its applicant does alone."""


class CompanyOffice(StrEnum):
    """What lets somebody follow a company's cases."""

    LEGAL_REPRESENTATIVE = "legal_representative"  # 法定代表人
    OPERATOR = "operator"  # 经营者, of a 个体工商户
    HANDLER = "handler"  # 经办人: authorised, and written down in the register


class Company(Message):
    """A company in which somebody holds an office. Its name is public, and shown whole."""

    credit_code: CreditCode
    name: Line = Field(max_length=120)
    office: CompanyOffice


class FindCompanies(Message):
    """In which companies does somebody hold an office? Sealed, purpose `find-companies`."""

    holder: Applicant


class CompaniesFound(Message):
    """By the register. `told` false: it does not say now, and the credit code is typed."""

    companies: tuple[Company, ...] = ()
    told: bool = True


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
    company: Company | None = Field(default=None, description="whose they are, where a company was asked for")


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


class Withdrawal(StrEnum):
    """How an applicant withdraws a case, before it is decided."""

    AT_ONCE = "at_once"  # an application of this office: it is over then
    REQUEST = "request"  # a case of a department's own system, which answers


class FollowedCase(Message):
    """A case as its applicant sees it. `units`: what the codes in it are called; `application`: where one opened it;
    `withdrawal`: how its applicant may withdraw it now, with card or identity code."""

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
    withdrawal: Withdrawal | None = None
    to_hand_in: tuple[ToHandIn, ...] = Field(
        default=(), description="what its applicant can photograph now, of a department's own case or of a gap (容缺)"
    )
    company: Company | None = Field(default=None, description="for which it is read")
    by_agent: bool = Field(default=False, description="an agent of its applicant reads it")


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


class WithdrawCase(Message):
    """撤回, by the applicant alone: neither by a typed number nor for a company. Sealed, purpose `withdraw-case`.
    An effect; twice is once."""

    number: CaseNumber
    proof: Applicant


class CaseWithdrawn(Message):
    """What was done: it is withdrawn, or its department was asked to. Nothing personal."""

    number: CaseNumber
    at: Moment
    done: Withdrawal
