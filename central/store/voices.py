"""Voices and what was done about them. Nothing here changes or deletes a row."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import Connection, and_, exists, func, insert, select

from central.store.application_tables import applications, ratings
from central.store.database import upsert
from central.store.voice_tables import events, voices

_ENDS = ("close", "override")


@dataclass(frozen=True)
class Voice:
    """One voice; `content` is sealed."""

    number: str
    hall_id: str
    kind: str
    subject: str
    day: date
    content: bytes
    at: datetime | None = None
    kiosk_id: str | None = None
    application_id: str | None = None


@dataclass(frozen=True)
class Event:
    """Something that was done about it; `words` are sealed."""

    number: str
    act: str
    at: datetime
    actor: str
    words: bytes


@dataclass(frozen=True)
class Rated:
    """The rating behind a voice, with its case's number."""

    receipt: str
    level: int
    reasons: tuple[str, ...]


def add(connection: Connection, voice: Voice) -> bool:
    """A new voice; false when its number, or its application's, is there already."""
    statement = upsert(connection.dialect.name, voices).values(asdict(voice))
    return connection.execute(statement.on_conflict_do_nothing().returning(voices.c.number)).first() is not None


def find(connection: Connection, number: str, *, lock: bool = False) -> Voice | None:
    """By its number; with `lock`, held until the end of the transaction."""
    query = select(voices).where(voices.c.number == number)
    row = connection.execute(query.with_for_update() if lock else query).mappings().first()
    return Voice(**row) if row else None


def open_of(connection: Connection, hall_id: str, kinds: tuple[str, ...], most: int) -> list[Voice]:
    """Those of a hall that nobody has closed, the oldest day first."""
    closed = exists().where((events.c.number == voices.c.number) & events.c.act.in_(_ENDS))
    query = select(voices).where(voices.c.hall_id == hall_id, voices.c.kind.in_(kinds), ~closed)
    found = connection.execute(query.order_by(voices.c.day, voices.c.at, voices.c.number).limit(most))
    return [Voice(**row) for row in found.mappings()]


def of_kind(connection: Connection, hall_id: str, kind: str, first: datetime, end: datetime) -> list[Voice]:
    """Those of a hall that came in from `first` up to `end`, closed ones too."""
    query = select(voices).where(voices.c.hall_id == hall_id, voices.c.kind == kind)
    found = connection.execute(query.where(voices.c.at >= first, voices.c.at < end).order_by(voices.c.at))
    return [Voice(**row) for row in found.mappings()]


def note(connection: Connection, event: Event) -> None:
    """One event more. The voice is locked meanwhile."""
    newest = select(func.coalesce(func.max(events.c.sequence), 0)).where(events.c.number == event.number)
    sequence = connection.execute(newest).scalar_one() + 1
    connection.execute(insert(events).values(sequence=sequence, **asdict(event)))


def events_of(connection: Connection, number: str) -> list[Event]:
    """In the order of writing."""
    query = select(events).where(events.c.number == number).order_by(events.c.sequence)
    return [
        Event(**{name: value for name, value in row.items() if name != "sequence"})
        for row in connection.execute(query).mappings()
    ]


def rated(connection: Connection, application_id: str) -> Rated:
    """The rating that opened a voice."""
    query = select(applications.c.receipt, ratings.c.level, ratings.c.reasons).join(
        ratings, ratings.c.application_id == applications.c.application_id
    )
    receipt, level, reasons = connection.execute(query.where(applications.c.application_id == application_id)).one()
    return Rated(receipt, level, tuple(reasons))


def levels(connection: Connection, hall_id: str, first: datetime, end: datetime) -> dict[int, int]:
    """How often each level was given in a span. Who gave none is not in it."""
    query = (
        select(ratings.c.level, func.count().label("given"))
        .join(applications, applications.c.application_id == ratings.c.application_id)
        .where(applications.c.hall_id == hall_id, ratings.c.at >= first, ratings.c.at < end)
        .group_by(ratings.c.level)
    )
    return {row.level: row.given for row in connection.execute(query)}


def asked_and_rated(connection: Connection, hall_id: str, first: datetime, end: datetime) -> tuple[int, int]:
    """How many applications of a span there are, and how many of these were rated before its end."""
    query = (
        select(func.count(), func.count(ratings.c.application_id))
        .select_from(applications)
        .outerjoin(ratings, and_(ratings.c.application_id == applications.c.application_id, ratings.c.at < end))
        .where(
            applications.c.hall_id == hall_id, applications.c.submitted_at >= first, applications.c.submitted_at < end
        )
    )
    asked, given = connection.execute(query).one()
    return asked, given
