"""进度查询 at the office: one's own cases alone, told masked; guessing is counted, and urging is rationed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import select

from central.api.page import phrases
from central.contract import case_number, case_words
from central.contract.application import ByCard
from central.contract.case import EventKind, Stage
from central.contract.clock import Light
from central.contract.following import (
    AskPerson,
    ByCaseNumber,
    CaseFound,
    CaseProof,
    CaseUrged,
    CaseWithdrawn,
    FindCases,
    FollowedCase,
    MaterialState,
    PersonAsked,
    ReadCase,
    UrgeCase,
    WithdrawCase,
)
from central.contract.item import StartEvent, TimeLimit, Unit
from central.contract.messages import Message, Received
from central.contract.rating import RateCase
from central.limits.calendar import WorkCalendar, midnight
from central.limits.notice import Festival, Off
from central.services import commands, following
from central.services.refusals import Refusal
from central.services.supervision import supervise
from central.store.tables import misses
from tests.central.counter import GUOAN, OTHER, Counter
from tests.central.house import House, hall_file
from tests.central.test_departments import Department

Open = Callable[..., House]
ANNA = OTHER
LAST4_PHONE, LAST4_ID = "8001", "002X"


def refused(code: str) -> Any:
    """What is done within is refused with this code."""
    return pytest.raises(Refusal, match=f"^{code}$")


def by_number(number: str, last4: str = LAST4_PHONE) -> ByCaseNumber:
    return ByCaseNumber(number=number, last4=last4)


def find(house: House, proof: CaseProof = ANNA) -> tuple[CaseFound, ...]:
    return following.find(house.office, house.kiosk, FindCases(proof=proof)).cases


def read(house: House, number: str, proof: CaseProof = ANNA) -> FollowedCase:
    return following.read(house.office, house.kiosk, ReadCase(number=number, proof=proof))


_WAYS: dict[type[Message], tuple[Callable[..., Callable[..., Message]], type[Message]]] = {
    UrgeCase: (following.prepare_urge, CaseUrged),
    AskPerson: (following.prepare_ask, PersonAsked),
    WithdrawCase: (following.prepare_withdrawal, CaseWithdrawn),
    RateCase: (following.prepare_rating, Received),
}


def do(house: House, wanted: UrgeCase | AskPerson | WithdrawCase | RateCase, key: str | None = None) -> Any:
    """As the route does it; a refusal is raised again."""
    against: list[Refusal] = []
    prepare, told = _WAYS[type(wanted)]

    def note(desk: Any, refusal: Refusal) -> None:
        following.note_refused(desk, house.kiosk, wanted, refusal)
        against.append(refusal)

    command = house.command(key)
    answer = commands.answered(house.office, command) or commands.carry_out(
        house.office, command, prepare(house.office, house.kiosk, wanted), note
    )
    if against:
        raise against[0]
    return told.model_validate_json(answer.body)


def urge(house: House, number: str, proof: CaseProof = ANNA, key: str | None = None) -> CaseUrged:
    urged: CaseUrged = do(house, UrgeCase(number=number, proof=proof), key)
    return urged


@pytest.fixture
def department(open_house: Open) -> Department:
    return Department(open_house())


@pytest.fixture
def water(open_small: Open) -> Department:
    return Department(open_small())


# ---------------------------------------------------------------- on both databases


def test_a_card_finds_ones_own_cases_the_newest_first_at_any_hall(department: Department) -> None:
    house = department.house
    first = department.open().number
    second = department.open("SW-2", at=department.at(1)).number
    department.open("SW-3", applicant=department.wanted().applicant.model_copy(update={"id_number": GUOAN.id_number}))
    house.kiosk = house.enrol()
    assert [each.number for each in find(house)] == [second, first]
    assert find(house, ByCard(id_number="110105198505219999", name="张小满")) == ()


@pytest.mark.parametrize("last4", [LAST4_PHONE, LAST4_ID])
def test_a_number_with_a_second_factor_finds_its_case(department: Department, last4: str) -> None:
    number = department.open().number
    department.open("SW-2")
    assert [each.number for each in find(department.house, by_number(number, last4))] == [number]
    followed = read(department.house, number, by_number(number, last4))
    assert (followed.case.number, followed.case.applicant) == (number, "李**")


def test_urging_is_an_event_of_the_case_once_a_day(department: Department) -> None:
    house, number = department.house, department.open().number
    assert read(house, number).can_urge
    urged = urge(house, number, key="u" * 32)
    assert urge(house, number, key="u" * 32) == urged
    followed = read(house, number)
    assert [event.kind for event in followed.case.events] == [EventKind.SUBMITTED, EventKind.URGED]
    assert (followed.can_urge, followed.urged_at, followed.urge_again) == (False, urged.at, urged.again_at)
    assert followed.case.stage is Stage.SUBMITTED
    house.later(hours=23, minutes=59)
    with refused("urge_too_soon"):
        urge(house, number)
    house.later(minutes=1)
    urge(house, number)
    assert department.replay() == [Stage.SUBMITTED]


# ---------------------------------------------------------------- whose it is not


def test_unknown_wrong_and_other_peoples_numbers_get_one_answer(water: Department) -> None:
    house, mine = water.house, water.open().number
    theirs = water.open("SW-2", applicant=water.wanted().applicant.model_copy(update={"id_number": GUOAN.id_number}))
    told = []
    for number, proof in (
        (theirs.number, ANNA),
        (mine, GUOAN),
        (mine, by_number(mine, "8002")),
        (mine, by_number(theirs.number, "0013")),
        (nobodys := case_number.new(), by_number(nobodys)),
        (case_number.new(), ANNA),
    ):
        with pytest.raises(Refusal) as error:
            read(house, number, proof)
        told.append((error.value.code, error.value.facts, error.value.status))
        with refused("case_not_found"):
            urge(house, number, proof)
    assert all(each == ("case_not_found", {}, 404) for each in told)


def test_guessing_ends_soon_and_begins_again_after_a_while(water: Department) -> None:
    house, number = water.house, water.open().number
    for guess in range(6):
        with refused("case_not_found"):
            read(house, number, by_number(number, f"{guess:04}"))
    for proof in (by_number(number, "0007"), by_number(number)):
        with refused("too_many_lookups"):
            find(house, proof)
        with refused("too_many_lookups"):
            urge(house, number, proof)
    assert [each.number for each in find(house)] == [number], "whoever holds the card guesses nothing"
    house.later(minutes=10)
    assert read(house, number, by_number(number)).case.number == number


def test_a_number_that_is_tried_at_many_terminals_is_answered_at_none(department: Department) -> None:
    house, number, other = department.house, department.open().number, department.open("SW-2").number
    for guess in range(11):
        house.kiosk = house.enrol()
        with refused("case_not_found"):
            read(house, number, by_number(number, f"{guess:04}"))
    house.kiosk = house.enrol()
    with pytest.raises(Refusal) as error:
        find(house, by_number(number))
    assert (error.value.code, error.value.facts) == ("too_many_lookups", {"hours": 24})
    assert [each.number for each in find(house, by_number(other))] == [other]
    assert read(house, number).case.number == number, "whoever holds the card guesses nothing"
    house.later(hours=23, minutes=10)
    with pytest.raises(Refusal) as error:
        urge(house, number, by_number(number))
    assert error.value.facts == {"minutes": 50}
    house.later(minutes=50)
    assert find(house, by_number(number))


def test_what_was_tried_is_forgotten_after_a_day(department: Department) -> None:
    house, number = department.house, department.open().number
    for guess in range(3):
        with refused("case_not_found"):
            read(house, number, by_number(number, f"{guess:04}"))
    house.later(days=1, seconds=1)
    with refused("case_not_found"):
        read(house, number, by_number(number, "0009"))
    rows = house.look(lambda desk: list(desk.connection.execute(select(misses.c.subject))))
    assert len(rows) == 2
    assert number not in str(rows)


def test_a_card_that_is_held_against_other_peoples_numbers_is_counted_at_every_terminal(water: Department) -> None:
    house, number = water.house, water.open().number
    for _ in range(6):
        house.kiosk = house.enrol()
        with refused("case_not_found"):
            read(house, number, GUOAN)
    house.kiosk = house.enrol()
    with refused("too_many_lookups"):
        read(house, number, GUOAN)
    assert find(house, GUOAN) == ()
    assert read(house, number).case.number == number


def test_a_day_that_a_new_notice_moves_is_told_with_its_reason(department: Department) -> None:
    """The law's day moves on; what was promised does not, whatever happens to the case, and the light is by it."""
    five = TimeLimit(amount=5, unit=Unit.WORKING_DAY, starts_at=StartEvent.SUBMITTED)
    number = department.open(legal_limit=five, promised_limit=five).number
    house = department.house
    supervise(house.office)
    before = house.office.calendar
    [notice] = [each for each in before.notices.values() if each.year == 2026]
    more = Off(festivals=(Festival.NATIONAL_DAY,), first=date(2026, 11, 27), last=date(2026, 11, 27))
    changed = notice.model_copy(update={"off": (*notice.off, more)})
    house.office.calendar = WorkCalendar([*(each for each in before.notices.values() if each.year != 2026), changed])
    assert supervise(house.office).recounted == 2
    department.report(number, department.change("accepted", 40))
    assert supervise(house.office).recounted == 0

    def days() -> dict[str, tuple[date | None, str, Light]]:
        clocks = read(house, number).case.clocks
        return {each.kind.value: (each.due, each.moved.move.value if each.moved else "", each.light) for each in clocks}

    assert days() == {
        "legal": (date(2026, 12, 1), "later", Light.WHITE),
        "promised": (date(2026, 11, 30), "later", Light.WHITE),
    }
    assert find(house)[0].due == date(2026, 11, 30)
    said = dict(case_words.clocks(phrases()[0], read(house, number)))
    assert said["承诺 5 个工作日"].endswith("按新安排是12月1日 星期二，仍按原来答应的算")
    assert said["法定 5 个工作日"].endswith("放假安排有变，原来是11月30日 星期一")
    house.clock.at = midnight(date(2026, 12, 1))
    assert (days()["promised"][2], days()["legal"][2]) == (Light.RED, Light.YELLOW)
    assert supervise(house.office).lights == {("water", Light.RED): 1, ("water", Light.YELLOW): 1}
    house.office.calendar = before
    assert days()["legal"] == (date(2026, 11, 30), "", Light.RED)


def test_urging_in_the_dark_is_guessing_too(water: Department) -> None:
    house, number = water.house, water.open().number
    for guess in range(6):
        with refused("case_not_found"):
            urge(house, number, by_number(number, f"{guess:04}"))
    with refused("too_many_lookups"):
        find(house, by_number(number))


def test_a_letter_that_is_off_is_told_before_anybody_looks(water: Department) -> None:
    house, number = water.house, water.open().number
    for _ in range(9):
        for at in (0, 6, 13):
            off = case_number.LETTERS[(case_number.LETTERS.index(number[at]) + 1) % 31]
            with refused("case_number_invalid"):
                find(house, by_number(number[:at] + off + number[at + 1 :]))
            with refused("case_number_invalid"):
                urge(house, number[:at] + off + number[at + 1 :])
    assert find(house, by_number(number))
    assert urge(house, number)


@pytest.mark.parametrize("wild", ["%", "____-____-____", "****-****-****", "' OR 1=1 --", "7K3M-9QWX-2B4%", ""])
def test_wild_cards_are_no_numbers(wild: str) -> None:
    for field in ({"number": wild, "last4": "8001"}, {"number": "0000-0000-0000", "last4": wild}):
        with pytest.raises(ValidationError):
            ByCaseNumber.model_validate(field)
    with pytest.raises(ValidationError):
        ReadCase(number=wild, proof=ANNA)


# ---------------------------------------------------------------- what is told


def test_a_departments_own_case_tells_what_it_asked_for_and_got(water: Department) -> None:
    house, number = water.house, water.open().number
    water.say(number, "supplement_asked")
    asked = read(house, number)
    assert [(each.name.zh_CN, each.state) for each in asked.materials] == [("用水点平面图", MaterialState.MISSING)]
    assert not asked.can_urge
    with refused("urge_closed"):
        urge(house, number)
    water.report(number, water.change("supplemented", 2), water.change("accepted", 3))
    assert read(house, number).materials[0].state is MaterialState.ACCEPTED
    assert (find(house)[0].stage, find(house)[0].unit) == (Stage.ACCEPTED, None)
    with refused("case_moved_on"):
        do(house, AskPerson(number=number, proof=ANNA))


def test_a_case_that_is_over_is_green_and_nobody_is_urged(water: Department) -> None:
    house, number = water.house, water.open().number
    water.say(number, "accepted", "review_begun", "granted", "issued", "closed")
    assert (find(house)[0].light, find(house)[0].due) == (Light.GREEN, None)
    with refused("urge_closed"):
        urge(house, number)


def test_an_application_tells_its_materials_and_a_person_is_asked_from_any_terminal(open_small: Open) -> None:
    counter = Counter(open_small())
    house = counter.house
    lacking = counter.submit(materials=()).receipt
    followed = read(house, lacking, GUOAN)
    states = {each.name.zh_CN: each.state for each in followed.materials}
    assert followed.materials[0].state is MaterialState.MISSING
    assert MaterialState.FETCHED in states.values()
    assert followed.units["civil_affairs"].zh_CN
    assert followed.version == 1
    assert followed.application is not None
    waits = counter.submit(consents=(), applicant=GUOAN.model_copy(update={"address": ""})).receipt
    house.kiosk = house.enrol()
    assert read(house, waits, GUOAN).case.with_person
    asked = do(house, AskPerson(number=waits, proof=GUOAN))
    assert asked.answer_by == read(house, waits, GUOAN).case.answer_by


def test_remarks_with_markup_never_come_in_and_names_never_go_out(water: Department) -> None:
    with pytest.raises(ValidationError):
        water.change("accepted", 1, reason="<script>alert(1)</script>")
    number = water.open().number
    told = read(water.house, number).model_dump_json()
    assert "李秀英" not in told
    assert ANNA.id_number not in told
    assert "13800138001" not in told


def test_another_hall_knows_the_case_too(water: Department) -> None:
    from central.services import halls

    house, number = water.house, water.open().number
    halls.publish(house.office, hall_file(hall_id="HALL-2"))
    house.kiosk = house.enrol("HALL-2")
    assert read(house, number).case.number == number
