"""Finding bookings: the person's own, by exact factors, and nobody's by fishing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from central.contract.messages import (
    BookingFound,
    ByBookingCode,
    ByBookingNumber,
    ByIdCard,
    ByPhone,
    FindBookings,
    Proof,
    RuleCode,
)
from central.services import halls, lookups
from central.services.refusals import Refusal
from central.services.windows import Act
from tests.central.house import ANNA, BERT, PHONE, House, hall_file, item

Open = Callable[..., House]


def find(house: House, proof: Proof) -> tuple[BookingFound, ...]:
    return lookups.find(house.office, house.kiosk, FindBookings(proof=proof)).bookings


def test_a_card_finds_the_persons_own_bookings_of_today_in_this_hall(open_house: Open) -> None:
    house = open_house(item(1, "A"), item(2, "B"))
    halls.publish(house.office, hall_file(hall_id="HALL-2"))
    mine = [house.book("09:30"), house.book("10:00", item_id=2)]
    house.book("10:00", id_number=BERT)
    house.book("10:00", day="2026-11-24")
    house.at("09:20")
    found = find(house, ByIdCard(id_number=ANNA))
    assert [one.booking_id for one in found] == [booking.booking_id for booking in mine]
    assert [one.rule for one in found] == [None, RuleCode.TOO_EARLY]
    assert {one.person for one in found} == {"李**"}
    house.kiosk = house.enrol("HALL-2")
    assert find(house, ByIdCard(id_number=ANNA)) == ()


@pytest.mark.parametrize(
    "proof",
    [
        lambda b: ByBookingNumber(booking_number=b.booking_number, phone_last4=PHONE[-4:]),
        lambda b: ByBookingCode(payload=b.code),
    ],
    ids=["number", "code"],
)
def test_a_code_or_number_finds_its_booking_wherever_it_is(open_house: Open, proof: Callable[..., Proof]) -> None:
    house = open_house()
    halls.publish(house.office, hall_file(hall_id="HALL-2"))
    here, tomorrow = house.book("10:00"), house.book("10:00", day="2026-11-24")
    house.at("10:00")
    assert [one.rule for one in find(house, proof(here))] == [None]
    (other_day,) = find(house, proof(tomorrow))
    assert (other_day.rule, other_day.facts) == (RuleCode.OTHER_DAY, {"day": "2026-11-24"})
    house.kiosk = house.enrol("HALL-2")
    (other_hall,) = find(house, proof(here))
    assert (other_hall.rule, other_hall.facts) == (RuleCode.OTHER_HALL, {"hall": "HALL-1大厅"})


def test_an_open_ticket_is_found_with_the_booking(open_house: Open) -> None:
    house = open_house()
    booking = house.book("10:00")
    ticket = house.at("09:40").take_booked(booking)
    (found,) = find(house, ByIdCard(id_number=ANNA))
    assert (found.rule, found.open_ticket) == (RuleCode.TICKET_OPEN, ticket)


def test_what_is_over_is_left_out_beside_what_is_not(open_house: Open) -> None:
    house = open_house()
    house.cancel(house.book("10:30"))
    (alone,) = find(house, ByIdCard(id_number=ANNA))
    assert alone.rule == RuleCode.BOOKING_CANCELLED
    live = house.book("10:00")
    house.at("09:45").open("1")
    (found,) = find(house, ByIdCard(id_number=ANNA))
    assert (found.booking_id, found.rule) == (live.booking_id, None)
    house.take_booked(live)
    house.serve(1)
    assert {one.rule for one in find(house, ByIdCard(id_number=ANNA))} == {
        RuleCode.BOOKING_CANCELLED,
        RuleCode.BOOKING_USED,
    }


@pytest.mark.parametrize(
    "proof",
    [
        ByIdCard(id_number=BERT),
        ByPhone(phone=PHONE, id_last4="0000"),
        ByPhone(phone="13900139000", id_last4=ANNA[-4:]),
        ByBookingNumber(booking_number="0000000000", phone_last4=PHONE[-4:]),
        ByBookingCode(payload="https://example.org/"),
        ByBookingCode(payload="ZW1:" + "0" * 174),
        ByBookingCode(payload="ZW1:" + "😀" * 174),
    ],
)
def test_nothing_matches_in_part(open_house: Open, proof: Proof) -> None:
    house = open_house()
    house.book("10:00")
    assert find(house, proof) == ()


def test_a_code_signed_by_somebody_else_finds_nothing(
    open_small: Open, tmp_path_factory: pytest.TempPathFactory
) -> None:
    house = open_small()
    code = house.book("10:00").code
    flipped = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert find(house, ByBookingCode(payload=flipped)) == ()
    other = House(str(tmp_path_factory.mktemp("other") / "o.db"), tmp_path_factory.mktemp("keys"))
    try:
        assert find(house, ByBookingCode(payload=other.book("10:00").code)) == ()
    finally:
        other.close()


def test_fishing_ends_after_six_typed_look_ups_in_vain(open_house: Open) -> None:
    house = open_house()
    booking = house.book("10:00")
    house.at("10:00")
    wrong = ByPhone(phone=PHONE, id_last4="0000")
    right = ByPhone(phone=PHONE, id_last4=ANNA[-4:])
    for _ in range(5):
        assert find(house, wrong) == ()
    assert len(find(house, right)) == 1
    assert find(house.later(minutes=4), wrong) == ()
    for typed in (wrong, right):
        with pytest.raises(Refusal, match=RuleCode.TOO_MANY_LOOKUPS) as caught:
            find(house, typed)
        assert caught.value.facts == {"minutes": 6}
    assert len(find(house, ByIdCard(id_number=ANNA))) == 1  # a card is not typed
    with pytest.raises(Refusal, match=RuleCode.TOO_MANY_LOOKUPS):
        house.take_booked(booking, right)
    first, house.kiosk = house.kiosk, house.enrol()
    assert len(find(house, right)) == 1  # another kiosk is not to blame
    house.kiosk = first
    assert len(find(house.later(minutes=6, seconds=1), right)) == 1


def test_taking_tickets_is_no_way_to_fish_either(open_house: Open) -> None:
    house = open_house()
    booking = house.book("10:00")
    house.at("10:00")
    for guess in range(6):
        with pytest.raises(Refusal, match=RuleCode.NOT_FOUND):
            house.take_booked(booking, ByPhone(phone=PHONE, id_last4=f"{guess:04d}"))
    with pytest.raises(Refusal, match=RuleCode.TOO_MANY_LOOKUPS):
        house.take_booked(booking, ByPhone(phone=PHONE, id_last4=ANNA[-4:]))


def test_a_held_ticket_is_open(open_house: Open) -> None:
    house = open_house()
    house.book("10:00")
    house.at("10:00").open("1")
    house.take_walk_in()
    called = house.call()
    assert called is not None
    house.act(Act.HOLD, called)
    (found,) = find(house, ByIdCard(id_number=ANNA))
    assert found.rule == RuleCode.TICKET_OPEN
