"""Dates of the rules: the definitions as properties, and the days on which they are easily wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from central.rules import dates
from central.rules.dates import NoDate, add_days, add_months, add_years, age, born, days, months, years

DAYS = st.dates(date(1850, 1, 1), date(2150, 12, 31)).map(date.isoformat)
COUNTS = st.integers(-300, 300)


@given(DAYS, DAYS)
def test_whole_years_are_the_most_that_can_be_added(first: str, last: str) -> None:
    count = years(first, last)
    assert add_years(first, count) <= last < add_years(first, count + 1)


@given(DAYS, DAYS)
def test_whole_months_are_the_most_that_can_be_added(first: str, last: str) -> None:
    count = months(first, last)
    assert add_months(first, count) <= last < add_months(first, count + 1)


@given(DAYS, DAYS)
def test_days_there_and_back(first: str, last: str) -> None:
    assert add_days(first, days(first, last)) == last
    assert days(first, last) == -days(last, first)


@given(DAYS, COUNTS)
def test_what_is_added_can_be_counted(first: str, count: int) -> None:
    assert years(first, add_years(first, count)) == count
    assert months(first, add_months(first, count)) == count
    assert days(first, add_days(first, count)) == count


@given(DAYS, COUNTS)
def test_a_count_may_be_written_as_a_fraction(first: str, count: int) -> None:
    assert add_years(first, float(count)) == add_years(first, count)


@given(DAYS, DAYS)
def test_an_age_grows_on_one_day_of_the_year(birth: str, on: str) -> None:
    if on < birth:
        with pytest.raises(NoDate):
            age(birth, on)
    else:
        grows = age(birth, add_days(on, 1)) - age(birth, on)
        assert grows == (add_years(birth, age(birth, on) + 1) == add_days(on, 1))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2008-02-28", 59),
        ("2008-02-29", 60),  # its own day, in a leap year
        ("2009-02-28", 60),
        ("2009-03-01", 61),  # a common year: on 28 February the year is not yet over
        ("1948-02-29", 0),
    ],
)
def test_who_was_born_on_a_29_february(on: str, expected: int) -> None:
    assert age("1948-02-29", on) == expected


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        (lambda: add_years("2024-02-29", 1), "2025-03-01"),
        (lambda: add_years("2024-02-29", 4), "2028-02-29"),
        (lambda: add_months("2024-02-29", 12), "2025-02-28"),  # a term of months ends with the month
        (lambda: add_months("2026-01-31", 1), "2026-02-28"),
        (lambda: add_months("2026-03-31", -1), "2026-02-28"),
        (lambda: add_months("2026-01-15", -1), "2025-12-15"),
        (lambda: add_months("2026-11-30", 3), "2027-02-28"),
        (lambda: add_days("2026-02-28", 1), "2026-03-01"),
    ],
)
def test_ends_of_months(added: Callable[[], str], expected: str) -> None:
    assert added() == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "20260307", "2026-3-7", "2026-02-29", "2026-W10-1", "2026-03-07T00:00", "２０２６-03-07", " 2026-03-07"),
        *(20260307, None, True, "9999-99-99"),
    ],
)
def test_what_is_no_date(text: object) -> None:
    with pytest.raises(NoDate):
        dates.read(text)


@pytest.mark.parametrize("count", [1.5, float("nan"), float("inf"), 10**9, -(10**9), "1", None, True])
@pytest.mark.parametrize("add", [add_years, add_months, add_days])
def test_what_is_no_count(add: Callable[[object, object], str], count: object) -> None:
    with pytest.raises(NoDate):
        add("2026-03-07", count)


@pytest.mark.parametrize(
    "step",
    [
        lambda: add_years("9990-01-01", 10),
        lambda: add_months("9999-12-01", 1),
        lambda: add_days("9999-12-31", 1),
        lambda: add_years("0001-01-01", -1),
        lambda: add_days("0001-01-01", -1),
    ],
)
def test_no_date_beyond_the_calendar(step: Callable[[], str]) -> None:
    with pytest.raises(NoDate):
        step()


@given(st.dates(date(1000, 1, 1)))
def test_a_citizens_number_says_the_day_of_birth(day: date) -> None:
    assert born(f"110105{day:%Y%m%d}002X".replace(" ", "0")) == day.isoformat()


@given(st.none() | st.integers() | st.text(max_size=20) | st.just("11010519491331002X"))
def test_what_is_no_citizens_number_says_no_day(text: object) -> None:
    with pytest.raises(NoDate):
        born(text)
