"""催办 from unit to unit (后项追前项): who waits may urge whoever has the case, once a day, and everybody sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from central.contract.case import Case, CaseEvent, EventKind, Role, Stage, UrgeAsUnit
from central.contract.following import CaseUrged
from central.contract.project import ProjectDocument
from central.office import Desk
from central.services import cases, departments, urges
from central.services.departments import Reporter
from central.shelf import Shelf, Volume
from central.store.kiosks import Client
from tests.central.counter import item_document
from tests.central.house import BERT, House
from tests.central.test_applications import refused
from tests.central.test_departments import WATER, Department
from tests.central.test_following import read, urge
from tests.central.test_projects import document, step

Open = Callable[..., House]
PLANNING, FIRE, PARKS = (Reporter(name, f"department:{name}") for name in ("planning", "fire", "parks"))
PROJECT = document(
    step("scheme", item="design_scheme"),
    step("water", "scheme", item="water_supply"),
    step("fire", "scheme", item="fire_design"),
    step("works", "fire", item="works_permit"),
)


class Units(Department):
    """In a project planning comes first, then water and fire; of the same applicant water has a case, and parks."""

    def __init__(self, house: House) -> None:
        super().__init__(house)
        house.office.shelf = Shelf(projects=[ProjectDocument.model_validate(PROJECT)])
        self.scheme = self.open("GH-1", PLANNING, item="design_scheme").number
        self.open("SW-1")
        self.open("YL-1", PARKS, item="tree_felling")

    def urge(self, reporter: Reporter = WATER, number: str = "", reason: str = "") -> CaseUrged:
        wanted = UrgeAsUnit(reason=reason)
        return self.house.desk(lambda desk: urges.by_department(desk, reporter, number or self.scheme, wanted))

    def listed(self, department: str) -> list[Case]:
        client = Client("1", "department", self.house.hall_id, "", "", self.house.clock.at, department=department)
        return list(departments.work_list(self.house.office, client, list(Stage), None).cases)

    def urged(self) -> list[CaseEvent]:
        return [each for each in read(self.house, self.scheme).case.events if each.kind is EventKind.URGED]


@pytest.fixture
def units(open_house: Open) -> Units:
    return Units(open_house())


@pytest.fixture
def small(open_small: Open) -> Units:
    return Units(open_small())


def test_the_unit_that_waits_urges_and_everybody_sees_who_urged_whom(units: Units) -> None:
    said = units.urge(reason="施工单位已经进场")
    [event] = units.urged()
    assert (event.by_unit, event.unit, event.role, event.reason) == (
        "water",
        "planning",
        Role.DEPARTMENT,
        "施工单位已经进场",
    )
    assert (said.number, said.at) == (units.scheme, event.at)
    [in_list] = units.listed("planning")
    assert in_list.events[-1] == event
    assert in_list.unit == "planning"
    assert Stage.SUBMITTED in units.replay()


def test_it_moves_neither_the_case_nor_the_clock(small: Units) -> None:
    before = read(small.house, small.scheme).case
    small.urge()
    after = read(small.house, small.scheme).case
    changed = {name for name in type(before).model_fields if getattr(before, name) != getattr(after, name)}
    assert changed == {"events"}


def test_each_urges_once_a_day_whoever_else_did(small: Units) -> None:
    small.urge()
    status, code, facts = refused(small.urge)
    assert (status, code) == (409, "urge_too_soon")
    assert facts["again_at"]
    assert urge(small.house, small.scheme).number == small.scheme
    assert read(small.house, small.scheme).urged_at is not None
    small.house.later(hours=24)
    small.urge()
    assert [each.by_unit for each in small.urged()] == ["water", "", "water"]


def test_an_applicant_is_not_told_that_it_was_they_who_urged(small: Units) -> None:
    small.urge()
    followed = read(small.house, small.scheme)
    assert (followed.urged_at, followed.can_urge) == (None, True)


@pytest.mark.parametrize("reporter", [PARKS, FIRE])
def test_whoever_does_not_wait_does_not_learn_that_there_is_a_case(small: Units, reporter: Reporter) -> None:
    assert refused(lambda: small.urge(reporter))[:2] == (404, "not_found")
    assert refused(lambda: small.urge(reporter, "0000-0000-0000"))[:2] == (404, "not_found")
    assert small.urged() == []


def test_a_case_of_somebody_else_gives_no_standing(small: Units) -> None:
    other = small.wanted().applicant.model_copy(update={"id_number": BERT})
    small.open("XF-1", FIRE, item="fire_design", applicant=other)
    assert refused(lambda: small.urge(FIRE))[:2] == (404, "not_found")
    small.open("XF-2", FIRE, item="fire_design")
    assert small.urge(FIRE).number == small.scheme


def test_one_that_waits_for_the_next_but_one_does_not_urge(small: Units) -> None:
    works = Reporter("housing", "department:housing")
    small.open("ZJ-1", works, item="works_permit")
    assert refused(lambda: small.urge(works))[:2] == (404, "not_found")


def test_a_published_item_that_waits_gives_standing_without_a_case(small: Units) -> None:
    item = Volume.of(item_document(lambda said: said.update(item="fire_design", department="fire")))
    small.house.office.shelf = Shelf([item], projects=[ProjectDocument.model_validate(PROJECT)])
    assert small.urge(FIRE).number == small.scheme


def test_nobody_urges_themselves_or_for_what_is_over(small: Units) -> None:
    assert refused(lambda: small.urge(PLANNING))[:2] == (409, "urge_not_next")
    withdrawn = small.change("withdrawn", 30, reason="申请人撤回", notice="撤1")
    small.report(small.scheme, withdrawn, reporter=PLANNING)
    assert refused(small.urge)[:2] == (409, "urge_closed")


def test_the_own_department_urges_a_unit_that_has_its_case(small: Units) -> None:
    handed = small.change("handed_over", 1, level=1)
    small.report(small.scheme, handed, reporter=PLANNING)
    small.house.desk(lambda desk: _taken_by(desk, small, "meeting"))
    assert small.urge(PLANNING).number == small.scheme
    assert [(each.by_unit, each.unit) for each in small.urged()] == [("planning", "meeting")]


def _taken_by(desk: Desk, units: Units, unit: str) -> None:
    case = cases.numbered(desk.connection, units.scheme)
    change = departments.changed(Reporter(unit, "department:9"), units.change("accepted", 2))
    cases.change(desk, case.case_id, [change])


def test_an_urge_is_no_change_that_is_reported(small: Units) -> None:
    """It goes by a way of its own, where the standing is looked at."""
    wanted: Any = small.change("urged", 1)
    assert refused(lambda: small.report(small.scheme, wanted, reporter=PLANNING))[1:] == (
        "case_needs",
        {"kind": EventKind.URGED, "what": "by_unit"},
    )
