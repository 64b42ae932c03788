"""Every screen of an item's journey that its document has a say in, with something to show in each gap.

What a citizen or a register will say is not known here: it is stood in for by something as long as it may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from central.contract.application import ByCard, Decision, Finding, Law, MaterialSent, Paper, PaperLine, PaperOffered
from central.contract.application import Seen as SeenValue
from central.contract.clock import ClockKind
from central.contract.form import Control, FormField, fields
from central.contract.item import (
    DecisionRule,
    ItemDocument,
    Line,
    Material,
    MaterialFrom,
    Outcome,
    ResultDocument,
    Sentence,
    StartEvent,
    Unit,
)
from central.contract.measured import MeasuredTime
from central.contract.messages import Words
from devices.document import Page
from kiosk.catalogue.catalogue import Catalogue
from kiosk.journeys.application import Application
from kiosk.journeys.application_review import sections
from kiosk.journeys.document import SPEC
from kiosk.scenes import Service, WishScene
from kiosk.wishes.application import (
    AgreeToSources,
    AnswerSituation,
    AskForDocument,
    BrowseCatalogue,
    CaptureDocument,
    CatalogueSeen,
    EntryOf,
    FillField,
    FromDecision,
    FromDocument,
    ListEntries,
    ReadItem,
    ReviewAnswers,
    ReviewDocument,
    ShowDecision,
    SignPromise,
    TakeResult,
)
from kiosk.wishes.rating import Rate
from kiosk.wishes.wish import ScreenWish

NOW = datetime(2026, 11, 22, 10, 7, tzinfo=UTC)
SOMEBODY = ByCard(id_number="11010519491231002X", name="欧阳国安", nation="汉", address="", valid_until="permanent")
RECEIPT = "7K3M-9QWX-2B4D"
SAID = "2026-11-22"  # stands in for what only a decision knows
_DIGEST = "0" * 64
_PAGE = Page(b"", 1654, 2339)  # A4, with nothing on it
_GAP = re.compile(r"\{[a-z][a-z0-9_]*\}")

Place = str
"""Where in the document the screen comes from."""


def scenes(catalogue: Catalogue, item: ItemDocument) -> Iterator[tuple[Place, WishScene]]:
    """The screens with their places, in the order of the visit."""
    for place, wish in _wishes(catalogue, item):
        yield place, WishScene(Service.APPLY_FOR_ITEM, wish, back=True)


def _wishes(catalogue: Catalogue, item: ItemDocument) -> Iterator[tuple[Place, ScreenWish[Any]]]:
    yield "name", BrowseCatalogue(Catalogue(1, {item.item: item}))
    yield "summary", ReadItem(catalogue, item, measured=sample_measured(item))
    sources = {use.source: catalogue.sources[use.source] for use in item.sources}
    if sources:
        yield "sources", AgreeToSources(item, tuple(sources.values()), catalogue.facts(item))
    for number, situation in enumerate(item.situations):
        yield f"situations.{number}", AnswerSituation(item, situation)
    yield from _asked(item, fields(item.form), "form")
    if item.promise is not None:
        text, consequence = (
            catalogue.filled_sentence(item, each) for each in (item.promise.text, item.promise.consequence)
        )
        yield "promise", SignPromise(item, text, consequence)
    for number, material in enumerate(item.materials):
        if material.comes_from is MaterialFrom.DOCUMENT:
            for wish in _laid_down(item, material):
                yield f"materials.{number}", wish
    for number in range(max((len(each.options) for each in item.situations), default=1)):
        yield "form", ReviewAnswers(item, sections(_answered(catalogue, item, number)))
    for number, document in enumerate(item.documents):
        paper = sample_paper(catalogue, item, document)
        follows = item.result.follows
        said = catalogue.filled(item, follows.zh_CN) if follows else ""
        yield f"documents.{number}", TakeResult(_decision(catalogue, item, Outcome.APPROVED), paper, said)
    for outcome in (Outcome.APPROVED, Outcome.REFUSAL_PROPOSED):
        choices = (FromDecision.PRINT, FromDecision.HAND_OVER, FromDecision.HOME)
        yield "rules", ShowDecision(_decision(catalogue, item, outcome), choices)
    yield "name", Rate(RECEIPT, item.name)


def sample_measured(item: ItemDocument) -> MeasuredTime:
    """What it took, in as many words as that may be."""
    return MeasuredTime(
        item=item.item,
        kind=ClockKind.PROMISED,
        limit_unit=Unit.WORKING_DAY,
        starts_at=StartEvent.COMPLETE,
        unit=Unit.WORKING_DAY,
        median=188,
        ninety=288,
        count=88_888,
        left_out=888,
        first=date(2026, 10, 28),
        last=date(2027, 1, 25),
    )


def _asked(item: ItemDocument, asked: Sequence[FormField], within: str) -> Iterator[tuple[Place, ScreenWish[Any]]]:
    for step, field in enumerate(asked, start=1):
        place = f"{within}.properties.{field.name}"
        if field.control is Control.GROUP:
            yield from _grouped(item, field, place)
        else:
            yield place, FillField(item, field, step=step, steps=len(asked))


def _laid_down(item: ItemDocument, material: Material) -> Iterator[ScreenWish[Any]]:
    """The screens of a paper document, with every way on and as many pages as it may have."""
    yield AskForDocument(item, material, tuple(FromDocument))
    yield CaptureDocument(item, material, material.pages_most, SPEC)
    yield ReviewDocument(item, material, (_PAGE,) * material.pages_most)


def _grouped(item: ItemDocument, group: FormField, place: Place) -> Iterator[tuple[Place, ScreenWish[Any]]]:
    """The list with nobody and with everybody in it, and the questions of the last entry."""
    entries = tuple(_answer(group))
    yield place, ListEntries(item, group)
    yield place, ListEntries(item, group, entries)
    for step, part in enumerate(group.parts, start=1):
        entry = EntryOf(group, len(entries))
        yield (
            f"{place}.items.properties.{part.name}",
            FillField(item, part, step=step, steps=len(group.parts), entry=entry),
        )


# ---------------------------------------------------------------- what stands in for a citizen and a register


def sample_paper(catalogue: Catalogue, item: ItemDocument, document: ResultDocument) -> Paper:
    """A paper as the office would send it."""
    return Paper(
        paper_number="2026-000017-4",
        document=document.document,
        kind=document.kind,
        title=document.title,
        statement=_filled(catalogue, item, document.statement),
        holder=SOMEBODY.name,
        holder_number="110***********002X",
        lines=tuple(_line(line) for line in document.lines),
        body=item.body.name,
        issued_at=NOW,
        valid_until=SAID if document.valid_until else "",
        receipt=RECEIPT,
        verify_code="7K3M-9QWX-2B4D-V8",
        verify_url="https://office.example.gov.cn/verify/7K3M9QWX2B4DV8",
    )


def _line(line: Line) -> PaperLine:
    return PaperLine(label=line.label, value=SAID)


def _decision(catalogue: Catalogue, item: ItemDocument, outcome: Outcome) -> Decision:
    offered = [
        PaperOffered(document=each.document, kind=each.kind, title=each.title, a4=each.a4) for each in item.documents
    ]
    return Decision(
        application_id="0" * 32,
        receipt=RECEIPT,
        item=item.item,
        version=item.version,
        name=item.name,
        outcome=outcome,
        decided_at=NOW,
        by_machine=True,
        findings=tuple(_finding(catalogue, item, rule, outcome is Outcome.APPROVED) for rule in item.rules),
        papers=tuple(offered),
        can_rate=True,
    )


def _finding(catalogue: Catalogue, item: ItemDocument, rule: DecisionRule, holds: bool) -> Finding:
    basis = item.basis(rule.basis)
    seen = []
    for each in rule.evidence:
        source = catalogue.sources[each.source].name if each.source else None
        seen.append(SeenValue(label=each.label, value=Words(zh_CN=SAID), source=source, as_of=NOW if source else None))
    return Finding(
        rule=rule.rule,
        holds=holds,
        sentence=_filled(catalogue, item, rule.words_true if holds else rule.words_false),
        basis=Law(law=basis.law, article=basis.article, version=basis.version),
        seen=tuple(seen),
        if_false=rule.if_false,
    )


def _filled(catalogue: Catalogue, item: ItemDocument, sentence: Sentence) -> Sentence:
    """With the parameters in their gaps, and something in those that a decision fills."""
    chinese, english = (_GAP.sub(SAID, catalogue.filled(item, each)) for each in (sentence.zh_CN, sentence.en))
    return Sentence(zh_CN=chinese[:600], en=english[:900])


def _answered(catalogue: Catalogue, item: ItemDocument, number: int) -> Application:
    """An application with everything answered: the option of that number wherever there is one."""
    situation = {each.situation: each.options[min(number, len(each.options) - 1)].option for each in item.situations}
    application = Application(CatalogueSeen(catalogue), item, SOMEBODY, situation=situation)
    application.consents = tuple(dict.fromkeys(use.source for use in item.sources))
    application.answers = {field.name: _answer(field) for field in application.fields}
    application.materials = {
        each.material: MaterialSent(material=each.material, media_type="image/jpeg", pages=(_DIGEST,))
        for each in application.wanted
    }
    papers = (each for each in application.wanted if each.comes_from is MaterialFrom.DOCUMENT)
    application.pages = {each.material: (_PAGE,) * each.pages_most for each in papers}
    application.signed = _DIGEST if application.promise else None
    return application


def _answer(field: FormField) -> Any:
    """As long an answer as the field takes."""
    most = int(field.schema.get("maxLength", 18))
    match field.control:
        case Control.CHOICE:
            return max(field.options, key=lambda option: len(field.options[option].zh_CN), default="")
        case Control.CHOICES:
            return list(field.options)[: field.schema.get("maxItems", len(field.options))]
        case Control.YES_NO:
            return True
        case Control.GROUP:
            return [{part.name: _answer(part) for part in field.parts}] * int(field.schema.get("maxItems", 1))
        case Control.NUMBER | Control.MONEY:
            return field.schema.get("maximum", 0)
        case Control.DATE:
            return SAID
        case Control.MONTH:
            return SAID[:7]
        case Control.TEXT | Control.NAME | Control.ADDRESS:
            return "国" * min(most, 60)
        case _:
            return "8" * min(most, 19)
