"""Everything that the console works with, and how it is at this moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from devices.device import Device
from devices.flight_recorder import FlightRecorder
from devices.states import Link
from kiosk.config import Config
from kiosk.faults import LedgerFailed
from kiosk.ledger import Depth, Ledger, OpenEffect
from kiosk.office_clock import OfficeClock
from kiosk.readiness import OFFICE, not_fitted
from kiosk.runner import Runner
from kiosk.technician import assignment, ports
from kiosk.technician.bundle import Facts
from kiosk.technician.checks import CHECKS
from kiosk.technician.desk import Desk
from kiosk.technician.logbook import Logbook, LogbookFailed
from kiosk.technician.machine import Machine
from kiosk.technician.reachability import Hop
from kiosk.technician.scenes import DeviceLine, DevicePage, LedgerPage, Overview
from kiosk.technician.service_mode import ServiceMode
from kiosk.terminal import Terminal
from kiosk.version import program_version


@dataclass(frozen=True)
class Workplace:
    """What the composition hands to the console; main thread only.

    `fit` makes the device of a name from a configuration and does not start it; None when none is configured.
    """

    terminal: Terminal
    runner: Runner
    desk: Device[Desk]
    ledger: Ledger
    logbook: Logbook
    service_mode: ServiceMode
    clock: OfficeClock
    machine: Machine
    recorders: Mapping[str, FlightRecorder]
    config_path: Path
    fit: Callable[[Config, str], Device[Any] | None]

    def overview(self) -> Overview:
        services = self.terminal.readiness().services.values()
        others = tuple(state.name for state in self.terminal.states() if state.name not in ports.KEY)
        return Overview(
            tuple(self.line(name) for name in (*ports.KEY, *others)),
            self.depth(),
            self.service_mode.paused,
            None if any(each.possible for each in services) else next((each.reason for each in services), None),
            program_version(),
            self._logbook_length(),
        )

    def device_page(self, name: str) -> DevicePage:
        line = self.line(name)
        return DevicePage(
            line,
            self.terminal.history.of(name),
            may_test=self.may_test(name),
            may_assign=name in ports.KEY,
            may_undo=name in ports.KEY and assignment.kept(self.config_path).is_file(),
        )

    def ledger_page(self) -> LedgerPage:
        return LedgerPage(self.depth(), self.open_effects())

    def line(self, name: str) -> DeviceLine:
        """A device as it is; one that the configuration does not name is not there."""
        device = self.terminal.device(name)
        if device is None:
            return DeviceLine(not_fitted(name), fitted=False)
        return DeviceLine(device.state, fitted=True)

    def may_test(self, name: str) -> bool:
        """A device that answers may be tried out, whatever its paper does."""
        return name in CHECKS and self.line(name).state.link is Link.ONLINE

    def office_hop(self) -> Hop:
        """The last hop of the way: what the line to the office knows itself."""
        office = self.line(OFFICE).state
        return Hop("office", "" if office.usable else office.code or f"device_{office.link.value}")

    def facts(self, tree: Config) -> Facts:
        """What goes into a bundle."""
        return Facts(
            tree,
            self.clock.machine(),
            self.logbook,
            self.machine,
            self.terminal.states(),
            self.terminal.history,
            self.depth(),
            self.open_effects(),
            dict(self.recorders),
            self.service_mode.paused,
        )

    def depth(self) -> Depth | None:
        """None when the ledger cannot be read."""
        try:
            return self.ledger.depth(self.clock.now())
        except LedgerFailed:
            return None

    def open_effects(self) -> tuple[OpenEffect, ...]:
        """What the office has not taken."""
        try:
            return tuple(self.ledger.open_effects())
        except LedgerFailed:
            return ()

    def _logbook_length(self) -> int:
        try:
            return self.logbook.head().length
        except LogbookFailed:
            return 0
