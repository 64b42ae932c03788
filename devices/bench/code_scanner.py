"""A code scanner at the far end of a wire, and a phone before it. It speaks its family's language."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from devices.bench.scanner_tongues import TONGUES
from devices.bench.wire import Wire

_LISTEN = 0.05  # seconds; how soon `stop` is felt, and how late a resend may be


class BenchCodeScanner:
    """One scanner. Hands and properties may be used from any thread; `on_change` comes on the scanner's thread or on
    that of the hand that caused it.

    `family`: a name in `TONGUES`. `terminator`: what it appends to a code; b"" leaves that to silence. `hold`:
    seconds for which a phone is held before a scanner that is not lit. `repeat`: seconds after which a scanner that
    goes on looking reads the same phone again; 0 reads each presentation once. Without `start` it lives by `receive`
    and `pass_time` alone, in the time that `now` tells.
    """

    def __init__(
        self,
        wire: Wire,
        family: str = "newland",
        *,
        terminator: bytes = b"\r",
        hold: float = 5.0,
        repeat: float = 0.0,
        on_change: Callable[[], None] | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        if family not in TONGUES:
            raise ValueError(f"no bench for scanner family {family!r}")
        self.wire = wire
        self.on_change = on_change
        self.now = now
        self._hold = hold
        self._repeat = repeat
        self._lock = threading.RLock()
        self._tongue = TONGUES[family](self, terminator)
        self._lit_until = float("-inf")
        self._phone: tuple[bytes, float] | None = None  # payload, and when the hand gets tired
        self._read_again_at = float("-inf")
        self._running = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._running.set()
        self._thread = threading.Thread(target=self._run, name="bench code scanner", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._running.clear()
        if self._thread is not None:
            self._thread.join()

    # ------------------------------------------------------------ hands

    def show(self, payload: bytes | str) -> None:
        """Hold a code before the window: one presentation, read once."""
        data = payload.encode() if isinstance(payload, str) else payload
        with self._lock:
            self._phone = (data, self.now() + self._hold)
            self._read_again_at = float("-inf")
        self._look()

    def withdraw(self) -> None:
        with self._lock:
            self._phone = None
        self._announce()

    def cycle_power(self) -> None:
        """Off and on: temporary settings are lost."""
        with self._lock:
            self._tongue.forget()
            self._lit_until = float("-inf")
        self._look()

    # ------------------------------------------------------------ what can be seen

    @property
    def lit(self) -> bool:
        """Is it looking for a code?"""
        with self._lock:
            return self._tongue.watching or self.armed

    @property
    def armed(self) -> bool:
        """Has a host told it to look, and does it still?"""
        with self._lock:
            return self.now() < self._lit_until

    @property
    def shown(self) -> bool:
        """Is a code before the window that has not been read?"""
        with self._lock:
            return self._phone is not None and self.now() < self._phone[1]

    # ------------------------------------------------------------ what its tongue does with it

    def say(self, data: bytes) -> None:
        if data:
            self.wire.write(data)

    def light(self, seconds: float) -> None:
        self._lit_until = self.now() + seconds

    # ------------------------------------------------------------ its thread

    def _run(self) -> None:
        while self._running.is_set():
            if data := self.wire.read(_LISTEN):
                self.receive(data)
            self.pass_time()

    def receive(self, data: bytes) -> None:
        """What came over the wire."""
        with self._lock:
            self._tongue.hear(data)
        self._look()

    def pass_time(self) -> None:
        """Do what is due by now."""
        with self._lock:
            self._tongue.pass_time()
            due = self._repeat > 0 and self._phone is not None and self.now() >= self._read_again_at
        if due:
            self._look()

    def _look(self) -> None:
        with self._lock:
            if self._phone and self.shown and self.lit and self.now() >= self._read_again_at:
                data = self._phone[0]
                if self._repeat:
                    self._read_again_at = self.now() + self._repeat
                else:
                    self._phone = None
                self._tongue.read(data)
        self._announce()

    def _announce(self) -> None:
        if self.on_change is not None:
            self.on_change()
