"""A queue ticket as it stands on the screen, in the words of the language chosen."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from central.contract.messages import Ticket, WaitEstimate
from kiosk.texts import Wording, glue

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


def wait_words(wait: WaitEstimate | None, wording: Wording) -> str:
    """A range, or plainly that it cannot be estimated."""
    if wait is None:
        return wording.text("ticket.wait_unknown")
    if wait.high_min == 0:
        return wording.text("ticket.no_wait")
    return wording.text("ticket.minutes", low=wait.low_min, high=wait.high_min)


@QmlElement
class TicketFace(QObject):
    """Number, business, place, people ahead, expected wait, slot."""

    changed = Signal()

    def __init__(self, ticket: Ticket, wording: Wording, parent: QObject) -> None:
        super().__init__(parent)
        self._ticket = ticket
        self._wording = wording

    def refresh(self) -> None:
        self.changed.emit()

    @Property(str, notify=changed)
    def number(self) -> str:
        return self._ticket.number

    @Property(str, notify=changed)
    def spoken(self) -> str:
        """The number letter by letter, for a screen reader."""
        return " ".join(self._ticket.number)

    @Property(str, notify=changed)
    def kind(self) -> str:
        return self._wording.text("slip.booked" if self._ticket.booked else "slip.walk_in")

    @Property(str, notify=changed)
    def item(self) -> str:
        return self._wording.words(self._ticket.item)

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def lines(self) -> list[dict[str, str]]:
        """Label, value and whether large type may leave it out, top to bottom, as they stand on the paper."""
        say, ticket = self._wording.text, self._ticket
        lines = [(say("slip.where"), self._wording.words(ticket.area), "")]
        if ticket.windows:
            lines.append((say("slip.windows"), say("slip.between").join(map(glue, ticket.windows)), ""))
        if ticket.slot_start and ticket.slot_end:
            lines.append((say("slip.slot"), self._wording.span(ticket.slot_start, ticket.slot_end), "minor"))
        lines += [
            (say("slip.ahead"), say("slip.people", n=ticket.ahead), ""),
            (say("slip.wait"), wait_words(ticket.wait, self._wording), ""),
        ]
        return [{"label": label, "value": value, "minor": minor} for label, value, minor in lines]
