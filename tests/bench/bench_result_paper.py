# ruff: noqa: T201 - a bench prints
"""From the decision on the screen to the first byte of its paper on the printer's wire, as a slip and as a sheet of A4:
`python -m tests.bench.bench_result_paper [results]`.

The citizen presses at once; what follows is the terminal's own: the paper is asked for at the office, written down as
begun, drawn, and the printer is asked how it is. The terminal's hands, drivers and ledger are the real ones, the office
is in the same process.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from devices.bench.bench import Bench
from devices.bench.wire import Wire
from devices.print_job import HANZI, INITIALISE
from kiosk.wishes.application import FromDecision, ShowDecision, Submit, TakeResult
from tests.bench.rig import machine, tell
from tests.kiosk.test_application_at_terminal import Counterpart, counterpart

RESULTS = 12
SLIP, SHEET = INITIALISE + HANZI, b"%PDF-"


def ear(wire: Wire, pattern: bytes) -> Callable[[float], float]:
    """When the pattern was last heard on a wire, after a moment."""
    heard: list[float] = []
    read = wire.read

    def listen(wait: float) -> bytes:
        data = read(wait)
        if pattern in data:
            heard.append(time.monotonic())
        return data

    wire.read = listen  # type: ignore[method-assign]

    def since(moment: float) -> float:
        return next(at for at in reversed(heard) if at > moment)

    return since


def result(at: Counterpart) -> float:
    """One application, printed; the moment at which its decision was there."""
    at.fill()
    at.runner.answer(Submit())
    at.reach(ShowDecision)
    decided = time.monotonic()
    at.runner.answer(FromDecision.PRINT)
    assert at.answer(TakeResult, False).notice is None
    at.home()
    at.lift()
    return decided


def measure(name: str, results: int, a4_port: int | None) -> None:
    with tempfile.TemporaryDirectory() as directory:
        bench = Bench(Path(directory) / "ports", a4_port=a4_port)
        printer = bench.a4_printer or bench.printer
        if bench.a4_printer is not None:
            bench.a4_printer.speed = 0.0
        first = ear(printer.wire, SLIP if a4_port is None else SHEET)
        opened = counterpart(Path(directory), bench)
        at = next(opened)
        taken = []
        for _ in range(results):
            decided = result(at)
            taken.append(first(decided) - decided)
        next(opened, None)
    tell(f"{name}, the first", taken[:1])
    tell(f"{name}, {results - 1} more", taken[1:])


def main(results: int = RESULTS) -> None:
    print(f"decision to the first byte of its paper; {machine()}")
    measure("slip", results, None)
    measure("sheet of A4", results, 0)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
