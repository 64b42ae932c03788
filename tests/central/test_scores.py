"""Whose time it was, and the months of units: counted from what happened, and the same when counted again."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from central.limits.attribution import Handed, shares
from central.limits.course import Course, Stop
from central.limits.deadline import NotBegun
from central.limits.escalation import Level, Step
from central.limits.figure import Period
from central.limits.score import Ground, Scored, points, scores
from tests.central.courses import CALENDAR, at, limit, moments, stop

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
START = at("2026-03-02")  # five working days end with Monday the 9th


def scored(case: str, unit: str, closed: str | None = None, *levels: tuple[Level, str]) -> Scored:
    steps = tuple(Step(level, "owner", at(opened), NotBegun()) for level, opened in levels)
    return Scored(case, unit, limit(5), Course(START, closed=at(closed) if closed else None), steps)


@pytest.mark.parametrize(
    ("closed", "found"),
    [
        ("2026-03-05 23:59", [("2026-03-05", Ground.EARLY)]),
        ("2026-03-06 00:00", []),
        ("2026-03-09 23:59", []),
        ("2026-03-10 00:00", [("2026-03-10", Ground.OVERDUE)]),
        (None, [("2026-03-10", Ground.OVERDUE)]),
    ],
)
def test_early_in_time_and_overdue(closed: str | None, found: list[tuple[str, Ground]]) -> None:
    made = points(scored("1", "housing", closed), CALENDAR, at("2026-04-01"))
    assert [(point.day.isoformat(), point.ground) for point in made] == found


def test_a_month_counts_its_own_events_only() -> None:
    cases = [
        scored("1", "fire", "2026-03-03"),
        scored(
            "2",
            "fire",
            "2026-04-02",
            (Level.GROUP, "2026-03-10"),
            (Level.ON_SITE, "2026-03-12"),
            (Level.MEETING, "2026-04-01"),
        ),
        scored("3", "housing", "2026-03-09"),
        scored("4", "planning"),
    ]
    march = scores(cases, CALENDAR, MARCH, at("2026-04-10"))
    assert [(score.unit, score.points) for score in march] == [("housing", 0), ("fire", -3), ("planning", -3)]
    assert dict(march[1].grounds) == {Ground.EARLY: 1, Ground.OVERDUE: 1, Ground.ON_SITE: 1}
    assert [(score.in_time.numerator, score.in_time.denominator) for score in march] == [(1, 1), (1, 1), (0, 0)]
    [april] = scores(cases, CALENDAR, Period(date(2026, 4, 1), date(2026, 4, 30)), at("2026-05-01"))
    assert (april.unit, april.points, april.in_time.share) == ("fire", -2, 0)


@given(st.permutations([scored(str(number), f"unit{number % 3}", f"2026-03-{3 + number:02}") for number in range(9)]))
def test_counting_again_gives_the_same(cases: list[Scored]) -> None:
    assert scores(cases, CALENDAR, MARCH, at("2026-05-01")) == scores(cases[::-1], CALENDAR, MARCH, at("2027-05-01"))


# ---------------------------------------------------------------- whose time it was


def test_what_a_unit_had_is_its_own_and_a_stop_is_nobodys() -> None:
    course = Course(START, closed=at("2026-03-06"), stops=(stop("2026-03-03 22:00", "2026-03-04 22:00"),))
    found = shares(course, [Handed(START, "housing"), Handed(at("2026-03-04"), "fire")], at("2026-04-01"))
    assert found.units == {"housing": timedelta(hours=36), "fire": timedelta(hours=36)}
    assert found.stood == timedelta(hours=24)


def test_somebody_has_every_case() -> None:
    with pytest.raises(ValueError, match="somebody"):
        shares(Course(START), [], at("2026-03-03"))


hours = st.integers(0, 1000)


@given(
    moments,
    st.lists(st.tuples(hours, st.sampled_from("abc")), min_size=1, max_size=6),
    st.lists(st.tuples(hours, hours), max_size=4),
    st.none() | hours,
    hours,
)
def test_all_shares_together_are_the_whole(
    start: datetime, handed: list[tuple[int, str]], stood: list[tuple[int, int]], closed: int | None, now: int
) -> None:
    def later(count: int) -> datetime:
        return start + timedelta(hours=count)

    stops = tuple(Stop("testing", later(begin), "1", later(begin + length)) for begin, length in stood)
    course = Course(start, closed=None if closed is None else later(closed), stops=stops)
    found = shares(course, [Handed(later(count), unit) for count, unit in handed], later(now))
    assert found.whole == timedelta(hours=now if closed is None else min(closed, now))
    assert all(share >= timedelta() for share in found.units.values())
