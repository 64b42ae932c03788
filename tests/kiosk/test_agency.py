"""帮办代办 at the terminal: agreeing, reading, ending, and an agent's work, as lists of answers."""

from __future__ import annotations

import hashlib
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from central.contract import case_words
from central.contract.agency import (
    ActAsAgent,
    Agent,
    AgentsFound,
    AgreementDraft,
    AgreementKept,
    Agreements,
    AgreementState,
    ByAgreement,
    Deed,
    DraftAgreement,
    EndAgreement,
    LongText,
    ReadAgreements,
    SignAgreement,
    Terms,
)
from central.contract.application import SignatureSheet
from central.contract.case import EventKind, Role
from central.contract.following import CasesFound, CaseUrged, FindCases, ReadCase, UrgeCase
from central.contract.messages import RuleCode
from central.contract.texts import LANGUAGES
from devices.paper import PaperState
from devices.printer_model import load_model
from devices.printer_status import PaperOut
from devices.slip_layout import lay_out
from kiosk.enrolment import keep_enrolled, own_key
from kiosk.faults import OfficeFailed, OfficeSilent, OutcomeUnknown, RuleHit
from kiosk.journeys.agency import own_agreements
from kiosk.journeys.follow_case import follow_case
from kiosk.journeys.plan_project import plan_project
from kiosk.ledger import Ledger
from kiosk.office import seal
from kiosk.outbox import _answer
from kiosk.slips.agency import agreement_slip
from kiosk.wishes.agency import (
    AgentsTurn,
    ChooseAgent,
    ChooseAgreement,
    ChooseSteps,
    ChooseTurn,
    FromAgreement,
    NameCompany,
    ShowAgreement,
    TakeStep,
)
from kiosk.wishes.agency_requests import AgreementSheet, FindAgents
from kiosk.wishes.application import Signed, SignPromise
from kiosk.wishes.application_requests import LookAtCatalogue, Stamp, StampApplication
from kiosk.wishes.case import ChooseCase, FromCase, OwnAgreements, ShowCase
from kiosk.wishes.project import (
    ChooseDay,
    ChooseProject,
    DayOf,
    FromPlan,
    FromStep,
    OpenStep,
    ReadStep,
    ShowPlan,
    for_agent,
)
from kiosk.wishes.wish import Ask, CardShown, Do, Explain, Next, Notice, Outcome, Present, Print, Way
from kiosk.words import agency as agency_words
from tests.kiosk.applications import APPLICANT
from tests.kiosk.people import CARD, NOON, board
from tests.kiosk.test_enrolment import ENROLLED
from tests.kiosk.test_item_slips import said, wording
from tests.kiosk.test_journeys import play
from tests.kiosk.test_plan_project import ANSWERS, BEGINNING, MONDAY, SEEN, SHOP, answered, asked
from tests.ui.agency_scenes import ACTING, AGREEMENT, ENDED, LONG, MINE, NUMBER, TWENTY
from tests.ui.case_scenes import FOUND, IN_TIME
from tests.ui.case_scenes import NUMBER as CASE

AGENT = Agent(agent_id="a" * 32, name="吴小寒")
STEPS = ("front_permit", "works_permit")
LAST = date(2027, 5, 22)
COMPANY = "晨光机械"
TERMS = Terms(agent_id=AGENT.agent_id, project=SHOP.project, version=1, steps=STEPS, first=MONDAY, last=LAST)
TEXT = LongText(zh_CN="我委托代办员吴小寒……", en="I let the agent …")
DIGEST = hashlib.sha256(TEXT.zh_CN.encode()).hexdigest()
DRAFT = AgreementDraft(terms=TERMS, agent=AGENT, text=TEXT, digests={"zh_CN": DIGEST, "en": "0" * 64})
STROKES = ((100, 100, 500, 500, 900, 100),)
PLAN = answered()
STAMP = Stamp(AGREEMENT, NOON)
SIGNED = SignAgreement(
    agreement_id=AGREEMENT,
    terms=TERMS,
    applicant=APPLICANT,
    company=COMPANY,
    sheet=SignatureSheet(text=DIGEST, strokes=STROKES, signed_at=NOON),
)
KEPT = AgreementKept(agreement_id=AGREEMENT, number=NUMBER, state=AgreementState.IN_FORCE)
CARD_ONLY = Present((Way.ID_CARD,))
PLAIN = (FromAgreement.PRINT, FromAgreement.HOME)
WITH_END = (FromAgreement.PRINT, FromAgreement.END, FromAgreement.HOME)
SIGN = SignPromise(SHOP, TEXT, kind=Signed.AGREEMENT)

TO_THE_PLAN: list[tuple[Any, Any]] = [
    *BEGINNING,
    (asked(), PLAN),
    (ShowPlan(SHOP, PLAN, ANSWERS), FromPlan.AGENT),
]
TO_THE_TEXT: list[tuple[Any, Any]] = [
    *TO_THE_PLAN,
    (Ask(FindAgents()), AgentsFound(agents=(AGENT, LONG))),
    (ChooseAgent(SHOP, (AGENT, LONG)), AGENT.agent_id),
    (ChooseSteps(SHOP, for_agent(SHOP, PLAN)), STEPS),
    (ChooseDay(SHOP, DayOf.FIRST), MONDAY),
    (ChooseDay(SHOP, DayOf.LAST, MONDAY, PLAN.ends), LAST),
    (NameCompany(SHOP), COMPANY),
    (CARD_ONLY, CardShown(CARD)),
]
DRAFTED = (Ask(DraftAgreement(terms=TERMS, company=COMPANY)), DRAFT)


def read(told: Any = MINE) -> tuple[Any, Any]:
    return Ask(ReadAgreements(applicant=APPLICANT, agreement_id=AGREEMENT)), Agreements(agreements=(told,))


def listed(*told: Any) -> tuple[Any, Any]:
    return Ask(ReadAgreements(applicant=APPLICANT)), Agreements(agreements=told)


def back_at_the_plan(notice: Notice) -> list[tuple[Any, Any]]:
    return [(asked(), PLAN), (ShowPlan(SHOP, PLAN, ANSWERS, notice), FromPlan.HOME)]


def test_an_agreement_is_read_signed_and_printed() -> None:
    script = [
        *TO_THE_TEXT,
        DRAFTED,
        (SIGN, STROKES),
        (Ask(StampApplication()), STAMP),
        (Do(SIGNED), KEPT),
        read(),
        (ShowAgreement(MINE, WITH_END, Notice("agreement_signed")), FromAgreement.PRINT),
        (Print(AgreementSheet(MINE)), PaperState.PRINTED),
        read(),
        (ShowAgreement(MINE, WITH_END, Notice("agreement_printed")), FromAgreement.HOME),
    ]
    assert play(plan_project(), *script) is Outcome.AGREEMENT_SHOWN


def test_only_what_an_agent_may_do_and_what_is_not_over_can_be_agreed_on() -> None:
    assert [each.step for each in for_agent(SHOP, PLAN)] == ["front_permit", "drawings_review", "works_permit"]
    assert "front_permit" not in [each.step for each in for_agent(SHOP, answered("front_permit"))]


def test_the_step_on_whose_page_an_agent_was_asked_for_is_chosen_and_no_other() -> None:
    script = [
        *TO_THE_PLAN[:-1],
        (ShowPlan(SHOP, PLAN, ANSWERS), OpenStep("front_permit")),
        (ReadStep(SHOP, PLAN, "front_permit", ANSWERS), FromStep.AGENT),
        (Ask(FindAgents()), AgentsFound(agents=(AGENT,))),
        (ChooseAgent(SHOP, (AGENT,)), AGENT.agent_id),
        (ChooseSteps(SHOP, for_agent(SHOP, PLAN), ("front_permit",)), STEPS),
        *TO_THE_TEXT[-4:],
        DRAFTED,
        (SIGN, None),
        *back_at_the_plan(Notice("agreement_declined")),
    ]
    assert play(plan_project(), *script) is Outcome.PLAN_SHOWN


def test_whoever_does_not_sign_is_back_at_the_plan() -> None:
    script = [*TO_THE_TEXT, DRAFTED, (SIGN, None), *back_at_the_plan(Notice("agreement_declined"))]
    assert play(plan_project(), *script) is Outcome.PLAN_SHOWN


def test_a_hall_without_agents_says_so_on_the_plan() -> None:
    script = [*TO_THE_PLAN, (Ask(FindAgents()), AgentsFound(agents=())), *back_at_the_plan(Notice("no_agents"))]
    assert play(plan_project(), *script) is Outcome.PLAN_SHOWN


@pytest.mark.parametrize("rule", [RuleCode.AGENT_UNKNOWN, RuleCode.SPAN_INVALID])
def test_what_cannot_be_agreed_on_is_said_on_the_plan(rule: RuleCode) -> None:
    script = [*TO_THE_TEXT, (DRAFTED[0], RuleHit(rule)), *back_at_the_plan(Notice(rule.value))]
    assert play(plan_project(), *script) is Outcome.PLAN_SHOWN


@pytest.mark.parametrize("rule", [RuleCode.AGENT_IS_APPLICANT, RuleCode.TEXT_UNKNOWN, RuleCode.AGENT_UNKNOWN])
def test_what_stands_against_the_signature_is_said_on_the_plan(rule: RuleCode) -> None:
    script = [
        *TO_THE_TEXT,
        DRAFTED,
        (SIGN, STROKES),
        (Ask(StampApplication()), STAMP),
        (Do(SIGNED), RuleHit(rule)),
        *back_at_the_plan(Notice(rule.value)),
    ]
    assert play(plan_project(), *script) is Outcome.PLAN_SHOWN


@pytest.mark.parametrize(
    "strange",
    [
        DRAFT.model_copy(update={"terms": TERMS.model_copy(update={"last": MONDAY})}),
        DRAFT.model_copy(update={"agent": LONG}),
        DRAFT.model_copy(update={"digests": {"zh_CN": "0" * 64}}),
        DRAFT.model_copy(update={"digests": {}}),
        DRAFT.model_copy(update={"text": LongText(zh_CN="我委托代办员吴小寒做一切")}),
    ],
)
def test_nobody_signs_a_text_of_something_else(strange: AgreementDraft) -> None:
    with pytest.raises(OfficeFailed):
        play(plan_project(), *TO_THE_TEXT, (DRAFTED[0], strange))


def test_what_is_on_its_way_is_said_and_never_signed_twice() -> None:
    script = [*TO_THE_TEXT, DRAFTED, (SIGN, STROKES), (Ask(StampApplication()), STAMP), (Do(SIGNED), OutcomeUnknown())]
    assert play(plan_project(), *script, *back_at_the_plan(Notice("case_effect_open"))) is Outcome.PLAN_SHOWN


def test_a_power_cut_after_the_signature_loses_nothing_and_tells_nobody_who_signed(tmp_path: Path) -> None:
    kind, payload = seal(keep_enrolled(tmp_path, ENROLLED, own_key(tmp_path)), SIGNED)
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    ledger = Ledger(before / "ledger.db")
    effect = ledger.append(kind, payload, now=NOON)
    shutil.copytree(before, after)  # as the disk is when the power goes
    ledger.close()
    reopened = Ledger(after / "ledger.db")
    waiting = reopened.waiting(effect)
    assert waiting is not None
    assert (waiting.kind, waiting.payload) == ("sign-agreement", payload)
    reopened.sent(effect, KEPT.model_dump_json())
    assert _answer(str(reopened.result_of(effect))) == KEPT
    reopened.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("ledger.db*"))
    assert not [each for each in (APPLICANT.name, APPLICANT.id_number, COMPANY) if each.encode() in kept]


def test_without_the_office_nothing_is_signed() -> None:
    with pytest.raises(OfficeSilent):
        play(plan_project(), *TO_THE_TEXT, (DRAFTED[0], OfficeSilent()))


# ---------------------------------------------------------------- one's own


TO_OWN: list[tuple[Any, Any]] = [
    (Ask(LookAtCatalogue()), SEEN),
    (ChooseProject((SHOP,)), OwnAgreements()),
    (CARD_ONLY, CardShown(CARD)),
]


def test_ones_own_agreements_are_two_presses_and_a_card_away() -> None:
    script = [*TO_OWN, listed(MINE), read(), (ShowAgreement(MINE, WITH_END), FromAgreement.HOME)]
    assert play(plan_project(), *script) is Outcome.AGREEMENT_SHOWN


def test_ending_is_asked_twice_and_done_once() -> None:
    sure = Notice("agreement_end_sure", {"agent": MINE.agent.name})
    asking = ShowAgreement(MINE, (FromAgreement.KEEP, FromAgreement.END_NOW), sure)
    ended = ENDED.model_copy(update={"agent": MINE.agent})
    script = [
        *TO_OWN,
        listed(MINE),
        read(),
        (ShowAgreement(MINE, WITH_END), FromAgreement.END),
        (asking, FromAgreement.KEEP),
        read(),
        (ShowAgreement(MINE, WITH_END), FromAgreement.END),
        (asking, FromAgreement.END_NOW),
        (
            Do(EndAgreement(agreement_id=AGREEMENT, applicant=APPLICANT)),
            KEPT.model_copy(update={"state": AgreementState.ENDED}),
        ),
        read(ended),
        (ShowAgreement(ended, PLAIN, Notice("agreement_ended")), FromAgreement.HOME),
    ]
    assert play(plan_project(), *script) is Outcome.AGREEMENT_SHOWN


def test_of_several_one_is_chosen_and_then_another() -> None:
    listing = Ask(ReadAgreements(applicant=APPLICANT)), TWENTY
    script = [
        *TO_OWN,
        listing,
        (ChooseAgreement(TWENTY), AGREEMENT),
        read(),
        (ShowAgreement(MINE, WITH_END), FromAgreement.HOME),
        listing,
        (ChooseAgreement(TWENTY), AGREEMENT),
        (read()[0], RuleHit(RuleCode.AGREEMENT_UNKNOWN)),
    ]
    with pytest.raises(RuleHit):
        play(plan_project(), *script)


def test_nobody_without_agreements_is_left_alone() -> None:
    script = [*TO_OWN, listed(), (Explain(Notice("no_agreements"), (Next.HOME,)), Next.HOME)]
    assert play(plan_project(), *script) is Outcome.RULE_EXPLAINED


def test_another_agreement_than_the_one_asked_for_is_not_shown() -> None:
    strange = MINE.model_copy(update={"agreement_id": "f" * 32})
    with pytest.raises(OfficeFailed):
        play(plan_project(), *TO_OWN, listed(MINE), read(strange))


@pytest.mark.parametrize(
    ("answer", "code"), [(PaperOut(), "agreement_without_paper"), (PaperState.UNKNOWN, "agreement_without_paper")]
)
def test_without_paper_the_agreement_stays_and_says_so(answer: Any, code: str) -> None:
    script = [
        listed(MINE),
        read(),
        (ShowAgreement(MINE, WITH_END), FromAgreement.PRINT),
        (Print(AgreementSheet(MINE)), answer),
        read(),
        (ShowAgreement(MINE, WITH_END, Notice(code)), FromAgreement.HOME),
    ]
    assert play(own_agreements(SEEN, APPLICANT), *script) is Outcome.AGREEMENT_SHOWN


CASES = FindCases(proof=APPLICANT)
BY_CARD: list[tuple[Any, Any]] = [
    (Ask(LookAtCatalogue()), SEEN),
    (Present((Way.IDENTITY_CODE, Way.ID_CARD, Way.TYPED)), CardShown(CARD)),
]
OWN: list[tuple[Any, Any]] = [listed(ACTING), read(ACTING), (ShowAgreement(ACTING, PLAIN), FromAgreement.HOME)]


def test_a_card_that_follows_cases_leads_to_agreements_too() -> None:
    found = FOUND.model_copy(update={"agreements": True})
    script = [*BY_CARD, (Ask(CASES), found), (ChooseCase(found, company_too=True), OwnAgreements()), *OWN]
    assert play(follow_case(), *script) is Outcome.AGREEMENT_SHOWN


def test_an_agent_without_cases_is_shown_the_way_to_the_agreements() -> None:
    ways = (Next.AGREEMENTS, Next.COMPANY, Next.OTHER_WAY, Next.HOME)
    found = CasesFound(cases=(), agreements=True)
    script = [*BY_CARD, (Ask(CASES), found), (Explain(Notice("no_cases"), ways), Next.AGREEMENTS), *OWN]
    assert play(follow_case(), *script) is Outcome.AGREEMENT_SHOWN


# ---------------------------------------------------------------- the agent's work


PROOF = ByAgreement(agreement_id=AGREEMENT, card=APPLICANT, step="filing")
AT_WORK: list[tuple[Any, Any]] = [
    listed(ACTING),
    read(ACTING),
    (ShowAgreement(ACTING, PLAIN), TakeStep("filing")),
]


def work(*script: tuple[Any, Any]) -> Outcome:
    return play(own_agreements(SEEN, APPLICANT), *AT_WORK, *script)


def done(notice: Notice | None) -> list[tuple[Any, Any]]:
    return [read(ACTING), (ShowAgreement(ACTING, PLAIN, notice), FromAgreement.HOME)]


@pytest.mark.parametrize("turn", [AgentsTurn.HANDED_IN, AgentsTurn.COLLECTED])
def test_what_an_agent_did_is_noted(turn: AgentsTurn) -> None:
    effect = Do(ActAsAgent(proof=PROOF, deed=Deed(turn.value)))
    script = [(ChooseTurn(ACTING, "filing"), turn), (effect, KEPT), *done(Notice("deed_noted"))]
    assert work(*script) is Outcome.AGREEMENT_SHOWN


@pytest.mark.parametrize("rule", [RuleCode.AGREEMENT_NOT_IN_FORCE, RuleCode.STEP_OUT_OF_SCOPE])
def test_what_an_agent_may_not_do_is_said_where_it_is_written_down(rule: RuleCode) -> None:
    facts: dict[str, str | int] = {"standing": "over"} if rule is RuleCode.AGREEMENT_NOT_IN_FORCE else {}
    deed = Do(ActAsAgent(proof=PROOF, deed=Deed.HANDED_IN))
    told = Notice(rule.value, facts)
    turn = ChooseTurn(ACTING, "filing")
    assert work((turn, AgentsTurn.HANDED_IN), (deed, RuleHit(rule, facts)), *done(told)) is Outcome.AGREEMENT_SHOWN
    look = Ask(FindCases(proof=PROOF))
    assert work((turn, AgentsTurn.LOOK), (look, RuleHit(rule, facts)), *done(told)) is Outcome.AGREEMENT_SHOWN


def test_an_agent_follows_a_case_of_the_step_and_urges_and_nothing_else() -> None:
    waits = IN_TIME.model_copy(update={"can_ask_person": True, "application": "9" * 32})
    page = (FromCase.URGE, FromCase.PRINT, FromCase.HOME)
    urged = CaseUrged(number=CASE, at=NOON, again_at=NOON)
    script = [
        (ChooseTurn(ACTING, "filing"), AgentsTurn.LOOK),
        (Ask(FindCases(proof=PROOF)), FOUND),
        (ChooseCase(FOUND), CASE),
        (Ask(ReadCase(number=CASE, proof=PROOF)), waits),
        (ShowCase(waits, page), FromCase.URGE),
        (Do(UrgeCase(number=CASE, proof=PROOF)), urged),
        (Ask(ReadCase(number=CASE, proof=PROOF)), IN_TIME),
        (ShowCase(IN_TIME, page, Notice("urged", {"again_at": NOON.isoformat()})), FromCase.HOME),
        *done(None),
    ]
    assert work(*script) is Outcome.AGREEMENT_SHOWN


@pytest.mark.parametrize("turn", [AgentsTurn.HANDED_IN, AgentsTurn.COLLECTED])
def test_a_deed_on_its_way_is_said(turn: AgentsTurn) -> None:
    effect = Do(ActAsAgent(proof=PROOF, deed=Deed(turn.value)))
    script = [(ChooseTurn(ACTING, "filing"), turn), (effect, OutcomeUnknown()), *done(Notice("case_effect_open"))]
    assert work(*script) is Outcome.AGREEMENT_SHOWN


def test_a_step_without_cases_says_so() -> None:
    script = [(ChooseTurn(ACTING, "filing"), AgentsTurn.LOOK), (Ask(FindCases(proof=PROOF)), CasesFound(cases=()))]
    assert work(*script, *done(Notice("no_cases_of_step"))) is Outcome.AGREEMENT_SHOWN


# ---------------------------------------------------------------- paper


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("told", [MINE, ACTING, ENDED])
def test_the_slip_says_who_does_what_until_when_and_how_to_end_it(told: Any, language: str) -> None:
    texts = wording(language)
    slip = agreement_slip(told, board(), "A-01", texts)
    text = said(slip)
    wanted = [NUMBER, told.agent.name, "陈**", told.company, agency_words.span(texts, told), board().phone]
    assert all(each in text for each in wanted)
    assert (texts.text("agreement.how_to_end") in text) is (told is not ENDED)
    assert all(texts.words(each.name) in text for each in told.steps)
    assert lay_out(slip, load_model())


def test_a_case_says_who_urged_to_whoever_reads_it() -> None:
    urged = IN_TIME.case.events[-1].model_copy(update={"kind": EventKind.URGED, "role": Role.CITIZEN})

    def said(*, by_agent: bool, to_agent: bool) -> str:
        event = urged.model_copy(update={"by_agent": by_agent})
        case = IN_TIME.case.model_copy(update={"events": (event,)})
        told = IN_TIME.model_copy(update={"case": case, "by_agent": to_agent})
        return case_words.events(wording(), told)[0].who

    assert said(by_agent=True, to_agent=False) == said(by_agent=True, to_agent=True) == "代办员"
    assert (said(by_agent=False, to_agent=False), said(by_agent=False, to_agent=True)) == ("您本人", "申请人")


def test_nothing_of_an_agreement_is_in_a_repr() -> None:
    assert "陈" not in repr((AgreementSheet(MINE), ShowAgreement(MINE, PLAIN), ChooseTurn(ACTING, "filing")))
