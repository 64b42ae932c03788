"""The office or a device is at work."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.scenes import Waiting
from kiosk.texts import Wording
from ui.views.picture import picture_of
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

LONG = 3.0
"""Seconds on the screen after which it is said that this takes longer, and the way home is offered."""


@QmlElement
class WaitingView(ScreenView):
    """What is being done. Nobody is offered to leave while a ticket is being taken."""

    changed = Signal()

    def __init__(self, scene: Waiting, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._scene = scene
        self._long = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._grow)
        self._patience.start(round(LONG * 1000))

    def renew(self, scene: Any) -> bool:
        if not isinstance(scene, Waiting):
            return False
        self._scene = scene
        self.changed.emit()
        return True

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.text(f"service.{self._scene.service.value}.title")

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text(f"waiting.{self._scene.code}")

    @Property(str, notify=changed)
    def hint(self) -> str:
        return self._wording.text("waiting.long" if self._long else "waiting.short")

    @Property(str, notify=changed)
    def picture(self) -> str:
        return picture_of(self._scene.code)

    @Property(bool, notify=changed)
    def mayLeave(self) -> bool:
        return self._long and self._scene.code != "taking_ticket"

    @Slot()
    def _grow(self) -> None:
        self._long = True
        self.changed.emit()
