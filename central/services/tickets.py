"""Taking a ticket: place and number in one transaction. And what becomes of its paper."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from central.contract import messages
from central.contract.messages import (
    PaperReport,
    Received,
    RecordCopy,
    RuleCode,
    TakeBookedTicket,
    TakeTicket,
    TakeWalkInTicket,
    TicketState,
)
from central.office import Desk, Office
from central.published import Item
from central.services import guessing, lookups, people, queue, rules
from central.services import halls as hall_board
from central.services.refusals import NothingFound, Refusal
from central.services.rules import CheckIn
from central.store import bookings, halls, tickets
from central.store.kiosks import Kiosk

STALE = timedelta(minutes=15)
"""A terminal that was dark sends what it holds; a ticket for now is not taken for somebody who left long ago."""


def take(desk: Desk, kiosk: Kiosk, wanted: TakeTicket) -> messages.Ticket:
    """Give out a number. Raises `Refusal` with the rule that stands against it."""
    match wanted:
        case TakeBookedTicket():
            place = _booked_place(desk, kiosk, wanted)
        case TakeWalkInTicket():
            place = _place_for_now(desk, wanted)
    ticket = _number(desk, kiosk, place)
    tickets.add(desk.connection, ticket)
    _note(desk, ticket, "issued", kiosk)
    return queue.shown(desk, ticket)


def note_refused(desk: Desk, kiosk: Kiosk, wanted: TakeTicket, refusal: Refusal) -> None:
    """What a refusal leaves behind: typed factors that matched nobody are counted."""
    if isinstance(refusal, NothingFound) and isinstance(wanted, TakeBookedTicket):
        guessing.note(desk, lookups.tries(desk.keys, kiosk, wanted.proof))


def record_copy(desk: Desk, kiosk: Kiosk, wanted: RecordCopy) -> messages.Ticket:
    """Count a copy of a ticket of this hall and day. Raises `Refusal`."""
    ticket = tickets.lock(desk.connection, wanted.ticket_id)
    if ticket is None or ticket.hall_id != desk.hall.hall_id:
        raise Refusal(RuleCode.NOT_FOUND)
    if ticket.day != desk.today:
        raise Refusal(RuleCode.OTHER_DAY, {"day": ticket.day.isoformat()})
    copied = tickets.change(desk.connection, ticket.ticket_id, copies=ticket.copies + 1)
    _note(desk, ticket, "copied", kiosk)
    return queue.shown(desk, copied)


def keep_paper(desk: Desk, kiosk: Kiosk, report: PaperReport) -> Received:
    """Keep what a kiosk knows of a piece of paper. Raises `Refusal` for a ticket that is not of its hall."""
    ticket = tickets.find(desk.connection, report.ticket_id)
    if ticket is None or ticket.hall_id != desk.hall.hall_id:
        raise Refusal(RuleCode.NOT_FOUND)
    tickets.keep_paper(desk.connection, kiosk.kiosk_id, report)
    return Received()


def verified(office: Office, hall_id: str, payload: str) -> messages.Ticket:
    """The ticket behind the QR of a paper, at a window. Raises `Refusal`."""
    ticket_id = queue.verified_ticket_id(office.keys, payload)
    with office.database.read() as connection:
        ticket = tickets.find(connection, ticket_id)
        if ticket is None or ticket.hall_id != hall_id:
            raise Refusal(RuleCode.NOT_FOUND, status=404)
        return queue.shown(office.desk(connection, hall_id), ticket)


@dataclass(frozen=True)
class _Place:
    """A place that has been taken for somebody: in which queue, on whose quota, and how far in front."""

    item: Item
    person: str
    booking_id: str | None
    slot_id: int
    booked: bool
    order_at: datetime


def _booked_place(desk: Desk, kiosk: Kiosk, wanted: TakeBookedTicket) -> _Place:
    guessing.refuse(desk, lookups.tries(desk.keys, kiosk, wanted.proof))
    booking = bookings.lock(desk.connection, wanted.booking_id)
    if booking is None or not lookups.proves(desk.keys, booking, wanted.proof):
        raise NothingFound
    slot = halls.slot(desk.connection, booking.slot_id)
    assert slot is not None, "a booking's slot is never deleted"
    standing = lookups.assess(desk, booking, slot)
    item = queue.item_of(desk.hall, booking.item_id)
    if standing is CheckIn.ON_TIME and not halls.arrive(desk.connection, slot.slot_id):
        standing = rules.late(item.rules)  # its place went to the walk-ins while we looked
    if standing is CheckIn.TOO_LATE:
        raise Refusal(RuleCode.TOO_LATE, lookups.early_or_late_facts(desk.hall, booking, slot))
    bookings.set_state(desk.connection, booking.booking_id, "ticketed")
    if standing is CheckIn.ON_TIME:
        return _Place(item, booking.person, booking.booking_id, slot.slot_id, booked=True, order_at=slot.starts_at)
    slot_id = _walk_in_slot(desk, item)
    return _Place(item, booking.person, booking.booking_id, slot_id, booked=False, order_at=desk.now)


def _place_for_now(desk: Desk, wanted: TakeWalkInTicket) -> _Place:
    item = queue.item_of(desk.hall, wanted.item_id)
    asked_on = desk.hall.day(wanted.asked_at)
    if asked_on != desk.today:
        raise Refusal(RuleCode.OTHER_DAY, {"day": asked_on.isoformat()})
    if desk.now - wanted.asked_at > STALE:
        raise Refusal(RuleCode.REQUEST_STALE)
    person = people.person(desk.keys, wanted.id_number)
    lookups.refuse_second(desk, item.item_id, person)
    hall_board.refuse_closed(desk, item.item_id)
    return _Place(item, person, None, _walk_in_slot(desk, item), booked=False, order_at=desk.now)


def _walk_in_slot(desk: Desk, item: Item) -> int:
    hall_id = desk.hall.hall_id
    due = rules.released_before(item.rules, desk.now)
    if due is not None:
        halls.release(desk.connection, hall_id, item.item_id, desk.today, started_by=due[0], ended_by=due[1])
    slot_id = halls.take_walk_in_place(desk.connection, hall_id, item.item_id, desk.today)
    if slot_id is None:
        slots = halls.slots_of(desk.connection, hall_id, desk.today, item.item_id)
        next_at = hall_board.more_released_at(item, slots, desk.now)
        raise Refusal(RuleCode.QUOTA_EXHAUSTED, {"next_at": desk.hall.text(next_at)} if next_at else {})
    return slot_id


def _number(desk: Desk, kiosk: Kiosk, place: _Place) -> tickets.Ticket:
    ordinal = tickets.next_ordinal(desk.connection, desk.hall.hall_id, desk.today, place.item.prefix)
    if ordinal is None:
        raise Refusal(RuleCode.QUOTA_EXHAUSTED)
    return tickets.Ticket(
        ticket_id=secrets.token_hex(16),
        hall_id=desk.hall.hall_id,
        day=desk.today,
        prefix=place.item.prefix,
        ordinal=ordinal,
        item_id=place.item.item_id,
        person=place.person,
        booking_id=place.booking_id,
        slot_id=place.slot_id,
        booked=place.booked,
        prior=place.booked,
        order_at=place.order_at,
        state=TicketState.WAITING.value,
        kiosk_id=kiosk.kiosk_id,
        issued_at=desk.now,
    )


def _note(desk: Desk, ticket: tickets.Ticket, kind: str, kiosk: Kiosk) -> None:
    tickets.note(desk.connection, ticket.ticket_id, kind, at=desk.now, principal=f"kiosk:{kiosk.kiosk_id}")
