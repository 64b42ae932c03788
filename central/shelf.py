"""The service items and data sources that the office decides by, and the projects that it plans."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from central.contract.item import ItemDocument
from central.contract.messages import Words
from central.contract.project import ProjectDocument, prerequisites
from central.contract.source import DataSource


@dataclass(frozen=True)
class Volume:
    """One version of one item, with its bytes as published and their SHA-256."""

    item: ItemDocument
    content: bytes = field(repr=False)
    digest: str

    @classmethod
    def of(cls, content: bytes) -> Volume:
        """Raises `pydantic.ValidationError`."""
        return cls(ItemDocument.model_validate_json(content), content, hashlib.sha256(content).hexdigest())


class Shelf:
    """Every version of items and projects at hand, and the sources. Immutable: a newer catalogue is another shelf."""

    def __init__(
        self,
        volumes: Iterable[Volume] = (),
        sources: Iterable[DataSource] = (),
        projects: Iterable[ProjectDocument] = (),
    ) -> None:
        self._volumes = {(volume.item.item, volume.item.version): volume for volume in volumes}
        self.sources: Mapping[str, DataSource] = {source.source: source for source in sources}
        newest = sorted(self._volumes.values(), key=lambda volume: volume.item.version)
        self._bodies = {volume.item.department: volume.item.body.name for volume in newest}
        self._projects = {(project.project, project.version): project for project in projects}

    def find(self, item: str, version: int) -> Volume | None:
        """One version of an item."""
        return self._volumes.get((item, version))

    def newest(self, item: str) -> Volume | None:
        """The newest version of an item, whether it is in force or not."""
        versions = (volume for volume in self._volumes.values() if volume.item.item == item)
        return max(versions, key=lambda volume: volume.item.version, default=None)

    def in_force(self, item: str, day: date) -> Volume | None:
        """The newest version of an item that is in force on a day."""
        versions = [
            volume
            for volume in self._volumes.values()
            if volume.item.item == item and volume.item.effective_from <= day and not is_cancelled(volume.item, day)
        ]
        return max(versions, key=lambda volume: volume.item.version, default=None)

    def all_in_force(self, day: date) -> list[Volume]:
        """The same of every item, in order of its code."""
        items = sorted({volume.item.item for volume in self._volumes.values()})
        return [volume for item in items if (volume := self.in_force(item, day)) is not None]

    def body(self, department: str) -> Words | None:
        """What a department that has published items calls itself."""
        return self._bodies.get(department)

    def waiting_for(self, item: str) -> frozenset[str]:
        """The items whose steps wait for a step with this one, in any type of project."""
        found: set[str] = set()
        for project in self._projects.values():
            items = {each.step: each.item for each in project.steps}
            needed = prerequisites(project)
            found |= {name for step, name in items.items() if name and item in {items[each] for each in needed[step]}}
        return frozenset(found)

    def project(self, project: str, version: int) -> ProjectDocument | None:
        """One version of a type of project."""
        return self._projects.get((project, version))


def is_cancelled(item: ItemDocument, day: date) -> bool:
    """Whether the item is no longer done on a day."""
    return item.cancelled_from is not None and item.cancelled_from <= day
