"""Before the camera goes on: what the picture is for, where it stays, and that nobody has to."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.wish import AgreeToPortrait
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class AgreeToPortraitView(ScreenView):
    """An agreement of its own, for one purpose, with two buttons of the same size."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._scene = scene
        self._wish: AgreeToPortrait = scene.wish  # type: ignore[assignment]

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.text(f"service.{self._scene.service.value}.title")

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("agree_to_portrait.title")

    @Property(str, notify=changed)
    def purpose(self) -> str:
        return self._wording.text("agree_to_portrait.purpose", purpose=self._wish.purpose)

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def promises(self) -> list[str]:
        """What happens to the picture, a sentence each."""
        return [self._wording.text(f"agree_to_portrait.{promise}") for promise in ("camera", "stays", "free")]

    @Property(str, notify=changed)
    def law(self) -> str:
        return self._wording.text("agree_to_portrait.law")

    @Property(str, notify=changed)
    def agreeLabel(self) -> str:
        return self._wording.text("agree_to_portrait.agree")

    @Property(str, notify=changed)
    def declineLabel(self) -> str:
        return self._wording.text("next.no_portrait")

    @Slot()
    def agree(self) -> None:
        """The camera may go on."""
        self._relay.answer(self, True)

    @Slot()
    def decline(self) -> None:
        """No picture."""
        self._relay.answer(self, False)
