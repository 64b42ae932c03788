"""What stands around every screen: hall and clock above, modes and help below, the idle question over it."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from central.contract.messages import HallBoard
from kiosk.texts import Wording, glue
from kiosk.wishes.wish import Notice

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


HOTLINE = "12345"
"""政务服务便民热线 (国办发〔2020〕53号): one number everywhere, day and night."""


@QmlElement
class FrameView(QObject):
    """The words of top bar, bottom bar, help and idle question."""

    changed = Signal()
    clockChanged = Signal()
    idleChanged = Signal()
    toldChanged = Signal()

    def __init__(self, wording: Wording, parent: QObject) -> None:
        super().__init__(parent)
        self._wording = wording
        self._board: HallBoard | None = None
        self._seconds = -1
        self._told: Notice | None = None
        self._over = False

    def refresh(self) -> None:
        self.changed.emit()
        self.clockChanged.emit()
        self.idleChanged.emit()
        self.toldChanged.emit()

    def know(self, board: HallBoard | None) -> None:
        """The hall as last heard of: its name and its people are shown as long as nothing newer is known."""
        if board is not None:
            self._board = board
            self.changed.emit()

    def warn(self, seconds_left: int | None) -> None:
        self._seconds = -1 if seconds_left is None else seconds_left
        self.idleChanged.emit()

    def over(self, aside: bool) -> None:
        """Whether another session waits underneath this one."""
        if aside != self._over:
            self._over = aside
            self.changed.emit()

    def tell(self, notice: Notice | None) -> None:
        """Explain over the screen; None when it is understood."""
        self._told = notice
        self.toldChanged.emit()

    @Property(str, notify=changed)
    def hall(self) -> str:
        return self._wording.words(self._board.name) if self._board else self._wording.text("frame.hall_unknown")

    @Property(str, notify=changed)
    def open24(self) -> str:
        return self._wording.text("frame.open24")

    @Property(str, notify=clockChanged)
    def clock(self) -> str:
        now = self._wording.now()
        return f"{now.hour:02}:{now.minute:02}"

    @Property(str, notify=changed)
    def backLabel(self) -> str:
        return self._wording.text("button.back")

    @Property(str, notify=changed)
    def homeLabel(self) -> str:
        """Out; or back to what waits underneath."""
        return self._wording.text("button.go_on" if self._over else "button.home")

    @Property(str, notify=changed)
    def voiceLabel(self) -> str:
        """On the sheet of help: to whom one complains."""
        return self._wording.text("help.voice")

    @Property(str, notify=changed)
    def largeLabel(self) -> str:
        return self._wording.text("frame.large")

    @Property(str, notify=changed)
    def normalLabel(self) -> str:
        return self._wording.text("frame.normal")

    @Property(str, notify=changed)
    def contrastLabel(self) -> str:
        return self._wording.text("frame.contrast")

    @Property(str, notify=changed)
    def languageLabel(self) -> str:
        """The other language, in that language."""
        return self._wording.text("frame.language")

    @Property(str, notify=changed)
    def helpLabel(self) -> str:
        return self._wording.text("frame.help")

    @Property(str, notify=changed)
    def helpTitle(self) -> str:
        return self._wording.text("help.title")

    @Property(str, notify=changed)
    def helpDesk(self) -> str:
        return self._wording.words(self._board.service_desk) if self._board else self._wording.text("help.desk")

    @Property(str, notify=changed)
    def helpWhere(self) -> str:
        """Place and phone in one line."""
        if self._board is None:
            return self._wording.text("help.desk")
        return self._wording.text("help.where", desk=self._board.service_desk, phone=glue(self._board.phone))

    @Property(str, notify=changed)
    def helpPhoneLabel(self) -> str:
        return self._wording.text("help.phone") if self._board else ""

    @Property(str, notify=changed)
    def helpPhone(self) -> str:
        return glue(self._board.phone) if self._board else ""

    @Property(str, notify=changed)
    def helpHotline(self) -> str:
        """12345, unless it is the hall's own number; also while nothing is known of the hall."""
        here = self._board is not None and self._board.phone == HOTLINE
        return "" if here else self._wording.text("help.hotline", phone=HOTLINE)

    @Property(str, notify=changed)
    def helpAddress(self) -> str:
        return self._wording.words(self._board.address) if self._board else ""

    @Property(str, notify=changed)
    def topLabel(self) -> str:
        """From the end of what is read to its beginning."""
        return self._wording.text("reading.top")

    @Property(str, notify=changed)
    def closeLabel(self) -> str:
        return self._wording.text("button.close")

    @Property(bool, notify=toldChanged)
    def telling(self) -> bool:
        """An explanation stands on the screen."""
        return self._told is not None

    @Property(str, notify=toldChanged)
    def toldTitle(self) -> str:
        return self._wording.title(self._told) if self._told else ""

    @Property(str, notify=toldChanged)
    def toldText(self) -> str:
        return self._wording.advice(self._told) if self._told else ""

    @Property(str, notify=changed)
    def understoodLabel(self) -> str:
        return self._wording.text("button.understood")

    @Property(bool, notify=idleChanged)
    def idle(self) -> bool:
        """The question "are you still there?" stands on the screen."""
        return self._seconds >= 0

    @Property(int, notify=idleChanged)
    def seconds(self) -> int:
        return self._seconds

    @Property(str, notify=idleChanged)
    def idleTitle(self) -> str:
        return self._wording.text("idle.title")

    @Property(str, notify=idleChanged)
    def idleText(self) -> str:
        return self._wording.text("idle.text", seconds=max(self._seconds, 0))

    @Property(str, notify=idleChanged)
    def stayLabel(self) -> str:
        return self._wording.text("idle.stay")

    @Property(str, notify=idleChanged)
    def leaveLabel(self) -> str:
        return self._wording.text("idle.leave")
