"""Whether a case is accepted (行政许可法 32).

What is incomplete is told once, everything at a time, within five working days (art 82). Where nobody said anything by
then, the case is accepted as of its receipt: the clock began in the past, and nothing said afterwards takes it back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from central.contract.item import StartEvent, Unit
from central.limits.calendar import WorkCalendar
from central.limits.course import Course
from central.limits.deadline import Due, Limit, NoCalendar, deadline
from central.limits.term import Term

FIRST_WORD_WITHIN = Term(5, Unit.WORKING_DAY)


@dataclass(frozen=True, slots=True)
class Intake:
    """What was said of a file. `noticed`: 一次性告知; `supplemented`: it is whole now; `turned_away`: 不予受理."""

    received: datetime
    noticed: datetime | None = None
    supplemented: datetime | None = None
    accepted: datetime | None = None
    turned_away: datetime | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """As of a moment. `deemed`: because nobody spoke in time; the law says it, not the office."""

    at: datetime
    deemed: bool = False


@dataclass(frozen=True, slots=True)
class Awaited:
    """The office has to speak by then."""

    until: Due | NoCalendar


@dataclass(frozen=True, slots=True)
class Incomplete:
    """The applicant has to add what the notice lists; no legal clock runs."""

    since: datetime


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """In writing, in time."""

    at: datetime


Acceptance = Accepted | Awaited | Incomplete | TurnedAway


def acceptance(intake: Intake, calendar: WorkCalendar, now: datetime, within: Term = FIRST_WORD_WITHIN) -> Acceptance:
    """How it is at a moment. What lies after the moment has not happened."""
    until = deadline(Limit(within, StartEvent.SUBMITTED), Course(intake.received), calendar)
    assert isinstance(until, Due | NoCalendar), "it has begun, and nothing stops it"
    noticed, supplemented = _happened(now, intake.noticed), _happened(now, intake.supplemented)
    decided = _happened(now, intake.accepted, intake.turned_away)
    first = _happened(now, noticed, decided)
    if isinstance(until, Due) and (first or now) >= until.over:
        return Accepted(intake.received, deemed=True)
    if noticed is not None and supplemented is not None and (decided is None or supplemented < decided):
        again = replace(intake, received=supplemented, noticed=None, supplemented=None)
        return acceptance(again, calendar, now, within)
    if decided is not None:
        return Accepted(decided) if decided == intake.accepted else TurnedAway(decided)
    return Incomplete(noticed) if noticed is not None else Awaited(until)


def _happened(now: datetime, *moments: datetime | None) -> datetime | None:
    """The first of them, of those that are not to come."""
    return min((moment for moment in moments if moment is not None and moment <= now), default=None)
