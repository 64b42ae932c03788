"""What rating a case can wish for, besides `kiosk.wishes.wish`. Every screen wish is one screen of the same name."""

from __future__ import annotations

from dataclasses import dataclass

from central.contract.messages import Received, Words
from central.contract.rating import ExplainRating, RateCase, RatingReason
from central.contract.survey import AnswerSurvey, SurveyQuestion
from kiosk.wishes.wish import Do, ScreenWish


@dataclass(frozen=True)
class Rate(ScreenWish[int | None]):
    """好差评: five levels, nothing chosen beforehand, one touch. None: not now, which is never a good rating.

    `receipt`: the case's number; `name`: what it was about.
    """

    receipt: str
    name: Words


@dataclass(frozen=True)
class Reasons:
    """What somebody touched. `more`: they want to write, or to be called."""

    reasons: tuple[RatingReason, ...] = ()
    more: bool = False


@dataclass(frozen=True)
class TellReasons(ScreenWish[Reasons]):
    """A bad rating is taken in, and has a number: what was bad? Nobody has to say."""

    level: int
    number: str


@dataclass(frozen=True)
class TellVisit(ScreenWish[tuple[tuple[SurveyQuestion, bool], ...]]):
    """Thanks; and three questions on the way out, for whoever likes. Left alone, it goes home by itself."""


def rate(effect: RateCase) -> Do[Received]:
    return Do(effect)


def explain_rating(effect: ExplainRating) -> Do[Received]:
    return Do(effect)


def answer_survey(effect: AnswerSurvey) -> Do[Received]:
    return Do(effect)
