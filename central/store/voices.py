"""Voices and what was done about them. Nothing here changes or deletes a row."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, exists, func, insert, select

from central.contract.voice import VoiceKind
from central.store.database import one_of, upsert
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
    case_id: str | None = None


@dataclass(frozen=True)
class Event:
    """Something that was done about it; `words` are sealed."""

    number: str
    act: str
    at: datetime
    actor: str
    words: bytes


def add(connection: Connection, voice: Voice) -> bool:
    """A new voice; false when its number, or its case's, is there already."""
    statement = upsert(connection.dialect.name, voices).values(asdict(voice))
    return connection.execute(statement.on_conflict_do_nothing().returning(voices.c.number)).first() is not None


def find(connection: Connection, number: str, *, lock: bool = False) -> Voice | None:
    """By its number; with `lock`, held until the end of the transaction."""
    query = select(voices).where(voices.c.number == number)
    row = connection.execute(query.with_for_update() if lock else query).mappings().first()
    return Voice(**row) if row else None


def open_of(connection: Connection, hall_id: str, kinds: tuple[str, ...], most: int) -> list[Voice]:
    """Those of a hall that nobody has closed, the oldest day first."""
    query = select(voices).where(voices.c.hall_id == hall_id, voices.c.kind.in_(kinds), ~_closed())
    found = connection.execute(query.order_by(voices.c.day, voices.c.at, voices.c.number).limit(most))
    return [Voice(**row) for row in found.mappings()]


def unsettled(connection: Connection, after: str, most: int) -> list[Voice]:
    """Those of all halls that wait for something and that nobody has closed, in the order of their numbers."""
    query = select(voices).where(voices.c.number > after, voices.c.kind != VoiceKind.PRAISE.value, ~_closed())
    return [Voice(**row) for row in connection.execute(query.order_by(voices.c.number).limit(most)).mappings()]


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
    return events_of_each(connection, [number]).get(number, [])


def events_of_each(connection: Connection, numbers: Collection[str]) -> dict[str, list[Event]]:
    """The same of many; one about which nothing was done is not in it."""
    query = select(events).where(one_of(connection, events.c.number, numbers)).order_by(events.c.sequence)
    found: dict[str, list[Event]] = {}
    for row in connection.execute(query).mappings():
        event = Event(**{name: value for name, value in row.items() if name != "sequence"})
        found.setdefault(event.number, []).append(event)
    return found


def _closed() -> ColumnElement[bool]:
    return exists().where(events.c.number == voices.c.number, events.c.act.in_(_ENDS))
