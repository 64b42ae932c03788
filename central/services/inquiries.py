"""What the sources say of an applicant: asked before any transaction, and added to the facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from central.contract.application import SourceSeen, SourceState
from central.contract.item import ItemDocument
from central.office import Office
from central.rules.facts import Facts
from central.sources.answers import with_answers
from central.sources.questions import questions, stopped_by

_BEGINNING = "begin"


@dataclass(frozen=True)
class Inquiry:
    """How it went. `stopped_by`: a silent source without which nothing is begun."""

    facts: Facts
    seen: tuple[SourceSeen, ...]
    stopped_by: str | None

    def value(self, path: str) -> JsonValue:
        """What the applicant's proof or a source says: `person.name`, `sources.hukou.address`. None: nothing."""
        kind, _, rest = path.partition(".")
        if kind == "person":
            return self.facts.person.get(rest)
        source, _, name = rest.partition(".")
        known: Mapping[str, JsonValue] = self.facts.sources.get(source, {})
        return known.get(name)


def inquire(
    office: Office, item: ItemDocument, facts: Facts, consents: tuple[str, ...], reason: str = _BEGINNING
) -> Inquiry:
    """Ask every source of the item that was agreed to and whose inputs are known.

    Args:
        reason: what the sources' owners keep: the application's id.
    """
    sources = office.shelf.sources
    wanted = questions(item, facts, sources, consents, reason)
    heard = office.registers.ask(wanted.asked, office.clock.now())
    seen = {code: SourceSeen(source=code, state=each.state, as_of=each.as_of) for code, each in heard.items()}
    for code in wanted.not_asked:
        seen[code] = SourceSeen(source=code, state=SourceState.NOT_ASKED)
    in_order = tuple(seen[use.source] for use in item.sources if use.source in seen)
    return Inquiry(with_answers(facts, heard), in_order, stopped_by(heard, sources))
