"""The demo hall, alive: invented people have booked, some were served today, some wait, and some have cases.

All of it goes through the office's own services, at the times at which it would have happened; nothing is written past
the rules. The demo needs two hours of its day behind it and four before it. Between 20:00 and 03:00 it therefore lets
its business clock begin at 10:07, and the office shows that time.
"""

from __future__ import annotations

import json
import os
import secrets
import tomllib
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from central import demo_cases
from central.clock import Clock
from central.contract.messages import Book, Booking, Enrol, TakeWalkInTicket
from central.demo_cases import Holder
from central.office import Desk, Office
from central.published import Hall, HallFile, Hours, Item, read_hall
from central.services import agencies, bookings, halls, kiosks, rules, tickets, windows
from central.services.windows import Act
from central.store import halls as hall_store
from central.store.halls import Slot

_EARLIEST_HOUR, _LATEST_HOUR = 3, 20
_OTHERWISE = (10, 7)
_SERVED_MIN = (6, 9, 5, 12, 7, 10, 8)
_STILL_THERE = 3
_OPEN_WINDOWS = ("1", "2", "4")
_HISTORY_ITEM = 1001

T = TypeVar("T")


class AlreadySeeded(RuntimeError):
    """The database holds a demo hall; the demo begins with an empty one."""


class _SteppingClock(Clock):
    """A clock that stands where it is put."""

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self.at = at

    def now(self) -> datetime:
        return self.at


@dataclass(frozen=True)
class Person:
    """One of the invented people, and the kinds of booking that they have. `agent`: the name on the badge of
    one who works for the hall."""

    label: str
    name: str
    number: str
    phone: str
    bookings: tuple[str, ...]
    agent: str = ""


def people(directory: Path) -> list[Person]:
    """The people of the demo, from `demo_people.toml`."""
    stored = tomllib.loads((directory / "demo_people.toml").read_text(encoding="utf-8"))["person"]
    return [
        Person(p["label"], p["name"], p["number"], p["phone"], tuple(p["bookings"]), p.get("agent", "")) for p in stored
    ]


def beginning(file: HallFile, machine: datetime) -> datetime:
    """When the demo's day is: now, or 10:07 of today when too little of it is behind or before us."""
    local = machine.astimezone(Hall(file, 0).zone)
    if _EARLIEST_HOUR <= local.hour < _LATEST_HOUR:
        return machine
    hour, minute = _OTHERWISE
    return local.replace(hour=hour, minute=minute, second=0, microsecond=0).astimezone(UTC)


def seed(office: Office, directory: Path, start: datetime | None = None) -> dict[str, Any]:
    """Fill an empty database; what a bench, a channel and a window need to play with it.

    Args:
        directory: where the halls' files are.
        start: when the demo's day is, where the choice of `beginning` does not suit.

    Raises:
        AlreadySeeded: there is a demo in this database.
    """
    file, other = read_hall(directory / "demo.toml"), read_hall(directory / "demo_other.toml")
    machine = office.clock.machine()
    now = start or beginning(file, machine)
    with office.database.read() as connection:
        if file.hall_id in hall_store.hall_ids(connection):
            raise AlreadySeeded("the database already holds the demo hall; begin with an empty one")
    clock = _SteppingClock(now - timedelta(days=1))
    past = Office(office.database, office.keys, clock)
    for published in (_closed_now(file, now), other):
        halls.publish(past, published)
        with office.database.write() as connection:
            hall_store.set_shift(connection, published.hall_id, round((now - machine).total_seconds()))
    played = _Demo(past, clock, file.hall_id, now)
    made = [
        {"label": f"{person.label}:{kind}", "person": person.label, "phone": person.phone, **played.book(person, kind)}
        for person in people(directory)
        for kind in person.bookings
    ]
    played.serve_earlier_people()
    holders = {person.label: Holder(person.name, person.number, person.phone) for person in people(directory)}
    cases = demo_cases.play(directory, holders, now, played.at)
    for person in people(directory):
        if person.agent:
            agencies.hire(past, file.hall_id, person.agent, person.number)
    return {
        "hall_id": file.hall_id,
        "now": now.isoformat(),
        "shift_s": round((now - machine).total_seconds()),
        "enrolment_code": kiosks.invite(office, file.hall_id),
        "channel_token": kiosks.make_token(office, "channel", file.hall_id, "demo phone"),
        "window_token": kiosks.make_token(office, "window", file.hall_id, "demo windows"),
        "bookings": made,
        "cases": cases,
        "people": [
            {"name": person.name, "id_number": person.number, "phone": person.phone} for person in people(directory)
        ],
    }


def write_codes(path: Path, codes: dict[str, Any]) -> None:
    """Leave what `seed` made in a file that only its owner reads: it holds tokens."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(file, "w", encoding="utf-8") as new:
        json.dump(codes, new, ensure_ascii=False, indent=2)


class _Demo:
    """What has happened in the demo hall before it begins."""

    def __init__(self, office: Office, clock: _SteppingClock, hall_id: str, now: datetime) -> None:
        self._office = office
        self._clock = clock
        self._hall_id = hall_id
        self._now = now

    def book(self, person: Person, kind: str) -> dict[str, Any]:
        """One of a person's bookings, made the day before; as the bench's phone shows it."""
        hall_id = "DEMO-EAST" if kind == "other_hall" else self._hall_id
        item_id = 1002 if kind == "ready_other_item" else _HISTORY_ITEM
        self._clock.at = self._now - timedelta(days=1)
        self._office.lay_out_days(hall_id, self._clock.at)
        booking = self._at_desk(hall_id, lambda desk: self._book(desk, person, item_id, kind))
        if kind == "cancelled":
            booking_id = booking.booking_id
            booking = self._at_desk(hall_id, lambda desk: bookings.cancel(desk, booking_id))
        return {"name": person.name, **booking.model_dump(mode="json")}

    def _book(self, desk: Desk, person: Person, item_id: int, kind: str) -> Booking:
        today = desk.hall.day(self._now)
        slots = hall_store.slots_of(desk.connection, desk.hall.hall_id, today, item_id)
        slot = _slot_for(kind, desk.hall.items[item_id], slots, self._now)
        wanted = Book(slot_id=slot.slot_id, name=person.name, id_number=person.number, phone=person.phone)
        return bookings.book(desk, wanted)

    def serve_earlier_people(self) -> None:
        """Some people came in the last two hours: most have been served, one is at a window, the others wait."""
        key = Ed25519PrivateKey.generate().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        enrolled = kiosks.enrol(
            self._office,
            Enrol(
                code=kiosks.invite(self._office, self._hall_id),
                public_key=urlsafe_b64encode(key).decode("ascii"),
                name="demo: earlier today",
            ),
        )
        self._kiosk = kiosks.admitted(self._office, enrolled.kiosk_id)
        self._clock.at = self._now - timedelta(minutes=110)
        for window_id in _OPEN_WINDOWS:
            self._at_desk(self._hall_id, partial(windows.set_open, window_id=window_id, is_open=True))
        for minutes in _SERVED_MIN:
            self._take_walk_in()
            self._call("1", Act.SERVE)
            self._clock.at += timedelta(minutes=minutes)
            self._act("1", Act.FINISH)
            self._clock.at += timedelta(minutes=2)
        self._clock.at = self._now - timedelta(minutes=4)
        for _ in range(_STILL_THERE):
            self._take_walk_in()
        self._call("1", Act.SERVE)
        self._call("2")
        kiosks.revoke(self._office, enrolled.kiosk_id)

    def at(self, moment: datetime, work: Callable[[Desk], T]) -> T:
        """Let something happen at a moment, which may be long ago."""
        self._clock.at = moment
        return self._at_desk(self._hall_id, work)

    def _take_walk_in(self) -> None:
        wanted = TakeWalkInTicket(
            item_id=_HISTORY_ITEM,
            id_number=f"DEMO{secrets.randbelow(10**14):014d}",
            name="",
            asked_at=self._clock.at,
        )
        self._at_desk(self._hall_id, lambda desk: tickets.take(desk, self._kiosk, wanted))

    def _call(self, window_id: str, then: Act | None = None) -> None:
        self._at_desk(self._hall_id, lambda desk: windows.call_next(desk, window_id, "demo"))
        if then is not None:
            self._act(window_id, then)

    def _act(self, window_id: str, wanted: Act) -> None:
        there = windows.state(self._office, self._hall_id, window_id).serving
        assert there is not None, "somebody was called"
        self._at_desk(self._hall_id, lambda desk: windows.act(desk, window_id, there.ticket_id, wanted, "demo"))

    def _at_desk(self, hall_id: str, work: Callable[[Desk], T]) -> T:
        with self._office.database.write() as connection:
            return work(self._office.desk(connection, hall_id))


def _slot_for(kind: str, item: Item, slots: list[Slot], now: datetime) -> Slot:
    spans = [(slot, rules.check_in_span(item.rules, slot.starts_at, slot.ends_at)) for slot in slots]
    match kind:
        case "early":  # and for another hour
            return next(slot for slot, span in spans if span.opens_at >= now + timedelta(hours=1))
        case "late":
            return [slot for slot, span in spans if span.closes_at <= now][-1]
        case _:
            return [slot for slot, span in spans if span.opens_at <= now][-1]


def _closed_now(file: HallFile, now: datetime) -> HallFile:
    """Let the hours of the last window begin in an hour or two, so that one item is closed and says when it opens."""
    local = now.astimezone(Hall(file, 0).zone)
    hours = (Hours(first=f"{local.hour + 2:02d}:00", last=f"{min(local.hour + 4, 24):02d}:00"),)
    return file.model_copy(
        update={"windows": (*file.windows[:-1], file.windows[-1].model_copy(update={"hours": hours}))}
    )
