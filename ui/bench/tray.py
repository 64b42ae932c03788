"""The bench's printer of A4, as QML sees it: what lies in its tray, and what is wrong with it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtCore import Property, QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtQml import QmlElement

from devices.bench.a4_printer import BenchA4Printer
from ui.bench.cable import Cable

QML_IMPORT_NAME = "KioskBench"
QML_IMPORT_MAJOR_VERSION = 1

TROUBLES = {
    "paper_low": (BenchA4Printer.near_end, BenchA4Printer.load_paper),
    "paper_out": (BenchA4Printer.empty_paper, BenchA4Printer.load_paper),
    "jammed": (BenchA4Printer.jam, BenchA4Printer.clear_jam),
    "door_open": (BenchA4Printer.open_door, BenchA4Printer.close_door),
    "toner_out": (BenchA4Printer.empty_toner, BenchA4Printer.change_toner),
    "away": (BenchA4Printer.switch_off, BenchA4Printer.switch_on),
}
"""By the printer's own word for it: the hand that makes it so, and the one that mends it."""


@QmlElement
class Tray(QObject):
    """One printer. `refresh` tells QML what changed since, whoever changed it."""

    changed = Signal()

    def __init__(self, printer: BenchA4Printer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._printer = printer
        self._cable = Cable("a4", printer.wire, self)
        self._files: tempfile.TemporaryDirectory[str] | None = None
        self._seen: tuple[object, ...] = ()

    def refresh(self) -> None:
        self._cable.refresh()
        seen = (len(self._printer.sheets), self._get_troubles())
        if seen != self._seen:
            self._seen = seen
            self.changed.emit()

    def restore(self) -> None:
        """Nothing wrong."""
        self._cable.restore()
        for _, mend in TROUBLES.values():
            mend(self._printer)
        self.refresh()

    @Slot(str)
    def flip(self, trouble: str) -> None:
        """Make it so, or mend it."""
        make, mend = TROUBLES[trouble]
        (mend if getattr(self._printer, trouble) else make)(self._printer)
        self.refresh()

    @Slot()
    def loseAnswer(self) -> None:
        """The next document is taken, and the terminal is not told."""
        self._printer.lose_answer()

    @Slot()
    def open(self) -> None:
        """Open the newest sheet with whatever shows PDFs here."""
        if self._printer.sheets:
            self._files = self._files or tempfile.TemporaryDirectory(prefix="bench-a4-")
            file = Path(self._files.name) / f"sheet-{len(self._printer.sheets)}.pdf"
            file.write_bytes(self._printer.sheets[-1].pdf)
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))

    def _get_cable(self) -> Cable:
        return self._cable

    cable = Property(Cable, _get_cable, constant=True)

    def _get_sheets(self) -> int:
        return len(self._printer.sheets)

    sheets = Property(int, _get_sheets, notify=changed)

    def _get_lines(self) -> list[str]:
        """What stands on the newest sheet."""
        return list(self._printer.sheets[-1].lines) if self._printer.sheets else []

    lines = Property(list, _get_lines, notify=changed)

    def _get_troubles(self) -> list[str]:
        return [trouble for trouble in TROUBLES if getattr(self._printer, trouble)]

    troubles = Property(list, _get_troubles, notify=changed)
