"""A moment of a plan: its day where the calendar tells it, and the counted time from the beginning to it.

Working days, days and months never become one number: without a calendar nobody can say whether 20 days are over
before 15 working days, nor what 60 working days after 12 months have to do with 12 months after 60 working days. What
cannot be told apart stays unknown, and so does whatever follows from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from central.contract.item import Unit
from central.contract.project import Span
from central.limits.calendar import UnknownYear, WorkCalendar
from central.rules import dates

LEAST_IN_A_MONTH = 10
"""Working days that any month surely has: four weeks have 20 weekdays, and its holidays never took more than nine."""


class Leg(NamedTuple):
    """So much time of one unit. `own`: it does not move on when it ends on a day off."""

    unit: Unit
    amount: int
    own: bool = False

    @property
    def working_days(self) -> int:
        """How many it surely holds."""
        return self.amount * {Unit.WORKING_DAY: 1, Unit.MONTH: LEAST_IN_A_MONTH}.get(self.unit, 0)

    def covers(self, other: Leg) -> bool:
        """Whether it is surely as long, begun on the same day: every working day is a day of its own."""
        longer = self.amount >= other.amount
        if self.unit is Unit.WORKING_DAY:
            return longer and other.unit in (Unit.WORKING_DAY, Unit.DAY)
        return longer and self.unit is other.unit and self.own == other.own


class Way(tuple[Leg, ...]):
    """Legs, one after the other. Only working days add up to the day, so only theirs are joined."""

    __slots__ = ()

    def plus(self, limit: Span, *, own: bool) -> Way:
        """The way with one more limit at its end."""
        if limit.amount == 0:
            return self
        if limit.unit is not Unit.WORKING_DAY:
            return Way((*self, Leg(limit.unit, limit.amount, own)))
        if self and self[-1].unit is Unit.WORKING_DAY:
            return Way((*self[:-1], Leg(limit.unit, self[-1].amount + limit.amount)))
        return Way((*self, Leg(limit.unit, limit.amount)))

    def minus(self, limit: Span, *, own: bool) -> Way | None:
        """The way without this limit at its end; none where it does not end so."""
        if limit.amount == 0:
            return self
        if limit.unit is not _JOINED:
            return Way(self[:-1]) if self[-1:] == (Leg(limit.unit, limit.amount, own),) else None
        if not self or self[-1].unit is not _JOINED or self[-1].amount < limit.amount:
            return None
        left = self[-1].amount - limit.amount
        return Way((*self[:-1], Leg(_JOINED, left))) if left else Way(self[:-1])

    def reaches(self, other: Way) -> bool:
        """Whether it surely leads as far: the other's legs are found in it, in their order, and as long.

        A longer leg, and one more between them, lead no less far: each is counted from a day that is no earlier.
        """
        wanted = list(other)
        for leg in self:
            if not wanted:
                break
            if leg.covers(wanted[0]):
                del wanted[0]
            elif wanted[0].unit is _JOINED:
                left = wanted[0].amount - leg.working_days
                wanted[:1] = [Leg(_JOINED, left)] if left > 0 else []
        return not wanted

    def spans(self) -> tuple[Span, ...]:
        """The legs in their order."""
        return tuple(Span(amount=each.amount, unit=each.unit) for each in self)


_JOINED = Unit.WORKING_DAY


@dataclass(frozen=True, slots=True)
class Point:
    """`day` none: no notice of the holidays tells it. `way` none: it cannot be counted from the beginning."""

    day: date | None
    way: Way | None

    def reaches(self, other: Point) -> bool:
        """Whether it is surely no earlier."""
        if self.day is not None and other.day is not None:
            return self.day >= other.day
        return self.way is not None and other.way is not None and self.way.reaches(other.way)

    def meets(self, other: Point) -> bool:
        """Whether it is surely the same."""
        return self.reaches(other) and other.reaches(self)


UNKNOWN = Point(None, None)


def last(points: Iterable[Point]) -> Point:
    """The one that none is later than; `UNKNOWN` where that cannot be told."""
    known = tuple(dict.fromkeys(points))
    return next((each for each in known if all(each.reaches(other) for other in known)), UNKNOWN)


def first(points: Iterable[Point]) -> Point:
    """The one that none is earlier than; `UNKNOWN` where that cannot be told."""
    known = tuple(dict.fromkeys(points))
    return next((each for each in known if all(other.reaches(each) for other in known)), UNKNOWN)


class Counting:
    """Adds limits to points. `own`: the time is somebody's own, and does not move on when it ends on a day off."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self._calendar = calendar
        self.unknown_from: int | None = None
        """The first year without a notice that was reached."""

    def after(self, start: Point, limit: Span, *, own: bool = False) -> Point:
        """When a limit that begins there is over."""
        way = start.way.plus(limit, own=own) if start.way is not None else None
        return Point(self.day_after(start.day, limit, own=own) if start.day is not None else None, way)

    def before(self, end: Point, limit: Span, earliest: Point, *, own: bool = False) -> Point:
        """The last moment to begin so that it is over by then; `earliest` is one of them."""
        way = end.way.minus(limit, own=own) if end.way is not None else None
        return Point(self._day_before(end.day, limit, earliest.day, own=own), way)

    def day_after(self, day: date, limit: Span, *, own: bool) -> date | None:
        """The last day of a limit whose first day is not counted (民法典 201, 203; 行政许可法 82)."""
        try:
            match limit.unit:
                case Unit.AT_ONCE:
                    return day
                case Unit.WORKING_DAY:
                    return self._calendar.working_after(day, limit.amount)
                case Unit.DAY:
                    over = day + timedelta(days=limit.amount)
                case Unit.MONTH:
                    over = date.fromisoformat(dates.add_months(day.isoformat(), limit.amount))
                case Unit.HOUR:
                    raise ValueError("a plan counts in days")
            return over if own else self._calendar.on_or_after(over)
        except UnknownYear as unknown:
            self.unknown_from = min(self.unknown_from or unknown.year, unknown.year)
            return None

    def _day_before(self, end: date | None, limit: Span, earliest: date | None, *, own: bool) -> date | None:
        """The later the beginning, the later the end: the border is searched between two days."""
        if end is None or earliest is None:
            return None
        low, high = earliest.toordinal(), end.toordinal()
        while low < high:
            middle = (low + high + 1) // 2
            over = self.day_after(date.fromordinal(middle), limit, own=own)
            low, high = (middle, high) if over is not None and over <= end else (low, middle - 1)
        return date.fromordinal(low)
