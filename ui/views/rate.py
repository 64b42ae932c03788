"""好差评 (GB/T 39735): five levels, nothing chosen beforehand, and no rating is no good rating."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.application import Rate, Rating
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

LEVELS = (1, 2, 3, 4, 5)
"""1 is the best."""

DISSATISFIED = 4
"""From this level on reasons are offered: the office calls back."""

REASONS = ("too_slow", "too_difficult", "not_explained", "papers_twice", "device_trouble", "wrong_result")


@QmlElement
class RateView(ScreenView):
    """One tap is enough; whoever is dissatisfied may say why before it is sent."""

    keeps = True
    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: Rate = scene.wish  # type: ignore[assignment]
        self._level = 0
        self._reasons: set[str] = set()

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.words(self._wish.item.name)

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("rate.title")

    @Property(str, notify=changed)
    def hint(self) -> str:
        return self._wording.text("rate.why" if self._level >= DISSATISFIED else "rate.hint")

    @Property(str, notify=changed)
    def receipt(self) -> str:
        return self._wording.text("show_decision.receipt", number=self._wish.receipt)

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def levels(self) -> list[dict[str, object]]:
        """Level, label, whether it is chosen."""
        return [
            {"level": level, "label": self._wording.text(f"rate.level_{level}"), "on": level == self._level}
            for level in LEVELS
        ]

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def reasons(self) -> list[dict[str, object]]:
        """Key, label, whether it is chosen; empty unless somebody is dissatisfied."""
        if self._level < DISSATISFIED:
            return []
        return [
            {"key": reason, "label": self._wording.text(f"rate.{reason}"), "on": reason in self._reasons}
            for reason in REASONS
        ]

    @Property(bool, notify=changed)
    def sends(self) -> bool:
        """A button is needed to send it."""
        return self._level >= DISSATISFIED

    @Property(str, notify=changed)
    def sendLabel(self) -> str:
        return self._wording.text("rate.send")

    @Property(str, notify=changed)
    def skipLabel(self) -> str:
        return self._wording.text("rate.skip")

    @Slot(int)
    def choose(self, level: int) -> None:
        """This level: sent at once, unless there may be reasons to tell."""
        if level not in LEVELS:
            return
        self._level = level
        self.changed.emit()
        if level < DISSATISFIED:
            self._relay.answer(self, Rating(level))

    @Slot(str)
    def turn(self, reason: str) -> None:
        """This is a reason, or none after all."""
        if reason in REASONS and self._level >= DISSATISFIED:
            self._reasons ^= {reason}
            self.changed.emit()

    @Slot()
    def send(self) -> None:
        """Send a bad level, with the reasons that were chosen."""
        if self._level >= DISSATISFIED:
            reasons = tuple(reason for reason in REASONS if reason in self._reasons)
            self._relay.answer(self, Rating(self._level, reasons))

    @Slot()
    def skip(self) -> None:
        """Not now."""
        self._relay.answer(self, None)
