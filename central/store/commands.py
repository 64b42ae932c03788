"""What became of each command, kept in the transaction of its effect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select

from central.store.tables import commands


@dataclass(frozen=True)
class Kept:
    """The answer to a command, sealed, and a keyed fingerprint of what was asked."""

    fingerprint: str
    status: int
    body: bytes


_FIND = select(commands.c.fingerprint, commands.c.status, commands.c.body).where(
    commands.c.principal == bindparam("principal"), commands.c.key == bindparam("key")
)
_KEEP = insert(commands)


def find(connection: Connection, principal: str, key: str) -> Kept | None:
    """The answer that this key got from the office before."""
    row = connection.execute(_FIND, {"principal": principal, "key": key}).mappings().first()
    return Kept(**row) if row else None


def keep(connection: Connection, principal: str, key: str, kept: Kept, at: datetime) -> None:
    """Keep an answer. The same key a second time is a conflict."""
    connection.execute(_KEEP, {"principal": principal, "key": key, "at": at, **vars(kept)})
