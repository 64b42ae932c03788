"""The picture as it would stand on the certificate: keep it, or take another one."""

from __future__ import annotations

from PySide6.QtCore import Property, QBuffer, QByteArray, QSize, QSizeF, Signal, Slot
from PySide6.QtGui import QImage, QImageReader, QPainter
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

from devices.portrait import Portrait
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes import ReviewPortrait
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ReviewPortraitView(ScreenView):
    """As often as one likes."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._scene = scene
        wish: ReviewPortrait = scene.wish  # type: ignore[assignment]
        self.portrait = wish.portrait

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.text(f"service.{self._scene.service.value}.title")

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("review_portrait.title")

    @Property(str, notify=changed)
    def hint(self) -> str:
        return self._wording.text("review_portrait.hint")

    @Property(str, notify=changed)
    def keepLabel(self) -> str:
        return self._wording.text("review_portrait.keep")

    @Property(str, notify=changed)
    def againLabel(self) -> str:
        return self._wording.text("review_portrait.again")

    @Slot()
    def keep(self) -> None:
        """This one."""
        self._relay.answer(self, True)

    @Slot()
    def again(self) -> None:
        """Another one."""
        self._relay.answer(self, False)


@QmlElement
class PortraitPrint(QQuickPaintedItem):
    """The portrait on its paper. It is decoded here and nowhere kept: no cache of Qt's ever holds it."""

    viewChanged = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._view: ReviewPortraitView | None = None
        self._image = QImage()

    def _get_view(self) -> ReviewPortraitView | None:
        return self._view

    def _set_view(self, view: ReviewPortraitView | None) -> None:
        self._view = view
        self._image = decoded(view.portrait) if view is not None else QImage()
        self.viewChanged.emit()
        self.update()

    view = Property(ReviewPortraitView, _get_view, _set_view, notify=viewChanged)

    @Property(QSizeF, notify=viewChanged)
    def picture(self) -> QSizeF:
        """Size in pixels."""
        return QSizeF(self._image.size())

    def paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.boundingRect(), self._image)


def decoded(portrait: Portrait) -> QImage:
    """Empty when it is no JPEG of the size that it should have."""
    if not portrait.jpeg.startswith(b"\xff\xd8"):
        return QImage()
    held = QBuffer()
    held.setData(portrait.jpeg)
    reader = QImageReader(held, QByteArray(b"jpeg"))
    fits = reader.size() == QSize(portrait.width, portrait.height)
    return reader.read() if fits else QImage()
