"""Windows and the queue: who is next, what becomes of them, how long it takes."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

import pytest

from central.contract.messages import TicketState, WaitEstimate
from central.services import halls
from central.services.refusals import Refusal
from central.services.wait import estimate
from central.services.windows import Act
from central.store import tickets as ticket_store
from tests.central.house import ANNA, BERT, House, hall_file, item, somebody

Open = Callable[..., House]


def called_in_order(house: House) -> list[str]:
    """Everybody who waits, as window 1 calls them."""
    order = []
    while (ticket := house.call()) is not None:
        order.append(ticket.number)
        house.act(Act.SERVE, ticket)
        house.act(Act.FINISH, ticket)
    return order


def test_people_who_booked_go_first_from_their_slot_on(open_house: Open) -> None:
    house = open_house(item(walk_in=5))
    half_past, ten = house.book("09:30"), house.book("10:00", id_number=BERT)
    house.at("09:01").open("1")
    first, second = house.take_walk_in(somebody(1)), house.take_walk_in(somebody(2))
    early = house.take_booked(half_past)
    assert (first.ahead, second.ahead, early.ahead) == (0, 1, 2)  # before their slot they have no priority
    house.at("09:30")
    late = house.take_walk_in(somebody(3))
    assert late.ahead == 3
    with pytest.raises(Refusal) as again:
        house.take_walk_in(somebody(2))
    assert again.value.open_ticket is not None
    assert again.value.open_ticket.ahead == 2  # the booked one stands before them now
    assert ten.slot_start > half_past.slot_start
    assert called_in_order(house) == [early.number, first.number, second.number, late.number]


def test_a_window_calls_its_own_items_only(open_house: Open) -> None:
    hours = [{"first": "09:00", "last": "17:00"}]
    windows = [{"window_id": "1", "items": [1], "hours": hours}, {"window_id": "2", "items": [2], "hours": hours}]
    house = open_house(file=hall_file(item(1, "A"), item(2, "B"), windows=windows))
    house.at("10:00").open("1", "2")
    house.take_walk_in(ANNA, 2)
    assert house.call("1") is None
    called = house.call("2")
    assert called is not None
    assert called.number == "B001"
    with pytest.raises(Refusal, match="not_found"):
        house.act(Act.SERVE, called, "1")


def test_the_life_of_a_ticket(open_house: Open) -> None:
    house = open_house(item(walk_in=5, max_calls=3))
    house.at("10:00").open("1")
    anna, bert = house.take_walk_in(ANNA), house.take_walk_in(BERT)
    called = house.call()
    assert called is not None
    assert (called.number, called.state) == (anna.number, TicketState.CALLED)
    house.act(Act.RECALL, called)
    assert house.later(minutes=1).act(Act.PASS, called) is None
    second = house.call()
    assert second is not None
    assert second.number == bert.number  # who was passed waits behind those who waited then
    house.act(Act.HOLD, second)
    third = house.call()
    assert third is not None
    assert third.number == anna.number
    with pytest.raises(Refusal, match="calls_used_up"):
        house.act(Act.RECALL, third)  # called, recalled, called: three
    house.act(Act.PASS, third)
    house.act(Act.RESUME, second)
    assert called_in_order(house) == [bert.number]
    history = [house.look(lambda desk, t=t: ticket_store.history(desk.connection, t.ticket_id)) for t in (anna, bert)]
    assert history == [
        ["issued", "called", "recalled", "passed", "called", "missed"],
        ["issued", "called", "held", "resumed", "called", "serving", "finished"],
    ]


def test_a_held_ticket_keeps_its_place(open_house: Open) -> None:
    house = open_house(item(walk_in=5))
    house.at("10:00").open("1")
    house.take_walk_in(ANNA)
    house.later(minutes=1).take_walk_in(BERT)
    anna = house.call()
    assert anna is not None
    house.act(Act.SERVE, anna)
    house.act(Act.HOLD, anna)
    house.act(Act.RESUME, anna)
    assert called_in_order(house) == ["A001", "A002"]


def test_what_a_window_cannot_do(open_house: Open) -> None:
    house = open_house(item(walk_in=5))
    house.at("10:00")
    with pytest.raises(Refusal, match="window_not_open"):
        house.call("1")
    with pytest.raises(Refusal, match="window_unknown"):
        house.call("9")
    house.open("1", "2")
    waiting = house.take_walk_in(ANNA)
    for act in Act:
        with pytest.raises(Refusal, match="ticket_state_other"):
            house.act(act, waiting)
    called = house.call("1")
    assert called is not None
    for act in (Act.FINISH, Act.RESUME):
        with pytest.raises(Refusal, match="ticket_state_other"):
            house.act(act, called)
    with pytest.raises(Refusal, match="ticket_state_other"):
        house.act(Act.SERVE, called, "2")  # it was called to the other window
    for work in (lambda: house.call("1"), house.close_window):
        with pytest.raises(Refusal, match="window_busy"):
            work()


def test_the_queue_of_yesterday_is_over(open_house: Open) -> None:
    house = open_house(item(walk_in=5))
    house.at("16:59").open("1")
    old = house.take_walk_in(ANNA)
    house.at("09:00", "2026-11-24")
    assert house.call() is None
    assert house.take_walk_in(ANNA).number == old.number
    with pytest.raises(Refusal, match="ticket_state_other"):
        house.act(Act.RESUME, old)


# ---------------------------------------------------------------- the wait


def test_the_wait_is_measured_or_not_said(open_house: Open) -> None:
    house = open_house(item(walk_in=50))
    house.at("09:00")
    assert house.take_walk_in(somebody(0)).wait is None  # no window is open
    house.open("1")
    for number in range(1, 5):
        assert house.take_walk_in(somebody(number)).wait is None  # fewer than five measurements
    for _ in range(5):
        house.serve(minutes=10)
    ticket = house.take_walk_in(somebody(9))
    assert (ticket.ahead, ticket.wait) == (0, WaitEstimate(low_min=0, high_min=0))
    behind = house.take_walk_in(somebody(10))
    assert (behind.ahead, behind.wait) == (1, WaitEstimate(low_min=10, high_min=10))
    house.open("2")
    third = house.take_walk_in(somebody(11))
    assert (third.ahead, third.wait) == (2, WaitEstimate(low_min=10, high_min=10))
    board = halls.board(house.office, house.hall_id).items[0]
    assert (board.waiting, board.windows_open, board.wait) == (3, 2, WaitEstimate(low_min=15, high_min=15))
    house.clock.at += timedelta(days=8)
    assert halls.board(house.office, house.hall_id).items[0].wait is None  # too old to be true


def test_a_window_for_two_queues_works_half_for_each(open_house: Open) -> None:
    house = open_house(item(1, "A", walk_in=50), item(2, "B", walk_in=50))
    house.at("09:00").open("1")
    for number in range(5):
        house.take_walk_in(somebody(number))
        house.serve(minutes=10)
    for number in range(2):
        house.take_walk_in(somebody(10 + number), 1)
        house.take_walk_in(somebody(20 + number), 2)
    wait = house.take_walk_in(somebody(12), 1).wait
    assert wait == WaitEstimate(low_min=33, high_min=34)  # 2 ahead, 10 min each, 3 of 5 people are of this queue


def test_a_range_widens_with_the_spread_and_the_length_of_the_queue() -> None:
    steady, varied = [600] * 10, [300, 900] * 5
    assert estimate(4, 0, 2, steady) == WaitEstimate(low_min=20, high_min=20)
    wide = estimate(4, 0, 2, varied)
    assert wide is not None
    assert wide.low_min < 20 < wide.high_min
    assert estimate(4, 2, 2, steady) == WaitEstimate(low_min=25, high_min=25)  # those at the windows are half done
    assert estimate(0, 0, 1, steady) == WaitEstimate(low_min=0, high_min=0)
    assert estimate(0, 1, 1, steady) == WaitEstimate(low_min=5, high_min=5)
    assert estimate(3, 0, 0, steady) is None
    assert estimate(3, 0, 1, [600] * 4) is None


def test_eight_of_ten_waits_fall_into_the_range() -> None:
    chance = random.Random(20261123)
    hits = total = 0
    for _ in range(400):
        measured = [round(chance.gauss(600, 150)) for _ in range(50)]
        ahead = chance.randint(3, 12)
        said = estimate(ahead, 0, 1, measured)
        assert said is not None
        waited = sum(max(0.0, chance.gauss(600, 150)) for _ in range(ahead)) / 60
        hits += said.low_min <= waited <= said.high_min
        total += 1
    assert 0.78 <= hits / total <= 0.92  # whole minutes make the range a little wider
