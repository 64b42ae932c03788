"""The texts as a terminal says them: in the language chosen now, with notices, moments by the office's clock."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime

from central.contract.texts import Fact, Phrases, Texts
from kiosk.wishes.wish import Notice

_KINDS = ("expected", "found")
"""Facts that name a device, as the fact `device` does."""

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Wording(Phrases):
    """The texts in the language chosen now, by the office's business clock."""

    def __init__(self, texts: Texts, clock: Callable[[], datetime]) -> None:
        super().__init__(texts)
        self.now = clock

    def title(self, notice: Notice) -> str:
        """What happened, or what to do, in a few characters."""
        return self.text(f"notice.{self._known(notice)}.title", notice.facts)

    def advice(self, notice: Notice) -> str:
        """The sentence with what to do next."""
        return self.text(f"notice.{self._known(notice)}.text", notice.facts)

    def time(self, moment: datetime) -> str:
        """14:30; with the day in front when it is not today."""
        now = self.now()
        local = moment.astimezone(now.tzinfo) if moment.tzinfo else moment
        shown = f"{local.hour:02}:{local.minute:02}"
        return shown if local.date() == now.date() else self.moment(local)

    def span(self, start: datetime, end: datetime) -> str:
        """14:30–15:00."""
        until = self.time(end).rsplit(" ", 1)[-1]
        return f"{self.time(start)}–{until}"

    def _known(self, notice: Notice) -> str:
        return notice.code if self.texts.has(f"notice.{notice.code}.title", self.language) else "unknown"

    def _show(self, name: str, value: Fact) -> str:
        if isinstance(value, datetime):
            return self.time(value)
        if not isinstance(value, str):
            return super()._show(name, value)
        with suppress(ValueError):  # it looked like a time, and there is no such day
            if _MOMENT.fullmatch(value):
                return self.time(datetime.fromisoformat(value))
            if _DAY.fullmatch(value):
                return self.day(date.fromisoformat(value))
        known = f"fact.{'device' if name in _KINDS else name}.{value}"
        return self.text(known) if self.texts.has(known, self.language) else value


def glue(text: str) -> str:
    """`text` in one piece: no line is broken inside it."""
    return "\u2060".join(text.replace(" ", "\u00a0"))
