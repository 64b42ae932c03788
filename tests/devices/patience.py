"""Waiting for another thread, without guessing how long it takes."""

from __future__ import annotations

import time
from collections.abc import Callable

from devices.ports import Port

SOON = 20.0  # seconds; a test that needs them has failed


def until(condition: Callable[[], bool]) -> None:
    """Return as soon as `condition()` holds; fail when it does not within `SOON`."""
    end = time.monotonic() + SOON
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.001)


def read_all(port: Port, size: int) -> bytes:
    """`size` bytes, or what came of them within `SOON`."""
    end, data = time.monotonic() + SOON, b""
    while len(data) < size and time.monotonic() < end:
        data += port.read(size - len(data), 0.1)
    return data
