"""Items, decisions and papers for the tests of the journey of an application. Every person is invented."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from central.contract.application import (
    ApplicationOpen,
    ApplicationReceived,
    Begun,
    ByCard,
    Decision,
    Filled,
    Paper,
    PaperLine,
    PaperOffered,
    SourceSeen,
    SourceState,
)
from central.contract.item import DocumentKind, ItemDocument, Outcome, Sentence
from central.contract.messages import Words
from central.contract.source import DataSource
from devices.portrait import Portrait, load_specs
from kiosk.catalogue.catalogue import Catalogue
from kiosk.wishes.application import CatalogueSeen
from tests.kiosk.people import CARD, NOON

ASSETS = Path(__file__).parents[2] / "assets"
SENIOR: dict[str, Any] = json.loads((ASSETS / "items" / "senior_card.json").read_text("utf-8"))
POPULATION = DataSource.model_validate_json((ASSETS / "sources" / "population.json").read_text("utf-8"))
SPECS = load_specs()
PORTRAIT = Portrait(b"\xff\xd8 a picture", 358, 441)

APPLICATION = "0d" * 16
RECEIPT = "7K2M-Q9TX-4HBD"
APPLICANT = ByCard(id_number=CARD.number, name=CARD.name, valid_until="permanent")


def item(**changes: Any) -> ItemDocument:
    """The senior card, with some of it replaced."""
    return ItemDocument.model_validate({**SENIOR, **changes})


def choice(name: str, **more: Any) -> dict[str, Any]:
    """A field of text."""
    return {"type": "string", "maxLength": 40, "x-control": "text", "x-words": {"zh_CN": name}, **more}


def form(required: tuple[str, ...] = (), **fields: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": list(required)}


PLAIN = item(materials=[m for m in SENIOR["materials"] if m["material"] == "identity"])
"""Card, one consent, one optional field."""


def seen(*items: ItemDocument, **more: Any) -> CatalogueSeen:
    catalogue = Catalogue(1, {each.item: each for each in items}, {"population": POPULATION})
    return CatalogueSeen(catalogue, portraits=SPECS, **more)


def begun(filled: dict[str, Filled] | None = None, state: SourceState = SourceState.ANSWERED, **more: Any) -> Begun:
    return Begun(person="李**", filled=filled or {}, sources=(SourceSeen(source="population", state=state),), **more)


def is_open(outcome: Outcome = Outcome.MANUAL) -> ApplicationOpen:
    return ApplicationOpen(application_id=APPLICATION, receipt=RECEIPT, outcome=outcome, submitted_at=NOON)


def received(outcome: Outcome = Outcome.APPROVED) -> ApplicationReceived:
    return ApplicationReceived(
        application_id=APPLICATION, receipt=RECEIPT, item="senior_card", outcome=outcome, submitted_at=NOON
    )


def decision(
    outcome: Outcome = Outcome.APPROVED, *, papers: bool = True, handed_over: bool = False, copies: int = 0
) -> Decision:
    offered = PaperOffered(
        document="card",
        kind=DocumentKind.CERTIFICATE,
        title=Words(zh_CN="老年优待证", en="Senior card"),
        a4=True,
        copies=copies,
    )
    return Decision(
        application_id=APPLICATION,
        receipt=RECEIPT,
        item="senior_card",
        version=1,
        name=Words(zh_CN="老年优待证办理"),
        outcome=outcome,
        decided_at=NOON,
        by_machine=True,
        findings=(),
        papers=(offered,) if papers else (),
        handed_over=handed_over,
        answer_by=(NOON + timedelta(days=5)).date() if handed_over else None,
    )


def paper() -> Paper:
    return Paper(
        paper_number="SC-2026-000017",
        document="card",
        kind=DocumentKind.CERTIFICATE,
        title=Words(zh_CN="老年优待证", en="Senior benefit card"),
        statement=Sentence(zh_CN="持证人年满60周岁，依法享受老年人优待。"),
        holder=CARD.name,
        holder_number="110***********002X",
        lines=(PaperLine(label=Words(zh_CN="出生日期", en="Date of birth"), value="1949-12-31"),),
        body=Words(zh_CN="区民政局", en="Civil affairs"),
        issued_at=NOON,
        receipt=RECEIPT,
        verify_code="ZP1-7K2M",
        verify_url="https://hall.example/verify/ZP1-7K2M",
    )
