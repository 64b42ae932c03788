"""What the office shows to everybody, byte for byte. Editions are added and never changed; a board is one row."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, and_, delete, func, insert, select

from central.store.supervision_tables import documents


@dataclass(frozen=True)
class Document:
    """One edition, without its content. `as_of`: what happened later is not in it; `at`: when it was published;
    `reason`: why it is not the first; `digest`: SHA-256 of the content; `seal`: the office's keyed hash of all this."""

    name: str
    edition: int
    as_of: datetime
    at: datetime
    publisher: str
    reason: str
    digest: str
    seal: str = ""


_HEAD = [documents.c[field.name] for field in fields(Document)]


def add(connection: Connection, document: Document, content: str) -> None:
    """One more; the same edition a second time is a conflict."""
    connection.execute(insert(documents).values(**vars(document), content=content))


def replace(connection: Connection, document: Document, content: str) -> None:
    """Of which only the newest is kept."""
    connection.execute(delete(documents).where(documents.c.name == document.name))
    add(connection, document, content)


def editions(connection: Connection, name: str) -> list[Document]:
    """Of one name, the newest first."""
    query = select(*_HEAD).where(documents.c.name == name).order_by(documents.c.edition.desc())
    return [Document(**row) for row in connection.execute(query).mappings()]


def content(connection: Connection, document: Document) -> str:
    """The JSON of one of them."""
    here = (documents.c.name == document.name, documents.c.edition == document.edition)
    return str(connection.execute(select(documents.c.content).where(*here)).scalar_one())


def last(connection: Connection, prefix: str) -> Document | None:
    """The newest edition of the last name that begins so."""
    query = select(*_HEAD).where(documents.c.name.startswith(prefix, autoescape=True))
    row = connection.execute(query.order_by(documents.c.name.desc(), documents.c.edition.desc())).mappings().first()
    return Document(**row) if row else None


def newest(connection: Connection, prefix: str, most: int) -> list[Document]:
    """The newest edition of each name that begins so, the newest publication first."""
    newest_of = (
        select(documents.c.name, func.max(documents.c.edition).label("edition"))
        .where(documents.c.name.startswith(prefix, autoescape=True))
        .group_by(documents.c.name)
        .subquery()
    )
    here = and_(newest_of.c.name == documents.c.name, newest_of.c.edition == documents.c.edition)
    query = select(*_HEAD).join(newest_of, here).order_by(documents.c.at.desc(), documents.c.name.desc())
    return [Document(**row) for row in connection.execute(query.limit(most)).mappings()]
