"""What was bad, for whoever likes to say it; the rating is taken in already."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from central.contract.rating import RatingReason
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.rating import Reasons, TellReasons
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class TellReasonsView(ScreenView):
    """Reasons to touch, a way to write, and the number under which all of it is followed."""

    keeps = True
    changed = Signal()
    textsChanged = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: TellReasons = scene.wish  # type: ignore[assignment]
        self._reasons: set[RatingReason] = set()

    def refresh(self) -> None:
        self.textsChanged.emit()
        self.changed.emit()

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.text("tell_reasons.rated", level=self._wording.text(f"rate.level_{self._wish.level}"))

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("tell_reasons.title")

    @Property(str, notify=changed)
    def hint(self) -> str:
        return self._wording.text("tell_reasons.hint")

    @Property(str, notify=changed)
    def number(self) -> str:
        return self._wording.text("tell_reasons.number", number=self._wish.number)

    @Property("QVariantList", notify=textsChanged)  # type: ignore[arg-type]
    def reasons(self) -> list[dict[str, str]]:
        """Key and label. The list stays while reasons are touched, so that the focus does."""
        return [{"key": each.value, "label": self._wording.text(f"rate.{each.value}")} for each in RatingReason]

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def chosen(self) -> list[str]:
        """The keys of those that were touched."""
        return sorted(self._reasons)

    @Property(str, notify=changed)
    def moreLabel(self) -> str:
        return self._wording.text("tell_reasons.more")

    @Property(str, notify=changed)
    def doneLabel(self) -> str:
        return self._wording.text("tell_reasons.done" if self._reasons else "tell_reasons.nothing")

    @Slot(str)
    def turn(self, key: str) -> None:
        """This is a reason, or none after all."""
        if key in set(RatingReason):
            self._reasons ^= {RatingReason(key)}
            self.changed.emit()

    @Slot()
    def more(self) -> None:
        """Write, or be called."""
        self._answer(more=True)

    @Slot()
    def done(self) -> None:
        """That is all."""
        self._answer(more=False)

    def _answer(self, *, more: bool) -> None:
        reasons = tuple(each for each in RatingReason if each in self._reasons)
        self._relay.answer(self, Reasons(reasons, more))
