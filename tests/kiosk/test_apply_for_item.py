"""The journey of an application as a list: what it wishes, what it is told, how it ends."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import pytest

from central.contract.application import (
    BeginApplication,
    ByIdentityCode,
    Decision,
    Filled,
    HandedOver,
    HandOver,
    MaterialKept,
    MaterialSent,
    ReadDecision,
    ReadPaper,
    SignatureSheet,
    SourceState,
    SubmitApplication,
    SupplementApplication,
)
from central.contract.clock import ClockKind
from central.contract.form import asked
from central.contract.item import ItemDocument, Sentence, StartEvent, Unit
from central.contract.item import Outcome as Decided
from central.contract.measured import MeasuredTime
from central.contract.messages import Received, RuleCode, Words
from central.contract.rating import RateCase
from devices.id_card_faults import CardUnreadable
from devices.paper import PaperState
from devices.printer_status import PaperOut
from kiosk.catalogue.catalogue import Catalogue
from kiosk.faults import CodeRefused, RuleHit
from kiosk.journeys.apply_for_item import apply_for_item
from kiosk.journeys.decision import show_decision
from kiosk.wishes.application import (
    AgreeToSources,
    AnswerSituation,
    BrowseCatalogue,
    CatalogueSeen,
    Change,
    FillField,
    FromDecision,
    FromItem,
    Phrase,
    ReadItem,
    ReviewAnswers,
    ShowDecision,
    SignPromise,
    Submit,
    TakeResult,
)
from kiosk.wishes.application_requests import (
    ItemNotice,
    LookAtCatalogue,
    Result,
    Stamp,
    StampApplication,
    UploadMaterial,
)
from kiosk.wishes.rating import Rate, TellVisit
from kiosk.wishes.wish import (
    AgreeToPortrait,
    Ask,
    CapturePortrait,
    CardShown,
    CheckCode,
    CheckPrinter,
    CodeShown,
    CountPapers,
    Do,
    Explain,
    Next,
    Notice,
    Outcome,
    Present,
    Print,
    ReviewPortrait,
    Way,
)
from kiosk.words.answer import said
from tests.kiosk.applications import (
    APPLICANT,
    APPLICATION,
    PLAIN,
    POPULATION,
    PORTRAIT,
    RECEIPT,
    SENIOR,
    SPECS,
    begun,
    choice,
    decision,
    form,
    is_open,
    item,
    paper,
    received,
    seen,
)
from tests.kiosk.people import CARD, NOON
from tests.kiosk.test_journeys import play

Script = list[tuple[Any, Any]]
PHONE = "ZI1:" + "A" * 129
WAYS = (Way.IDENTITY_CODE, Way.ID_CARD)
TOOK = MeasuredTime(
    item="senior_card",
    kind=ClockKind.PROMISED,
    limit_unit=Unit.AT_ONCE,
    starts_at=StartEvent.SUBMITTED,
    unit=Unit.HOUR,
    median=0,
    ninety=2,
    count=128,
    left_out=0,
    first=date(2026, 8, 25),
    last=date(2026, 11, 22),
)
STAMP = (Ask(StampApplication()), Stamp(APPLICATION, NOON))


class Some:
    """Equal to every wish of a kind, and keeps it."""

    def __init__(self, kind: type) -> None:
        self.kind, self.wish = kind, None

    def __eq__(self, other: object) -> bool:
        self.wish = other
        return isinstance(other, self.kind)

    __hash__ = None


def choosing(of: CatalogueSeen, chosen: ItemDocument) -> Script:
    """From the catalogue to the card."""
    return [
        (Ask(LookAtCatalogue()), of),
        (BrowseCatalogue(of.catalogue, of.reasons), chosen.item),
        (ReadItem(of.catalogue, chosen, no_pages=of.no_pages), FromItem.APPLY),
        (Ask(CheckPrinter()), None),
        (Present(WAYS), CardShown(CARD)),
        knowing(chosen),
    ]


def knowing(chosen: ItemDocument, answer: Any = None, applicant: Any = APPLICANT) -> tuple[Any, Any]:
    """What the office says of whoever has just shown card or code."""
    return Ask(BeginApplication(item=chosen.item, version=1, applicant=applicant, anew=True)), answer or begun()


def agreeing(chosen: ItemDocument) -> tuple[Any, Any]:
    return AgreeToSources(chosen, (POPULATION,), Catalogue().facts(chosen)), ("population",)


def beginning(chosen: ItemDocument, answer: Any, **more: Any) -> tuple[Any, Any]:
    wanted = {"applicant": APPLICANT, "consents": ("population",), **more}
    return Ask(BeginApplication(item=chosen.item, version=1, **wanted)), answer


def filling(chosen: ItemDocument, name: str, given: Any, **more: Any) -> tuple[Any, Any]:
    fields = asked(chosen.form, more.pop("situation", {}))
    step = next(step for step, each in enumerate(fields, 1) if each.name == name)
    return FillField(chosen, fields[step - 1], step=step, steps=len(fields), **more), given


def submitting(chosen: ItemDocument, answer: Any = None, **more: Any) -> Script:
    wanted = {"applicant": APPLICANT, "consents": ("population",), **more}
    return [
        STAMP,
        (
            Do(
                SubmitApplication(
                    application_id=APPLICATION,
                    item=chosen.item,
                    version=1,
                    asked_at=NOON,
                    **wanted,
                )
            ),
            answer or received(),
        ),
    ]


def deciding(what: Any, choices: tuple[FromDecision, ...], choice: FromDecision) -> Script:
    question = ReadDecision(application_id=APPLICATION, applicant=APPLICANT)
    return [(Ask(question), what), (ShowDecision(what, choices), choice)]


APPROVED = deciding(decision(), (FromDecision.PRINT, FromDecision.HOME), FromDecision.PRINT)
READ_PAPER = (Ask(ReadPaper(application_id=APPLICATION, document="card", applicant=APPLICANT)), paper())
PRINTING: Script = [
    (Ask(CountPapers(APPLICATION)), 0),
    READ_PAPER,
    (Print(Result(APPLICATION, paper(), a4=True)), PaperState.PRINTED),
]
LEAVING: Script = [*APPROVED, *PRINTING, (TakeResult(decision(), paper()), False)]
REVIEW = (Some(ReviewAnswers), Submit())


def test_a_person_of_seventy_leaves_with_the_card() -> None:
    """The show piece, whole: notice, consent, portrait, decision, paper, rating."""
    senior = item()
    of = seen(senior, measured={senior.item: TOOK})
    picture = hashlib.sha256(PORTRAIT.jpeg).hexdigest()
    sent = MaterialSent(material="portrait", media_type="image/jpeg", pages=(picture,))
    catalogue = of.catalogue
    outcome = play(
        apply_for_item(),
        (Ask(LookAtCatalogue()), of),
        (BrowseCatalogue(catalogue), "senior_card"),
        (ReadItem(catalogue, senior, measured=TOOK), FromItem.PRINT_NOTICE),
        (Print(ItemNotice(catalogue, senior, TOOK)), PaperState.PRINTED),
        (ReadItem(catalogue, senior, measured=TOOK), FromItem.APPLY),
        (Ask(CheckPrinter()), None),
        (Present(WAYS), CardShown(CARD)),
        knowing(senior),
        agreeing(senior),
        beginning(senior, begun()),
        filling(senior, "phone", "13800138001"),
        (AgreeToPortrait(senior.name), True),
        (CapturePortrait(SPECS["id_photo"]), PORTRAIT),
        (ReviewPortrait(PORTRAIT), True),
        (Ask(UploadMaterial(PORTRAIT.jpeg)), MaterialKept(digest=picture)),
        REVIEW,
        *submitting(senior, answers={"phone": "13800138001"}, materials=(sent,)),
        *APPROVED,
        *PRINTING,
        (TakeResult(decision(), paper()), True),
        (Rate(RECEIPT, senior.name), 1),
        (Do(RateCase(number=RECEIPT, proof=APPLICANT, level=1)), Received()),
        (TellVisit(), ()),
    )
    assert outcome is Outcome.RESULT_PRINTED


def test_the_review_shows_everything_and_leads_back_to_each() -> None:
    chosen = item(
        materials=SENIOR["materials"][:1],
        form=form(
            name=choice("姓名", **{"x-fill": "person.name"}),
            street=choice("住址", **{"x-fill": "sources.population.address"}),
            note=choice("备注"),
        ),
    )
    filled = {
        "name": Filled(value="李**", masked=True),
        "street": Filled(value="晨光路18号", source="population"),
    }
    journey = apply_for_item()
    first, again = Some(ReviewAnswers), Some(ReviewAnswers)
    outcome = play(
        journey,
        *choosing(seen(chosen), chosen),
        agreeing(chosen),
        beginning(chosen, begun(filled)),
        filling(chosen, "note", None),
        (first, Change("field.street")),
        filling(chosen, "street", "晨光路20号", value="晨光路18号", filled=filled["street"], source=POPULATION.name),
        (again, Submit()),
        *submitting(chosen, answers={"street": "晨光路20号"}),
        *LEAVING,
    )
    assert outcome is Outcome.RESULT_PRINTED

    def line(review: Some, label: Any) -> Any:
        return next(each for _, lines in review.wish.sections for each in lines if each.label == label)

    name, street, _note = asked(chosen.form, {})
    assert line(first, Phrase("name")).value == "李**"
    assert line(first, name.words).key is None, "a masked value is nobody's to change"
    assert (line(first, street.words).value, line(first, street.words).source) == ("晨光路18号", POPULATION.name)
    assert line(first, chosen.materials[0].name).value == Phrase("fetched")
    assert (line(again, street.words).value, line(again, street.words).source) == ("晨光路20号", "")


def test_a_filled_field_that_is_left_as_it_was_is_still_the_sources() -> None:
    chosen = item(materials=[], form=form(street=choice("住址", **{"x-fill": "sources.population.address"})))
    filled = {"street": Filled(value="晨光路18号", source="population")}
    outcome = play(
        apply_for_item(),
        *choosing(seen(chosen), chosen),
        agreeing(chosen),
        beginning(chosen, begun(filled)),
        (Some(ReviewAnswers), Change("field.street")),
        filling(chosen, "street", "晨光路18号", value="晨光路18号", filled=filled["street"], source=POPULATION.name),
        REVIEW,
        *submitting(chosen),
        *LEAVING,
    )
    assert outcome is Outcome.RESULT_PRINTED


SITUATION = {
    "situation": "lost",
    "question": {"zh_CN": "原来的证丢了吗？"},
    "options": [{"option": "yes", "words": {"zh_CN": "丢了"}}, {"option": "no", "words": {"zh_CN": "没有"}}],
}
HOW = {
    "situation": "how",
    "question": {"zh_CN": "怎么丢的？"},
    "options": [{"option": "stolen", "words": {"zh_CN": "被偷"}}, {"option": "other", "words": {"zh_CN": "其他"}}],
    "when": {"lost": ["yes"]},
}


def test_a_changed_situation_asks_again_what_depends_on_it_and_nothing_else() -> None:
    chosen = item(
        materials=[],
        situations=[SITUATION, HOW],
        form=form(note=choice("备注"), report=choice("报案号", **{"x-when": {"lost": ["yes"]}})),
    )
    lost, how = chosen.situations
    yes = {"lost": "yes", "how": "stolen"}
    outcome = play(
        apply_for_item(),
        *choosing(seen(chosen), chosen),
        agreeing(chosen),
        (AnswerSituation(chosen, lost), "yes"),
        (AnswerSituation(chosen, how), "stolen"),
        beginning(chosen, begun(), situation=yes),
        filling(chosen, "note", "无", situation=yes),
        filling(chosen, "report", "A1", situation=yes),
        (Some(ReviewAnswers), Change("situation.lost")),
        (AnswerSituation(chosen, lost, "yes"), "no"),
        beginning(chosen, begun(), situation={"lost": "no"}, answers={"note": "无"}),
        REVIEW,
        *submitting(chosen, situation={"lost": "no"}, answers={"note": "无"}),
        *LEAVING,
    )
    assert outcome is Outcome.RESULT_PRINTED


def test_a_source_is_asked_once_what_it_needs_has_been_typed() -> None:
    use = {"source": "population", "purpose": {"zh_CN": "核对"}, "by": {"id_number": "answers.child"}}
    chosen = item(
        materials=[],
        sources=[use],
        form=form(
            ("child",),
            child=choice("孩子的证号"),
            street=choice("住址", **{"x-fill": "sources.population.address"}),
        ),
    )
    filled = {"street": Filled(value="晨光路18号", source="population")}
    outcome = play(
        apply_for_item(),
        *choosing(seen(chosen), chosen),
        agreeing(chosen),
        beginning(chosen, begun(state=SourceState.NOT_ASKED)),
        filling(chosen, "child", "11010519491231002X"),
        beginning(chosen, begun(filled), answers={"child": "11010519491231002X"}),
        REVIEW,
        *submitting(chosen, answers={"child": "11010519491231002X"}),
        *LEAVING,
    )
    assert outcome is Outcome.RESULT_PRINTED


PROMISE = {
    "text": {"zh_CN": "本人承诺已满{min_age}周岁。", "en": "I promise to be {min_age} or older."},
    "consequence": {"zh_CN": "不实的，撤销证件。"},
}
PAPER = {"material": "proof", "name": {"zh_CN": "居住证明"}, "comes_from": "document", "promised": True}
TEXT = "本人承诺已满60周岁。"
STROKES = ((0, 0, 500, 500), (600, 100, 700, 900))


def test_a_signature_is_bound_to_the_text_that_was_read() -> None:
    chosen = item(materials=[PAPER], promise=PROMISE, form=form())
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    sheet = SignatureSheet(text=digest, strokes=STROKES, signed_at=NOON).model_dump_json().encode()
    kept = hashlib.sha256(sheet).hexdigest()
    text = Sentence(zh_CN=TEXT, en="I promise to be 60 or older.")
    sign = SignPromise(chosen, text, Sentence(zh_CN="不实的，撤销证件。"))
    signing = [(sign, STROKES), STAMP, (Ask(UploadMaterial(sheet)), MaterialKept(digest=kept))]
    sent = MaterialSent(material="promise", media_type="application/json", pages=(kept,))
    outcome = play(
        apply_for_item(),
        *choosing(seen(chosen, no_pages=Notice("material_not_here")), chosen),
        agreeing(chosen),
        beginning(chosen, begun()),
        (sign, None),
        (Explain(Notice("promise_declined"), (Next.AGAIN, Next.HOME)), Next.AGAIN),
        *signing,
        (Some(ReviewAnswers), Change("material.promise")),
        *signing,
        REVIEW,
        *submitting(chosen, materials=(sent,), promise=digest),
        *LEAVING,
    )
    assert outcome is Outcome.RESULT_PRINTED


def test_whoever_needs_a_paper_document_is_told_before_any_question_but_the_one_that_says_so() -> None:
    document = {**PAPER, "promised": False, "when": {"lost": ["yes"]}}
    chosen = item(materials=[document], situations=[SITUATION])
    outcome = play(
        apply_for_item(),
        *choosing(seen(chosen, no_pages=Notice("material_not_here")), chosen),
        agreeing(chosen),
        (AnswerSituation(chosen, chosen.situations[0]), "yes"),
        (Explain(Notice("material_not_here"), (Next.OTHER_ITEM, Next.HOME)), Next.HOME),
    )
    assert outcome is Outcome.RULE_EXPLAINED


def test_without_the_portrait_that_it_needs_there_is_no_application() -> None:
    chosen = item(form=form())
    outcome = play(
        apply_for_item(),
        *choosing(seen(chosen), chosen),
        agreeing(chosen),
        beginning(chosen, begun()),
        (AgreeToPortrait(chosen.name), False),
        (Explain(Notice("portrait_needed"), (Next.AGAIN, Next.HOME)), Next.HOME),
    )
    assert outcome is Outcome.RULE_EXPLAINED


def test_a_source_that_is_needed_and_refused_ends_it_and_nobody_is_asked() -> None:
    outcome = play(
        apply_for_item(),
        *choosing(seen(PLAIN), PLAIN),
        (AgreeToSources(PLAIN, (POPULATION,), Catalogue().facts(PLAIN)), ()),
        (Explain(Notice("consent_needed"), (Next.AGAIN, Next.HOME)), Next.HOME),
    )
    assert outcome is Outcome.RULE_EXPLAINED


def test_a_silent_source_is_told_and_may_be_asked_again() -> None:
    silent = Notice("source_silent", {"source": "人口基础信息库"})
    outcome = play(
        apply_for_item(),
        *choosing(seen(PLAIN), PLAIN),
        agreeing(PLAIN),
        beginning(PLAIN, begun(state=SourceState.SILENT, stopped_by="population")),
        (Explain(silent, (Next.AGAIN, Next.OTHER_ITEM, Next.HOME)), Next.AGAIN),
        beginning(PLAIN, begun()),
        filling(PLAIN, "phone", None),
        REVIEW,
        *submitting(PLAIN),
        *LEAVING,
    )
    assert outcome is Outcome.RESULT_PRINTED


def test_what_cannot_be_done_now_is_said_before_the_card_and_another_item_may_be_chosen() -> None:
    reason = Notice("item_closed", {"first": "09:00", "last": "17:00"})
    other = item(item="other_card", materials=[], form=form())
    of = seen(PLAIN, other, reasons={"senior_card": reason})
    outcome = play(
        apply_for_item(),
        (Ask(LookAtCatalogue()), of),
        (BrowseCatalogue(of.catalogue, of.reasons), "senior_card"),
        (ReadItem(of.catalogue, PLAIN, reason), FromItem.APPLY),
        (Explain(reason, (Next.OTHER_ITEM, Next.HOME)), Next.OTHER_ITEM),
        (BrowseCatalogue(of.catalogue, of.reasons), "other_card"),
        (ReadItem(of.catalogue, other), FromItem.APPLY),
        (Ask(CheckPrinter()), None),
        (Present(WAYS), CardShown(CARD)),
        knowing(other),
        agreeing(other),
        beginning(other, begun()),
        REVIEW,
        *submitting(other),
        *deciding(decision(), (FromDecision.PRINT, FromDecision.HOME), FromDecision.HOME),
    )
    assert outcome is Outcome.DECISION_SHOWN


def test_a_phone_is_as_good_as_the_card_from_the_first_question_to_the_paper() -> None:
    """The code is all that the terminal knows of the person: it goes with everything that is asked and sent."""
    code = ByIdentityCode(payload=PHONE)
    question = ReadDecision(application_id=APPLICATION, applicant=code)
    outcome = play(
        apply_for_item(),
        *choosing(seen(PLAIN), PLAIN)[:-2],
        (Present(WAYS), CodeShown(PHONE)),
        (Ask(CheckCode(Way.IDENTITY_CODE, PHONE)), PHONE),
        knowing(PLAIN, applicant=code),
        agreeing(PLAIN),
        beginning(PLAIN, begun(), applicant=code),
        filling(PLAIN, "phone", None),
        REVIEW,
        *submitting(PLAIN, applicant=code),
        (Ask(question), decision()),
        (ShowDecision(decision(), (FromDecision.PRINT, FromDecision.HOME)), FromDecision.PRINT),
        (Ask(CountPapers(APPLICATION)), 0),
        (Ask(ReadPaper(application_id=APPLICATION, document="card", applicant=code)), paper()),
        (Print(Result(APPLICATION, paper(), a4=True)), PaperState.PRINTED),
        (TakeResult(decision(), paper()), False),
    )
    assert outcome is Outcome.RESULT_PRINTED


@pytest.mark.parametrize(
    "code", ["identity_code_expired", "identity_code_forged", "identity_code_not_ours", "booking_code_here"]
)
def test_a_code_that_is_no_good_is_told_before_anybody_is_asked_and_the_card_is_taken_then(code: str) -> None:
    outcome = play(
        apply_for_item(),
        *choosing(seen(PLAIN), PLAIN)[:-2],
        (Present(WAYS), CodeShown("https://example.invalid")),
        (Ask(CheckCode(Way.IDENTITY_CODE, "https://example.invalid")), CodeRefused(code)),
        (Present(WAYS, Notice(code)), CardUnreadable()),
        (Present(WAYS, Notice("card_unreadable")), CardShown(CARD)),
        knowing(PLAIN, begun(open_application=is_open())),
        *deciding(decision(), (FromDecision.PRINT, FromDecision.HOME), FromDecision.HOME),
    )
    assert outcome is Outcome.DECISION_SHOWN


@pytest.mark.parametrize(
    "rule", [RuleCode.IDENTITY_CODE_USED, RuleCode.IDENTITY_CODE_EXPIRED, RuleCode.IDENTITY_CODE_UNKNOWN]
)
def test_what_the_office_has_against_a_code_is_told_where_the_next_one_is_shown(rule: RuleCode) -> None:
    outcome = play(
        apply_for_item(),
        *choosing(seen(PLAIN), PLAIN)[:-2],
        (Present(WAYS), CodeShown(PHONE)),
        (Ask(CheckCode(Way.IDENTITY_CODE, PHONE)), PHONE),
        knowing(PLAIN, RuleHit(rule), ByIdentityCode(payload=PHONE)),
        (Present(WAYS, Notice(rule.value)), CardShown(CARD)),
        knowing(PLAIN, RuleHit(RuleCode.ITEM_UNKNOWN)),
        (Explain(Notice("item_unknown"), (Next.OTHER_ITEM, Next.HOME)), Next.HOME),
    )
    assert outcome is Outcome.RULE_EXPLAINED


def test_an_item_that_takes_the_card_alone_asks_for_it_whatever_was_shown_for_another() -> None:
    other = item(item="other_card", materials=[], form=form(), identity=["id_card"])
    of = seen(PLAIN, other)
    outcome = play(
        apply_for_item(),
        *choosing(of, PLAIN)[:-2],
        (Present(WAYS), CodeShown(PHONE)),
        (Ask(CheckCode(Way.IDENTITY_CODE, PHONE)), PHONE),
        knowing(PLAIN, RuleHit(RuleCode.ITEM_UNKNOWN), ByIdentityCode(payload=PHONE)),
        (Explain(Notice("item_unknown"), (Next.OTHER_ITEM, Next.HOME)), Next.OTHER_ITEM),
        (BrowseCatalogue(of.catalogue), "other_card"),
        (ReadItem(of.catalogue, other), FromItem.APPLY),
        (Ask(CheckPrinter()), None),
        (Present((Way.ID_CARD,)), CardShown(CARD)),
        knowing(other, begun(open_application=is_open())),
        *deciding(decision(), (FromDecision.PRINT, FromDecision.HOME), FromDecision.HOME),
    )
    assert outcome is Outcome.DECISION_SHOWN


def test_an_application_that_waits_is_shown_instead_of_a_second_one() -> None:
    waits = decision(Decided.MANUAL, papers=False, handed_over=True)
    outcome = play(
        apply_for_item(),
        *choosing(seen(PLAIN), PLAIN)[:-1],
        knowing(PLAIN, begun(open_application=is_open())),
        *deciding(waits, (FromDecision.HOME,), FromDecision.HOME),
    )
    assert outcome is Outcome.HANDED_OVER


def test_a_refusal_is_a_proposal_and_a_person_decides_when_asked() -> None:
    proposed = decision(Decided.REFUSAL_PROPOSED, papers=False)
    handed = decision(Decided.REFUSAL_PROPOSED, papers=False, handed_over=True)
    answer = HandedOver(application_id=APPLICATION, receipt=RECEIPT, answer_by=NOON.date())
    outcome = play(
        apply_for_item(),
        *choosing(seen(PLAIN), PLAIN),
        agreeing(PLAIN),
        beginning(PLAIN, begun()),
        filling(PLAIN, "phone", None),
        REVIEW,
        *submitting(PLAIN, received(Decided.REFUSAL_PROPOSED)),
        *deciding(proposed, (FromDecision.HAND_OVER, FromDecision.HOME), FromDecision.HAND_OVER),
        (Do(HandOver(application_id=APPLICATION)), answer),
        *deciding(handed, (FromDecision.HOME,), FromDecision.HOME),
    )
    assert outcome is Outcome.HANDED_OVER


def begin_with_open(outcome: Decided = Decided.APPROVED) -> Script:
    return [
        *choosing(seen(PLAIN), PLAIN)[:-1],
        knowing(PLAIN, begun(open_application=is_open(outcome))),
        *APPROVED,
    ]


def lacking(*asked: str, **more: Any) -> Decision:
    return decision(Decided.SUPPLEMENT, papers=False).model_copy(update={"asked": asked, **more})


SENIOR_CARD = item()
ADDING = (FromDecision.SUPPLEMENT, FromDecision.ANEW, FromDecision.HOME)


def adding(known: Decision, choice: FromDecision, ways: tuple[FromDecision, ...] = ADDING, **more: Any) -> Script:
    return [
        *choosing(seen(SENIOR_CARD), SENIOR_CARD)[:-1],
        knowing(SENIOR_CARD, begun(open_application=is_open(Decided.SUPPLEMENT))),
        (Ask(ReadDecision(application_id=APPLICATION, applicant=APPLICANT)), known),
        (ShowDecision(known, ways, **more), choice),
    ]


def test_exactly_what_is_missing_is_added_and_the_paper_comes() -> None:
    picture = hashlib.sha256(PORTRAIT.jpeg).hexdigest()
    (phone,) = asked(SENIOR_CARD.form, {})
    portrait = next(each for each in SENIOR_CARD.materials if each.material == "portrait")
    supplement = SupplementApplication(
        application_id=APPLICATION,
        applicant=APPLICANT,
        answers={"phone": "13800138001"},
        materials=(MaterialSent(material="portrait", media_type="image/jpeg", pages=(picture,)),),
        asked_at=NOON,
    )
    outcome = play(
        apply_for_item(),
        *adding(
            lacking("material.portrait", "field.phone"), FromDecision.SUPPLEMENT, owed=(portrait.name, phone.words)
        ),
        (FillField(SENIOR_CARD, phone), "13800138001"),
        (AgreeToPortrait(SENIOR_CARD.name), True),
        (CapturePortrait(SPECS["id_photo"]), PORTRAIT),
        (ReviewPortrait(PORTRAIT), True),
        (Ask(UploadMaterial(PORTRAIT.jpeg)), MaterialKept(digest=picture)),
        STAMP,
        (Do(supplement), received()),
        *LEAVING,
    )
    assert outcome is Outcome.RESULT_PRINTED


def test_what_was_put_right_elsewhere_is_looked_up_again_and_told_where_it_is_not() -> None:
    supplement = SupplementApplication(application_id=APPLICATION, applicant=APPLICANT, asked_at=NOON)
    hit = RuleHit(RuleCode.SUPPLEMENT_INCOMPLETE)
    outcome = play(
        apply_for_item(),
        *adding(lacking("rule.lives_here"), FromDecision.SUPPLEMENT),
        STAMP,
        (Do(supplement), hit),
        (Explain(Notice.of(hit), (Next.OTHER_ITEM, Next.HOME)), Next.HOME),
    )
    assert outcome is Outcome.RULE_EXPLAINED


@pytest.mark.parametrize("more", [{"asked": ("material.house_deed",)}, {"version": 2}])
def test_what_this_terminal_cannot_take_is_sent_to_a_window_and_may_give_way_to_another(more: Any) -> None:
    known = lacking("rule.lives_here", **more)
    outcome = play(
        apply_for_item(),
        *adding(known, FromDecision.ANEW, ADDING[1:], notice=Notice("supplement_not_here")),
        agreeing(SENIOR_CARD),
        (beginning(SENIOR_CARD, begun())[0], RuleHit(RuleCode.ITEM_NOT_IN_FORCE)),
        (Some(Explain), Next.HOME),
    )
    assert outcome is Outcome.RULE_EXPLAINED


def test_a_paper_that_may_be_out_already_is_printed_again_as_a_copy() -> None:
    outcome = play(
        apply_for_item(),
        *begin_with_open(),
        (Ask(CountPapers(APPLICATION)), 1),
        READ_PAPER,
        (Print(Result(APPLICATION, paper(), a4=True), 1), PaperState.PRINTED),
        (TakeResult(decision(), paper()), False),
    )
    assert outcome is Outcome.RESULT_PRINTED


@pytest.mark.parametrize(("here", "known", "copy"), [(0, 0, 0), (0, 2, 2), (3, 2, 3)])
def test_a_copy_is_what_follows_a_paper_that_came_out_here_or_at_another_terminal(
    here: int, known: int, copy: int
) -> None:
    shown = decision(copies=known)
    outcome = play(
        show_decision(seen(PLAIN), PLAIN, APPLICANT, APPLICATION),
        (Ask(ReadDecision(application_id=APPLICATION, applicant=APPLICANT)), shown),
        (ShowDecision(shown, (FromDecision.PRINT, FromDecision.HOME)), FromDecision.PRINT),
        (Ask(CountPapers(APPLICATION)), here),
        READ_PAPER,
        (Print(Result(APPLICATION, paper(), a4=True), copy), PaperState.PRINTED),
        (TakeResult(shown, paper()), False),
    )
    assert outcome is Outcome.RESULT_PRINTED


@pytest.mark.parametrize(("printed", "code"), [(PaperOut(), "paper_out"), (PaperState.UNKNOWN, "result_paper_unknown")])
def test_a_result_without_its_paper_is_valid_and_lies_on_the_phone(printed: Any, code: str) -> None:
    outcome = play(
        apply_for_item(),
        *begin_with_open(),
        *PRINTING[:2],
        (Print(Result(APPLICATION, paper(), a4=True)), printed),
        (TakeResult(decision(), paper(), notice=Notice(code)), False),
    )
    assert outcome is Outcome.RESULT_WITHOUT_PAPER


@pytest.mark.parametrize("rule", [RuleCode.ITEM_UNKNOWN, RuleCode.ITEM_NOT_IN_FORCE, RuleCode.APPLICATION_WAITS])
def test_a_rule_of_the_office_is_explained_with_a_way_on(rule: RuleCode) -> None:
    outcome = play(
        apply_for_item(),
        *choosing(seen(PLAIN), PLAIN),
        agreeing(PLAIN),
        beginning(PLAIN, RuleHit(rule)),
        (Explain(Notice(rule.value), (Next.OTHER_ITEM, Next.HOME)), Next.HOME),
    )
    assert outcome is Outcome.RULE_EXPLAINED


def test_a_paper_that_did_not_come_out_is_printed_for_whoever_shows_the_card_again() -> None:
    """Whichever terminal decided it; the office counts what came out, so the first paper is the original."""
    outcome = play(
        apply_for_item(),
        *choosing(seen(PLAIN), PLAIN)[:-1],
        knowing(PLAIN, begun(open_application=is_open(Decided.APPROVED))),
        *LEAVING,
    )
    assert outcome is Outcome.RESULT_PRINTED


@pytest.mark.parametrize(
    ("control", "value", "more", "expected"),
    [
        ("text", None, {}, ""),
        ("text", "晨光路", {}, "晨光路"),
        ("choice", "a", {}, Words(zh_CN="甲", en="A")),
        ("choices", ["a", "b"], {}, Words(zh_CN="甲、乙", en="A, 乙")),
        ("yes_no", True, {}, Phrase("yes")),
        ("yes_no", False, {}, Phrase("no")),
        ("number", 3, {"x-unit": {"zh_CN": "口人", "en": "people"}}, Words(zh_CN="3 口人", en="3 people")),
    ],
)
def test_an_answer_is_reviewed_as_somebody_would_say_it(
    control: str, value: Any, more: dict[str, Any], expected: Any
) -> None:
    options = {"a": {"zh_CN": "甲", "en": "A"}, "b": {"zh_CN": "乙"}}
    (field,) = asked(form(it=choice("问题", **{"x-control": control, "x-options": options, **more})), {})
    assert said(field, value) == expected
