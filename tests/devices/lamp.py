"""The simplest serial device there is, for tests of what lies above drivers: a lamp that answers lines.

`id?` → `lamp 1`, `ok?` → `on` / `off` / `broken`, `set on|off` → `done`, `slow` → never answers.
"""

from __future__ import annotations

import threading

from devices.bench.wire import Wire
from devices.deadline import Deadline
from devices.ports import Port
from devices.states import Condition, HardwareFailed, Identity, Link, Media, Mute, TimedOut, WrongDevice


class LampDriver:
    """Implements `Driver`."""

    def __init__(self, port: Port) -> None:
        self._port = port

    def hello(self, by: Deadline) -> Identity:
        kind, _, serial = self._ask(by, b"id?").partition(" ")
        if kind != "lamp":
            raise WrongDevice(expected="lamp", found=kind)
        return Identity("lamp", serial=serial)

    def condition(self, by: Deadline) -> Condition:
        answer = self._ask(by, b"ok?")
        if answer == "broken":
            return Condition(Link.HARDWARE_ERROR, Media.NOT_REPORTED, "lamp_broken")
        return Condition(Link.ONLINE, Media.FULL if answer == "on" else Media.OUT)

    def close(self) -> None:
        self._port.close()

    def switch(self, by: Deadline, on: bool) -> str:
        answer = self._ask(by, b"set on" if on else b"set off")
        if answer == "broken":
            raise HardwareFailed
        return answer

    def wait_for_dark(self, by: Deadline) -> None:
        """A command that takes as long as the world lets it."""
        while self._ask(by, b"ok?") == "on":
            by.wait(0.005)
            if by.passed:
                raise TimedOut

    def _ask(self, by: Deadline, line: bytes) -> str:
        self._port.flush_input()
        self._port.write(line + b"\n")
        answer = b""
        while not answer.endswith(b"\n"):
            if by.passed:
                raise Mute
            answer += self._port.read(64, min(0.02, by.left()))
        return answer.decode().strip()


class BenchLamp:
    """The lamp at the far end."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.name = "lamp 1"
        self.state = "on"
        self.asked: list[str] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        pending = b""
        while not self._over.is_set():
            pending += self.wire.read(0.02)
            while b"\n" in pending:
                line, _, pending = pending.partition(b"\n")
                self._answer(line.decode(errors="replace"))

    def _answer(self, line: str) -> None:
        self.asked.append(line)
        if line == "id?":
            self.wire.write(self.name.encode() + b"\n")
        elif line == "ok?":
            self.wire.write(self.state.encode() + b"\n")
        elif line.startswith("set "):
            if self.state == "broken":
                self.wire.write(b"broken\n")
            else:
                self.state = line.removeprefix("set ")
                self.wire.write(b"done\n")
