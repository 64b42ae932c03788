"""The failsafe: what failed, what the citizen can do, and where a person helps."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.scenes import Problem
from kiosk.texts import Wording
from ui.views.picture import picture_of
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ProblemView(ScreenView):
    """Worded by the fault's code; the remedy says who acts."""

    changed = Signal()

    def __init__(self, scene: Problem, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._scene = scene

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.text(f"service.{self._scene.service.value}.title") if self._scene.service else ""

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.title(self._scene.notice)

    @Property(str, notify=changed)
    def text(self) -> str:
        return self._wording.advice(self._scene.notice)

    @Property(str, notify=changed)
    def remedy(self) -> str:
        """Who acts: the same again, the citizen, staff, nobody here."""
        return self._wording.text(f"remedy.{self._scene.remedy}")

    @Property(str, notify=changed)
    def picture(self) -> str:
        return picture_of(self._scene.notice.code, self._scene.notice.facts.get("device"))

    @Property(str, notify=changed)
    def code(self) -> str:
        """For staff, small."""
        now = self._wording.now()
        return self._wording.text("problem.code", value=f"{self._scene.notice.code} {now:%H:%M}")

    @Property(bool, notify=changed)
    def retryable(self) -> bool:
        return self._scene.retry

    @Property(str, notify=changed)
    def retryLabel(self) -> str:
        return self._wording.text("button.retry")

    @Slot()
    def retry(self) -> None:
        """The same again, with everything that was said so far."""
        if self._scene.retry:
            self._relay.retry(self)
