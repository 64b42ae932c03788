"""Sites for the tests: office, bench and terminal, each a process of its own; or a terminal in the test's process."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kiosk.demo import Hands, Part, Site
from tests.whole.gate import Gate

if TYPE_CHECKING:
    from tests.whole.counter import Counter  # it brings the screens, which not all of these tests have in their process

BUSINESS_TIME = "2026-11-20T10:07:00+08:00"
QUICK = "[session]\nidle_s = 2\nwarn_s = 1\nfinish_s = 1\n"
PATIENCE = 40.0  # seconds; a test that needs them has failed


def until(happened: Callable[[], bool], what: Callable[[], str]) -> None:
    """Wait for something that another process does."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, what()
        time.sleep(0.02)


class Hall:
    """A site with its processes running, and the questions that a test asks of it."""

    def __init__(self, site: Site, parts: ExitStack, made: dict[str, Any]) -> None:
        self.site = site
        self.bookings = {row["label"]: row for row in made["bookings"]}
        self.office = parts.enter_context(site.serve())
        self.gate = Gate(site.office_url)
        parts.callback(self.gate.close)
        self.bench = parts.enter_context(site.open_bench())
        self.hands = Hands(site.control)
        parts.callback(self.hands.close)
        site.configure(office_url=self.gate.url, more=QUICK)
        site.enrol(made["enrolment_code"])
        self._parts = parts
        self.terminal: Part
        self.open_terminal()

    def open_terminal(self) -> None:
        """Start the terminal's program, again when it has ended."""
        self.terminal = self._parts.enter_context(self.site.open_terminal(QT_QPA_PLATFORM="offscreen"))

    def until(self, happened: Callable[[], bool]) -> None:
        until(happened, self.terminal.said)

    def sessions(self) -> list[str]:
        """The trace of every session that is over."""
        return [line for line in self.terminal.said().splitlines() if "kiosk.session: session" in line]

    def show(self, label: str) -> None:
        """Hold the code of a booking before the scanner, as soon as it looks."""
        self.until(lambda: bool(self.hands("state")["armed"]))
        self.hands("show", payload=self.bookings[label]["code"])

    def visit(self, label: str) -> str:
        """Show the code and wait until the session is over; its trace."""
        before = len(self.sessions())
        self.show(label)
        self.until(lambda: len(self.sessions()) > before)
        return self.sessions()[-1]

    def slips(self) -> int:
        return int(self.hands("slips")["slips"])

    def tickets(self, label: str) -> int:
        """How many tickets the office gave for a booking."""
        question = "SELECT count(*) FROM tickets WHERE booking_id = ?"
        return self._count(self.site.database, question, self.bookings[label]["booking_id"])

    def papers(self, state: str) -> int:
        """How many papers the office heard of, in that state."""
        return self._count(self.site.database, "SELECT count(*) FROM papers WHERE state = ?", state)

    def effects_left(self) -> int:
        """How many effects in the terminal's ledger the office has not accepted; ends the terminal."""
        self.terminal.stop()  # it alone may have the file open
        return self._count(self.site.storage / "ledger.db", "SELECT count(*) FROM effects WHERE state <> ?", "sent")

    @staticmethod
    def _count(file: Path, question: str, value: str) -> int:
        database = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        try:
            return int(database.execute(question, (value,)).fetchone()[0])
        finally:
            database.close()


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with ExitStack() as parts:
        site = Site(tmp_path)
        yield Hall(site, parts, site.seed(BUSINESS_TIME))


@pytest.fixture
def counter(house: Counter) -> Iterator[Counter]:
    """The module's terminal at home; afterwards the citizen has left, and nothing of them is anywhere."""
    house.at_home()
    yield house
    house.at_home()
    assert house.left_in_memory() == []
    assert house.leaks() == []
