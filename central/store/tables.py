"""The tables. Instants are UTC; a day is the hall's own calendar day."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    column,
)
from sqlalchemy.types import TypeDecorator

from central.contract.messages import TicketState

metadata = MetaData()

OPEN = (TicketState.WAITING.value, TicketState.CALLED.value, TicketState.SERVING.value, TicketState.ON_HOLD.value)
AT_WINDOW = (TicketState.CALLED.value, TicketState.SERVING.value)


class Instant(TypeDecorator[datetime]):
    """A moment with its offset: `timestamptz` in PostgreSQL, UTC text that sorts in SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value if value is None else value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)


_ID = String(32)
_HASH = String(64)
_SERIAL = BigInteger().with_variant(Integer, "sqlite")

halls = Table(
    "halls",
    metadata,
    Column("hall_id", String(10), primary_key=True),
    Column("file", JSON, nullable=False, comment="what it has published"),
    Column("revision", Integer, nullable=False),
    Column("shift_s", Integer, nullable=False, comment="a demo hall's business clock against the machine's"),
)

windows = Table(
    "windows",
    metadata,
    Column("hall_id", String(10), primary_key=True),
    Column("window_id", String(8), primary_key=True),
    Column("is_open", Boolean, nullable=False),
    ForeignKeyConstraint(["hall_id"], ["halls.hall_id"]),
)

days = Table(
    "days",
    metadata,
    Column("hall_id", String(10), primary_key=True),
    Column("day", Date, primary_key=True),
    comment="days whose slots have been laid out",
)

slots = Table(
    "slots",
    metadata,
    Column("slot_id", _SERIAL, primary_key=True),
    Column("hall_id", String(10), nullable=False),
    Column("item_id", BigInteger, nullable=False),
    Column("day", Date, nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("booked_quota", Integer, nullable=False),
    Column("booked_taken", Integer, nullable=False, default=0),
    Column("arrived", Integer, nullable=False, default=0, comment="bookings that became tickets"),
    Column("walk_in_quota", Integer, nullable=False),
    Column("walk_in_taken", Integer, nullable=False, default=0),
    Column("released", Boolean, nullable=False, default=False, comment="places not arrived for were given to walk-ins"),
    UniqueConstraint("hall_id", "item_id", "starts_at"),
    Index("slots_of_day", "hall_id", "day", "item_id", "starts_at"),
    CheckConstraint("booked_taken >= 0 AND arrived >= 0 AND (released OR booked_taken <= booked_quota)"),
    CheckConstraint("arrived <= booked_quota"),
    CheckConstraint("walk_in_taken >= 0 AND walk_in_taken <= walk_in_quota"),
    ForeignKeyConstraint(["hall_id"], ["halls.hall_id"]),
)

person_days = Table(
    "person_days",
    metadata,
    Column("hall_id", String(10), primary_key=True),
    Column("item_id", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Date, primary_key=True),
    Column("person", _HASH, primary_key=True),
    Column("bookings", Integer, nullable=False),
)

bookings = Table(
    "bookings",
    metadata,
    Column("booking_id", _ID, primary_key=True),
    Column("booking_number", String(10), nullable=False, unique=True),
    Column("hall_id", String(10), nullable=False),
    Column("item_id", BigInteger, nullable=False),
    Column("slot_id", BigInteger, nullable=False),
    Column("day", Date, nullable=False),
    Column("person", _HASH, nullable=False, comment="keyed hash of the ID number"),
    Column("code_person", String(16), nullable=False, comment="the person hash inside the booking code"),
    Column("id_last4", _HASH, nullable=False),
    Column("phone", _HASH, nullable=False),
    Column("phone_last4", _HASH, nullable=False),
    Column("masked_name", String(40), nullable=False),
    Column("state", String(10), nullable=False),
    Column("booked_at", Instant, nullable=False),
    Column("cancelled_at", Instant),
    Index("bookings_of_person", "hall_id", "day", "person"),
    Index("bookings_of_phone", "hall_id", "day", "phone"),
    ForeignKeyConstraint(["slot_id"], ["slots.slot_id"]),
)

counters = Table(
    "counters",
    metadata,
    Column("hall_id", String(10), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("prefix", String(2), primary_key=True),
    Column("last", Integer, nullable=False),
)

tickets = Table(
    "tickets",
    metadata,
    Column("ticket_id", _ID, primary_key=True),
    Column("hall_id", String(10), nullable=False),
    Column("day", Date, nullable=False),
    Column("prefix", String(2), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("item_id", BigInteger, nullable=False),
    Column("person", _HASH, nullable=False),
    Column("booking_id", _ID, unique=True),
    Column("slot_id", BigInteger, nullable=False, comment="whose quota it took"),
    Column("booked", Boolean, nullable=False),
    Column("prior", Boolean, nullable=False, comment="served before walk-ins from order_at on"),
    Column("order_at", Instant, nullable=False),
    Column("state", String(10), nullable=False),
    Column("calls", Integer, nullable=False, default=0),
    Column("window_id", String(8)),
    Column("kiosk_id", _ID, nullable=False),
    Column("issued_at", Instant, nullable=False),
    Column("called_at", Instant),
    Column("serving_at", Instant),
    Column("finished_at", Instant),
    Column("service_s", Integer),
    Column("copies", Integer, nullable=False, default=0),
    UniqueConstraint("hall_id", "day", "prefix", "ordinal"),
    Index(
        "one_open_ticket",
        "hall_id",
        "day",
        "item_id",
        "person",
        unique=True,
        sqlite_where=column("state", String).in_(OPEN),
        postgresql_where=column("state", String).in_(OPEN),
    ),
    Index(
        "one_ticket_at_window",
        "hall_id",
        "day",
        "window_id",
        unique=True,
        sqlite_where=column("state", String).in_(AT_WINDOW),
        postgresql_where=column("state", String).in_(AT_WINDOW),
    ),
    Index("tickets_waiting", "hall_id", "day", "state", "item_id", "order_at"),
    Index("tickets_finished", "hall_id", "item_id", "finished_at"),
    ForeignKeyConstraint(["booking_id"], ["bookings.booking_id"]),
    ForeignKeyConstraint(["hall_id"], ["halls.hall_id"]),
)

ticket_events = Table(
    "ticket_events",
    metadata,
    Column("event_id", _SERIAL, primary_key=True),
    Column("ticket_id", _ID, nullable=False, index=True),
    Column("kind", String(10), nullable=False),
    Column("at", Instant, nullable=False),
    Column("principal", String(50), nullable=False, comment="who did it: a kiosk, a window's client"),
    Column("window_id", String(8)),
    ForeignKeyConstraint(["ticket_id"], ["tickets.ticket_id"]),
)

papers = Table(
    "papers",
    metadata,
    Column("paper_id", _ID, primary_key=True),
    Column("ticket_id", _ID, nullable=False, index=True),
    Column("kiosk_id", _ID, nullable=False),
    Column("copy_number", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("at", Instant, nullable=False),
    ForeignKeyConstraint(["ticket_id"], ["tickets.ticket_id"]),
)

kiosks = Table(
    "kiosks",
    metadata,
    Column("kiosk_id", _ID, primary_key=True),
    Column("hall_id", String(10), nullable=False),
    Column("name", String(60), nullable=False),
    Column("public_key", String(64), nullable=False),
    Column("fingerprint", String(40), nullable=False),
    Column("code_hash", _HASH, nullable=False, comment="the enrolment code that let it in"),
    Column("enrolled_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    ForeignKeyConstraint(["hall_id"], ["halls.hall_id"]),
)

kiosk_reports = Table(
    "kiosk_reports",
    metadata,
    Column("kiosk_id", _ID, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("report", JSON, nullable=False),
    comment="the newest report of each kiosk; a row of its own, so that a heartbeat locks nothing else",
)

enrolment_codes = Table(
    "enrolment_codes",
    metadata,
    Column("code_hash", _HASH, primary_key=True),
    Column("hall_id", String(10), nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    ForeignKeyConstraint(["hall_id"], ["halls.hall_id"]),
)

misses = Table(
    "misses",
    metadata,
    Column("miss_id", _SERIAL, primary_key=True),
    Column("subject", String(80), nullable=False, comment="a terminal, a person or a number; the last two as hashes"),
    Column("at", Instant, nullable=False),
    Index("misses_of_subject", "subject", "at"),
    Index("misses_by_age", "at"),
    comment="look-ups that found nothing",
)

clients = Table(
    "clients",
    metadata,
    Column("client_id", _ID, primary_key=True),
    Column("role", String(10), nullable=False),
    Column("hall_id", String(10), nullable=False),
    Column("department", String(64), comment="whose cases it may report"),
    Column("name", String(60), nullable=False),
    Column("token_hash", _HASH, nullable=False, unique=True),
    Column("made_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    ForeignKeyConstraint(["hall_id"], ["halls.hall_id"]),
)

commands = Table(
    "commands",
    metadata,
    Column("principal", String(50), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("fingerprint", _HASH, nullable=False, comment="keyed: who has the database cannot try what was asked"),
    Column("status", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False, comment="sealed: an answer to a clerk may hold names and words"),
    Column("at", Instant, nullable=False),
    comment="idempotency: kept for good, at least 400 days, because a hall may be dark for a month",
)
