"""The screens of an application, with the sample item."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from central.contract.application import Decision, Finding, Law, Paper, PaperLine, PaperOffered, Seen
from central.contract.clock import ClockKind
from central.contract.item import DocumentKind, ItemDocument, Option, Outcome, Sentence, Situation, StartEvent, Unit
from central.contract.measured import MeasuredTime
from central.contract.messages import Words
from central.contract.source import DataSource
from devices.bench import sheets
from kiosk.catalogue.catalogue import Catalogue
from kiosk.journeys.document import SPEC
from kiosk.readiness import ServiceReadiness
from kiosk.scenes import Home, Scene, Service, WishScene
from kiosk.wishes.application import (
    AgreeToSources,
    AnswerSituation,
    AskForDocument,
    BrowseCatalogue,
    CaptureDocument,
    FromDecision,
    FromDocument,
    Phrase,
    ReadItem,
    ReviewAnswers,
    ReviewDocument,
    ReviewLine,
    ShowDecision,
    TakeResult,
)
from kiosk.wishes.rating import Rate, TellReasons, TellVisit
from kiosk.wishes.wish import Explain, Next, Notice
from tests.ui.camera_pictures import page
from tests.ui.scenes import NOW, readiness
from tests.ui.screen import ROOT

SENIOR_CARD = ItemDocument.model_validate_json((ROOT / "assets/items/senior_card.json").read_bytes())
POPULATION = DataSource.model_validate_json((ROOT / "assets/sources/population.json").read_bytes())
HEALTH = DataSource.model_validate(
    json.loads(POPULATION.model_dump_json())
    | {
        "source": "health_records",
        "sensitive": True,
        "name": {"zh_CN": "居民健康档案", "en": "Health records"},
        "owner": {"zh_CN": "市卫生健康委员会", "en": "Health commission"},
        "kind_of_data": {"zh_CN": "失能等级评估结论", "en": "Result of the disability assessment"},
    }
)

SITUATION = Situation(
    situation="household",
    question=Words(zh_CN="您的户口在哪里？", en="Where are you registered?"),
    options=(
        Option(option="local", words=Words(zh_CN="本市户籍", en="In this city")),
        Option(
            option="permit",
            words=Words(zh_CN="外地户籍，有本市居住证", en="Elsewhere, with a residence permit"),
            hint=Sentence(zh_CN="居住证在有效期内", en="The permit is still valid"),
        ),
        Option(option="neither", words=Words(zh_CN="都没有", en="Neither")),
    ),
)

_LAWS = {each.basis: Law(law=each.law, article=each.article, version=each.version) for each in SENIOR_CARD.legal_basis}
_FACTS = {"years": "66", "min_age": "60", "eligible_on": "2027-03-07"}


def finding(number: int, holds: bool | None = True) -> Finding:
    """What one of the item's rules found."""
    rule = SENIOR_CARD.rules[number]
    sentence = rule.words_true if holds else rule.words_false
    filled = {language: text.format(**_FACTS) for language, text in (("zh_CN", sentence.zh_CN), ("en", sentence.en))}
    yes, name, birth = Words(zh_CN="是", en="yes"), Words(zh_CN="陈**"), Words(zh_CN="1960-03-07")
    seen = tuple(
        Seen(
            label=each.label,
            value=birth if each.source is None else name if "name" in each.value else yes,
            source=POPULATION.name if each.source else None,
            as_of=NOW if each.source else None,
        )
        for each in rule.evidence
    )
    return Finding(
        rule=rule.rule,
        holds=holds,
        sentence=Sentence(**filled),
        basis=_LAWS[rule.basis],
        seen=seen,
        if_false=rule.if_false,
    )


def decision(outcome: Outcome, findings: tuple[Finding, ...], **more: object) -> Decision:
    return Decision.model_validate(
        {
            "application_id": "0" * 32,
            "receipt": "7K3M-9QWX-2B4D",
            "item": SENIOR_CARD.item,
            "version": 1,
            "name": SENIOR_CARD.name,
            "outcome": outcome,
            "decided_at": NOW,
            "by_machine": True,
            "findings": findings,
            "papers": (
                PaperOffered(
                    document="card", kind=DocumentKind.CERTIFICATE, title=SENIOR_CARD.documents[0].title, a4=True
                ),
            ),
            **more,
        }
    )


APPROVED = decision(Outcome.APPROVED, tuple(finding(number) for number in range(4)))
RATEABLE = APPROVED.model_copy(update={"can_rate": True})
REFUSAL = decision(Outcome.REFUSAL_PROPOSED, (finding(0), finding(1), finding(2, False), finding(3)))
MANUAL = decision(Outcome.MANUAL, (finding(0, None), finding(1), finding(2), finding(3)))
HANDED_OVER = decision(Outcome.REFUSAL_PROPOSED, REFUSAL.findings, handed_over=True, answer_by="2026-11-27")
SUPPLEMENT = decision(
    Outcome.SUPPLEMENT,
    APPROVED.findings,
    papers=(),
    asked=("material.portrait", "field.phone"),
    by_machine=False,
    reason="照片看不清脸，手机号码少一位",
)
REFUSED = decision(
    Outcome.REFUSED,
    REFUSAL.findings,
    papers=(),
    by_machine=False,
    reason="户籍登记的出生日期未满六十周岁",
    appeal="不服的，可以在六十日内向本级人民政府申请行政复议，也可以在六个月内向人民法院起诉。",
)

PAPER = Paper(
    paper_number="LN-2026-00017-4",
    document="card",
    kind=DocumentKind.CERTIFICATE,
    title=SENIOR_CARD.documents[0].title,
    statement=Sentence(zh_CN="持证人年满60周岁，依法享受老年人优待。", en="The holder is 60 or older."),
    holder="陈国安",
    holder_number="110***********0013"[:18],
    lines=(PaperLine(label=Words(zh_CN="性别", en="Sex"), value="男"),),
    body=SENIOR_CARD.body.name,
    issued_at=NOW,
    receipt=APPROVED.receipt,
    verify_code="7K3M-9QWX-2B4D-V8",
    verify_url="https://example.invalid/v/7K3M9QWX2B4DV8",
)


def application(wish: object, *, back: bool = True) -> WishScene:
    return WishScene(Service.APPLY_FOR_ITEM, wish, back)  # type: ignore[arg-type]


CATALOGUE = Catalogue(1, {SENIOR_CARD.item: SENIOR_CARD}, {POPULATION.source: POPULATION})
WHOLE = Catalogue(
    1,
    {
        item.item: item
        for path in sorted((ROOT / "assets/items").glob("*.json"))
        for item in [ItemDocument.model_validate_json(path.read_bytes())]
    },
)
REASONS = {"pension_check": Notice("paper_out"), "senior_card": Notice("camera_away")}

LEASE_ITEM = WHOLE.items["residence_registration"]
LEASE = next(each for each in LEASE_ITEM.materials if each.material == "lease")

PERMIT = WHOLE.items["residence_permit"]
TOOK = MeasuredTime(
    item=PERMIT.item,
    kind=ClockKind.PROMISED,
    limit_unit=Unit.DAY,
    starts_at=StartEvent.ACCEPTED,
    unit=Unit.DAY,
    median=9,
    ninety=14,
    count=128,
    left_out=0,
    first=date(2026, 8, 25),
    last=date(2026, 11, 22),
)
FEW = TOOK.model_copy(update={"median": None, "ninety": None, "count": 7})

APPLY = Service.APPLY_FOR_ITEM

APPLICATION_SCENES: dict[str, Scene] = {
    "home_three": Home(
        replace(readiness(), services={**readiness().services, APPLY.value: ServiceReadiness(possible=True)})
    ),
    "catalogue": application(BrowseCatalogue(WHOLE, REASONS)),
    "catalogue_items": application(BrowseCatalogue(WHOLE, REASONS)),
    "catalogue_search": application(BrowseCatalogue(WHOLE, REASONS)),
    "item": application(ReadItem(CATALOGUE, SENIOR_CARD)),
    "item_measured": application(ReadItem(WHOLE, PERMIT, measured=TOOK)),
    "item_measured_few": application(ReadItem(WHOLE, PERMIT, measured=FEW)),
    "item_not_now": application(ReadItem(CATALOGUE, SENIOR_CARD, Notice("paper_out"))),
    "situation": application(AnswerSituation(SENIOR_CARD, SITUATION)),
    "situation_again": application(AnswerSituation(SENIOR_CARD, SITUATION, "permit")),
    "sources_one": application(AgreeToSources(SENIOR_CARD, (POPULATION,))),
    "sources": application(AgreeToSources(SENIOR_CARD, (POPULATION, HEALTH))),
    "page_ask": application(AskForDocument(LEASE_ITEM, LEASE, (FromDocument.START,))),
    "page_ask_ways": application(AskForDocument(LEASE_ITEM, LEASE, tuple(FromDocument))),
    "page_opening": application(CaptureDocument(LEASE_ITEM, LEASE, 1, SPEC)),
    "page_none": application(CaptureDocument(LEASE_ITEM, LEASE, 1, SPEC)),
    "page_glare": application(CaptureDocument(LEASE_ITEM, LEASE, 2, SPEC)),
    "page_hand": application(CaptureDocument(LEASE_ITEM, LEASE, 2, SPEC)),
    "page_hold_still": application(CaptureDocument(LEASE_ITEM, LEASE, 1, SPEC)),
    "page_review": application(ReviewDocument(LEASE_ITEM, LEASE, (page(),))),
    "page_review_close": application(ReviewDocument(LEASE_ITEM, LEASE, (page(),))),
    "page_review_many": application(
        ReviewDocument(LEASE_ITEM, LEASE, (page(), page(sheets.Paper.FORM), page(sheets.Paper.CARD), *[page()] * 3), 2)
    ),
    "page_review_most": application(
        ReviewDocument(LEASE_ITEM, LEASE.model_copy(update={"pages_most": 20}), (page(),) * 14, 9)
    ),
    "page_away": application(Explain(Notice("page_camera_away"), (Next.AGAIN, Next.HOME))),
    "review_pages": application(
        ReviewAnswers(
            LEASE_ITEM,
            (
                (Phrase("applicant"), (ReviewLine(Phrase("name"), "李**"),)),
                (
                    Phrase("materials"),
                    (
                        ReviewLine(
                            LEASE.name,
                            Phrase("pages", {"n": 2}),
                            "material.lease",
                            pages=(page(), page(sheets.Paper.FORM)),
                        ),
                    ),
                ),
            ),
        )
    ),
    "decision_approved": application(ShowDecision(APPROVED, (FromDecision.PRINT, FromDecision.HOME)), back=False),
    "decision_refusal": application(ShowDecision(REFUSAL, (FromDecision.HAND_OVER, FromDecision.HOME)), back=False),
    "decision_manual": application(
        ShowDecision(MANUAL, (FromDecision.PRINT, FromDecision.HAND_OVER, FromDecision.HOME), Notice("paper_out")),
        back=False,
    ),
    "decision_supplement": application(
        ShowDecision(
            SUPPLEMENT,
            (FromDecision.SUPPLEMENT, FromDecision.ANEW, FromDecision.HOME),
            owed=(
                Words(zh_CN="近期免冠照片", en="Recent portrait"),
                Words(zh_CN="您的手机号码", en="Your phone number"),
            ),
        ),
        back=False,
    ),
    "decision_supplement_elsewhere": application(
        ShowDecision(
            SUPPLEMENT,
            (FromDecision.ANEW, FromDecision.HOME),
            Notice("supplement_not_here"),
            (Words(zh_CN="近期免冠照片", en="Recent portrait"),),
        ),
        back=False,
    ),
    "decision_refused": application(ShowDecision(REFUSED, (FromDecision.HOME,)), back=False),
    "decision_handed_over": application(ShowDecision(HANDED_OVER, (FromDecision.PRINT, FromDecision.HOME)), back=False),
    "result": application(TakeResult(RATEABLE, PAPER, "明天起凭证乘车。"), back=False),
    "result_no_paper": application(TakeResult(APPROVED, PAPER, notice=Notice("paper_out")), back=False),
    "rate": application(Rate(APPROVED.receipt, SENIOR_CARD.name), back=False),
    "reasons": application(TellReasons(5, "7K2M-Q9TX-4HBD"), back=False),
    "visit": application(TellVisit(), back=False),
}
"""By the name of the picture."""
