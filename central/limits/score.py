"""Monthly scores of units (加分, 扣分): from what happened to their cases alone, so that counting again gives the same.

There is no way to write a point down. Whoever doubts one finds the case, the day and the ground.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from central.contract.clock import Light
from central.limits.calendar import WorkCalendar, local_day
from central.limits.course import Course
from central.limits.deadline import Due, Limit, deadline
from central.limits.escalation import Level, Step
from central.limits.figure import Period, Rate
from central.limits.light import NEAR, marks


class Ground(StrEnum):
    """What a point is for."""

    EARLY = "early"  # closed while the light was still white
    OVERDUE = "overdue"  # the limit ran out before the close
    ON_SITE = "on_site"  # it had to be taken to the second level
    MEETING = "meeting"  # and to the third


POINTS: Mapping[Ground, int] = MappingProxyType(
    {Ground.EARLY: 1, Ground.OVERDUE: -3, Ground.ON_SITE: -1, Ground.MEETING: -2}
)
"""Ours; an office may set others, and a publication says which."""

_GROUNDS = {Level.ON_SITE: Ground.ON_SITE, Level.MEETING: Ground.MEETING}


@dataclass(frozen=True, slots=True)
class Scored:
    """A case with the unit that answers for it, and the levels that it was taken to."""

    case: str
    unit: str
    limit: Limit
    course: Course
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """One entry. `day`: on which it happened, in Asia/Shanghai."""

    case: str
    unit: str
    day: date
    ground: Ground


@dataclass(frozen=True, slots=True)
class Score:
    """A unit's month. `grounds`: how often each; `in_time`: of the cases that it closed in the period."""

    unit: str
    points: int
    grounds: Mapping[Ground, int]
    in_time: Rate


def points(case: Scored, calendar: WorkCalendar, now: datetime, near: Fraction = NEAR) -> Iterator[Point]:
    """Everything that happened to a case up to a moment, and counts."""
    end = deadline(case.limit, case.course, calendar)
    closed = case.course.closed_by(now)
    if isinstance(end, Due):
        if (closed or now) >= end.over:
            yield Point(case.case, case.unit, local_day(end.over), Ground.OVERDUE)
        elif closed is not None and marks(case.limit, case.course, end, calendar, near).light(closed) is Light.WHITE:
            yield Point(case.case, case.unit, local_day(closed), Ground.EARLY)
    for step in case.steps:
        if step.level in _GROUNDS and step.opened <= now:
            yield Point(case.case, case.unit, local_day(step.opened), _GROUNDS[step.level])


def scores(
    cases: Iterable[Scored],
    calendar: WorkCalendar,
    period: Period,
    now: datetime,
    *,
    near: Fraction = NEAR,
    weights: Mapping[Ground, int] = POINTS,
) -> list[Score]:
    """Every unit that had a point, or closed a case, in a period; the best first, of equals by name.

    `near`: the share of a limit at the end of which its light is yellow.
    """
    found: dict[str, dict[Ground, int]] = {}
    closed: dict[str, list[bool]] = {}
    for case in cases:
        for point in points(case, calendar, now, near):
            if point.day in period:
                grounds = found.setdefault(case.unit, {})
                grounds[point.ground] = grounds.get(point.ground, 0) + 1
        end = deadline(case.limit, case.course, calendar)
        done = case.course.closed_by(now)
        if done is not None and local_day(done) in period and isinstance(end, Due):
            closed.setdefault(case.unit, []).append(done < end.over)
    made = [
        Score(
            unit,
            sum(weights[ground] * count for ground, count in found.get(unit, {}).items()),
            MappingProxyType(found.get(unit, {})),
            Rate(sum(closed.get(unit, [])), len(closed.get(unit, [])), period, "closed_in_time_of_closed"),
        )
        for unit in found.keys() | closed.keys()
    ]
    return sorted(made, key=lambda score: (-score.points, score.unit))
