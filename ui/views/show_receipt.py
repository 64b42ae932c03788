"""It is said: the number by which the answer is found."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from central.contract.voice import VoiceKind
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.voice import FromReceipt, ShowReceipt
from ui.views import shared_words
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ShowReceiptView(ScreenView):
    """Number, whether the office has it yet, and how to follow it."""

    changed = Signal()
    noticeTitle = Property(str, shared_words.notice_title, notify=changed)

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: ShowReceipt = scene.wish  # type: ignore[assignment]
        self._receipt = self._wish.receipt
        self._aside = scene.aside

    @Property(str, notify=changed)
    def title(self) -> str:
        """Thanks; and that it is on its way only, while the office cannot be reached."""
        return self._wording.text(f"show_receipt.{self._receipt.kind.value}")

    @Property(str, notify=changed)
    def numberLabel(self) -> str:
        return self._wording.text("show_receipt.number")

    @Property(str, notify=changed)
    def number(self) -> str:
        return self._receipt.number

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def follows(self) -> list[dict[str, object]]:
        """What comes of it, a sentence each, and whether that is so already or has to be waited for."""
        codes = ["voice.sent" if self._receipt.sent else "voice.kept"]
        if self._receipt.called:
            codes.append("voice.called_rating" if self._receipt.kind is VoiceKind.RATING else "voice.called")
        codes.append("voice.follow_hint")
        if self._receipt.kind is VoiceKind.INTEGRITY:
            codes.append("voice.anonymous")
        return [{"text": self._wording.text(code), "waits": code == "voice.kept"} for code in codes]

    @Property(str, notify=changed)
    def noticeText(self) -> str:
        return self._wording.text("show_receipt.no_paper") if self._wish.notice else ""

    @Property(bool, notify=changed)
    def printed(self) -> bool:
        """It is on paper already."""
        return self._wish.printed

    @Property(str, notify=changed)
    def printLabel(self) -> str:
        return self._wording.text("show_receipt.print")

    @Property(str, notify=changed)
    def doneLabel(self) -> str:
        return self._wording.text("show_receipt.go_on" if self._aside else "show_receipt.done")

    @Slot()
    def print(self) -> None:
        """On paper."""
        self._relay.answer(self, FromReceipt.PRINT)

    @Slot()
    def done(self) -> None:
        """The number is kept."""
        self._relay.answer(self, FromReceipt.DONE)
