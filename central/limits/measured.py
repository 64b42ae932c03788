"""What cases really took, beside what the law allows and what was promised; in one unit, never across units."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from central.contract.item import Unit
from central.limits.calendar import WorkCalendar, end_of, local_day
from central.limits.course import Course
from central.limits.deadline import Due, Limit, deadline
from central.limits.figure import FEW, Period, Rate
from central.limits.light import counted
from central.limits.term import Term, UnitsDiffer

Timed = tuple[Limit, Course]
"""A case with the limit that it had: versions of an item may differ."""


@dataclass(frozen=True, slots=True)
class Taken:
    """How long cases took, in the limit's own unit: the value that half of them, and nine in ten, did not exceed.

    `left_out`: cases of the period that could not be counted, because a year's calendar is missing.
    """

    median: Term
    ninety: Term
    count: int
    left_out: int
    period: Period
    method: str = "nearest_rank"

    @property
    def few(self) -> bool:
        """样本不足."""
        return self.count < FEW


def nearest_rank(ordered: Sequence[Term], percent: int) -> Term:
    """The smallest value that at least so many per cent do not exceed: one that a case really took."""
    return ordered[max(math.ceil(len(ordered) * percent / 100) - 1, 0)]


def taken(cases: Iterable[Timed], calendar: WorkCalendar, period: Period) -> Taken | None:
    """What the cases took that were closed in a period; none where there were none. Raises `UnitsDiffer`."""
    terms: list[Term] = []
    left_out = 0
    for limit, course in _closed(cases, period):
        if course.start(limit.starts_at) is None:
            continue
        try:
            terms.append(counted(limit, course, calendar, end_of(period.last)))
        except LookupError:
            left_out += 1
    return summary(terms, period, left_out)


def summary(terms: Iterable[Term], period: Period, left_out: int = 0) -> Taken | None:
    """Median and ninetieth percentile. Raises `UnitsDiffer`."""
    ordered = sorted(terms)
    for term in ordered:
        if term.unit is not ordered[0].unit:
            raise UnitsDiffer(term.unit, ordered[0].unit)
    if not ordered:
        return None
    return Taken(nearest_rank(ordered, 50), nearest_rank(ordered, 90), len(ordered), left_out, period)


def in_time(cases: Iterable[Timed], calendar: WorkCalendar, period: Period) -> Rate:
    """Of the cases that were closed in a period and had a due day, those that were closed by it."""
    ends = [
        (course.closed, end.over)
        for limit, course in _closed(cases, period)
        if isinstance(end := deadline(limit, course, calendar), Due)
    ]
    on_time = sum(1 for closed, over in ends if closed is not None and closed < over)
    return Rate(on_time, len(ends), period, "closed_in_time_of_closed")


def compression(legal: Term, promised: Term) -> Fraction | None:
    """压缩率: 1 - 承诺/法定; at once is all of it. None without a legal limit. Raises `UnitsDiffer`."""
    if legal.amount == 0:
        return None
    if promised.unit is Unit.AT_ONCE:
        return Fraction(1)
    return Fraction((legal - promised).amount, legal.amount)


def _closed(cases: Iterable[Timed], period: Period) -> Iterable[Timed]:
    return (case for case in cases if case[1].closed is not None and local_day(case[1].closed) in period)
