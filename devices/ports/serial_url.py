"""A serial line behind a pyserial URL: `rfc2217://host:port`, `spy://…`, whatever handler is installed."""

from __future__ import annotations

import contextlib
import time

import serial

from devices.ports import FLUSH_LIMIT
from devices.states import Mute, Offline

TICK = 0.05  # seconds; changing the time-out of an open URL port renegotiates the whole line, so it stays fixed


class SerialUrlPort:
    """Any pyserial handler. Implements `Port`, except that an RFC 2217 close takes pyserial 0.3 s.

    Handlers differ in what they accept: `exclusive` means nothing to them and RFC 2217 refuses `write_timeout`
    (its socket has one of its own, 5 s).
    """

    def __init__(self, url: str, baud: int, rtscts: bool) -> None:
        """Raises `Offline`."""
        try:
            self._line = serial.serial_for_url(url, baud, timeout=TICK, rtscts=rtscts)
        except (OSError, ValueError, NotImplementedError) as error:
            raise Offline(f"{url}: {error}") from error
        self._url = url

    def write(self, data: bytes) -> None:
        try:
            self._line.write(data)
        except serial.SerialTimeoutException as error:
            raise Mute(f"{self._url}: takes no bytes") from error
        except OSError as error:
            raise Offline(f"{self._url}: {error}") from error

    def read(self, size: int, wait: float) -> bytes:
        until = time.monotonic() + wait
        try:
            while not (first := self._line.read(1)):
                if time.monotonic() >= until:
                    return b""
            return first + self._line.read(min(size - 1, self._line.in_waiting))
        except OSError as error:
            raise Offline(f"{self._url}: {error}") from error

    def flush_input(self) -> None:
        left = FLUSH_LIMIT
        try:
            while left > 0 and (waiting := self._line.in_waiting):
                left -= len(self._line.read(waiting))
        except OSError as error:
            raise Offline(f"{self._url}: {error}") from error

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._line.close()
