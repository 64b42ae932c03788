"""Engines and transactions: SQLite in one file, or PostgreSQL by its URL."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from types import TracebackType
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    String,
    Table,
    any_,
    create_engine,
    event,
    insert,
    literal,
    make_url,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from central.store import (
    agency_tables,
    application_tables,
    case_tables,
    figure_tables,
    rollout_tables,
    schema,
    supervision_tables,
    tables,
    voice_tables,
)
from central.store.schema import SchemaStrange

__all__ = [
    "Conflict",
    "Connection",
    "Database",
    "SchemaStrange",
    "Unavailable",
    "add_many",
    "one_of",
    "upgrade",
    "upsert",
]

_BUSY_S = 10.0
TABLES = [
    part.metadata
    for part in (
        tables,
        agency_tables,
        application_tables,
        case_tables,
        figure_tables,
        rollout_tables,
        supervision_tables,
        voice_tables,
    )
]


class Conflict(Exception):
    """Somebody else's transaction took what a unique index or a check guards; nothing of this one remains."""


class Unavailable(Exception):
    """The database cannot be reached, is full, or was busy for too long; nothing of the transaction remains."""


def upsert(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows ON CONFLICT, in the database's own dialect."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def one_of(connection: Connection, column: Column[str], values: Collection[str]) -> ColumnElement[bool]:
    """Whether a text is one of many; for PostgreSQL one array: hundreds of parameters take longer than their rows."""
    if connection.dialect.name == "postgresql":
        return column == any_(literal(list(values), postgresql.ARRAY(String)))
    return column.in_(values)


def add_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows of the same columns: with PostgreSQL by COPY, which is several times as quick as an INSERT of each.

    Raises `Conflict`.
    """
    if not rows:
        return
    raw = connection.connection.driver_connection
    if not isinstance(raw, psycopg.Connection):
        connection.execute(insert(table), rows)
        return
    columns = list(rows[0])
    target = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    try:
        with raw.cursor() as cursor, cursor.copy(target) as copy:
            for row in rows:
                copy.write_row([row[column] for column in columns])
    except psycopg.IntegrityError as error:
        raise Conflict(str(error)) from error


class Turn:
    """A lock that is handed on in the order of asking, so that no request starves behind luckier ones."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Lock] = deque()

    def __enter__(self) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            gate = threading.Lock()
            gate.acquire()
            self._waiting.append(gate)
        gate.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


class Database:
    """One database with the office's tables.

    `target` is a file, or a URL such as `postgresql://user@host/name`. On SQLite one connection writes, in turn; the
    readers never checkpoint, because SQLite before 3.51.3 can lose a commit when two connections do. On PostgreSQL
    rows are locked by the statements that change them, in one order: booking, person's day, slot, counter, ticket.
    Raises `SchemaStrange`, `Unavailable`.
    """

    def __init__(self, target: str, readers: int = 16) -> None:
        self._turn: AbstractContextManager[None] = nullcontext()
        if "://" in target:
            self._writer = self._reader = _engine(target, "BEGIN", readers)
        else:
            Path(target).touch(mode=0o600)
            self._writer = _engine(target, "BEGIN IMMEDIATE", 1)
            self._reader = _engine(target, "BEGIN", readers)
            self._turn = Turn()
        try:
            with _failures():
                schema.prepare(self._writer, TABLES)
        except BaseException:
            self.close()
            raise

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction that may change things; committed, and on disk, when the block is left without exception.

        Raises:
            Conflict: see there; safe to try again.
            Unavailable: see there; safe to try again later.
        """
        with self._turn, _failures(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One transaction that only looks. Raises `Unavailable`."""
        with _failures(), self._reader.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close every connection; on SQLite this folds the WAL back into the file."""
        self._reader.dispose()
        self._writer.dispose()


def upgrade(target: str) -> str | None:
    """Bring the tables of an older program on, all or nothing; the revision that they had.

    Nobody else works on the database meanwhile. Raises `SchemaStrange`, `Unavailable`, `Conflict`.
    """
    engine = _engine(target, "BEGIN IMMEDIATE", 1, whole=False)
    try:
        with _failures(), engine.begin() as connection:
            found = schema.revision(connection)
            schema.upgrade(connection)
            if engine.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise Conflict("a row points to one that is not there")
            return found
    finally:
        engine.dispose()


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        raise Conflict(str(error.orig)) from error
    except (OperationalError, PoolTimeout) as error:
        raise Unavailable(str(getattr(error, "orig", error))) from error


def _engine(target: str, begin: str, connections: int, *, whole: bool = True) -> Engine:
    """`begin`, `whole`: of SQLite; how a transaction begins, and whether every row that is pointed to must be there."""
    if "://" not in target:
        return _sqlite(target, begin, connections, whole)
    url = make_url(target).set(drivername="postgresql+psycopg")
    return _postgresql(url.render_as_string(hide_password=False), connections)


def _postgresql(url: str, connections: int) -> Engine:
    return create_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,
        isolation_level="READ COMMITTED",
        connect_args={"options": "-c timezone=UTC -c lock_timeout=10s", "connect_timeout": 5},
    )


def _sqlite(path: str, begin: str, connections: int, whole: bool) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        pool_size=connections,
        max_overflow=0,
        hide_parameters=True,
        connect_args={"timeout": _BUSY_S, "isolation_level": None},
    )
    checkpoints = begin == "BEGIN IMMEDIATE"

    def prepare(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA foreign_keys = {'ON' if whole else 'OFF'}")
        connection.execute("PRAGMA mmap_size = 0")
        if not checkpoints:
            connection.execute("PRAGMA wal_autocheckpoint = 0")

    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", start)
    return engine
