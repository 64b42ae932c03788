"""The node under /dev/input of a scanner that passes for a keyboard; umockdev stands in for the kernel."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
import threading
from collections.abc import Callable
from typing import Any

from devices.bench.usb import UsbBus
from devices.ports.input_events import GRAB, KEYS, KEYS_SIZE


class BenchKeyboard:
    """A keyboard's node under the emulated /dev/input. Its hands may be used from any thread.

    `taken`: another process has grabbed it. `down`: keys that are held.
    """

    def __init__(self, bus: UsbBus, name: str = "usb-Maker_Scanner_0001-event-kbd") -> None:
        self.taken = False
        self.grabbed = False
        self.down: set[int] = set()
        self.on_keys_asked: Callable[[], None] = lambda: None
        self._bus = bus
        self._node = f"/dev/input/by-id/{name}"
        self._sys = f"/sys/devices/input/{name}"
        self._bell = threading.Condition()  # over all here
        self._typed = b""
        self._plugged = True
        self._handler = bus.umockdev.IoctlBase.new()
        self._handler.connect("handle-ioctl", self._ioctl)
        self._handler.connect("handle-read", self._read)
        bus.testbed.attach_ioctl(self._node, self._handler)
        bus.testbed.add_from_string(
            f"P: /devices/input/{name}\nN: input/by-id/{name}\nE: SUBSYSTEM=input\nE: DEVNAME={self._node}\n"
        )

    @property
    def address(self) -> str:
        return f"input://{self._node}"

    def type(self, events: bytes) -> None:
        """Input events for whoever reads."""
        with self._bell:
            self._typed += events
        self._ring()

    def pull(self) -> None:
        """For good: umockdev cannot make a node of this kind twice."""
        with self._bell:
            if not self._plugged:
                return
            self._plugged = False
        self._ring()
        self._bus.testbed.remove_device(self._sys)
        self._bus.testbed.detach_ioctl(self._node)

    # The kernel's side, on umockdev's own thread.

    def _ring(self) -> None:
        """Make the node readable: behind it is a pty, whose bytes nobody ever sees."""
        os.write(self._bus.testbed.get_dev_fd(self._node), b"\n")

    def _ioctl(self, _handler: object, client: Any) -> bool:
        request = client.get_request()
        problem = 0
        if not self._plugged:
            problem = errno.ENODEV
        elif request == GRAB:
            problem = errno.EBUSY if self.taken else 0
            self.grabbed = self.grabbed or not problem
        elif request == KEYS:
            bits = bytearray(KEYS_SIZE)
            for key in self.down:
                bits[key // 8] |= 1 << key % 8
            argument = int.from_bytes(bytes(client.get_arg().retrieve()), sys.byteorder)
            ctypes.memmove(argument, bytes(bits), KEYS_SIZE)
            self.on_keys_asked()
        else:
            problem = errno.ENOTTY
        client.complete(-1 if problem else 0, problem)
        return True

    def _read(self, _handler: object, client: Any) -> bool:
        client.execute()  # takes the ring away
        argument = client.get_arg()
        room = len(bytes(argument.retrieve()))
        with self._bell:
            events, self._typed = self._typed[:room], self._typed[room:]
            more = bool(self._typed)
        if more or not self._plugged:
            self._ring()
        if events:
            ctypes.memmove(argument.client_addr, events, len(events))
        client.complete(len(events) or -1, 0 if events else errno.EAGAIN if self._plugged else errno.ENODEV)
        return True
