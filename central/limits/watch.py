"""Supervision of very many cases at once.

The turns of a light are counted when something happens to a case, once for each limit and first day; a pass then
compares moments and counts nothing. A store that keeps the next turn beside the case need not even look at the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from central.contract.item import Unit
from central.limits.calendar import WorkCalendar, local_day
from central.limits.course import Course
from central.limits.deadline import Limit, deadline
from central.limits.light import NEAR, Light, Turns, light_of, turns


@dataclass(slots=True)
class Watched:
    """An open case: its number, whose it is, how its clock runs, and the light that was seen last."""

    number: str
    unit: str
    turns: Turns
    seen: Light = Light.WHITE


@dataclass(frozen=True, slots=True)
class Turned:
    """A light that is another one than when somebody looked last."""

    number: str
    unit: str
    was: Light
    now: Light


class Watch:
    """One calendar and one threshold. Keeps what it counted, so a newer calendar is another watch."""

    def __init__(self, calendar: WorkCalendar, near: Fraction = NEAR) -> None:
        self._calendar = calendar
        self._near = near
        self._counted: dict[tuple[Limit, date], Turns] = {}

    def turns(self, limit: Limit, course: Course) -> Turns:
        """When the light of an open case turns, or the light that it has until something happens."""
        start = course.start(limit.starts_at)
        if start is None or course.stops or course.extensions or limit.term.unit is Unit.HOUR:
            return self._count(limit, course)
        place = (limit, local_day(start))
        known = self._counted.get(place)
        if known is None:
            known = self._counted[place] = self._count(limit, course)
        return known

    def _count(self, limit: Limit, course: Course) -> Turns:
        return turns(limit, course, deadline(limit, course, self._calendar), self._calendar, self._near)


def sweep(cases: Iterable[Watched], now: datetime) -> tuple[list[Turned], Counter[tuple[str, Light]]]:
    """Look at every open case: what turned since the last look, and how many of each light each unit has.

    What was seen is kept in the case, so that a turn is told once.
    """
    turned: list[Turned] = []
    counts: Counter[tuple[str, Light]] = Counter()
    for case in cases:
        light = light_of(case.turns, now)
        counts[case.unit, light] += 1
        if light is not case.seen:
            turned.append(Turned(case.number, case.unit, case.seen, light))
            case.seen = light
    return turned, counts
