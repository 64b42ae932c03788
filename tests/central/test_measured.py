"""What cases took: median and ninetieth percentile with their evidence, in one unit; and rates that cannot be bare."""

from __future__ import annotations

import math
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from central.contract.item import Unit
from central.limits.course import Course
from central.limits.figure import NotAFigure, Period, Rate
from central.limits.measured import compression, in_time, summary, taken
from central.limits.term import Term, UnitsDiffer
from tests.central.courses import CALENDAR, at, limit, stop

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


def days(*amounts: int) -> list[Term]:
    return [Term(amount, Unit.WORKING_DAY) for amount in amounts]


def test_half_and_nine_in_ten_did_not_take_longer() -> None:
    found = summary(days(*range(10, 0, -1)), MARCH)
    assert found is not None
    assert (found.median, found.ninety, found.count, found.few) == (*days(5, 9), 10, True)
    assert summary([], MARCH) is None


@given(st.lists(st.integers(0, 400), min_size=1, max_size=80))
def test_a_percentile_is_what_it_says(amounts: list[int]) -> None:
    found = summary(days(*amounts), MARCH)
    assert found is not None
    for value, share in ((found.median.amount, Fraction(1, 2)), (found.ninety.amount, Fraction(9, 10))):
        assert value in amounts
        assert sum(each <= value for each in amounts) >= math.ceil(share * len(amounts))
        assert sum(each < value for each in amounts) < share * len(amounts)
    assert found.few is (len(amounts) < 30)


def test_days_and_working_days_are_not_measured_together() -> None:
    with pytest.raises(UnitsDiffer):
        summary([*days(1), Term(1, Unit.DAY)], MARCH)


def test_what_was_closed_in_the_period_is_measured_without_its_stops() -> None:
    courses = [
        Course(at("2026-03-02"), closed=at("2026-03-05")),
        Course(at("2026-03-02"), closed=at("2026-03-31 23:59"), stops=(stop("2026-03-03", "2026-03-31"),)),
        Course(at("2026-02-27"), closed=at("2026-02-28")),
        Course(at("2026-03-02"), closed=at("2026-04-01 00:00")),
        Course(at("2026-03-02")),
        Course(at("2023-12-29"), closed=at("2026-03-02")),
    ]
    found = taken([(limit(5), course) for course in courses], CALENDAR, MARCH)
    assert found is not None
    assert (found.median, found.ninety, found.count, found.left_out) == (*days(1, 3), 2, 1)
    assert found.period == MARCH
    assert found.method == "nearest_rank"
    rate = in_time([(limit(2), course) for course in courses], CALENDAR, MARCH)
    assert (rate.numerator, rate.denominator, rate.share, rate.few) == (1, 2, Fraction(1, 2), True)


def test_a_rate_without_evidence_cannot_be_made() -> None:
    for numbers in ((2, 1), (-1, 1), (0, -1)):
        with pytest.raises(NotAFigure):
            Rate(*numbers, MARCH, "closed")
    with pytest.raises(NotAFigure):
        Rate(1, 2, MARCH, "")
    with pytest.raises(NotAFigure):
        Period(MARCH.last, MARCH.first)
    assert Rate(0, 0, MARCH, "closed").share is None
    assert not Rate(0, 0, MARCH, "closed").too_good


def test_all_of_them_asks_for_a_second_look() -> None:
    assert Rate(20842, 20842, MARCH, "closed").too_good
    rate = Rate(20726, 20842, MARCH, "closed")
    assert not rate.too_good
    assert not rate.few
    assert rate.share is not None
    assert round(float(rate.share) * 100, 2) == 99.44


def test_compression_is_counted_in_one_unit() -> None:
    assert compression(*days(20, 5)) == Fraction(3, 4)
    assert compression(Term(5, Unit.DAY), Term(0, Unit.AT_ONCE)) == 1
    assert compression(Term(0, Unit.AT_ONCE), Term(0, Unit.AT_ONCE)) is None
    with pytest.raises(UnitsDiffer):
        compression(Term(20, Unit.WORKING_DAY), Term(5, Unit.DAY))


def test_a_period_knows_its_days() -> None:
    assert MARCH.first in MARCH
    assert MARCH.last in MARCH
    assert MARCH.last + timedelta(days=1) not in MARCH
