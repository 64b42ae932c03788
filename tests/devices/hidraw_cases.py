"""The SDT reader behind HID reports: real driver and ports; the kernel's hidraw and the reader are the bench's."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from devices.bench.cards import sample
from devices.bench.hidraw import BenchHidraw, HidSdtWire
from devices.bench.id_card_reader import BenchIdCardReader
from devices.bench.usb import UsbBus
from devices.deadline import Deadline
from devices.id_card_reader import SdtIdCardReader
from devices.id_card_text import parse
from devices.ports import open_port
from devices.ports.hidraw import WrappedPort, Wrapping
from devices.states import Mute, Offline
from tests.devices.patience import SOON

ADDRESS = "hidraw:///dev/hidraw0"
WRAPPINGS = [
    Wrapping(size=64, payload=8, room=56),
    Wrapping(size=64, payload=2, room=46, head=b"\x5a", length=1),
    Wrapping(size=64, payload=0, room=64),
    Wrapping(size=64, payload=3, room=56, head=b"\x01\x02", length=2, number=5),
]


@pytest.fixture
def bus() -> UsbBus:
    gc.collect()  # when the bus of another test goes, it takes the one of this test out of the environment
    return UsbBus()


@pytest.fixture
def device(bus: UsbBus) -> Iterator[BenchHidraw]:
    device = BenchHidraw(bus)
    yield device
    device.pull()


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_a_card_is_read_whole(device: BenchHidraw, wrapping: Wrapping) -> None:
    bench = BenchIdCardReader(HidSdtWire(device, wrapping))
    bench.start()
    reader = SdtIdCardReader(WrappedPort(open_port(ADDRESS), wrapping))
    assert reader.hello(Deadline(SOON)).serial == "05.01-20190401-000123456-987654321"
    card = sample("li_ming")
    bench.lay(card)
    assert reader.read(Deadline(SOON)) == parse(card.text, card.photo)
    reader.close()
    bench.stop()


def test_reports_pass_both_ways_one_by_one(device: BenchHidraw) -> None:
    port = open_port(ADDRESS)
    port.write(b"\0" + bytes(range(64)))
    assert device.take(SOON) == b"\0" + bytes(range(64))
    device.give(b"first")
    device.give(b"second")
    assert port.read(4096, SOON) == b"first"
    assert port.read(4096, SOON) == b"second"
    assert port.read(4096, 0.01) == b""
    device.give(b"late")
    port.flush_input()
    assert port.read(4096, 0.01) == b""
    port.close()


def test_it_has_one_owner(device: BenchHidraw) -> None:
    port = open_port(f"hidraw://{device.path}")
    with pytest.raises(Offline):
        open_port(ADDRESS)
    port.close()
    port.close()
    open_port(ADDRESS).close()


def test_a_pulled_cable_is_offline_in_every_call(device: BenchHidraw) -> None:
    port = open_port(ADDRESS)
    device.pull()
    for call in (lambda: port.write(b"?"), lambda: port.read(1, SOON), lambda: port.read(1, SOON)):
        with pytest.raises(Offline):
            call()
    port.close()
    with pytest.raises(Offline):
        port.read(1, 0.0)
    with pytest.raises(Offline):
        open_port(ADDRESS)


def test_a_device_that_takes_no_report_is_mute(device: BenchHidraw) -> None:
    port = open_port(ADDRESS)
    device.deaf = True
    with pytest.raises(Mute):
        port.write(b"\0?")
    port.close()
