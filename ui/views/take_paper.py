"""The ticket is out."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from devices.paper import PaperState
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.wish import TakePaper
from ui.views.screen import Relay, ScreenView
from ui.views.ticket import TicketFace

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_SURE = {PaperState.PRINTED, PaperState.PRESENTED, PaperState.TAKEN}


@QmlElement
class TakePaperView(ScreenView):
    """Number, place, people ahead; what is known of the slip is said as it is known."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        wish: TakePaper = scene.wish  # type: ignore[assignment]
        self._sure = wish.paper in _SURE
        self._followed = wish.paper is PaperState.PRESENTED
        self._calls = wish.ticket.max_calls
        self._ticket = TicketFace(wish.ticket, wording, self)

    def refresh(self) -> None:
        self._ticket.refresh()
        self.changed.emit()

    @Property(TicketFace, notify=changed)
    def ticket(self) -> TicketFace:
        return self._ticket

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("take_paper.title")

    @Property(str, notify=changed)
    def hint(self) -> str:
        if self._followed:
            return self._wording.text("take_paper.presented")
        return self._wording.text("take_paper.hint" if self._sure else "take_paper.unsure")

    @Property(bool, notify=changed)
    def followed(self) -> bool:
        """The printer sees the slip at its exit, and ends this when it is gone."""
        return self._followed

    @Property(str, notify=changed)
    def rule(self) -> str:
        """When the number is lost, in plain words."""
        return self._wording.text("slip.rule", calls=self._calls)

    @Property(str, notify=changed)
    def doneLabel(self) -> str:
        return self._wording.text("button.done")

    @Slot()
    def done(self) -> None:
        """The paper is in the hand."""
        self._relay.answer(self, None)
