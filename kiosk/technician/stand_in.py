"""In the terminal's place: a tool that needs its devices, and makes sure that the terminal does not start meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devices.states import Fault, Remedy
from kiosk.faults import LedgerFailed
from kiosk.ledger import Ledger
from kiosk.storage import LEDGER_FILE


class TerminalRuns(Fault):
    """The terminal's program runs and has its devices."""

    code = "terminal_runs"
    remedy = Remedy.STAFF


@contextmanager
def terminal_stopped(storage: Path) -> Iterator[None]:
    """Hold the terminal's ledger, which has one owner. Raises `TerminalRuns` when the terminal has it."""
    if not (storage / LEDGER_FILE).exists():  # it never ran
        yield
        return
    try:
        ledger = Ledger(storage / LEDGER_FILE)
    except LedgerFailed as fault:
        if fault.facts.get("cause") == "in_use":
            raise TerminalRuns("its ledger and its devices are in use") from None
        yield  # whatever else is wrong with it is the doctor's business
        return
    try:
        yield
    finally:
        ledger.close()
