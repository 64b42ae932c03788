"""What time it is at the office."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Business time and machine time, both in UTC.

    Business time decides about slots and tickets. It differs from the machine's only where somebody said so (a demo
    shortly before midnight, a test). Machine time judges signatures and enrolment codes, which the world outside makes.
    """

    def __init__(self, shift: timedelta = timedelta()) -> None:
        self._shift = shift

    @classmethod
    def starting_at(cls, start: datetime) -> Clock:
        """A clock that shows `start` now, and runs on from there."""
        return cls(start - datetime.now(UTC))

    @property
    def shift(self) -> timedelta:
        """How far business time is ahead of machine time."""
        return self._shift

    def now(self) -> datetime:
        """Business time."""
        return self.machine() + self._shift

    def machine(self) -> datetime:
        """The machine's own time."""
        return datetime.now(UTC)
