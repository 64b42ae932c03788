"""A device is tested, or was."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.technician.checks import CheckReport
from kiosk.wishes.wish import Notice
from ui.views.console.page import ConsoleView, Line, advice, line
from ui.views.picture import picture_of

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class TestingView(ConsoleView):
    """What the technician has to do for the test, then what it found, in the words of the command line."""

    changed = Signal()

    @property
    def _report(self) -> CheckReport | None:
        report: CheckReport | None = self._scene.report
        return report

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._say("title.testing", device=self._name(self._scene.device))

    @Property(str, notify=changed)
    def task(self) -> str:
        return "" if self._report else self._say(f"test_task.{self._scene.device}")

    @Property(str, notify=changed)
    def picture(self) -> str:
        return picture_of("", self._scene.device)

    @Property(bool, notify=changed)
    def over(self) -> bool:
        return self._scene.report is not None or (self._scene.notice is not None and not self._scene.busy)

    @Property(bool, notify=changed)
    def passed(self) -> bool:
        return self._report is not None and self._report.ok

    @Property(str, notify=changed)
    def resultTitle(self) -> str:
        if self._report is None:
            return ""
        return self._say("test_passed") if self._report.ok else self._wording.title(Notice(self._report.code))

    @Property(str, notify=changed)
    def resultText(self) -> str:
        if self._report is None or self._report.ok:
            return ""
        return advice(Notice(self._report.code, {"device": self._scene.device}), self._wording)

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def lines(self) -> list[Line]:
        if self._report is None:
            return []
        return [
            line(str(number), self._wording.text(code, facts))
            for number, (code, facts) in enumerate(self._report.lines)
        ]

    @Slot()
    def again(self) -> None:
        self._console.test(self._scene.device)

    @Slot()
    def back(self) -> None:
        """To the device; a test that is under way is taken back."""
        if self.over:
            self._console.device(self._scene.device)
        else:
            self._console.cancel()
