"""The way to the office, hop by hop."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.technician.reachability import NOT_TRIED, Hop
from ui.views.console.page import ConsoleView, Line, line

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class NetworkPageView(ConsoleView):
    """Each stretch with a check or what is wrong with it."""

    changed = Signal()

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._say("title.network_page")

    @Property(str, notify=changed)
    def task(self) -> str:
        return self._say("network.task")

    @Property(str, notify=changed)
    def empty(self) -> str:
        return ""

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def lines(self) -> list[Line]:
        return [self._line(hop) for hop in self._scene.hops]

    def _line(self, hop: Hop) -> Line:
        if hop.good:
            return line(hop.name, self._say(f"hop.{hop.name}", **hop.facts), value=self._say("well"), tone="good")
        skipped = hop.code == NOT_TRIED
        wrong = f"console.hop_wrong.{hop.code}"
        known = hop.code if self._wording.texts.has(wrong) else "unknown"
        return line(
            hop.name,
            self._say(f"hop.{hop.name}", **hop.facts),
            detail=self._say(f"hop_wrong.{known}", **hop.facts),
            tone="off" if skipped else "bad",
        )

    @Slot()
    def again(self) -> None:
        self._console.network()
