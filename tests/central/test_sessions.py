"""Items begun at terminals: written down once, without a trace of who began them, and what they led to."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from central.contract.case import EventKind
from central.contract.figures import By, Figures
from central.figures.sessions import on_the_spot
from central.keys import RecordBroken
from central.limits.figure import Period
from central.services import figures, people
from central.services.decisions import NotRepeated
from central.services.refusals import Refusal
from central.store.application_tables import decisions
from central.store.figure_tables import sessions
from tests.central.counter import GUOAN, OTHER, Counter
from tests.central.courses import at
from tests.central.house import House
from tests.central.test_figure_editions import figure, said
from tests.central.test_ratings import act, rate
from tests.central.test_settling import _paper

Open = Callable[..., House]
TODAY = Period(date(2026, 11, 23), date(2026, 11, 23))


@pytest.fixture
def counter(open_small: Open) -> Counter:
    return Counter(open_small())


def name() -> str:
    return secrets.token_hex(16)


def rows(counter: Counter) -> list[dict[str, Any]]:
    with counter.office.database.read() as connection:
        return [dict(row) for row in connection.execute(select(sessions)).mappings()]


def today(counter: Counter) -> Figures:
    counter.house.later(hours=1)
    return figures.count(counter.office, TODAY)


def parts(found: Figures, code: str) -> dict[str, int]:
    return {part.code: part.count for part in figure(found, code).parts}


def test_a_session_is_begun_once_and_names_nobody(open_house: Open) -> None:
    counter = Counter(open_house())
    visit = name()
    for anew in (True, False, True):
        counter.begin(session=visit, anew=anew)
        counter.house.later(minutes=1)
    [row] = rows(counter)
    assert (row["session_id"], row["item"], row["application_id"]) == (visit, "senior_card", None)
    of_person = people.person(counter.office.keys, GUOAN.id_number)
    assert not {GUOAN.id_number, GUOAN.name, of_person} & {str(value) for value in row.values()}
    counter.begin()
    assert len(rows(counter)) == 1, "a terminal that does not name its sessions is not counted"
    found = today(counter)
    assert (said(found, "on_the_spot"), parts(found, "on_the_spot")) == ("0/1", {"not_submitted": 1})


def test_a_session_ends_with_a_result_when_the_paper_is_out(counter: Counter) -> None:
    for visit, minutes in ((name(), 5), (name(), 31)):
        counter.begin(session=visit, anew=True)
        application = counter.submit(session=visit).application_id
        counter.house.later(minutes=minutes)
        _paper(counter, application)
    left = name()
    counter.begin(session=left, anew=True)
    counter.submit(session=left)
    found = today(counter)
    assert (said(found, "on_the_spot"), parts(found, "on_the_spot")) == ("1/3", {"not_at_once": 2})
    [item] = next(split.cells for split in figure(found, "on_the_spot").splits if split.by is By.ITEM)
    assert (item.key, item.name and item.name.zh_CN) == ("senior_card", "老年优待证办理")


def test_who_is_shown_an_application_of_before_begins_none(counter: Counter) -> None:
    counter.submit(consents=())  # left to a person
    assert counter.begin(session=name(), anew=True).open_application is not None
    assert rows(counter) == []


def test_a_session_that_came_only_with_its_application_is_one(counter: Counter) -> None:
    visit = name()
    first = counter.submit(session=visit).application_id
    _paper(counter, first)
    counter.submit(session=visit)
    [row] = rows(counter)
    assert row["application_id"] == first, "one session, one result"
    assert said(today(counter), "on_the_spot") == "1/1"


def test_another_terminal_cannot_claim_a_session(counter: Counter) -> None:
    visit = name()
    counter.begin(session=visit, anew=True)
    counter.kiosk = counter.house.enrol()
    counter.submit(session=visit, applicant=GUOAN)
    [row] = rows(counter)
    assert row["application_id"] is None


def test_what_was_refused_was_not_begun(counter: Counter) -> None:
    with pytest.raises(Refusal):
        counter.begin(session=name(), anew=True, item="nothing_here")
    assert rows(counter) == []


def test_which_rule_left_an_application_to_a_person(counter: Counter) -> None:
    counter.submit()
    counter.register.people[OTHER.id_number] = counter.register.people[GUOAN.id_number] | {
        "name": OTHER.name,
        "birth": "1949-12-31",
        "hukou_local": False,
    }
    counter.submit(applicant=OTHER)
    found = today(counter)
    assert said(found, "automatic") == "1/2"
    assert said(found, "stopped_by_rule") == "1/2"
    cells = next(split.cells for split in figure(found, "stopped_by_rule").splits if split.by is By.RULE)
    stopped = {cell.key for cell in cells if cell.rate and cell.rate.numerator}
    assert stopped
    assert all(key.startswith("senior_card/") for key in stopped)


def test_a_verdict_that_was_changed_is_no_figure(counter: Counter) -> None:
    counter.submit()
    with counter.office.database.write() as connection:
        broken = connection.execute(select(decisions.c.verdict)).scalar_one()[:-1] + b"\0"
        connection.execute(decisions.update().values(verdict=broken))
    with pytest.raises((NotRepeated, RecordBroken)):
        today(counter)


def test_satisfaction_is_told_with_the_share_that_answered(counter: Counter) -> None:
    for number, level in enumerate((1, 3, 5, None)):
        received = counter.submit()
        _paper(counter, received.application_id)
        if level is not None:
            task = rate(counter.house, received.receipt, level)
        counter.house.later(minutes=number)
    found = today(counter)
    assert (said(found, "satisfied"), said(found, "answered")) == ("2/3", "3/4")
    assert figure(found, "satisfied").beside == "answered"
    public = figures.count(counter.office, TODAY, public=True)
    assert figure(public, "satisfied").undefined == "few_people"
    act(counter.house, task, "appeal", reason="点错了")
    act(counter.house, task, "set_aside", "赵", reason="已核实", approver="李主任")
    found = today(counter)
    assert (said(found, "satisfied"), parts(found, "satisfied")) == ("2/3", {"set_aside": 1})


def test_who_was_called_after_the_month_was_not_called_in_it(counter: Counter) -> None:
    received = counter.submit()
    _paper(counter, received.application_id)
    task = rate(counter.house, received.receipt, 5)
    found = figures.count(counter.house.at("00:30", "2026-11-24").office, TODAY)
    assert said(found, "called_in_time") == "0/0", "its limit still ran"
    act(counter.house, task, "contact")
    later = figures.count(counter.house.at("09:00", "2026-12-01").office, TODAY)
    assert figure(later, "called_in_time") == figure(found, "called_in_time"), "counted again, it is the same"
    week = figures.count(counter.office, Period(TODAY.first, date(2026, 11, 29)))
    assert said(week, "called_in_time") == "1/1"


BEGUN = at("2026-03-02 10:00")


@pytest.mark.parametrize(
    ("happened", "part"),
    [
        (None, "not_submitted"),
        ([], "not_at_once"),
        ([("granted", 1), ("closed", 30)], ""),
        ([("granted", 1), ("closed", 30.1)], "not_at_once"),
        ([("granted", 1), ("issued", 1)], "not_at_once"),
        ([("accepted", 1), ("closed", 2)], "not_at_once"),
        ([("refused", 1), ("issued", 2), ("closed", 2)], "not_at_once"),
    ],
)
def test_what_is_a_result_on_the_spot(happened: list[tuple[str, float]] | None, part: str) -> None:
    events = happened and [(EventKind(kind), BEGUN + timedelta(minutes=minutes)) for kind, minutes in happened]
    assert on_the_spot(BEGUN, events).part == part
