"""The supervision of stored cases: what turned, who was called, what a new calendar changed; on both databases."""

from __future__ import annotations

import csv
import json
import secrets
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from jsonschema import Draft202012Validator, FormatChecker
from sqlalchemy import text

from central.__main__ import main
from central.cases.event import Change
from central.commands import supervision
from central.contract.case import EventKind, Extension, Role, Special
from central.contract.clock import CaseClock, ClockKind, Light
from central.contract.item import CaseKind, StartEvent, TimeLimit, Unit
from central.contract.messages import Words
from central.limits.calendar import WorkCalendar
from central.limits.figure import Period
from central.limits.notice import HolidayNotice
from central.limits.supervision_rules import SupervisionRules
from central.office import Desk
from central.services import case_clocks, case_records, cases, months, supervision_records
from central.services.cases import Known, Subject
from central.services.months import Exceptions
from central.services.supervision import Looked, Part, Pass, PassRuns, look, parts, supervise
from central.store import cases as stored
from central.store import supervision as store
from tests.central.courses import CALENDAR, at
from tests.central.house import House

Open = Callable[..., House]
FIVE = TimeLimit(amount=5, unit=Unit.WORKING_DAY, starts_at=StartEvent.SUBMITTED)
TWENTY = TimeLimit(amount=20, unit=Unit.WORKING_DAY, starts_at=StartEvent.ACCEPTED)


class Hall:
    """An office whose clock is put to a moment, and cases of the housing department."""

    def __init__(self, house: House) -> None:
        self.house, self.office = house, house.office

    def at(self, moment: str) -> Hall:
        self.house.clock.at = at(moment)
        return self

    def open(self, **other: Any) -> str:
        """A case that is promised in five working days from today, by law in twenty from its acceptance."""
        said: dict[str, Any] = {
            "department": "housing",
            "item": "lease",
            "name": Words(zh_CN="租赁备案"),
            "kind": CaseKind.PROMISED,
            "id_number": "11010519491231002X",
            "person_name": "李秀英",
            "legal_limit": TWENTY,
            "promised_limit": FIVE,
        }
        subject, case_id = Subject(**(said | other)), secrets.token_hex(16)
        submitted = [self._change("submitted")]
        return self.house.desk(lambda desk: cases.open_case(desk, case_id, subject, submitted)).case.case_id

    def say(self, case_id: str, kind: str, **other: Any) -> None:
        self.house.desk(lambda desk: cases.change(desk, case_id, [self._change(kind, **other)]))

    def _change(self, kind: str, **other: Any) -> Change:
        said: dict[str, Any] = {"reason": "见通知", "notice": "文1号", "approver": "王主任", "appeal": "行政复议"}
        said |= {"unit": "housing", "actor": "department:1", "role": Role.DEPARTMENT, "at": self.office.clock.now()}
        return Change(**(said | {"kind": EventKind(kind)} | other))

    def supervise(self) -> Pass:
        return supervise(self.office)

    def known(self, case_id: str) -> Known:
        def read(desk: Desk) -> Known:
            case = stored.find(desk.connection, case_id)
            assert case is not None
            return cases.read(desk.keys, desk.connection, case)

        return self.house.look(read)

    def clock(self, case_id: str) -> CaseClock:
        """The only one that there is, as it is shown."""
        known = self.known(case_id)
        [clock] = self.house.look(lambda desk: case_clocks.shown(desk.office, desk.hall, known, desk.now, {}))
        return clock

    def turns(self, case_id: str) -> list[tuple[str, str, str, str]]:
        rows = self.house.look(lambda desk: store.turns_of(desk.connection, [case_id]))
        return [(row.kind, row.was, row.light, local(row.at)) for row in rows]

    def orders(self, case_id: str) -> list[tuple[str, str, str]]:
        rows = self.house.look(lambda desk: store.orders_of(desk.connection, [case_id]))
        return [(row.kind, row.level, local(row.at)) for row in rows]


def local(moment: datetime) -> str:
    return f"{moment.astimezone(at('2026-01-01').tzinfo):%m-%d %H:%M}"


@pytest.fixture
def hall(open_house: Open) -> Hall:
    return Hall(open_house()).at("2026-03-02 10:00")


@pytest.fixture
def small(open_small: Open) -> Hall:
    return Hall(open_small()).at("2026-03-02 10:00")


def test_each_turn_is_written_once_with_its_own_moment(hall: Hall) -> None:
    case_id = hall.open()
    first = hall.supervise()
    assert (first.looked_at, first.turned) == (1, 2)
    assert first.lights == {("housing", Light.WHITE): 1, ("housing", Light.NOT_BEGUN): 1}
    assert hall.supervise() == Pass(lights=first.lights)
    hall.at("2026-03-06 08:00").supervise()
    hall.supervise()
    hall.say(case_id, "accepted")
    hall.at("2026-03-12 09:30").supervise()
    assert hall.turns(case_id) == [
        ("legal", "", "not_begun", "03-02 10:00"),
        ("promised", "", "white", "03-02 10:00"),
        ("promised", "white", "yellow", "03-06 00:00"),
        ("legal", "not_begun", "white", "03-12 09:30"),
        ("promised", "yellow", "red", "03-10 00:00"),
    ]


@pytest.mark.parametrize("count", [1, 2, 3, 32])
def test_parts_look_at_every_case_once(small: Hall, count: int) -> None:
    for _ in range(8):
        small.open()
    first = look(small.office, Part(), most=0)
    looked = [look(small.office, part) for part in parts(count)]
    assert sum(looked, first) == Looked(8, 16)
    assert supervise(small.office).looked_at == 0


def test_several_processes_share_a_pass(
    hall: Hall, target: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if "://" not in target:
        pytest.skip("SQLite lets one write at a time")
    for _ in range(4):
        hall.open()
    monkeypatch.setattr(supervision, "MANY", 0)
    keys, catalogue = str(tmp_path / "office.keys"), str(tmp_path / "catalogue")
    store = ["--database", target, "--keys", keys, "--repository", catalogue]
    assert main(["supervision", "run", "--processes", "2", *store]) == 0
    assert "4 cases looked at, 8 lights turned" in capsys.readouterr().out
    assert hall.supervise().looked_at == 0


def test_a_pass_that_meets_another_says_so(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = hall.open()
    waiting = hall.house.look(lambda desk: store.to_look_at(desk.connection, desk.now, "", after="", last=None, most=9))
    assert [each.case_id for each in waiting] == [case_id]
    hall.supervise()
    monkeypatch.setattr(store, "to_look_at", lambda *_now, **_part: waiting)  # what it saw before the other was ready
    with pytest.raises(PassRuns):
        supervise(hall.office)


def test_a_case_that_somebody_broke_stops_no_other_clock(hall: Hall) -> None:
    broken, other = sorted((hall.open(), hall.open()))
    for case_id in (broken, other):
        hall.say(case_id, "late_explained")
    with hall.office.database.write() as connection:
        words = "UPDATE case_events SET words = :words WHERE case_id = :case AND sequence = 2"
        connection.execute(text(words), {"words": b"x" * 40, "case": broken})
    found = hall.supervise()
    assert (found.looked_at, found.unread) == (1, {broken})
    assert hall.turns(other)
    assert (hall.supervise().looked_at, hall.supervise().unread) == (0, {broken})


def test_a_month_with_a_broken_case_is_counted_by_no_command(
    small: Hall, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    case_id = small.open()
    small.say(case_id, "late_explained")
    with small.office.database.write() as connection:
        connection.execute(text("UPDATE case_events SET words = :words WHERE sequence = 2"), {"words": b"x" * 40})
    store = ["--database", str(next(tmp_path.glob("office*.db"))), "--keys", str(tmp_path / "office.keys")]
    told = f"case_events/{case_id}/2 is not what was sealed there"
    assert main(["supervision", "scores", "2026-03", *store]) == 1
    assert told in capsys.readouterr().err
    assert main(["supervision", "run", *store]) == 1
    assert "1 cases are not what was written" in capsys.readouterr().err


def test_whoever_is_to_be_called_is_called_once_and_as_of_the_right_moment(hall: Hall) -> None:
    case_id = hall.open(legal_limit=None)
    for moment, called in (("03-10 00:00", 1), ("03-10 08:00", 0), ("03-13 09:00", 1), ("03-20 09:00", 1)):
        assert hall.at(f"2026-{moment}").supervise().called == called
        assert hall.supervise().called == 0
    assert hall.orders(case_id) == [
        ("promised", "group", "03-10 00:00"),
        ("promised", "on_site", "03-12 00:00"),
        ("promised", "meeting", "03-17 00:00"),
    ]
    late = hall.at("2026-03-02 10:00").open(legal_limit=None)
    hall.at("2026-03-20 09:00").supervise()
    assert hall.orders(late) == hall.orders(case_id)


def test_a_case_that_is_decided_is_green_and_calls_nobody_any_more(small: Hall) -> None:
    case_id = small.open(legal_limit=None)
    small.at("2026-03-10 09:00").supervise()
    for kind in ("accepted", "review_begun", "granted"):
        small.at("2026-03-10 10:00").say(case_id, kind)
    assert small.at("2026-03-20 09:00").supervise().lights == {("housing", Light.GREEN): 1}
    assert small.orders(case_id) == [("promised", "group", "03-10 00:00")]
    assert small.turns(case_id)[-1] == ("promised", "red", "green", "03-10 10:00")
    assert small.at("2026-09-20 09:00").supervise().looked_at == 0


def test_five_days_of_silence_begin_the_legal_clock_in_the_past(small: Hall) -> None:
    case_id = small.open(promised_limit=None)
    small.supervise()
    assert small.at("2026-03-09 23:00").supervise().looked_at == 0
    assert small.at("2026-03-10 00:00").supervise().looked_at == 1
    clock = small.clock(case_id)
    assert (clock.kind, clock.light, clock.by_law) == (ClockKind.LEGAL, Light.WHITE, True)
    assert clock.due == date(2026, 3, 30)
    assert clock.counted == 6
    small.say(case_id, "supplement_asked", missing=("合同",))
    clock = small.clock(case_id)
    assert (clock.light, clock.due) == (Light.WHITE, date(2026, 3, 30))


def test_a_stop_and_an_extension_are_told_with_their_days(small: Hall) -> None:
    case_id = small.open(legal_limit=None)
    small.at("2026-03-03 10:00").say(case_id, "accepted")
    small.say(case_id, "stopped", special=Special.EXPERT_REVIEW)
    shown = small.house.desk(lambda desk: case_records.told(desk, small.known(case_id)))
    assert [(clock.light, clock.due, clock.stands_since) for clock in shown.clocks] == [
        (Light.STANDS, None, at("2026-03-03 10:00"))
    ]
    small.at("2026-03-10 10:00").say(case_id, "resumed")
    small.say(case_id, "extended", extension=Extension(amount=2, unit=Unit.WORKING_DAY))
    shown = small.house.desk(lambda desk: case_records.told(desk, small.known(case_id)))
    assert [(clock.due, clock.counted, clock.left) for clock in shown.clocks] == [(date(2026, 3, 18), 1, 6)]
    assert [(share.unit, share.minutes) for share in shown.shares] == [("housing", 1440), ("", 7 * 1440)]


def test_what_the_applicant_still_owes_has_a_clock_of_its_own(small: Hall) -> None:
    """容缺: in days to the day that was told, also after the grant; it makes no point for the unit."""
    case_id = small.open(legal_limit=None, promised_limit=None)
    small.say(case_id, "accepted_with_gap", missing=("合同", "照片"), until=date(2026, 3, 12))
    clock = small.clock(case_id)
    assert (clock.kind, clock.light, clock.due, clock.left) == (ClockKind.GAP, Light.WHITE, date(2026, 3, 12), 10)
    small.say(case_id, "review_begun")
    small.at("2026-03-03 10:00").say(case_id, "granted")
    assert small.at("2026-03-10 00:00").supervise().lights == {("housing", Light.YELLOW): 1}
    assert small.at("2026-03-13 00:00").supervise().called == 1
    assert small.orders(case_id) == [("gap", "group", "03-13 00:00")]
    assert months.month(small.at("2026-04-01 00:00").office, MARCH).scores == []
    for what in ("合同", "照片"):
        assert small.clock(case_id).light is Light.RED
        small.say(case_id, "gap_filled", missing=(what,))
    assert (small.clock(case_id).light, small.clock(case_id).late) == (Light.GREEN, True)


def test_what_is_promised_at_once_stands_while_the_applicant_adds_something(small: Hall) -> None:
    at_once = TimeLimit(amount=0, unit=Unit.AT_ONCE, starts_at=StartEvent.SUBMITTED)
    case_id = small.open(kind=CaseKind.AT_ONCE, legal_limit=None, promised_limit=at_once)
    small.say(case_id, "supplement_asked", missing=("合同",))
    assert small.at("2026-03-05 10:00").clock(case_id).light is Light.STANDS
    small.say(case_id, "supplemented", missing=("合同",))
    clock = small.clock(case_id)
    assert (clock.light, clock.due) == (Light.YELLOW, date(2026, 3, 5))
    assert small.at("2026-03-06 00:00").clock(case_id).light is Light.RED


def test_each_unit_has_its_own_share_of_the_time(small: Hall) -> None:
    case_id = small.open()
    small.at("2026-03-03 10:00").say(case_id, "accepted", unit="fire")
    shares = case_clocks.shares_of(small.known(case_id), at("2026-03-05 12:30"))
    assert [(share.unit, share.minutes) for share in shares] == [("housing", 1440), ("fire", 1440 * 2 + 150)]


def test_who_waits_for_a_person_has_a_clock_of_their_own(small: Hall) -> None:
    at_once = TimeLimit(amount=0, unit=Unit.AT_ONCE, starts_at=StartEvent.SUBMITTED)
    case_id = small.open(kind=CaseKind.AT_ONCE, legal_limit=None, promised_limit=at_once)
    assert small.supervise().lights == {("housing", Light.YELLOW): 1}
    small.say(case_id, "handed_over", level=1)
    assert small.supervise().lights == {("housing", Light.WHITE): 1}
    assert small.turns(case_id)[-1] == ("answer", "", "white", "03-02 10:00")


def test_a_new_calendar_is_counted_by_once_and_takes_no_day_from_anybody(small: Hall) -> None:
    kept = small.at("2026-10-08 10:00").open(legal_limit=None)
    small.supervise()
    notice = CALENDAR.notices[2026].model_dump()
    more = notice | {"work": (*notice["work"], date(2026, 10, 11))}
    small.office.calendar = WorkCalendar([HolidayNotice.model_validate(more)])
    assert (small.supervise().recounted, small.supervise().looked_at) == (1, 0)
    [line] = small.house.look(lambda desk: store.recounts_of(desk.connection, [kept]))
    assert (line.move, line.told, line.counted, line.holds) == (
        "earlier",
        date(2026, 10, 14),
        date(2026, 10, 13),
        date(2026, 10, 14),
    )
    small.at("2026-10-13 10:00").supervise()
    clocks = small.house.look(lambda desk: store.clocks_of(desk.connection, [kept]))
    assert [(clock.light, clock.due) for clock in clocks[kept]] == [(Light.YELLOW, date(2026, 10, 14))]


def test_a_day_that_nobody_could_promise_is_told_when_its_notice_comes(small: Hall) -> None:
    case_id = small.at("2026-12-29 10:00").open(legal_limit=None)
    assert small.supervise().lights == {("housing", Light.NO_CALENDAR): 1}
    first = {"first": "2027-01-01", "last": "2027-01-03"}
    off = [each.model_dump() | (first if number == 0 else {}) for number, each in enumerate(CALENDAR.notices[2026].off)]
    notice = CALENDAR.notices[2026].model_dump() | {"year": 2027, "off": off[:1], "work": ()}
    small.office.calendar = WorkCalendar([*CALENDAR.notices.values(), HolidayNotice.model_validate(notice)])
    assert small.supervise().lights == {("housing", Light.WHITE): 1}
    [line] = small.house.look(lambda desk: store.recounts_of(desk.connection, [case_id]))
    assert (line.move, line.told, line.holds) == ("known", None, date(2027, 1, 6))


# ---------------------------------------------------------------- months

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


def decide(hall: Hall, case_id: str, moment: str) -> None:
    hall.at(moment)
    for kind in ("accepted", "review_begun", "granted"):
        hall.say(case_id, kind)


def test_a_month_is_told_from_what_happened_in_it_and_is_the_same_afterwards(small: Hall) -> None:
    early, late, open_still = (small.at("2026-03-02 10:00").open(legal_limit=None) for _ in range(3))
    decide(small, early, "2026-03-03 10:00")
    decide(small, late, "2026-03-13 10:00")
    small.at("2026-04-01 00:00")
    [march] = found = months.month(small.office, MARCH).scores
    assert dict(march.grounds) == {"early": 1, "overdue": 2, "on_site": 2, "meeting": 1}
    assert (march.points, march.in_time.numerator, march.in_time.denominator) == (1 - 6 - 2 - 2, 1, 2)
    decide(small, open_still, "2026-04-02 10:00")
    assert months.month(small.at("2026-11-23 10:00").office, MARCH).scores == found
    assert months.month(small.office, Period(date(2026, 5, 1), date(2026, 5, 31))).scores == []
    rules = small.office.supervision.model_dump() | {"near_percent": 100}
    small.office.supervision = SupervisionRules.model_validate(rules)
    [march] = months.month(small.office, MARCH).scores
    assert "early" not in march.grounds, "where every light is yellow from the start, nobody is early"


def test_what_was_done_against_the_rule_is_counted(small: Hall) -> None:
    """特事特办 is never silent: whoever gives a second notice, or more time, is told with the number."""
    case_id = small.at("2026-02-27 10:00").open()
    for moment in ("2026-02-27 11:00", "2026-03-02 10:00", "2026-03-03 10:00"):
        small.at(moment).say(case_id, "supplement_asked", missing=("合同",))
        small.say(case_id, "supplemented", missing=("合同",))
    small.say(case_id, "accepted")
    small.say(case_id, "extended", extension=Extension(amount=2, unit=Unit.WORKING_DAY))
    assert months.month(small.at("2026-04-01 10:00").office, MARCH).exceptions == [Exceptions("housing", 2, 1)]
    assert months.month(small.office, Period(date(2026, 2, 1), date(2026, 2, 28))).exceptions == []


def test_a_decision_that_is_told_after_the_limit_as_made_within_it_is_counted(small: Hall) -> None:
    """The past that a department reports counts; how often it does so is told beside."""
    honest, again = (small.at("2026-03-02 10:00").open(legal_limit=None) for _ in range(2))
    decide(small, honest, "2026-03-05 10:00")
    small.at("2026-03-09 23:59").say(again, "accepted", at=at("2026-03-04 10:00"))
    small.at("2026-03-10 00:00").say(again, "review_begun", at=at("2026-03-04 11:00"))
    small.say(again, "granted", at=at("2026-03-05 10:00"))
    found = months.month(small.at("2026-04-01 10:00").office, MARCH)
    assert found.exceptions == [Exceptions("housing", 0, 0, told_late=1)]
    [score] = found.scores
    assert (score.in_time.numerator, score.in_time.denominator) == (2, 2)


def test_what_an_item_took_is_told_for_each_unit_apart(small: Hall) -> None:
    for days in range(1, 6):
        case_id = small.at("2026-03-02 10:00").open()
        decide(small, case_id, f"2026-03-{2 + days:02} 10:00")
    plain = TimeLimit(amount=15, unit=Unit.DAY, starts_at=StartEvent.SUBMITTED)
    decide(small, small.at("2026-03-02 10:00").open(legal_limit=None, promised_limit=plain), "2026-03-12 10:00")
    found = months.measured(small.at("2026-04-01 00:00").office, "lease", MARCH)
    assert [(each.kind, each.unit, each.taken.median.amount, each.taken.count) for each in found] == [
        ("legal", "working_day", 0, 5),
        ("promised", "day", 10, 1),
        ("promised", "working_day", 3, 5),
    ]
    assert found[2].in_time.share == 1
    assert months.measured(small.office, "other", MARCH) == []


def exported(hall: Hall, period: Period = MARCH) -> list[tuple[str, str, str | None]]:
    found = supervision_records.export(hall.office, period).records
    return [(each.rule, local(each.at), local(each.settled_at) if each.settled_at else None) for each in found]


def test_a_month_of_warnings_and_orders_is_handed_on_as_it_was_written(hall: Hall) -> None:
    case_id = hall.open(legal_limit=None)
    hall.supervise()
    for moment in ("03-09 01:00", "03-10 00:00", "03-12 08:00"):
        hall.at(f"2026-{moment}").supervise()
    still = [
        ("promised-near", "03-06 00:00", None),
        ("promised-group", "03-10 00:00", None),
        ("promised-over", "03-10 00:00", None),
        ("promised-on_site", "03-12 00:00", None),
    ]
    assert sorted(exported(hall)) == sorted(still)
    decide(hall, case_id, "2026-03-12 10:00")
    hall.supervise()
    settled = sorted((rule, at, "03-12 10:00") for rule, at, _ in still)
    assert sorted(exported(hall)) == settled
    assert sorted(exported(hall.at("2026-09-01 10:00"))) == settled
    assert exported(hall, Period(date(2026, 2, 1), date(2026, 2, 28))) == []
    group = next(
        each for each in supervision_records.export(hall.office, MARCH).records if each.rule == "promised-group"
    )
    assert (group.warned, group.owner, local(group.until or group.at)) == ("order", "政务服务中心值班长", "03-12 00:00")


def test_what_is_handed_on_is_what_its_schema_says(
    small: Hall, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    small.open()
    small.at("2026-03-20 10:00").supervise()
    store = ["--database", str(next(tmp_path.glob("office*.db"))), "--keys", str(tmp_path / "office.keys")]
    assert main(["supervision", "export", "--schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert main(["supervision", "export", "2026-03", *store]) == 0
    told = json.loads(capsys.readouterr().out)
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(told)
    assert len(told["records"]) == 4  # red, and three levels
    with pytest.raises(jsonschema.ValidationError):
        Draft202012Validator(schema).validate(told | {"records": [told["records"][0] | {"warned": "strange"}]})
    assert main(["supervision", "export", "2026-03", "--csv", *store]) == 0
    head, *rows = csv.reader(capsys.readouterr().out.splitlines())
    assert head[:4] == ["办件编号", "事项编码", "承办机构", "时限种类"]
    assert [row[4] for row in rows] == [each["rule"] for each in told["records"]]


def test_the_commands_tell_the_pass_the_case_and_the_month(
    small: Hall, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    number = small.known(small.open()).case.number
    database = str(next(tmp_path.glob("office*.db")))
    store = ["--database", database, "--keys", str(tmp_path / "office.keys")]
    assert main(["supervision", "run", *store]) == 0
    assert "1 cases looked at, 2 lights turned" in capsys.readouterr().out
    assert main(["supervision", "run", "--processes", "2", *store]) == 1
    assert "SQLite" in capsys.readouterr().err
    assert main(["supervision", "due", number, *store]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("legal: 20 working_day from accepted, red, due 2026-03-30 Mon")
    assert told[0].endswith("accepted by five days of silence")
    assert told[1].startswith("promised: 5 working_day from submitted, red, due 2026-03-09 Mon")
    assert told[2].startswith("housing: ")
    assert main(["supervision", "scores", "2026-03", *store]) == 0
    month = json.loads(capsys.readouterr().out)
    assert month["units"][0]["grounds"] == {"overdue": 1, "on_site": 1, "meeting": 1}
    assert month["exceptions"] == []
    assert (month["first"], month["last"], month["calendar"]) == ("2026-03-01", "2026-03-31", CALENDAR.digest)
    assert main(["supervision", "measured", "lease", "2026-03", *store]) == 0
    assert json.loads(capsys.readouterr().out)["limits"] == []
    with pytest.raises(SystemExit):
        main(["supervision", "scores", "2026-13", *store])
