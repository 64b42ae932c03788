"""How this terminal is, told to the office: now and then, and soon after anything changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from central.contract.messages import ComponentState, KioskReport
from kiosk.fitted import Fitted
from kiosk.ledger import Ledger
from kiosk.office import Office
from kiosk.office_clock import OfficeClock
from kiosk.readiness import ServiceReadiness
from kiosk.technician.logbook import Logbook, LogbookFailed
from kiosk.technician.service_mode import ServiceMode
from kiosk.version import program_version
from kiosk.wishes.wish import Notice

EVERY = 60.0  # seconds
CHANGE = 2.0  # seconds after a device changed; several changes are one report
WITHIN = 8.0  # seconds the office has to take one; nobody waits for it
APPLY = "apply_for_item"
MOST_ITEMS = 600  # that one report names
ATTENDED = "technician_at_work"  # what the office reads while the console is open


class Reporting:
    """Main thread only. `attended`: a technician has the console open, and nobody is served meanwhile."""

    def __init__(
        self, fitted: Fitted, ledger: Ledger, logbook: Logbook, service_mode: ServiceMode, clock: OfficeClock
    ) -> None:
        self.attended = False
        self._fitted = fitted
        self._ledger = ledger
        self._logbook = logbook
        self._service_mode = service_mode
        self._clock = clock
        self._at = 0.0

    def hurry(self, now: float) -> None:
        """Something is other than before. `now`: the monotonic clock in seconds."""
        self._at = min(self._at, now + CHANGE)

    def due(self, now: float) -> bool:
        """Whether it is time for one."""
        return now >= self._at

    def report(
        self,
        now: float,
        services: Mapping[str, ServiceReadiness],
        items: Iterable[str] = (),
        reasons: Mapping[str, Notice] = MappingProxyType({}),
    ) -> None:
        """Send one. `items`: everything in the catalogue, `reasons`: why some of it cannot be begun.

        Raises `LedgerFailed`.
        """
        self._at = now + EVERY
        depth = self._ledger.depth(self._clock.now())
        try:
            head = self._logbook.head()
        except LogbookFailed:  # the office knows the last head, and misses the next
            head = None
        report = KioskReport(
            version=program_version(),
            components=tuple(
                ComponentState(name=state.name, link=state.link, media=state.media, code=state.code)
                for state in self._fitted.states()
            ),
            ledger_waiting=depth.waiting,
            ledger_refused=depth.refused,
            oldest_waiting_s=depth.oldest_waiting_s,
            in_service=any(each.possible for each in services.values()) and not self.attended,
            paused=self._service_mode.paused or (ATTENDED if self.attended else ""),
            services={code: self._why(each) for code, each in services.items()},
            items=self._items(services.get(APPLY), items, reasons),
            logbook_length=head.length if head else None,
            logbook_head=head.hash if head else None,
        )
        self._fitted.office.ask(Office.report, WITHIN, report)

    def _why(self, service: ServiceReadiness) -> str:
        if self.attended:
            return ATTENDED
        return "" if service.possible or service.reason is None else service.reason.code

    def _items(
        self, apply: ServiceReadiness | None, items: Iterable[str], reasons: Mapping[str, Notice]
    ) -> dict[str, str]:
        """Nothing can be begun while applying cannot."""
        closed = self._why(apply) if apply is not None else ""
        found = ((item, reasons[item].code if item in reasons else "") for item in sorted(items)[:MOST_ITEMS])
        return {item: closed or why for item, why in found}
