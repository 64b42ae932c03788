"""A printer behind the kernel's own driver for USB printers, `/dev/usb/lpN` (usblp).

It has a way back for status, unlike what python-escpos makes of it; both ways are non-blocking here. Name the printer
by `usb-printer://` where the numbers may change.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import math
import os
import select

from devices.ports import WRITE_WAIT, read_away, unopened
from devices.ports.side_channel import ID_LIMIT, PAPER_EMPTY, DeviceId
from devices.states import Mute, Offline

GET_DEVICE_ID = 0x8000_5001 | ID_LIMIT << 16  # LPIOC_GET_DEVICE_ID: _IOC(_IOC_READ, 'P', 1, size)
GET_STATUS = 0x060B  # LPGETSTATUS
_GONE = select.POLLHUP | select.POLLERR | select.POLLNVAL
_FULL = (errno.EAGAIN, errno.ENOSPC)  # busy, or out of paper


class UsblpPort:
    """Implements `Port` and `SideChannel`."""

    def __init__(self, path: str) -> None:
        """Raises `Offline`. The kernel lets one process in at a time."""
        self._path = path
        try:
            self._file = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
        except OSError as error:
            raise unopened(path, error) from error

    def write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            if not self._ready(select.POLLOUT, WRITE_WAIT):
                raise Mute(f"{self._path}: takes no bytes")
            try:
                rest = rest[os.write(self._file, rest) :]
            except OSError as error:
                if error.errno in _FULL:
                    raise Mute(f"{self._path}: takes no bytes") from error
                raise Offline(f"{self._path}: {error}") from error

    def read(self, size: int, wait: float) -> bytes:
        if not self._ready(select.POLLIN, wait):
            return b""
        try:
            return os.read(self._file, size)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise Offline(f"{self._path}: {error}") from error

    def flush_input(self) -> None:
        read_away(self)

    def close(self) -> None:
        file, self._file = self._file, -1
        if file >= 0:
            with contextlib.suppress(OSError):
                os.close(file)

    def device_id(self) -> DeviceId:
        return DeviceId.read(self._ioctl(GET_DEVICE_ID, ID_LIMIT))

    def paper_empty(self) -> bool:
        return bool(int.from_bytes(self._ioctl(GET_STATUS, 4), "little") & PAPER_EMPTY)

    def _ready(self, event: int, wait: float) -> bool:
        """Raises `Offline` when it is unplugged, or closed."""
        if self._file < 0:
            raise Offline(f"{self._path}: closed")
        poll = select.poll()
        poll.register(self._file, event)
        happened = sum(flags for _, flags in poll.poll(math.ceil(1000 * wait)))
        if happened & _GONE:
            raise Offline(f"{self._path}: unplugged")
        return bool(happened)

    def _ioctl(self, request: int, size: int) -> bytes:
        """b"" when the driver does not know it."""
        try:
            return fcntl.ioctl(self._file, request, bytes(size))
        except (OSError, ValueError):
            return b""
