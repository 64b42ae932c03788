"""A code scanner at the far end of a wire: triggered (Newland's language) or free-running, and a phone before it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from devices.bench.wire import Wire

_LISTEN = 0.05  # seconds; only how soon `stop` is felt
_HEAD, _TAIL = bytes.fromhex("7E 01 30 30 30 30"), bytes.fromhex("3B 03")
_ANSWER = bytes.fromhex("02 01 30 30 30 30")
_ACK, _ENQ, _NAK = b"\x06", b"\x05", b"\x15"
_FACTORY = {"SCNMOD": 2, "ORTSET": 5000, "RRDDUR": 1000}


class BenchCodeScanner:
    """One scanner. Hands and properties may be used from any thread; `on_change` comes on the scanner's thread or on
    that of the hand that caused it.

    `family`: `newland` or `plain`. `terminator`: what it appends to a code; b"" leaves that to silence. `hold`:
    seconds for which a phone is held before a scanner that is not lit.
    """

    def __init__(
        self,
        wire: Wire,
        family: str = "newland",
        *,
        terminator: bytes = b"\r",
        hold: float = 5.0,
        on_change: Callable[[], None] | None = None,
    ) -> None:
        if family not in ("newland", "plain"):
            raise ValueError(f"no bench for scanner family {family!r}")
        self.wire = wire
        self.on_change = on_change
        self._speaks = family == "newland"
        self._terminator = terminator
        self._hold = hold
        self._lock = threading.RLock()
        self._settings = dict(_FACTORY)
        self._received = b""
        self._lit_until = float("-inf")
        self._phone: tuple[bytes, float] | None = None  # payload, and when the hand gets tired
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
            self._phone = (data, time.monotonic() + self._hold)
        self._look()

    def withdraw(self) -> None:
        with self._lock:
            self._phone = None
        self._announce()

    def cycle_power(self) -> None:
        """Off and on: temporary settings are lost."""
        with self._lock:
            self._settings = dict(_FACTORY)
            self._lit_until = float("-inf")
        self._look()

    # ------------------------------------------------------------ what can be seen

    @property
    def lit(self) -> bool:
        """Is it looking for a code?"""
        with self._lock:
            return not self._speaks or self._settings["SCNMOD"] != 0 or time.monotonic() < self._lit_until

    @property
    def armed(self) -> bool:
        """Has a host told it to look, and does it still?"""
        with self._lock:
            return time.monotonic() < self._lit_until

    @property
    def shown(self) -> bool:
        """Is a code before the window that has not been read?"""
        with self._lock:
            return self._phone is not None and time.monotonic() < self._phone[1]

    # ------------------------------------------------------------ its thread

    def _run(self) -> None:
        while self._running.is_set():
            data = self.wire.read(_LISTEN)
            if data and self._speaks:
                self._receive(data)

    def _receive(self, data: bytes) -> None:
        self._received = (self._received + data)[-4096:]
        while (end := self._received.find(_TAIL)) >= 0:
            frame, self._received = self._received[:end], self._received[end + len(_TAIL) :]
            start = frame.rfind(_HEAD)
            if start >= 0:
                self._obey(frame[start + len(_HEAD) :])
        self._look()

    def _obey(self, words: bytes) -> None:
        storage, tag, value = words[:1], words[1:7].decode("ascii", "replace"), words[7:]
        with self._lock:
            verdict = _ACK
            if storage not in (b"#", b"@") or (tag != "SCNTRG" and tag not in self._settings):
                verdict = _ENQ
            elif value == b"*" and tag in self._settings:
                words = words[:-1] + str(self._settings[tag]).encode()
            elif not value.isdigit():
                verdict = _NAK
            elif tag == "SCNTRG":
                on = value == b"1"
                self._lit_until = time.monotonic() + self._settings["ORTSET"] / 1000 if on else float("-inf")
            else:
                self._settings[tag] = int(value)
            self.wire.write(_ANSWER + words + verdict + _TAIL)
        self._announce()

    def _look(self) -> None:
        with self._lock:
            data = self._phone[0] if self._phone and self.shown and self.lit else None
            if data is not None:
                self._phone = None
                self._lit_until = float("-inf")
                self.wire.write(data + self._terminator)
        self._announce()

    def _announce(self) -> None:
        if self.on_change is not None:
            self.on_change()
