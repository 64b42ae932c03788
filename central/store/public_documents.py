"""What the office shows to everybody, byte for byte. Editions are added and never changed; a board is one row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from central.store.supervision_tables import documents


@dataclass(frozen=True)
class Document:
    """One edition. `content`: the JSON; `digest`: its SHA-256; `reason`: why it is not the first."""

    name: str
    edition: int
    at: datetime
    publisher: str
    reason: str
    digest: str
    content: str


def add(connection: Connection, document: Document) -> None:
    """One more; the same edition a second time is a conflict."""
    connection.execute(insert(documents).values(vars(document)))


def replace(connection: Connection, document: Document) -> None:
    """Of which only the newest is kept."""
    connection.execute(delete(documents).where(documents.c.name == document.name))
    add(connection, document)


def editions(connection: Connection, name: str) -> list[Document]:
    """Of one name, the newest first."""
    query = select(documents).where(documents.c.name == name).order_by(documents.c.edition.desc())
    return [Document(**row) for row in connection.execute(query).mappings()]


def last(connection: Connection, prefix: str) -> Document | None:
    """The newest edition of the last name that begins so."""
    query = select(documents).where(documents.c.name.startswith(prefix, autoescape=True))
    row = connection.execute(query.order_by(documents.c.name.desc(), documents.c.edition.desc())).mappings().first()
    return Document(**row) if row else None
