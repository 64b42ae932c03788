"""The number of a receipt, typed sign by sign."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from central.contract import case_number
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.voice_wishes import EnterReceipt
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_LENGTH = 12
_MEANT = {"O": "0", "I": "1", "L": "1"}


@QmlElement
class EnterReceiptView(ScreenView):
    """What has been typed, in groups of four, and what is wrong with it."""

    keeps = True
    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: EnterReceipt = scene.wish  # type: ignore[assignment]
        self._typed = ""
        self._wrong = ""
        self._done = False

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.text("choose_voice.follow")

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("enter_receipt.title")

    @Property(str, notify=changed)
    def hint(self) -> str:
        return self._wording.text("enter_receipt.hint")

    @Property(str, notify=changed)
    def shown(self) -> str:
        return "-".join(part for at in (0, 4, 8) if (part := self._typed[at : at + 4]))

    @Property(str, notify=changed)
    def wrong(self) -> str:
        """What is wrong and what to do; empty while all is well."""
        if self._wrong:
            return self._wording.text(f"enter_receipt.{self._wrong}", missing=_LENGTH - len(self._typed))
        return self._wording.advice(self._wish.notice) if self._wish.notice and not self._typed else ""

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def signs(self) -> list[str]:
        """The keys."""
        return list(case_number.LETTERS)

    @Property(str, notify=changed)
    def eraseLabel(self) -> str:
        return self._wording.text("enter.erase")

    @Property(str, notify=changed)
    def nextLabel(self) -> str:
        return self._wording.text("enter_receipt.look")

    @Slot(str)
    def press(self, key: str) -> None:
        """A key of the pad or of a keyboard; O, I and L are read as what they were meant for."""
        sign = _MEANT.get(key.upper(), key.upper())
        if not self._done and len(sign) == 1 and sign in case_number.LETTERS and len(self._typed) < _LENGTH:
            self._typed += sign
            self._complain("")

    @Slot()
    def erase(self) -> None:
        """Take the last one back."""
        if not self._done:
            self._typed = self._typed[:-1]
            self._complain("")

    @Slot()
    def finish(self) -> None:
        """Ask, if it can be a number."""
        if self._done:
            return
        try:
            number = case_number.read(self._typed)
        except case_number.NotACaseNumber:
            self._complain("short" if len(self._typed) < _LENGTH else "slip")
            return
        self._done = True
        self._relay.answer(self, number)

    def _complain(self, code: str) -> None:
        self._wrong = code
        self.changed.emit()
