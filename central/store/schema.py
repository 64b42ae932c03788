"""Which revision of the tables a database has. A new one gets today's; an older one is brought on, and never guessed.

The way from one revision to the next stands in `central.store.revisions`, for Alembic.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, insert, inspect, select

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0001"
"""The revision of the tables in this folder."""

REVISIONS = Path(__file__).parent / "revisions"

_MARK = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))


class SchemaStrange(Exception):
    """The database's tables are not of this program's revision. `found`: theirs; none: nobody wrote it down."""

    def __init__(self, found: str | None) -> None:
        older = found is not None and found < HEAD
        way = "make a backup, then run `central upgrade`" if older else "it needs the program that made it"
        super().__init__(f"the database has tables of revision {found or 'unknown'}, this program {HEAD}: {way}")
        self.found = found


def prepare(engine: Engine, parts: Sequence[MetaData]) -> None:
    """Make the tables in an empty database. Raises `SchemaStrange` of one with other tables."""
    with engine.begin() as connection:
        found = revision(connection)
        if found is None and not inspect(connection).get_table_names():
            for part in parts:
                part.create_all(connection)
            _MARK.create(connection)
            connection.execute(insert(_MARK).values(version_num=HEAD))
        elif found != HEAD:
            raise SchemaStrange(found)


def revision(connection: Connection) -> str | None:
    """Of a database; none: it does not say."""
    if not inspect(connection).has_table(_MARK.name):
        return None
    found: str | None = connection.scalar(select(_MARK.c.version_num))
    return found


def upgrade(connection: Connection) -> None:
    """Bring the tables on to `HEAD`, all or nothing, in the transaction of `connection`. Raises `SchemaStrange`."""
    from alembic import command  # late: opening a database does not need it

    found = revision(connection)
    if (found is None and inspect(connection).get_table_names()) or (found or "") > HEAD:
        raise SchemaStrange(found)
    command.upgrade(way(connection), "head")


def way(connection: Connection) -> Config:
    """Alembic's settings."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(REVISIONS))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made
