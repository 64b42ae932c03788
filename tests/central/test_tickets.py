"""Taking a ticket: every rule that can hit a citizen, on both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from central.contract.messages import (
    ByBookingCode,
    ByBookingNumber,
    ByIdCard,
    ByPhone,
    RecordCopy,
    RuleCode,
    TicketState,
)
from central.services import halls, tickets
from central.services.refusals import Refusal
from central.services.windows import Act
from central.store import tickets as ticket_store
from tests.central.house import ANNA, BERT, MONDAY, PHONE, House, hall_file, item, moment, somebody, walk_in

Open = Callable[..., House]


def refused(work: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        work()
    return caught.value


@pytest.mark.parametrize(
    "proof",
    [
        lambda booking: ByBookingCode(payload=booking.code),
        lambda _: ByIdCard(id_number=ANNA),
        lambda booking: ByBookingNumber(booking_number=booking.booking_number, phone_last4=PHONE[-4:]),
        lambda _: ByPhone(phone=PHONE, id_last4=ANNA[-4:]),
    ],
    ids=["code", "card", "number", "phone"],
)
def test_each_way_in_takes_the_ticket(open_house: Open, proof: Callable[..., object]) -> None:
    house = open_house()
    booking = house.book("10:00")
    ticket = house.at("09:40").take_booked(booking, proof(booking))
    assert (ticket.number, ticket.booked, ticket.state) == ("A001", True, TicketState.WAITING)
    assert ticket.slot_start == moment("10:00")
    assert house.slot("10:00").arrived == 1


@pytest.mark.parametrize(
    "proof",
    [
        lambda other, _: ByBookingCode(payload=other.code),
        lambda *_: ByIdCard(id_number=BERT),
        lambda _, mine: ByBookingNumber(booking_number=mine.booking_number, phone_last4="0000"),
        lambda other, _: ByBookingNumber(booking_number=other.booking_number, phone_last4=PHONE[-4:]),
        lambda *_: ByPhone(phone="13800138002", id_last4=ANNA[-4:]),
        lambda *_: ByPhone(phone=PHONE, id_last4="0000"),
    ],
)
def test_a_proof_that_is_not_of_this_booking_opens_nothing(open_house: Open, proof: Callable[..., object]) -> None:
    house = open_house()
    mine, other = house.book("10:00"), house.book("10:00", id_number=BERT)
    house.at("09:40")
    assert refused(lambda: house.take_booked(mine, proof(other, mine))).code == RuleCode.NOT_FOUND
    assert house.slot("10:00").arrived == 0


@pytest.mark.parametrize(
    ("clock", "code"),
    [("09:29:59", "too_early"), ("09:30:00", None), ("10:14:59", None), ("10:15:00", "too_late")],
)
def test_check_in_opens_and_closes_by_the_minute(open_house: Open, clock: str, code: str | None) -> None:
    house = open_house()
    booking = house.book("10:00")
    house.at(clock)
    if code is None:
        assert house.take_booked(booking).number == "A001"
        return
    refusal = refused(lambda: house.take_booked(booking))
    assert refusal.code == code
    assert refusal.facts == {
        "opens_at": f"{MONDAY}T09:30:00+08:00",
        "closed_at": f"{MONDAY}T10:15:00+08:00",
        "slot_start": f"{MONDAY}T10:00:00+08:00",
        "slot_end": f"{MONDAY}T10:30:00+08:00",
    }


def test_late_people_may_join_the_walk_ins_and_lose_their_priority(open_house: Open) -> None:
    house = open_house(item(late_policy="join_walk_in", walk_in=1))
    booking = house.book("10:00")
    first = house.at("10:15").take_walk_in(BERT)
    ticket = house.take_booked(booking)
    assert (ticket.booked, ticket.slot_start, ticket.ahead) == (False, None, 1)
    assert first.number == "A001"
    assert house.slot("10:00").arrived == 0


def test_a_late_booking_finds_no_walk_in_place(open_house: Open) -> None:
    house = open_house(item(late_policy="join_walk_in", walk_in=0))
    booking = house.book("10:00")
    assert refused(lambda: house.at("10:20").take_booked(booking)).code == RuleCode.QUOTA_EXHAUSTED
    assert refused(lambda: house.take_booked(booking)).code == RuleCode.QUOTA_EXHAUSTED  # and was not used up by that


def test_a_cancelled_booking(open_house: Open) -> None:
    house = open_house()
    booking = house.book("10:30")
    assert house.cancel(booking).state == "cancelled"
    assert refused(lambda: house.at("10:10").take_booked(booking)).code == RuleCode.BOOKING_CANCELLED


def test_a_second_try_carries_the_open_ticket(open_house: Open) -> None:
    house = open_house()
    booking = house.book("10:00")
    ticket = house.at("09:40").take_booked(booking)
    again = refused(lambda: house.take_booked(booking))
    assert again.code == RuleCode.TICKET_OPEN
    assert again.facts == {"ticket_id": ticket.ticket_id, "number": "A001"}
    assert again.open_ticket == ticket
    assert refused(house.take_walk_in).open_ticket == ticket
    after_close = refused(lambda: house.at("10:20").take_booked(booking))
    assert after_close.code == RuleCode.TICKET_OPEN


def test_used_and_missed_bookings(open_house: Open) -> None:
    house = open_house(item(max_calls=1))
    used, missed = house.book("10:00"), house.book("10:00", id_number=BERT)
    house.at("10:00").open("1")
    house.take_booked(used)
    house.serve(5)
    assert refused(lambda: house.take_booked(used)).facts == {"number": "A001"}
    assert refused(lambda: house.take_booked(used)).code == RuleCode.BOOKING_USED
    house.take_booked(missed, ByIdCard(id_number=BERT))
    called = house.call()
    assert called is not None
    house.act(Act.PASS, called)
    refusal = refused(lambda: house.take_booked(missed, ByIdCard(id_number=BERT)))
    assert (refusal.code, refusal.facts) == (RuleCode.BOOKING_MISSED, {"number": "A002"})


def test_another_day(open_house: Open) -> None:
    house = open_house()
    booking = house.book("10:00", day="2026-11-24")
    refusal = refused(lambda: house.at("10:00").take_booked(booking))
    assert (refusal.code, refusal.facts) == (RuleCode.OTHER_DAY, {"day": "2026-11-24"})


def test_another_hall(open_house: Open) -> None:
    house = open_house()
    halls.publish(house.office, hall_file(hall_id="HALL-2"))
    booking = house.book("10:00")
    house.kiosk = house.enrol("HALL-2")
    house.hall_id = "HALL-2"
    refusal = refused(lambda: house.at("10:00").take_booked(booking))
    assert (refusal.code, refusal.facts) == (RuleCode.OTHER_HALL, {"hall": "HALL-1大厅"})


def test_walk_in_quota_and_the_places_of_people_who_did_not_come(open_house: Open) -> None:
    house = open_house(item(booked=2, walk_in=0, walk_in_release="at_check_in_close"))
    booking = house.book("09:00")
    house.book("09:00", id_number=BERT)
    house.at("09:00").take_booked(booking)
    early = refused(lambda: house.at("09:14").take_walk_in(somebody(1)))
    assert (early.code, early.facts) == (RuleCode.QUOTA_EXHAUSTED, {"next_at": f"{MONDAY}T09:15:00+08:00"})
    assert house.at("09:15").take_walk_in(somebody(1)).number == "A002"
    slot = house.slot("09:00")
    assert (slot.released, slot.booked_quota, slot.arrived, slot.walk_in_quota, slot.walk_in_taken) == (
        True,
        1,
        1,
        1,
        1,
    )
    full = refused(lambda: house.take_walk_in(somebody(2)))
    assert full.facts == {"next_at": f"{MONDAY}T09:45:00+08:00"}
    last = refused(lambda: [house.at("10:45").take_walk_in(somebody(number)) for number in range(3, 20)])
    assert (last.code, last.facts) == (RuleCode.QUOTA_EXHAUSTED, {})  # nothing more is released today


def test_the_board_counts_released_places_before_anybody_takes_one(open_house: Open) -> None:
    house = open_house(item(booked=2, walk_in=1, walk_in_release="at_check_in_close"))
    left = {
        clock: halls.board(house.at(clock).office, house.hall_id).items[0].walk_in_left
        for clock in ("09:14", "09:15", "10:45")
    }
    assert left == {"09:14": 4, "09:15": 6, "10:45": 12}


def test_a_closed_item_says_when_it_opens(open_house: Open) -> None:
    house = open_house()
    assert refused(lambda: house.at("08:59:59").take_walk_in()).facts == {"opens_at": f"{MONDAY}T09:00:00+08:00"}
    lunch = refused(lambda: house.at("12:00").take_walk_in())
    assert (lunch.code, lunch.facts) == (RuleCode.WINDOW_CLOSED, {"opens_at": f"{MONDAY}T13:00:00+08:00"})
    assert refused(lambda: house.at("17:00").take_walk_in()).facts == {"opens_at": "2026-11-24T09:00:00+08:00"}
    house.open("2")
    assert house.take_walk_in().number == "A001"  # a clerk who works on counts


def test_a_request_of_another_day_is_refused(open_house: Open) -> None:
    house = open_house()
    asked_at = house.at("10:00").clock.at
    house.at("10:00", "2026-11-24")
    refusal = refused(lambda: house.take(walk_in(ANNA, 1, asked_at)))
    assert (refusal.code, refusal.facts) == (RuleCode.OTHER_DAY, {"day": MONDAY})


def test_a_request_that_waited_in_a_dark_terminal_is_too_old_after_a_quarter_of_an_hour(open_house: Open) -> None:
    house = open_house()
    asked_at = house.at("10:00").clock.at
    assert house.at("10:15:00").take(walk_in(ANNA, 1, asked_at)).number == "A001"
    refusal = refused(lambda: house.at("10:15:01").take(walk_in(BERT, 1, asked_at)))
    assert (refusal.code, refusal.facts) == (RuleCode.REQUEST_STALE, {})


def test_an_unknown_item(open_house: Open) -> None:
    house = open_house()
    assert refused(lambda: house.at("10:00").take_walk_in(item_id=99)).code == RuleCode.ITEM_UNKNOWN


def test_items_that_share_a_prefix_share_the_numbers_and_a_new_day_begins_at_one(open_house: Open) -> None:
    house = open_house(item(1, "A"), item(2, "A"), item(3, "B"))
    house.at("10:00")
    taken = [house.take_walk_in(ANNA, number).number for number in (1, 2, 3)]
    assert taken == ["A001", "A002", "B001"]
    assert house.at("10:00", "2026-11-24").take_walk_in().number == "A001"


def test_the_last_number_is_9999(open_small: Open) -> None:
    house = open_small(item(walk_in=10_000, max_calls=1))
    house.at("10:00").take_walk_in()
    with house.office.database.write() as connection:
        connection.exec_driver_sql("UPDATE counters SET last = 9998")
    assert house.take_walk_in(BERT).number == "A9999"
    assert refused(lambda: house.take_walk_in(somebody(1))).code == RuleCode.QUOTA_EXHAUSTED


def test_a_copy_is_an_event_with_the_same_number(open_house: Open) -> None:
    house = open_house()
    ticket = house.at("10:00").take_walk_in()
    wanted = RecordCopy(ticket_id=ticket.ticket_id)
    copies = [house.desk(lambda desk: tickets.record_copy(desk, house.kiosk, wanted)).copies for _ in range(2)]
    assert copies == [1, 2]
    history = house.look(lambda desk: ticket_store.history(desk.connection, ticket.ticket_id))
    assert history == ["issued", "copied", "copied"]
    house.at("10:00", "2026-11-24")
    assert refused(lambda: house.desk(lambda desk: tickets.record_copy(desk, house.kiosk, wanted))).code == "other_day"
    unknown = RecordCopy(ticket_id="0" * 32)
    assert refused(lambda: house.desk(lambda desk: tickets.record_copy(desk, house.kiosk, unknown))).code == "not_found"


def test_the_code_on_the_paper_is_known_to_the_office_alone(open_small: Open) -> None:
    house = open_small()
    ticket = house.at("10:00").take_walk_in()
    assert tickets.verified(house.office, house.hall_id, ticket.verify) == ticket
    forged = ticket.verify[:-1] + ("0" if ticket.verify[-1] != "0" else "1")
    for payload in (forged, "ZT1:", "", "ZT1:" + "0" * 32 + ":" + "0" * 16):
        assert refused(lambda bad=payload: tickets.verified(house.office, house.hall_id, bad)).status == 404
