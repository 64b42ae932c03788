"""USB of identity card readers (SDT): four bulk pipes, on which each frame travels in two parts.

    request   head (preamble, length) on OUT 02, body on OUT 06
    answer    head on IN 81, body on IN 85

(Tables 5 to 8 of the makers' module manuals; full speed, packets of 64 bytes.) The port cuts what is written and
joins what arrives, so that a driver sees the same stream of bytes as on a serial line.
"""

from __future__ import annotations

import errno
import time

from devices.ports import usb_device
from devices.ports.usb_device import milliseconds
from devices.sdt import HEAD, frame_size
from devices.states import Mute, Offline

OUT_HEAD, OUT_BODY, IN_HEAD, IN_BODY = 0x02, 0x06, 0x81, 0x85
PACKET = 64  # bytes
INTERFACE = 0
WRITE_WAIT = 1.0  # seconds for a few bytes; a reader that does not take them is mute
FLUSH_WAIT = 0.002  # seconds; two frames of the bus
FLUSH_LIMIT = 64  # reads; a device that never stops talking must not hold its driver


class UsbSdtPort:
    """`usb-sdt://0400:c35a`, with `?serial=…` or `?path=1-1.4` where two readers are alike. Implements `Port`."""

    def __init__(self, address: str) -> None:
        """Detaches the kernel's driver and claims the interface. Raises `Offline`."""
        self._address = address
        self._held = b""  # arrived, not yet asked for
        self._body_left = 0  # bytes of an answer whose head has come
        with usb_device.opening(address) as self._device:
            usb_device.claim(self._device, INTERFACE)

    def write(self, data: bytes) -> None:
        """One request; a head without its body, or the other way round, would put the pipes out of step."""
        self._send(OUT_HEAD, data[:HEAD])
        if body := data[HEAD:]:
            self._send(OUT_BODY, body)

    def read(self, size: int, wait: float) -> bytes:
        if not self._held:
            self._held = self._receive(wait)
        data, self._held = self._held[:size], self._held[size:]
        return data

    def flush_input(self) -> None:
        """Both pipes are asked: the body of a late answer may come without its head."""
        self._held, self._body_left = b"", 0
        for pipe in (IN_HEAD, IN_BODY):
            for _ in range(FLUSH_LIMIT):
                if not self._take(pipe, PACKET, FLUSH_WAIT):
                    break

    def close(self) -> None:
        usb_device.give_back(self._device)

    def _send(self, pipe: int, data: bytes) -> None:
        """Raises `Mute` for a reader that takes nothing, also after its pipe was unblocked; `Offline`."""
        for last in (False, True):
            try:
                if self._device.write(pipe, data, milliseconds(WRITE_WAIT)) == len(data):
                    return
                raise Mute(f"{self._address}: takes only a part")
            except OSError as error:
                if error.errno == errno.ETIMEDOUT or (error.errno == errno.EPIPE and last):
                    raise Mute(f"{self._address}: takes no bytes") from error
                if error.errno != errno.EPIPE:
                    raise Offline(f"{self._address}: {error}") from error
                self._unblock(pipe)

    def _receive(self, wait: float) -> bytes:
        until = time.monotonic() + wait
        if not self._body_left:
            head = self._take(IN_HEAD, PACKET, wait)
            self._body_left = max(0, frame_size(head) - len(head))
            return head
        packets = -(-self._body_left // PACKET)
        body = self._take(IN_BODY, packets * PACKET, max(0.0, until - time.monotonic()))
        self._body_left = max(0, self._body_left - len(body))
        return body

    def _take(self, pipe: int, size: int, wait: float) -> bytes:
        """b"" when nothing came, or when the reader blocked the pipe, which is unblocked."""
        try:
            return bytes(self._device.read(pipe, size, milliseconds(wait)))
        except OSError as error:
            if error.errno == errno.EPIPE:
                self._unblock(pipe)
            elif error.errno not in (errno.ETIMEDOUT, errno.EOVERFLOW):
                raise Offline(f"{self._address}: {error}") from error
        return b""

    def _unblock(self, pipe: int) -> None:
        try:
            self._device.clear_halt(pipe)
        except OSError as error:
            raise Offline(f"{self._address}: {error}") from error
