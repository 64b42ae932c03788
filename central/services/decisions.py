"""Decisions: made by the item's rules, kept with everything that they stand on, and repeated to prove it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version

from pydantic import Field, ValidationError

from central.contract.application import Finding, PaperLine
from central.contract.catalogue import ParameterValue
from central.contract.item import ItemDocument, Outcome, Sentence
from central.contract.messages import Message
from central.contract.source import DataSource
from central.keys import Keys, RecordBroken
from central.office import Desk, Office
from central.rules.evaluation import evaluate
from central.rules.facts import Facts
from central.rules.papers import PaperIncomplete, PaperText, fill_paper, papers_of
from central.rules.sentences import filled
from central.services.refusals import Refusal
from central.shelf import Volume
from central.store import applications
from central.store.applications import Application
from central.store.database import Connection

ENGINE = f"1/cel-{version('common-expression-language')}"
"""What decided. The first number changes whenever the rules' engine may find another thing in the same facts."""


class NotRepeated(RuntimeError):
    """A stored decision was changed, or does not come out again; the text says which and how."""


class Text(Message):
    """What the rules put on a paper."""

    document: str
    statement: Sentence
    lines: tuple[PaperLine, ...]
    valid_until: str


class Verdict(Message):
    """What is kept of a decision: the outcome, every finding, and the papers' texts."""

    outcome: Outcome
    findings: tuple[Finding, ...]
    missing: tuple[str, ...] = ()
    papers: tuple[Text, ...] = ()


class Grounds(Message):
    """What a decision stands on. `document`: digest of the item document; `sources`: their documents as used."""

    document: str
    facts: Facts
    sources: dict[str, DataSource] = Field(default_factory=dict)


@dataclass(frozen=True)
class Made:
    """A decision that is not written down yet."""

    grounds: Grounds
    verdict: Verdict
    papers: tuple[PaperText, ...]


@dataclass(frozen=True)
class Kept:
    """A decision as it was kept, opened and proved."""

    stored: applications.Decision
    item: ItemDocument
    grounds: Grounds
    verdict: Verdict


def make(office: Office, volume: Volume, facts: Facts) -> Made:
    """Decide by the rules of this version of the item."""
    known = office.shelf.sources
    sources = {use.source: known[use.source] for use in volume.item.sources if use.source in known}
    return _decided(volume.item, Grounds(document=volume.digest, facts=facts, sources=sources))


def keep(desk: Desk, application: Application, volume: Volume, made: Made, round_number: int = 0) -> None:
    """Write a decision down, so that it can be repeated when neither shelf nor sources are what they were."""
    application_id = application.application_id
    applications.keep_document(desk.connection, volume.digest, volume.content)
    applications.keep_decision(
        desk.connection,
        applications.Decision(
            application_id=application.application_id,
            round=round_number,
            document=volume.digest,
            engine=ENGINE,
            decided_at=desk.now,
            facts=desk.keys.seal_record(_bytes(made.grounds), _place(application_id, round_number, "facts")),
            verdict=desk.keys.seal_record(_bytes(made.verdict), _place(application_id, round_number, "verdict")),
        ),
    )


def newest(office: Office, connection: Connection, application: Application) -> Kept:
    """The newest decision of an application. Raises `Refusal` decision_broken when it was tampered with."""
    try:
        return _opened(office, connection, application)[-1]
    except NotRepeated:
        raise Refusal("decision_broken", status=500) from None


def papers_by_person(kept: Kept) -> tuple[PaperText, ...]:
    """The papers of an application that a person grants. Raises `PaperIncomplete`: a gap is not filled by a wish."""
    item, facts = kept.item, kept.grounds.facts
    return tuple(
        fill_paper(document, item, facts, kept.grounds.sources) for document in papers_of(item, facts.situation)
    )


def replay(office: Office, application_id: str) -> Outcome:
    """Decide again from what was kept, and hold it against what was kept, byte for byte.

    Raises:
        NotRepeated: another engine, a document, facts or verdict that were changed, or another verdict.
    """
    with office.database.read() as connection:
        application = applications.find(connection, application_id)
        if application is None:
            raise NotRepeated(f"{application_id}: there is no such application")
        rounds = _opened(office, connection, application)
    for kept in rounds:
        if kept.stored.engine != ENGINE:
            raise NotRepeated(f"{application_id}: decided by engine {kept.stored.engine}, this is {ENGINE}")
        again = _decided(kept.item, kept.grounds).verdict
        if _bytes(again) != _bytes(kept.verdict):
            changed = sorted(
                name for name in Verdict.model_fields if getattr(again, name) != getattr(kept.verdict, name)
            )
            raise NotRepeated(f"{application_id}: {', '.join(changed)} came out different")
    return again.outcome


def findings(keys: Keys, stored: applications.Decision) -> dict[str, bool | None]:
    """What each rule found. Raises `NotRepeated` where that was changed."""
    try:
        kept = keys.open_record(stored.verdict, _place(stored.application_id, stored.round, "verdict"))
        verdict = Verdict.model_validate_json(kept)
    except (RecordBroken, ValidationError) as error:
        raise NotRepeated(f"{stored.application_id}: what was found was changed") from error
    return {finding.rule: finding.holds for finding in verdict.findings}


def every(office: Office) -> list[str]:
    """Every application with a decision, the oldest first."""
    with office.database.read() as connection:
        return applications.decided(connection)


def promise_digests(item: ItemDocument, parameters: Mapping[str, ParameterValue]) -> set[str]:
    """SHA-256 of the promise's text as a terminal shows it, in each language."""
    if item.promise is None:
        return set()
    text = filled(item.promise.text, parameters)
    return {hashlib.sha256(each.encode()).hexdigest() for each in (text.zh_CN, text.en) if each}


def _decided(item: ItemDocument, grounds: Grounds) -> Made:
    """The same arguments, the same verdict. An approval whose paper has a gap is for a person to look at."""
    found = evaluate(item, grounds.facts, grounds.sources)
    outcome = found.outcome
    papers: tuple[PaperText, ...] = ()
    if outcome is Outcome.APPROVED:
        try:
            papers = tuple(
                fill_paper(document, item, grounds.facts, grounds.sources)
                for document in papers_of(item, grounds.facts.situation)
            )
        except PaperIncomplete:
            outcome = Outcome.MANUAL
    texts = tuple(
        Text(
            document=paper.document.document,
            statement=paper.statement,
            lines=paper.lines,
            valid_until=paper.valid_until,
        )
        for paper in papers
    )
    verdict = Verdict(outcome=outcome, findings=found.findings, missing=found.missing, papers=texts)
    return Made(grounds, verdict, papers)


def _opened(office: Office, connection: Connection, application: Application) -> list[Kept]:
    """What was kept of the decisions, each part proved to be what was written. Raises `NotRepeated`."""
    rounds = applications.decision_rounds(connection, application.application_id)
    if [stored.round for stored in rounds] != list(range(len(rounds))) or not rounds:
        raise NotRepeated(f"{application.application_id}: its decision is gone")
    kept = [_opened_round(office, connection, stored) for stored in rounds]
    first = kept[0]
    said = (application.item, application.version, application.outcome)
    if (first.item.item, first.item.version, first.verdict.outcome.value) != said:
        raise NotRepeated(
            f"{application.application_id}: the application says another item or outcome than its decision"
        )
    return kept


def _opened_round(office: Office, connection: Connection, stored: applications.Decision) -> Kept:
    application_id = stored.application_id
    content = applications.document(connection, stored.document)
    if not isinstance(content, bytes) or hashlib.sha256(content).hexdigest() != stored.document:
        raise NotRepeated(f"{application_id}: the item document was changed")
    try:
        item = ItemDocument.model_validate_json(content)
        facts = office.keys.open_record(stored.facts, _place(application_id, stored.round, "facts"))
        verdict = Verdict.model_validate_json(
            office.keys.open_record(stored.verdict, _place(application_id, stored.round, "verdict"))
        )
        grounds = Grounds.model_validate_json(facts)
    except RecordBroken as error:
        raise NotRepeated(f"{application_id}: what it stands on was changed ({error})") from error
    except ValidationError as error:
        raise NotRepeated(f"{application_id}: what was kept cannot be read any more") from error
    if grounds.document != stored.document:
        raise NotRepeated(f"{application_id}: it was made by another item document")
    return Kept(stored, item, grounds, verdict)


def _bytes(message: Message) -> bytes:
    return message.model_dump_json().encode()


def _place(application_id: str, round_number: int, part: str) -> str:
    return f"decisions/{application_id}/{f'{round_number}/' if round_number else ''}{part}"
