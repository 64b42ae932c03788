"""Nothing can be done here now: why, and where to go instead."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, Signal
from PySide6.QtQml import QmlElement

from kiosk.scenes import OutOfService
from kiosk.texts import Wording
from ui.views.picture import picture_of
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class OutOfServiceView(ScreenView):
    """The reason in plain words, and the people who help."""

    changed = Signal()

    def __init__(self, scene: OutOfService, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._scene = scene

    def renew(self, scene: Any) -> bool:
        if not isinstance(scene, OutOfService):
            return False
        self._scene = scene
        self.changed.emit()
        return True

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("out_of_service.starting" if self._starting else "out_of_service.title")

    @Property(str, notify=changed)
    def reason(self) -> str:
        return "" if self._starting else self._wording.title(self._scene.notice)

    @Property(str, notify=changed)
    def text(self) -> str:
        return self._wording.advice(self._scene.notice)

    @Property(bool, notify=changed)
    def starting(self) -> bool:
        """Nothing is wrong: the devices have not spoken yet."""
        return self._starting

    @Property(str, notify=changed)
    def instead(self) -> str:
        return self._wording.text("out_of_service.instead")

    @Property(str, notify=changed)
    def picture(self) -> str:
        return picture_of(self._scene.notice.code, self._scene.notice.facts.get("device"))

    @Property(str, notify=changed)
    def code(self) -> str:
        """For staff, small."""
        return self._wording.text("problem.code", value=self._scene.notice.code)

    @property
    def _starting(self) -> bool:
        return self._scene.notice.code == "starting"
