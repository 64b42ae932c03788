"""The text of a paper, filled from the facts. It is the applicant's own: nothing in it is masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from central.contract.application import PaperLine
from central.contract.item import ItemDocument, ResultDocument, Sentence, holds
from central.contract.messages import Words
from central.contract.source import DataSource
from central.rules import dates
from central.rules.expressions import Unanswered
from central.rules.facts import Facts
from central.rules.grounds import Grounds
from central.rules.sentences import spoken


class PaperIncomplete(Exception):
    """A line or the end of its validity has no value: the paper is not made. The text names the place."""


@dataclass(frozen=True)
class PaperText:
    """What stands on a paper. `valid_until`: ISO date, empty for no end."""

    document: ResultDocument
    title: Words
    statement: Sentence
    lines: tuple[PaperLine, ...]
    valid_until: str


def papers_of(item: ItemDocument, situation: Mapping[str, str]) -> tuple[ResultDocument, ...]:
    """The papers that are made in these situations."""
    return tuple(document for document in item.documents if holds(document.when, dict(situation)))


def fill_paper(
    document: ResultDocument, item: ItemDocument, facts: Facts, sources: Mapping[str, DataSource]
) -> PaperText:
    """A paper's text. Raises `PaperIncomplete`: a certificate with a gap is none."""
    grounds = Grounds(item, facts, sources)
    lines = tuple(
        PaperLine(label=line.label, value=_text(grounds, line.value, f"lines.{number}"))
        for number, line in enumerate(document.lines)
        if holds(line.when, facts.situation)
    )
    for name, expression in document.facts.items():
        _text(grounds, expression, f"facts.{name}")
    until = ""
    if document.valid_until is not None:
        until = _value(grounds, document.valid_until, "valid_until")
        try:
            dates.read(until)
        except dates.NoDate as error:
            raise PaperIncomplete(f"{document.document}.valid_until: {error}") from error
    statement = grounds.fill(document.statement, document.facts, whole=True)
    return PaperText(document, document.title, statement, lines, until)


def _text(grounds: Grounds, expression: str, place: str) -> str:
    text = spoken(_value(grounds, expression, place)).zh_CN
    if not text:
        raise PaperIncomplete(f"{place}: empty")
    return text


def _value(grounds: Grounds, expression: str, place: str) -> Any:
    try:
        return grounds.value(expression)
    except Unanswered as error:
        raise PaperIncomplete(f"{place}: {error}") from error
