"""What would change in the configuration."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from ui.views.console.page import ConsoleView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class AssignPreviewView(ConsoleView):
    """The difference, line by line, before it is made."""

    changed = Signal()

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._say("title.assign_preview", device=self._name(self._scene.device))

    @Property(str, notify=changed)
    def task(self) -> str:
        return self._say("preview.task")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def diff(self) -> list[dict[str, str]]:
        """text and sign: +, - or a blank."""
        return [
            {"text": text, "sign": text[:1] if text[:1] in "+-" and text[:3] not in ("+++", "---") else " "}
            for text in self._scene.diff
        ]

    @Property(str, notify=changed)
    def applyLabel(self) -> str:
        return self._say("preview.apply")

    @Property(str, notify=changed)
    def cancelLabel(self) -> str:
        return self._say("preview.cancel")

    @Slot()
    def apply(self) -> None:
        self._console.apply()

    @Slot()
    def back(self) -> None:
        """To the device; nothing changes."""
        self._console.device(self._scene.device)
