"""暂停服务: out of service for a reason, and back."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.technician.service_mode import Pause
from ui.views.console.page import ConsoleView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ServicePageView(ConsoleView):
    """One button for each reason while the terminal serves, one to serve again while it does not."""

    changed = Signal()

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._say("title.service_page")

    @Property(str, notify=changed)
    def task(self) -> str:
        paused = self._scene.paused
        if paused is None:
            return self._say("service.task")
        return self._say("service.paused", reason=self._reason(paused))

    def _reason(self, why: Pause) -> str:
        return self._say(f"pause.{why.value}")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def choices(self) -> list[dict[str, object]]:
        if self._scene.paused is not None:
            return [{"key": "resume", "label": self._say("service.resume"), "main": True}]
        return [
            {"key": reason.value, "label": self._say("service.pause", reason=self._reason(reason)), "main": False}
            for reason in self._scene.reasons
        ]

    @Slot(str)
    def choose(self, key: str) -> None:
        """Serve again, or the reason not to."""
        if key == "resume":
            self._console.resume()
        else:
            self._console.pause(Pause(key))
