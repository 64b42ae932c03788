"""The printer works; the number is already there."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal
from PySide6.QtQml import QmlElement

from central.contract.messages import Ticket
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.wish import Print
from ui.views.screen import Relay, ScreenView
from ui.views.ticket import TicketFace

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class PrintView(ScreenView):
    """The ticket while it is put on paper."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        wish: Print = scene.wish  # type: ignore[assignment]
        self._copy = wish.copy_number
        assert isinstance(wish.what, Ticket)  # everything else is printed behind a waiting screen
        self._ticket = TicketFace(wish.what, wording, self)

    def refresh(self) -> None:
        self._ticket.refresh()
        self.changed.emit()

    @Property(TicketFace, notify=changed)
    def ticket(self) -> TicketFace:
        return self._ticket

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("print.title")

    @Property(str, notify=changed)
    def hint(self) -> str:
        return self._wording.text("print.copy" if self._copy else "print.hint")
