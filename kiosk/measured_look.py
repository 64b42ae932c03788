"""What items really took, as the office counted it last: asked for now and then, and never shown when it is old."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from central.contract.measured import MeasuredTime, MeasuredTimes
from kiosk.catalogue.catalogue import Catalogue
from kiosk.hands import Reply
from kiosk.office import Office

EVERY = 3600.0  # seconds
FRESH = timedelta(days=2)
"""After the end of the last day that was counted."""


class MeasuredLook:
    """Main thread only. Nobody waits for it: what the office does not say is asked for again an hour later.

    `ask_office`: carries a verb of `Office` out, and replies with its answer or a fault.
    """

    def __init__(self, ask_office: Callable[[Reply, Callable[..., Any]], None]) -> None:
        self._ask_office = ask_office
        self._by_item: dict[str, MeasuredTimes] = {}
        self._at = 0.0

    def tick(self, now: float) -> None:
        """Ask when it is time. `now`: the monotonic clock in seconds."""
        if now >= self._at:
            self._at = now + EVERY
            self._ask_office(self._keep, Office.measured_times)

    def of(self, catalogue: Catalogue, today: date) -> Mapping[str, MeasuredTime]:
        """By item, for those that have any that is fresh."""
        items = catalogue.items
        found = {code: times.of(items[code]) for code, times in self._by_item.items() if code in items}
        return {code: each for code, each in found.items() if each and today - each.last <= FRESH}

    def _keep(self, answer: Any) -> None:
        if isinstance(answer, MeasuredTimes):
            items: dict[str, list[MeasuredTime]] = {}
            for each in answer.times:
                items.setdefault(each.item, []).append(each)
            self._by_item = {code: MeasuredTimes(times=tuple(times)) for code, times in items.items()}
