"""Raw HID reports of a device under /dev/hidraw*, and the frames that some card readers wrap into them.

`hidraw:///dev/…`: udev makes no stable names for hidraw of its own; a rule that does, by the socket of the cable:

    SUBSYSTEM=="hidraw", KERNELS=="1-1.4:1.0", SYMLINK+="kiosk-card-reader"
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import select
from dataclasses import dataclass

from devices.ports import Port, unopened
from devices.sdt import frame_size
from devices.states import Mute, Offline

RAW_INFO = 0x80084803  # HIDIOCGRAWINFO; only hidraw answers it
RAW_INFO_SIZE = 8
REPORT_MAX = 4096  # bytes
FLUSH_LIMIT = 1024  # reports; a device that never stops talking must not hold its driver


class HidrawPort:
    """One write is one report out, its number first (0 for a device that has none); one read is one report in.

    Implements `Port`; only a write to a device that takes no report holds for 5 s, which is the kernel's patience.
    """

    def __init__(self, address: str) -> None:
        """Raises `Offline`."""
        self._path = address.removeprefix("hidraw://")
        self._file = -1
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            fcntl.ioctl(self._file, RAW_INFO, bytes(RAW_INFO_SIZE))
        except OSError as error:
            self.close()
            raise unopened(address, error) from error

    def write(self, data: bytes) -> None:
        try:
            written = os.write(self._file, data)
        except OSError as error:
            if error.errno in (errno.EAGAIN, errno.ETIMEDOUT, errno.EPIPE):
                raise Mute(f"{self._path}: takes no report") from error
            raise Offline(f"{self._path}: {error.strerror}") from error
        if written != len(data):
            raise Mute(f"{self._path}: takes only a part")

    def read(self, size: int, wait: float) -> bytes:
        try:
            if not select.select([self._file], [], [], wait)[0]:
                return b""
            report = os.read(self._file, size)
        except BlockingIOError:
            return b""
        except (OSError, ValueError) as error:  # ValueError: closed meanwhile, the descriptor is -1
            raise Offline(f"{self._path}: {error}") from error
        if not report:
            raise Offline(f"{self._path}: gone")
        return report

    def flush_input(self) -> None:
        for _ in range(FLUSH_LIMIT):
            if not self.read(REPORT_MAX, 0.0):
                break

    def close(self) -> None:
        file, self._file = self._file, -1
        if file >= 0:
            with contextlib.suppress(OSError):
                os.close(file)


@dataclass(frozen=True)
class Wrapping:
    """How a maker puts a frame into reports of `size` bytes; `devices/models/readers.toml` holds the known ones.

    A report is `head`, then at `payload` up to `room` bytes of the frame. `length`: where a byte says how many of
    them count; None when none does, and the frame's own length word ends it.
    """

    size: int
    payload: int
    room: int
    head: bytes = b""
    length: int | None = None
    number: int = 0  # of the report, before it both ways; 0: the device numbers none, and it is only sent

    def __post_init__(self) -> None:
        """Raises `ValueError`."""
        ends = [len(self.head), self.payload + self.room, *([self.length + 1] if self.length is not None else [])]
        least = min(self.payload, self.length or 0, self.room - 1)
        if least < 0 or max(ends) > self.size or not 0 <= self.number <= 0xFF:
            raise ValueError("the wrapping does not fit into its report")

    def wrap(self, data: bytes) -> list[bytes]:
        return [self._report(data[at : at + self.room]) for at in range(0, len(data), self.room)]

    def unwrap(self, report: bytes) -> bytes:
        """Up to `room` bytes; b"" for a report that is not of this form."""
        if self.number:
            if report[:1] != bytes((self.number,)):
                return b""
            report = report[1:]
        if len(report) < max(self.payload, (self.length or 0) + 1) or not report.startswith(self.head):
            return b""
        counts = self.room if self.length is None else min(report[self.length], self.room)
        return report[self.payload : self.payload + counts]

    def _report(self, part: bytes) -> bytes:
        report = bytearray(self.size)
        report[: len(self.head)] = self.head
        report[self.payload : self.payload + len(part)] = part
        if self.length is not None:
            report[self.length] = len(part)
        return bytes((self.number,)) + report


class WrappedPort:
    """Frames on a port of reports: a driver sees the same stream of bytes as on a serial line. Implements `Port`."""

    def __init__(self, reports: Port, wrapping: Wrapping) -> None:
        self._reports = reports
        self._wrapping = wrapping
        self._held = b""  # arrived, not yet asked for
        self._left = 0  # bytes of the frame under way that have not come

    def write(self, data: bytes) -> None:
        for report in self._wrapping.wrap(data):
            self._reports.write(report)

    def read(self, size: int, wait: float) -> bytes:
        if not self._held:
            report = self._reports.read(REPORT_MAX, wait)
            self._held = self._cut(self._wrapping.unwrap(report))
        data, self._held = self._held[:size], self._held[size:]
        return data

    def flush_input(self) -> None:
        self._held = b""
        self._left = 0
        self._reports.flush_input()

    def close(self) -> None:
        self._reports.close()

    def _cut(self, part: bytes) -> bytes:
        """Without what fills the last report of a frame."""
        if self._wrapping.length is not None:
            return part
        self._left = self._left or frame_size(part) or len(part)
        part = part[: self._left]
        self._left -= len(part)
        return part
