"""A device of raw HID reports behind an emulated /dev/hidraw*; umockdev stands in for the kernel."""

from __future__ import annotations

import ctypes
import errno
import os
import threading
from collections import deque
from typing import Any

from devices.bench.usb import UsbBus
from devices.ports.hidraw import RAW_INFO, Wrapping


class BenchHidraw:
    """A device of raw HID reports: what /dev/hidrawN shows of it. Its hands may be used from any thread."""

    def __init__(self, bus: UsbBus, node: str = "hidraw0") -> None:
        self.reports: deque[bytes] = deque()  # from the host, with their numbers
        self.deaf = False  # takes no report
        self._bus = bus
        self._node = f"/dev/{node}"
        self._sys = f"/sys/devices/hid/{node}"
        self._bell = threading.Condition()  # over all here
        self._to_send: deque[bytes] = deque()
        self._plugged = True
        self._handler = bus.umockdev.IoctlBase.new()
        self._handler.connect("handle-ioctl", self._ioctl)
        self._handler.connect("handle-read", self._read)
        self._handler.connect("handle-write", self._write)
        bus.testbed.attach_ioctl(self._node, self._handler)
        bus.testbed.add_from_string(
            f"P: /devices/hid/{node}\nN: {node}\nE: SUBSYSTEM=hidraw\nE: DEVNAME={self._node}\n"
        )

    @property
    def path(self) -> str:
        return self._node

    def pull(self) -> None:
        """For good: umockdev cannot make a node of this kind twice."""
        with self._bell:
            if not self._plugged:
                return
            self._plugged = False
            self._to_send.clear()
        self._ring()
        self._bus.testbed.remove_device(self._sys)
        self._bus.testbed.detach_ioctl(self._node)

    def take(self, wait: float) -> bytes | None:
        """The next report to the device, its number first; None after `wait` seconds."""
        with self._bell:
            self._bell.wait_for(lambda: self.reports, wait)
            return self.reports.popleft() if self.reports else None

    def give(self, report: bytes) -> None:
        """One report to the host."""
        with self._bell:
            self._to_send.append(report)
        self._ring()

    # The kernel's side, on umockdev's own thread.

    def _ring(self) -> None:
        """Make the node readable: behind it is a pty, whose bytes nobody ever sees."""
        os.write(self._bus.testbed.get_dev_fd(self._node), b"\n")

    def _ioctl(self, _handler: object, client: Any) -> bool:
        known = client.get_request() == RAW_INFO
        client.complete(0 if known else -1, 0 if known else errno.ENOTTY)
        return True

    def _read(self, _handler: object, client: Any) -> bool:
        client.execute()  # takes the ring away
        with self._bell:
            report = self._to_send.popleft() if self._to_send else b""
            more = bool(self._to_send)
        if more or not self._plugged:
            self._ring()
        if report:
            ctypes.memmove(client.get_arg().client_addr, report, len(report))
        problem = errno.EIO if not self._plugged else errno.EAGAIN
        client.complete(len(report) or -1, 0 if report else problem)
        return True

    def _write(self, _handler: object, client: Any) -> bool:
        report = bytes(client.get_arg().retrieve())
        problem = errno.ETIMEDOUT if self.deaf else 0 if self._plugged else errno.EIO
        if not problem:
            with self._bell:
                self.reports.append(report)
                self._bell.notify_all()
        client.complete(-1 if problem else len(report), problem)
        return True


class HidSdtWire:
    """What `BenchIdCardReader` takes for its wire: frames wrapped into reports."""

    def __init__(self, device: BenchHidraw, wrapping: Wrapping) -> None:
        self.device = device
        self._wrapping = wrapping

    def read(self, wait: float) -> bytes:
        report = self.device.take(wait)
        return self._wrapping.unwrap(self._as_read(report)) if report else b""

    def write(self, data: bytes) -> None:
        for report in self._wrapping.wrap(data):
            self.device.give(self._as_read(report))

    def _as_read(self, written: bytes) -> bytes:
        """A number of 0 is written and never read."""
        return written if self._wrapping.number else written[1:]
