"""From which day on is planned? Days to choose from, so that nobody has to type one."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.project import ChooseDay
from kiosk.words import project as project_words
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

MONTHS = 6
"""How many first days of a month are offered."""


@QmlElement
class ChooseDayView(ScreenView):
    """Today, next Monday, and the first days of the months that follow; by the office's clock."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: ChooseDay = scene.wish  # type: ignore[assignment]
        self._days = _offered(wording.now().date())

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.words(self._wish.project.name)

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text("choose_day.title")

    @Property(str, notify=changed)
    def hint(self) -> str:
        return self._wording.text("choose_day.hint")

    @Property(str, notify=changed)
    def moreLabel(self) -> str:
        return self._wording.text("button.more")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def choices(self) -> list[dict[str, str]]:
        """As `Choices` shows them."""
        return [
            {
                "key": day.isoformat(),
                "lead": self._wording.text(f"choose_day.{code}"),
                "below": "",
                "title": project_words.of_year(self._wording, self._wording.day(day), day),
                "detail": "",
                "note": "",
                "shut": "",
            }
            for day, code in self._days.items()
        ]

    @Slot(str)
    def choose(self, key: str) -> None:
        """This day."""
        day = next((each for each in self._days if each.isoformat() == key), None)
        if day is not None:
            self._relay.answer(self, day)


def _offered(today: date) -> dict[date, str]:
    """Each day once, with what it is called."""
    days = {today: "today"}
    days.setdefault(today + timedelta(days=7 - today.weekday()), "next_monday")
    first = today.replace(day=1)
    for _ in range(MONTHS):
        first = (first + timedelta(days=31)).replace(day=1)
        days.setdefault(first, "month_first")
    return dict(sorted(days.items()))
