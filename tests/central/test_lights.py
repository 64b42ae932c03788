"""The light of a clock at every boundary, what it has counted, and what it says where nobody can know."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from central.contract.clock import Light
from central.contract.item import StartEvent, Unit
from central.limits.course import Course, Stop
from central.limits.deadline import Due, NoCalendar, NotBegun, Stands, deadline
from central.limits.light import Marks, Reading, counted, marks, read
from central.limits.term import Term
from tests.central.courses import CALENDAR, at, extension, limit, moments, stop, units

FIVE = limit(5)
COURSE = Course(at("2026-03-02"))  # due on Monday the 9th


def shown(now: str, course: Course = COURSE, wanted=FIVE, near: Fraction = Fraction(1, 5)) -> Reading:
    return read(wanted, course, CALENDAR, at(now), near)


@pytest.mark.parametrize(
    ("now", "light"),
    [
        ("2026-03-02 10:00", Light.WHITE),
        ("2026-03-05 23:59", Light.WHITE),
        ("2026-03-06 00:00", Light.YELLOW),  # one of five working days is left
        ("2026-03-09 23:59", Light.YELLOW),
        ("2026-03-10 00:00", Light.RED),
    ],
)
def test_white_yellow_red_turn_at_midnight(now: str, light: Light) -> None:
    assert shown(now).light is light
    assert shown(now).late is (light is Light.RED)


@pytest.mark.parametrize(("near", "light"), [(Fraction(0), Light.WHITE), (Fraction(2, 5), Light.YELLOW)])
def test_the_threshold_is_a_parameter(near: Fraction, light: Light) -> None:
    assert shown("2026-03-05", near=near).light is light


@pytest.mark.parametrize(
    ("now", "light"), [("2026-03-02 14:47", "white"), ("2026-03-02 14:48", "yellow"), ("2026-03-02 16:00", "red")]
)
def test_hours_turn_to_the_minute(now: str, light: str) -> None:
    assert shown(now, wanted=limit(6, Unit.HOUR)).light == light


def test_months_and_days_and_at_once_turn_too() -> None:
    assert [shown(now, wanted=limit(1, Unit.MONTH)).light for now in ("2026-03-26", "2026-03-27", "2026-04-03")] == [
        "white",
        "yellow",
        "red",
    ]
    assert [shown(now, wanted=limit(15, Unit.DAY)).light for now in ("2026-03-13", "2026-03-14", "2026-03-18")] == [
        "white",
        "yellow",
        "red",
    ]
    assert [shown(now, wanted=limit(0, Unit.AT_ONCE)).light for now in ("2026-03-02", "2026-03-03")] == [
        "yellow",
        "red",
    ]


def test_closed_is_green_and_late_is_told_beside_it() -> None:
    assert shown("2026-03-20", Course(at("2026-03-02"), closed=at("2026-03-09"))).light is Light.GREEN
    late = shown("2026-03-20", Course(at("2026-03-02"), closed=at("2026-03-12")))
    assert late.light is Light.GREEN
    assert late.late
    assert late.spent is not None
    assert late.spent.over == Term(3, Unit.WORKING_DAY)


def test_before_it_is_closed_it_was_not() -> None:
    course = Course(at("2026-03-02"), closed=at("2026-03-12"))
    assert shown("2026-03-03", course).light is Light.WHITE


def test_a_clock_that_stands_says_so_and_since_when() -> None:
    found = shown("2026-05-20", Course(at("2026-03-02"), stops=(stop("2026-03-04"),)))
    assert found.light is Light.STANDS
    assert found.deadline == Stands(at("2026-03-04"))
    assert found.spent is not None
    assert (found.spent.counted, found.spent.left) == (Term(2, Unit.WORKING_DAY), Term(3, Unit.WORKING_DAY))
    assert not found.late


def test_no_calendar_and_no_start_are_words_of_their_own() -> None:
    unknown = shown("2026-12-20", Course(at("2026-12-20")), limit(20))
    assert (unknown.light, unknown.deadline, unknown.spent) == (Light.NO_CALENDAR, NoCalendar(2027), None)
    waiting = shown("2026-03-03", wanted=limit(5, starts_at=StartEvent.ACCEPTED))
    assert (waiting.light, waiting.deadline, waiting.spent) == (Light.NOT_BEGUN, NotBegun(), None)
    with pytest.raises(ValueError, match="has not begun"):
        counted(limit(5, starts_at=StartEvent.ACCEPTED), COURSE, CALENDAR, at("2026-03-03"))


def test_an_extension_counts_into_the_whole() -> None:
    course = Course(at("2026-03-02"), extensions=(extension("2026-03-09", 5),))
    found = shown("2026-03-13", course)
    assert found.light is Light.YELLOW  # two of ten are left, from the 12th on
    assert found.spent is not None
    assert (found.spent.counted, found.spent.left) == (Term(9, Unit.WORKING_DAY), Term(1, Unit.WORKING_DAY))
    assert shown("2026-03-11 23:59", course).light is Light.WHITE


ORDER = [Light.WHITE, Light.YELLOW, Light.RED]
spans = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 100)), max_size=3)


def stopped(start: datetime, told: list[tuple[int, int]]) -> Course:
    """Stops that all have ended: hours after the start, and how many hours they took."""
    begun = ((start + timedelta(hours=first), timedelta(hours=hours)) for first, hours in told)
    return Course(start, stops=tuple(Stop("testing", began, "1", began + length) for began, length in begun))


@given(moments, st.integers(1, 40), units, spans, st.tuples(*[st.integers(0, 2160)] * 2))
def test_a_light_never_turns_back(
    start: datetime, amount: int, unit: Unit, told: list[tuple[int, int]], two: tuple[int, int]
) -> None:
    course, wanted = stopped(start, told), limit(amount, unit)
    found = deadline(wanted, course, CALENDAR)
    if not isinstance(found, Due):
        return
    turns = marks(wanted, course, found, CALENDAR)
    assert turns.near <= turns.over == found.over
    early, late = (start + timedelta(hours=hours) for hours in sorted(two))
    assert ORDER.index(turns.light(early)) <= ORDER.index(turns.light(late))


@given(moments, moments, moments)
def test_between_its_turns_a_light_stays(near: datetime, over: datetime, now: datetime) -> None:
    turns = Marks(*sorted((near, over)))
    turn = turns.next_change(now)
    if turn is None:
        assert turns.light(now) is Light.RED
    else:
        assert turns.light(turn - timedelta(microseconds=1)) is turns.light(now)
        assert turns.light(turn) is not turns.light(now)


@given(moments, st.integers(1, 40), st.sampled_from([Unit.WORKING_DAY, Unit.DAY]), spans, st.integers(0, 24 * 90))
def test_what_is_counted_and_what_is_left_make_the_whole(
    start: datetime, amount: int, unit: Unit, told: list[tuple[int, int]], hours: int
) -> None:
    course = stopped(start, told)
    found = read(limit(amount, unit), course, CALENDAR, start + timedelta(hours=hours))
    assert found.spent is not None
    assert found.spent.counted + found.spent.left - found.spent.over == Term(amount, unit)
    assert 0 in (found.spent.left.amount, found.spent.over.amount)
    assert found.spent.counted.amount >= 0
