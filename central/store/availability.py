"""What terminals could do, and when they were heard. A row is added where something changed; while it stays as it is,
only the end of the newest contact moves on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, delete, insert, or_, select, update

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


def hear(connection: Connection, kiosk_id: str, at: datetime, silence: timedelta) -> datetime:
    """A report came. After a longer silence it begins another contact. Answers when it counts as come: where the clock
    was put back, no earlier than the one before."""
    newest = select(contacts.c.last).where(contacts.c.kiosk_id == kiosk_id).order_by(contacts.c.first.desc()).limit(1)
    last: datetime | None = connection.scalar(newest.with_for_update())
    if last is None or at - last > silence:
        connection.execute(insert(contacts).values(kiosk_id=kiosk_id, first=at, last=at))
        return at
    if at > last:
        place = and_(contacts.c.kiosk_id == kiosk_id, contacts.c.last == last)
        connection.execute(update(contacts).where(place).values(last=at))
    return max(at, last)


def now(connection: Connection, kiosk_id: str) -> dict[Ability, AbilityRow]:
    """How a terminal is, as it said last."""
    query = select(abilities).where(abilities.c.kiosk_id == kiosk_id, abilities.c.until.is_(None))
    rows = (AbilityRow(**row) for row in connection.execute(query).mappings())
    return {(row.kind, row.code): row for row in rows}


def keep(
    connection: Connection,
    kiosk_id: str,
    at: datetime,
    before: Mapping[Ability, AbilityRow],
    said: Mapping[Ability, str],
) -> None:
    """How a terminal is from now on: by ability the reason why not, empty where it can. What it no longer names, it no
    longer has."""
    known = {ability: row.why for ability, row in before.items()}
    changed = {ability for ability in {*known, *said} if known.get(ability) != said.get(ability)}
    for ability in changed & known.keys():
        row = before[ability]
        own = (abilities.c.kind == row.kind, abilities.c.code == row.code, abilities.c.since == row.since)
        here = and_(abilities.c.kiosk_id == kiosk_id, *own)
        if at > row.since:
            connection.execute(update(abilities).where(here).values(until=at))
        else:  # two reports of one moment: the later one counts
            connection.execute(delete(abilities).where(here))
    new = [AbilityRow(kiosk_id, *ability, at, None, said[ability]) for ability in sorted(changed & said.keys())]
    if new:
        connection.execute(insert(abilities), [vars(row) for row in new])


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
