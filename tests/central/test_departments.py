"""Departments report: whose cases, what, when; twice, out of order, from the past and from the future."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from pydantic import ValidationError

from central.contract.case import (
    OPEN_STAGES,
    Case,
    CaseApplicant,
    Extension,
    OpenCase,
    ReportChanges,
    ReportedChange,
    Special,
    Stage,
)
from central.contract.item import CaseKind, Outcome, StartEvent, TimeLimit, Unit
from central.contract.messages import Words
from central.limits.calendar import WorkCalendar
from central.limits.notice import CALENDARS, read_notices
from central.services import cases, commands, departments
from central.services.commands import Command
from central.services.departments import Reporter
from central.services.supervision import supervise
from central.store import cases as stored
from central.store.kiosks import Client
from tests.central.counter import GUOAN, OLD, Counter, item_document
from tests.central.house import ANNA, House
from tests.central.test_applications import refused

Open = Callable[..., House]
WATER = Reporter("water", "department:1")


class Department:
    """A department's system, with the water office's own item."""

    def __init__(self, house: House) -> None:
        self.house = house.at("10:00")
        self.start = house.clock.at
        house.office.calendar = WorkCalendar(read_notices(CALENDARS))
        house.later(days=2)

    def at(self, hours: float) -> datetime:
        return self.start + timedelta(hours=hours)

    def wanted(self, own_number: str = "SW-2026-001", **other: Any) -> OpenCase:
        said = {
            "own_number": own_number,
            "item": "water_supply",
            "name": Words(zh_CN="用水报装"),
            "applicant": CaseApplicant(name="李秀英", id_number=ANNA, phone="13800138001"),
            "at": self.at(0),
        }
        return OpenCase(**(said | other))

    def open(self, own_number: str = "SW-2026-001", reporter: Reporter = WATER, **other: Any) -> Case:
        wanted = self.wanted(own_number, **other)
        return self.house.desk(lambda desk: departments.open_case(desk, reporter, wanted))

    def change(self, kind: str, hours: float, **other: Any) -> ReportedChange:
        needs: dict[str, dict[str, Any]] = {
            "accepted": {"notice": "受〔2026〕1号"},
            "stopped": {"special": Special.SITE_VISIT, "reason": "现场踏勘", "notice": "特〔2026〕1号"},
            "supplement_asked": {"missing": ("用水点平面图",), "notice": "补〔2026〕1号"},
            "supplemented": {"missing": ("用水点平面图",)},
            "extended": {
                "extension": Extension(amount=5, unit=Unit.WORKING_DAY),
                "reason": "情况复杂",
                "approver": "张局长",
                "notice": "延〔2026〕1号",
            },
            "refused": {"reason": "管网未到", "notice": "决〔2026〕1号", "appeal": "六十日内申请行政复议"},
        }
        return ReportedChange(**({"kind": kind, "at": self.at(hours)} | needs.get(kind, {}) | other))

    def report(self, number: str, *changes: ReportedChange, reporter: Reporter = WATER) -> Case:
        wanted = ReportChanges(changes=changes)
        return self.house.desk(lambda desk: departments.report(desk, reporter, number, wanted))

    def say(self, number: str, *kinds: str) -> Case:
        return self.report(number, *(self.change(kind, hours) for hours, kind in enumerate(kinds, 1)))

    def replay(self) -> list[Stage]:
        return self.house.look(
            lambda desk: [
                cases.replay(desk.keys, desk.connection, case_id) for case_id in stored.every_id(desk.connection)
            ]
        )


@pytest.fixture
def department(open_house: Open) -> Department:
    return Department(open_house())


@pytest.fixture
def water(open_small: Open) -> Department:
    return Department(open_small())


# ---------------------------------------------------------------- on both databases


def test_a_case_of_a_department_from_first_to_last(department: Department) -> None:
    case = department.open()
    assert (case.stage, case.applicant, case.own_number, case.unit) == ("submitted", "李**", "SW-2026-001", "water")
    kinds = ("supplement_asked", "supplemented", "accepted", "review_begun", "stopped", "resumed", "extended")
    said = department.say(case.number, *kinds, "granted", "issued", "closed")
    assert [event.kind.value for event in said.events] == ["submitted", *kinds, "granted", "issued", "closed"]
    assert (said.stage, said.missing, said.stopped_for) == (Stage.CLOSED, (), None)
    shown = departments.show(department.house.office, client(), case.number)
    assert shown == said
    assert shown.events[5].special is Special.SITE_VISIT
    assert shown.events[7].extension == Extension(amount=5, unit=Unit.WORKING_DAY)
    assert ANNA not in shown.model_dump_json()
    assert department.replay() == [Stage.CLOSED]


def test_the_same_case_opened_at_the_same_moment_is_one(department: Department) -> None:
    """Two of a department's processes send the same, each under a key of its own."""
    wanted, answers = department.wanted(), []
    together = threading.Barrier(2)

    def send(key: str) -> None:
        command = Command("department:1", department.house.hall_id, key, key * 2)
        together.wait()
        office = department.house.office
        answers.append(commands.carry_out(office, command, lambda desk: departments.open_case(desk, WATER, wanted)))

    threads = [threading.Thread(target=send, args=(key * 32,)) for key in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status for answer in answers] == [200, 200], answers
    numbers = {Case.model_validate_json(answer.body).number for answer in answers}
    assert len(numbers) == 1
    assert len(department.replay()) == 1


def test_two_of_a_departments_processes_change_a_case_at_the_same_moment(department: Department) -> None:
    """One after the other, whoever comes first: what both said is written, once, in some order."""
    number = department.open().number
    together, answers = threading.Barrier(2), []

    def send(key: str, *kinds: str) -> None:
        changes = tuple(department.change(kind, hours) for hours, kind in enumerate(kinds, 1))
        command = Command("department:1", department.house.hall_id, key * 32, key * 64)
        together.wait()
        answers.append(
            commands.carry_out(
                department.house.office,
                command,
                lambda desk: departments.report(desk, WATER, number, ReportChanges(changes=changes)),
            )
        )

    threads = [
        threading.Thread(target=send, args=arguments)
        for arguments in (("a", "accepted", "review_begun"), ("b", "accepted", "review_begun", "granted"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status for answer in answers] == [200, 200], answers
    case = departments.show(department.house.office, client(), number)
    assert [event.kind.value for event in case.events] == ["submitted", "accepted", "review_begun", "granted"]
    assert department.replay() == [Stage.GRANTED]


def client(department: str | None = "water") -> Client:
    moment = datetime.fromisoformat("2026-11-23T00:00:00+08:00")
    return Client("1" * 32, "department", "HALL-1", "water", "0" * 64, moment, department=department)


# ---------------------------------------------------------------- twice, out of order, past and future


def test_a_change_that_is_sent_again_is_written_once(water: Department) -> None:
    number = water.open().number
    first = water.say(number, "accepted")
    assert water.say(number, "accepted") == first
    assert water.say(number, "accepted", "review_begun").events[:2] == first.events
    assert refused(lambda: water.report(number, water.change("accepted", 7)))[1] == "case_change_not_allowed"


def test_a_case_that_is_opened_again_is_the_same_and_another_persons_is_refused(water: Department) -> None:
    first = water.open()
    assert water.open() == first
    other = CaseApplicant(name="王五", id_number="110105198505219999")
    assert refused(lambda: water.open(applicant=other))[1] == "case_own_number_taken"
    assert water.open(reporter=Reporter("gas", "department:2")).number != first.number


def test_reports_out_of_order_are_put_where_they_happened(water: Department) -> None:
    number = water.open().number
    water.report(number, water.change("accepted", 1), water.change("review_begun", 9))
    said = water.report(number, water.change("stopped", 3), water.change("resumed", 5))
    assert [(event.kind.value, event.sequence) for event in said.events] == [
        ("submitted", 1),
        ("accepted", 2),
        ("stopped", 4),
        ("resumed", 5),
        ("review_begun", 3),
    ]
    assert [event.late for event in said.events][2:4] == [True, True]
    assert water.replay() == [Stage.REVIEWING]


def test_changes_are_all_let_in_or_none(water: Department) -> None:
    number = water.open().number
    both = (water.change("accepted", 1), water.change("granted", 2))
    assert refused(lambda: water.report(number, *both))[1] == "case_not_reviewed"
    assert departments.show(water.house.office, client(), number).stage is Stage.SUBMITTED


def test_the_future_and_what_was_before_the_case_are_refused(water: Department) -> None:
    number = water.open().number
    for hours, code in ((48.2, "case_change_in_future"), (-1, "case_not_open_yet")):
        assert refused(lambda at=hours: water.report(number, water.change("accepted", at)))[1] == code  # type: ignore[misc]
    assert refused(lambda: water.open("SW-2", at=water.at(72)))[1] == "case_change_in_future"


# ---------------------------------------------------------------- whose cases, and which words


def test_a_clock_that_is_ahead_breaks_nothing(water: Department) -> None:
    """A case of four minutes from now is read, supervised and goes on; its time is nobody's yet."""
    number = water.open(at=water.house.clock.at + timedelta(minutes=4)).number
    assert [share.minutes for share in departments.show(water.house.office, client(), number).shares] == [0]
    assert supervise(water.house.office).looked_at == 1
    ahead = water.change("accepted", 0).model_copy(update={"at": water.house.clock.at + timedelta(minutes=4.5)})
    assert water.report(number, ahead).stage is Stage.ACCEPTED
    assert supervise(water.house.office).looked_at == 1
    assert water.replay() == [Stage.ACCEPTED]


def test_the_same_moment_in_another_zone_is_the_same_change(water: Department) -> None:
    number = water.open().number
    said = water.change("accepted", 1)
    elsewhere = said.model_copy(update={"at": said.at.astimezone(timezone(timedelta(hours=-11)))})
    water.report(number, said)
    assert [event.kind.value for event in water.report(number, elsewhere).events] == ["submitted", "accepted"]


def test_a_department_sees_and_changes_its_own_cases_alone(water: Department) -> None:
    number = water.open().number
    gas = Reporter("gas", "department:2")
    assert refused(lambda: water.report(number, water.change("accepted", 1), reporter=gas))[:2] == (404, "not_found")
    assert refused(lambda: departments.show(water.house.office, client("gas"), number))[:2] == (404, "not_found")
    assert refused(lambda: departments.show(water.house.office, client(None), number))[:2] == (401, "token_unknown")
    assert departments.work_list(water.house.office, client("gas"), OPEN_STAGES, None).cases == ()
    listed = departments.work_list(water.house.office, client(), OPEN_STAGES, None)
    assert [case.number for case in listed.cases] == [number]
    named = departments.work_list(water.house.office, client(), (), "SW-2026-001")
    assert named.cases == listed.cases


def test_an_item_that_is_not_published_needs_a_name_and_one_of_another_department_is_refused(open_small: Open) -> None:
    counter = Counter(open_small())
    department = Department(counter.house)
    assert refused(lambda: department.open(name=None))[1] == "case_name_missing"
    assert refused(lambda: department.open(item="senior_card"))[1] == "case_item_not_yours"
    civil = Reporter("civil_affairs", "department:3")
    assert department.open(item="senior_card", name=None, reporter=civil).kind is CaseKind.AT_ONCE


@pytest.mark.parametrize("typed", ["", "%", "0000-0000-0001", "ZZZZ-ZZZZ-ZZZZ", "' OR 1=1 --"])
def test_a_number_that_can_be_none_is_told_before_anybody_looks(water: Department, typed: str) -> None:
    assert refused(lambda: water.say(typed, "accepted"))[:2] == (422, "case_number_invalid")


@pytest.mark.parametrize(
    "reason",
    ["<b>不予</b>", "a<script>", "&#60;b&#62;", "a\x00b", "a\u202eb", "a\nb", "a\x1b[2J", "a" * 301],
)
def test_markup_and_control_characters_in_remarks_are_refused(reason: str) -> None:
    said = {"kind": "refused", "at": "2026-11-23T10:00:00+08:00", "notice": "决1", "appeal": "复议"}
    assert ReportedChange.model_validate(said | {"reason": "管网未到"}).reason == "管网未到"
    with pytest.raises(ValidationError):
        ReportedChange.model_validate(said | {"reason": reason})


@pytest.mark.parametrize("said", ["<b>用水</b>", "&#60;", "a\x00b", "a\u202eb", "a\nb", "a\x9b2J", "a\u2028b"])
def test_markup_and_control_characters_in_the_name_of_an_item_are_refused(water: Department, said: str) -> None:
    """It stands on screens and slips, in lists and in logs."""
    good = water.wanted().model_dump()
    assert OpenCase.model_validate(good) == water.wanted()
    for name in ({"zh_CN": said}, {"zh_CN": "用水", "en": said}):
        with pytest.raises(ValidationError):
            OpenCase.model_validate(good | {"name": name})
    with pytest.raises(ValidationError, match="has a note"):
        OpenCase.model_validate(good | {"legal_limit": {"amount": 5, "unit": "day", "note": {"zh_CN": said}}})


def test_what_does_not_belong_to_a_change_is_left_out(water: Department) -> None:
    number = water.open().number
    said = water.report(number, water.change("accepted", 1, special=Special.HEARING, missing=("x",), appeal="y"))
    assert (said.events[-1].special, said.events[-1].missing, said.events[-1].appeal) == (None, (), "")


# ---------------------------------------------------------------- limits, and applications


def test_who_decides_after_the_limit_says_why(water: Department) -> None:
    """优化营商环境条例 36; B-18: a late case cannot be closed in silence."""
    limit = TimeLimit(amount=1, unit=Unit.HOUR, starts_at=StartEvent.ACCEPTED)
    number = water.open(promised_limit=limit).number
    water.say(number, "accepted", "review_begun")
    assert refused(lambda: water.report(number, water.change("granted", 3)))[1] == "case_overdue"
    said = water.report(number, water.change("granted", 3, reason="等待管网图"))
    assert said.events[-1].reason == "等待管网图"
    other = water.open("SW-2", promised_limit=limit).number
    water.report(other, water.change("accepted", 1), water.change("review_begun", 1.5))
    assert water.report(other, water.change("granted", 1.9)).stage is Stage.GRANTED
    third = water.open("SW-3", promised_limit=limit).number
    water.say(third, "accepted", "review_begun")
    assert refused(lambda: water.report(third, water.change("refused", 3)))[1] == "case_overdue"
    assert refused(lambda: water.report(third, water.change("late_explained", 3)))[1] == "case_needs"
    explained = water.change("late_explained", 3, reason="等待管网图")
    assert water.report(third, explained, water.change("refused", 3.1)).stage is Stage.REFUSED


@pytest.mark.parametrize(
    ("before", "kind", "more"),
    [
        ((), "not_accepted", {"reason": "不符合条件", "notice": "不1"}),
        ((), "referred", {"reason": "归区里办", "notice": "转1"}),
        (("accepted",), "withdrawn", {"reason": "申请人书面要求", "notice": "撤1"}),
    ],
)
def test_a_late_case_is_not_turned_away_in_silence_either(
    water: Department, before: tuple[str, ...], kind: str, more: dict[str, str]
) -> None:
    """B-18: the reason why a case is turned away is not the reason why it was left lying."""
    limit = TimeLimit(amount=1, unit=Unit.HOUR, starts_at=StartEvent.SUBMITTED)
    number = water.open(promised_limit=limit).number
    if before:
        water.say(number, *before)
    ending = water.change(kind, 5, **more)
    assert refused(lambda: water.report(number, ending))[1] == "case_overdue"
    water.report(number, water.change("late_explained", 4, reason="经办人休假，无人接替"), ending)


def test_a_late_case_that_waits_for_its_applicant_can_be_explained(water: Department) -> None:
    limit = TimeLimit(amount=1, unit=Unit.HOUR, starts_at=StartEvent.SUBMITTED)
    number = water.open(promised_limit=limit).number
    water.report(number, water.change("supplement_asked", 2))
    ending = water.change("not_accepted", 5, reason="逾期未补正", notice="不1")
    assert refused(lambda: water.report(number, ending))[1] == "case_overdue"
    water.report(number, water.change("late_explained", 4, reason="审查用时过长"), ending)


def test_a_department_grants_what_was_applied_for_at_a_terminal(open_small: Open) -> None:
    """The papers are issued with it, so that the applicant finds them; and the same for what it goes on with."""
    counter = Counter(open_small())
    counter.register.people[GUOAN.id_number] = OLD | {"name": "陈国平"}
    received = counter.submit()
    assert received.outcome is Outcome.MANUAL
    civil, house = Reporter("civil_affairs", "department:3"), counter.house.later(hours=1)
    kinds = ("accepted", "granted", "issued")
    wanted = ReportChanges(changes=tuple(ReportedChange(kind=kind, at=house.clock.at) for kind in kinds))  # type: ignore[arg-type]
    house.desk(lambda desk: departments.report(desk, civil, received.receipt, wanted))
    decision = counter.decision(received.application_id)
    assert (decision.outcome, decision.by_machine) == (Outcome.APPROVED, False)
    assert counter.paper(received.application_id).holder == "陈国安"


def test_a_department_goes_on_with_what_a_machine_received(open_small: Open) -> None:
    def promised(item: dict[str, Any]) -> None:
        item["result"]["kind"] = "receipt"
        item["case_kind"] = "2"

    counter = Counter(open_small(), item_document(promised))
    received = counter.submit()
    civil, house = Reporter("civil_affairs", "department:3"), counter.house.later(hours=1)
    kinds = ("review_begun", "granted", "issued", "closed")
    wanted = ReportChanges(changes=tuple(ReportedChange(kind=kind, at=house.clock.at) for kind in kinds))  # type: ignore[arg-type]
    said = house.desk(lambda desk: departments.report(desk, civil, received.receipt, wanted))
    assert (said.stage, said.events[1].notice) == (Stage.CLOSED, f"{received.receipt}/S1")
