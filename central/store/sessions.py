"""Items that were begun at terminals. There is nothing here of who began them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, tuple_, update

from central.store.database import upsert
from central.store.figure_tables import sessions


@dataclass(frozen=True)
class ItemSession:
    """One item begun. `application_id`: what it led to, if anything."""

    session_id: str
    item: str
    kiosk_id: str
    hall_id: str
    at: datetime
    application_id: str | None = None


def begin(connection: Connection, session: ItemSession) -> None:
    """Write it down once: asked again, it is the same session."""
    statement = upsert(connection.dialect.name, sessions).values(vars(session))
    connection.execute(statement.on_conflict_do_nothing())


def lead_to(connection: Connection, session: ItemSession) -> None:
    """The session has led to an application; the first one counts. One that nobody has seen begin begins here."""
    place = (sessions.c.session_id == session.session_id, sessions.c.item == session.item)
    own = (*place, sessions.c.kiosk_id == session.kiosk_id, sessions.c.application_id.is_(None))
    if connection.scalar(select(sessions.c.at).where(*place)) is None:
        connection.execute(insert(sessions).values(vars(session)))
    else:
        connection.execute(update(sessions).where(*own).values(application_id=session.application_id))


def begun(
    connection: Connection,
    first: datetime,
    end: datetime,
    hall: str | None,
    *,
    after: tuple[str, str],
    most: int,
) -> list[ItemSession]:
    """Sessions of a span, of a hall or of all, in the order of their names."""
    name = tuple_(sessions.c.session_id, sessions.c.item)
    query = select(sessions).where(sessions.c.at >= first, sessions.c.at < end, name > after)
    if hall is not None:
        query = query.where(sessions.c.hall_id == hall)
    found = connection.execute(query.order_by(sessions.c.session_id, sessions.c.item).limit(most))
    return [ItemSession(**row) for row in found.mappings()]
