"""The catalogue in use: immutable, so that a session keeps the one that it began with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from central.contract.catalogue import ParameterValue
from central.contract.item import ItemDocument, Sentence
from central.contract.project import ProjectDocument, planned_on
from central.contract.source import DataSource
from kiosk.catalogue.readings import read_readings
from kiosk.catalogue.search import SearchIndex

_GAP = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True)
class Catalogue:
    """Items, sources and projects of one published version.

    `parameters`: what the hall has set instead of an item's own.
    """

    version: int = 0
    items: Mapping[str, ItemDocument] = field(default_factory=dict)
    sources: Mapping[str, DataSource] = field(default_factory=dict)
    parameters: Mapping[str, Mapping[str, ParameterValue]] = field(default_factory=dict)
    projects: Mapping[str, ProjectDocument] = field(default_factory=dict)

    def projects_on(self, day: date) -> tuple[ProjectDocument, ...]:
        """The types of project that are planned on a day."""
        return tuple(each for each in self.projects.values() if planned_on(each, day))

    @cached_property
    def departments(self) -> tuple[str, ...]:
        """Their codes, in the order of their first item."""
        return tuple(dict.fromkeys(item.department for item in self.items.values()))

    @cached_property
    def index(self) -> SearchIndex:
        """For the search; empty until it has grown."""
        return SearchIndex(self.items.values(), read_readings())

    def filled(self, item: ItemDocument, text: str) -> str:
        """One of the item's sentences with its parameters in the gaps; a gap that none fills stays as it is written."""
        facts = self.facts(item)
        return _GAP.sub(lambda gap: str(facts.get(gap[1], gap[0])), text)

    def filled_sentence(self, item: ItemDocument, sentence: Sentence) -> Sentence:
        """The same in every language that it is written in."""
        return sentence.model_copy(
            update={language: self.filled(item, text) for language, text in sentence.model_dump().items()}
        )

    def facts(self, item: ItemDocument) -> dict[str, str | int]:
        """The item's parameters as they fill the gaps of its sentences."""
        values = item.in_force(self.parameters.get(item.item, {}))
        return {
            name: value if isinstance(value, int) and not isinstance(value, bool) else _text(value)
            for name, value in values.items()
        }


def _text(value: ParameterValue) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "、".join(value) if isinstance(value, tuple) else str(value)
