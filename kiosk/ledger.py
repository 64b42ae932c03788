"""What must not be lost: effects on their way to the office, and pieces of paper on their way to a hand.

One SQLite file. An effect is committed with its idempotency key before it is tried, leaves `waiting` only on an answer
of the office, and is never dropped for its age. Its payload is sealed to the office; kind, state and times stand in
clear. Order is the local sequence, since a terminal's clock may jump.

Why the file is opened as it is:

- WAL with `synchronous=FULL`: `NORMAL` loses commits that were already acknowledged when power fails.
- `locking_mode=EXCLUSIVE`, one connection for the life of the process: SQLite 3.7.0 to 3.51.2 (Debian 12 has 3.40.1)
  can corrupt a WAL that two connections check-point and reset at once. It also keeps the WAL's index in this process's
  memory, so nothing of the file is ever mapped, and a second process is refused.
- After an I/O error nothing more is written until the next start: a page that failed to sync may look clean to the
  kernel, and a second sync would then succeed without it.
"""

from __future__ import annotations

import random
import sqlite3
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from devices.paper import PaperState
from kiosk.faults import LedgerFailed
from kiosk.storage import sync_directory

FIRST_DELAY = 2.0  # seconds before an effect's second attempt; doubles with each further one
LONGEST_DELAY = 300.0
SENT_KEPT = timedelta(days=400)  # as long as the office keeps idempotency keys
PAPERS_KEPT = 20_000

_APPLICATION = 0x4B4C4447  # "KLDG", in the file's header
_SCHEMA = 1
_TABLES = f"""
BEGIN IMMEDIATE;
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {_SCHEMA};
CREATE TABLE effects (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    payload BLOB NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'refused')),
    attempts INTEGER NOT NULL DEFAULT 0,
    made_at REAL NOT NULL,
    next_at REAL NOT NULL,
    code TEXT,
    result TEXT
) STRICT;
CREATE INDEX effects_by_state ON effects (state, sequence);
CREATE TABLE papers (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    ticket_id TEXT NOT NULL,
    copy_number INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT;
CREATE INDEX papers_by_ticket ON papers (ticket_id, sequence);
COMMIT;
"""

_ON_THE_WAY = frozenset({PaperState.SENT, PaperState.PROCESSED})
_REPLACES = {
    PaperState.OWED: frozenset({PaperState.SENT}),  # no byte of it was sent after all
    PaperState.SENT: frozenset({PaperState.OWED}),
    PaperState.PROCESSED: frozenset({PaperState.SENT}),
    PaperState.UNKNOWN: _ON_THE_WAY,
    PaperState.FAILED: _ON_THE_WAY | {PaperState.UNKNOWN},
    PaperState.PRINTED: _ON_THE_WAY | {PaperState.UNKNOWN},
    PaperState.PRESENTED: _ON_THE_WAY | {PaperState.UNKNOWN, PaperState.PRINTED},
    PaperState.TAKEN: _ON_THE_WAY | {PaperState.UNKNOWN, PaperState.PRINTED, PaperState.PRESENTED},
    PaperState.RETRACTED: _ON_THE_WAY | {PaperState.UNKNOWN, PaperState.PRINTED, PaperState.PRESENTED},
}
"""Which states a new one replaces: a late word never takes back what is already known of a paper."""


@dataclass(frozen=True)
class EffectRow:
    """An effect that waits to be sent. `attempts` made so far ended without an answer."""

    id: str
    kind: str
    payload: bytes
    attempts: int


@dataclass(frozen=True)
class Depth:
    """How much stands in the ledger that the office has not taken."""

    waiting: int
    refused: int
    oldest_waiting_s: int


@dataclass(frozen=True)
class OpenEffect:
    """An effect that the office has not taken, as staff may see it: never its payload, never whose it is."""

    sequence: int
    kind: str
    state: str
    attempts: int
    made_at: datetime
    code: str = ""


class Ledger:
    """The file and its one connection. Any thread may call; every method raises `LedgerFailed`.

    Moments are aware datetimes of business time. A method that returns has committed.
    """

    def __init__(self, path: Path, *, now: datetime | None = None, jitter: Callable[[], float] = random.random) -> None:
        """Open or create the file; with `now`, sent effects older than `SENT_KEPT` leave it.

        A file that SQLite finds corrupt is renamed, and `LedgerFailed` says so; the next start begins a new one.
        A file of a newer program, of another program, or in use by another process is refused untouched.
        """
        self._jitter = jitter
        self._lock = threading.Lock()
        self._broken = ""
        self._db = _open(path)
        with self._transaction() as db:
            db.execute("UPDATE papers SET state = ? WHERE state IN (?, ?)", (PaperState.UNKNOWN, *sorted(_ON_THE_WAY)))
            db.execute("DELETE FROM papers WHERE sequence <= (SELECT max(sequence) FROM papers) - ?", (PAPERS_KEPT,))
            if now is not None:
                oldest = (now - SENT_KEPT).timestamp()
                db.execute("DELETE FROM effects WHERE state = 'sent' AND made_at < ?", (oldest,))

    def close(self) -> None:
        """Close the file. Never raises: every commit is already on disk."""
        with self._lock:
            try:
                self._db.close()
            except sqlite3.Error as error:
                self._broken = _name(error)

    # ------------------------------------------------------------ effects

    def append(self, kind: str, payload: bytes, effect_id: str | None = None, *, now: datetime) -> str:
        """Write an effect down, due at once; its id (32 hex digits, new unless given) is its idempotency key.

        Raises `ValueError` when an effect of this id is there already.
        """
        effect_id = effect_id or uuid.uuid4().hex
        with self._transaction() as db:
            db.execute(
                "INSERT INTO effects (id, kind, payload, made_at, next_at) VALUES (?, ?, ?, ?, ?)",
                (effect_id, kind, payload, now.timestamp(), now.timestamp()),
            )
        return effect_id

    def sent(self, effect_id: str, result: str, *, owed_paper: str | None = None) -> None:
        """The office has taken it and answered `result`, which holds no personal data. The payload leaves.

        `owed_paper`: the ticket whose paper the citizen is owed from this commit on, so that a power cut before the
        first printed byte is told apart from a paper that may be out.
        """
        self._end(effect_id, "sent", None, result, owed_paper)

    def refused(self, effect_id: str, code: str, result: str | None = None) -> None:
        """The office will not take it. It stays, for staff to see."""
        self._end(effect_id, "refused", code, result)

    def delayed(self, effect_id: str, now: datetime) -> None:
        """An attempt ended without an answer: this effect waits, exponentially longer each time, and no other."""
        with self._transaction() as db:
            row = db.execute("SELECT attempts FROM effects WHERE id = ?", (effect_id,)).fetchone()
            if row is None:
                raise LookupError(effect_id)
            longest = min(LONGEST_DELAY, FIRST_DELAY * 2.0 ** min(row[0], 20))
            next_at = now.timestamp() + longest * (0.5 + self._jitter() / 2)
            db.execute(
                "UPDATE effects SET attempts = attempts + 1, next_at = ? WHERE id = ? AND state = 'waiting'",
                (next_at, effect_id),
            )

    def due(self, now: datetime, limit: int = 20) -> list[EffectRow]:
        """The effects to send now, oldest first. A clock set back delays none for longer than `LONGEST_DELAY`."""
        at = now.timestamp()
        rows = self._read(
            "SELECT id, kind, payload, attempts FROM effects"
            " WHERE state = 'waiting' AND (next_at <= ? OR next_at > ?) ORDER BY sequence LIMIT ?",
            (at, at + LONGEST_DELAY, limit),
        )
        return [EffectRow(*row) for row in rows]

    def waiting(self, effect_id: str) -> EffectRow | None:
        """One effect that waits, whether it is due or not; None when it has ended."""
        rows = self._read(
            "SELECT id, kind, payload, attempts FROM effects WHERE id = ? AND state = 'waiting'", (effect_id,)
        )
        return EffectRow(*rows[0]) if rows else None

    def result_of(self, effect_id: str) -> str | None:
        """What the office answered; None while the effect waits, or if there is no such effect."""
        rows = self._read("SELECT result FROM effects WHERE id = ?", (effect_id,))
        return rows[0][0] if rows else None

    def made_since(self, kind: str, since: datetime) -> list[datetime]:
        """When effects of a kind were written down after a moment, the oldest first. Raises `LedgerFailed`."""
        rows = self._read(
            "SELECT made_at FROM effects WHERE kind = ? AND made_at > ? ORDER BY made_at", (kind, since.timestamp())
        )
        return [datetime.fromtimestamp(made_at, UTC) for (made_at,) in rows]

    def depth(self, now: datetime) -> Depth:
        """How many effects wait or were refused, and since how many seconds the oldest has been waiting."""
        ((waiting, refused, since),) = self._read(
            "SELECT count(*) FILTER (WHERE state = 'waiting'), count(*) FILTER (WHERE state = 'refused'),"
            " min(made_at) FILTER (WHERE state = 'waiting') FROM effects WHERE state IN ('waiting', 'refused')"
        )
        return Depth(waiting, refused, 0 if since is None else max(0, int(now.timestamp() - since)))

    def open_effects(self, limit: int = 100) -> list[OpenEffect]:
        """The newest effects that wait or were refused."""
        rows = self._read(
            "SELECT sequence, kind, state, attempts, made_at, coalesce(code, '') FROM effects"
            " WHERE state IN ('waiting', 'refused') ORDER BY sequence DESC LIMIT ?",
            (limit,),
        )
        return [
            OpenEffect(sequence, kind, state, attempts, datetime.fromtimestamp(made_at, UTC), code)
            for sequence, kind, state, attempts, made_at, code in rows
        ]

    # ------------------------------------------------------------ papers

    def paper_begin(self, ticket_id: str, copy_number: int) -> str:
        """A slip is about to be sent to the printer: from here on it counts as `SENT`. Returns the paper's id."""
        paper_id = uuid.uuid4().hex
        with self._transaction() as db:
            db.execute("DELETE FROM papers WHERE ticket_id = ? AND state = ?", (ticket_id, PaperState.OWED))
            db.execute(
                "INSERT INTO papers (id, ticket_id, copy_number, state) VALUES (?, ?, ?, ?)",
                (paper_id, ticket_id, copy_number, PaperState.SENT),
            )
        return paper_id

    def paper(self, paper_id: str, state: PaperState) -> None:
        """The printer said something new of a paper; nothing takes back what is already known."""
        with self._transaction() as db:
            row = db.execute("SELECT state FROM papers WHERE id = ?", (paper_id,)).fetchone()
            if row is None:
                raise LookupError(paper_id)
            if PaperState(row[0]) in _REPLACES[state]:
                db.execute("UPDATE papers SET state = ? WHERE id = ?", (state, paper_id))

    def paper_of(self, ticket_id: str) -> PaperState | None:
        """How far the newest paper of a ticket got; None: none was begun."""
        rows = self._read("SELECT state FROM papers WHERE ticket_id = ? ORDER BY sequence DESC LIMIT 1", (ticket_id,))
        return PaperState(rows[0][0]) if rows else None

    def count_papers(self, ticket_id: str) -> int:
        """How many papers of a ticket or an application came out, or may have."""
        ((count,),) = self._read(
            "SELECT count(*) FROM papers WHERE ticket_id = ? AND state NOT IN (?, ?)",
            (ticket_id, PaperState.OWED, PaperState.FAILED),
        )
        return int(count)

    # ------------------------------------------------------------ the file

    def _end(
        self, effect_id: str, state: str, code: str | None, result: str | None, owed_paper: str | None = None
    ) -> None:
        """The first ending stays: an answer that comes twice, to a repeated request, changes nothing."""
        with self._transaction() as db:
            if not db.execute("SELECT 1 FROM effects WHERE id = ?", (effect_id,)).fetchone():
                raise LookupError(effect_id)
            db.execute(
                "UPDATE effects SET state = ?, code = ?, result = ?,"
                " payload = CASE ? WHEN 'sent' THEN x'' ELSE payload END WHERE id = ? AND state = 'waiting'",
                (state, code, result, state, effect_id),
            )
            if owed_paper is not None:
                db.execute(
                    "INSERT INTO papers (id, ticket_id, copy_number, state) SELECT ?, ?, 0, ?"
                    " WHERE NOT EXISTS (SELECT 1 FROM papers WHERE ticket_id = ?)",
                    (uuid.uuid4().hex, owed_paper, PaperState.OWED, owed_paper),
                )

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            if self._broken:
                raise LedgerFailed("an earlier write failed: nothing is written until a restart", cause=self._broken)
            try:
                self._db.execute("BEGIN IMMEDIATE")
                yield self._db
                self._db.execute("COMMIT")
            except sqlite3.IntegrityError as error:
                self._roll_back()
                raise ValueError(str(error)) from error
            except sqlite3.Error as error:
                if _primary(error) != sqlite3.SQLITE_FULL:  # a full disk has written nothing, and may be emptied
                    self._broken = _name(error)
                self._roll_back()
                raise LedgerFailed(str(error), cause=_name(error)) from error
            except BaseException:
                self._roll_back()
                raise

    def _roll_back(self) -> None:
        try:
            self._db.rollback()
        except sqlite3.Error as error:
            self._broken = _name(error)

    def _read(self, question: str, values: tuple[object, ...] = ()) -> list[Any]:
        with self._lock:
            try:
                return self._db.execute(question, values).fetchall()
            except sqlite3.Error as error:
                raise LedgerFailed(str(error), cause=_name(error)) from error


def _open(path: Path) -> sqlite3.Connection:
    """Open, check and if new lay out the file."""
    db: sqlite3.Connection | None = None
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        db = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        new = _is_new(db)
        for pragma in ("mmap_size = 0", "journal_mode = WAL", "synchronous = FULL"):
            db.execute(f"PRAGMA {pragma}")
        if new:
            db.executescript(_TABLES)
    except (sqlite3.Error, OSError, LedgerFailed) as error:
        if db is not None:
            db.close()
        if isinstance(error, LedgerFailed):
            raise
        match _primary(error):
            case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
                aside = _set_aside(path)
                raise LedgerFailed(f"{path} is corrupt and was set aside as {aside}", cause="corrupt") from error
            case sqlite3.SQLITE_BUSY:
                raise LedgerFailed(f"another process holds {path}", cause="in_use") from error
            case _:
                raise LedgerFailed(f"{path}: {error}", cause=_name(error)) from error
    return db


def _is_new(db: sqlite3.Connection) -> bool:
    """True for an empty file; refuses what is not ours, what a newer program wrote, and what is damaged."""
    ((application,),) = db.execute("PRAGMA application_id").fetchall()
    ((schema,),) = db.execute("PRAGMA user_version").fetchall()
    ((tables,),) = db.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    if application != _APPLICATION and (application or schema or tables):
        raise LedgerFailed("the file belongs to another program", cause="foreign")
    if schema > _SCHEMA:
        raise LedgerFailed(f"a newer program wrote this ledger (schema {schema}, known {_SCHEMA})", cause="newer")
    ((sound,),) = db.execute("PRAGMA quick_check(1)").fetchall()
    if sound != "ok":
        raise _Corrupt(sound)
    return not tables


def _set_aside(path: Path) -> Path:
    """Rename the file and what belongs to it, under a name that is free, so that SQLite can still open it."""
    aside = next(name for n in range(1, 10_000) if not (name := path.with_name(f"{path.name}.set-aside-{n}")).exists())
    for suffix in ("-wal", ""):
        source = path.with_name(path.name + suffix)
        if source.exists():
            source.rename(aside.with_name(aside.name + suffix))
    sync_directory(path.parent)
    return aside


class _Corrupt(sqlite3.DatabaseError):
    """The check found damage that opening the file did not."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    sqlite_errorname = "SQLITE_CORRUPT"


def _primary(error: Exception) -> int:
    """SQLite's primary result code; 0 when the error is not from SQLite itself."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _name(error: Exception) -> str:
    return str(getattr(error, "sqlite_errorname", type(error).__name__)).lower()
