"""Everything at a glance."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.technician.scenes import DeviceLine
from ui.views.console.page import ConsoleView, Line, advice, line, state_line, tone

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class OverviewView(ConsoleView):
    """Whether citizens are served, and how every device and the office are."""

    changed = Signal()

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._say("title.overview")

    @Property(bool, notify=changed)
    def serving(self) -> bool:
        return self._scene.paused is None and self._scene.blocked is None

    @Property(str, notify=changed)
    def serviceTitle(self) -> str:
        if self._scene.paused is not None:
            return self._say("service.paused", reason=self._say(f"pause.{self._scene.paused.value}"))
        if self._scene.blocked is not None:
            return self._say("service.blocked", reason=self._wording.title(self._scene.blocked))
        return self._say("service.serving")

    @Property(str, notify=changed)
    def serviceText(self) -> str:
        if self._scene.paused is None and self._scene.blocked is not None:
            return advice(self._scene.blocked, self._wording)
        return ""

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def devices(self) -> list[Line]:
        return [self._line(each) for each in self._scene.devices]

    def _line(self, device: DeviceLine) -> Line:
        name = device.state.name
        if not device.fitted:
            return line(name, self._name(name), value=self._say("not_fitted"), tone="off", opens=True)
        how, advice = state_line(device.state, self._wording)
        model = device.state.identity.model if device.state.identity else ""
        return line(name, self._name(name), detail=advice or model, value=how, tone=tone(device.state), opens=True)

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def facts(self) -> list[str]:
        """Ledger, logbook, version: one line each."""
        depth = self._scene.depth
        ledger = (
            self._say("fact.ledger_unread")
            if depth is None
            else self._say("fact.ledger", waiting=depth.waiting, refused=depth.refused)
        )
        return [
            ledger,
            self._say("fact.logbook", length=self._scene.logbook_length),
            self._say("fact.version", version=self._scene.version),
        ]

    @Slot(str)
    def open(self, device: str) -> None:
        """To the page of one device."""
        self._console.device(device)
