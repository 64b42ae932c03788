"""What following a case can wish for, besides `kiosk.wishes.wish`. Every screen wish is one screen of the same name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from central.contract.following import (
    AskPerson,
    CaseProof,
    CasesFound,
    CaseUrged,
    FindCases,
    FollowedCase,
    PersonAsked,
    ReadCase,
    UrgeCase,
)
from kiosk.wishes.wish import Ask, Do, Notice, ScreenWish


@dataclass(frozen=True)
class ChooseCase(ScreenWish[str]):
    """Several cases are there: which one? The answer is its number."""

    found: CasesFound


class FromCase(StrEnum):
    """What to do with a case."""

    SUPPLEMENT = "supplement"  # 补正: add what is missing, here
    RESULT = "result"  # read the decision, and have its paper
    WITH_CARD = "with_card"  # either of these, once the card says who it is
    RATE = "rate"  # 好差评, of one that is decided
    URGE = "urge"  # 催办
    ASK_PERSON = "ask_person"  # 转人工
    PRINT = "print"
    HOME = "home"


@dataclass(frozen=True)
class ShowCase(ScreenWish[FromCase]):
    """Three blocks: what next, the progress, the materials. `notice`: what became of what was done here last."""

    followed: FollowedCase
    ways: tuple[FromCase, ...]
    notice: Notice | None = None


def find_cases(proof: CaseProof) -> Ask[CasesFound]:
    return Ask(FindCases(proof=proof))


def read_case(number: str, proof: CaseProof) -> Ask[FollowedCase]:
    return Ask(ReadCase(number=number, proof=proof))


def urge_case(number: str, proof: CaseProof) -> Do[CaseUrged]:
    return Do(UrgeCase(number=number, proof=proof))


def ask_person(number: str, proof: CaseProof) -> Do[PersonAsked]:
    return Do(AskPerson(number=number, proof=proof))
