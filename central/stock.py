"""What stands on the office's shelf: every item that was ever published, taken from its own signed repository."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from pydantic import ValidationError
from tuf.api.metadata import TargetFile

from central.contract.catalogue import CatalogueHealth
from central.contract.project import ProjectDocument
from central.contract.source import DataSource
from central.publishing.publications import Publications
from central.publishing.repository import ITEMS, PROJECTS, RepositoryBroken
from central.shelf import Shelf, Volume

log = logging.getLogger("central.stock")


WARN = timedelta(days=3)
"""Before the signatures run out; the time stamp is renewed daily and lasts seven days."""


class Stock:
    """A shelf that is filled anew when a publication has gone into force; whoever holds the old one keeps it.

    Every version stays: a terminal may be in the middle of an application that it began with an older one. A repository
    that breaks later leaves the shelf as it is, and says so in `fault`; at the start it raises `RepositoryBroken`.
    """

    def __init__(self, directory: Path) -> None:
        self.publications = Publications(directory)
        self.fault = ""
        self._volumes: dict[str, Volume] = {}
        self._sources: dict[str, tuple[str, DataSource]] = {}
        self._projects: dict[str, ProjectDocument] = {}
        self._filling = Lock()
        self._seen = self.publications.stamp()
        self._shelf = self._filled()

    def shelf(self) -> Shelf:
        """Everything published so far."""
        stamp = self.publications.stamp()
        if stamp != self._seen and self._filling.acquire(blocking=False):
            try:
                self._shelf, self.fault = self._filled(), ""
                log.info("catalogue %d is on the shelf", self.publications.version)
            except RepositoryBroken as error:
                self.fault = str(error)
                log.error("the shelf stays as it is: %s", error)  # noqa: TRY400  the text says it all
            finally:
                self._seen = stamp
                self._filling.release()
        return self._shelf

    def health(self, now: datetime) -> CatalogueHealth:
        """What is published, and what somebody has to do about it before terminals call it stale."""
        self.shelf()
        expires, warnings = self.publications.expires, ["broken"] if self.fault else []
        if expires is not None and expires - now < WARN:
            warnings.append("expired" if expires <= now else "expires_soon")
        return CatalogueHealth(version=self.publications.version, expires=expires, warnings=tuple(warnings))

    def _filled(self) -> Shelf:
        """Raises `RepositoryBroken`."""
        self.publications.refresh()
        for documents in self.publications.versions.values():
            for path, file in documents.items():
                try:
                    self._put(path, file)
                except ValidationError as error:
                    place = ".".join(map(str, error.errors()[0]["loc"]))
                    raise RepositoryBroken(f"{path}: {place}: {error.errors()[0]['msg']}") from error
        sources = (source for _, source in self._sources.values())
        return Shelf(self._volumes.values(), sources, projects=self._projects.values())

    def _put(self, path: str, file: TargetFile) -> None:
        """Raises `RepositoryBroken`, `pydantic.ValidationError`."""
        sha256 = file.hashes["sha256"]
        folder, _, name = path.partition("/")
        if sha256 in self._volumes or sha256 in self._projects or self._sources.get(name, ("",))[0] == sha256:
            return
        data = self.publications.read(path, file)
        if folder == ITEMS:
            self._volumes[sha256] = Volume.of(data)
        elif folder == PROJECTS:
            self._projects[sha256] = ProjectDocument.model_validate_json(data)
        else:
            self._sources[name] = sha256, DataSource.model_validate_json(data)
