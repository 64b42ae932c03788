# ruff: noqa: T201 - a bench prints
"""What the flight recorder costs: `python -m tests.bench.bench_flight_recorder [rounds]`.

Microseconds of each call on a port, with a recorder and without, for what really passes: status questions, a card's
1295 bytes, a code, and the pieces of a print job. Beside it, what the ring holds and what it takes in memory.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Callable

from devices.bench.cards import sample
from devices.bench.replay_verbs import SLIP
from devices.drivers import mask_of
from devices.flight_recorder import FlightRecorder
from devices.ports import Port
from devices.print_job import build_job
from devices.printer_model import load_model
from devices.sdt import PREAMBLE, Command, checksum

ROUNDS = 2000


class Tape:
    """Answers everything with the same bytes. Implements `Port`."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer

    def write(self, data: bytes) -> None: ...

    def read(self, size: int, wait: float) -> bytes:
        return self.answer

    def flush_input(self) -> None: ...

    def close(self) -> None: ...


def main(rounds: int = ROUNDS) -> None:
    card = sample("li_ming")
    data = b"\x01\0\x04\0" + card.text + card.photo
    body = (4 + len(data)).to_bytes(2, "big") + b"\0\0\x90" + data
    reading = PREAMBLE + body + bytes((checksum(body),))
    job = build_job(SLIP, load_model("epson_80"), b"ABCD")
    cases = {
        "reader: is a card there": (
            "id_card_reader:sdt",
            Command.FIND.request,
            bytes.fromhex("aaaaaa969600040000 8084"),
        ),
        "reader: a card, 1295 bytes": ("id_card_reader:sdt", Command.READ.request, reading),
        "scanner: a code, 60 bytes": ("code_scanner:newland", b"~\x010000#SCNTRG1;\x03", b"ZW1:" + b"A1" * 28 + b"\r"),
        "printer: one status byte": ("receipt_printer:epson_80", b"\x10\x04\x01", b"\x12"),
        "printer: 512 bytes of a job": ("receipt_printer:epson_80", job[2048:2560], b"\x12"),
    }
    print(f"{'':<30}{'write':>10}{'recorded':>10}{'read':>10}{'recorded':>10}   µs a call")
    for name, (driver, request, answer) in cases.items():
        recorder = FlightRecorder("device", lambda driver=driver: mask_of(driver))  # type: ignore[misc]
        tape = Tape(answer)
        print(f"{name:<30}", end="")
        for call in (lambda port, request=request: port.write(request), lambda port: port.read(4096, 0.0)):
            print(f"{_cost(call, tape, rounds):>10.2f}{_cost(call, recorder.on(tape), rounds):>10.2f}", end="")
        print()
    _memory()


def _cost(call: Callable[[Port], object], port: Port, rounds: int) -> float:
    began = time.perf_counter()
    for _ in range(rounds):
        call(port)
    return (time.perf_counter() - began) / rounds * 1e6


def _memory() -> None:
    """A printer asked for its status every second: four questions, four bytes; the ring is full of small events."""
    tracemalloc.start()
    recorder = FlightRecorder("receipt_printer", lambda: mask_of("receipt_printer:epson_80"), minutes=60)
    port = recorder.on(Tape(b"\x12"))
    for _ in range(20_000):
        port.write(b"\x10\x04\x01")
        port.read(256, 0.0)
    held, saved = tracemalloc.get_traced_memory()[0], recorder.dump()
    tracemalloc.stop()
    print(f"\na full ring of the smallest events: {len(saved.splitlines()) - 1} events, ", end="")
    print(f"{held / 1024:.0f} KiB in memory, {len(saved) / 1024:.0f} KiB saved")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
