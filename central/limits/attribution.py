"""Whose time it was: each unit's share of a case, and the time that stood still. Together they are all of it (A-12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from central.contract.item import StartEvent
from central.limits.course import Course


@dataclass(frozen=True, slots=True)
class Handed:
    """From a moment on a unit has the case."""

    at: datetime
    unit: str


@dataclass(frozen=True, slots=True)
class Shares:
    """`units`: how long each had it while its clock ran. `stood`: how long it stood, whoever had it."""

    units: Mapping[str, timedelta]
    stood: timedelta

    @property
    def whole(self) -> timedelta:
        """From the submission to the close, or to now."""
        return sum(self.units.values(), self.stood)


def shares(course: Course, handed: Sequence[Handed], now: datetime) -> Shares:
    """Of a case from its submission on. Whoever has it first had it from the beginning.

    Raises `ValueError` where nobody ever had it.
    """
    if not handed:
        raise ValueError("somebody has every case")
    until = max(course.closed_by(now) or now, course.submitted)
    order = sorted(handed, key=lambda each: each.at)
    begins = [course.submitted, *(max(each.at, course.submitted) for each in order[1:])]
    pauses = course.stood(StartEvent.SUBMITTED, until)
    units: dict[str, timedelta] = {}
    stood = timedelta()
    for place, each in enumerate(order):
        begin = min(begins[place], until)
        end = min(begins[place + 1], until) if place + 1 < len(begins) else until
        still = sum((_overlap(begin, end, *pause) for pause in pauses), timedelta())
        units[each.unit] = units.get(each.unit, timedelta()) + (end - begin) - still
        stood += still
    return Shares(units, stood)


def _overlap(first: datetime, last: datetime, begin: datetime, end: datetime) -> timedelta:
    return max(min(last, end) - max(first, begin), timedelta())
