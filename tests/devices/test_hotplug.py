"""Hot plug: names that come and go under a directory, whatever part of the way to them exists."""

from __future__ import annotations

import ctypes
import errno
import logging
import queue
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from devices.bench.wire import Wire
from devices.device import Changed, Device, Event, Pace
from devices.hotplug import USB, HotPlug, place
from devices.ports import open_port
from devices.states import Link
from tests.devices.lamp import BenchLamp, LampDriver
from tests.devices.patience import SOON, until


class Bell:
    """Counts what it hears; waits for the next."""

    def __init__(self) -> None:
        self.heard: queue.Queue[str] = queue.Queue()

    def of(self, name: str) -> Callable[[], None]:
        return lambda: self.heard.put(name)

    def next(self) -> str:
        return self.heard.get(timeout=SOON)


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
def watch() -> Iterator[Callable[..., HotPlug]]:
    made: list[HotPlug] = []

    def start(*watched: tuple[Path | None, Callable[[], None]]) -> HotPlug:
        made.append(HotPlug(watched))
        made[-1].start()
        return made[-1]

    yield start
    for each in made:
        each.stop()


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("/dev/serial/by-id/a", Path("/dev/serial/by-id/a")),
        ("hidraw:///dev/kiosk-reader", Path("/dev/kiosk-reader")),
        ("input:///dev/input/by-id/usb-x-event-kbd", Path("/dev/input/by-id/usb-x-event-kbd")),
        ("input:///dev/input/by-id/usb-#1-event-kbd", Path("/dev/input/by-id/usb-#1-event-kbd")),  # udev leaves it in
        ("hidraw://", None),
        ("usb-sdt://0400:c35a?serial=1", USB),
        ("usb-printer://04b8:0e15", USB),
        ("socket://10.0.0.5:9100", None),
        ("rtsp://10.0.0.5/stream", None),
        ("pictures", None),
    ],
)
def test_where_a_port_shows_that_it_comes(address: str, where: Path | None) -> None:
    assert place(address) == where


def test_a_link_that_comes_goes_and_comes_back(tmp_path: Path, bell: Bell, watch: Callable[..., HotPlug]) -> None:
    link = tmp_path / "by-id" / "port"
    link.parent.mkdir()
    watch((link, bell.of("port")))
    for _ in range(3):
        link.symlink_to("/dev/null")
        assert bell.next() == "port"
        link.unlink()
        assert bell.next() == "port"


def test_the_whole_way_to_a_name_may_come_and_go(tmp_path: Path, bell: Bell, watch: Callable[..., HotPlug]) -> None:
    """Where nothing is plugged in, udev has not even made /dev/serial."""
    link = tmp_path / "dev" / "serial" / "by-id" / "port"
    watch((link, bell.of("port")))
    for _ in range(3):
        link.parent.mkdir(parents=True)
        link.symlink_to("/dev/null")
        assert bell.next() == "port"
        shutil.rmtree(tmp_path / "dev")
        assert bell.next() == "port"


def test_a_name_that_is_replaced_in_one_step_is_another(
    tmp_path: Path, bell: Bell, watch: Callable[..., HotPlug]
) -> None:
    """udev makes a link under another name and moves it into place."""
    link = tmp_path / "port"
    link.symlink_to("/dev/null")
    watch((link, bell.of("port")))
    (tmp_path / ".port.tmp").symlink_to("/dev/zero")
    (tmp_path / ".port.tmp").rename(link)
    assert bell.next() == "port"


def test_each_device_hears_of_its_own_place_only(tmp_path: Path, bell: Bell, watch: Callable[..., HotPlug]) -> None:
    long = tmp_path / ("c" * 300)
    watch((long, bell.of("c")), (tmp_path / "a", bell.of("a")), (tmp_path / "b", bell.of("b")), (None, bell.of("none")))
    (tmp_path / "c").touch()
    (tmp_path / "b").touch()
    assert bell.next() == "b"
    assert bell.heard.empty()


def test_a_tree_tells_of_everything_in_it(tmp_path: Path, bell: Bell, watch: Callable[..., HotPlug]) -> None:
    """/dev/bus/usb: the bus, then the device, which has another number each time; then udev lets us open it."""
    usb = tmp_path / "usb"
    (usb / "001").mkdir(parents=True)
    watch((usb, bell.of("usb")))
    (usb / "001" / "007").touch()
    assert bell.next() == "usb"
    (usb / "001" / "007").chmod(0o660)
    assert bell.next() == "usb"
    (usb / "002").mkdir()
    assert bell.next() == "usb"
    (usb / "002" / "001").touch()
    assert bell.next() == "usb"


def test_a_tree_that_is_taken_apart_while_it_is_looked_at(
    tmp_path: Path, bell: Bell, watch: Callable[..., HotPlug], monkeypatch: pytest.MonkeyPatch
) -> None:
    usb = tmp_path / "usb"
    (usb / "001").mkdir(parents=True)
    watch((usb, bell.of("usb")))
    whole = Path.rglob
    vanished: list[Path] = []

    def vanishing(path: Path, pattern: str) -> Iterator[Path]:
        if len(vanished) < 3:
            vanished.append(path)
            raise FileNotFoundError(path)
        return iter(list(whole(path, pattern)))

    monkeypatch.setattr(Path, "rglob", vanishing)
    (usb / "001" / "007").touch()
    assert bell.next() == "usb"
    until(lambda: len(vanished) >= 2)
    (usb / "001" / "008").touch()
    assert bell.next() == "usb"


def test_without_inotify_it_says_so_once_and_does_nothing(
    tmp_path: Path, bell: Bell, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class NoMore:
        def __init__(self, *_arguments: object, **_more: object) -> None: ...

        def inotify_init1(self, _flags: int) -> int:
            ctypes.set_errno(errno.EMFILE)
            return -1

    monkeypatch.setattr(ctypes, "CDLL", NoMore)
    watch = HotPlug([(tmp_path / "a", bell.of("a"))])
    with caplog.at_level(logging.WARNING):
        watch.start()
    watch.stop()
    assert [record.message for record in caplog.records] == [
        "hot plug is not noticed, devices wait for their turn: Too many open files"
    ]


def test_a_watch_that_was_never_started_ends(bell: Bell) -> None:
    HotPlug([(Path("/none"), bell.of("none"))]).stop()


# ---------------------------------------------------------------- with a device


@pytest.fixture
def lamp(tmp_path: Path) -> Iterator[BenchLamp]:
    wire = Wire(tmp_path / "by-id" / "lamp")
    lamp = BenchLamp(wire)
    lamp.start()
    yield lamp
    lamp.stop()
    wire.close()


def test_a_device_that_is_plugged_in_is_ready_at_once_however_long_it_was_away(
    lamp: BenchLamp, watch: Callable[..., HotPlug]
) -> None:
    """Its back-off would last a minute, and its poll as well."""
    events: queue.Queue[Event] = queue.Queue()
    device = Device("lamp", lambda: LampDriver(open_port(lamp.wire.address)), events.put, Pace(poll=60.0, backoff=60.0))

    def becomes(link: Link) -> None:
        event = events.get(timeout=SOON)
        assert isinstance(event, Changed)
        assert event.state.link is link

    watch((Path(lamp.wire.address), device.hurry))
    device.start()
    becomes(Link.ONLINE)
    for _ in range(3):
        lamp.wire.pull()
        becomes(Link.NO_DEVICE)
        lamp.wire.plug()
        becomes(Link.ONLINE)
    device.stop()
