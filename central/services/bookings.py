"""What a booking channel asks for: slots, a booking, to cancel it."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import date, timedelta

from stdnum import luhn

from central.contract import booking_code, messages
from central.contract.booking_code import BookingCode
from central.contract.messages import Book, RuleCode, SlotOffered, SlotsOffered
from central.office import Desk, Office
from central.rules.masks import masked_name
from central.services import people, rules
from central.services.queue import item_of
from central.services.refusals import Refusal
from central.store import bookings, halls


def offered(office: Office, hall_id: str, item_id: int, day: date) -> SlotsOffered:
    """The slots of a day that have not begun, with the places left in them."""
    now = office.clock.now()
    office.lay_out_days(hall_id, now)
    with office.database.read() as connection:
        hall = office.hall(connection, hall_id)
        item_of(hall, item_id)
        return SlotsOffered(
            slots=tuple(
                SlotOffered(
                    slot_id=slot.slot_id,
                    item_id=item_id,
                    start=hall.local(slot.starts_at),
                    end=hall.local(slot.ends_at),
                    left=max(0, slot.booked_quota - slot.booked_taken),
                )
                for slot in halls.slots_of(connection, hall_id, day, item_id)
                if slot.starts_at > now and not slot.released
            )
        )


def book(desk: Desk, wanted: Book) -> messages.Booking:
    """Book a slot for a person. Raises `Refusal`."""
    slot = halls.slot(desk.connection, wanted.slot_id)
    if slot is None or slot.hall_id != desk.hall.hall_id:
        raise Refusal("slot_unknown", status=404)
    if slot.starts_at <= desk.now:
        raise Refusal("slot_past", {"slot_start": desk.hall.text(slot.starts_at)})
    if not people.has_good_check_digit(wanted.id_number):
        raise Refusal("id_number_invalid", status=422)
    return book_place(desk, slot, wanted)


def book_place(desk: Desk, slot: halls.Slot, wanted: Book) -> messages.Booking:
    """Take the place and write the booking down. Raises `Refusal`."""
    keys, hall = desk.keys, desk.hall
    item = item_of(hall, slot.item_id)
    number = _new_number()
    booking = bookings.Booking(
        booking_id=secrets.token_hex(16),
        booking_number=number,
        hall_id=hall.hall_id,
        item_id=item.item_id,
        slot_id=slot.slot_id,
        day=slot.day,
        person=people.person(keys, wanted.id_number),
        code_person=booking_code.person_hash(keys.hall_key(hall.hall_id), wanted.id_number).hex(),
        id_last4=people.id_last4(keys, wanted.id_number[-4:]),
        phone=people.phone(keys, wanted.phone),
        phone_last4=people.phone_last4(keys, number, wanted.phone[-4:]),
        masked_name=masked_name(wanted.name),
        state="booked",
        booked_at=desk.now,
    )
    limit = item.rules.per_person_per_day
    if not bookings.count_for_person(desk.connection, booking, limit):
        raise Refusal("booking_limit", {"limit": limit})
    if not halls.take_booked_place(desk.connection, slot.slot_id):
        raise Refusal(RuleCode.QUOTA_EXHAUSTED)
    bookings.add(desk.connection, booking)
    return shown(desk, slot, booking)


def read(office: Office, hall_id: str, booking_id: str) -> messages.Booking:
    """A booking of this hall. Raises `Refusal`."""
    with office.database.read() as connection:
        desk = office.desk(connection, hall_id)
        booking = _here(desk, bookings.find(connection, booking_id))
        return shown(desk, _slot_of(desk, booking), booking)


def cancel(desk: Desk, booking_id: str) -> messages.Booking:
    """Give a booking's place back. Raises `Refusal`."""
    connection, hall = desk.connection, desk.hall
    booking = _here(desk, bookings.lock(connection, booking_id))
    slot = _slot_of(desk, booking)
    item = item_of(hall, booking.item_id)
    match booking.state:
        case "cancelled":
            raise Refusal(RuleCode.BOOKING_CANCELLED)
        case "ticketed":
            raise Refusal(RuleCode.BOOKING_USED)
    if not rules.may_cancel(item.rules, slot.starts_at, desk.now):
        raise Refusal("cancel_too_late", {"until": hall.text(rules.cancel_until(item.rules, slot.starts_at))})
    bookings.uncount_for_person(connection, booking)
    halls.give_back_booked_place(connection, slot.slot_id)
    bookings.set_state(connection, booking_id, "cancelled", cancelled_at=desk.now)
    return shown(desk, slot, replace(booking, state="cancelled"))


def shown(desk: Desk, slot: halls.Slot, booking: bookings.Booking) -> messages.Booking:
    """A booking as the channel shows it, with the code for the citizen's phone.

    The code is good until the end of the hall's day: after check-in has closed it still finds a ticket already taken.
    """
    keys, hall = desk.keys, desk.hall
    item = item_of(hall, booking.item_id)
    span = rules.check_in_span(item.rules, slot.starts_at, slot.ends_at)
    code = BookingCode(
        key_id=keys.issuer_id,
        not_before=int(span.opens_at.timestamp()),
        expiry=int(hall.moment(booking.day + timedelta(days=1), "00:00").timestamp()),
        slot_start=int(slot.starts_at.timestamp()),
        booking_id=booking.booking_id,
        hall_id=hall.hall_id,
        item_id=item.item_id,
        person=bytes.fromhex(booking.code_person),
    )
    return messages.Booking(
        booking_id=booking.booking_id,
        booking_number=booking.booking_number,
        code=booking_code.sign(code, keys.issuers[keys.issuer_id]),
        item=item.name,
        hall=hall.file.name,
        slot_start=hall.local(slot.starts_at),
        slot_end=hall.local(slot.ends_at),
        check_in_opens_at=hall.local(span.opens_at),
        check_in_closes_at=hall.local(span.closes_at),
        state=booking.state,
    )


def _here(desk: Desk, booking: bookings.Booking | None) -> bookings.Booking:
    if booking is None or booking.hall_id != desk.hall.hall_id:
        raise Refusal(RuleCode.NOT_FOUND, status=404)
    return booking


def _slot_of(desk: Desk, booking: bookings.Booking) -> halls.Slot:
    slot = halls.slot(desk.connection, booking.slot_id)
    assert slot is not None, "a booking's slot is never deleted"
    return slot


def _new_number() -> str:
    digits = f"{secrets.randbelow(10**9):09d}"
    return digits + luhn.calc_check_digit(digits)
