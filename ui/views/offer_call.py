"""Whether somebody shall call about a complaint, or where about a bad rating."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from central.contract.voice import VoiceKind
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.voice import OfferCall
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class OfferCallView(ScreenView):
    """Two ways of the same weight: a number is left by whoever wants to."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: OfferCall = scene.wish  # type: ignore[assignment]

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.text(f"voice.kind.{self._wish.kind.value}")

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._say("title")

    @Property(str, notify=changed)
    def hint(self) -> str:
        return self._say("hint")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def options(self) -> list[dict[str, object]]:
        """As `Options` shows them."""
        return [{"key": key, "title": self._say(key), "chosen": False} for key in ("yes", "no")]

    @Slot(str)
    def choose(self, key: str) -> None:
        """yes or no."""
        if key in ("yes", "no"):
            self._relay.answer(self, key == "yes")

    def _say(self, word: str) -> str:
        if self._wish.kind is VoiceKind.RATING:
            return self._wording.text(f"offer_call.rating_{word}")
        return self._wording.text(f"offer_call.{word}")
