"""The citizen before the camera: one sentence at a time until the picture is taken."""

from __future__ import annotations

from PySide6.QtCore import Property, QRectF, QSizeF, Signal, Slot
from PySide6.QtQml import QmlElement

from devices.portrait import BEST, CHIN, CROWN, FACE_BREADTH, Guidance
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.wish import CapturePortrait
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class CapturePortraitView(ScreenView):
    """The words for what the vision process sees, and where the head belongs."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._scene = scene
        self._wish: CapturePortrait = scene.wish  # type: ignore[assignment]

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.text(f"service.{self._scene.service.value}.title")

    @Property(str, notify=changed)
    def cameraOn(self) -> str:
        return self._wording.text("capture_portrait.camera_on")

    @Property(str, notify=changed)
    def moment(self) -> str:
        """While there is no picture."""
        return self._wording.text("capture_portrait.moment")

    @Property("QVariantMap", notify=changed)  # type: ignore[arg-type]
    def sentences(self) -> dict[str, str]:
        """By the code of a `Guidance`."""
        return {guidance.value: self._wording.text(f"guidance.{guidance.value}") for guidance in Guidance}

    @Property(str, notify=changed)
    def pressLabel(self) -> str:
        return self._wording.text("capture_portrait.press")

    @Slot(QSizeF, result=QRectF)
    def head(self, picture: QSizeF) -> QRectF:
        """Where the head belongs in a camera's picture of this size: an oval's box, in fractions of it."""
        if picture.isEmpty():
            return QRectF()
        spec = self._wish.spec
        scale = BEST * spec.room(picture.width(), picture.height()) / spec.height_px  # pixels per one of the portrait
        pupils = spec.pupils_px * scale
        eyes = (picture.height() - spec.height_px * scale) / 2 + spec.eyes_px * scale
        width, height = FACE_BREADTH * 1.12 * pupils, (CROWN + CHIN) * pupils
        box = QRectF((picture.width() - width) / 2, eyes - CROWN * pupils, width, height)
        across, down = picture.width(), picture.height()
        return QRectF(box.x() / across, box.y() / down, box.width() / across, box.height() / down)

    @Slot()
    def seen(self) -> None:
        """Somebody is there, and needs both hands for hair and glasses."""
        self._relay.seen(self)

    @Slot()
    def press(self) -> None:
        """Take the picture now."""
        self._relay.press(self)
