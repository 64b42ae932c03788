"""Bytes on a wire. Each kind of port imports its library late, inside `open_port`."""

from __future__ import annotations

from typing import Protocol


class Port(Protocol):
    """A byte stream to a device. One owner thread; opened exclusively."""

    def write(self, data: bytes) -> None:
        """Send all of `data`. Raises `Mute` when the peer stops reading (flow control), `Offline` when gone."""

    def read(self, size: int, wait: float) -> bytes:
        """Up to `size` bytes that arrive within `wait` seconds; b"" when none did. Raises `Offline` when gone."""

    def flush_input(self) -> None:
        """Throw away what arrived before a request, so that a late answer is never taken for a new one."""

    def close(self) -> None:
        """Give the port back. Never raises, never waits."""
