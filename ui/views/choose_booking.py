"""Several bookings are there: which one?"""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from central.contract.messages import BookingFound
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.wish import ChooseBooking, Notice
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ChooseBookingView(ScreenView):
    """The bookings in order of time; one that a rule stands against says so and can be asked about."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._scene = scene
        wish: ChooseBooking = scene.wish  # type: ignore[assignment]
        self._bookings = sorted(wish.bookings, key=lambda booking: booking.slot_start)

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.text(f"service.{self._scene.service.value}.title")

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("choose_booking.title")

    @Property(str, notify=changed)
    def hint(self) -> str:
        return self._wording.text("choose_booking.hint", n=len(self._bookings))

    @Property(str, notify=changed)
    def moreLabel(self) -> str:
        return self._wording.text("button.more")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def choices(self) -> list[dict[str, str]]:
        """Per booking: key, lead and below (from, until), title, detail, note (the rule against it)."""
        return [self._choice(booking) for booking in self._bookings]

    @Slot(str)
    def choose(self, key: str) -> None:
        """This one."""
        chosen = next((booking for booking in self._bookings if booking.booking_id == key), None)
        if chosen is not None:
            self._relay.answer(self, chosen)

    def _choice(self, booking: BookingFound) -> dict[str, str]:
        say = self._wording.text
        note = ""
        if booking.open_ticket is not None:
            note = say("choose_booking.open", number=booking.open_ticket.number)
        elif booking.rule is not None:
            note = self._wording.title(Notice(booking.rule.value, booking.facts))
        return {
            "key": booking.booking_id,
            "lead": self._wording.time(booking.slot_start),
            "below": say("choose_booking.until", time=booking.slot_end),
            "title": self._wording.words(booking.item),
            "detail": say("choose_booking.detail", area=self._wording.words(booking.area), person=booking.person),
            "note": note,
            "shut": "" if booking.rule is None or booking.open_ticket is not None else "shut",
        }
