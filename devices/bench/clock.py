"""Time that passes only when somebody waits, so that hours of trouble pass in seconds and can be repeated."""

from __future__ import annotations

import threading
import time

from devices.deadline import Deadline


class Clock(threading.Event):
    """A clock for drivers (`now`), and the event by which their deadlines wait. For one thread."""

    def __init__(self) -> None:
        super().__init__()
        self.time = 0.0

    def __call__(self) -> float:
        return self.time

    def wait(self, timeout: float | None = None) -> bool:
        self.time += timeout or 0.0
        return self.is_set()

    def deadline(self, within: float) -> Deadline:
        return Deadline(within, self, self)


class WallClock(Clock):
    """The same in real time."""

    def __init__(self) -> None:
        super().__init__()
        self._began = time.monotonic()

    def __call__(self) -> float:
        return time.monotonic() - self._began

    def wait(self, timeout: float | None = None) -> bool:
        return threading.Event.wait(self, timeout)
