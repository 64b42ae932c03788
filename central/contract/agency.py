"""帮办代办: an agreement by which somebody of the hall takes steps of a project for an applicant.

It has a scope, a first and a last day, and an end whenever the applicant wants. Who it is about travels sealed; the
answer to an effect holds nothing personal, because a terminal's ledger keeps it.
"""

from __future__ import annotations

import unicodedata
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from central.contract.application import ByCard, Digest, SignatureSheet
from central.contract.case_number import CaseNumber
from central.contract.item import ItemCode, Sentence
from central.contract.messages import Code, Line, Message, Moment, OpaqueId, Sealed, Words
from central.contract.project import PlannedDay
from central.contract.sealing import boxed

LONGEST_NAME = 60
"""Characters of a company's name."""

AGREEMENT_BYTES = 32 * 1024
"""The most that a signed agreement takes: a hundred steps and a signature of 1500 points."""

_MARKS = frozenset(" ()（）·・&-.、，,'/")


def company_name(text: str) -> str:
    """The name itself. Raises `ValueError` for a sign that no company's name has: it stands in a text that is signed,
    and must not end a sentence or a quotation there."""
    if any(sign not in _MARKS and unicodedata.category(sign)[0] not in "LN" for sign in text):
        raise ValueError("holds a sign that no name has")
    return text


CompanyName = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=LONGEST_NAME), AfterValidator(company_name)
]


class Agent(Message):
    """代办员. Officials are known by name."""

    agent_id: OpaqueId
    name: Line = Field(min_length=1, max_length=40)


class AgentsFound(Message):
    """GET /v1/kiosk/agents: who may be chosen in this hall."""

    agents: tuple[Agent, ...]


class Terms(Message):
    """What is agreed on: which agent does which steps of which project, from when until when, both days included."""

    agent_id: OpaqueId
    project: ItemCode
    version: int = Field(ge=1)
    steps: tuple[Code, ...] = Field(min_length=1, max_length=100)
    first: PlannedDay
    last: PlannedDay


class DraftAgreement(Message):
    """POST /v1/kiosk/agencies/draft. Sealed, purpose `draft-agreement`. Nothing comes to be. `company`: for which the
    applicant signs; empty: for nobody but themselves."""

    terms: Terms
    company: CompanyName = ""


class LongText(Sentence):
    """An agreement in the languages of the product: a paragraph for each thing that is agreed."""

    zh_CN: str = Field(min_length=1, max_length=8000)  # noqa: N815
    en: str = Field(default="", max_length=12000)


class AgreementDraft(Message):
    """The text that is read and signed, and what the signature is bound to in each language."""

    terms: Terms
    agent: Agent
    text: LongText
    digests: dict[str, Digest]


class SealedAgreement(Sealed):
    """A `SignAgreement`, sealed."""

    box: str = Field(max_length=boxed(AGREEMENT_BYTES))


class SignAgreement(Message):
    """An effect, sealed, purpose `sign-agreement`. `sheet`: the strokes, bound to the text that was read."""

    agreement_id: OpaqueId
    terms: Terms
    applicant: ByCard
    company: CompanyName = ""
    sheet: SignatureSheet


class EndAgreement(Message):
    """An effect, sealed, purpose `end-agreement`: the applicant wants no more of it."""

    agreement_id: OpaqueId
    applicant: ByCard


class Deed(StrEnum):
    """What an agent does for the applicant, and says so. Looking and urging are written down where they happen."""

    HANDED_IN = "handed_in"
    COLLECTED = "collected"


class ByAgreement(Message):
    """An agent looks after a step for an applicant. `card`: the agent's own."""

    by: Literal["agreement"] = "agreement"
    agreement_id: OpaqueId
    card: ByCard
    step: Code


class ActAsAgent(Message):
    """An effect, sealed, purpose `act-as-agent`: what the agent did about a step."""

    proof: ByAgreement
    deed: Deed


class AgreementState(StrEnum):
    """Whether it counts today."""

    COMING = "coming"
    IN_FORCE = "in_force"
    OVER = "over"  # its last day is past
    ENDED = "ended"  # by the applicant
    AGENT_LEFT = "agent_left"


class AgreementKept(Message):
    """The answer to each effect."""

    agreement_id: OpaqueId
    number: CaseNumber
    state: AgreementState


class AgencyEvent(StrEnum):
    SIGNED = "signed"
    HANDED_IN = "handed_in"
    COLLECTED = "collected"
    LOOKED = "looked"  # at the cases of a step, or at one of them
    URGED = "urged"
    REFUSED = "refused"  # the agent wanted to act, and was not allowed to
    ENDED = "ended"


class HappenedTo(Message):
    """One event of an agreement. `name`: of the step, as its project says; `number`: of the case that it was about."""

    kind: AgencyEvent
    at: Moment
    step: Code | None = None
    name: Words | None = None
    number: CaseNumber | None = None
    reason: Code | None = None


class ReadAgreements(Message):
    """Sealed, purpose `read-agreements`: those of an applicant, and those that an agent works by. `agreement_id`: that
    one alone, whole."""

    applicant: ByCard
    agreement_id: OpaqueId | None = None


class AgreedStep(Message):
    """A step of an agreement. `followed`: how its cases stand can be asked."""

    step: Code
    name: Words
    followed: bool = False


class Agreement(Message):
    """An agreement, for its applicant or its agent. `applicant`: masked. `acting`: whoever asks is its agent. `steps`:
    as the project called them when it was signed. In a list neither these nor `events` are told."""

    agreement_id: OpaqueId
    number: CaseNumber
    terms: Terms
    agent: Agent
    applicant: str = Field(max_length=40)
    company: str = Field(default="", max_length=LONGEST_NAME)
    acting: bool = False
    project: Words
    steps: tuple[AgreedStep, ...] = ()
    state: AgreementState
    ended_on: date | None = None
    events: tuple[HappenedTo, ...] = ()


class Agreements(Message):
    """POST /v1/kiosk/agencies/mine. Those that count or will count come first; `more`: there are older ones."""

    agreements: tuple[Agreement, ...]
    more: bool = False
