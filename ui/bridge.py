"""The one place where a thread meets Qt: what another thread posts arrives on the main thread, in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot


class Bridge(QObject):
    """Made on the main thread; `post` is safe from any thread and returns at once."""

    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._receiver: Callable[[Any], None] | None = None
        self._posted.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def subscribe(self, receiver: Callable[[Any], None] | None) -> None:
        """Hand every event to `receiver`, on the main thread. `None` ends it: what comes later is dropped."""
        self._receiver = receiver

    def post(self, event: object) -> None:
        """Pass `event` to the main thread."""
        self._posted.emit(event)

    @Slot(object)
    def _deliver(self, event: object) -> None:
        if self._receiver is not None:
            self._receiver(event)
