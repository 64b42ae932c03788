"""Tries that were in vain, by what they are counted of. None is kept for longer than a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from central.store.tables import misses

_AT_ONCE = 100  # forgotten with each that is added: more than come


def add(connection: Connection, subjects: Sequence[str], at: datetime) -> None:
    """Count one of each."""
    if subjects:
        connection.execute(insert(misses), [{"subject": each, "at": at} for each in subjects])


def forget(connection: Connection, before: datetime) -> None:
    """Some of the old ones. Those that another transaction is about to forget are left to it."""
    old = select(misses.c.miss_id).where(misses.c.at < before).limit(_AT_ONCE).with_for_update(skip_locked=True)
    connection.execute(delete(misses).where(misses.c.miss_id.in_(old)))


def count(connection: Connection, subject: str, since: datetime) -> tuple[int, datetime | None]:
    """How many there were after `since`, and the oldest of them."""
    query = select(func.count(), func.min(misses.c.at)).where(misses.c.subject == subject, misses.c.at > since)
    number, oldest = connection.execute(query).one()
    return int(number), oldest
