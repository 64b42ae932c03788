"""Bytes on a wire. Each kind of port imports its library late, inside `open_port`."""

from __future__ import annotations

from typing import Protocol


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

    Name a device path by `/dev/serial/by-id/…`: numbers change with every plug. `baud` and `rtscts` (hardware
    flow control) mean nothing to a `socket://` address. Raises `Offline` when the port is not there, not ours,
    or held by another process.
    """
    if address.startswith("socket://"):
        from devices.ports.tcp import TcpPort

        return TcpPort(address)
    if "://" in address:
        from devices.ports.serial_url import SerialUrlPort

        return SerialUrlPort(address, baud, rtscts)
    from devices.ports.serial_line import SerialPort

    return SerialPort(address, baud, rtscts)
