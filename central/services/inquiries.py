"""Asking the data sources of an item: those that were agreed to, all at once, each within its own time."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pydantic import JsonValue

from central.contract.application import SourceSeen, SourceState
from central.contract.item import ItemDocument, SourceUse, holds
from central.contract.source import DataSource, OnSilence, SourceQuery
from central.office import Office, SourceSilent
from central.rules.expressions import Scope, Unanswered
from central.services.applicants import Somebody

_AHEAD = timedelta(minutes=5)  # clocks of two houses
_BEGINNING = "begin"
_NO_ANSWER = (SourceState.SILENT, SourceState.STALE)


@dataclass(frozen=True)
class Known:
    """What is known when the sources are asked, and which of them the applicant has agreed to."""

    person: Somebody
    answers: Mapping[str, JsonValue]
    situation: Mapping[str, str]
    consents: tuple[str, ...]


@dataclass(frozen=True)
class Replies:
    """What the sources said. `stopped_by`: a silent one without which nothing is begun."""

    seen: tuple[SourceSeen, ...] = ()
    values: dict[str, dict[str, JsonValue]] = field(default_factory=dict)
    as_of: dict[str, datetime] = field(default_factory=dict)
    stopped_by: str | None = None


@dataclass(frozen=True)
class Reply:
    """How it went with one source."""

    state: SourceState
    as_of: datetime | None = None
    values: dict[str, JsonValue] | None = None


def ask(office: Office, item: ItemDocument, known: Known, reason: str = _BEGINNING) -> Replies:
    """Ask every source of the item that is in force here, was agreed to, and whose inputs are known.

    Args:
        reason: what the sources' owners log: the application's id.
    """
    uses = [use for use in item.sources if holds(use.when, dict(known.situation))]
    replies = _all_at_once(office, item, [(use, _inputs(use, known)) for use in uses], reason)
    stopping = (
        code
        for code, reply in replies.items()
        if reply.state in _NO_ANSWER and office.shelf.sources[code].on_silence is OnSilence.NOT_STARTED
    )
    return Replies(
        seen=tuple(SourceSeen(source=code, state=each.state, as_of=each.as_of) for code, each in replies.items()),
        values={code: each.values for code, each in replies.items() if each.values is not None},
        as_of={code: each.as_of for code, each in replies.items() if each.values is not None and each.as_of},
        stopped_by=next(stopping, None),
    )


def _inputs(use: SourceUse, known: Known) -> dict[str, JsonValue] | None:
    """What the source is asked by; none when it may not be asked, or cannot yet."""
    if use.source not in known.consents:
        return None
    scope = Scope({"person": known.person.facts(), "answers": known.answers, "situation": known.situation})
    try:
        return {name: scope.value(expression) for name, expression in use.by.items()}
    except Unanswered:
        return None


def _all_at_once(
    office: Office, item: ItemDocument, uses: list[tuple[SourceUse, dict[str, JsonValue] | None]], reason: str
) -> dict[str, Reply]:
    asked = {
        use.source: (office.shelf.sources[use.source], SourceQuery(by=by, item=item.item, reason=reason))
        for use, by in uses
        if by is not None and use.source in office.shelf.sources
    }
    replies = {use.source: Reply(SourceState.NOT_ASKED) for use, _ in uses}
    if len(asked) == 1:
        ((code, (source, query)),) = asked.items()
        return replies | {code: _one(office, source, query)}
    with ThreadPoolExecutor(max_workers=max(len(asked), 1)) as askers:
        running = {code: askers.submit(_one, office, *question) for code, question in asked.items()}
    return replies | {code: answer.result() for code, answer in running.items()}


def _one(office: Office, source: DataSource, query: SourceQuery) -> Reply:
    if office.register is None:
        return Reply(SourceState.SILENT)
    try:
        answer = office.register.ask(source, query)
    except SourceSilent:
        return Reply(SourceState.SILENT)
    age = office.clock.machine() - answer.as_of
    if age < -_AHEAD:
        return Reply(SourceState.SILENT)
    if age > timedelta(seconds=source.fresh_s) + _AHEAD:
        return Reply(SourceState.STALE, answer.as_of)
    state = SourceState.ANSWERED if answer.found else SourceState.NOT_FOUND
    return Reply(state, answer.as_of, {**answer.values, "found": answer.found})
