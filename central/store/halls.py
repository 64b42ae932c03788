"""What halls have published, their windows' state, and the slots of their days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, and_, bindparam, delete, exists, func, or_, select, update

from central.published import HallFile
from central.store.database import upsert
from central.store.tables import bookings, days, halls, slots, windows


@dataclass(frozen=True)
class Slot:
    """A stretch of a day with places for people who booked and for people who did not."""

    slot_id: int
    hall_id: str
    item_id: int
    day: date
    starts_at: datetime
    ends_at: datetime
    booked_quota: int
    booked_taken: int
    arrived: int
    walk_in_quota: int
    walk_in_taken: int
    released: bool


@dataclass(frozen=True)
class NewSlot:
    """A slot that is laid out."""

    item_id: int
    starts_at: datetime
    ends_at: datetime
    booked_quota: int
    walk_in_quota: int


_THIS = slots.c.slot_id == bindparam("id")
_HAS_WALK_IN = slots.c.walk_in_taken < slots.c.walk_in_quota

_REVISION = select(halls.c.revision).where(halls.c.hall_id == bindparam("hall_id"))
_OPEN_WINDOWS = select(windows.c.window_id).where(windows.c.hall_id == bindparam("hall_id"), windows.c.is_open)
_TAKE_BOOKED = (
    update(slots)
    .where(_THIS, ~slots.c.released, slots.c.booked_taken < slots.c.booked_quota)
    .values(booked_taken=slots.c.booked_taken + 1)
    .returning(slots.c.slot_id)
)
_GIVE_BACK = update(slots).where(_THIS, ~slots.c.released).values(booked_taken=slots.c.booked_taken - 1)
_ARRIVE = update(slots).where(_THIS, ~slots.c.released).values(arrived=slots.c.arrived + 1).returning(slots.c.slot_id)
_TAKE_WALK_IN = (
    update(slots).where(_THIS, _HAS_WALK_IN).values(walk_in_taken=slots.c.walk_in_taken + 1).returning(slots.c.slot_id)
)
_EARLIEST_PLACE = (
    select(slots.c.slot_id)
    .where(
        slots.c.hall_id == bindparam("hall_id"),
        slots.c.item_id == bindparam("item_id"),
        slots.c.day == bindparam("day"),
        _HAS_WALK_IN,
    )
    .order_by(slots.c.starts_at)
    .limit(1)
)


def publish(connection: Connection, file: HallFile, today: date) -> None:
    """Put a hall's data in the place of what stood there.

    Slots from today on in which nobody has a place are laid out anew; places already given stand.
    """
    values = {"file": file.model_dump(mode="json"), "revision": 1}
    statement = upsert(connection.dialect.name, halls).values(hall_id=file.hall_id, shift_s=0, **values)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["hall_id"], set_={"file": values["file"], "revision": halls.c.revision + 1}
        )
    )
    for window in file.windows:
        connection.execute(
            upsert(connection.dialect.name, windows)
            .values(hall_id=file.hall_id, window_id=window.window_id, is_open=False)
            .on_conflict_do_nothing()
        )
    from_today = and_(slots.c.hall_id == file.hall_id, slots.c.day >= today)
    untouched = and_(slots.c.walk_in_taken == 0, ~exists().where(bookings.c.slot_id == slots.c.slot_id))
    connection.execute(delete(slots).where(from_today, untouched))
    connection.execute(delete(days).where(days.c.hall_id == file.hall_id, days.c.day >= today))


def items_in_use(connection: Connection, hall_id: str, today: date) -> set[int]:
    """Items in which somebody has a place from today on."""
    query = select(slots.c.item_id).where(
        slots.c.hall_id == hall_id,
        slots.c.day >= today,
        or_(slots.c.walk_in_taken > 0, slots.c.booked_taken > 0),
    )
    return set(connection.scalars(query.distinct()))


def revision(connection: Connection, hall_id: str) -> int | None:
    """Counts publications; tells a reader whether what it remembers is still so."""
    found: int | None = connection.scalar(_REVISION, {"hall_id": hall_id})
    return found


def file(connection: Connection, hall_id: str) -> HallFile:
    """The hall as published."""
    return HallFile.model_validate(connection.scalars(select(halls.c.file).where(halls.c.hall_id == hall_id)).one())


def hall_ids(connection: Connection) -> list[str]:
    """All halls."""
    return list(connection.scalars(select(halls.c.hall_id).order_by(halls.c.hall_id)))


def set_shift(connection: Connection, hall_id: str, seconds: int) -> None:
    """Let the hall's business clock differ from the machine's: a demo hall only."""
    connection.execute(update(halls).where(halls.c.hall_id == hall_id).values(shift_s=seconds))


def shift(connection: Connection) -> int:
    """The difference of business clock and machine clock, in seconds; 0 everywhere but in a demo."""
    return int(connection.scalar(select(func.max(halls.c.shift_s))) or 0)


# ---------------------------------------------------------------- windows


def open_windows(connection: Connection, hall_id: str) -> frozenset[str]:
    """Windows at which somebody is working."""
    return frozenset(connection.scalars(_OPEN_WINDOWS, {"hall_id": hall_id}))


def lock_window(connection: Connection, hall_id: str, window_id: str) -> bool | None:
    """Whether the window is open; None when there is none. Held until the end of the transaction."""
    found: bool | None = connection.scalar(
        select(windows.c.is_open)
        .where(windows.c.hall_id == hall_id, windows.c.window_id == window_id)
        .with_for_update()
    )
    return found


def set_open(connection: Connection, hall_id: str, window_id: str, is_open: bool) -> None:
    """Open or close a window."""
    where = and_(windows.c.hall_id == hall_id, windows.c.window_id == window_id)
    connection.execute(update(windows).where(where).values(is_open=is_open))


# ---------------------------------------------------------------- slots


def lay_out(connection: Connection, hall_id: str, day: date, new: Iterable[NewSlot]) -> None:
    """Lay out the slots of a day, once: whoever comes second changes nothing."""
    claim = (
        upsert(connection.dialect.name, days)
        .values(hall_id=hall_id, day=day)
        .on_conflict_do_nothing()
        .returning(days.c.day)
    )
    if connection.execute(claim).first() is None:
        return
    rows = [{"hall_id": hall_id, "day": day, **vars(slot)} for slot in new]
    if rows:
        connection.execute(upsert(connection.dialect.name, slots).on_conflict_do_nothing(), rows)


def slots_of(connection: Connection, hall_id: str, day: date, item_id: int | None = None) -> list[Slot]:
    """The slots of a day in order, of one item or of all."""
    query = select(slots).where(slots.c.hall_id == hall_id, slots.c.day == day)
    if item_id is not None:
        query = query.where(slots.c.item_id == item_id)
    return [Slot(**row) for row in connection.execute(query.order_by(slots.c.starts_at)).mappings()]


def slot(connection: Connection, slot_id: int) -> Slot | None:
    """One slot."""
    row = connection.execute(select(slots).where(slots.c.slot_id == slot_id)).mappings().first()
    return Slot(**row) if row else None


def take_booked_place(connection: Connection, slot_id: int) -> bool:
    """One more booking, unless the slot is full or already released to walk-ins."""
    return connection.execute(_TAKE_BOOKED, {"id": slot_id}).first() is not None


def give_back_booked_place(connection: Connection, slot_id: int) -> None:
    """A booking was cancelled. A released slot has nothing to give back to."""
    connection.execute(_GIVE_BACK, {"id": slot_id})


def arrive(connection: Connection, slot_id: int) -> bool:
    """Somebody who booked is here; false when the slot's unused places are already with the walk-ins."""
    return connection.execute(_ARRIVE, {"id": slot_id}).first() is not None


def take_walk_in_place(connection: Connection, hall_id: str, item_id: int, day: date) -> int | None:
    """A place without booking, from the earliest slot of the day that has one. None: there is none left today."""
    wanted = {"hall_id": hall_id, "item_id": item_id, "day": day}
    while (slot_id := connection.scalar(_EARLIEST_PLACE, wanted)) is not None:
        if connection.execute(_TAKE_WALK_IN, {"id": slot_id}).first() is not None:
            return int(slot_id)
    return None


def release(
    connection: Connection, hall_id: str, item_id: int, day: date, *, started_by: datetime, ended_by: datetime | None
) -> None:
    """Give the places of bookings that did not come to the walk-ins, once per slot.

    For slots that began at `started_by` or before and, where it is said, ended at `ended_by` or before.
    """
    due = and_(
        slots.c.hall_id == hall_id, slots.c.item_id == item_id, slots.c.day == day, slots.c.starts_at <= started_by
    )
    if ended_by is not None:
        due = and_(due, slots.c.ends_at <= ended_by)
    # Locked from the earliest on: an UPDATE of several rows takes them as they lie, and two of them would deadlock.
    query = select(slots.c.slot_id).where(due, ~slots.c.released).order_by(slots.c.starts_at).with_for_update()
    ids = list(connection.scalars(query))
    if not ids:
        return
    connection.execute(
        update(slots)
        .where(slots.c.slot_id.in_(ids), ~slots.c.released)
        .values(
            released=True,
            walk_in_quota=slots.c.walk_in_quota + slots.c.booked_quota - slots.c.arrived,
            booked_quota=slots.c.arrived,
        )
    )
