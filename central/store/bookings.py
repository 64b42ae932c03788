"""Bookings. Of a person only keyed hashes and a masked name are kept."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, and_, insert, select, update

from central.store.database import upsert
from central.store.tables import bookings, person_days


@dataclass(frozen=True)
class Booking:
    """A person's place in a slot. Hashes are keyed (see `central.keys`)."""

    booking_id: str
    booking_number: str
    hall_id: str
    item_id: int
    slot_id: int
    day: date
    person: str
    code_person: str
    id_last4: str
    phone: str
    phone_last4: str
    masked_name: str
    state: str
    booked_at: datetime
    cancelled_at: datetime | None = None


def add(connection: Connection, booking: Booking) -> None:
    """Write down a booking whose place has been taken."""
    connection.execute(insert(bookings), asdict(booking))


def find(connection: Connection, booking_id: str) -> Booking | None:
    """By its id."""
    return _one(connection, bookings.c.booking_id == booking_id)


def lock(connection: Connection, booking_id: str) -> Booking | None:
    """By its id, and nobody else changes it before this transaction ends."""
    row = (
        connection.execute(select(bookings).where(bookings.c.booking_id == booking_id).with_for_update())
        .mappings()
        .first()
    )
    return Booking(**row) if row else None


def find_by_number(connection: Connection, booking_number: str) -> Booking | None:
    """By the number that people can read."""
    return _one(connection, bookings.c.booking_number == booking_number)


def of_person(connection: Connection, hall_id: str, day: date, person: str) -> list[Booking]:
    """A person's bookings of a day in a hall."""
    return _all(connection, hall_id, day, bookings.c.person == person)


def of_phone(connection: Connection, hall_id: str, day: date, phone: str, id_last4: str) -> list[Booking]:
    """Bookings of a day in a hall under this phone by a person whose ID number ends so."""
    return _all(connection, hall_id, day, and_(bookings.c.phone == phone, bookings.c.id_last4 == id_last4))


def set_state(connection: Connection, booking_id: str, state: str, cancelled_at: datetime | None = None) -> None:
    """Move a locked booking on."""
    connection.execute(
        update(bookings).where(bookings.c.booking_id == booking_id).values(state=state, cancelled_at=cancelled_at)
    )


def count_for_person(connection: Connection, booking: Booking, limit: int) -> bool:
    """One more booking of this person, item and day; false when that would be more than `limit`."""
    counting = (
        upsert(connection.dialect.name, person_days)
        .values(hall_id=booking.hall_id, item_id=booking.item_id, day=booking.day, person=booking.person, bookings=1)
        .on_conflict_do_update(
            index_elements=["hall_id", "item_id", "day", "person"],
            set_={"bookings": person_days.c.bookings + 1},
            where=person_days.c.bookings < limit,
        )
        .returning(person_days.c.bookings)
    )
    return connection.execute(counting).first() is not None


def uncount_for_person(connection: Connection, booking: Booking) -> None:
    """A booking was cancelled in time."""
    where = and_(
        person_days.c.hall_id == booking.hall_id,
        person_days.c.item_id == booking.item_id,
        person_days.c.day == booking.day,
        person_days.c.person == booking.person,
    )
    connection.execute(update(person_days).where(where).values(bookings=person_days.c.bookings - 1))


def _one(connection: Connection, where: ColumnElement[bool]) -> Booking | None:
    row = connection.execute(select(bookings).where(where)).mappings().first()
    return Booking(**row) if row else None


def _all(connection: Connection, hall_id: str, day: date, where: ColumnElement[bool]) -> list[Booking]:
    query = select(bookings).where(bookings.c.hall_id == hall_id, bookings.c.day == day, where)
    rows = connection.execute(query.order_by(bookings.c.slot_id, bookings.c.booked_at)).mappings()
    return [Booking(**row) for row in rows]
