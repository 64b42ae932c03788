"""Nothing can be done here now: why, and where to go instead."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, Signal
from PySide6.QtQml import QmlElement

from kiosk.scenes import OutOfService
from ui.texts import Wording
from ui.views.board import board_rows
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
    def clock(self) -> str:
        now = self._wording.now()
        return f"{now.hour:02}:{now.minute:02}"

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
        board = self._scene.readiness.board
        if board is None:
            return self._wording.text("out_of_service.instead_unknown")
        return self._wording.text("out_of_service.instead", desk=board.service_desk, phone=board.phone)

    @Property(str, notify=changed)
    def code(self) -> str:
        """For staff, small."""
        return self._wording.text("problem.code", value=self._scene.notice.code)

    @Property(str, notify=changed)
    def boardTitle(self) -> str:
        return self._wording.text("home.board")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def board(self) -> list[dict[str, str]]:
        return board_rows(self._scene.readiness.board, self._wording)

    @property
    def _starting(self) -> bool:
        return self._scene.notice.code == "starting"
