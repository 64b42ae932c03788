"""Which day? From when on is planned, or the first or last one of an agreement; nobody has to type it."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.project import ChooseDay, DayOf
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

MONTHS = 6
"""How many first days of a month are offered."""

LASTS = (1, 3, 6, 12, 24)
"""Months that an agreement may last."""


@QmlElement
class ChooseDayView(ScreenView):
    """Today, next Monday, and the first days of the months that follow, by the office's clock; or how long from a first
    day on."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: ChooseDay = scene.wish  # type: ignore[assignment]
        first = self._wish.first
        self._days = _offered(wording.now().date()) if first is None else _last_days(first, self._wish.ends)

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.words(self._wish.project.name)

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.text(self._code("title"))

    @Property(str, notify=changed)
    def hint(self) -> str:
        return self._wording.text(self._code("hint"))

    @Property(str, notify=changed)
    def moreLabel(self) -> str:
        return self._wording.text("button.more")

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def choices(self) -> list[dict[str, str]]:
        """As `Choices` shows them."""
        return [
            {
                "key": day.isoformat(),
                "lead": self._wording.text("choose_day.after", n=code)
                if isinstance(code, int)
                else self._wording.text(f"choose_day.{code}"),
                "below": "",
                "title": self._wording.of_year(self._wording.day(day), day),
                "detail": "",
                "note": "",
                "shut": "",
            }
            for day, code in self._days.items()
        ]

    def _code(self, part: str) -> str:
        asked = self._wish.day_of
        return f"choose_day.{part}" if asked is DayOf.PLAN else f"choose_day.{asked.value}_{part}"

    @Slot(str)
    def choose(self, key: str) -> None:
        """This day."""
        day = next((each for each in self._days if each.isoformat() == key), None)
        if day is not None:
            self._relay.answer(self, day)


def _last_days(first: date, ends: date | None) -> dict[date, str | int]:
    """Each last day once, with how many months it is after the first; the day before the same one of that month."""
    days: dict[date, str | int] = {}
    for months in LASTS:
        year, month = divmod(first.month - 1 + months, 12)
        shortest = min(first.day, monthrange(first.year + year, month + 1)[1])
        day = date(first.year + year, month + 1, shortest)
        days[day - timedelta(days=1) if shortest == first.day else day] = months
    if ends is not None and first <= ends <= first + timedelta(days=3 * 366):
        days[ends] = "plan_ends"
    return dict(sorted(days.items()))


def _offered(today: date) -> dict[date, str | int]:
    """Each day once, with what it is called."""
    days: dict[date, str | int] = {today: "today"}
    days.setdefault(today + timedelta(days=7 - today.weekday()), "next_monday")
    first = today.replace(day=1)
    for _ in range(MONTHS):
        first = (first + timedelta(days=31)).replace(day=1)
        days.setdefault(first, "month_first")
    return dict(sorted(days.items()))
