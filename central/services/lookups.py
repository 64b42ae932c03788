"""Whose booking is it, and what is it good for now?"""

from __future__ import annotations

from central.contract import booking_code, signed_code
from central.contract.messages import (
    BookingFound,
    BookingsFound,
    ByBookingCode,
    ByBookingNumber,
    ByIdCard,
    ByPhone,
    FindBookings,
    Proof,
    RuleCode,
    TicketState,
)
from central.keys import Keys
from central.office import Desk, Office
from central.published import Hall
from central.services import guessing, people, queue, rules
from central.services.guessing import Subject
from central.services.refusals import Refusal
from central.services.rules import CheckIn
from central.store import bookings, halls, tickets
from central.store.kiosks import Kiosk

_OVER = {RuleCode.BOOKING_CANCELLED, RuleCode.BOOKING_USED, RuleCode.BOOKING_MISSED}


def find(office: Office, kiosk: Kiosk, wanted: FindBookings) -> BookingsFound:
    """A person's bookings, each with the rule that stands against a ticket now.

    A code or a booking number finds the one booking that it names, wherever and whenever that is; a card or a phone
    finds today's in this hall. Bookings that are over are left out beside one that is not.

    Raises:
        Refusal: too_many_lookups.
    """
    with office.database.read() as connection:
        desk = office.desk(connection, kiosk.hall_id)
        guessing.refuse(desk, tries(desk.keys, kiosk, wanted.proof))
        found = [_shown(desk, booking) for booking in _matching(desk, wanted.proof)]
    if not found and (tried := tries(office.keys, kiosk, wanted.proof)):
        with office.database.write() as connection:
            guessing.note(office.desk(connection, kiosk.hall_id), tried)
    return BookingsFound(bookings=tuple([one for one in found if one.rule not in _OVER] or found))


def assess(desk: Desk, booking: bookings.Booking, slot: halls.Slot) -> CheckIn:
    """ON_TIME or AS_WALK_IN. Raises `Refusal` with the rule that stands against a ticket in this hall now."""
    own_hall = desk.office.hall(desk.connection, booking.hall_id)
    if own_hall.hall_id != desk.hall.hall_id:
        raise Refusal(RuleCode.OTHER_HALL, {"hall": own_hall.file.name.zh_CN})
    if booking.state == "cancelled":
        raise Refusal(RuleCode.BOOKING_CANCELLED)
    taken = tickets.of_booking(desk.connection, booking.booking_id)
    if taken is not None and taken.state == TicketState.FINISHED:
        raise Refusal(RuleCode.BOOKING_USED, {"number": taken.number})
    if taken is not None and taken.state == TicketState.MISSED:
        raise Refusal(RuleCode.BOOKING_MISSED, {"number": taken.number})
    if booking.day != desk.today:
        raise Refusal(RuleCode.OTHER_DAY, {"day": booking.day.isoformat()})
    refuse_second(desk, booking.item_id, booking.person)
    item = queue.item_of(desk.hall, booking.item_id)
    standing = rules.check_in(item.rules, slot.starts_at, slot.ends_at, desk.now)
    if standing is CheckIn.TOO_EARLY:
        raise Refusal(RuleCode.TOO_EARLY, early_or_late_facts(desk.hall, booking, slot))
    if standing is CheckIn.TOO_LATE:
        raise Refusal(RuleCode.TOO_LATE, early_or_late_facts(desk.hall, booking, slot))
    return standing


def early_or_late_facts(hall: Hall, booking: bookings.Booking, slot: halls.Slot) -> dict[str, str | int]:
    """When check-in opens and closes, and the slot."""
    item = queue.item_of(hall, booking.item_id)
    span = rules.check_in_span(item.rules, slot.starts_at, slot.ends_at)
    return {
        "opens_at": hall.text(span.opens_at),
        "closed_at": hall.text(span.closes_at),
        "slot_start": hall.text(slot.starts_at),
        "slot_end": hall.text(slot.ends_at),
    }


def refuse_second(desk: Desk, item_id: int, person: str) -> None:
    """Raise `Refusal` ticket_open, with the ticket, when the person has one open for the item."""
    standing = tickets.open_of_person(desk.connection, desk.hall.hall_id, desk.today, item_id, person)
    if standing is not None:
        raise Refusal(
            RuleCode.TICKET_OPEN,
            {"ticket_id": standing.ticket_id, "number": standing.number},
            open_ticket=queue.shown(desk, standing),
        )


def proves(keys: Keys, booking: bookings.Booking, proof: Proof) -> bool:
    """Does what was shown or typed belong to this booking? Every factor must match exactly."""
    match proof:
        case ByBookingCode(payload=payload):
            return _booking_id(keys, payload) == booking.booking_id
        case ByIdCard(id_number=number):
            return people.person(keys, number) == booking.person
        case ByBookingNumber(booking_number=number, phone_last4=last4):
            return number == booking.booking_number and people.phone_last4(keys, number, last4) == booking.phone_last4
        case ByPhone(phone=phone, id_last4=last4):
            return people.phone(keys, phone) == booking.phone and people.id_last4(keys, last4) == booking.id_last4


def tries(keys: Keys, kiosk: Kiosk, proof: Proof) -> tuple[Subject, ...]:
    """Of what a try with this proof is counted. Anybody can type; a code and a card must be held, and guess nothing."""
    match proof:
        case ByBookingNumber(booking_number=number) | ByPhone(phone=number):
            return guessing.at(kiosk), guessing.on(keys, number)
    return ()


def _matching(desk: Desk, proof: Proof) -> list[bookings.Booking]:
    connection, keys, hall_id = desk.connection, desk.keys, desk.hall.hall_id
    match proof:
        case ByBookingCode(payload=payload):
            booking_id = _booking_id(keys, payload)
            named = bookings.find(connection, booking_id) if booking_id else None
        case ByBookingNumber(booking_number=number):
            named = bookings.find_by_number(connection, number)
        case ByIdCard(id_number=number):
            return bookings.of_person(connection, hall_id, desk.today, people.person(keys, number))
        case ByPhone(phone=phone, id_last4=last4):
            phone_hash, last4_hash = people.phone(keys, phone), people.id_last4(keys, last4)
            return bookings.of_phone(connection, hall_id, desk.today, phone_hash, last4_hash)
    return [named] if named is not None and proves(keys, named, proof) else []


def _booking_id(keys: Keys, payload: str) -> str | None:
    try:
        return booking_code.read(payload, keys.verifiers()).booking_id
    except (signed_code.Stranger, signed_code.Forged):
        return None


def _shown(desk: Desk, booking: bookings.Booking) -> BookingFound:
    own_hall = desk.office.hall(desk.connection, booking.hall_id)
    item = queue.item_of(own_hall, booking.item_id)
    slot = halls.slot(desk.connection, booking.slot_id)
    assert slot is not None, "a booking's slot is never deleted"
    against: Refusal | None = None
    try:
        assess(desk, booking, slot)
    except Refusal as refusal:
        against = refusal
    return BookingFound(
        booking_id=booking.booking_id,
        item_id=item.item_id,
        item=item.name,
        area=item.area,
        slot_start=own_hall.local(slot.starts_at),
        slot_end=own_hall.local(slot.ends_at),
        person=booking.masked_name,
        rule=RuleCode(against.code) if against else None,
        facts=against.facts if against else {},
        open_ticket=against.open_ticket if against else None,
    )
