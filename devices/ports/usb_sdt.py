"""USB of identity card readers (SDT): four bulk pipes, on which each frame travels in two parts.

    request   head (preamble, length) on OUT 02, body on OUT 06
    answer    head on IN 81, body on IN 85

(Tables 5 to 8 of the makers' module manuals; full speed, packets of 64 bytes.) The port cuts what is written and
joins what arrives, so that a driver sees the same stream of bytes as on a serial line.
"""

from __future__ import annotations

import contextlib
import errno
import math
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from devices.sdt import HEAD, frame_size
from devices.states import Mute, Offline

OUT_HEAD, OUT_BODY, IN_HEAD, IN_BODY = 0x02, 0x06, 0x81, 0x85
PACKET = 64  # bytes
INTERFACE = 0
WRITE_WAIT = 1.0  # seconds for a few bytes; a reader that does not take them is mute
FLUSH_WAIT = 0.002  # seconds; two frames of the bus
FLUSH_LIMIT = 64  # reads; a device that never stops talking must not hold its driver
SYSFS = Path("/sys/bus/usb/devices")


class UsbSdtPort:
    """`usb-sdt://0400:c35a`, with `?serial=…` or `?path=1-1.4` where two readers are alike. Implements `Port`."""

    def __init__(self, address: str) -> None:
        """Detaches the kernel's driver and claims the interface. Raises `Offline`."""
        self._address = address
        self._held = b""  # arrived, not yet asked for
        self._body_left = 0  # bytes of an answer whose head has come
        try:
            self._device = _find(address)
            self._claim()
        except (ValueError, NotImplementedError, OSError) as error:  # USBError is an OSError, and so is a lost library
            raise Offline(f"{address}: {error}") from error

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
        import usb.util

        with contextlib.suppress(OSError):
            usb.util.dispose_resources(self._device)

    def _claim(self) -> None:
        import usb.util

        device = self._device
        with contextlib.suppress(NotImplementedError):
            if device.is_kernel_driver_active(INTERFACE):
                device.detach_kernel_driver(INTERFACE)
        usb.util.claim_interface(device, INTERFACE)  # busy when another process has it

    def _send(self, pipe: int, data: bytes) -> None:
        """Raises `Mute` for a reader that takes nothing, also after its pipe was unblocked; `Offline`."""
        for last in (False, True):
            try:
                if self._device.write(pipe, data, _ms(WRITE_WAIT)) == len(data):
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
            return bytes(self._device.read(pipe, size, _ms(wait)))
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


def _ms(wait: float) -> int:
    """libusb's zero means for ever."""
    return max(1, math.ceil(1000 * wait))


def _find(address: str) -> Any:
    """The one device of that name. Raises `ValueError`, and `OSError` when libusb is not there."""
    parts = urlsplit(address)
    ids = re.fullmatch(r"([0-9a-f]{4}):([0-9a-f]{4})", parts.netloc.lower())
    wanted = dict(parse_qsl(parts.query))
    if ids is None or parts.path not in ("", "/") or not wanted.keys() <= {"serial", "path"}:
        raise ValueError("write it like usb-sdt://0400:c35a?serial=… or ?path=1-1.4")
    there = [
        device
        for device in _plugged(int(ids[1], 16), int(ids[2], 16))
        if wanted.get("path") in (None, _path(device)) and wanted.get("serial") in (None, _serial(device))
    ]
    if not there:
        raise ValueError("not plugged in")
    if len(there) > 1:
        places = ", ".join(sorted(_path(device) for device in there))
        raise ValueError(f"{len(there)} of them, at {places}; add ?path= or ?serial=")
    return there[0]


def _plugged(vendor: int, product: int) -> Iterator[Any]:
    import usb.backend.libusb1
    import usb.core

    backend = usb.backend.libusb1.get_backend(find_library=lambda _: "libusb-1.0.so.0")
    if backend is None:
        raise OSError("libusb-1.0 is not installed")
    yield from usb.core.find(find_all=True, backend=backend, idVendor=vendor, idProduct=product)


def _path(device: Any) -> str:
    """Bus and sockets, as under /sys/bus/usb/devices: it stays as long as the cable stays in its socket."""
    return f"{device.bus}-{'.'.join(str(port) for port in device.port_numbers or ())}"


def _serial(device: Any) -> str:
    """As the kernel read it when the device was plugged in; "" for one that has none."""
    try:
        return (SYSFS / _path(device) / "serial").read_text("utf-8", "replace").strip()
    except OSError:
        return ""
