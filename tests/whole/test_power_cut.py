"""The terminal is killed at every step of a journey; the citizen comes back and finds the same number.

Real processes: the office, the terminal's program with its screens, and the bench's hardware at the end of real wires.
strace kills the program at its n-th flush to disk, its n-th word to the office, its n-th answer from there, its n-th
write to the printer.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from central.contract.messages import Ticket
from devices.bench.bench import Bench
from devices.deadline import Deadline
from devices.paper import PaperState
from kiosk.enrolment import load
from kiosk.ledger import Ledger
from kiosk.office import TAKE_TICKET, Office
from kiosk.office_api import OfficeAddress
from kiosk.office_clock import OfficeClock
from tests.whole.city import City, Visitor

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0  # seconds; a test that needs them has failed
STEPS = {"fdatasync": 12, "sendto": 8, "recvfrom": 8, "write": 6}
"""System calls at which the program is killed, and how many of each kind a journey makes at the most."""


def until(happened: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, f"never: {what}"
        time.sleep(0.01)


@dataclass
class Terminal:
    """The terminal's program, started again and again on the same storage."""

    config: Path
    bench: Bench
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.bench.scanner.cycle_power()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "ui", "--config", self.config],
                cwd=ROOT,
                stdout=log,
                stderr=log,
                env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            )
        self.at_home()

    def at_home(self) -> None:
        """The home screen listens: its scanner was told to look."""
        until(lambda: self.bench.scanner.armed, f"a listening home screen\n{self.log.read_text()}")

    def sessions(self) -> list[str]:
        return [line for line in self.log.read_text().splitlines() if "kiosk.session: session" in line]

    def visit(self, visitor: Visitor) -> str:
        """Show the code, wait until the session is over; its trace. Empty when the program was killed meanwhile."""
        assert self.process is not None
        before = len(self.sessions())
        self.bench.scanner.show(visitor.code)
        until(lambda: len(self.sessions()) > before or self.process.poll() is not None, "an end of the session")
        return self.sessions()[-1] if len(self.sessions()) > before else ""

    def visit_until(self, call: str, nth: int, visitor: Visitor) -> bool:
        """The same, killed at the `nth` call of its kind by any thread; False when there was no such call."""
        assert self.process is not None
        kill = f"-einject={call}:signal=KILL:when={nth}"
        wire = ["-P", os.path.realpath(self.bench.printer.wire.address)] if call == "write" else []
        strace = subprocess.Popen(
            ["strace", "-f", "-p", str(self.process.pid), "-o", "/dev/null", *wire, f"-etrace={call}", kill],
            stderr=subprocess.PIPE,
            text=True,
        )
        assert strace.stderr is not None
        assert "attached" in strace.stderr.readline()
        survived = bool(self.visit(visitor))
        if survived:
            strace.send_signal(signal.SIGINT)
        strace.wait()
        strace.stderr.close()
        return not survived

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            assert self.process.wait(PATIENCE) == 0


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with City(tmp_path_factory.mktemp("city")) as city:
        yield city


@pytest.fixture(scope="module")
def terminal(city: City) -> Iterator[Terminal]:
    if not shutil.which("strace"):
        pytest.fail("strace is missing: apt install strace")
    bench = Bench(city.site.ports)
    bench.start()
    config = city.configure(bench, "[session]\nidle_s = 1\nwarn_s = 1\nfinish_s = 1\n")
    terminal = Terminal(config, bench, city.directory / "terminal.log")
    terminal.start()
    yield terminal
    terminal.stop()
    bench.stop()


def tickets_at_the_office(city: City, visitor: Visitor) -> int:
    with sqlite3.connect(city.database) as db:
        ((count,),) = db.execute("SELECT count(*) FROM tickets WHERE booking_id = ?", (visitor.booking_id,)).fetchall()
    db.close()
    return int(count)


@pytest.mark.parametrize("call", STEPS)
def test_killed_anywhere_the_same_citizen_gets_the_same_number(city: City, terminal: Terminal, call: str) -> None:
    killed = 0
    for nth in range(1, STEPS[call] + 1):
        visitor = city.book()
        slips_before = len(terminal.bench.printer.slips)
        if not terminal.visit_until(call, nth, visitor):
            break
        killed += 1
        terminal.start()
        trace = terminal.visit(visitor)
        terminal.at_home()
        assert tickets_at_the_office(city, visitor) == 1, (call, nth)
        slips = [slip for slip in terminal.bench.printer.slips[slips_before:] if slip.whole]
        assert len(slips) <= 1, (call, nth, [slip.lines for slip in slips])
        if not slips:  # the paper may have been out: only a marked copy is offered
            assert "WasPrinted" in trace, (call, nth, trace)
            assert " Print" not in trace, (call, nth, trace)
    assert killed >= 2, f"{call} is no step of a journey"
    check_ledger_agrees(city, terminal)
    terminal.start()


def check_ledger_agrees(city: City, terminal: Terminal) -> None:
    """Stop the program, let the office have what still waits, and compare the two books."""
    terminal.stop()
    storage = city.storage
    clock = OfficeClock(storage / "time-floor")
    office = Office(OfficeAddress(city.url), load(storage), clock)
    office.hello(Deadline(PATIENCE))
    ledger = Ledger(storage / "ledger.db")
    for row in ledger.due(clock.now() + timedelta(hours=1), limit=1000):
        answer = office.send(Deadline(PATIENCE), row.id, row.kind, row.payload)
        assert row.kind != TAKE_TICKET, "the terminal had time enough to send it"
        ledger.sent(row.id, answer.model_dump_json())
    office.close()
    results = ledger._read("SELECT result FROM effects WHERE state = 'sent' AND kind = ?", (TAKE_TICKET,))
    tickets = [Ticket.model_validate_json(result) for (result,) in results if "ticket_open" not in result]
    states = {ledger.paper_of(ticket.ticket_id) for ticket in tickets}
    refused = ledger._read("SELECT code FROM effects WHERE state = 'refused'")
    ledger.close()
    assert states <= {PaperState.PRINTED, PaperState.UNKNOWN}
    assert refused == []
    with sqlite3.connect(city.database) as db:
        rows = db.execute("SELECT ticket_id FROM tickets WHERE booking_id IS NOT NULL").fetchall()
    db.close()
    assert {ticket.ticket_id for ticket in tickets} <= {ticket_id for (ticket_id,) in rows}
    assert len({ticket.ticket_id for ticket in tickets}) == len(tickets)
