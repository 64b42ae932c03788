"""What following a case can wish for, besides `kiosk.wishes.wish`. Every screen wish is one screen of the same name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from central.contract.application import Applicant
from central.contract.following import (
    AskPerson,
    CaseProof,
    CasesFound,
    CaseUrged,
    CaseWithdrawn,
    CompaniesFound,
    FindCases,
    FindCompanies,
    FollowedCase,
    LookProof,
    PersonAsked,
    ReadCase,
    UrgeCase,
    WithdrawCase,
)
from central.contract.handing_in import HandedIn, HandIn, ThingsHandedIn
from kiosk.wishes.wish import Ask, Do, Notice, ScreenWish


@dataclass(frozen=True)
class OwnAgreements:
    """Those with an agent, instead."""


@dataclass(frozen=True)
class ChooseCase(ScreenWish[str | OwnAgreements | None]):
    """Which case? The answer is its number; none, where `company_too`: not one's own, but a company's."""

    found: CasesFound
    company_too: bool = False


@dataclass(frozen=True)
class ChooseCompany(ScreenWish[str | None]):
    """Somebody holds an office in these: which one? The answer is its credit code; none: it is typed."""

    found: CompaniesFound


class FromCase(StrEnum):
    """What to do with a case."""

    SUPPLEMENT = "supplement"  # 补正, 容缺: add what is missing, here
    RESULT = "result"  # read the decision, and have its paper
    WITH_CARD = "with_card"  # either of these, once the card says who it is
    RATE = "rate"  # 好差评, of one that is decided
    URGE = "urge"  # 催办
    ASK_PERSON = "ask_person"  # 转人工
    WITHDRAW = "withdraw"  # 撤回
    PRINT = "print"
    HOME = "home"


@dataclass(frozen=True)
class ShowCase(ScreenWish[FromCase]):
    """Three blocks: what next, the progress, the materials. `notice`: what became of what was done here last."""

    followed: FollowedCase
    ways: tuple[FromCase, ...]
    notice: Notice | None = None


@dataclass(frozen=True)
class ConfirmWithdrawal(ScreenWish[bool]):
    """What is lost and what stays when this case is withdrawn. False: it goes on."""

    followed: FollowedCase


def find_cases(proof: LookProof) -> Ask[CasesFound]:
    return Ask(FindCases(proof=proof))


def find_companies(holder: Applicant) -> Ask[CompaniesFound]:
    return Ask(FindCompanies(holder=holder))


def read_case(number: str, proof: LookProof) -> Ask[FollowedCase]:
    return Ask(ReadCase(number=number, proof=proof))


def urge_case(number: str, proof: LookProof) -> Do[CaseUrged]:
    return Do(UrgeCase(number=number, proof=proof))


def ask_person(number: str, proof: CaseProof) -> Do[PersonAsked]:
    return Do(AskPerson(number=number, proof=proof))


def withdraw_case(number: str, proof: Applicant) -> Do[CaseWithdrawn]:
    return Do(WithdrawCase(number=number, proof=proof))


def hand_in_things(number: str, proof: Applicant, things: tuple[HandedIn, ...]) -> Do[ThingsHandedIn]:
    return Do(HandIn(number=number, proof=proof, things=things))
