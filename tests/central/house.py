"""An office with one hall, a clock that stands where it is put, and hands to play citizen, kiosk and clerk."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from central.clock import Clock
from central.contract import messages
from central.contract.messages import Book, Booking, ByIdCard, Enrol, Proof, TakeBookedTicket, TakeWalkInTicket
from central.keys import open_keys
from central.limits.calendar import WorkCalendar
from central.office import Desk, Office
from central.published import HallFile, parse_hall
from central.services import bookings, commands, halls, kiosks, tickets, windows
from central.services.commands import Command
from central.services.refusals import Refusal
from central.services.windows import Act
from central.store import halls as hall_store
from central.store.database import Database

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = "2026-11-23"
ANNA, BERT = "11010519491231002X", "110105198505219999"
PHONE = "13800138001"
T = TypeVar("T")


class StandingClock(Clock):
    """Stands still, in both times, until it is put elsewhere."""

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self.at = at
        self.machine_at: datetime | None = None

    def now(self) -> datetime:
        return self.at

    def machine(self) -> datetime:
        return self.machine_at or super().machine()


def moment(clock: str, day: str = MONDAY) -> datetime:
    """A wall-clock time in the hall."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=SHANGHAI).astimezone(UTC)


def rules(**other: Any) -> dict[str, Any]:
    """Rules of an item, as a hall publishes them."""
    return {
        "check_in_opens_min": 30,
        "check_in_closes_min": 15,
        "late_policy": "void",
        "max_calls": 3,
        "walk_in_release": "never",
        "cancel_until_min": 120,
        "per_person_per_day": 2,
    } | other


def item(item_id: int = 1, prefix: str = "A", booked: int = 2, walk_in: int = 2, **other: Any) -> dict[str, Any]:
    """An item with slots of half an hour from nine to eleven."""
    plan = {"first": "09:00", "last": "11:00", "every_min": 30, "booked": booked, "walk_in": walk_in}
    return {
        "item_id": item_id,
        "name": {"zh_CN": f"业务{item_id}"},
        "prefix": prefix,
        "area": {"zh_CN": "一楼"},
        "rules": rules(**other),
        "plan": [plan],
    }


def hall_file(*items: dict[str, Any], hall_id: str = "HALL-1", **other: Any) -> HallFile:
    """A hall with two windows that serve everything from nine to noon and from one to five."""
    known = list(items) or [item()]
    hours = [{"first": "09:00", "last": "12:00"}, {"first": "13:00", "last": "17:00"}]
    serving = {"items": [one["item_id"] for one in known], "hours": hours}
    document = {
        "hall_id": hall_id,
        "name": {"zh_CN": f"{hall_id}大厅"},
        "address": {"zh_CN": "一号路1号"},
        "phone": "12345",
        "service_desk": {"zh_CN": "服务台"},
        "days_ahead": 1,
        "items": known,
        "windows": [{"window_id": "1", **serving}, {"window_id": "2", **serving}],
    }
    return parse_hall(document | other)


class House:
    """The office at work. Every hand goes through the services, in a transaction of its own."""

    def __init__(self, target: str, directory: Path, file: HallFile | None = None) -> None:
        self.clock = StandingClock(moment("07:00"))
        self.office = Office(
            Database(target), open_keys(directory / "office.keys"), self.clock, calendar=WorkCalendar.read()
        )
        self.hall_id = (file or hall_file()).hall_id
        halls.publish(self.office, file or hall_file())
        self.kiosk = self.enrol()

    def close(self) -> None:
        self.office.database.close()

    def at(self, clock: str, day: str = MONDAY) -> House:
        """Put the clock to a minute."""
        self.clock.at = moment(clock, day)
        self.office.lay_out_days(self.hall_id, self.clock.at)
        return self

    def later(self, **span: float) -> House:
        """Let time pass."""
        self.clock.at += timedelta(**span)
        return self

    def enrol(self, hall_id: str | None = None) -> kiosks.Kiosk:
        """A new kiosk."""
        raw = Ed25519PrivateKey.generate().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        code = kiosks.invite(self.office, hall_id or self.hall_id)
        wanted = Enrol(code=code, public_key=urlsafe_b64encode(raw).decode(), name="kiosk")
        return kiosks.admitted(self.office, kiosks.enrol(self.office, wanted).kiosk_id)

    def desk(self, work: Callable[[Desk], T], hall_id: str | None = None) -> T:
        """Do something in one transaction; a refusal leaves nothing."""
        with self.office.database.write() as connection:
            return work(self.office.desk(connection, hall_id or self.hall_id))

    def look(self, work: Callable[[Desk], T]) -> T:
        with self.office.database.read() as connection:
            return work(self.office.desk(connection, self.hall_id))

    # ------------------------------------------------------------ the channel

    def slot(self, clock: str, item_id: int = 1, day: str = MONDAY) -> hall_store.Slot:
        """The slot that begins then."""
        start = moment(clock, day)
        slots = self.look(
            lambda desk: hall_store.slots_of(desk.connection, desk.hall.hall_id, desk.hall.day(start), item_id)
        )
        return next(slot for slot in slots if slot.starts_at == start)

    def book(
        self, slot: str, id_number: str = ANNA, phone: str = PHONE, item_id: int = 1, day: str = MONDAY
    ) -> Booking:
        """Book, at this moment."""
        wanted = Book(slot_id=self.slot(slot, item_id, day).slot_id, name="李秀英", id_number=id_number, phone=phone)
        return self.desk(lambda desk: bookings.book(desk, wanted))

    def cancel(self, booking: Booking) -> Booking:
        return self.desk(lambda desk: bookings.cancel(desk, booking.booking_id))

    # ------------------------------------------------------------ the kiosk

    def command(self, key: str | None = None, fingerprint: str = "0" * 64) -> Command:
        return Command(f"kiosk:{self.kiosk.kiosk_id}", self.hall_id, key or secrets.token_hex(16), fingerprint)

    def take_booked(self, booking: Booking, proof: Proof | None = None) -> messages.Ticket:
        wanted = TakeBookedTicket(booking_id=booking.booking_id, proof=proof or ByIdCard(id_number=ANNA))
        return self.take(wanted)

    def take_walk_in(self, id_number: str = ANNA, item_id: int = 1) -> messages.Ticket:
        return self.take(walk_in(id_number, item_id, self.clock.at))

    def take(self, wanted: messages.TakeTicket) -> messages.Ticket:
        """As the route does it; a refusal is raised again."""
        refused: list[Refusal] = []

        def note(desk: Desk, refusal: Refusal) -> None:
            tickets.note_refused(desk, self.kiosk, wanted, refusal)
            refused.append(refusal)

        answer = commands.carry_out(
            self.office, self.command(), lambda desk: tickets.take(desk, self.kiosk, wanted), note
        )
        if refused:
            raise refused[-1]
        return messages.Ticket.model_validate_json(answer.body)

    # ------------------------------------------------------------ the window

    def open(self, *window_ids: str) -> None:
        for window_id in window_ids:
            self.desk(lambda desk, at=window_id: windows.set_open(desk, at, is_open=True))

    def close_window(self, window_id: str = "1") -> None:
        self.desk(lambda desk: windows.set_open(desk, window_id, is_open=False))

    def call(self, window_id: str = "1") -> messages.Ticket | None:
        return self.desk(lambda desk: windows.call_next(desk, window_id, "window:test")).serving

    def act(self, act: Act, ticket: messages.Ticket, window_id: str = "1") -> messages.Ticket | None:
        return self.desk(lambda desk: windows.act(desk, window_id, ticket.ticket_id, act, "window:test")).serving

    def serve(self, minutes: float, window_id: str = "1") -> None:
        """Call the next, serve them so long, finish."""
        called = self.call(window_id)
        assert called is not None
        self.act(Act.SERVE, called, window_id)
        self.later(minutes=minutes)
        self.act(Act.FINISH, called, window_id)


def walk_in(id_number: str, item_id: int, asked_at: datetime) -> TakeWalkInTicket:
    """What a kiosk asks for somebody without booking."""
    return TakeWalkInTicket(item_id=item_id, id_number=id_number, name="李秀英", asked_at=asked_at)


def somebody(number: int) -> str:
    """A document number of somebody; of no length that has a check digit."""
    return f"P{number:014d}"
