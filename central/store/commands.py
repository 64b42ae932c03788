"""What became of each command, kept in the transaction of its effect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from central.store.halls import insert
from central.store.tables import commands


@dataclass(frozen=True)
class Kept:
    """The answer to a command, and a fingerprint of what was asked."""

    fingerprint: str
    status: int
    body: str


def find(connection: Connection, principal: str, key: str) -> Kept | None:
    """The answer that this key got from the office before."""
    columns = (commands.c.fingerprint, commands.c.status, commands.c.body)
    query = select(*columns).where(commands.c.principal == principal, commands.c.key == key)
    row = connection.execute(query).mappings().first()
    return Kept(**row) if row else None


def keep(connection: Connection, principal: str, key: str, kept: Kept, at: datetime) -> None:
    """Keep an answer. The same key a second time is a conflict."""
    connection.execute(insert(connection, commands).values(principal=principal, key=key, at=at, **vars(kept)))
