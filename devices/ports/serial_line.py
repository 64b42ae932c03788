"""A serial line of this machine: UART, USB serial, or the slave side of a pty."""

from __future__ import annotations

import contextlib
import select
import termios

import serial

from devices.ports import WRITE_WAIT, read_away, unopened
from devices.states import Mute, Offline

WRITE_SIZE = 256  # bytes per attempt: 270 ms at 9600 baud, so a slow line is not taken for a stuck one


class SerialPort:
    """8N1, opened exclusively by path. Implements `Port`."""

    def __init__(self, path: str, baud: int, rtscts: bool) -> None:
        """Raises `Offline`."""
        try:
            self._line = serial.Serial(path, baud, timeout=0, write_timeout=WRITE_WAIT, rtscts=rtscts, exclusive=True)
        except (OSError, ValueError, termios.error) as error:  # SerialException is an OSError, termios.error is not
            raise unopened(path, error) from error
        self._path = path

    def write(self, data: bytes) -> None:
        try:
            for start in range(0, len(data), WRITE_SIZE):
                self._line.write(data[start : start + WRITE_SIZE])
        except serial.SerialTimeoutException as error:
            raise Mute(f"{self._path}: takes no bytes") from error
        except (OSError, termios.error) as error:
            raise Offline(f"{self._path}: {error}") from error

    def read(self, size: int, wait: float) -> bytes:
        try:
            if not select.select([self._line.fileno()], [], [], wait)[0]:
                return b""
            return self._line.read(size)
        except (OSError, termios.error) as error:
            raise Offline(f"{self._path}: {error}") from error

    def flush_input(self) -> None:
        read_away(self)  # rather than tcflush: a line that hung up says so, before anything is sent

    def close(self) -> None:
        if self._line.is_open:
            # Without this the kernel would hold close() up to 30 s for bytes that a stuck peer never takes.
            with contextlib.suppress(OSError, termios.error):
                termios.tcflush(self._line.fileno(), termios.TCOFLUSH)
        with contextlib.suppress(OSError, termios.error):
            self._line.close()
