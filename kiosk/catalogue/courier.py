"""Fetches the catalogue and keeps it, on a thread of its own: parsing and verifying must not be felt by the screen.

A driver without hardware, supervised by a `Device` like the line to the office. One thread owns the store, so that
looking, switching and confirming never meet.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from devices.deadline import Deadline
from devices.states import Condition, Identity, Link
from kiosk.catalogue.catalogue import Catalogue
from kiosk.catalogue.check import understood
from kiosk.catalogue.faults import CatalogueMissing
from kiosk.catalogue.store import CatalogueStore

NAME = "catalogue"


class Files(Protocol):
    """Whoever brings the published files: `kiosk.office.Office`."""

    def catalogue_file(self, by: Deadline, name: str) -> bytes | None:
        """`metadata/<name>` or `targets/<path>`; none when there is no such file."""

    def close(self) -> None:
        """Give the connection back."""


class Courier:
    """Implements `devices.driver.Driver`; its verbs raise the faults of `CatalogueStore` and `CatalogueUpdate`.

    Args:
        root: file of the first root metadata, which came with the terminal.
        now: the office's time, never the machine's own clock.
    """

    def __init__(
        self, directory: Path, root: Path, open_files: Callable[[], Files], now: Callable[[], datetime]
    ) -> None:
        self._directory = directory
        self._root = root
        self._files = open_files()
        self._now = now
        self._store = CatalogueStore(directory)

    def hello(self, _by: Deadline) -> Identity:
        """Nothing to reach."""
        return Identity(NAME)

    def condition(self, _by: Deadline) -> Condition:
        """Always there: what is wrong is told by the verb that found it."""
        return Condition(Link.ONLINE)

    def close(self) -> None:
        """Give the connection back."""
        self._files.close()

    # ------------------------------------------------------------ verbs

    def open(self, _by: Deadline) -> Catalogue:
        """The catalogue to begin with; an empty one when there is none yet."""
        return self._store.start()

    def look(self, by: Deadline) -> Catalogue | None:
        """Stage what is newer at the office; none when nothing is."""
        from kiosk.catalogue.update import CatalogueUpdate  # late: the library behind it takes 200 ms to import

        try:
            root = self._root.read_bytes()
        except OSError as error:
            raise CatalogueMissing(f"{self._root}: {error.strerror}", name=self._root.name) from error
        update = CatalogueUpdate(self._directory, self._store, root, understood, self._now)
        return update.look(lambda name: self._files.catalogue_file(by, name))

    def switch(self, _by: Deadline) -> Catalogue:
        """Run what was staged from now on, on trial."""
        return self._store.switch()

    def confirm(self, _by: Deadline) -> None:
        """What runs has served well."""
        self._store.confirm()
