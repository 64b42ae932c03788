"""Bytes on a wire. Each kind of port imports its library late, inside `open_port`."""

from __future__ import annotations

import errno
from typing import Protocol

from devices.states import Offline, PortForbidden, PortInUse

WRITE_WAIT = 2.0  # seconds without progress before the peer counts as mute
FLUSH_LIMIT = 65536  # bytes; a device that never stops talking must not hold its driver


class Port(Protocol):
    """A byte stream to a device. One owner thread; opened exclusively."""

    def write(self, data: bytes) -> None:
        """Send all of `data`. Raises `Mute` when the peer stops reading (flow control), `Offline` when gone."""

    def read(self, size: int, wait: float) -> bytes:
        """Up to `size` bytes that arrive within `wait` seconds; b"" when none did. Raises `Offline` when gone.

        Returns as soon as anything is there; it never waits for the rest.
        """

    def flush_input(self) -> None:
        """Throw away what arrived before a request, so that a late answer is never taken for a new one."""

    def close(self) -> None:
        """Give the port back. Never raises, never waits."""


def open_port(address: str, baud: int = 115200, rtscts: bool = False) -> Port:
    """Open the port at `address`: a device path, or any pyserial URL (`socket://host:port`, `rfc2217://…`).

    `ipp://host:631/path` is a printer in the network, dialled anew for each request.
    `usb-sdt://0400:c35a` is an identity card reader on USB, `hidraw:///dev/…` a device of raw HID reports,
    `input:///dev/input/by-id/…-event-kbd` a keyboard; `usb-printer://04b8:0202` a printer on USB, `/dev/usb/lpN` one
    behind the kernel's driver.

    Name a device path by `/dev/serial/by-id/…`: numbers change with every plug. `baud` and `rtscts` (hardware
    flow control) mean nothing to a `socket://` address. Raises `Offline` when the port is not there, not ours,
    or held by another process.
    """
    if address.startswith("socket://"):
        from devices.ports.tcp import TcpPort

        return TcpPort(address)
    if address.startswith("ipp://"):
        from devices.ports.dialled import DialledPort

        return DialledPort(address)
    if address.startswith("usb-sdt://"):
        from devices.ports.usb_sdt import UsbSdtPort

        return UsbSdtPort(address)
    if address.startswith("hidraw://"):
        from devices.ports.hidraw import HidrawPort

        return HidrawPort(address)
    if address.startswith("input://"):
        from devices.ports.input_events import InputEventsPort

        return InputEventsPort(address)
    if address.startswith("usb-printer://"):
        from devices.ports.usb_printer import UsbPrinterPort

        return UsbPrinterPort(address)
    if address.startswith("/dev/usb/lp"):
        from devices.ports.usblp import UsblpPort

        return UsblpPort(address)
    if "://" in address:
        from devices.ports.serial_url import SerialUrlPort

        return SerialUrlPort(address, baud, rtscts)
    from devices.ports.serial_line import SerialPort

    return SerialPort(address, baud, rtscts)


def read_away(port: Port) -> None:
    """Throw away what has arrived, by reading it: a line that hung up says so here. Raises `Offline`."""
    left = FLUSH_LIMIT
    while left > 0 and (stale := port.read(4096, 0.0)):
        left -= len(stale)


def unopened(address: str, error: Exception) -> Offline:
    """Why the system did not open a port."""
    number = getattr(error, "errno", None)
    kind = _REASONS.get(number, Offline) if number is not None else Offline
    return kind(f"{address}: {error}")


_REASONS: dict[int, type[Offline]] = {
    errno.EAGAIN: PortInUse,  # another process holds the lock
    errno.EBUSY: PortInUse,
    errno.EACCES: PortForbidden,
    errno.EPERM: PortForbidden,
}
