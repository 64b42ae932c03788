"""What technicians did at this terminal, in a chain that shows when somebody has changed it.

One JSON line per entry, h_i = SHA-256(h_{i-1} ‖ entry); an action is on disk before it is carried out, and its outcome
after. An entry has room for codes, numbers and port names, and for nothing else: free text and personal data cannot get
in. A chain cannot show that its end was cut off, so its head and length go to the office with every report.

The files of the directory are named by their first entry; the first entry of each repeats the hash before it, so that
files older than `KEPT` may go. Bytes after the last line feed are what a power cut left of an entry: they are taken
out, and an entry says so.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Any

from devices.states import Cancelled, Fault, Remedy
from kiosk.storage import sync_directory

DIRECTORY = "logbook"
KEPT = timedelta(days=400)
FILE_BYTES = 1 << 20  # then the next entry begins a new file
ALWAYS_KEPT = 8  # files
ENTRY_BYTES = 4096  # no entry is longer
GENESIS = "0" * 64
CANCELLED = "cancelled"
BUG = "kiosk_bug"


class Action(StrEnum):
    """What can be done. `TORN` and `DAMAGED` are the logbook's own words about itself."""

    ENTERED = "entered"
    LEFT = "left"
    TESTED = "tested"
    ASSIGNED = "assigned"
    UNDONE = "undone"
    VOLUME = "volume"
    BRIGHTNESS = "brightness"
    PAUSED = "paused"
    RESUMED = "resumed"
    REFILLED = "refilled"
    NETWORK = "network"
    BUNDLE = "bundle"
    PERSON_ADDED = "person_added"
    PERSON_REMOVED = "person_removed"
    PERSON_RESET = "person_reset"
    TORN = "torn"
    DAMAGED = "damaged"


class Stage(StrEnum):
    """An action is written down before it is tried, and again with what came of it."""

    BEGUN = "begun"
    DONE = "done"
    FAILED = "failed"


FACTS = {
    "device": re.compile(r"[a-z][a-z_]{1,39}"),
    "code": re.compile(r"[a-z][a-z0-9_]{0,63}"),
    "why": re.compile(r"[a-z][a-z0-9_]{0,63}"),
    "port": re.compile(r"[!-~]{1,300}"),
    "percent": re.compile(r"[0-9]{1,3}"),
    "bytes": re.compile(r"[0-9]{1,12}"),
    "file": re.compile(r"[A-Za-z0-9._-]{1,120}"),
    "number": re.compile(r"[0-9]{3,6}"),
}
"""What an entry may say beside its action: names, and what a value must look like."""

_WHO = re.compile(r"[0-9]{0,6}")
_NAME = re.compile(r"(\d{10})\.jsonl")


class LogbookFailed(Fault):
    """The logbook cannot be written: nothing is done that could not be written down."""

    code = "logbook_failed"
    remedy = Remedy.STAFF


@dataclass(frozen=True)
class Entry:
    """One line. `number` counts from 1; `who` is a staff number, empty for nobody known."""

    number: int
    at: datetime
    who: str
    action: Action
    stage: Stage
    facts: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        facts = " ".join(f"{name}={value}" for name, value in self.facts.items())
        at = self.at.isoformat(" ", "seconds")
        return f"{self.number:6} {at} {self.who or '-':6} {self.action:14} {self.stage:6} {facts}".rstrip()


@dataclass(frozen=True)
class Head:
    """The end of the chain: how many entries there were since it began, and the hash of the last."""

    length: int = 0
    hash: str = GENESIS


@dataclass(frozen=True)
class Verification:
    """`broken` names the first line that does not fit, as `file:line`; empty when every line does."""

    entries: int
    head: Head
    broken: str = ""


class Logbook:
    """The directory of one terminal. Any process may write: each entry is appended under a lock, and synced."""

    def __init__(self, directory: Path, now: Callable[[], datetime]) -> None:
        """`directory`: the terminal's storage. `now`: machine time."""
        self._directory = directory / DIRECTORY
        self._now = now
        self._known: Head | None = None

    # ------------------------------------------------------------ writing

    def write(self, who: str, action: Action, stage: Stage, facts: Mapping[str, str | int] | None = None) -> Head:
        """Append one entry; it is on disk when this returns. Raises `LogbookFailed`.

        `ValueError` for what an entry has no room for: a bug, never something that a person did.
        """
        facts = _checked(who, facts or {})
        try:
            with self._locked():
                head = self._mend(self._last_file())
                return self._append(head, who, action, stage, facts)
        except OSError as error:
            raise LogbookFailed(f"{self._directory}: {error.strerror}") from error

    @contextmanager
    def action(self, who: str, action: Action, facts: Mapping[str, str | int] | None = None) -> Iterator[None]:
        """Write down what is about to happen, let it happen, write down what came of it.

        Raises `LogbookFailed` before anything has happened, or after it when the outcome could not be written down.
        """
        self.write(who, action, Stage.BEGUN, facts)
        try:
            yield
        except BaseException as error:
            code = error.code if isinstance(error, Fault) else CANCELLED if isinstance(error, Cancelled) else BUG
            self.write(who, action, Stage.FAILED, {**(facts or {}), "code": code})
            raise
        self.write(who, action, Stage.DONE, facts)

    def head(self) -> Head:
        """The end of the chain as far as it is on disk; while an entry is being written, the end as it was last known.

        What is told to the office must outlive a power cut, and must not be a guess, or an honest logbook would look
        cut short. Raises `LogbookFailed`, also while the first entry is written that this object hears of.
        """
        try:
            with self._locked(wait=False):
                self._known = _end(self._files())[0]
        except OSError as error:
            if self._known is None or not isinstance(error, BlockingIOError):
                raise LogbookFailed(f"{self._directory}: {error.strerror}") from error
        return self._known

    def _mend(self, last: Path | None) -> Head:
        """The head to go on from, after what a power cut or a bad disk left behind it has been written down."""
        if last is None:
            return Head()
        head, torn, damaged = _end(self._files())
        if torn:
            with last.open("r+b") as stream:
                stream.truncate(last.stat().st_size - torn)
                os.fsync(stream.fileno())
            head = self._append(head, "", Action.TORN, Stage.DONE, {"bytes": torn})
        if damaged:  # its line stays, and `verify` names it for ever
            head = self._append(head, "", Action.DAMAGED, Stage.DONE, {})
        return head

    def _append(self, head: Head, who: str, action: Action, stage: Stage, facts: Mapping[str, str | int]) -> Head:
        path = self._last_file()
        begins = path is None or not 0 < path.stat().st_size < FILE_BYTES
        if begins:
            self._forget_old()
            path = self._directory / f"{head.length + 1:010}.jsonl"
        assert path is not None
        at = self._now().astimezone(UTC)
        entry: dict[str, Any] = {
            "n": head.length + 1,
            "at": at.isoformat(timespec="milliseconds"),
            "who": who,
            "action": action.value,
            "stage": stage.value,
            "facts": dict(facts),
        }
        if begins:
            entry["before"] = head.hash
        entry["hash"] = _hash(head.hash, entry)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        with os.fdopen(file, "wb", buffering=0) as stream:
            before = os.fstat(stream.fileno()).st_size
            try:
                line = _line(entry)
                if stream.write(line) != len(line):
                    raise OSError(0, "only a part of the entry was written")
                os.fsync(stream.fileno())
            except OSError:
                os.ftruncate(stream.fileno(), before)  # a full disk leaves no half entry
                raise
        if begins:
            sync_directory(self._directory)
        return Head(entry["n"], entry["hash"])

    def _forget_old(self) -> None:
        """Whole files go once everything in them is older than `KEPT`; the next file's beginning tells.

        A clock that is years ahead still leaves the newest `ALWAYS_KEPT`.
        """
        for path, following in pairwise(self._files()[: 1 - ALWAYS_KEPT]):
            first = _first(following)
            if first is None or self._now() - first.at < KEPT:
                return
            path.unlink()

    # ------------------------------------------------------------ reading

    def entries(self) -> Iterator[Entry]:
        """Every entry that can be read, oldest first. Raises `LogbookFailed`."""
        for _, _, line in self._lines():
            if (parsed := _parse(line)) is not None:
                yield _entry(parsed)

    def verify(self) -> Verification:
        """Go through the whole chain. Raises `LogbookFailed` when a file cannot be read at all."""
        entries, head, broken = 0, Head(), ""
        expected: Head | None = None
        for path, line_number, line in self._lines():
            parsed = _parse(line)
            if parsed is None or not _follows(parsed, expected, path if line_number == 1 else None):
                broken = broken or f"{path.name}:{line_number}"
            if parsed is not None:
                entries += 1
                expected = head = Head(parsed["n"], parsed["hash"])
        return Verification(entries, head, broken)

    def files(self) -> list[Path]:
        """The files that make up the chain, oldest first."""
        try:
            return self._files()
        except OSError as error:
            raise LogbookFailed(f"{self._directory}: {error.strerror}") from error

    def _lines(self) -> Iterator[tuple[Path, int, bytes]]:
        for path in self.files():
            try:
                content = path.read_bytes()
            except OSError as error:
                raise LogbookFailed(f"{path}: {error.strerror}") from error
            for line_number, line in enumerate(content.split(b"\n")[:-1], 1):
                yield path, line_number, line

    # ------------------------------------------------------------ the directory

    @contextmanager
    def _locked(self, *, wait: bool = True) -> Iterator[None]:
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(self._directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_SH | fcntl.LOCK_NB)
            yield
        finally:
            os.close(lock)

    def _files(self) -> list[Path]:
        if not self._directory.exists():
            return []
        return sorted(path for path in self._directory.iterdir() if _NAME.fullmatch(path.name))

    def _last_file(self) -> Path | None:
        return next(reversed(self._files()), None)


def _end(files: list[Path]) -> tuple[Head, int, bool]:
    """The newest entry that can be read, how many bytes of a torn one follow it, and whether damaged lines do."""
    torn, damaged = 0, False
    for path in reversed(files):
        *lines, rest = path.read_bytes().split(b"\n")
        if path == files[-1]:
            torn = len(rest)
        for line in reversed(lines):
            if (parsed := _parse(line)) is not None:
                return Head(parsed["n"], parsed["hash"]), torn, damaged
            damaged = True
    return Head(), torn, damaged


def _first(path: Path) -> Entry | None:
    with path.open("rb") as stream:
        parsed = _parse(stream.readline(ENTRY_BYTES).rstrip(b"\n"))
    return _entry(parsed) if parsed is not None else None


def _follows(parsed: dict[str, Any], expected: Head | None, begun: Path | None) -> bool:
    """Whether a line is the next one of the chain. The first of all that is kept says itself what was before it."""
    before = parsed.get("before")
    if begun is not None and (before is None or begun.name != f"{parsed['n']:010}.jsonl"):
        return False
    if expected is None:
        if before is None or (parsed["n"] == 1) != (before == GENESIS):
            return False
        expected = Head(parsed["n"] - 1, before)
    elif before is not None and before != expected.hash:
        return False
    unsigned = {name: value for name, value in parsed.items() if name != "hash"}
    return bool(parsed["n"] == expected.length + 1 and parsed["hash"] == _hash(expected.hash, unsigned))


def _hash(before: str, entry: Mapping[str, Any]) -> str:
    return hashlib.sha256(bytes.fromhex(before) + _canonical(entry)).hexdigest()


def _canonical(entry: Mapping[str, Any]) -> bytes:
    return json.dumps(entry, sort_keys=True, separators=(",", ":")).encode("ascii")


def _line(entry: Mapping[str, Any]) -> bytes:
    return _canonical(entry) + b"\n"


def _parse(line: bytes) -> dict[str, Any] | None:
    """A line as it was written, byte for byte; None for anything else."""
    if len(line) > ENTRY_BYTES:
        return None
    try:
        parsed = json.loads(line.decode("ascii"))
        if _canonical(parsed) != line or not re.fullmatch(r"[0-9a-f]{64}", parsed["hash"]):
            return None
        if not re.fullmatch(r"[0-9a-f]{64}", parsed.get("before", GENESIS)) or not 0 < parsed["n"] < 10**10:
            return None
        _entry(parsed)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return dict(parsed)


def _entry(parsed: Mapping[str, Any]) -> Entry:
    """Raises `ValueError`, `TypeError`, `KeyError`, `AttributeError` when it is none."""
    at = datetime.fromisoformat(parsed["at"])
    if at.tzinfo is None or type(parsed["n"]) is not int:
        raise ValueError("no entry")
    facts = _checked(parsed["who"], parsed["facts"])
    return Entry(parsed["n"], at, parsed["who"], Action(parsed["action"]), Stage(parsed["stage"]), facts)


def _checked(who: str, facts: Mapping[str, str | int]) -> dict[str, str | int]:
    """The facts again. Raises `ValueError` for a name that is not in `FACTS`, or a value that is not like its own."""
    if not _WHO.fullmatch(who):
        raise ValueError("that is no staff number")
    for name, value in facts.items():
        if name not in FACTS or type(value) not in (str, int) or not FACTS[name].fullmatch(str(value)):
            raise ValueError(f"the logbook has no room for this {name!r}")
    return dict(facts)
