"""The SDT reader on USB: real driver, pyusb and libusb; the kernel's usbfs and the reader are the bench's."""

from __future__ import annotations

import queue
import random
import threading
from collections.abc import Iterator

import pytest

from devices.bench.cards import sample
from devices.bench.id_card_reader import BenchIdCardReader
from devices.bench.usb import BenchUsbDevice, UsbBus, UsbSdtWire
from devices.deadline import Deadline
from devices.device import Device, Done, Event, Failed, Pace
from devices.id_card import CardLayout
from devices.id_card_reader import SdtIdCardReader
from devices.id_card_text import parse
from devices.ports import open_port, usb_device, usb_sdt
from devices.sdt import Command
from devices.states import Cancelled, Fault, Garbled, Link, Mute, Offline, TimedOut
from tests.devices.patience import SOON, until

IDS = (0x0400, 0xC35A)
PIPES = (0x02, 0x06, 0x81, 0x85)
ADDRESS = "usb-sdt://0400:c35a"
FIND, SELECT, READ = b"\x20\x01", b"\x20\x02", b"\x30\x01"


@pytest.fixture(scope="module")
def bus() -> UsbBus:
    """One for all: libusb goes on listening to the bus that it met first."""
    return UsbBus()


@pytest.fixture
def device(bus: UsbBus) -> Iterator[BenchUsbDevice]:
    yield from plugged(bus, "1-1", "A1")


@pytest.fixture
def other(bus: UsbBus) -> Iterator[BenchUsbDevice]:
    """Behind a hub."""
    hub = BenchUsbDevice(bus, "1-4", (0x1D6B, 0x0002), ())
    yield from plugged(bus, "1-4.2", "B2")
    hub.pull()


def plugged(bus: UsbBus, place: str, serial: str) -> Iterator[BenchUsbDevice]:
    device = BenchUsbDevice(bus, place, IDS, PIPES, serial=serial)
    until(lambda: place in places())
    yield device
    device.pull()
    until(lambda: place not in places())


def places() -> list[str]:
    """Where libusb sees readers; it hears of a plug a moment later."""
    return [usb_device.path(device) for device in usb_device.plugged(*IDS)]


@pytest.fixture
def bench(device: BenchUsbDevice) -> Iterator[BenchIdCardReader]:
    bench = BenchIdCardReader(UsbSdtWire(device))
    bench.start()
    yield bench
    bench.stop()


@pytest.fixture
def reader(bench: BenchIdCardReader) -> Iterator[SdtIdCardReader]:
    reader = SdtIdCardReader(open_port(ADDRESS))
    yield reader
    reader.close()


def test_a_card_is_read_whole(bench: BenchIdCardReader, reader: SdtIdCardReader) -> None:
    assert reader.hello(Deadline(SOON)).serial == "05.01-20190401-000123456-987654321"
    card = sample("li_ming")
    bench.lay(card)
    bench.requests.clear()
    assert reader.read(Deadline(SOON)) == parse(card.text, card.photo)
    assert bench.requests == [FIND, SELECT, READ]


def test_head_and_body_have_pipes_of_their_own(device: BenchUsbDevice) -> None:
    port = open_port(ADDRESS)
    port.write(Command.FIND.request)
    assert device.take(SOON) == (0x02, bytes.fromhex("AAAAAA96690003"))
    assert device.take(SOON) == (0x06, bytes.fromhex("200122"))
    device.give(0x85, bytes.fromhex("00009F0000000097"))  # the body may come first: it waits for its head
    assert port.read(100, 0.02) == b""
    device.give(0x81, bytes.fromhex("AAAAAA96690008"))
    assert port.read(3, SOON) == b"\xaa\xaa\xaa"
    assert port.read(100, 0.0) == bytes.fromhex("96690008")
    assert port.read(100, SOON) == bytes.fromhex("00009F0000000097")
    port.close()
    port.close()


def test_a_body_of_whole_packets_or_in_pieces_comes_whole(device: BenchUsbDevice) -> None:
    port = open_port(ADDRESS)
    for body in (bytes(64), bytes(128), bytes(1288)):
        device.give(0x81, bytes.fromhex("AAAAAA9669") + len(body).to_bytes(2, "big"))
        device.give(0x85, body[:30])
        device.give(0x85, body[30:])
        assert len(port.read(4096, SOON)) == 7
        assert port.read(4096, SOON) + port.read(4096, SOON) == body
    port.close()


def test_the_kernels_driver_is_sent_away_and_the_interface_claimed(device: BenchUsbDevice) -> None:
    device.driver = "usbhid"
    open_port(ADDRESS).close()
    assert device.asked == ["detach", "claim", "release"]


def test_a_reader_that_another_process_holds_is_offline(device: BenchUsbDevice) -> None:
    device.taken = True
    with pytest.raises(Offline, match="busy"):
        open_port(ADDRESS)


def test_two_readers_of_one_make_are_told_apart_by_serial_or_socket(
    device: BenchUsbDevice, other: BenchUsbDevice
) -> None:
    with pytest.raises(Offline, match=r"1-1, 1-4\.2"):
        open_port(ADDRESS)
    for address, wanted in (("serial=B2", other), ("path=1-4.2", other), ("serial=A1", device), ("path=1-1", device)):
        port = open_port(f"{ADDRESS}?{address}")
        port.write(b"1234567")
        assert wanted.take(SOON) == (0x02, b"1234567")
        port.close()
    with pytest.raises(Offline, match="not plugged in"):
        open_port(f"{ADDRESS}?serial=C3")


@pytest.mark.usefixtures("device")
@pytest.mark.parametrize(
    "address",
    [
        "usb-sdt://0316:5020",  # not there
        "usb-sdt://",
        "usb-sdt://0400",
        "usb-sdt://0400:c35a:1",
        "usb-sdt://0400:zzzz",
        "usb-sdt://[",
        "usb-sdt://0400:c35a/bus",
        "usb-sdt://0400:c35a?seriel=A1",
    ],
)
def test_an_address_without_a_reader_is_offline(address: str) -> None:
    with pytest.raises(Offline):
        open_port(address)


def test_a_pulled_cable_is_offline_in_every_call(device: BenchUsbDevice) -> None:
    port = open_port(ADDRESS)
    device.pull()
    for call in (lambda: port.read(1, SOON), port.flush_input, lambda: port.write(b"?")):
        with pytest.raises(Offline):
            call()
    port.close()
    until(lambda: not places())
    with pytest.raises(Offline, match="not plugged in"):
        open_port(ADDRESS)


def test_under_supervision_it_is_pulled_plugged_and_read_again(
    device: BenchUsbDevice, bench: BenchIdCardReader
) -> None:
    events: queue.Queue[Event] = queue.Queue()
    supervised = Device(
        "id_card_reader",
        lambda: SdtIdCardReader(open_port(ADDRESS)),
        events.put,
        Pace(poll=0.05, backoff=0.01, backoff_limit=0.05),
    )

    def answer(kind: type[Event]) -> Event:
        while not isinstance(event := events.get(timeout=SOON), kind):
            pass
        return event

    supervised.start()
    for _ in range(3):
        until(lambda: supervised.state.link is Link.ONLINE)
        supervised.ask(SdtIdCardReader.read, 60.0)
        device.pull()
        failed = answer(Failed)
        assert isinstance(failed, Failed)
        assert isinstance(failed.fault, Offline)
        device.plug()
    until(lambda: supervised.state.link is Link.ONLINE)
    bench.lay(sample("li_ming"))
    supervised.ask(SdtIdCardReader.read, SOON)
    done = answer(Done)
    assert isinstance(done, Done)
    assert done.result.name == "李明"
    supervised.stop()


@pytest.mark.parametrize("pipe", PIPES)
def test_a_stalled_pipe_is_cleared_and_the_card_read(
    device: BenchUsbDevice, bench: BenchIdCardReader, reader: SdtIdCardReader, pipe: int
) -> None:
    device.halted.add(pipe)
    bench.lay(sample("li_ming"))
    assert reader.read(Deadline(SOON)).name == "李明"
    assert "clear" in device.asked


def test_a_reader_that_takes_nothing_is_mute_in_time(
    device: BenchUsbDevice, reader: SdtIdCardReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usb_sdt, "WRITE_WAIT", 0.05)
    for pipe in (0x02, 0x06):
        device.held = {pipe}
        with pytest.raises(Mute):
            reader.condition(Deadline(SOON))
    device.held.clear()
    assert reader.condition(Deadline(SOON)).link is Link.ONLINE


def test_a_pipe_that_stays_stalled_is_mute(device: BenchUsbDevice, reader: SdtIdCardReader) -> None:
    class Stuck(set[int]):
        def discard(self, pipe: int) -> None:
            """Clearing does not help."""

    device.halted = Stuck({0x02})
    with pytest.raises(Mute):
        reader.condition(Deadline(SOON))


def test_a_reader_that_answers_nothing_holds_nobody(
    device: BenchUsbDevice, bench: BenchIdCardReader, reader: SdtIdCardReader
) -> None:
    device.held = {0x81}
    with pytest.raises(TimedOut):
        reader.condition(Deadline(0.1))
    taken_back = threading.Event()
    threading.Timer(0.05, taken_back.set).start()
    with pytest.raises(Cancelled):
        reader.read(Deadline(60.0, taken_back))
    bench.lay(sample("li_ming"))
    device.held.clear()
    assert reader.read(Deadline(SOON)).name == "李明"


@pytest.mark.parametrize("late", [{0x81, 0x85}, {0x85}])
def test_the_late_reading_of_one_person_never_reaches_the_next(
    device: BenchUsbDevice, bench: BenchIdCardReader, reader: SdtIdCardReader, late: set[int]
) -> None:
    bench.lay(sample("li_ming"))
    held_at_read = threading.Thread(target=_hold_at, args=(device, bench, late))
    held_at_read.start()
    with pytest.raises(Fault):
        reader.read(Deadline(0.3))
    held_at_read.join()
    device.held.clear()
    bench.lay(sample("taiwan"))
    assert reader.read(Deadline(2 * SOON)).layout is CardLayout.HK_MO_TW


def _hold_at(device: BenchUsbDevice, bench: BenchIdCardReader, pipes: set[int]) -> None:
    bench.delay = 0.02
    until(lambda: READ in bench.requests)
    device.held = pipes
    bench.delay = 0.0


def test_more_than_the_head_promised_is_an_error_of_the_line(
    device: BenchUsbDevice, bench: BenchIdCardReader, reader: SdtIdCardReader
) -> None:
    bench.delay = 0.05
    device.give(0x81, bytes(200))
    assert reader.condition(Deadline(SOON)).link is Link.ONLINE


def test_garbage_on_the_pipes_never_makes_a_card(device: BenchUsbDevice, reader: SdtIdCardReader) -> None:
    chance = random.Random(1)
    over = threading.Event()

    def babble() -> None:
        while not over.is_set():
            if transfer := device.take(0.005):
                head = chance.choice([b"", bytes.fromhex("AAAAAA96690508"), bytes.fromhex("AAAAAA9669")])
                for pipe in (0x81, 0x85):
                    device.give(pipe, head + chance.randbytes(len(transfer) * chance.choice([0, 1, 30, 32])))

    thread = threading.Thread(target=babble)
    thread.start()
    with pytest.raises((Garbled, Mute, TimedOut)):
        reader.read(Deadline(0.4))
    over.set()
    thread.join()
