"""A case as its clocks see it: when it began, when it stood still and why, when it was decided."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from central.cases.course import answer_day, course
from central.contract.item import ANSWERED_WITHIN, Unit
from central.limits.calendar import WorkCalendar
from central.limits.course import SUPPLEMENT, Course, Extension, Stop
from central.limits.notice import CALENDARS, read_notices
from central.limits.term import Term
from tests.central.test_cases_model import EVERYTHING, START, change, history, promised

CALENDAR = WorkCalendar(read_notices(CALENDARS))


def seen(*kinds: str) -> Course:
    return course(promised(*kinds).in_order)


def hour(number: float) -> object:
    return START + timedelta(hours=number)


def test_a_case_begins_is_accepted_stands_and_is_decided() -> None:
    found = seen("accepted", "review_begun", "stopped", "resumed", "extended", "granted", "issued", "closed")
    assert found == Course(
        submitted=START,
        complete=START,
        accepted=hour(1),  # type: ignore[arg-type]
        closed=hour(6),  # type: ignore[arg-type]
        stops=(Stop("expert_review", hour(3), EVERYTHING["notice"], hour(4)),),  # type: ignore[arg-type]
        extensions=(Extension(Term(10, Unit.WORKING_DAY), hour(5), "王主任", EVERYTHING["reason"]),),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("kinds", "complete"), [((), 0), (("supplement_asked",), None), (("supplement_asked", "supplemented"), 2)]
)
def test_a_file_is_complete_when_nothing_is_asked_for_or_all_of_it_came(
    kinds: tuple[str, ...], complete: int | None
) -> None:
    assert seen(*kinds).complete == (None if complete is None else hour(complete))


def test_a_supplement_in_parts_ends_with_the_last_part() -> None:
    asked = [change("submitted"), change("supplement_asked", 1, missing=("a", "b"))]
    half = change("supplemented", 2, missing=("a",))
    rest = change("supplemented", 5, missing=("b",))
    stands = Stop(SUPPLEMENT, hour(1), EVERYTHING["notice"])  # type: ignore[arg-type]
    assert course(history(*asked, half).in_order).stops == (stands,)
    over = Stop(SUPPLEMENT, hour(1), EVERYTHING["notice"], hour(5))  # type: ignore[arg-type]
    assert course(history(*asked, half, rest).in_order).stops == (over,)


def test_a_stop_that_nobody_ended_lasts_until_it_is_known_to_end() -> None:
    (stop,) = seen("accepted", "stopped").stops
    assert stop.ended is None
    withdrawn = seen("accepted", "stopped", "withdrawn")
    assert (withdrawn.stops[0].ended, withdrawn.closed) == (None, hour(3))


def test_a_person_has_five_working_days_and_not_those_in_which_the_applicant_is_waited_for() -> None:
    events = promised("handed_over").in_order
    assert answer_day(events, ANSWERED_WITHIN, CALENDAR) == date(2026, 11, 30)
    asked = promised("handed_over", "supplement_asked")
    assert answer_day(asked.in_order, ANSWERED_WITHIN, CALENDAR) is None
    came = asked.after("0" * 32, change("supplemented", 50), START + timedelta(days=9))
    assert answer_day(came.in_order, ANSWERED_WITHIN, CALENDAR) == date(2026, 12, 2)
    assert answer_day(promised("accepted").in_order, ANSWERED_WITHIN, CALENDAR) is None
    assert answer_day(events, ANSWERED_WITHIN, WorkCalendar()) is None, "a year without calendar promises nothing"
