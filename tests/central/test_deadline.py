"""When limits are over: the vectors, the units, stops and extensions, and what holds for all of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from central.contract.item import StartEvent, Unit
from central.limits.calendar import end_of, local_day, midnight
from central.limits.course import SUPPLEMENT, Course, Extension, NotACourse, Stop
from central.limits.deadline import Due, NoCalendar, NotBegun, Stands, days_between, deadline
from central.limits.term import Term, UnitsDiffer
from tests.central.courses import CALENDAR, at, due, extension, limit, moments, stop, units


@pytest.mark.parametrize(
    ("start", "count", "day"),
    [
        ("2026-02-13", 3, "2026-02-25"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-04-30", 1, "2026-05-06"),
        ("2026-01-01", 20, "2026-01-29"),
    ],
)
def test_working_days(start: str, count: int, day: str) -> None:
    assert due(limit(count), Course(at(start))) == day


def test_the_last_day_ends_at_midnight_in_shanghai() -> None:
    found = deadline(limit(1), Course(at("2026-03-02 23:59")), CALENDAR)
    assert found == Due(date(2026, 3, 3), at("2026-03-04 00:00"))


def test_a_moment_of_another_zone_is_of_its_day_in_shanghai() -> None:
    utc = at("2026-03-02 00:30").astimezone(tz=None)
    assert due(limit(1), Course(utc)) == "2026-03-03"


@pytest.mark.parametrize(
    ("start", "amount", "unit", "day"),
    [
        ("2026-03-02", 15, Unit.DAY, "2026-03-17"),  # 居住证: 15 日
        ("2026-09-16", 15, Unit.DAY, "2026-10-08"),  # the last day is a holiday, and so are those after it
        ("2026-02-13", 1, Unit.DAY, "2026-02-14"),  # a Saturday that is worked is no day off
        ("2026-01-31", 1, Unit.MONTH, "2026-02-28"),  # no 31st; a Saturday that is worked
        ("2026-04-01", 1, Unit.MONTH, "2026-05-06"),  # labour day
        ("2026-03-02", 0, Unit.AT_ONCE, "2026-03-02"),
        ("2026-10-01", 6, Unit.HOUR, "2026-10-01"),  # hours run through a holiday
        ("2026-03-02", 14, Unit.HOUR, "2026-03-02"),  # ten in the morning to midnight: that day still
    ],
)
def test_each_unit_counts_its_own_way(start: str, amount: int, unit: Unit, day: str) -> None:
    assert due(limit(amount, unit), Course(at(start))) == day


def test_the_same_case_with_two_start_events_has_two_days() -> None:
    course = Course(at("2026-03-02"), complete=at("2026-03-04"), accepted=at("2026-03-09"))
    days = [due(limit(5, starts_at=event), course) for event in StartEvent]
    assert days == ["2026-03-09", "2026-03-16", "2026-03-11"]


def test_a_clock_whose_start_event_has_not_happened_has_not_begun() -> None:
    assert deadline(limit(5, starts_at=StartEvent.ACCEPTED), Course(at("2026-03-02")), CALENDAR) == NotBegun()


@pytest.mark.parametrize("unit", [Unit.WORKING_DAY, Unit.DAY, Unit.MONTH])
def test_nothing_is_promised_into_a_year_without_calendar(unit: Unit) -> None:
    assert deadline(limit(60, unit), Course(at("2026-11-23")), CALENDAR) == NoCalendar(
        2031 if unit is Unit.MONTH else 2027
    )


@pytest.mark.parametrize("unit", [Unit.WORKING_DAY, Unit.DAY, Unit.MONTH])
def test_the_longest_limit_with_the_longest_extension_runs_into_no_known_year(unit: Unit) -> None:
    course = Course(at("2026-01-05"), extensions=(extension("2026-01-06", 3650, unit),))
    assert isinstance(deadline(limit(3650, unit), course, CALENDAR), NoCalendar)


def test_hours_need_no_calendar() -> None:
    assert due(limit(6, Unit.HOUR), Course(at("2030-01-01"))) == "2030-01-01"


# ---------------------------------------------------------------- stops


def test_an_expert_review_of_five_working_days_is_not_counted() -> None:
    course = Course(at("2026-03-02"), stops=(stop("2026-03-04", "2026-03-11"),))
    assert due(limit(5), Course(at("2026-03-02"))) == "2026-03-09"
    assert due(limit(5), course) == "2026-03-16"


def test_overlapping_stops_are_one() -> None:
    apart = Course(at("2026-03-02"), stops=(stop("2026-03-04", "2026-03-09"), stop("2026-03-06", "2026-03-11")))
    one = Course(at("2026-03-02"), stops=(stop("2026-03-04", "2026-03-11"),))
    assert due(limit(5), apart) == due(limit(5), one)


def test_while_a_stop_lasts_there_is_no_due_day() -> None:
    course = Course(at("2026-03-02"), stops=(stop("2026-03-03", "2026-03-05"), stop("2026-03-05")))
    assert deadline(limit(5), course, CALENDAR) == Stands(at("2026-03-03"))
    assert deadline(limit(5, Unit.HOUR), course, CALENDAR) != Stands(at("2026-03-03"))


def test_a_stop_after_the_limit_is_over_heals_nothing() -> None:
    course = Course(at("2026-03-02"), stops=(stop("2026-03-10"),))
    assert due(limit(5), course) == "2026-03-09"


def test_a_stop_on_the_last_day_leaves_the_day_on_which_it_ends() -> None:
    assert due(limit(5), Course(at("2026-03-02"), stops=(stop("2026-03-09", "2026-03-12"),))) == "2026-03-12"
    assert due(limit(5), Course(at("2026-03-02"), stops=(stop("2026-03-09", "2026-03-14"),))) == "2026-03-16"


def test_a_supplement_stops_only_what_began_at_submission() -> None:
    course = Course(at("2026-03-02"), accepted=at("2026-03-02"), stops=(stop("2026-03-03", "2026-03-05", SUPPLEMENT),))
    assert due(limit(5), course) == "2026-03-11"
    assert due(limit(5, starts_at=StartEvent.ACCEPTED), course) == "2026-03-09"


def test_a_stop_before_the_start_is_not_the_clocks() -> None:
    course = Course(
        at("2026-03-02"), accepted=at("2026-03-09"), stops=(stop("2026-03-03", "2026-03-05"), stop("2026-03-06"))
    )
    assert deadline(limit(5, starts_at=StartEvent.ACCEPTED), course, CALENDAR) == Stands(at("2026-03-09"))


def test_a_case_that_is_closed_stands_no_more() -> None:
    course = Course(at("2026-03-02"), closed=at("2026-03-05"), stops=(stop("2026-03-03"),))
    assert due(limit(5), course) == "2026-03-11"


def test_an_open_stop_stands_even_where_the_year_is_unknown() -> None:
    course = Course(at("2026-11-23"), stops=(stop("2026-12-01"),))
    assert deadline(limit(60), course, CALENDAR) == Stands(at("2026-12-01"))
    later = Course(at("2026-11-23"), stops=(stop("2027-01-08"),))
    assert deadline(limit(60), later, CALENDAR) == NoCalendar(2027)


# ---------------------------------------------------------------- extensions


def test_an_extension_adds_days_of_its_own_unit_only() -> None:
    start = at("2026-03-02")
    assert due(limit(20), Course(start, extensions=(extension("2026-03-20", 10),))) == due(limit(30), Course(start))
    assert due(limit(20), Course(start, extensions=(extension("2026-03-20", 10, Unit.DAY),))) == "2026-03-30"


def test_an_extension_after_the_limit_is_over_heals_nothing() -> None:
    assert due(limit(5), Course(at("2026-03-02"), extensions=(extension("2026-03-10", 10),))) == "2026-03-09"


def test_what_cannot_have_happened_is_refused() -> None:
    now = at("2026-03-02")
    for wrong in (
        lambda: Stop("hearing", now, " "),
        lambda: Stop("hearing", now, "1", now - timedelta(1)),
        lambda: Extension(Term(10, Unit.DAY), now, "", "why"),
        lambda: Extension(Term(10, Unit.DAY), now, "who", ""),
        lambda: Extension(Term(0, Unit.DAY), now, "who", "why"),
        lambda: Course(now, closed=now - timedelta(1)),
    ):
        with pytest.raises(NotACourse):
            wrong()


# ---------------------------------------------------------------- what always holds


@given(moments, moments, st.integers(1, 60), units)
def test_whoever_begins_later_is_due_no_earlier(one: datetime, other: datetime, amount: int, unit: Unit) -> None:
    found = [deadline(limit(amount, unit), Course(start), CALENDAR) for start in sorted((one, other))]
    match found:
        case [Due(over=early), Due(over=late)]:
            assert early <= late
        case [_, last]:
            assert isinstance(last, NoCalendar)


@given(
    moments, st.integers(1, 30), st.integers(0, 40), st.integers(0, 40), st.sampled_from([Unit.WORKING_DAY, Unit.DAY])
)
def test_a_stop_of_n_days_moves_the_limit_by_n(
    start: datetime, amount: int, offset: int, length: int, unit: Unit
) -> None:
    course = Course(start)
    plain = deadline(limit(amount, unit), course, CALENDAR)
    assert isinstance(plain, Due)
    began = course.submitted + timedelta(days=offset, hours=1)
    ended = began + timedelta(days=length)
    stopped = Course(course.submitted, stops=(Stop("testing", began, "1", ended),))
    found = deadline(limit(amount, unit), stopped, CALENDAR)
    days = days_between(unit, local_day(began), local_day(ended), CALENDAR)
    if local_day(began) > plain.day:
        assert found == plain
    else:
        longer = deadline(limit(amount + days, unit), course, CALENDAR)
        assert isinstance(longer, Due)
        assert found == max(longer, _ending(ended), key=lambda each: each.day)


def _ending(ended: datetime) -> Due:
    day = CALENDAR.on_or_after(local_day(ended))
    return Due(day, end_of(day))


stops = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 300)), max_size=5)


@given(moments, st.integers(1, 30), stops, units)
def test_the_order_in_which_stops_are_told_changes_nothing(
    start: datetime, amount: int, spans: list[tuple[int, int]], unit: Unit
) -> None:
    told = tuple(
        Stop("testing", start + timedelta(hours=begin), "1", start + timedelta(hours=begin + length))
        for begin, length in spans
    )
    wanted = limit(amount, unit)
    found = deadline(wanted, Course(start, stops=told), CALENDAR)
    assert found == deadline(wanted, Course(start, stops=told[::-1] + told), CALENDAR)
    plain = deadline(wanted, Course(start), CALENDAR)
    if isinstance(found, Due) and isinstance(plain, Due):
        assert plain.over <= found.over


@given(moments, st.integers(1, 60))
def test_a_due_day_is_one_on_which_somebody_works(start: datetime, amount: int) -> None:
    for unit in (Unit.WORKING_DAY, Unit.DAY, Unit.MONTH):
        found = deadline(limit(min(amount, 6) if unit is Unit.MONTH else amount, unit), Course(start), CALENDAR)
        if isinstance(found, Due):
            assert CALENDAR.is_working(found.day)
            assert found.over == midnight(found.day + timedelta(days=1))


# ---------------------------------------------------------------- terms


def test_terms_of_different_units_never_meet() -> None:
    days, working = Term(10, Unit.DAY), Term(5, Unit.WORKING_DAY)
    for meet in (
        lambda: days < working,
        lambda: days <= working,
        lambda: max(days, working),
        lambda: days + working,
        lambda: days - working,
    ):
        with pytest.raises(UnitsDiffer):
            meet()
    assert days != Term(10, Unit.WORKING_DAY)
    assert Term(5, Unit.DAY) < days
    assert days - Term(4, Unit.DAY) == Term(6, Unit.DAY)
