"""The ticket is valid and its paper failed."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.wish import KeepNumber
from ui.views.screen import Relay, ScreenView
from ui.views.ticket import TicketFace

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class KeepNumberView(ScreenView):
    """Photograph the number; why there is no paper and where to get one."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: KeepNumber = scene.wish  # type: ignore[assignment]
        self._ticket = TicketFace(self._wish.ticket, wording, self)

    def refresh(self) -> None:
        self._ticket.refresh()
        self.changed.emit()

    @Property(TicketFace, notify=changed)
    def ticket(self) -> TicketFace:
        return self._ticket

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("keep_number.title")

    @Property(str, notify=changed)
    def why(self) -> str:
        return self._wording.title(self._wish.notice)

    @Property(str, notify=changed)
    def hint(self) -> str:
        return self._wording.text("keep_number.hint", number=self._wish.ticket.number)

    @Property(str, notify=changed)
    def code(self) -> str:
        """For staff, small."""
        return self._wording.text("problem.code", value=self._wish.notice.code)

    @Property(str, notify=changed)
    def doneLabel(self) -> str:
        return self._wording.text("keep_number.done")

    @Slot()
    def done(self) -> None:
        """The number is kept."""
        self._relay.answer(self, None)
