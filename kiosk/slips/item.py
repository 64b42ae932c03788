"""What an item's papers say, as data: the result for its holder, and the notice for whoever comes back another day."""

from __future__ import annotations

from collections.abc import Iterator

from central.contract.application import Paper
from central.contract.item import ItemDocument, Sentence, TimeLimit
from central.contract.messages import Words
from central.contract.texts import Phrases
from devices.paper import Align, Element, Feed, Pair, QrCode, Rule, Slip, Text
from kiosk.wishes.application_requests import ItemNotice, Result
from kiosk.words import measured as measured_words


def result_slip(result: Result, copy_number: int, terminal: str, texts: Phrases) -> Slip:
    """A certificate or receipt. It is the one paper that names its holder in full, and it is handed to nobody else.

    What is received and not decided yet says so under its title, so that it never passes for the decision.
    """
    say, paper = texts.text, result.paper
    elements: list[Element] = [
        Text(texts.words(paper.body), align=Align.CENTRE, bold=True),
        Rule(),
        Text(texts.words(paper.title), scale=2, align=Align.CENTRE, bold=True),
    ]
    if not result.decided:
        elements.append(Text(say("slip.not_decided"), align=Align.CENTRE, bold=True))
    if copy_number:
        elements.append(Text(say("slip.copy", {"n": copy_number}), scale=2, align=Align.CENTRE, bold=True))
    elements += [
        Rule(),
        Text(paper.holder, scale=2, align=Align.CENTRE, bold=True),
        Pair(say("slip.id_number"), paper.holder_number),
        *(Pair(texts.words(line.label), line.value) for line in paper.lines),
        Rule(),
        Text(texts.words(paper.statement)),
        Rule(),
        *(Pair(label, value) for label, value in numbers(paper, texts)),
        Feed(),
        QrCode(paper.verify_url),
        Text(say("slip.verify_result"), align=Align.CENTRE),
        Text(paper.verify_code, align=Align.CENTRE),
        Text(say("slip.terminal", {"name": terminal}), align=Align.CENTRE),
    ]
    return Slip(tuple(elements))


def numbers(paper: Paper, texts: Phrases) -> Iterator[tuple[str, str]]:
    """What a result is found by, on a slip and on a sheet: each with its label."""
    say = texts.text
    yield say("slip.paper_number"), paper.paper_number
    yield say("slip.receipt"), paper.receipt
    yield say("slip.issued_at"), f"{paper.issued_at:%Y-%m-%d %H:%M}"
    if paper.valid_until:
        yield say("slip.valid_until"), paper.valid_until


def notice_slip(notice: ItemNotice, hall: Words, terminal: str, texts: Phrases) -> Slip:
    """一次性告知 (国令722 art 37): conditions, materials, fee and limits with their basis, and whom to call."""
    say, item = texts.text, notice.item

    def sentence(text: Sentence) -> str:
        return notice.catalogue.filled(item, texts.words(text))

    elements: list[Element] = [
        Text(texts.words(hall), align=Align.CENTRE, bold=True),
        Text(say("slip.notice"), align=Align.CENTRE),
        Rule(),
        Text(texts.words(item.name), scale=2, align=Align.CENTRE, bold=True),
        Text(sentence(item.summary)),
        Rule(),
    ]
    if item.conditions:
        elements.append(Text(say("slip.conditions"), bold=True))
        elements += [Text(f"{n}. {sentence(each.text)}") for n, each in enumerate(item.conditions, start=1)]
    if item.materials:
        elements.append(Text(say("slip.materials"), bold=True))
        elements += [
            Text(f"{n}. {texts.words(each.name)} {say(f'slip.material_{each.comes_from.value}')}")
            for n, each in enumerate(item.materials, start=1)
        ]
    elements += [Text(say("slip.fee"), bold=True), Text(_fee(notice, texts))]
    elements += [Text(sentence(waiver)) for waiver in item.fee.waivers]
    elements.append(Text(say("slip.limits"), bold=True))
    elements += [
        Pair(say(f"slip.{name}"), _limit(limit, texts))
        for name, limit in (("legal_limit", item.legal_limit), ("promised_limit", item.promised_limit))
        if limit is not None
    ]
    if notice.measured is not None:
        took = measured_words.said(notice.measured, texts)
        elements.append(Text(say("measured.on_paper", {"said": took.text, "evidence": took.evidence})))
    elements.append(Text(say("slip.basis"), bold=True))
    elements += [Text(f"{texts.words(each.law)}{each.article}") for each in item.legal_basis]
    elements += [
        Rule(),
        Text(texts.words(item.body.name)),
        Pair(say("slip.enquiry"), item.contact.enquiry),
        Pair(say("slip.supervision"), item.contact.supervision),
        Pair(say("slip.item_version"), f"{item.item} {item.version}"),
        Text(say("slip.terminal", {"name": terminal}), align=Align.CENTRE),
    ]
    return Slip(tuple(elements))


def _fee(notice: ItemNotice, texts: Phrases) -> str:
    """What it costs and by which law; a fee without an amount is one that depends, and is not passed off as none."""
    item = notice.item
    if not item.fee.charged:
        return texts.text("slip.no_fee")
    amount = (
        notice.catalogue.filled(item, texts.words(item.fee.amount))
        if item.fee.amount
        else texts.text("slip.fee_charged")
    )
    return f"{amount} {_law(item, item.fee.basis, texts)}" if item.fee.basis else amount


def _law(item: ItemDocument, basis: str, texts: Phrases) -> str:
    law = item.basis(basis)
    return f"{texts.words(law.law)}{law.article}"


def _limit(limit: TimeLimit, texts: Phrases) -> str:
    return texts.text(f"slip.limit_{limit.unit.value}", {"n": limit.amount})
