"""The chain: written before it is done, whole after a power cut, and broken once somebody has changed it."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.states import Cancelled, Fault
from kiosk.technician import logbook as room
from kiosk.technician.logbook import ALWAYS_KEPT, DIRECTORY, Action, Head, Logbook, LogbookFailed, Stage

START = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


class Book:
    """A logbook and a clock that goes a second per entry."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory / DIRECTORY
        self.now = START
        self.logbook = Logbook(directory, self._tick)

    def _tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def write(self, count: int = 1) -> Head:
        head = Head()
        for _ in range(count):
            head = self.logbook.write("1024", Action.TESTED, Stage.BEGUN, {"device": "receipt_printer"})
        return head

    @property
    def files(self) -> list[Path]:
        return sorted(self.directory.iterdir())

    @property
    def file(self) -> Path:
        (only,) = self.files
        return only


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


def test_an_empty_logbook_is_whole(book: Book) -> None:
    assert book.logbook.head() == Head()
    found = book.logbook.verify()
    assert (found.entries, found.broken) == (0, "")


def test_entries_follow_each_other(book: Book) -> None:
    head = book.write(5)
    assert head == book.logbook.head() == book.logbook.verify().head
    assert head.length == 5
    assert not book.logbook.verify().broken
    first, *_ = book.logbook.entries()
    assert (first.number, first.who, first.action, dict(first.facts)) == (
        1, "1024", Action.TESTED, {"device": "receipt_printer"},
    )  # fmt: skip
    assert book.file.stat().st_mode & 0o777 == 0o600


def test_an_action_stands_there_before_it_is_done_and_after(book: Book) -> None:
    with book.logbook.action("1024", Action.PAUSED, {"why": "paused_repair"}):
        assert [entry.stage for entry in book.logbook.entries()] == [Stage.BEGUN]
    for error, code in [(LogbookFailed(), "logbook_failed"), (Cancelled(), "cancelled"), (KeyError(), "kiosk_bug")]:
        with pytest.raises(type(error)), book.logbook.action("1024", Action.RESUMED):
            raise error
        *_, last = book.logbook.entries()
        assert (last.stage, last.facts["code"]) == (Stage.FAILED, code)


@pytest.mark.parametrize(
    "facts",
    [{"name": "张三"}, {"device": "张三"}, {"code": "Free text."}, {"port": "a b"}, {"percent": "1.5"},
     {"number": "13912345678"}, {"file": "../etc"}, {"device": "x\n"}, {"percent": True}, {"device": ["a"]}],
)  # fmt: skip
def test_there_is_no_room_for_anything_personal(book: Book, facts: dict[str, str | int]) -> None:
    with pytest.raises(ValueError, match="no room"):
        book.logbook.write("1024", Action.TESTED, Stage.BEGUN, facts)
    with pytest.raises(ValueError, match="staff number"):
        book.logbook.write("11010519491231002X", Action.TESTED, Stage.BEGUN)
    assert not book.directory.exists()


def test_every_change_of_a_byte_is_found_and_its_line_named(book: Book) -> None:
    book.write(6)
    whole = book.file.read_bytes()
    starts = [0, *(at + 1 for at, byte in enumerate(whole) if byte == 10)]
    for at in range(0, len(whole), 7):
        if whole[at] == 10:
            continue
        book.file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        line = sum(start <= at for start in starts)
        assert book.logbook.verify().broken == f"{book.file.name}:{line}", at
    book.file.write_bytes(whole)
    assert not book.logbook.verify().broken


def test_a_line_taken_out_put_in_or_moved_is_found(book: Book) -> None:
    book.write(6)
    lines = book.file.read_bytes().splitlines(keepends=True)
    for changed, broken in [
        (lines[:2] + lines[3:], 3),
        (lines[:2] + lines[1:], 3),
        (lines[1:], 1),
        ([lines[0], lines[2], lines[1], *lines[3:]], 2),
    ]:
        book.file.write_bytes(b"".join(changed))
        assert book.logbook.verify().broken == f"{book.file.name}:{broken}"


def test_an_end_that_is_cut_off_shows_in_the_length(book: Book) -> None:
    told = book.write(6)
    book.file.write_bytes(b"".join(book.file.read_bytes().splitlines(keepends=True)[:4]))
    assert not book.logbook.verify().broken  # the chain alone cannot show it
    assert book.logbook.head().length < told.length


def test_an_entry_forged_with_a_right_hash_breaks_the_next_one(book: Book) -> None:
    book.write(4)
    lines = book.file.read_bytes().splitlines()
    forged = json.loads(lines[1])
    before = json.loads(lines[0])["hash"]
    forged["who"] = "2048"
    del forged["hash"]
    forged["hash"] = room._hash(before, forged)
    lines[1] = room._canonical(forged)
    book.file.write_bytes(b"\n".join(lines) + b"\n")
    assert book.logbook.verify().broken == f"{book.file.name}:3"


@settings(max_examples=60)
@given(kept=st.floats(0, 1))
def test_a_torn_last_line_is_taken_out_and_written_down(tmp_path_factory: pytest.TempPathFactory, kept: float) -> None:
    book = Book(tmp_path_factory.mktemp("torn"))
    book.write(3)
    *whole, last = book.file.read_bytes().splitlines(keepends=True)
    torn = last[: int(kept * len(last))].removesuffix(b"\n")
    book.file.write_bytes(b"".join(whole) + torn)
    assert book.logbook.head().length == 2
    assert book.write().length == (4 if torn else 3)
    assert not book.logbook.verify().broken
    assert [entry.facts["bytes"] for entry in book.logbook.entries() if entry.action is Action.TORN] == (
        [len(torn)] if torn else []
    )


def test_a_first_entry_that_was_torn_begins_again(book: Book) -> None:
    book.write()
    book.file.write_bytes(book.file.read_bytes()[:40])
    book.write()
    assert [entry.action for entry in book.logbook.entries()] == [Action.TORN, Action.TESTED]
    assert not book.logbook.verify().broken


def test_damage_stays_visible_and_stops_nobody(book: Book) -> None:
    book.write(3)
    name = book.file.name
    book.file.write_bytes(book.file.read_bytes() + b"\x00\xff garbage\n")
    book.write()
    assert [entry.action for entry in book.logbook.entries()][-2:] == [Action.DAMAGED, Action.TESTED]
    assert book.logbook.verify().broken == f"{name}:4"
    book.write()
    assert book.logbook.verify().broken == f"{name}:4"


@settings(max_examples=80)
@given(st.binary(max_size=300))
def test_any_file_can_be_read_and_written_on(tmp_path_factory: pytest.TempPathFactory, garbage: bytes) -> None:
    book = Book(tmp_path_factory.mktemp("garbage"))
    book.directory.mkdir()
    (book.directory / "0000000001.jsonl").write_bytes(garbage)
    book.logbook.verify()
    book.write()
    assert list(book.logbook.entries())[-1].action is Action.TESTED
    assert bool(book.logbook.verify().broken) == (b"\n" in garbage)


def test_the_chain_goes_on_in_a_new_file(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "FILE_BYTES", 600)
    head = book.write(20)
    assert len(book.files) > 4
    assert head.length == book.logbook.verify().entries == 20
    assert not book.logbook.verify().broken
    book.files[2].unlink()
    assert book.logbook.verify().broken.startswith(book.files[2].name)


def test_files_go_after_400_days_and_the_rest_still_verifies(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "FILE_BYTES", 600)
    book.write(20)
    book.now += timedelta(days=399)
    book.write(20)
    assert next(book.logbook.entries()).number == 1
    book.now += timedelta(days=2)
    head = book.write(20)
    assert next(book.logbook.entries()).number > 15
    assert head.length == 60
    assert not book.logbook.verify().broken
    book.now += timedelta(days=40_000)  # a clock that has lost its mind
    book.write(20)
    assert len(book.files) >= ALWAYS_KEPT
    assert not book.logbook.verify().broken


def test_a_full_disk_refuses_and_leaves_no_half_entry(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    book.write(2)
    whole, sync = book.file.read_bytes(), os.fsync

    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    done = []
    with pytest.raises(LogbookFailed) as failed, book.logbook.action("1024", Action.BUNDLE):
        done.append("something")
    assert isinstance(failed.value, Fault)
    assert not done
    assert book.file.read_bytes() == whole
    monkeypatch.setattr(os, "fsync", sync)
    assert book.write().length == 3


def test_what_is_not_synced_yet_is_not_told(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    told, sync = [book.write(3)], os.fsync

    def syncing(file: int) -> None:
        told.append(book.logbook.head())
        sync(file)

    assert book.logbook.head().length == 3
    monkeypatch.setattr(os, "fsync", syncing)
    book.write()
    assert [head.length for head in told] == [3, 3]
    assert book.logbook.head().length == 4


def test_a_start_while_somebody_writes_tells_no_empty_logbook(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """The office would take it for one that was cut short, and say so for ever."""
    book.write(3)
    started, sync = Logbook(book.directory.parent, lambda: START), os.fsync
    heads: list[Head | None] = []

    def syncing(file: int) -> None:
        try:
            heads.append(started.head())
        except LogbookFailed:
            heads.append(None)
        sync(file)

    monkeypatch.setattr(os, "fsync", syncing)
    book.write()
    assert started.head().length == 4
    book.write()
    assert [head and head.length for head in heads] == [None, 4]


def _write_some(directory: Path) -> None:
    Book(directory).write(25)


def test_two_processes_write_one_chain(book: Book, tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_write_some, args=(tmp_path,)) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    found = book.logbook.verify()
    assert (found.entries, found.head.length, found.broken) == (75, 75, "")
