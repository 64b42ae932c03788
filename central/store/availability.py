"""What terminals could do, and when they were heard. A row is added where something changed; while it stays as it is,
only the end of the newest contact moves on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, insert, or_, select, update

from central.store.figure_tables import abilities, contacts

Ability = tuple[str, str]
"""A kind (kiosk, service, item) and a code."""


@dataclass(frozen=True)
class Contact:
    """A terminal was heard from its first report to its last, without a longer silence between."""

    kiosk_id: str
    first: datetime
    last: datetime


@dataclass(frozen=True)
class AbilityRow:
    """From when until when something could be done (`why` empty), or could not."""

    kiosk_id: str
    kind: str
    code: str
    since: datetime
    until: datetime | None
    why: str


def hear(connection: Connection, kiosk_id: str, at: datetime, silence: timedelta) -> None:
    """A report came. After a longer silence it begins another contact."""
    newest = select(contacts.c.last).where(contacts.c.kiosk_id == kiosk_id).order_by(contacts.c.first.desc()).limit(1)
    last = connection.scalar(newest.with_for_update())
    if last is None or at - last > silence:
        connection.execute(insert(contacts).values(kiosk_id=kiosk_id, first=at, last=at))
    elif at > last:
        place = and_(contacts.c.kiosk_id == kiosk_id, contacts.c.last == last)
        connection.execute(update(contacts).where(place).values(last=at))


def keep(connection: Connection, kiosk_id: str, at: datetime, now: Mapping[Ability, str]) -> int:
    """How a terminal is: by ability the reason why not, empty where it can. What it no longer names, it no longer has.

    Answers how many rows were written.
    """
    is_open = and_(abilities.c.kiosk_id == kiosk_id, abilities.c.until.is_(None))
    before = {
        (row["kind"], row["code"]): (row["why"], row["since"])
        for row in connection.execute(select(abilities).where(is_open)).mappings()
    }
    gone = [ability for ability, (why, _) in before.items() if now.get(ability) != why]
    for kind, code in gone:
        since = before[kind, code][1]
        place = and_(is_open, abilities.c.kind == kind, abilities.c.code == code, abilities.c.since == since)
        connection.execute(update(abilities).where(place).values(until=max(at, since)))
    new = [
        AbilityRow(kiosk_id, kind, code, at, None, why)
        for (kind, code), why in now.items()
        if (kind, code) not in before or before[kind, code][0] != why
    ]
    if new:
        connection.execute(insert(abilities), [vars(row) for row in new])
    return len(new)


def contacts_of(connection: Connection, kiosk_id: str, first: datetime, end: datetime) -> list[Contact]:
    """When a terminal was heard in a span, in order."""
    query = select(contacts).where(contacts.c.kiosk_id == kiosk_id, contacts.c.last > first, contacts.c.first < end)
    return [Contact(**row) for row in connection.execute(query.order_by(contacts.c.first)).mappings()]


def abilities_of(connection: Connection, kiosk_id: str, first: datetime, end: datetime) -> list[AbilityRow]:
    """What it could do in a span, in order."""
    query = select(abilities).where(
        abilities.c.kiosk_id == kiosk_id,
        abilities.c.since < end,
        or_(abilities.c.until.is_(None), abilities.c.until > first),
    )
    in_order = (abilities.c.kind, abilities.c.code, abilities.c.since)
    return [AbilityRow(**row) for row in connection.execute(query.order_by(*in_order)).mappings()]
