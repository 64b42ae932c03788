"""A scanner driver and its far end over a clean line in time of its own: nothing waits, everything is written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from devices.bench.code_scanner import BenchCodeScanner
from devices.code_scanner import CodeScanner, Scanned
from devices.scanner_family import load_family
from devices.states import Identity
from tests.devices.faulty_line import FarCable, FaultyWire


class Booth:
    """`said`: what the driver wrote. `clock`: the time that both ends live in."""

    def __init__(self, name: str, terminator: bytes = b"\r", **changes: Any) -> None:
        """`changes`: what differs from the family of that name."""
        self.line: FaultyWire[BenchCodeScanner] = FaultyWire(0, [])
        self.clock = self.line.clock
        self.bench = BenchCodeScanner(FarCable(self.answer), name, terminator=terminator, now=self.clock)
        self.line.far = self.bench
        self.said: list[bytes] = []
        self.driver = CodeScanner(self, replace(load_family(name), **changes), self.clock)
        self.answer_with: Callable[[bytes], bytes] = lambda answer: answer

    def hello(self, within: float = 5.0) -> Identity:
        return self.driver.hello(self.clock.deadline(within))

    def scan(self, within: float = 60.0) -> Scanned:
        return self.driver.scan(self.clock.deadline(within))

    def scan_shown(self, *codes: bytes | str, after: float = 0.5) -> Scanned:
        """Scan while somebody shows these, one after the other."""
        for code in codes:
            self.after(after, lambda code=code: self.bench.show(code))  # type: ignore[misc]
        return self.scan()

    def after(self, seconds: float, happens: Callable[[], None]) -> None:
        """If the driver listens then."""
        self.line.plan(seconds, happens)

    def answer(self, data: bytes) -> None:
        self.line.answer(self.answer_with(data))

    # Implements `Port`.

    def write(self, data: bytes) -> None:
        self.said.append(data)
        self.line.write(data)

    def read(self, size: int, wait: float) -> bytes:
        return self.line.read(size, wait)

    def flush_input(self) -> None:
        self.line.flush_input()

    def close(self) -> None:
        self.line.close()
