"""A picture of a citizen's on the screen: a portrait, or a page of a document. Decoded here and nowhere kept: no cache
of Qt's ever holds it."""

from __future__ import annotations

from PySide6.QtCore import Property, QBuffer, QByteArray, QObject, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

from devices.document import Page
from devices.portrait import Portrait

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class Shot(QObject):
    """A picture as QML holds it."""

    def __init__(self, picture: Portrait | Page, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.picture = picture


@QmlElement
class PicturePrint(QQuickPaintedItem):
    """The picture, as large as the item. `longest`: pixels that are enough for it; 0: all of them."""

    shotChanged = Signal()
    longestChanged = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._shot: Shot | None = None
        self._longest = 0
        self._image: QImage | None = None

    def _get_shot(self) -> Shot | None:
        return self._shot

    def _set_shot(self, shot: Shot | None) -> None:
        if shot is self._shot:  # a screen that changed says it again: what is decoded stays
            return
        self._shot, self._image = shot, None
        self.shotChanged.emit()
        self.update()

    shot = Property(Shot, _get_shot, _set_shot, notify=shotChanged)

    def _get_longest(self) -> int:
        return self._longest

    def _set_longest(self, longest: int) -> None:
        self._longest, self._image = longest, None
        self.longestChanged.emit()
        self.update()

    longest = Property(int, _get_longest, _set_longest, notify=longestChanged)

    @Property(QSizeF, notify=shotChanged)
    def picture(self) -> QSizeF:
        """Size in pixels."""
        return QSizeF(self._shot.picture.width, self._shot.picture.height) if self._shot is not None else QSizeF()

    def paint(self, painter: QPainter) -> None:
        if self._image is None:
            self._image = decoded(self._shot.picture, self._longest) if self._shot is not None else QImage()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.boundingRect(), self._image)


def decoded(picture: Portrait | Page, longest: int = 0) -> QImage:
    """Empty when it is no JPEG of the size that it should have."""
    if not picture.jpeg.startswith(b"\xff\xd8"):
        return QImage()
    held = QBuffer()
    held.setData(picture.jpeg)
    reader = QImageReader(held, QByteArray(b"jpeg"))
    size = QSize(picture.width, picture.height)
    if reader.size() != size:
        return QImage()
    if 0 < longest < max(size.width(), size.height()):
        reader.setScaledSize(size.scaled(longest, longest, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
