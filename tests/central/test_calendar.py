"""The calendar of working days: the published years, the vectors, and what a notice must say to be one."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from central.__main__ import main
from central.limits.calendar import UnknownYear, WorkCalendar
from central.limits.notice import CALENDARS, HolidayNotice, NotACalendar, problems, read_notices

CALENDAR = WorkCalendar.read(CALENDARS)
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
days = st.dates(FIRST, LAST)


def document(year: int = 2026) -> dict[str, Any]:
    return json.loads((CALENDARS / f"cn-{year}.json").read_text(encoding="utf-8"))


def told(changed: dict[str, Any]) -> str:
    return "\n".join(problems(HolidayNotice.model_validate(document() | changed)))


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(("year", "count"), [(2024, 251), (2025, 248), (2026, 248)])
def test_the_published_years_have_their_working_days(year: int, count: int) -> None:
    days_of_year = [date(year, 1, 1) + timedelta(days=step) for step in range(366)]
    assert sum(CALENDAR.is_working(each) for each in days_of_year if each.year == year) == count


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("2026-02-13", 3, "2026-02-25"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-04-30", 1, "2026-05-06"),
        ("2026-01-01", 20, "2026-01-29"),
        ("2025-12-31", 1, "2026-01-04"),
    ],
)
def test_the_first_day_does_not_count_and_weekends_may(start: str, count: int, due: str) -> None:
    assert CALENDAR.working_after(day(start), count) == day(due)


@pytest.mark.parametrize("text", ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"])
def test_a_weekend_may_be_worked(text: str) -> None:
    assert day(text).isoweekday() >= 6
    assert CALENDAR.is_working(day(text))


def test_a_year_without_notice_is_refused_not_guessed() -> None:
    for ask in (
        lambda: CALENDAR.is_working(date(2027, 1, 4)),
        lambda: CALENDAR.working_after(date(2026, 12, 31), 1),
        lambda: CALENDAR.working_after(date(2023, 12, 29), 1),
        lambda: CALENDAR.working_between(date(2026, 12, 30), date(2027, 1, 4)),
        lambda: CALENDAR.working_before(date(2027, 1, 4), 1),
        lambda: WorkCalendar().is_working(FIRST),
    ):
        with pytest.raises(UnknownYear) as caught:
            ask()
        assert caught.value.year in (2023, 2024, 2027)


def test_nothing_is_counted_over_a_gap() -> None:
    gap = WorkCalendar(notice for notice in read_notices(CALENDARS) if notice.year != 2025)
    assert gap.working_after(date(2024, 12, 30), 1) == date(2024, 12, 31)
    with pytest.raises(UnknownYear, match="2025"):
        gap.working_after(date(2024, 12, 31), 1)
    with pytest.raises(UnknownYear, match="2025"):
        gap.working_between(date(2024, 12, 31), date(2026, 1, 5))
    assert gap.working_after(date(2026, 1, 1), 1) == date(2026, 1, 4)


def test_a_later_notice_sets_days_of_the_year_before() -> None:
    """As that of 2019 did with 2018-12-29 to 31."""
    base = document() | {"year": 2027, "work": ["2026-12-27"], "working_days": 261}
    base["off"] = [off | {"first": "2026-12-31", "last": "2027-01-01"} for off in base["off"][:1]]
    later = WorkCalendar([*CALENDAR.notices.values(), HolidayNotice.model_validate(base)])
    assert CALENDAR.is_working(date(2026, 12, 31))
    assert not later.is_working(date(2026, 12, 31))
    assert later.is_working(date(2026, 12, 27))


@given(days, st.integers(0, 300))
def test_counting_there_is_counting_back(start: date, count: int) -> None:
    try:
        due = CALENDAR.working_after(start, count)
    except UnknownYear:
        assert CALENDAR.working_between(start, LAST) < count
        return
    assert CALENDAR.working_between(start, due) == count
    assert count == 0 or CALENDAR.is_working(due)


@given(days, days, st.integers(0, 40))
def test_counting_never_runs_back(first: date, second: date, count: int) -> None:
    early, late = sorted((first, second))
    try:
        assert CALENDAR.working_after(early, count) <= CALENDAR.working_after(late, count)
    except UnknownYear:
        assert CALENDAR.working_between(late, LAST) < count
    assert CALENDAR.working_between(early, late) == sum(
        CALENDAR.is_working(early + timedelta(days=step + 1)) for step in range((late - early).days)
    )


@given(days, st.integers(0, 40))
def test_the_last_days_of_a_limit_begin_where_no_more_are_left(due: date, count: int) -> None:
    begin = CALENDAR.working_before(due, count)
    if begin > due:
        assert count == 0
    assert CALENDAR.working_between(begin, due) <= count
    if begin > date(2024, 1, 3) and begin <= due:
        assert CALENDAR.working_between(begin - timedelta(days=1), due) > count


# ---------------------------------------------------------------- the notice


def test_the_published_notices_are_clean_and_numbered() -> None:
    numbers = [notice.notice.number for notice in read_notices(CALENDARS)]
    assert numbers == ["国办发明电〔2023〕7号", "国办发明电〔2024〕12号", "国办发明电〔2025〕7号"]


def test_a_file_without_days_is_no_knowledge() -> None:
    assert "lacks dragon_boat, labour_day" in told({"off": [], "work": []})


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"work": document()["work"][1:]}, "working_days: 248, and the days make 247"),
        ({"work": [*document()["work"], "2026-02-16"]}, "2026-02-16 stands there 2 times"),
        ({"work": [*document()["work"][1:], "2026-03-04"]}, "2026-03-04 is no weekend"),
        ({"work": [*document()["work"], "2026-01-04"]}, "2026-01-04 stands there 2 times"),
        ({"work": [*document()["work"], "2024-01-06"]}, "2024-01-06 is not of 2026"),
        ({"off": [*document()["off"], document()["off"][0]]}, "2026-01-01 stands there 2 times"),
        (
            {"off": [document()["off"][0] | {"first": "2000-01-01", "last": "2199-01-01"}, *document()["off"][1:]]},
            "put the two days in order",
        ),
    ],
)
def test_a_slip_of_the_pen_is_found(changed: dict[str, Any], said: str) -> None:
    assert said in told(changed)


def test_a_directory_tells_all_that_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(NotACalendar, match="holds no notice"):
        WorkCalendar.read(tmp_path)
    (tmp_path / "cn-2025.json").write_text(json.dumps(document()), encoding="utf-8")
    (tmp_path / "cn-2026.json").write_text("{", encoding="utf-8")
    (tmp_path / "cn-2027.json").write_text(json.dumps(document() | {"notice": {"number": "?"}}), encoding="utf-8")
    with pytest.raises(NotACalendar) as caught:
        WorkCalendar.read(tmp_path)
    text = str(caught.value)
    assert "cn-2025.json: speaks of 2026" in text
    assert "cn-2026.json: : Invalid JSON" in text
    assert "cn-2027.json: notice.number" in text


@given(st.binary(max_size=200))
def test_garbage_is_refused_by_name(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        HolidayNotice.model_validate_json(content)


# ---------------------------------------------------------------- the commands


def test_the_command_names_every_year_with_its_notice(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calendars", "list"]) == 0
    assert "2026  248 working days  国办发明电〔2025〕7号  2025-11-04" in capsys.readouterr().out


def test_a_year_that_is_missing_is_told_sixty_days_before(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calendars", "check", "--on", "2026-10-30"]) == 0
    assert main(["calendars", "check", "--on", "2026-11-01"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "2027: there is no notice yet, and the year begins in 61 days"
    assert main(["calendars", "check", "--on", "2026-11-23"]) == 1
    assert "id_card_renewal: legal_limit: runs into 2027; no due day is promised" in capsys.readouterr().out
    assert main(["calendars", "check", "--on", "2027-01-04"]) == 1
    assert "2027: there is no notice; no working day of this year is known" in capsys.readouterr().out


def test_a_directory_without_notices_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calendars", "check", "--calendars", str(tmp_path)]) == 1
    assert "holds no notice" in capsys.readouterr().err
