"""The paper is out: its number, what follows, and the code with which it is checked or taken along."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.application import TakeResult
from ui.views import shared_words
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

QUIET = 4
"""Modules of white around a QR code (ISO/IEC 18004)."""


@QmlElement
class TakeResultView(ScreenView):
    """Nothing of the paper but its title and numbers is shown: others may look on."""

    changed = Signal()
    noticeTitle = Property(str, shared_words.notice_title, notify=changed)
    noticeText = Property(str, shared_words.notice_text, notify=changed)

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: TakeResult = scene.wish  # type: ignore[assignment]

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.words(self._wish.decision.name)

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("take_result.no_paper" if self._wish.notice else "take_result.title")

    @Property(str, notify=changed)
    def paperTitle(self) -> str:
        return self._wording.words(self._wish.paper.title)

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def lines(self) -> list[dict[str, str]]:
        """Label and value: the paper's number, the receipt's, until when it is good."""
        paper = self._wish.paper
        shown = {"number": paper.paper_number, "receipt": paper.receipt, "verify": paper.verify_code}
        if paper.valid_until:
            shown["valid_until"] = paper.valid_until
        return [{"label": self._wording.text(f"take_result.{name}"), "value": value} for name, value in shown.items()]

    @Property(str, notify=changed)
    def follows(self) -> str:
        return self._wish.follows

    @Property(str, notify=changed)
    def scanHint(self) -> str:
        return self._wording.text("take_result.scan")

    @Property(str, notify=changed)
    def address(self) -> str:
        """What the code holds."""
        return self._wish.paper.verify_url

    @Property(bool, notify=changed)
    def rates(self) -> bool:
        """There is a result, and nobody has rated it yet."""
        return self._wish.decision.can_rate

    @Property(str, notify=changed)
    def rateLabel(self) -> str:
        return self._wording.text("take_result.rate")

    @Property(str, notify=changed)
    def doneLabel(self) -> str:
        return self._wording.text("take_result.done" if self.rates else "take_result.end")

    @Slot()
    def rate(self) -> None:
        """Say how it was."""
        self._relay.answer(self, True)

    @Slot()
    def done(self) -> None:
        """That is all."""
        self._relay.answer(self, False)


@QmlElement
class CodePrint(QQuickPaintedItem):
    """A QR code, black on white in every theme: whole pixels to a module, the quiet zone around it."""

    payloadChanged = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._payload = ""
        self._code = QImage()

    def _get_payload(self) -> str:
        return self._payload

    def _set_payload(self, payload: str) -> None:
        self._payload = payload
        self._code = drawn(payload) if payload else QImage()
        self.payloadChanged.emit()
        self.update()

    payload = Property(str, _get_payload, _set_payload, notify=payloadChanged)

    def paint(self, painter: QPainter) -> None:
        painter.fillRect(self.boundingRect(), Qt.GlobalColor.white)
        if self._code.isNull():
            return
        module = max(1.0, float(int(self.width() / (self._code.width() + 2 * QUIET))))
        side = module * self._code.width()
        painter.drawImage(QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side), self._code)


def drawn(payload: str) -> QImage:
    """The code, one pixel to a module."""
    import zxingcpp  # late: no start waits for it

    barcode = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    dots: Any = barcode.to_image(scale=1, add_quiet_zones=False)
    height, width = dots.shape
    return QImage(bytes(dots), width, height, width, QImage.Format.Format_Grayscale8).copy()
