"""A rig holds what a run works with: a way to open the driver, its clock, and hands."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from devices.clock import Clock
from devices.conformance.hands import Act, Hands, Sight
from devices.driver import Driver
from devices.ports import Port
from devices.states import Cancelled, Fault, Identity, TimedOut

GRACE = 0.5  # seconds that one last step may take beyond a deadline
CANCEL_FELT = 0.1  # seconds until a cancel ends a command
READY = 15.0  # seconds for a device to come back when somebody plugged it in or switched it on

Make = Callable[[Port, Callable[[], float]], Driver]
"""Makes the driver of its port and its clock."""


class Skip(Exception):
    """This step cannot be tested here; says why."""


class Failed(AssertionError):
    """This step failed; says what happened. `measured`: what there is to show."""

    def __init__(self, what: str, measured: str = "") -> None:
        super().__init__(what)
        self.measured = measured


@dataclass(frozen=True)
class Ended:
    """How one call ended: with a value or with a fault, and how long it took."""

    value: Any
    fault: Fault | Cancelled | None
    seconds: float

    def __str__(self) -> str:
        if self.fault is None:
            return "an answer"
        return self.fault.code if isinstance(self.fault, Fault) else "cancelled"

    @property
    def timed_out(self) -> bool:
        return isinstance(self.fault, TimedOut)


class Watched:
    """A port that counts. Implements `Port`."""

    def __init__(self, port: Port) -> None:
        self._port = port
        self.uri = getattr(port, "uri", "")  # of one that is dialled
        self.written = 0

    def write(self, data: bytes) -> None:
        self.written += len(data)
        self._port.write(data)

    def read(self, size: int, wait: float) -> bytes:
        return self._port.read(size, wait)

    def flush_input(self) -> None:
        self._port.flush_input()

    def close(self) -> None:
        self._port.close()


class NoPort:
    """For a device without a wire of bytes. Implements `Port`."""

    def write(self, data: bytes) -> None: ...

    def read(self, size: int, wait: float) -> bytes:
        return b""

    def flush_input(self) -> None: ...

    def close(self) -> None: ...


@dataclass
class Rig:
    """`open_port` opens the device's port anew; `bench`: whether the hands are the bench's."""

    make: Make
    open_port: Callable[[], Port]
    clock: Clock
    hands: Hands
    bench: bool = False
    identity: Identity | None = None
    talks: bool = True  # asks its device something; a free-running scanner never does
    _driver: Driver | None = field(default=None, repr=False)
    _port: Watched | None = field(default=None, repr=False)

    @property
    def driver(self) -> Any:
        """The open driver. Raises the faults of opening."""
        if self._driver is None:
            self._port = port = Watched(self.open_port())
            try:
                self._driver = self.make(port, self.clock)
            except BaseException:  # the next attempt must not meet this one
                port.close()
                raise
        return self._driver

    @property
    def written(self) -> int:
        return self._port.written if self._port else 0

    def close(self) -> None:
        driver, self._driver = self._driver, None
        if driver is not None:
            with contextlib.suppress(Exception):  # a step of its own tells
                driver.close()

    def call(self, verb: str, *arguments: Any, within: float, cancel_after: float | None = None) -> Ended:
        """Ask the driver, and hold it to its deadline. Raises `Failed` for what is no fault."""
        self.clock.clear()
        by = self.clock.deadline(within)
        under_way = True
        if cancel_after is not None:
            self.clock.after(cancel_after, lambda: self.clock.set() if under_way else None)
        began = self.clock()
        value, fault = None, None
        try:
            value = getattr(self.driver, verb)(by, *arguments)
        except (Fault, Cancelled) as ended:
            fault = ended
        except Exception as bug:
            raise Failed(f"{verb} raised {type(bug).__name__}, which is neither a fault nor a cancel") from bug
        finally:
            under_way = False
            self.clock.clear()
        seconds = self.clock() - began
        if seconds > within + GRACE:
            raise Failed(f"{verb} outlasted its deadline of {within:.1f} s", f"{seconds:.2f} s")
        return Ended(value, fault, seconds)

    def value(self, verb: str, *arguments: Any, within: float) -> Any:
        """What a call must answer. Raises `Failed`."""
        ended = self.call(verb, *arguments, within=within)
        if ended.fault is not None:
            raise Failed(f"{verb} ended in {ended}", f"{ended.seconds:.2f} s")
        return ended.value

    def refused(self, verb: str, *arguments: Any, within: float) -> Fault:
        """The fault that a call must end in. Raises `Failed`."""
        ended = self.call(verb, *arguments, within=within)
        if not isinstance(ended.fault, Fault):
            raise Failed(f"{verb} ended in {ended}, and should have failed")
        return ended.fault

    def ready(self) -> float:
        """Open the driver anew as supervision does, again and again; how long it took. Raises `Failed`."""
        began = self.clock()
        why = ""
        while self.clock() - began < READY:
            self.close()
            hello = self.call("hello", within=3.0)
            ended = self.call("condition", within=2.0) if hello.fault is None else hello
            if ended.fault is None:
                self.identity = hello.value
                return self.clock() - began
            why = str(ended)
            self.clock.wait(0.25)
        raise Failed(f"does not come back: {why}", f"{READY:.0f} s")

    def do(self, *acts: Act, after: float = 0.0) -> None:
        """Have something done. Raises `Skip`."""
        for act in acts:
            if not self.hands.do(act, after):
                raise Skip(f"nobody could: {act.value}")

    def see(self, sight: Sight) -> int:
        """Have somebody look. Raises `Skip`."""
        number = self.hands.see(sight)
        if number is None:
            raise Skip(f"nobody looked: {sight.value}")
        return number
