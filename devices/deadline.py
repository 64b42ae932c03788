"""One clock per command; also the place where a cancel is felt."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from devices.states import Cancelled


class Deadline:
    """The moment by which a command must be over, on the monotonic clock.

    A driver never sleeps: it asks `left()` for what a read may still take, and every such question raises
    `Cancelled` once the one who asked has taken the command back.
    """

    def __init__(
        self,
        within: float,
        cancelled: threading.Event | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """`within`: seconds from now."""
        self._now = now
        self._at = now() + within
        self._cancelled = cancelled or threading.Event()

    def left(self) -> float:
        """Seconds that remain, never negative. Raises `Cancelled`."""
        if self._cancelled.is_set():
            raise Cancelled
        return max(0.0, self._at - self._now())

    @property
    def passed(self) -> bool:
        """True when no time remains. Raises `Cancelled`."""
        return self.left() <= 0.0

    def phase(self, within: float) -> Deadline:
        """A deadline for one step of the command: `within` seconds, or what remains if that is less."""
        return Deadline(min(within, self.left()), self._cancelled, self._now)

    def wait(self, seconds: float) -> None:
        """Let time pass between two polls of a device; returns early at the deadline. Raises `Cancelled`."""
        if self._cancelled.wait(min(seconds, self.left())):
            raise Cancelled
