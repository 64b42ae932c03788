"""好差评 (GB/T 39735): five levels, nothing chosen beforehand, one touch for each of them alike."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from central.contract.rating import LEVELS
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.rating import Rate
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class RateView(ScreenView):
    """To praise costs as much as to blame: a second step for either would count for the other."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: Rate = scene.wish  # type: ignore[assignment]

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.words(self._wish.name)

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("rate.title")

    @Property(str, notify=changed)
    def hint(self) -> str:
        return self._wording.text("rate.hint")

    @Property(str, notify=changed)
    def receipt(self) -> str:
        return self._wording.text("show_decision.receipt", number=self._wish.receipt)

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def levels(self) -> list[dict[str, object]]:
        """Level and label."""
        return [{"level": level, "label": self._wording.text(f"rate.level_{level}")} for level in LEVELS]

    @Property(str, notify=changed)
    def skipLabel(self) -> str:
        return self._wording.text("rate.skip")

    @Slot(int)
    def choose(self, level: int) -> None:
        """This level: sent at once."""
        if level in LEVELS:
            self._relay.answer(self, level)

    @Slot()
    def skip(self) -> None:
        """Not now."""
        self._relay.answer(self, None)
