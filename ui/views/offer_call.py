"""Whether somebody shall call about a complaint."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.scenes import WishScene
from kiosk.texts import Wording
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class OfferCallView(ScreenView):
    """Two ways of the same weight: a number is left by whoever wants to."""

    changed = Signal()

    def __init__(self, _scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.text("choose_voice.complaint")

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("offer_call.title")

    @Property(str, notify=changed)
    def hint(self) -> str:
        return self._wording.text("offer_call.hint")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def options(self) -> list[dict[str, object]]:
        """As `Options` shows them."""
        return [
            {"key": key, "title": self._wording.text(f"offer_call.{key}"), "chosen": False} for key in ("yes", "no")
        ]

    @Slot(str)
    def choose(self, key: str) -> None:
        """yes or no."""
        if key in ("yes", "no"):
            self._relay.answer(self, key == "yes")
