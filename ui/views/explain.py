"""The rule that hit the citizen, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.wish import Explain, Next
from ui.views.picture import picture_of
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ExplainView(ScreenView):
    """One plain sentence, what it is about, and one button per way on. The last choice is always home."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._scene = scene
        self._wish: Explain = scene.wish  # type: ignore[assignment]

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.text(f"service.{self._scene.service.value}.title")

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.title(self._wish.notice)

    @Property(str, notify=changed)
    def text(self) -> str:
        return self._wording.advice(self._wish.notice)

    @Property(str, notify=changed)
    def picture(self) -> str:
        return picture_of(self._wish.notice.code, self._wish.notice.facts.get("device"))

    @Property(str, notify=changed)
    def number(self) -> str:
        """The number of the open ticket; empty without one."""
        return self._wish.ticket.number if self._wish.ticket else ""

    @Property(str, notify=changed)
    def about(self) -> str:
        """The booking or the ticket that it is about, in one line."""
        ticket, booking = self._wish.ticket, self._wish.booking
        if ticket is not None:
            return self._wording.words(ticket.item)
        if booking is not None:
            span = self._wording.span(booking.slot_start, booking.slot_end)
            return f"{self._wording.words(booking.item)} {span}"
        return ""

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def choices(self) -> list[dict[str, str]]:
        """Key and label per way on, the most useful first."""
        return [
            {"key": choice.value, "label": self._wording.text(f"next.{choice.value}")} for choice in self._wish.choices
        ]

    @Slot(str)
    def choose(self, key: str) -> None:
        """Go on this way."""
        if key in {choice.value for choice in self._wish.choices}:
            self._relay.answer(self, Next(key))
