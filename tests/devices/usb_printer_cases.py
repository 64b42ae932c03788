"""A receipt printer on USB: real driver, pyusb and libusb; the kernel's usbfs and the printer are the bench's."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from devices.bench.receipt_printer import BenchReceiptPrinter
from devices.bench.usb import UsbBus
from devices.bench.usb_printer import IN, OUT, WELL, BenchUsbPrinter
from devices.deadline import Deadline
from devices.paper import PaperState, QrCode, Slip, Text
from devices.ports import open_port, usb_device, usb_printer
from devices.ports.side_channel import DeviceId
from devices.ports.usb_printer import UsbPrinterPort
from devices.printer_model import load_model
from devices.printer_status import PaperOut
from devices.receipt_printer import ReceiptPrinter
from devices.states import Mute, Offline
from tests.devices.patience import SOON, until

IDS = (0x04B8, 0x0202)
ADDRESS = "usb-printer://04b8:0202"
QUICK = replace(load_model("epson_80"), answer_within=1.0, stall_within=1.0, finish_within=3.0)


@pytest.fixture(scope="module")
def bus() -> UsbBus:
    """One for all: libusb goes on listening to the bus that it met first."""
    return UsbBus()


@pytest.fixture
def plug(bus: UsbBus) -> Iterator[BenchUsbPrinter]:
    yield from plugged(BenchUsbPrinter(bus))


def plugged(plug: BenchUsbPrinter) -> Iterator[BenchUsbPrinter]:
    until(lambda: plug._place in places())
    yield plug
    plug.pull()
    until(lambda: plug._place not in places())


def places() -> list[str]:
    return [usb_device.path(device) for device in usb_device.plugged(*IDS)]


@pytest.fixture
def bench(plug: BenchUsbPrinter) -> Iterator[BenchReceiptPrinter]:
    bench = BenchReceiptPrinter(plug)
    bench.start()
    yield bench
    bench.stop()


@pytest.fixture
def printer(bench: BenchReceiptPrinter) -> Iterator[ReceiptPrinter]:
    printer = ReceiptPrinter(open_port(ADDRESS), QUICK)
    yield printer
    printer.close()


def ticket(number: str = "A012") -> Slip:
    return Slip((Text(number, scale=5), Text("𠮷" * 20), QrCode(f"https://hall.example/t/{number}")))


def open_nodes() -> list[str]:
    """Nodes of the bus that this process holds."""
    links = []
    for file in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):
            links.append(str(file.readlink()))
    return [link for link in links if "/bus/usb/" in link]


def test_a_ticket_is_printed(bench: BenchReceiptPrinter, printer: ReceiptPrinter) -> None:
    identity = printer.hello(Deadline(SOON))
    assert (identity.model, identity.serial) == ("TM-BENCH", "BENCH00001")
    for _ in range(2):
        assert printer.print(Deadline(SOON), ticket()) is PaperState.PRINTED
    assert len(bench.slips) == 2
    assert bench.unknown == []


def test_the_device_id_names_a_printer_that_does_not_say_its_name(plug: BenchUsbPrinter) -> None:
    bench = BenchReceiptPrinter(plug, "snbc_80")
    bench.start()
    printer = ReceiptPrinter(open_port(ADDRESS), load_model("snbc_80"))
    assert printer.hello(Deadline(SOON)).model == "TM-BENCH"
    plug.device_id = b""
    assert printer.hello(Deadline(SOON)).model == load_model("snbc_80").title
    printer.close()
    bench.stop()


def test_opening_sends_the_kernels_driver_away_and_resets_nothing(plug: BenchUsbPrinter) -> None:
    plug.driver = "usblp"
    port = open_port(ADDRESS)
    assert isinstance(port, UsbPrinterPort)
    port.close()
    port.close()
    assert plug.asked == ["detach", "claim", "release"]


def test_a_printer_that_another_process_holds_is_offline(plug: BenchUsbPrinter) -> None:
    plug.taken = True
    with pytest.raises(Offline, match="busy"):
        open_port(ADDRESS)


@pytest.mark.parametrize(
    ("kind", "pipes", "opens"),
    [
        ((7, 1, 2), (0x02, 0x81), True),
        ((0xFF, 0, 0), (0x03, 0x84), True),  # a maker's own class
        ((7, 1, 1), (0x01,), False),  # unidirectional: it could never say that its paper is out
        ((3, 0, 0), (0x01, 0x82), False),  # no printer
    ],
)
def test_pipes_are_found_by_what_the_printer_says_of_itself(
    bus: UsbBus, kind: tuple[int, int, int], pipes: tuple[int, ...], opens: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BenchUsbPrinter, "kind", kind)
    for plug in plugged(BenchUsbPrinter(bus, pipes=pipes)):
        if not opens:
            with pytest.raises(Offline, match="answer") as _refused:
                open_port(ADDRESS)
            assert not open_nodes(), "while the fault is still looked at"
            continue
        port = open_port(ADDRESS)
        port.write(b"\x10\x04\x02")
        assert plug.take(SOON) == (pipes[0], b"\x10\x04\x02")
        plug.give(pipes[1], b"\x12")
        assert port.read(256, SOON) == b"\x12"
        port.close()


def test_a_printer_that_takes_nothing_is_mute_and_nothing_hangs(
    plug: BenchUsbPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usb_printer, "WRITE_WAIT", 0.05)
    port = open_port(ADDRESS)
    plug.held = {OUT}
    with pytest.raises(Mute):
        port.write(bytes(10_000))
    plug.held = set()
    port.write(b"again")
    assert plug.take(SOON) == (OUT, b"again")
    plug.halted = {OUT}
    with pytest.raises(Mute):
        port.write(b"blocked")
    port.write(b"unblocked")
    assert plug.take(SOON) == (OUT, b"unblocked")
    plug.halted = {IN}
    assert port.read(256, 0.02) == b""
    plug.give(IN, b"\x12")
    assert port.read(256, SOON) == b"\x12"
    port.close()


def test_a_stall_is_explained_by_the_port_status(
    plug: BenchUsbPrinter,
    bench: BenchReceiptPrinter,
    printer: ReceiptPrinter,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It takes no data any more, so it hears no question; the control pipe is another way."""
    monkeypatch.setattr(usb_printer, "WRITE_WAIT", 0.05)
    assert printer.print(Deadline(SOON), ticket()) is PaperState.PRINTED

    def full() -> None:
        if bench._interpreter.paper.length > 100:
            bench.on_change = None
            plug.held = {OUT, IN}
            plug.port_status = 0x30

    bench.on_change = full
    long = Slip(tuple(Text("𠮷" * 20) for _ in range(60)))
    with pytest.raises(PaperOut) as raised:
        printer.print(Deadline(SOON), long)
    assert raised.value.begun
    assert printer.condition(Deadline(SOON)).code == "paper_out"
    restarted = ReceiptPrinter(printer._line.port, QUICK)
    assert restarted.condition(Deadline(SOON)).code == "paper_out"
    plug.held, plug.port_status = set(), WELL


def test_a_stall_without_a_reason_is_unknown(
    plug: BenchUsbPrinter, bench: BenchReceiptPrinter, printer: ReceiptPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usb_printer, "WRITE_WAIT", 0.05)
    assert printer.print(Deadline(SOON), ticket()) is PaperState.PRINTED
    bench.on_change = lambda: plug.held.add(OUT)
    assert printer.print(Deadline(SOON), ticket()) is PaperState.UNKNOWN


def test_pulled_out_and_plugged_in_again(plug: BenchUsbPrinter) -> None:
    port = open_port(ADDRESS)
    puller = threading.Timer(0.05, plug.pull)
    puller.start()
    with pytest.raises(Offline):
        port.read(256, SOON)
    puller.join()
    with pytest.raises(Offline):
        port.write(b"\x10\x04\x02")
    assert isinstance(port, UsbPrinterPort)
    assert port.device_id() == DeviceId()
    assert not port.paper_empty()
    port.close()
    until(lambda: not places())
    with pytest.raises(Offline, match="not plugged in"):
        open_port(ADDRESS)
    plug.plug()
    until(lambda: bool(places()))
    open_port(ADDRESS).close()


def test_an_address_says_how_it_is_written() -> None:
    for wrong in ("usb-printer://", "usb-printer://04b8", "usb-printer://04b8:0202/x", "usb-printer://04b8:0202?bus=1"):
        with pytest.raises(Offline, match=r"usb-printer://0400:c35a\?serial="):
            open_port(wrong)
