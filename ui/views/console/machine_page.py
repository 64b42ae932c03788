"""Volume and brightness."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from ui.views.console.page import ConsoleView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


STEP = 10  # percent


@QmlElement
class MachinePageView(ConsoleView):
    """Each setting with its level, or why it has none here."""

    changed = Signal()

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._say("title.machine_page")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def settings(self) -> list[dict[str, object]]:
        return [
            {
                "key": setting.name,
                "title": self._say(f"setting.{setting.name}"),
                "note": self._say(f"setting.{setting.code}") if setting.code else "",
                "percent": setting.percent or 0,
                "value": f"{setting.percent} %" if setting.percent is not None else "",
                "adjustable": setting.adjustable,
                "less": self._say(f"setting.{setting.name}_less"),
                "more": self._say(f"setting.{setting.name}_more"),
            }
            for setting in self._scene.settings
        ]

    @Slot(str)
    def less(self, name: str) -> None:
        """One step down."""
        self._move(name, -STEP)

    @Slot(str)
    def more(self, name: str) -> None:
        """One step up."""
        self._move(name, STEP)

    def _move(self, name: str, by: int) -> None:
        move = {"volume": self._console.set_volume, "brightness": self._console.set_brightness}[name]
        for setting in self._scene.settings:
            if setting.name == name and setting.percent is not None:
                move(min(setting.most, max(setting.least, setting.percent + by)))
