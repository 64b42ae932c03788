"""Printers on USB, by their own pipes and behind the kernel's driver."""

from __future__ import annotations

import os
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.bench.receipt_printer import BenchReceiptPrinter
from devices.bench.wire import Wire
from devices.deadline import Deadline
from devices.paper import PaperState, Slip, Text
from devices.ports import open_port, usblp
from devices.ports.side_channel import DeviceId
from devices.ports.usblp import UsblpPort
from devices.printer_model import load_model
from devices.receipt_printer import ReceiptPrinter
from devices.states import Mute, Offline
from tests.devices import emulated_usb
from tests.devices.patience import SOON


def test_the_printer_on_emulated_usbfs() -> None:
    emulated_usb.run("usb_printer_cases.py")


# ---------------------------------------------------------------- behind usblp


def test_a_ticket_over_a_character_device(wire: Wire) -> None:
    """Not usblp itself, which needs a kernel; a character device with two non-blocking ways like it."""
    bench = BenchReceiptPrinter(wire)
    bench.start()
    printer = ReceiptPrinter(UsblpPort(wire.address), load_model())
    assert printer.hello(Deadline(2)).model == "TM-BENCH"
    assert printer.print(Deadline(5), Slip((Text("A012", scale=5),))) is PaperState.PRINTED
    printer.close()
    printer.close()
    bench.stop()


def test_a_character_device_that_takes_nothing_is_mute(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usblp, "WRITE_WAIT", 0.05)
    port = UsblpPort(wire.address)
    with pytest.raises(Mute):
        port.write(bytes(1 << 20))
    port.close()


def test_a_character_device_that_goes_away_is_offline(wire: Wire) -> None:
    port = UsblpPort(wire.address)
    puller = threading.Timer(0.05, wire.pull)
    puller.start()
    with pytest.raises(Offline):
        port.read(256, SOON)
    puller.join()
    with pytest.raises(Offline):
        port.write(b"\x10\x04\x02")
    assert (port.device_id(), port.paper_empty()) == (DeviceId(), False)
    port.close()
    for use in (lambda: port.read(1, 0.0), lambda: port.write(b"x"), port.flush_input):
        with pytest.raises(Offline):
            use()


def test_what_is_no_printer_is_not_opened() -> None:
    with pytest.raises(Offline, match="/dev/usb/lp77"):
        open_port("/dev/usb/lp77")
    assert not os.path.exists("/dev/usb/lp77")  # noqa: PTH110


# ---------------------------------------------------------------- device ids


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (b"MFG:EPSON;CMD:ESC/POS;MDL:TM-T88V;SN:J1;", DeviceId("EPSON", "TM-T88V", "J1")),
        (b"MANUFACTURER: SNBC ; MODEL: BTP-T080 ;CLS:PRINTER", DeviceId("SNBC", "BTP-T080")),
        (b"mfg:x;mdl:a\x1bb;sern:\x00", DeviceId("x")),
        (b"MDL:" + 900 * b"A" + b";SN:1", DeviceId("", 60 * "A", "1")),
        (b"", DeviceId()),
    ],
)
def test_a_device_id_is_read(text: bytes, read: DeviceId) -> None:
    assert DeviceId.read((len(text) + 2).to_bytes(2, "big") + text) == read


@given(st.binary(max_size=200))
def test_any_device_id_is_printable(answer: bytes) -> None:
    called = DeviceId.read(answer)
    assert (called.maker + called.model + called.serial).isprintable()
