"""What a simulated scanner's language is to the scanner."""

from __future__ import annotations

from typing import Protocol

FOR_EVER = 1e9  # seconds
BUFFER = 4096  # bytes of a command that never ends


class Engine(Protocol):
    """What a tongue may do with the scanner that it belongs to."""

    def say(self, data: bytes) -> None:
        """To the host."""

    def light(self, seconds: float) -> None:
        """Look for a code that long; 0 puts the light out."""

    def now(self) -> float: ...


class Tongue:
    """A plain scanner's: it says what it sees, and hears nothing."""

    def __init__(self, engine: Engine, terminator: bytes) -> None:
        self.engine = engine
        self.terminator = terminator
        self._heard = b""

    @property
    def watching(self) -> bool:
        """Does it look for codes of its own accord?"""
        return True

    def hear(self, data: bytes) -> None:
        """What the host sent."""

    def read(self, code: bytes) -> None:
        """A code was read: send it, and stop looking."""
        self.engine.say(code + self.terminator)
        self.engine.light(0.0)

    def pass_time(self) -> None:
        """Do what is due."""

    def forget(self) -> None:
        """Power off and on: temporary settings are lost."""
