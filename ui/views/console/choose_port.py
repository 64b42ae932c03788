"""Which port does a device hang on?"""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from ui.views.console.page import ConsoleView, Line, line

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ChoosePortView(ConsoleView):
    """Everything that is plugged in, and whose it is by the configuration. Two devices may change places."""

    changed = Signal()

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._say("title.choose_port", device=self._name(self._scene.device))

    @Property(str, notify=changed)
    def task(self) -> str:
        current = self._scene.current
        return self._say("port.now", port=current) if current else self._say("port.none")

    @Property(str, notify=changed)
    def empty(self) -> str:
        return self._say("port.empty")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def lines(self) -> list[Line]:
        return [
            line(
                str(number),
                port.label,
                detail=port.address,
                value=self._name(port.owner) if port.owner else self._say("port.free"),
                tone="good" if port.owner == self._scene.device else "off" if port.owner else "",
                opens=port.owner != self._scene.device,
            )
            for number, port in enumerate(self._scene.ports)
        ]

    @Slot(str)
    def choose(self, number: str) -> None:
        """The port at that place of the list."""
        self._console.preview(self._scene.device, self._scene.ports[int(number)].address)

    @Slot()
    def back(self) -> None:
        """To the device; nothing changes."""
        self._console.device(self._scene.device)
