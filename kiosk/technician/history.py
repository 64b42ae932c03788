"""What each device went through lately, for the technician who asks "since when".

In memory only: a restart begins anew, and the log on disk keeps the same changes for longer.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime

from devices.states import DeviceState, Link, Media

KEPT = 50  # changes per device; a loose plug makes a few a minute


@dataclass(frozen=True)
class Change:
    """A device became this, at that moment of business time."""

    at: datetime
    link: Link
    media: Media
    code: str = ""


class History:
    """The newest changes of every device. Main thread only."""

    def __init__(self) -> None:
        self._changes: dict[str, deque[Change]] = {}

    def note(self, at: datetime, state: DeviceState) -> None:
        """A device has changed; a change that only its identity shows in is none."""
        changes = self._changes.setdefault(state.name, deque(maxlen=KEPT))
        change = Change(at, state.link, state.media, state.code)
        if not changes or replace(changes[-1], at=at) != change:
            changes.append(change)

    def of(self, device: str) -> tuple[Change, ...]:
        """The changes of one device, newest first."""
        return tuple(reversed(self._changes.get(device, ())))

    def devices(self) -> tuple[str, ...]:
        """Every device that has changed at all."""
        return tuple(self._changes)
