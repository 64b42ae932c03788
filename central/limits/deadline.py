"""When a limit is over.

Days (民法典 200 to 204, 行政许可法 82): the day of the start event does not count; a limit ends with its last day, in
Asia/Shanghai, and a last day that is off moves on to the next working day. Months end on the day of the same number or
on the month's last. Hours run from the moment itself, day and night, and move on for nothing.

A pause is counted like a limit: its first day is the clock's, its last one its own, so that a pause of n working days
moves a due day on by n. One that begins after the limit is over, and an extension that is decided then, move nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from central.contract.item import StartEvent, Unit
from central.limits.calendar import UnknownYear, WorkCalendar, end_of, local_day
from central.limits.course import Course
from central.limits.term import Term
from central.rules import dates


@dataclass(frozen=True, slots=True)
class Limit:
    """A term with the event that it counts from."""

    term: Term
    starts_at: StartEvent = StartEvent.ACCEPTED


@dataclass(frozen=True, slots=True)
class Due:
    """`day`: the last day, or that of the last hour. `over`: the first moment that is too late."""

    day: date
    over: datetime


@dataclass(frozen=True, slots=True)
class Stands:
    """The clock stands since a moment; nobody knows the day before it goes on."""

    since: datetime


@dataclass(frozen=True, slots=True)
class NotBegun:
    """The start event has not happened."""


@dataclass(frozen=True, slots=True)
class NoCalendar:
    """The due day lies in a year, or beyond it, of whose holidays there is no notice yet. Nothing is promised."""

    year: int


Deadline = Due | Stands | NotBegun | NoCalendar


def deadline(limit: Limit, course: Course, calendar: WorkCalendar) -> Deadline:
    """When a case's limit is over, with what is known of the case."""
    start = course.start(limit.starts_at)
    if start is None:
        return NotBegun()
    if limit.term.unit is Unit.HOUR:
        return _by_the_hour(start, limit, course)
    if limit.term.unit is Unit.AT_ONCE:
        return _at_once(local_day(start), limit, course)
    try:
        return _by_the_day(local_day(start), limit, course, calendar)
    except UnknownYear as unknown:
        return NoCalendar(unknown.year)


class _Change(NamedTuple):
    """A pause, or an extension: `added` of the limit's unit."""

    began: datetime
    ended: datetime | None
    added: int = 0


def _changes(limit: Limit, course: Course) -> Iterator[_Change]:
    """In order. An extension in another unit is none of this limit."""
    if not course.stops and not course.extensions:
        return
    found = [_Change(pause.began, pause.ended) for pause in course.pauses(limit.starts_at)]
    found += [
        _Change(each.decided, each.decided, each.term.amount)
        for each in course.extensions
        if each.term.unit is limit.term.unit
    ]
    yield from sorted(found, key=lambda change: change.began)


def _at_once(day: date, limit: Limit, course: Course) -> Due | Stands:
    """On the day itself; where the clock stood, on the day on which it went on."""
    for change in _changes(limit, course):
        if local_day(change.began) > day:
            break
        if change.ended is None:
            return Stands(change.began)
        day = max(day, local_day(change.ended))
    return Due(day, end_of(day))


def _by_the_hour(start: datetime, limit: Limit, course: Course) -> Due | Stands:
    over = start + timedelta(hours=limit.term.amount)
    for change in _changes(limit, course):
        if change.began >= over:
            break
        if change.ended is None:
            return Stands(change.began)
        over += (change.ended - change.began) + timedelta(hours=change.added)
    return Due(local_day(over - timedelta(microseconds=1)), over)


def _by_the_day(start: date, limit: Limit, course: Course, calendar: WorkCalendar) -> Due | Stands:
    count = _Count(start, limit.term, calendar)
    resumed = start
    for change in _changes(limit, course):
        began = local_day(change.began)
        if count.is_over(began, resumed):
            break
        if change.ended is None:
            return Stands(change.began)
        count.add(change.added)
        if change.ended > change.began:
            resumed = local_day(change.ended)
            count.pause(began, resumed)
    day = count.last_day(resumed)
    return Due(day, end_of(day))


class _Count:
    """Days being counted from a start, in one unit."""

    def __init__(self, start: date, term: Term, calendar: WorkCalendar) -> None:
        self._start = start
        self._amount = term.amount
        self._unit = term.unit
        self._calendar = calendar
        self._paused = 0

    def add(self, amount: int) -> None:
        self._amount += amount

    def pause(self, first: date, last: date) -> None:
        self._paused += days_between(self._unit, first, last, self._calendar)

    def last_day(self, resumed: date) -> date:
        """The limit's last day, and not before the day on which a pause ended. Raises `UnknownYear`."""
        if self._unit is Unit.WORKING_DAY:
            day = self._calendar.working_after(self._start, self._amount + self._paused)
        elif self._unit is Unit.MONTH:
            day = self._months_on() + timedelta(days=self._paused)
        else:
            day = self._start + timedelta(days=self._amount + self._paused)
        return self._calendar.on_or_after(max(day, resumed))

    def _months_on(self) -> date:
        try:
            return date.fromisoformat(dates.add_months(self._start.isoformat(), self._amount))
        except dates.NoDate:  # a limit and an extension of three centuries each: no calendar goes so far
            raise UnknownYear(self._start.year + self._amount // 12) from None

    def is_over(self, day: date, resumed: date) -> bool:
        """Whether the limit had ended before a day. One that runs into an unknown year had not before that year."""
        try:
            return self.last_day(resumed) < day
        except UnknownYear as unknown:
            if day.year >= unknown.year:
                raise
            return False


def days_between(unit: Unit, first: date, last: date, calendar: WorkCalendar) -> int:
    """The days after the first, up to and with the last: working days for that unit, all of them for the others.

    Raises `UnknownYear`.
    """
    if unit is Unit.WORKING_DAY:
        return calendar.working_between(first, last)
    return max((last - first).days, 0)
