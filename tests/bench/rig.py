# ruff: noqa: T201 - a bench prints
"""What the figures share: a city, hardware whose wires keep the time, and a terminal's program between them.

Every time is `time.monotonic()`, one clock for all processes of a machine.
"""

from __future__ import annotations

import contextlib
import math
import os
import re
import select
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from devices.bench.bench import Bench
from devices.bench.wire import Wire
from devices.sdt import Command
from kiosk.demo import Part
from tests.bench.crowd import Elder, register_files
from tests.whole.city import City

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0  # seconds; a figure that needs them is none
TRIGGER = b"SCNTRG1"
STATUS = b"\x10\x04"  # DLE EOT: the printer is asked how it is
CAMERA_SIZE = (1280, 960)  # pixels
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
# Qt's own record of each frame, stamped with the monotonic clock.
FRAMES = {"QT_LOGGING_RULES": "qt.scenegraph.time.renderloop=true", "QT_MESSAGE_PATTERN": "@%{time boot} %{message}"}
_FRAME = re.compile(r"^@ *(\d+\.\d+) .*[Ff]rame rendered", re.MULTILINE)


# ---------------------------------------------------------------- the wires


class Heard(NamedTuple):
    """Some bytes, and when they were there."""

    at: float
    data: bytes


class TimedWire(Wire):
    """Remembers what passed: what came from the terminal as it arrived, what went there when the last byte had left."""

    def __init__(self, link: Path) -> None:
        self.asked: list[Heard] = []
        self.said: list[Heard] = []
        super().__init__(link)

    def read(self, wait: float) -> bytes:
        data = super().read(wait)
        if data:
            self.asked.append(Heard(time.monotonic(), data))
        return data

    def write(self, data: bytes) -> None:
        super().write(data)
        self.said.append(Heard(time.monotonic(), data))

    def when(self, pattern: bytes, since: float, *, last: bool = False) -> float:
        """When the first byte of `pattern` came from the terminal after `since`; infinity when it did not."""
        heard = [each for each in self.asked if each.at > since]
        stream = b"".join(each.data for each in heard)
        position = stream.rfind(pattern) if last else stream.find(pattern)
        if position < 0:
            return math.inf
        for each in heard:
            position -= len(each.data)
            if position < 0:
                return each.at
        raise AssertionError


class TimedBench(Bench):
    """The bench, with wires that keep the time."""

    wires: dict[str, TimedWire]  # type: ignore[assignment]

    def __init__(self, directory: Path, *, camera: bool = False) -> None:
        super().__init__(directory, wire=TimedWire, camera_port=0 if camera else None, camera_size=CAMERA_SIZE)

    def __enter__(self) -> TimedBench:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


@dataclass
class Exchange:
    """One request on its way through the relay, and the end of its answer."""

    what: str
    asked_at: float
    answered_at: float = math.inf


class Relay:
    """Stands before the office and keeps the time; passes every byte on as it came."""

    def __init__(self, office_url: str) -> None:
        host, _, port = office_url.removeprefix("http://").rpartition(":")
        self._office = (host, int(port))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.exchanges: list[Exchange] = []
        threading.Thread(target=self._accept, name="relay", daemon=True).start()

    def __enter__(self) -> Relay:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def after(self, moment: float, path: str) -> Exchange | None:
        """The first exchange with `path` that began after `moment`."""
        return next((each for each in self.exchanges if each.asked_at > moment and each.what.endswith(path)), None)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                terminal = self._listener.accept()[0]
                threading.Thread(target=self._pass_on, args=(terminal,), name="relayed", daemon=True).start()

    def _pass_on(self, terminal: socket.socket) -> None:
        with terminal, socket.create_connection(self._office) as office, contextlib.suppress(OSError):
            for end in (terminal, office):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            exchange = Exchange("", 0.0)
            while True:
                for end in select.select([terminal, office], [], [])[0]:
                    data = end.recv(65536)
                    now = time.monotonic()
                    if not data:
                        return
                    if end is office:
                        exchange.answered_at = now
                        terminal.sendall(data)
                    else:
                        if data.startswith((b"GET ", b"POST ")):
                            exchange = Exchange(data.split(b" ", 2)[1].decode("ascii"), now)
                            self.exchanges.append(exchange)
                        office.sendall(data)


# ---------------------------------------------------------------- the hall


@dataclass
class Terminal:
    """The terminal's program, a process of its own. Frames are known when `FRAMES` is in its environment."""

    part: Part
    began: float

    def frames(self) -> list[float]:
        """When each frame was finished."""
        return [float(at) for at in _FRAME.findall(self.part.said())]

    def memory(self) -> tuple[float, float]:
        """Resident and proportional set size, in MiB."""
        rollup = Path(f"/proc/{self.part.process.pid}/smaps_rollup").read_text("ascii")
        rss, pss = (re.search(rf"^{name}: +(\d+) kB", rollup, re.MULTILINE) for name in ("Rss", "Pss"))
        assert rss
        assert pss
        return int(rss[1]) / 1024, int(pss[1]) / 1024

    def cpu(self) -> float:
        """Seconds of processor that it has used."""
        return processor_time(self.part.process.pid)


@dataclass
class Hall:
    """An office as a process, the relay before it, and hardware that keeps the time."""

    city: City
    relay: Relay
    bench: TimedBench

    @contextmanager
    def open_terminal(self, **environment: str) -> Iterator[Terminal]:
        """The real program, offscreen; it must end in order."""
        self.bench.scanner.cycle_power()
        began = time.monotonic()
        terminal = Terminal(self.city.site.open_terminal(**OFFSCREEN, **environment), began)
        try:
            yield terminal
        except BaseException:
            print(terminal.part.last_words(), file=sys.stderr)
            raise
        finally:
            status = terminal.part.stop()
        assert status == 0, f"ended with {status}: {terminal.part.last_words()}"

    def listens(self, since: float) -> float:
        """When the home screen's scanner and reader both had begun to look, after `since`; infinity if not yet."""
        lit = self.bench.wires["code_scanner"].when(TRIGGER, since)
        return max(lit, self.bench.wires["id_card_reader"].when(Command.FIND.request, since))


@contextmanager
def opened_hall(
    more: str = "", *, items: tuple[str, ...] = (), people: Sequence[Elder] = (), camera: bool = False
) -> Iterator[Hall]:
    """Everything but the terminal's program.

    Args:
        more: lines for the end of its configuration.
        items: to apply for; the registers then know `people`.
    """
    with (
        tempfile.TemporaryDirectory() as name,
        City(Path(name), items=items, people=register_files(people, Path(name))) as city,
        Relay(city.url) as relay,
        TimedBench(city.site.ports, camera=camera) as bench,
    ):
        city.site.camera = bench.camera.url if bench.camera else ""
        city.site.configure(office_url=relay.url, more=more)
        yield Hall(city, relay, bench)


def until(happened: Callable[[], bool], what: str, every: float = 0.005) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, f"never: {what}"
        time.sleep(every)


# ---------------------------------------------------------------- figures


def percentile(values: Sequence[float], part: float) -> float:
    """The nearest-rank percentile: a value that was measured."""
    return sorted(values)[max(0, math.ceil(part * len(values)) - 1)]


def tell(name: str, seconds: Sequence[float], aim: float | None = None, part: float = 0.99) -> None:
    """One line of a figure; `aim` in seconds, for the percentile `part`."""
    p50, high, most = percentile(seconds, 0.5), percentile(seconds, part), max(seconds)
    judged = (
        "" if aim is None else f"   aim {aim * 1000:.0f} ms: {'met' if high <= aim else 'MISSED'} ({high / aim:.2f})"
    )
    print(
        f"{name:<44} p50 {p50 * 1000:7.1f}   p{part * 100:.0f} {high * 1000:7.1f}   max {most * 1000:7.1f} ms{judged}"
    )


def processor_time(process: int) -> float:
    """Seconds of processor that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def machine() -> str:
    """What else the machine was doing; a figure is worth little without it."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
