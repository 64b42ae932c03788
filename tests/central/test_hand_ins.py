"""补交材料 by camera, at the office: what is asked for, once, by its applicant; the unit fetches the pictures."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import select

from central.contract.case import EventKind, ReportChanges, ReportedChange, Stage
from central.contract.following import ByCaseNumber
from central.contract.handing_in import HandedIn, HandIn, ThingsHandedIn
from central.services import commands, departments, following, guessing, materials
from central.services.departments import Reporter
from central.services.refusals import Refusal
from central.store.case_tables import hand_ins
from tests.central.counter import GUOAN, OTHER, Counter, item_document, jpeg
from tests.central.house import House
from tests.central.test_departments import Department, client
from tests.central.test_following import read, refused
from tests.central.test_materials import with_lease

Open = Callable[..., House]
PLAN, LEASE = "用水点平面图", "租赁合同"


@pytest.fixture
def department(open_house: Open) -> Department:
    return Department(open_house())


@pytest.fixture
def water(open_small: Open) -> Department:
    return Department(open_small())


def upload(house: House, content: bytes | None = None) -> str:
    content = jpeg() if content is None else content
    digest = hashlib.sha256(content).hexdigest()
    return materials.keep(house.office, house.kiosk, digest, content).digest


def hand_in(
    house: House, number: str, things: dict[str, tuple[str, ...]], proof: Any = OTHER, key: str | None = None
) -> ThingsHandedIn:
    """As the route does it; a refusal is raised again."""
    wanted = HandIn(number=number, proof=proof, things=tuple(HandedIn(key=k, pages=p) for k, p in things.items()))
    against: list[Refusal] = []

    def note(desk: Any, refusal: Refusal) -> None:
        guessing.note_refused(desk, refusal)
        against.append(refusal)

    command = house.command(key)
    answer = commands.answered(house.office, command) or commands.carry_out(
        house.office, command, following.prepare_hand_in(house.office, house.kiosk, wanted), note
    )
    if against:
        raise against[0]
    return ThingsHandedIn.model_validate_json(answer.body)


def asking(department: Department, *missing: str) -> str:
    """A department's own case in 补正."""
    number = department.open().number
    department.report(number, department.change("supplement_asked", 1, missing=missing or (PLAN, LEASE)))
    return number


def with_gap(department: Department, days: int = 5) -> str:
    number = department.open().number
    gap = {"missing": (PLAN,), "until": department.at(24 * days).date(), "reason": "容缺", "notice": "容〔2026〕1号"}
    department.report(number, department.change("accepted_with_gap", 1, **gap))
    return number


# ---------------------------------------------------------------- on both databases


def test_a_part_is_handed_in_once_and_the_rest_stays_asked_for(department: Department) -> None:
    house, number = department.house, asking(department)
    assert [each.name.zh_CN for each in read(house, number).to_hand_in] == [PLAN, LEASE]
    pages = (upload(house), upload(house, jpeg(90)))
    done = hand_in(house, number, {PLAN: pages}, key="h" * 32)
    assert (done.number, done.left) == (number, 1)
    assert hand_in(house, number, {PLAN: pages}, key="h" * 32) == done
    with refused("case_moved_on"):
        hand_in(house, number, {PLAN: pages})
    followed = read(house, number)
    assert (followed.case.stage, followed.case.missing) == (Stage.SUPPLEMENTING, (LEASE,))
    assert [each.key for each in followed.to_hand_in] == [LEASE]
    assert followed.case.handed_in == (), "the pictures are for whoever has the case"
    assert hand_in(house, number, {LEASE: pages[:1]}).left == 0
    assert read(house, number).case.stage is Stage.SUBMITTED
    told = departments.show(house.office, client(), number)
    assert [(each.key, each.pages) for each in told.handed_in] == [(PLAN, pages), (LEASE, pages[:1])]
    assert departments.handed_in(house.office, client(), number, pages[1]) == jpeg(90)
    assert department.replay() == [Stage.SUBMITTED]


def test_two_terminals_at_once_hand_it_in_once(department: Department) -> None:
    house, number = department.house, asking(department, PLAN)
    pages, ends = (upload(house),), []

    def try_it() -> None:
        try:
            hand_in(house, number, {PLAN: pages})
            ends.append("done")
        except Refusal as refusal:
            ends.append(refusal.code)

    hands = [threading.Thread(target=try_it) for _ in range(3)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sorted(ends) == ["case_moved_on", "case_moved_on", "done"]


def test_of_a_hand_in_and_a_report_both_stand_whichever_is_known_first(department: Department) -> None:
    """The department had the paper over its counter before, and says so only at night."""
    house, number = department.house, asking(department)
    hand_in(house, number, {PLAN: (upload(house),)})
    early = (department.change("supplemented", 2, missing=(PLAN, LEASE)), department.change("accepted", 3))
    assert department.report(number, *early).stage is Stage.ACCEPTED
    assert department.replay() == [Stage.ACCEPTED]
    with refused("case_moved_on"):
        hand_in(house, number, {LEASE: (upload(house),)})


def test_a_gap_is_filled_until_its_last_day(department: Department) -> None:
    house, number = department.house, with_gap(department)
    assert [each.key for each in read(house, number).to_hand_in] == [PLAN]
    page = upload(house)
    house.later(days=10)
    assert read(house, number).to_hand_in == ()
    page = upload(house)
    with refused("gap_over"):
        hand_in(house, number, {PLAN: (page,)})
    house.later(days=-10)
    assert hand_in(house, number, {PLAN: (page,)}).left == 0
    followed = read(house, number)
    assert (followed.case.stage, followed.case.gap, followed.to_hand_in) == (Stage.ACCEPTED, (), ())
    assert followed.case.events[-1].kind is EventKind.GAP_FILLED


# ---------------------------------------------------------------- on one


def test_somebody_else_hands_in_nothing_and_fetches_nothing(water: Department) -> None:
    house, number = water.house, asking(water)
    page = upload(house)
    with refused("case_not_found"):
        hand_in(house, number, {PLAN: (page,)}, GUOAN)
    hand_in(house, number, {PLAN: (page,)})
    other = water.open("SW-2026-002").number
    for asked, of in ((number, client("civil_affairs")), (other, client())):
        with refused("not_found"):
            departments.handed_in(house.office, of, asked, page)
    with refused("not_found"):
        departments.handed_in(house.office, client(), number, "0" * 64)


def test_what_is_not_asked_for_is_refused(water: Department) -> None:
    house = water.house
    number = asking(water, PLAN, "field.phone", "rule.age", "material.strange")
    page = upload(house)
    assert [each.key for each in read(house, number).to_hand_in] == [PLAN]
    for key in ("别的", "field.phone", "rule.age", "material.strange"):
        with refused("hand_in_unknown"):
            hand_in(house, number, {key: (page,)})
    with refused("hand_in_too_long"):
        hand_in(house, number, {PLAN: (page,) * 7})
    other = water.open("SW-2026-002").number
    with refused("nothing_missing"):
        hand_in(house, other, {PLAN: (page,)})


def test_only_pictures_of_this_terminal_are_taken(water: Department) -> None:
    house, number = water.house, asking(water)
    here, no_picture = upload(house), upload(house, b"\xff\xd8\xff no picture")
    with refused("material_invalid"):
        hand_in(house, number, {PLAN: (here, no_picture)})
    with refused("material_missing"):
        hand_in(house, number, {PLAN: ("0" * 64,)})
    house.kiosk = house.enrol()
    with refused("material_missing"):
        hand_in(house, number, {PLAN: (here,)})
    assert read(house, number).case.missing == (PLAN, LEASE)


def test_what_was_handed_in_stays_and_lies_sealed(water: Department) -> None:
    house, number = water.house, asking(water)
    page = upload(house)
    hand_in(house, number, {PLAN: (page,)})
    house.later(days=30)
    upload(house, jpeg(10))  # what nobody used is forgotten with the next one
    assert departments.handed_in(house.office, client(), number, page) == jpeg()
    kept = house.look(lambda desk: desk.connection.execute(select(hand_ins.c.content)).scalars().all())
    assert all(PLAN.encode() not in each and page.encode() not in each for each in kept)


def test_a_typed_number_a_company_and_markup_are_no_message() -> None:
    pages = ("0" * 64,)
    good = {"number": "7K3M-9QWX-2B4J", "proof": OTHER.model_dump(), "things": [{"key": PLAN, "pages": pages}]}
    assert HandIn.model_validate(good)
    bad: list[dict[str, Any]] = [
        {"proof": ByCaseNumber(number="7K3M-9QWX-2B4J", last4="8001").model_dump()},
        {"proof": {"by": "company", "credit_code": "91110105MA0XQ99X1Q", "holder": OTHER.model_dump()}},
        {"things": []},
        {"things": [{"key": "<b>图</b>", "pages": pages}]},
        {"things": [{"key": "图\u202e", "pages": pages}]},
        {"things": [{"key": PLAN, "pages": ["../etc/passwd"]}]},
        {"things": [{"key": PLAN, "pages": pages}] * 2},
        {"things": [{"key": f"图{n}", "pages": pages * 20} for n in range(3)]},
    ]
    for each in bad:
        with pytest.raises(ValidationError):
            HandIn.model_validate(good | each)


def test_a_department_that_is_late_with_all_of_it_leaves_the_clock_where_it_was(water: Department) -> None:
    number = asking(water, PLAN)
    hand_in(water.house, number, {PLAN: (upload(water.house),)})
    water.report(number, water.change("supplemented", 2, missing=(PLAN,)), water.change("accepted", 3))
    case = read(water.house, number).case
    assert case.since == water.house.look(lambda desk: desk.hall.local(water.at(3)))
    assert timedelta() < case.events[-1].at - case.since, "the applicant came after"


def test_the_gap_of_an_application_is_filled_by_its_applicant_and_fetched_by_its_department(open_small: Open) -> None:
    counter = Counter(open_small(), item_document(with_lease))
    house, number = counter.house, counter.submit(consents=()).receipt
    gap = ReportedChange(
        kind=EventKind.ACCEPTED_WITH_GAP,
        at=house.clock.at,
        missing=("material.lease", "material.portrait"),
        until=house.clock.at.date() + timedelta(days=5),
        reason="容缺",
        notice="容1",
    )
    wanted = ReportChanges(changes=(gap,))
    house.desk(lambda desk: departments.report(desk, Reporter("civil_affairs", "department:2"), number, wanted))
    (lease,) = read(house, number, GUOAN).to_hand_in
    assert (lease.key, lease.name.zh_CN, lease.pages_most) == ("material.lease", LEASE, 3), "no camera for papers: no"
    page = upload(house)
    with refused("hand_in_too_long"):
        hand_in(house, number, {lease.key: (page,) * 4}, GUOAN)
    assert hand_in(house, number, {lease.key: (page,) * 3}, GUOAN).left == 1
    assert read(house, number, GUOAN).to_hand_in == ()
    assert departments.handed_in(house.office, client("civil_affairs"), number, page) == jpeg()
