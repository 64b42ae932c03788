"""Waits at the office's doorbell, fetches the catalogue and keeps it, on a thread and a line of its own.

A driver without hardware, supervised by a `Device` like the line to the office. One thread owns the store, so that
looking, switching and confirming never meet; parsing and verifying are not felt by the screen.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from central.contract.catalogue import CatalogueReport, CatalogueState, Desired
from central.contract.messages import Received
from devices.deadline import Deadline
from devices.states import Condition, Fault, Identity, Link
from kiosk.catalogue.catalogue import Catalogue
from kiosk.catalogue.check import understood
from kiosk.catalogue.faults import CatalogueMissing, CatalogueRefused, CatalogueStale, CatalogueUnfit
from kiosk.catalogue.store import CatalogueStore
from kiosk.form import check as form_check

NAME = "catalogue"


DOORBELL = 25  # seconds that the office holds the question while nothing is new

Inspect = Callable[[Deadline, Catalogue, Catalogue], Fault | None]
"""What is wrong with the first catalogue, where it differs from the second. `kiosk.catalogue.inspection.Inspection`."""


class Publisher(Protocol):
    """Whoever publishes the catalogue: `kiosk.office.Office`."""

    def desired(self, by: Deadline, since: int, wait: int) -> Desired | None:
        """What this terminal should run; none when nothing is newer than `since` after `wait` seconds."""

    def report_catalogue(self, by: Deadline, report: CatalogueReport) -> Received:
        """Say how this terminal stands to the catalogue."""

    def catalogue_file(self, by: Deadline, name: str) -> bytes | None:
        """`metadata/<name>` or `targets/<path>`; none when there is no such file."""

    def close(self) -> None:
        """Give the connection back."""


class Courier:
    """Implements `devices.driver.Driver`; its verbs raise the faults of `CatalogueStore` and `CatalogueUpdate`.

    Args:
        root: file of the first root metadata, which came with the terminal.
        now: the office's time, never the machine's own clock.
        inspect: looks at every new or changed item on the screens and papers of this terminal.
    """

    def __init__(
        self,
        directory: Path,
        root: Path,
        open_publisher: Callable[[], Publisher],
        now: Callable[[], datetime],
        inspect: Inspect,
    ) -> None:
        self._directory = directory
        self._root = root
        self._publisher = open_publisher()
        self._now = now
        self._inspect = inspect
        self._store = CatalogueStore(directory)
        self._seen = 0
        self._withdrawn: tuple[int, ...] = ()
        self._reported: CatalogueReport | None = None

    def hello(self, _by: Deadline) -> Identity:
        """Nothing to reach."""
        return Identity(NAME)

    def condition(self, _by: Deadline) -> Condition:
        """Always there: what is wrong is told by the verb that found it."""
        return Condition(Link.ONLINE)

    def close(self) -> None:
        """Give the connection back."""
        self._publisher.close()

    # ------------------------------------------------------------ verbs

    def open(self, _by: Deadline) -> Catalogue:
        """The catalogue to begin with; an empty one when there is none yet.

        Only a catalogue has forms: what their checks need is imported before it is there, and not at the first key.
        """
        form_check.warm_up()
        return self._store.start()

    def look(self, by: Deadline) -> bool:
        """Wait for the doorbell, and fetch what this terminal is to run next. True: it waits for `switch`.

        The office hears what came of it. Raises the faults of `CatalogueUpdate.look` and of the line.
        """
        desired = self._publisher.desired(by, self._seen, DOORBELL)  # at once, until something came of the newest wish
        if desired is None:
            return False
        try:
            waiting = self._follow(by, desired)
        except Fault as fault:
            failed = isinstance(fault, CatalogueRefused | CatalogueUnfit)
            if failed or isinstance(fault, CatalogueStale):
                self._report(by, CatalogueState.FAILED if failed else CatalogueState.STALE, desired.catalogue, fault)
            if isinstance(fault, CatalogueUnfit):  # it will not be fitter the next time
                self._seen = desired.version
            raise
        self._seen = desired.version
        self._report(by, CatalogueState.STAGED if waiting else CatalogueState.CURRENT, desired.catalogue)
        return waiting

    def _follow(self, by: Deadline, desired: Desired) -> bool:
        from kiosk.catalogue.update import CatalogueUpdate  # late: the library behind it takes 200 ms to import

        self._withdrawn = desired.withdrawn
        self._store.keep_parameters(desired.parameters)
        if self._store.running.version in desired.withdrawn:
            return True
        if desired.catalogue is None or desired.catalogue == self._store.running.version:
            return self._store.waiting
        try:
            root = self._root.read_bytes()
        except OSError as error:
            raise CatalogueMissing(f"{self._root}: {error.strerror}", name=self._root.name) from error

        def check(found: Catalogue) -> Fault | None:
            return understood(found) or self._inspect(by, found, self._store.running)

        update = CatalogueUpdate(self._directory, self._store, root, check, self._now)
        update.look(lambda name: self._publisher.catalogue_file(by, name), allowed=desired.catalogue)
        return self._store.waiting

    def _report(self, by: Deadline, state: CatalogueState, tried: int | None, fault: Fault | None = None) -> None:
        """Tell the office, once for each change. A report that does not arrive is made again with the next."""
        running = self._store.running.version or None
        report = CatalogueReport(
            state=state if running or fault else CatalogueState.NONE,
            running=running,
            tried=tried,
            fault=fault.code if fault else None,
            detail=fault.detail[:200] if fault and fault.detail.isprintable() else "",
        )
        if report != self._reported:
            self._publisher.report_catalogue(by, report)
            self._reported = report

    def switch(self, by: Deadline) -> Catalogue:
        """Run what was staged from now on, on trial; or the one before, where the office withdrew what runs.

        The office hears it, if it listens.
        """
        withdrawn = self._store.running.version in self._withdrawn
        running = self._store.take_back(self._store.running.version) if withdrawn else self._store.switch()
        with contextlib.suppress(Fault):
            state = CatalogueState.ROLLED_BACK if withdrawn else CatalogueState.CURRENT
            self._report(by, state, self._store.taken_back if withdrawn else running.version)
        return running

    def confirm(self, _by: Deadline) -> None:
        """What runs has served well."""
        self._store.confirm()
