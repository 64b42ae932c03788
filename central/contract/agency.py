"""帮办代办: an agreement by which somebody of the hall takes steps of a project for an applicant.

It has a scope, a first and a last day, and an end whenever the applicant wants. Who it is about travels sealed; the
answer to an effect holds nothing personal, because a terminal's ledger keeps it.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from central.contract.application import ByCard, Digest, SignatureSheet
from central.contract.case_number import CaseNumber
from central.contract.item import ItemCode, Sentence
from central.contract.messages import Code, Line, Message, Moment, OpaqueId, Words
from central.contract.project import PlannedDay


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
    """POST /v1/kiosk/agencies/draft. Nothing comes to be."""

    terms: Terms


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


class SignAgreement(Message):
    """An effect, sealed, purpose `sign-agreement`. `sheet`: the strokes, bound to the text that was read."""

    agreement_id: OpaqueId
    terms: Terms
    applicant: ByCard
    company: Line = Field(default="", max_length=120)
    sheet: SignatureSheet


class EndAgreement(Message):
    """An effect, sealed, purpose `end-agreement`: the applicant wants no more of it."""

    agreement_id: OpaqueId
    applicant: ByCard


class ActAsAgent(Message):
    """An effect, sealed, purpose `act-as-agent`: the agent takes a step. `applicant`: the agent's own card."""

    agreement_id: OpaqueId
    applicant: ByCard
    step: Code


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
    ACTED = "acted"
    REFUSED = "refused"  # the agent wanted to act, and was not allowed to
    ENDED = "ended"


class HappenedTo(Message):
    """One event of an agreement."""

    kind: AgencyEvent
    at: Moment
    step: Code | None = None
    reason: Code | None = None


class ReadAgreements(Message):
    """Sealed, purpose `read-agreements`: those of an applicant, and those that an agent works by."""

    applicant: ByCard


class Agreement(Message):
    """An agreement, for its applicant or its agent. `applicant`: masked."""

    agreement_id: OpaqueId
    number: CaseNumber
    terms: Terms
    agent: Agent
    applicant: str = Field(max_length=40)
    project: Words
    state: AgreementState
    ended_on: date | None = None
    events: tuple[HappenedTo, ...] = ()


class Agreements(Message):
    """POST /v1/kiosk/agencies/mine."""

    agreements: tuple[Agreement, ...]
