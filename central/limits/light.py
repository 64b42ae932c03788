"""The light of a clock (电子监察): a pure function of the course, the limit and the moment.

Four colours, and three things that are no colour: a clock that stands, one that has not begun, and one whose due day
nobody can know. Each has a word and an icon on a screen; the colour is never alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from central.contract.clock import Light
from central.contract.item import Unit
from central.limits.calendar import WorkCalendar, local_day, midnight
from central.limits.course import Course
from central.limits.deadline import Deadline, Due, Limit, NoCalendar, NotBegun, Stands, days_between, deadline
from central.limits.recount import kept
from central.limits.term import Term
from central.rules import dates

NEAR = Fraction(1, 5)
"""Yellow, when no more than this share of the limit is left. No standard names one: it is ours, and may be set."""


@dataclass(frozen=True, slots=True)
class Marks:
    """From when a running clock is yellow, and from when red, while nothing more happens to its case."""

    near: datetime
    over: datetime

    def light(self, now: datetime) -> Light:
        """White, yellow or red."""
        if now >= self.over:
            return Light.RED
        return Light.YELLOW if now >= self.near else Light.WHITE

    def next_change(self, now: datetime) -> datetime | None:
        """When the light turns; none once it is red. Until then nobody needs to look."""
        return next((moment for moment in (self.near, self.over) if now < moment), None)


def marks(limit: Limit, course: Course, due: Due, calendar: WorkCalendar, near: Fraction = NEAR) -> Marks:
    """The moments at which a light turns. Raises `UnknownYear` only where the deadline would."""
    start = course.start(limit.starts_at)
    assert start is not None, "a due day has a start"
    unit = limit.term.unit
    if unit is Unit.AT_ONCE:
        return Marks(min(midnight(due.day), due.over), due.over)
    amount = whole(limit, course, due).amount
    if unit is Unit.HOUR:
        return Marks(due.over - timedelta(hours=1) * amount * near.numerator / near.denominator, due.over)
    if unit is Unit.WORKING_DAY:
        day = calendar.working_before(due.day, amount * near.numerator // near.denominator)
    else:
        days = amount if unit is Unit.DAY else (due.day - local_day(start)).days
        day = due.day - timedelta(days=days * near.numerator // near.denominator)
    return Marks(midnight(day), due.over)


Turns = Marks | Light
"""When the light of an open case turns, or the one that it has until something happens to it."""


def turns(limit: Limit, course: Course, end: Deadline, calendar: WorkCalendar, near: Fraction = NEAR) -> Turns:
    """Of an open case, by its deadline."""
    match end:
        case Due():
            return marks(limit, course, end, calendar, near)
        case Stands():
            return Light.STANDS
        case NotBegun():
            return Light.NOT_BEGUN
        case NoCalendar():
            return Light.NO_CALENDAR


def light_of(found: Turns, now: datetime) -> Light:
    """The light of an open case at a moment."""
    return found.light(now) if isinstance(found, Marks) else found


def whole(limit: Limit, course: Course, due: Due) -> Term:
    """The limit with the extensions that moved it."""
    more = (each.term for each in course.extensions if each.term.unit is limit.term.unit and each.decided < due.over)
    return sum(more, limit.term)


@dataclass(frozen=True, slots=True)
class Spent:
    """What was counted and what is left, in the limit's own unit. `over`: by how much it is past the limit."""

    counted: Term
    left: Term
    over: Term


@dataclass(frozen=True, slots=True)
class Reading:
    """What a clock shows. `late`: it is over, or was when it was closed. `spent`: none where nobody can say."""

    light: Light
    deadline: Deadline
    late: bool = False
    spent: Spent | None = None


def read(
    limit: Limit,
    course: Course,
    calendar: WorkCalendar,
    now: datetime,
    near: Fraction = NEAR,
    *,
    told: date | None = None,
) -> Reading:
    """The clock of one limit of one case. Never raises for what the calendar does not know: it says so.

    `told`: the day that the office promised before the calendar changed.
    """
    end = kept(deadline(limit, course, calendar), told)
    closed = course.closed_by(now)
    light = Light.GREEN if closed else light_of(turns(limit, course, end, calendar, near), now)
    late = isinstance(end, Due) and (closed or now) >= end.over
    return Reading(light, end, late, _spent(limit, course, end, calendar, now))


def counted(limit: Limit, course: Course, calendar: WorkCalendar, now: datetime) -> Term:
    """How much of its own unit a clock has counted: to the close, or to now. Whole hours, days and months.

    Raises `UnknownYear`; `ValueError` for a clock that has not begun.
    """
    start = course.start(limit.starts_at)
    if start is None:
        raise ValueError("a clock that has not begun has counted nothing")
    unit = limit.term.unit
    until = course.closed_by(now) or now
    pauses = course.stood(limit.starts_at, until)
    if unit is Unit.HOUR or unit is Unit.AT_ONCE:
        length = max(until - start, timedelta()) - sum((end - begin for begin, end in pauses), timedelta())
        return Term(length // timedelta(hours=1), Unit.HOUR)
    first, last = local_day(start), local_day(until)
    stood = sum(days_between(unit, local_day(begin), local_day(end), calendar) for begin, end in pauses)
    if unit is Unit.MONTH:
        last = max(first, last - timedelta(days=stood))
        return Term(dates.months(first.isoformat(), last.isoformat()), unit)
    return Term(days_between(unit, first, last, calendar) - stood, unit)


def _spent(limit: Limit, course: Course, end: Deadline, calendar: WorkCalendar, now: datetime) -> Spent | None:
    if isinstance(end, NotBegun | NoCalendar) or limit.term.unit is Unit.AT_ONCE:
        return None
    total = whole(limit, course, end) if isinstance(end, Due) else limit.term
    try:
        done = counted(limit, course, calendar, now)
    except LookupError:
        return None
    none = Term(0, total.unit)
    return Spent(done, max(total - done, none), max(done - total, none))
