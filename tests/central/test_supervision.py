"""Acceptance by silence, three levels, urging, the rules of supervision, and a calendar that changes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from central.contract.clock import Light
from central.contract.item import StartEvent, Unit
from central.limits.acceptance import Accepted, Awaited, Incomplete, Intake, TurnedAway, acceptance
from central.limits.calendar import WorkCalendar
from central.limits.course import Course
from central.limits.deadline import Due, Limit, NoCalendar, deadline
from central.limits.escalation import Level, Rung, escalate
from central.limits.light import read
from central.limits.notice import HolidayNotice
from central.limits.recount import Move, Promised, kept, recount
from central.limits.supervision_rules import SHIPPED, NotRules, SupervisionRules
from central.limits.term import Term
from central.limits.urging import APPLICANT, Not, Refused, Urge, urge
from tests.central.courses import CALENDAR, at, limit, moments, stop

# ---------------------------------------------------------------- acceptance by silence

RECEIVED = at("2026-03-02")  # the five working days end with Monday the 9th


def accepted(now: str, **said: str) -> object:
    return acceptance(Intake(RECEIVED, **{name: at(text) for name, text in said.items()}), CALENDAR, at(now))


def test_silence_for_five_working_days_accepts_from_the_day_of_receipt() -> None:
    until = Due(date(2026, 3, 9), at("2026-03-10 00:00"))
    assert accepted("2026-03-09 23:59") == Awaited(until)
    assert accepted("2026-03-10 00:00") == Accepted(RECEIVED, deemed=True)
    course = Course(RECEIVED, accepted=RECEIVED)
    assert read(limit(5, starts_at=StartEvent.ACCEPTED), course, CALENDAR, at("2026-03-10 00:00")).light is Light.RED


@pytest.mark.parametrize("word", ["noticed", "accepted", "turned_away"])
def test_what_is_said_too_late_takes_nothing_back(word: str) -> None:
    assert accepted("2026-03-20", **{word: "2026-03-10 00:00"}) == Accepted(RECEIVED, deemed=True)


def test_what_is_said_in_time_holds() -> None:
    assert accepted("2026-03-20", accepted="2026-03-09 23:59") == Accepted(at("2026-03-09 23:59"))
    assert accepted("2026-03-20", turned_away="2026-03-04") == TurnedAway(at("2026-03-04"))
    assert accepted("2026-03-20", noticed="2026-03-04") == Incomplete(at("2026-03-04"))
    assert accepted("2026-03-20", noticed="2026-03-04", accepted="2026-03-05") == Accepted(at("2026-03-05"))


def test_what_is_not_said_yet_is_not_known_yet() -> None:
    assert isinstance(accepted("2026-03-03", accepted="2026-03-04", noticed="2026-03-05"), Awaited)


def test_a_supplement_begins_the_five_days_anew() -> None:
    said = {"noticed": "2026-03-04", "supplemented": "2026-03-11"}
    assert isinstance(accepted("2026-03-18", **said), Awaited)
    assert accepted("2026-03-19", **said) == Accepted(at("2026-03-11"), deemed=True)
    assert accepted("2026-03-19", **said, accepted="2026-03-12") == Accepted(at("2026-03-12"))


def test_without_calendar_nobody_is_deemed_accepted() -> None:
    intake = Intake(at("2026-12-30"))
    assert acceptance(intake, CALENDAR, at("2027-03-01")) == Awaited(NoCalendar(2027))


# ---------------------------------------------------------------- three levels

RUNGS = (
    Rung(Level.GROUP, "值班长", Term(4, Unit.HOUR)),
    Rung(Level.ON_SITE, "首席代表", Term(1, Unit.WORKING_DAY)),
    Rung(Level.MEETING, "分管副局长", Term(3, Unit.WORKING_DAY)),
)
OPENED = at("2026-03-06 10:00")  # a Friday


def levels(now: str, **happened: object) -> list[tuple[str, str]]:
    found = escalate(RUNGS, OPENED, CALENDAR, at(now), **happened)  # type: ignore[arg-type]
    return [(step.level.value, f"{step.opened:%m-%d %H:%M}") for step in found.steps]


def test_a_level_that_is_over_opens_the_next_by_itself() -> None:
    assert levels("2026-03-06 09:00") == []
    assert levels("2026-03-06 13:59") == [("group", "03-06 10:00")]
    assert levels("2026-03-06 14:00")[1:] == [("on_site", "03-06 14:00")]
    assert levels("2026-03-10 00:00")[2:] == [("meeting", "03-10 00:00")]
    assert len(levels("2026-12-01 00:00")) == 3


def test_what_is_settled_in_time_goes_no_further() -> None:
    found = escalate(RUNGS, OPENED, CALENDAR, at("2026-12-01"), settled=at("2026-03-06 13:00"))
    assert [step.level for step in found.steps] == [Level.GROUP]
    assert found.now_with is None


def test_a_person_may_call_the_next_level_earlier() -> None:
    assert levels("2026-03-06 12:00", raised=[at("2026-03-06 11:00")])[1:] == [("on_site", "03-06 11:00")]
    assert levels("2026-03-06 10:30", raised=[at("2026-03-06 11:00")]) == [("group", "03-06 10:00")]


def test_a_year_without_calendar_calls_nobody_by_itself() -> None:
    found = escalate(RUNGS[1:], at("2026-12-31"), CALENDAR, at("2027-03-01"))
    assert [step.due for step in found.steps] == [NoCalendar(2027)]


@given(st.integers(0, 24 * 14), st.lists(st.integers(1, 200), max_size=2))
def test_who_looks_earlier_sees_the_same_steps_and_fewer(hours: int, raised: list[int]) -> None:
    by_hand = [OPENED + timedelta(hours=each) for each in raised]
    now, late = OPENED + timedelta(hours=hours), OPENED + timedelta(days=20)
    early = escalate(RUNGS, OPENED, CALENDAR, now, raised=by_hand)
    final = escalate(RUNGS, OPENED, CALENDAR, late, raised=by_hand)
    assert [(step.level, step.owner) for step in final.steps] == [(rung.level, rung.owner) for rung in RUNGS]
    assert early.steps == final.steps[: len(early.steps)]
    assert all(step.opened > now for step in final.steps[len(early.steps) :])
    assert early.now_with == early.steps[-1]


# ---------------------------------------------------------------- urging

NOW = at("2026-03-06 10:00")


def test_the_applicant_and_the_next_unit_urge_whoever_has_it() -> None:
    assert urge(APPLICANT, "housing", (), NOW) == Urge(APPLICANT, "housing", NOW)
    assert urge("fire", "housing", (), NOW, waiting={"fire"}) == Urge("fire", "housing", NOW)


@pytest.mark.parametrize(("by", "holder"), [("planning", "housing"), ("fire", "fire"), ("nobody", "housing")])
def test_nobody_else_does(by: str, holder: str) -> None:
    assert urge(by, holder, (), NOW, waiting={"fire"}) == Refused(Not.NOT_NEXT)


def test_a_closed_case_is_not_urged() -> None:
    assert urge(APPLICANT, None, (), NOW) == Refused(Not.CLOSED)
    assert urge("fire", None, (), NOW, waiting={"fire"}) == Refused(Not.CLOSED)


def test_urging_again_takes_a_day() -> None:
    before = [Urge(APPLICANT, "planning", NOW), Urge("fire", "housing", NOW + timedelta(hours=1))]
    again = NOW + timedelta(hours=24)
    assert urge(APPLICANT, "housing", before, again - timedelta(seconds=1)) == Refused(Not.TOO_SOON, again)
    assert urge(APPLICANT, "housing", before, again) == Urge(APPLICANT, "housing", again)
    assert urge(APPLICANT, "housing", before, NOW, every=timedelta()) == Urge(APPLICANT, "housing", NOW)


# ---------------------------------------------------------------- a calendar that changes


def changed(**fields: object) -> WorkCalendar:
    """2026 by another notice."""
    notice = CALENDAR.notices[2026]
    return WorkCalendar([*CALENDAR.notices.values(), HolidayNotice.model_validate(notice.model_dump() | fields)])


FIVE = Limit(Term(5, Unit.WORKING_DAY), StartEvent.SUBMITTED)


def promised(start: str, day: str | None) -> Promised:
    return Promised("1", FIVE, Course(at(start)), date.fromisoformat(day) if day else None)


def test_a_day_less_to_work_moves_the_promise_on() -> None:
    [line] = recount([promised("2026-10-08", "2026-10-14")], changed(work=[]))
    assert (line.move, line.counted, line.holds) == (Move.LATER, date(2026, 10, 15), date(2026, 10, 15))


def test_what_the_office_promised_itself_does_not_move_on() -> None:
    [line] = recount([replace(promised("2026-10-08", "2026-10-14"), ours=True)], changed(work=[]))
    assert (line.move, line.counted, line.holds) == (Move.LATER, date(2026, 10, 15), date(2026, 10, 14))
    course, told = Course(at("2026-10-08")), date(2026, 10, 14)
    later = deadline(FIVE, course, changed(work=[]))
    assert kept(later, told) == Due(told, at("2026-10-15 00:00"))
    assert kept(later, None) == later == kept(later, date(2026, 10, 16))
    found = read(FIVE, course, changed(work=[]), at("2026-10-15 00:00"), told=told)
    assert (found.light, found.late) == (Light.RED, True)


def test_a_day_more_to_work_takes_nothing_from_what_was_told() -> None:
    more = changed(work=[*CALENDAR.notices[2026].work, date(2026, 10, 11)])
    [line] = recount([promised("2026-10-08", "2026-10-14")], more)
    assert (line.move, line.counted, line.holds) == (Move.EARLIER, date(2026, 10, 13), date(2026, 10, 14))


def test_the_same_day_a_standing_clock_and_an_unknown_year_are_told_apart() -> None:
    stands = Promised("2", FIVE, Course(at("2026-10-08"), stops=(stop("2026-10-09"),)), date(2026, 10, 14))
    same, gone = promised("2026-10-08", "2026-10-14"), promised("2026-12-30", "2027-01-08")
    [line] = recount([same, stands, gone, promised("2026-12-30", None)], CALENDAR)
    assert (line.move, line.counted, line.holds) == (Move.UNKNOWN, None, date(2027, 1, 8))
    [line] = recount([promised("2026-10-08", None)], CALENDAR)
    assert (line.move, line.told, line.holds) == (Move.KNOWN, None, date(2026, 10, 14))


@given(moments, st.integers(1, 20), st.sets(st.dates(date(2026, 1, 5), date(2026, 12, 31)), max_size=8))
def test_nobody_is_held_to_an_earlier_day_than_they_were_told(start: datetime, amount: int, work: set[date]) -> None:
    course = Course(start)
    told = deadline(limit(amount), course, CALENDAR)
    assert isinstance(told, Due)
    for line in recount([Promised("1", limit(amount), course, told.day)], changed(work=tuple(work))):
        assert line.holds is not None
        assert line.holds >= told.day
        assert line.counted != told.day


# ---------------------------------------------------------------- the rules, as data


def rules(**changed: object) -> str:
    document = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return json.dumps(document | changed)


def test_the_rules_that_come_with_the_product_are_read() -> None:
    known = SupervisionRules.read()
    assert known.near == Fraction(1, 5)
    assert [rung.level for rung in known.rungs("housing")] == list(Level)
    own = [{"level": "group", "owner": "值班长", "within": {"amount": 2, "unit": "hour"}}]
    changed = SupervisionRules.model_validate_json(rules(units={"fire": own}))
    assert changed.rungs("fire") == (Rung(Level.GROUP, "值班长", Term(2, Unit.HOUR)),)
    assert changed.rungs("housing") == known.rungs("housing")


@pytest.mark.parametrize(
    "changed",
    [
        {"near_percent": 101},
        {"levels": []},
        {"levels": [{"level": "meeting", "owner": "x", "within": {"amount": 1, "unit": "day"}}]},
        {"levels": [{"level": "group", "owner": "<b>", "within": {"amount": 1, "unit": "day"}}]},
        {"levels": [{"level": "group", "owner": "x", "within": {"amount": 1, "unit": "month"}}]},
        {"units": {"fire": []}},
        {"unknown": 1},
    ],
)
def test_rules_that_call_nobody_are_refused_by_name(tmp_path: Path, changed: dict[str, object]) -> None:
    file = tmp_path / "supervision.json"
    file.write_text(rules(**changed), encoding="utf-8")
    with pytest.raises(NotRules, match=r"supervision\.json: "):
        SupervisionRules.read(file)
