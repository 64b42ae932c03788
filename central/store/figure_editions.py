"""What was published of the figures. Nothing here changes or deletes a row."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import Connection, and_, func, insert, select

from central.store.figure_tables import editions


@dataclass(frozen=True)
class EditionRow:
    """One publication. `digest`: SHA-256 of its content."""

    period: str
    edition: int
    first: date
    last: date
    published_at: datetime
    as_of: datetime
    publisher: str
    reason: str
    digest: str


_HEAD = [editions.c[field.name] for field in fields(EditionRow)]


def add(connection: Connection, edition: EditionRow, content: str) -> None:
    """One more; the same number of the same period a second time is a conflict."""
    connection.execute(insert(editions).values(**vars(edition), content=content))


def of_period(connection: Connection, period: str) -> list[EditionRow]:
    """Every edition of a period, the newest first."""
    query = select(*_HEAD).where(editions.c.period == period).order_by(editions.c.edition.desc())
    return [EditionRow(**row) for row in connection.execute(query).mappings()]


def content(connection: Connection, edition: EditionRow) -> str:
    """The JSON of one of them, byte for byte."""
    here = (editions.c.period == edition.period, editions.c.edition == edition.edition)
    return str(connection.execute(select(editions.c.content).where(*here)).scalar_one())


def newest(connection: Connection, most: int) -> list[EditionRow]:
    """The newest edition of each period, the newest publication first."""
    newest_of = select(editions.c.period, func.max(editions.c.edition).label("edition")).group_by(editions.c.period)
    last = newest_of.subquery()
    here = and_(last.c.period == editions.c.period, last.c.edition == editions.c.edition)
    query = select(*_HEAD).join(last, here).order_by(editions.c.published_at.desc(), editions.c.period.desc())
    return [EditionRow(**row) for row in connection.execute(query.limit(most)).mappings()]
