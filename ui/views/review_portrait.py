"""The picture as it would stand on the certificate: keep it, or take another one."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.wish import ReviewPortrait
from ui.picture_print import Shot
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
        self._shot = Shot(wish.portrait, self)

    @Property(Shot, notify=changed)
    def shot(self) -> Shot:
        return self._shot

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
