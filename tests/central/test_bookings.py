"""The booking channel's rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from stdnum import luhn

from central.contract import booking_code
from central.contract.messages import Book
from central.services import bookings, halls
from central.services.refusals import Refusal
from tests.central.house import ANNA, BERT, PHONE, House, hall_file, item, moment, somebody

Open = Callable[..., House]


def test_a_booking_carries_a_number_with_check_digit_and_a_signed_code(open_house: Open) -> None:
    house = open_house()
    booking = house.book("10:00")
    assert luhn.is_valid(booking.booking_number)
    assert booking.state == "booked"
    assert (booking.check_in_opens_at, booking.check_in_closes_at) == (moment("09:30"), moment("10:15"))
    code = booking_code.read(booking.code, house.office.keys.verifiers())
    assert code == booking_code.BookingCode(
        key_id=1,
        not_before=int(moment("09:30").timestamp()),
        expiry=int(moment("00:00", "2026-11-24").timestamp()),
        slot_start=int(moment("10:00").timestamp()),
        booking_id=booking.booking_id,
        hall_id="HALL-1",
        item_id=1,
        person=booking_code.person_hash(house.office.keys.hall_key("HALL-1"), ANNA),
    )
    assert bookings.read(house.office, house.hall_id, booking.booking_id) == booking


def test_slots_are_offered_until_they_begin(open_house: Open) -> None:
    house = open_house()
    house.book("10:00")
    offered = bookings.offered(house.at("09:30").office, house.hall_id, 1, date(2026, 11, 23)).slots
    assert [(slot.start, slot.left) for slot in offered] == [(moment("10:00"), 1), (moment("10:30"), 2)]
    assert len(bookings.offered(house.office, house.hall_id, 1, date(2026, 11, 24)).slots) == 4
    assert bookings.offered(house.office, house.hall_id, 1, date(2026, 12, 24)).slots == ()
    with pytest.raises(Refusal, match="item_unknown"):
        bookings.offered(house.office, house.hall_id, 9, date(2026, 11, 23))


def test_a_full_slot(open_house: Open) -> None:
    house = open_house(item(booked=1))
    mine = house.book("10:00")
    with pytest.raises(Refusal, match="quota_exhausted"):
        house.book("10:00", id_number=BERT)
    assert house.slot("10:00").booked_taken == 1
    house.cancel(mine)
    assert house.book("10:00", id_number=BERT).state == "booked"


def test_so_many_bookings_a_day_and_cancelling_gives_one_back(open_house: Open) -> None:
    house = open_house(item(per_person_per_day=2), item(2, "B", per_person_per_day=1))
    first = house.book("10:00")
    house.book("10:30")
    with pytest.raises(Refusal, match="booking_limit") as caught:
        house.book("09:30")
    assert caught.value.facts == {"limit": 2}
    house.book("10:00", item_id=2)
    house.book("10:00", day="2026-11-24")
    house.cancel(first)
    house.book("09:30")


def test_cancelling(open_house: Open) -> None:
    house = open_house()
    booking, other = house.book("10:00"), house.book("10:30", id_number=BERT)
    with pytest.raises(Refusal, match="cancel_too_late") as caught:
        house.at("08:00").cancel(booking)
    assert caught.value.facts == {"until": "2026-11-23T08:00:00+08:00"}
    house.at("07:59").cancel(other)
    with pytest.raises(Refusal, match="booking_cancelled"):
        house.cancel(other)
    house.at("10:00").take_booked(booking)
    with pytest.raises(Refusal, match="booking_used"):
        house.cancel(booking)
    with pytest.raises(Refusal, match="not_found"):
        bookings.read(house.office, house.hall_id, "0" * 32)


def test_a_slot_that_has_begun_or_is_elsewhere_cannot_be_booked(open_house: Open) -> None:
    house = open_house()
    with pytest.raises(Refusal, match="slot_past"):
        house.at("10:00").book("10:00")
    halls.publish(house.office, hall_file(hall_id="HALL-2"))
    wanted = Book(slot_id=house.slot("10:30").slot_id, name="李秀英", id_number=ANNA, phone=PHONE)
    with pytest.raises(Refusal, match="slot_unknown"):
        house.desk(lambda desk: bookings.book(desk, wanted), "HALL-2")


def test_a_mistyped_id_number_is_told_at_once(open_small: Open) -> None:
    house = open_small()
    with pytest.raises(Refusal, match="id_number_invalid") as caught:
        house.book("10:00", id_number="110105194912310021")
    assert caught.value.status == 422
    assert house.book("10:00", id_number=somebody(1)).state == "booked"  # other documents have other digits
