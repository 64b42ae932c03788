# ruff: noqa: T201 - a bench prints
"""From a scanned code to the first byte of the ticket on the printer's wire, step by step:
`python -m tests.bench.bench_scan_to_paper [scans]`.

Every scan is the booking of another invented person, made through the channel beforehand. The clock starts when the
last byte of the code has left the scanner. And what the terminal's memory does over all these tickets.
"""

from __future__ import annotations

import math
import random
import sys
import time
from dataclasses import dataclass
from itertools import pairwise

from devices.print_job import HANZI, INITIALISE
from tests.bench.rig import STATUS, Hall, machine, opened_hall, percentile, tell, until
from tests.whole.city import Visitor

SCANS = 200
AIM = 0.3  # seconds, p99
STEPS = (
    "code heard, session begun",
    "printer asked, code checked, question sealed",
    "office: find the booking",
    "effect sealed and committed",
    "office: number and place in one transaction",
    "answer committed, slip drawn",
    "printer asked again, told to speak up",
)


@dataclass(frozen=True)
class Scan:
    """One ticket; seconds."""

    total: float
    steps: tuple[float, ...]


def scan(hall: Hall, visitor: Visitor) -> Scan:
    bench, relay = hall.bench, hall.relay
    printer = bench.wires["receipt_printer"]
    slips = len(bench.printer.slips)
    until(lambda: bench.scanner.armed, "a home screen that listens")
    time.sleep(random.uniform(0.1, 0.4))  # anywhere between two polls of a device
    shown = time.monotonic()
    bench.scanner.show(visitor.code)
    until(lambda: len(bench.printer.slips) > slips, "a ticket")
    read = next(heard.at for heard in bench.wires["code_scanner"].said if heard.at > shown)
    found = relay.after(read, "/bookings/find")
    taken = relay.after(read, "/tickets")
    assert found is not None
    assert taken is not None
    ticket = printer.when(INITIALISE + HANZI, read, last=True)  # the last: one before it may clear the printer
    moments = (
        read,
        printer.when(STATUS, read),
        found.asked_at,
        found.answered_at,
        taken.asked_at,
        taken.answered_at,
        printer.when(STATUS, taken.answered_at),
        ticket,
    )
    steps = tuple(after - before for before, after in pairwise(moments))
    assert all(0 <= step < math.inf for step in steps), steps
    return Scan(ticket - read, steps)


def main(scans: int = SCANS) -> None:
    print(f"scan to paper, {scans} scans; {machine()}")
    with opened_hall("[session]\nfinish_s = 1\n") as hall:
        visitors = [hall.city.book() for _ in range(scans)]
        with hall.open_terminal() as terminal:
            until(lambda: hall.listens(terminal.began) < math.inf, "a home screen that listens")
            memory, taken = {0: terminal.memory()}, []
            for number, visitor in enumerate(visitors, 1):
                taken.append(scan(hall, visitor))
                if number in (50, scans):
                    memory[number] = terminal.memory()
        assert len(hall.bench.printer.slips) == scans
        assert hall.bench.printer.unknown == []
    report(taken, memory)


def report(taken: list[Scan], memory: dict[int, tuple[float, float]]) -> None:
    tell("code scanned to first ticket byte", [scan.total for scan in taken], AIM)
    tell("  the first of them", [taken[0].total])
    whole = sum(scan.total for scan in taken)
    for index, step in enumerate(STEPS):
        seconds = [scan.steps[index] for scan in taken]
        print(
            f"  {step:<46} p50 {percentile(seconds, 0.5) * 1000:6.1f}   p99 {percentile(seconds, 0.99) * 1000:6.1f} ms"
            f"   {sum(seconds) / whole:5.0%} of the time"
        )
    for tickets, (rss, pss) in memory.items():
        print(f"memory after {tickets} tickets: {rss:.0f} MiB resident, {pss:.0f} MiB proportional")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
