"""The office, opened on its database for one command."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from central.clock import Clock
from central.commands import Refused
from central.commands.options import add_calendars
from central.keys import KeysExposed, RecordBroken, open_keys
from central.limits.calendar import WorkCalendar
from central.limits.notice import NotACalendar
from central.limits.supervision_rules import SHIPPED, NotRules, SupervisionRules
from central.office import Office
from central.publishing.repository import RepositoryBroken
from central.services.refusals import Refusal
from central.stock import Stock
from central.store import halls
from central.store.database import Database, SchemaStrange, Unavailable

EXPECTED = (Refusal, NotACalendar, NotRules, KeysExposed, RecordBroken, RepositoryBroken, SchemaStrange, Unavailable)


def add_store(parser: argparse.ArgumentParser) -> None:
    """Where the office keeps what it knows."""
    add_calendars(parser)
    parser.add_argument("--database", default="central.db", help="a file, or postgresql://user@host/name")
    parser.add_argument("--keys", type=Path, help="the office's own keys; default: beside the database's file")
    parser.add_argument("--supervision", type=Path, default=SHIPPED, help="the rules of supervision")


def add_stocked(parser: argparse.ArgumentParser) -> None:
    """The same, with the signed catalogue."""
    add_store(parser)
    parser.add_argument("--repository", type=Path, help="the signed catalogue; default: beside the database's file")


@contextmanager
def opened(options: argparse.Namespace, start: datetime | None = None) -> Iterator[Office]:
    """The office of `add_store`. Raises what `EXPECTED` names."""
    keys = options.keys or _beside(options.database, ".keys")
    calendar, supervision = WorkCalendar.read(options.calendars), SupervisionRules.read(options.supervision)
    database = Database(options.database)
    try:
        clock = Clock.starting_at(start) if start else clock_of(database)
        yield Office(database, open_keys(keys), clock, calendar=calendar, supervision=supervision)
    finally:
        database.close()


@contextmanager
def stocked(options: argparse.Namespace, start: datetime | None = None) -> Iterator[Office]:
    """The office of `add_stocked`, with its signed items on the shelf."""
    with opened(options, start) as office:
        office.stock = Stock(repository(options))
        yield office


def clock_of(database: Database) -> Clock:
    """Business time: the machine's, but for a demo whose day begins at another hour."""
    with database.read() as connection:
        return Clock(timedelta(seconds=halls.shift(connection)))


def repository(options: argparse.Namespace) -> Path:
    """Where the signed catalogue is."""
    chosen: Path | None = options.repository
    return chosen or _beside(options.database, ".catalogue")


def hall_id(office: Office, wanted: str | None) -> str:
    """The hall that is meant. Raises `Refused`."""
    with office.database.read() as connection:
        known = halls.hall_ids(connection)
    if wanted in known or (wanted is None and len(known) == 1):
        return wanted or known[0]
    raise Refused(f"say which hall with --hall: {', '.join(known) or 'none is published'}")


def _beside(database: str, suffix: str) -> Path:
    return Path(f"central{suffix}") if "://" in database else Path(database).with_suffix(suffix)
