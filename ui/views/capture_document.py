"""A page under the camera: one sentence at a time until the picture is taken."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from devices.document import PageGuidance
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.application import CaptureDocument
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class CaptureDocumentView(ScreenView):
    """The words for what the vision process sees."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: CaptureDocument = scene.wish  # type: ignore[assignment]

    @Property(str, notify=changed)
    def paper(self) -> str:
        """Which paper, and which page of it."""
        name, number = self._wish.material.name, self._wish.number
        return self._wording.text("capture_document.paper", name=name, n=number)

    @Property(str, notify=changed)
    def cameraOn(self) -> str:
        return self._wording.text("capture_document.camera_on")

    @Property(str, notify=changed)
    def moment(self) -> str:
        """While there is no picture."""
        return self._wording.text("capture_portrait.moment")

    @Property("QVariantMap", notify=changed)  # type: ignore[arg-type]
    def sentences(self) -> dict[str, str]:
        """By the code of a `PageGuidance`."""
        return {guidance.value: self._wording.text(f"page_guidance.{guidance.value}") for guidance in PageGuidance}

    @Property(str, notify=changed)
    def pressLabel(self) -> str:
        return self._wording.text("capture_portrait.press")

    @Slot()
    def seen(self) -> None:
        """A page is there: somebody is at work with it."""
        self._relay.seen(self)

    @Slot()
    def press(self) -> None:
        """Take the picture now."""
        self._relay.press(self)
