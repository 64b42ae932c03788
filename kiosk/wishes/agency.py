"""What 帮办代办 can wish for, besides `kiosk.wishes.wish`. Every screen wish is one screen of the same name."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from central.contract.agency import (
    ActAsAgent,
    Agent,
    AgentsFound,
    Agreement,
    AgreementDraft,
    AgreementKept,
    Agreements,
    DraftAgreement,
    EndAgreement,
    ReadAgreements,
    SignAgreement,
)
from central.contract.application import ByCard
from central.contract.project import ProjectDocument, ProjectStep
from kiosk.wishes.agency_requests import FindAgents
from kiosk.wishes.wish import Ask, Do, Notice, ScreenWish

# ---------------------------------------------------------------- what is agreed on


@dataclass(frozen=True)
class ChooseAgent(ScreenWish[str]):
    """Who of the hall? The answer is the agent's id."""

    project: ProjectDocument
    agents: tuple[Agent, ...]


@dataclass(frozen=True)
class ChooseSteps(ScreenWish[tuple[str, ...]]):
    """Which of these? What nobody has touched, nobody has agreed to: `chosen` is only what they pressed before."""

    project: ProjectDocument
    steps: tuple[ProjectStep, ...]
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True)
class NameCompany(ScreenWish[str]):
    """For which company? Empty: for nobody but oneself."""

    project: ProjectDocument


# ---------------------------------------------------------------- what there is


@dataclass(frozen=True)
class ChooseAgreement(ScreenWish[str]):
    """Several are there: which one? The answer is its id."""

    found: Agreements


class FromAgreement(StrEnum):
    """What to do with an agreement."""

    END = "end"
    END_NOW = "end_now"  # yes, really
    KEEP = "keep"  # no, after all
    PRINT = "print"
    HOME = "home"


@dataclass(frozen=True)
class TakeStep:
    """Do something about one of its steps."""

    step: str


@dataclass(frozen=True)
class ShowAgreement(ScreenWish[FromAgreement | TakeStep]):
    """Who does what for whom until when, and everything that happened. `notice`: what became of what was done last."""

    agreement: Agreement = field(repr=False)
    ways: tuple[FromAgreement, ...]
    notice: Notice | None = None


class AgentsTurn(StrEnum):
    """What an agent does about a step: look after its cases, or say what was done."""

    LOOK = "look"
    HANDED_IN = "handed_in"
    COLLECTED = "collected"


@dataclass(frozen=True)
class ChooseTurn(ScreenWish[AgentsTurn]):
    """What is to be done about the step?"""

    agreement: Agreement = field(repr=False)
    step: str


# ---------------------------------------------------------------- questions and effects


def find_agents() -> Ask[AgentsFound]:
    return Ask(FindAgents())


def draft_agreement(question: DraftAgreement) -> Ask[AgreementDraft]:
    return Ask(question)


def read_agreements(card: ByCard, agreement_id: str | None = None) -> Ask[Agreements]:
    return Ask(ReadAgreements(applicant=card, agreement_id=agreement_id))


def sign_agreement(effect: SignAgreement) -> Do[AgreementKept]:
    return Do(effect)


def end_agreement(agreement_id: str, card: ByCard) -> Do[AgreementKept]:
    return Do(EndAgreement(agreement_id=agreement_id, applicant=card))


def act_as_agent(effect: ActAsAgent) -> Do[AgreementKept]:
    return Do(effect)
