"""Whoever changes, deletes, swaps or adds a row of a case's events in the database is found out, on both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text

from central.contract.item import StartEvent, TimeLimit, Unit
from central.services import cases
from central.services.case_chain import ChainBroken
from central.services.supervision import supervise
from central.store import cases as stored
from central.store import supervision
from tests.central.house import House
from tests.central.test_departments import Department

Touch = Callable[[Department, str], None]
FIVE = TimeLimit(amount=5, unit=Unit.DAY, starts_at=StartEvent.SUBMITTED)
KINDS = ("supplement_asked", "supplemented", "accepted", "review_begun", "granted")


@pytest.fixture
def department(open_house: Callable[..., House]) -> Department:
    return Department(open_house())


def sql(department: Department, statement: str, **values: object) -> None:
    with department.house.office.database.write() as connection:
        connection.execute(text(statement), values)


def run(*statements: str) -> Touch:
    """Hands on the database; `:case` is the case, `:other` another one."""

    def touch(department: Department, case_id: str) -> None:
        for each in statements:
            values = {"case": case_id} if ":case" in each else {}
            sql(department, each, **values)

    return touch


def cut(department: Department, case_id: str) -> None:
    """The last event, and everything that an intruder without the keys can put right."""
    sql(department, "DELETE FROM case_events WHERE case_id = :case AND sequence = 6", case=case_id)
    sql(department, "UPDATE cases SET events = 5, stage = 'reviewing' WHERE case_id = :case", case=case_id)


def swapped(department: Department, case_id: str) -> None:
    for was, becomes in ((3, 99), (4, 3), (99, 4)):
        statement = "UPDATE case_events SET sequence = :becomes WHERE case_id = :case AND sequence = :was"
        sql(department, statement, case=case_id, was=was, becomes=becomes)


def emptied(department: Department, case_id: str) -> None:
    sql(department, "DELETE FROM case_events WHERE case_id = :case", case=case_id)
    sql(department, "UPDATE cases SET events = 0 WHERE case_id = :case", case=case_id)


HERE = "WHERE case_id = :case AND sequence"
TOUCHES: dict[str, Touch] = {
    "the last is deleted": run(f"DELETE FROM case_events {HERE} = 6"),
    "the last is cut off": cut,
    "the first is deleted": run(f"DELETE FROM case_events {HERE} = 1"),
    "one in the middle is deleted": run(f"DELETE FROM case_events {HERE} = 3"),
    "a gap is closed": run(f"DELETE FROM case_events {HERE} = 3", f"UPDATE case_events SET sequence = 3 {HERE} = 4"),
    "two are swapped": swapped,
    "all are deleted": emptied,
    "an hour is changed": run(f"UPDATE case_events SET at = written_at {HERE} = 4"),
    "a unit is changed": run(f"UPDATE case_events SET unit = 'housing' {HERE} = 4"),
    "an actor is changed": run(f"UPDATE case_events SET actor = 'department:2' {HERE} = 4"),
    "a notice is changed": run(f"UPDATE case_events SET notice = 'x' {HERE} = 4"),
    "words are taken out": run(f"UPDATE case_events SET words = NULL {HERE} = 2"),
    "a limit is changed": run("UPDATE cases SET promised_limit = legal_limit WHERE case_id = :case"),
    "a name is changed": run('UPDATE cases SET name = \'{"zh_CN": "x"}\' WHERE case_id = :case'),
    "an applicant is changed": run("UPDATE cases SET person = 'x' WHERE case_id = :case"),
    "the head is changed": run("UPDATE cases SET head = '' WHERE case_id = :case"),
    "a digest is changed": run(f"UPDATE case_events SET digest = '' {HERE} = 6"),
    "one is added": run(
        "UPDATE cases SET events = 7 WHERE case_id = :case",
        "INSERT INTO case_events (case_id, sequence, kind, at, written_at, late, role, unit, actor, notice, approver,"
        " level, at_once, by_unit, digest)"
        " SELECT case_id, 7, 'issued', at, written_at, late, role, unit, actor, '', '',"
        f" level, at_once, by_unit, digest FROM case_events {HERE} = 6",
    ),
}


@pytest.mark.parametrize("touch", TOUCHES.values(), ids=TOUCHES)
def test_a_hand_in_the_database_is_found_out(department: Department, touch: Touch) -> None:
    case, other = department.open(legal_limit=FIVE), department.open("SW-2")
    for number in (case.number, other.number):
        department.say(number, *KINDS)
    assert len(department.replay()) == 2
    touch(department, _id(department, case.number))
    with pytest.raises((ChainBroken, cases.NotTheFold), match=case.number):
        _replays(department, case.number)
    assert _replays(department, other.number), "the other case is as it was"


def test_an_event_of_another_case_is_none_of_this_one(department: Department) -> None:
    numbers = [department.open(own).number for own in ("SW-1", "SW-2")]
    for number in numbers:
        department.say(number, "supplement_asked", "supplemented")
    one, two = (_id(department, number) for number in numbers)
    sql(department, "DELETE FROM case_events WHERE case_id = :two AND sequence = 2", two=two)
    sql(department, "UPDATE case_events SET case_id = :two WHERE case_id = :one AND sequence = 2", one=one, two=two)
    for number in numbers:
        with pytest.raises(ChainBroken, match=f"{number}: event 2"):
            _replays(department, number)


def test_nothing_is_written_over_a_cut(department: Department) -> None:
    """Else the next honest change would close the chain behind it."""
    number = department.open().number
    department.say(number, "supplement_asked", "supplemented")
    case_id = _id(department, number)
    sql(department, "DELETE FROM case_events WHERE case_id = :case AND sequence = 3", case=case_id)
    with pytest.raises(ChainBroken, match=f"{number}: its row or its last events"):
        department.report(number, department.change("supplemented", 5))


def test_a_case_that_is_gone_is_missed(department: Department) -> None:
    number = department.open().number
    supervise(department.house.office)
    case_id = _id(department, number)
    for table in ("case_events", "cases"):
        sql(department, f"DELETE FROM {table} WHERE case_id = :case", case=case_id)
    assert department.house.look(lambda desk: supervision.vanished(desk.connection)) == [case_id]


def _id(department: Department, number: str) -> str:
    case = department.house.look(lambda desk: stored.find_by_number(desk.connection, number))
    assert case is not None
    return case.case_id


def _replays(department: Department, number: str) -> bool:
    case_id = _id(department, number)
    return bool(department.house.look(lambda desk: cases.replay(desk.keys, desk.connection, case_id)))
