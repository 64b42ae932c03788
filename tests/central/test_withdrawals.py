"""撤回 at the office: once, by the applicant alone, before the decision; a department's own case is only asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from central.contract.case import EventKind, Role, Stage
from central.contract.following import AskPerson, ByCaseNumber, CaseWithdrawn, Withdrawal, WithdrawCase
from central.services import departments
from central.services.refusals import Refusal
from tests.central.counter import GUOAN, OTHER, Counter
from tests.central.house import House
from tests.central.test_departments import Department, client
from tests.central.test_following import by_number, do, read, refused, urge
from tests.central.test_settling import settle

Open = Callable[..., House]


def withdraw(house: House, number: str, proof: Any = GUOAN, key: str | None = None) -> CaseWithdrawn:
    done: CaseWithdrawn = do(house, WithdrawCase(number=number, proof=proof), key)
    return done


@pytest.fixture
def counter(open_house: Open) -> Counter:
    return Counter(open_house())


@pytest.fixture
def water(open_small: Open) -> Department:
    return Department(open_small())


# ---------------------------------------------------------------- on both databases


def test_an_application_is_withdrawn_once_however_often_it_is_sent(counter: Counter) -> None:
    house, number = counter.house, counter.submit(consents=()).receipt
    assert read(house, number, GUOAN).withdrawal is Withdrawal.AT_ONCE
    done = withdraw(house, number, key="w" * 32)
    assert withdraw(house, number, key="w" * 32) == done
    house.later(hours=2)
    house.kiosk = house.enrol()
    assert withdraw(house, number) == done, "another key, another terminal: it stays withdrawn as of then"
    followed = read(house, number, GUOAN)
    assert [event.kind for event in followed.case.events][-1] is EventKind.WITHDRAWN
    assert [event.kind for event in followed.case.events].count(EventKind.WITHDRAWN) == 1
    assert (followed.case.stage, followed.withdrawal, followed.can_ask_person) == (Stage.WITHDRAWN, None, False)
    with refused("urge_closed"):
        urge(house, number, GUOAN)
    with refused("case_moved_on"):
        do(house, AskPerson(number=number, proof=GUOAN))
    assert counter.submit(consents=()).receipt != number, "one can apply anew"


def test_two_terminals_at_once_withdraw_it_once(counter: Counter) -> None:
    house, number = counter.house, counter.submit(consents=()).receipt
    told: list[CaseWithdrawn] = []
    hands = [threading.Thread(target=lambda: told.append(withdraw(house, number))) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert len(told) == 4
    assert len(set(told)) == 1
    kinds = [event.kind for event in read(house, number, GUOAN).case.events]
    assert kinds.count(EventKind.WITHDRAWN) == 1


def test_of_a_withdrawal_and_a_decision_the_first_counts(counter: Counter) -> None:
    house, number = counter.house, counter.submit(consents=()).receipt
    ends: list[str] = []

    def citizen() -> None:
        try:
            withdraw(house, number)
            ends.append("withdrawn")
        except Refusal as refusal:
            ends.append(refusal.code)

    def clerk() -> None:
        try:
            settle(counter, number, "approve", reason="已核对")
            ends.append("approved")
        except Refusal as refusal:
            ends.append(refusal.code)

    hands = [threading.Thread(target=citizen), threading.Thread(target=clerk)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    stage = read(house, number, GUOAN).case.stage
    if stage is Stage.WITHDRAWN:
        assert "withdrawn" in ends
        assert "approved" not in ends
    else:
        assert sorted(ends) == ["approved", "case_moved_on"]
    assert len(ends) == 2


def test_a_department_is_asked_once_and_answers(open_house: Open) -> None:
    department = Department(open_house())
    house, number = department.house, department.open().number
    assert read(house, number).withdrawal is Withdrawal.REQUEST
    asked = withdraw(house, number, OTHER)
    assert asked.done is Withdrawal.REQUEST
    house.later(hours=1)
    assert withdraw(house, number, OTHER) == asked
    followed = read(house, number)
    assert followed.case.stage is Stage.SUBMITTED, "it lives in another system, which goes on until it answers"
    assert (followed.withdrawal, followed.case.withdrawal_asked, followed.can_urge) == (None, True, True)
    (listed,) = departments.work_list(house.office, client(), [Stage.SUBMITTED], None).cases
    assert listed.withdrawal_asked
    answer = department.change("withdrawn", 60, reason="按您的申请撤回", notice="撤〔2026〕1号", at=house.clock.at)
    assert department.report(number, answer).stage is Stage.WITHDRAWN
    assert read(house, number).withdrawal is None
    assert withdraw(house, number, OTHER) == asked
    assert department.replay() == [Stage.WITHDRAWN]


# ---------------------------------------------------------------- who, and when


def test_only_the_applicant_withdraws(water: Department) -> None:
    house, number = water.house, water.open().number
    with refused("case_not_found"):
        withdraw(house, number, GUOAN)
    with pytest.raises(ValidationError):
        WithdrawCase.model_validate({"number": number, "proof": by_number(number).model_dump()})
    company = {"by": "company", "credit_code": "91110105MA0XQ99X1Q", "holder": OTHER.model_dump()}
    with pytest.raises(ValidationError):
        WithdrawCase.model_validate({"number": number, "proof": company})
    assert read(house, number, ByCaseNumber(number=number, last4="8001")).withdrawal is Withdrawal.REQUEST
    assert [event.kind for event in read(house, number).case.events] == [EventKind.SUBMITTED]


@pytest.mark.parametrize(
    ("before", "open_"),
    [
        ((), True),
        (("supplement_asked",), True),
        (("accepted",), True),
        (("accepted", "review_begun", "stopped"), True),
        (("accepted", "review_begun", "granted"), False),
        (("accepted", "review_begun", "refused"), False),
        (("not_accepted",), False),
    ],
)
def test_until_the_decision(water: Department, before: tuple[str, ...], open_: bool) -> None:
    house, number = water.house, water.open().number
    if before == ("not_accepted",):
        water.report(number, water.change("not_accepted", 1, reason="不归本区", notice="不受1号"))
    elif before:
        water.say(number, *before)
    assert (read(house, number).withdrawal is not None) is open_
    if open_:
        assert withdraw(house, number, OTHER).done is Withdrawal.REQUEST
    else:
        with refused("case_moved_on"):
            withdraw(house, number, OTHER)


def test_a_department_whose_clock_is_ahead_is_no_obstacle(open_small: Open) -> None:
    department = Department(open_small())
    house = department.house
    number = department.open(at=house.clock.at).number
    ahead = house.clock.at + timedelta(minutes=4)
    department.report(number, department.change("accepted", 0, at=ahead))
    done = withdraw(house, number, OTHER)
    assert done.at == ahead
    assert read(house, number).case.withdrawal_asked


def test_what_was_decided_before_and_reported_after_a_request_stands(water: Department) -> None:
    """The request changes neither stage nor clock: a late report of an earlier decision is let in."""
    house, number = water.house, water.open().number
    water.say(number, "accepted", "review_begun")
    withdraw(house, number, OTHER)
    water.report(number, water.change("granted", 4))
    followed = read(house, number)
    assert (followed.case.stage, followed.withdrawal) == (Stage.GRANTED, None)
    assert water.replay() == [Stage.GRANTED]


@pytest.mark.parametrize("decided", ["granted", "refused"])
def test_a_decision_of_this_morning_that_is_reported_at_night_is_not_lost_to_an_urging(
    water: Department, decided: str
) -> None:
    house, number = water.house, water.open().number
    water.say(number, "accepted", "review_begun")
    urge(house, number)
    assert water.report(number, water.change(decided, 4)).stage.value == decided
    assert water.replay() == [Stage(decided)]


def test_nobody_but_the_applicant_asks_for_it(water: Department) -> None:
    number = water.open().number
    with refused("case_role_not_allowed"):
        water.report(number, water.change("withdrawal_asked", 1))
    events = read(water.house, number).case.events
    assert [event.role for event in events] == [Role.DEPARTMENT]
