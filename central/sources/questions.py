"""Which sources an application needs, and what each is asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from central.contract.application import SourceState
from central.contract.item import ItemDocument, SourceUse, holds
from central.contract.source import DataSource, OnSilence
from central.rules.expressions import Unanswered
from central.rules.facts import Facts
from central.rules.grounds import Grounds
from central.sources.answers import Heard
from central.sources.registers import Question


@dataclass(frozen=True)
class Questions:
    """What to ask, and which sources are not asked: no consent, or an input is not known yet."""

    asked: tuple[Question, ...]
    not_asked: tuple[str, ...]


def questions(
    item: ItemDocument, facts: Facts, sources: Mapping[str, DataSource], consents: Collection[str], reason: str
) -> Questions:
    """The questions of an item for a person in these situations.

    Args:
        consents: codes of the sources that the citizen agreed to.
        reason: id of the application, which the source's owner keeps.
    """
    grounds = Grounds(item, facts, sources)
    asked: list[Question] = []
    not_asked: list[str] = []
    for use in item.sources:
        if not holds(use.when, facts.situation):
            continue
        inputs = _inputs(use, grounds)
        source = sources.get(use.source)
        if source is None or inputs is None or use.source not in consents:
            not_asked.append(use.source)
        else:
            asked.append(Question(source, inputs, item.item, reason))
    return Questions(tuple(asked), tuple(not_asked))


def stopped_by(heard: Mapping[str, Heard], sources: Mapping[str, DataSource]) -> str | None:
    """The first silent source without which nothing is begun."""
    return next(
        (
            code
            for code, each in sorted(heard.items())
            if each.state in (SourceState.SILENT, SourceState.STALE)
            and sources[code].on_silence is OnSilence.NOT_STARTED
        ),
        None,
    )


def _inputs(use: SourceUse, grounds: Grounds) -> dict[str, Any] | None:
    """The values of the inputs; none while one is not known."""
    try:
        return {name: grounds.value(expression) for name, expression in use.by.items()}
    except Unanswered:
        return None
