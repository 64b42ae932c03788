"""Printers that lie, stall or cannot be held back: nothing is claimed that is not so, and nothing hangs."""

from __future__ import annotations

import contextlib
import socket
import time
from dataclasses import replace
from typing import Any

import pytest

from devices import printer_line
from devices.bench.receipt_printer import BenchReceiptPrinter
from devices.bench.wire import Wire
from devices.deadline import Deadline
from devices.paper import PaperState, Slip, Text
from devices.ports import open_port, serial_line, tcp
from devices.printer_line import PrinterLine
from devices.printer_model import PrinterModel, load_model
from devices.receipt_printer import ReceiptPrinter
from devices.states import Fault, Media, Mute
from tests.devices.faulty_line import Clock
from tests.devices.patience import SOON, until

MODELS = ("epson_80", "plain_58", "custom_presenter", "custom_kpm300")
LONG = Slip(tuple(Text("𠮷" * 14) for _ in range(120)))


def model_of(name: str) -> PrinterModel:
    return replace(load_model(name), answer_within=1.0, stall_within=3.0, finish_within=5.0, recover_every=0.0)


class Counter:
    def __init__(self, wire: Wire, name: str, **bench: Any) -> None:
        self.bench = BenchReceiptPrinter(wire, name, **bench)
        self.bench.start()
        self.port = open_port(wire.address)
        self.driver = ReceiptPrinter(self.port, model_of(name))

    def print(self, slip: Slip | None = None) -> PaperState:
        return self.driver.print(Deadline(20), slip or Slip((Text("A012", scale=5),)))

    def hurry(self) -> None:
        """From now on nothing good is waited for."""
        model = replace(self.driver._model, answer_within=0.03, stall_within=0.1, finish_within=0.15)
        self.driver._model = self.driver._line.model = model

    def close(self) -> None:
        self.driver.close()
        self.bench.stop()


@pytest.fixture
def impatient_ports(monkeypatch: pytest.MonkeyPatch) -> None:
    for port in (serial_line, tcp):
        monkeypatch.setattr(port, "WRITE_WAIT", 0.1)


# ---------------------------------------------------------------- lies


@pytest.mark.parametrize("name", MODELS)
def test_a_printer_that_says_all_is_well_without_paper_has_not_printed(wire: Wire, name: str) -> None:
    counter = Counter(wire, name)
    counter.print()
    counter.bench.slips.clear()
    counter.hurry()
    counter.bench.lie()
    counter.bench.empty_paper_after(40)
    outcome: PaperState | None = None
    try:
        outcome = counter.print()
    except Fault:
        assert counter.bench.slips == []
    assert outcome in (None, PaperState.UNKNOWN)
    counter.close()


@pytest.mark.parametrize("name", MODELS)
def test_what_makes_no_sense_is_not_believed(wire: Wire, name: str) -> None:
    """Out of paper, it says that all is well, and by itself what no printer says."""
    counter = Counter(wire, name, buffer=65536)
    counter.bench.lie()
    counter.bench.empty_paper()
    assert counter.driver.condition(Deadline(SOON)).media is Media.FULL  # so it says
    counter.hurry()
    with pytest.raises(Mute):
        counter.print()
    counter.bench.speak_true()
    until(lambda: _media(counter) is Media.OUT)
    counter.close()


# ---------------------------------------------------------------- stalls


@pytest.mark.usefixtures("impatient_ports")
@pytest.mark.parametrize("name", ["epson_80", "plain_58"])
def test_a_line_that_is_held_in_the_middle_of_a_slip_is_a_silence(any_wire: Wire, name: str) -> None:
    """By hardware flow control on a serial line, by a closed window over TCP: the far end takes nothing more."""
    counter = Counter(any_wire, name)
    counter.print()
    _narrow(counter)

    def stall_halfway() -> None:
        if counter.bench._interpreter.paper.length > 300:
            counter.bench.stall()
            counter.hurry()

    counter.bench.on_change = stall_halfway
    start = time.monotonic()
    assert counter.print(LONG) is PaperState.UNKNOWN
    assert time.monotonic() - start < 5.0
    counter.bench.on_change = None
    counter.bench.flow()
    until(lambda: _media(counter) is Media.FULL)
    counter.driver._model = counter.driver._line.model = load_model(name)
    assert counter.print() in (PaperState.PRINTED, PaperState.PROCESSED)
    counter.close()


@pytest.mark.usefixtures("impatient_ports")
def test_a_line_that_is_held_from_the_start_is_a_silence_before_the_first_byte(any_wire: Wire) -> None:
    counter = Counter(any_wire, "epson_80")
    counter.bench.stall()
    counter.hurry()
    with pytest.raises(Mute):
        counter.print(LONG)
    counter.close()


def _narrow(counter: Counter) -> None:
    """The system would keep megabytes for a peer that takes nothing."""
    if isinstance(counter.port, tcp.TcpPort):
        counter.port._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)


def _media(counter: Counter) -> Media:
    try:
        return counter.driver.condition(Deadline(SOON)).media
    except Fault:
        return Media.UNKNOWN


# ---------------------------------------------------------------- no flow control at all


class Sink:
    """A port at whose far end nobody holds anything back."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.arrived: list[tuple[float, int]] = []

    def write(self, data: bytes) -> None:
        self.arrived.append((self.clock(), len(data)))

    def read(self, size: int, wait: float) -> bytes:
        self.clock.time += wait
        return b""

    def flush_input(self) -> None: ...

    def close(self) -> None: ...


@pytest.fixture
def paced() -> tuple[ReceiptPrinter, Sink, Clock]:
    clock = Clock()
    sink = Sink(clock)
    return ReceiptPrinter(sink, replace(load_model("epson_80"), pace=2048), clock), sink, clock


def test_a_model_without_flow_control_gets_its_bytes_at_its_pace(paced: tuple[ReceiptPrinter, Sink, Clock]) -> None:
    driver, sink, clock = paced
    driver._send(bytes(10_000), clock.deadline(60.0))
    assert sum(size for _, size in sink.arrived) == 10_000
    sent = 0
    for at, size in sink.arrived:
        assert sent <= at * 2048 + 1
        sent += size
    assert clock() == pytest.approx(20 * 512 / 2048)


def test_pacing_ends_with_the_time_of_the_job(paced: tuple[ReceiptPrinter, Sink, Clock]) -> None:
    driver, _, clock = paced
    with pytest.raises(Mute):
        driver._send(bytes(100_000), clock.deadline(1.0))
    assert clock() <= 1.5


def test_a_line_listens_in_the_time_of_its_clock() -> None:
    clock = Clock()
    with pytest.raises(Mute):
        PrinterLine(Sink(clock), load_model()).status(clock.deadline(10.0))
    assert clock() == pytest.approx(0.5)


# ---------------------------------------------------------------- talk without end


class Chatterbox:
    """A port whose device never stops saying the same. Implements `Port`."""

    def __init__(self, says: bytes) -> None:
        self._says = says

    def write(self, data: bytes) -> None: ...

    def read(self, size: int, wait: float) -> bytes:
        return (self._says * size)[:size]

    def flush_input(self) -> None: ...

    def close(self) -> None: ...


@pytest.mark.parametrize("says", [b"x", b"\x12", b"\x14\0\0\0", b"\x10\x0f\0\0\0\0", b"\x03", b"\x11", b"\x37"])
@pytest.mark.parametrize("name", ["epson_80", "custom_kpm300"])
def test_a_device_that_never_stops_talking_holds_nobody(
    name: str, says: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printer_line, "FLUSH_LIMIT", 4096)
    driver = ReceiptPrinter(Chatterbox(says), replace(model_of(name), answer_within=0.02))
    for question in (driver.hello, driver.condition, driver.follow_paper):
        with contextlib.suppress(Fault):
            question(Deadline(0.05))  # comes back
    with contextlib.suppress(Fault):
        driver.print(Deadline(0.05), Slip((Text("A012"),)))
