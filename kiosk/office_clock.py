"""The time as the office tells it, carried on by the monotonic clock. A terminal's own clock is never trusted.

Two times, which differ only where the office says so: *business time* (`HallBoard.now`) decides about slots and is
shown; *machine time* stands on signed requests. A battery that died sets a terminal's clock years back, so the newest
machine time heard from the office is kept on disk as a floor below which no start falls.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.storage import keep

log = logging.getLogger(__name__)

FLOOR_STEP = timedelta(hours=1)  # how much newer a time must be to be worth a write
_EARLIEST = datetime(2020, 1, 1, tzinfo=UTC)
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)


def _system() -> datetime:
    return datetime.now(UTC)


class OfficeClock:
    """Told by the thread that talks to the office, read by any."""

    def __init__(
        self,
        floor_file: Path,
        *,
        system: Callable[[], datetime] = _system,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._floor_file = floor_file
        self._monotonic = monotonic
        self._floor = _read(floor_file)
        self._machine = (max(system(), self._floor), monotonic())
        self._business: tuple[datetime, float] | None = None

    def machine(self) -> datetime:
        """What stands on a signed request."""
        return self._carried_on(self._machine)

    def now(self) -> datetime:
        """Business time; until the office has spoken machine time, in the machine's zone, for it is shown."""
        return self._carried_on(self._business) if self._business else self.machine().astimezone()

    def tell(self, business: datetime) -> None:
        """The office's business time, from a board that has just arrived. Raises `ValueError` when it is none."""
        self._business = (_plausible(business), self._monotonic())

    def correct(self, machine: datetime) -> None:
        """The office refused our machine time and said its own. Raises `ValueError` when it is none."""
        self._machine = (_plausible(machine), self._monotonic())

    def raise_floor(self, machine: datetime) -> None:
        """Keep a machine time of the office; no start after this one begins before it."""
        if machine > _LATEST or machine - self._floor < FLOOR_STEP:
            return
        self._floor = machine
        try:
            keep(self._floor_file, machine.isoformat().encode("ascii"))
        except OSError as error:
            log.warning("the time floor cannot be kept: %s", error.strerror)

    def _carried_on(self, known: tuple[datetime, float]) -> datetime:
        at, since = known
        return at + timedelta(seconds=self._monotonic() - since)


def _read(path: Path) -> datetime:
    """The floor on disk; the beginning of time when there is none that can be read."""
    try:
        floor = datetime.fromisoformat(path.read_text("ascii"))
        return _plausible(floor)
    except (OSError, ValueError):
        return _EARLIEST


def _plausible(moment: datetime) -> datetime:
    if moment.tzinfo is None or not _EARLIEST <= moment <= _LATEST:
        raise ValueError(f"{moment.isoformat()} is no time of an office")
    return moment
