"""What the camera sees, on the screen: the newest frame of a `FrameSlot`, and what the vision process noted in it.

Qt only: no decoding, no copy of a picture outlives its screen. The picture comes thirty times a second at most and is
asked for only while somebody can see it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Property, QObject, QPointF, QRectF, QSizeF, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem, QQuickWindow

from devices.document import PageGuidance
from devices.portrait import Guidance
from devices.vision.frame_slot import FrameSlot

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

LOOK_EVERY = 33
"""Milliseconds."""

STALE_AFTER = 1.0
"""Seconds without a new frame after which the last one is no longer shown: a face that stands still frightens."""


_GUIDANCE = frozenset({each.value for each in Guidance} | {each.value for each in PageGuidance})


@QmlElement
class Lens(QObject):
    """The terminal's camera, as QML holds it. `frames` is None on a terminal without one."""

    def __init__(self, frames: FrameSlot | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.frames = frames


@QmlElement
class CameraPreview(QQuickPaintedItem):
    """The camera's picture, cut to fill the item. Shows nothing until a frame comes that is newer than itself.

    What is noted in a frame is told in the item's own coordinates, mirrored as the picture is.
    """

    lensChanged = Signal()
    mirroredChanged = Signal()
    liveChanged = Signal()
    seen = Signal()
    """A new frame, or none any more."""

    def __init__(self, parent: QQuickItem | None = None, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._now = now
        self._lens: Lens | None = None
        self._mirrored = False
        self._on_screen = False
        self._image: QImage | None = None
        self._pixels = b""  # what the image lies on
        self._number = 0
        self._seen_at = -math.inf
        self._guidance, self._steady, self._acceptable = "", 0.0, False
        self._face: QRectF | None = None
        self._code: list[QPointF] = []
        self._page: list[QPointF] = []
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY)
        self._timer.timeout.connect(self._look)
        self.visibleChanged.connect(self._attend)
        self.windowChanged.connect(self._enter)
        self.widthChanged.connect(self.seen)  # what lies where in the picture lies elsewhere in the item now
        self.heightChanged.connect(self.seen)

    # ------------------------------------------------------------ what QML sets and reads

    def _get_lens(self) -> Lens | None:
        return self._lens

    def _set_lens(self, lens: Lens | None) -> None:
        self._lens = lens
        self._timer.stop()
        self._forget()
        self.lensChanged.emit()
        self._attend()

    lens = Property(Lens, _get_lens, _set_lens, notify=lensChanged)

    def _get_mirrored(self) -> bool:
        return self._mirrored

    def _set_mirrored(self, mirrored: bool) -> None:
        self._mirrored = mirrored
        self.mirroredChanged.emit()
        self.update()

    mirrored = Property(bool, _get_mirrored, _set_mirrored, notify=mirroredChanged)
    """As in a looking-glass: for those who look at themselves."""

    @Property(bool, notify=liveChanged)
    def live(self) -> bool:
        """A picture of this very second is shown."""
        return self._image is not None

    @Property(QSizeF, notify=seen)
    def picture(self) -> QSizeF:
        """Size of the camera's picture in its own pixels; empty before the first."""
        return self._size()

    @Property(str, notify=seen)
    def guidance(self) -> str:
        """A `Guidance` or `PageGuidance`; empty when none is given."""
        return self._guidance

    @Property(float, notify=seen)
    def steady(self) -> float:
        """0 to 1."""
        return self._steady

    @Property(bool, notify=seen)
    def acceptable(self) -> bool:
        """The picture may be taken now."""
        return self._acceptable

    @Property(QRectF, notify=seen)
    def face(self) -> QRectF:
        """Where the face is; empty without one."""
        return self.placed(self._face) if self._face is not None else QRectF()

    @Property("QVariantList", notify=seen)  # type: ignore[arg-type]
    def code(self) -> list[QPointF]:
        """The four corners of a code that was found; empty without one."""
        return self._places(self._code)

    @Property("QVariantList", notify=seen)  # type: ignore[arg-type]
    def page(self) -> list[QPointF]:
        """The four corners of a page that was found; empty without one."""
        return self._places(self._page)

    @Slot(QRectF, result=QRectF)
    def placed(self, part: QRectF) -> QRectF:
        """A part of the camera's picture, in fractions of it, as a part of this item."""
        shown = self._shown()
        if shown.isEmpty():
            return QRectF()
        size = self._size()
        across, down = self.width() / shown.width(), self.height() / shown.height()
        left = (part.x() * size.width() - shown.x()) * across
        width = part.width() * size.width() * across
        left = self.width() - left - width if self._mirrored else left
        top = (part.y() * size.height() - shown.y()) * down
        return QRectF(left, top, width, part.height() * size.height() * down)

    # ------------------------------------------------------------ inside

    def paint(self, painter: QPainter) -> None:
        if self._image is None:
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)  # 3 ms instead of 1, and no stairs in a face
        if self._mirrored:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        painter.drawImage(QRectF(0, 0, self.width(), self.height()), self._image, self._shown())

    def _places(self, corners: list[QPointF]) -> list[QPointF]:
        return [self.placed(QRectF(corner, QSizeF())).topLeft() for corner in corners]

    def _size(self) -> QSizeF:
        return QSizeF(self._image.size()) if self._image is not None else QSizeF()

    def _shown(self) -> QRectF:
        """The part of the picture that fills the item, in pixels of the picture."""
        size = self._size()
        if size.isEmpty() or self.width() <= 0 or self.height() <= 0:
            return QRectF()
        shape = self.width() / self.height()
        width, height = min(size.width(), size.height() * shape), min(size.height(), size.width() / shape)
        return QRectF((size.width() - width) / 2, (size.height() - height) / 2, width, height)

    @Slot(QQuickWindow)
    def _enter(self, window: QQuickWindow | None) -> None:
        """PySide's `QQuickItem.window()` would have the item take the window with it when it goes."""
        self._on_screen = window is not None
        self._attend()

    @Slot()
    def _attend(self) -> None:
        """Look while there is something to see and somebody who sees it; else forget."""
        frames = self._lens.frames if self._lens is not None else None
        if frames is not None and self.isVisible() and self._on_screen:
            if not self._timer.isActive():
                self._number = frames.newest
                self._timer.start()
        else:
            self._timer.stop()
            self._forget()

    @Slot()
    def _look(self) -> None:
        frames = self._lens.frames if self._lens is not None else None
        frame = frames.latest(after=self._number) if frames is not None else None
        if frame is None:
            if self._now() - self._seen_at > STALE_AFTER:
                self._forget()
            return
        was_live = self.live
        self._number, self._seen_at, self._pixels = frame.number, self._now(), frame.pixels
        self._image = QImage(frame.pixels, frame.width, frame.height, 4 * frame.width, QImage.Format.Format_RGB32)
        self._note(frame.notes)
        if not was_live:
            self.liveChanged.emit()
        self.seen.emit()
        self.update()

    def _note(self, notes: dict[str, Any]) -> None:
        """Nothing but numbers and known words: the process that notes them looks at pictures of anything at all."""
        guidance = notes.get("guidance")
        self._guidance = guidance if isinstance(guidance, str) and guidance in _GUIDANCE else ""
        self._steady = _fractions([notes.get("steady")], 1)[0]
        self._acceptable = notes.get("acceptable") is True
        face = _fractions(notes.get("face"), 4)
        self._face = QRectF(*face) if any(face) else None
        self._code, self._page = _corners(notes.get("code")), _corners(notes.get("page"))

    def _forget(self) -> None:
        if self._image is None:
            return
        self._image, self._pixels = None, b""
        self._note({})
        self.liveChanged.emit()
        self.seen.emit()
        self.update()


def _corners(values: object) -> list[QPointF]:
    """Four places, or none."""
    pairs = [_fractions(corner, 2) for corner in values] if isinstance(values, list) and len(values) == 4 else []
    return [QPointF(x, y) for x, y in pairs]


def _fractions(values: object, count: int) -> list[float]:
    """So many numbers between 0 and 1, or zeros."""
    if isinstance(values, list) and len(values) == count and all(isinstance(each, int | float) for each in values):
        return [float(min(1.0, max(0.0, each))) for each in values]
    return [0.0] * count
