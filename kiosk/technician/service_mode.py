"""暂停服务: a technician takes the terminal out of service, and it stays out until one takes it back.

Kept in a file of its own, so that a power cut or an update never puts an open machine before citizens.
"""

from __future__ import annotations

import logging
from enum import StrEnum
from pathlib import Path

from devices.states import Fault, Remedy
from kiosk.storage import keep, sync_directory

log = logging.getLogger(__name__)

FILE = "service-paused"


class Pause(StrEnum):
    """Why the terminal serves nobody. Each is also the code of the sentence on the screen (`notice.…`)."""

    REPAIR = "paused_repair"
    CLEANING = "paused_cleaning"
    HALL = "paused_hall"  # the hall asked for it: an event, a move, building work


class ServiceModeFailed(Fault):
    """The disk did not take it: the terminal serves, or does not, as before."""

    code = "service_mode_failed"
    remedy = Remedy.STAFF


class ServiceMode:
    """The file. `paused` is None while the terminal serves."""

    def __init__(self, directory: Path) -> None:
        self._file = directory / FILE
        self.paused = self._read()

    def pause(self, why: Pause) -> None:
        """Out of service from now on; on disk when this returns. Raises `ServiceModeFailed`."""
        try:
            keep(self._file, why.value.encode("ascii"))
        except OSError as error:
            raise ServiceModeFailed(error.strerror or "") from error
        self.paused = why

    def resume(self) -> None:
        """In service again. Raises `ServiceModeFailed`."""
        try:
            self._file.unlink(missing_ok=True)
            sync_directory(self._file.parent)
        except OSError as error:
            raise ServiceModeFailed(error.strerror or "") from error
        self.paused = None

    def _read(self) -> Pause | None:
        """A file that cannot be understood was written by somebody who wanted the terminal out of service."""
        try:
            return Pause(self._file.read_text("ascii"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            log.warning("service mode cannot be read, the terminal stays out of service: %s", type(error).__name__)
            return Pause.REPAIR
