"""The diagnostics bundle: onto which stick."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from ui.views.console.page import ConsoleView, Line, line

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class BundlePageView(ConsoleView):
    """The sticks that are plugged in, and the file that was saved."""

    changed = Signal()

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._say("title.bundle_page")

    @Property(str, notify=changed)
    def task(self) -> str:
        if self._scene.saved:
            return self._say("bundle.saved", file=self._scene.saved)
        return self._say("bundle.task")

    @Property(str, notify=changed)
    def empty(self) -> str:
        return self._say("bundle.empty")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def lines(self) -> list[Line]:
        return [
            line(
                str(number),
                stick.label or str(stick.directory),
                detail=str(stick.directory),
                value=self._say("bundle.free", megabytes=stick.free_bytes // 1_000_000),
                opens=True,
            )
            for number, stick in enumerate(self._scene.sticks)
        ]

    @Slot(str)
    def save(self, number: str) -> None:
        """Onto the stick at that place of the list."""
        self._console.save_bundle(self._scene.sticks[int(number)])

    @Slot()
    def again(self) -> None:
        """Look for sticks once more."""
        self._console.bundle()
