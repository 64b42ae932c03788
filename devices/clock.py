"""Time that passes only when somebody waits, so that hours of trouble pass in seconds and can be repeated."""

from __future__ import annotations

import heapq
import threading
import time
from collections.abc import Callable
from itertools import count

from devices.deadline import Deadline


class Clock(threading.Event):
    """A clock for drivers (`now`), and the event by which their deadlines wait. For one thread."""

    def __init__(self) -> None:
        super().__init__()
        self.time = 0.0
        self._plans: list[tuple[float, int, Callable[[], object]]] = []
        self._order = count()

    def __call__(self) -> float:
        return self.time

    def wait(self, timeout: float | None = None) -> bool:
        """Let time pass, and what is planned happen when it is due."""
        end = self.time + (timeout or 0.0)
        while self._plans and self._plans[0][0] <= end:
            at, _, happens = heapq.heappop(self._plans)
            self.time = max(self.time, at)
            happens()
        self.time = max(self.time, end)
        return self.is_set()

    def after(self, seconds: float, happens: Callable[[], object]) -> None:
        """Plan something."""
        heapq.heappush(self._plans, (self() + seconds, next(self._order), happens))

    @property
    def next_plan(self) -> float:
        """When the next planned thing happens."""
        return self._plans[0][0] if self._plans else float("inf")

    def drop_plans(self) -> None:
        self._plans.clear()

    def deadline(self, within: float) -> Deadline:
        return Deadline(within, self, self)


class WallClock(Clock):
    """The same in real time; what is planned happens on a thread of its own."""

    def __init__(self) -> None:
        super().__init__()
        self._began = time.monotonic()
        self._timers: list[threading.Timer] = []

    def __call__(self) -> float:
        return time.monotonic() - self._began

    def wait(self, timeout: float | None = None) -> bool:
        return threading.Event.wait(self, timeout)

    def after(self, seconds: float, happens: Callable[[], object]) -> None:
        timer = threading.Timer(seconds, happens)
        timer.daemon = True
        timer.start()
        self._timers.append(timer)

    def drop_plans(self) -> None:
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()
