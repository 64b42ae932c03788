"""What every driver can do, whatever it drives."""

from __future__ import annotations

from typing import Protocol

from devices.deadline import Deadline
from devices.states import Condition, Identity


class Driver(Protocol):
    """One device's language over one port: synchronous, no threads, no sleep, no retries in secret."""

    def hello(self, by: Deadline) -> Identity:
        """Prove what the device is. Raises `WrongDevice`, `Mute`, `Offline`, `Garbled`."""

    def condition(self, by: Deadline) -> Condition:
        """Ask cheaply how the device is; called again and again while it is idle."""

    def close(self) -> None:
        """Close the port. Never raises."""
