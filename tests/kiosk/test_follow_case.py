"""Following a case at the terminal: who it is, which case, the page, and what is done there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from central.contract import case_words
from central.contract.application import ByIdentityCode, ReadDecision
from central.contract.case import Stage
from central.contract.following import (
    AskPerson,
    ByCaseNumber,
    CasesFound,
    CaseUrged,
    FindCases,
    FollowedCase,
    PersonAsked,
    ReadCase,
    UrgeCase,
)
from central.contract.messages import Received, RuleCode
from central.contract.rating import RateCase
from central.contract.texts import LANGUAGES
from devices.paper import PaperState, QrCode
from devices.printer_model import load_model
from devices.printer_status import PaperOut
from devices.slip_layout import lay_out
from kiosk.faults import CodeRefused, RuleHit
from kiosk.journeys.follow_case import follow_case
from kiosk.slips.case import case_slip
from kiosk.wishes.application import FromDecision, ShowDecision
from kiosk.wishes.application_requests import CaseSheet, LookAtCatalogue
from kiosk.wishes.case import ChooseCase, FromCase, ShowCase
from kiosk.wishes.rating import Rate
from kiosk.wishes.wish import (
    Ask,
    CardShown,
    CheckCode,
    CodeShown,
    Do,
    EnterNumber,
    Entry,
    Explain,
    Next,
    Notice,
    Outcome,
    Present,
    Print,
    TypeInstead,
    Way,
)
from tests.kiosk.applications import APPLICANT, APPLICATION, decision, item, seen
from tests.kiosk.people import CARD, NOON, board
from tests.kiosk.test_item_slips import said, wording
from tests.kiosk.test_journeys import play
from tests.ui.case_scenes import (
    AWAY,
    CLOSED,
    FOUND,
    IN_TIME,
    LACKS,
    LATE,
    LATE_TOLD,
    NUMBER,
    OPEN_YEAR,
    STOPPED,
    WHY_LATE,
)

WAYS = Present((Way.IDENTITY_CODE, Way.ID_CARD, Way.TYPED))
TYPED = ByCaseNumber(number=NUMBER, last4="8001")
ONE = CasesFound(cases=FOUND.cases[:1])
LOOKED = (Ask(LookAtCatalogue()), seen(item()))
BY_CARD = [LOOKED, (WAYS, CardShown(CARD)), (Ask(FindCases(proof=APPLICANT)), ONE)]
BY_NUMBER: list[tuple[Any, Any]] = [
    LOOKED,
    (WAYS, TypeInstead()),
    (EnterNumber(Entry.CASE_NUMBER), NUMBER.replace("-", "")),
    (EnterNumber(Entry.CASE_LAST4), "8001"),
    (Ask(FindCases(proof=TYPED)), ONE),
]
PLAIN = (FromCase.PRINT, FromCase.HOME)
URGABLE = (FromCase.URGE, *PLAIN)


def read(proof: Any = APPLICANT, told: FollowedCase = IN_TIME) -> tuple[Any, Any]:
    return Ask(ReadCase(number=NUMBER, proof=proof)), told


def test_of_several_cases_one_is_chosen() -> None:
    script = [
        LOOKED,
        (WAYS, CardShown(CARD)),
        (Ask(FindCases(proof=APPLICANT)), FOUND),
        (ChooseCase(FOUND), NUMBER),
        read(),
        (ShowCase(IN_TIME, URGABLE), FromCase.HOME),
    ]
    assert play(follow_case(), *script) is Outcome.CASE_SHOWN


def test_a_number_with_its_second_factor_leads_to_the_page() -> None:
    script = [*BY_NUMBER, read(TYPED), (ShowCase(IN_TIME, URGABLE), FromCase.HOME)]
    assert play(follow_case(), *script) is Outcome.CASE_SHOWN


def test_a_code_that_is_none_is_told_where_another_can_be_shown() -> None:
    bad = CodeRefused("identity_code_expired")
    told = Present((Way.IDENTITY_CODE, Way.ID_CARD, Way.TYPED), Notice("identity_code_expired"))
    used = Present((Way.IDENTITY_CODE, Way.ID_CARD, Way.TYPED), Notice("identity_code_used"))
    proof = ByIdentityCode(payload="good")
    script = [
        LOOKED,
        (WAYS, CodeShown("old")),
        (Ask(CheckCode(Way.IDENTITY_CODE, "old")), bad),
        (told, CodeShown("good")),
        (Ask(CheckCode(Way.IDENTITY_CODE, "good")), "good"),
        (Ask(FindCases(proof=proof)), RuleHit(RuleCode.IDENTITY_CODE_USED)),
        (used, CodeShown("good")),
        (Ask(CheckCode(Way.IDENTITY_CODE, "good")), "good"),
        (Ask(FindCases(proof=proof)), ONE),
        read(proof),
        (ShowCase(IN_TIME, URGABLE), FromCase.HOME),
    ]
    assert play(follow_case(), *script) is Outcome.CASE_SHOWN


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (RuleHit(RuleCode.CASE_NOT_FOUND), Notice("case_not_found")),
        (RuleHit(RuleCode.TOO_MANY_LOOKUPS, {"minutes": 7}), Notice("too_many_lookups", {"minutes": 7})),
        (CasesFound(cases=()), Notice("no_cases")),
    ],
)
def test_nothing_found_is_said_and_another_way_is_open(answer: Any, told: Notice) -> None:
    script = [
        *BY_NUMBER[:-1],
        (Ask(FindCases(proof=TYPED)), answer),
        (Explain(told, (Next.OTHER_WAY, Next.HOME)), Next.OTHER_WAY),
        *BY_CARD[1:],
        read(),
        (ShowCase(IN_TIME, URGABLE), FromCase.HOME),
    ]
    assert play(follow_case(), *script) is Outcome.CASE_SHOWN
    ending = [*script[: len(BY_NUMBER)], (Explain(told, (Next.OTHER_WAY, Next.HOME)), Next.HOME)]
    assert play(follow_case(), *ending) is Outcome.RULE_EXPLAINED


def test_what_was_urged_is_said_and_the_page_read_again() -> None:
    urge = Do(UrgeCase(number=NUMBER, proof=APPLICANT))
    again = NOON + timedelta(days=1)
    done, soon = Notice("urged", {"again_at": again.isoformat()}), Notice("urge_too_soon", {"again_at": "x"})
    script = [
        *BY_CARD,
        read(),
        (ShowCase(IN_TIME, URGABLE), FromCase.URGE),
        (urge, CaseUrged(number=NUMBER, at=NOON, again_at=again)),
        read(told=LATE),
        (ShowCase(LATE, URGABLE, done), FromCase.URGE),
        (urge, RuleHit(RuleCode.URGE_TOO_SOON, {"again_at": "x"})),
        read(told=LATE),
        (ShowCase(LATE, URGABLE, soon), FromCase.HOME),
    ]
    assert play(follow_case(), *script) is Outcome.CASE_SHOWN


def test_a_person_is_asked_for() -> None:
    waits = IN_TIME.model_copy(update={"can_ask_person": True})
    day = NOON.date()
    script = [
        *BY_CARD,
        read(told=waits),
        (ShowCase(waits, (FromCase.URGE, FromCase.ASK_PERSON, *PLAIN)), FromCase.ASK_PERSON),
        (Do(AskPerson(number=NUMBER, proof=APPLICANT)), PersonAsked(number=NUMBER, answer_by=day)),
        read(),
        (ShowCase(IN_TIME, URGABLE, Notice("person_asked", {"answer_by": day.isoformat()})), FromCase.HOME),
    ]
    assert play(follow_case(), *script) is Outcome.CASE_SHOWN


@pytest.mark.parametrize(("answer", "code"), [(PaperState.PRINTED, "case_printed"), (PaperOut(), "case_without_paper")])
def test_the_page_goes_on_paper_or_says_that_it_did_not(answer: Any, code: str) -> None:
    script = [
        *BY_CARD,
        read(),
        (ShowCase(IN_TIME, URGABLE), FromCase.PRINT),
        (Print(CaseSheet(IN_TIME)), answer),
        read(),
        (ShowCase(IN_TIME, URGABLE, Notice(code)), FromCase.HOME),
    ]
    assert play(follow_case(), *script) is Outcome.CASE_SHOWN


def lacking(**more: Any) -> FollowedCase:
    case = LACKS.case.model_copy(update={"item": "senior_card"})
    return LACKS.model_copy(update={"case": case, "application": APPLICATION, **more})


def test_who_typed_shows_the_card_before_anything_is_handed_in() -> None:
    told = lacking()
    shown = decision(papers=False)
    script = [
        *BY_NUMBER,
        read(TYPED, told),
        (ShowCase(told, (FromCase.WITH_CARD, *PLAIN)), FromCase.WITH_CARD),
        (Present((Way.IDENTITY_CODE, Way.ID_CARD)), CardShown(CARD)),
        read(told=told),
        (ShowCase(told, (FromCase.SUPPLEMENT, *PLAIN)), FromCase.SUPPLEMENT),
        (Ask(ReadDecision(application_id=APPLICATION, applicant=APPLICANT)), shown),
        (ShowDecision(shown, (FromDecision.HOME,)), FromDecision.HOME),
    ]
    assert play(follow_case(), *script) is Outcome.DECISION_SHOWN


def test_somebody_elses_card_finds_nothing_of_it() -> None:
    told = lacking()
    script = [
        *BY_NUMBER,
        read(TYPED, told),
        (ShowCase(told, (FromCase.WITH_CARD, *PLAIN)), FromCase.WITH_CARD),
        (Present((Way.IDENTITY_CODE, Way.ID_CARD)), CardShown(CARD)),
        (Ask(ReadCase(number=NUMBER, proof=APPLICANT)), RuleHit(RuleCode.CASE_NOT_FOUND)),
        (Explain(Notice("case_not_found"), (Next.OTHER_WAY, Next.HOME)), Next.HOME),
    ]
    assert play(follow_case(), *script) is Outcome.RULE_EXPLAINED


@pytest.mark.parametrize("told", [lacking(version=2), lacking(application=None), IN_TIME, CLOSED])
def test_nothing_is_offered_that_cannot_be_done_here(told: FollowedCase) -> None:
    plain = told.model_copy(update={"can_urge": False})
    script = [*BY_CARD, read(told=plain), (ShowCase(plain, PLAIN), FromCase.HOME)]
    assert play(follow_case(), *script) is Outcome.CASE_SHOWN


# ---------------------------------------------------------------- readiness, words, paper


EVERY = {
    "in_time": IN_TIME,
    "late": LATE,
    "late_told": LATE_TOLD,
    "stopped": STOPPED,
    "lacks": LACKS,
    "closed": CLOSED,
    "away": AWAY,
    "open_year": OPEN_YEAR,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EVERY)
def test_no_code_is_ever_said(name: str, language: str) -> None:
    texts, told = wording(language), EVERY[name]
    lines = [
        case_words.light_word(texts, told.case.stage, case_words.light(told)),
        case_words.next_step(texts, told),
        case_words.shares(texts, told),
        *(text for pair in case_words.clocks(texts, told) for text in pair),
        *(text for each in case_words.events(texts, told, notices=True) for text in vars(each).values()),
        *(each.title for each in case_words.steps(texts, told)),
    ]
    assert all("_" not in line and "{" not in line and "material." not in line for line in lines)
    assert case_words.next_step(texts, told)


def test_a_unit_that_urges_is_named_and_so_is_the_one_that_is_urged() -> None:
    newest, citizen, *_ = case_words.events(wording("zh_CN"), LATE)
    assert (newest.what, newest.who, newest.why) == (
        "催办",
        "东城区水务局",
        "催促东城区民政局抓紧办理；等着接入供水管线",
    )
    assert (citizen.what, citizen.who, citizen.why) == ("催办", "您本人", "")


def test_a_due_day_is_a_calendar_day_with_its_weekday_and_each_limit_has_its_unit() -> None:
    texts = wording("zh_CN")
    assert "11月25日 星期三" in case_words.next_step(texts, IN_TIME)
    assert list(case_words.clocks(texts, IN_TIME)) == [
        ("承诺 5 个工作日", "最晚11月25日 星期三，还剩 3 个工作日"),
        ("法定 20 个工作日", "最晚12月16日 星期三，还剩 17 个工作日"),
    ]
    assert next(iter(case_words.clocks(texts, LATE)))[1] == "11月18日 星期三到期，已超 3 个工作日"
    assert next(iter(case_words.clocks(texts, OPEN_YEAR)))[1] == "2027年放假安排未公布，日期待定"


def test_a_case_that_was_turned_away_ends_its_line_there() -> None:
    texts = wording("zh_CN")
    assert [(each.title, each.state) for each in case_words.steps(texts, AWAY)] == [
        ("收件", "done"),
        ("没有受理", "ended"),
    ]
    assert [each.state for each in case_words.steps(texts, IN_TIME)] == ["done", "done", "now", "next", "next"]
    assert {each.state for each in case_words.steps(texts, CLOSED)} == {"done"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EVERY)
def test_the_slip_says_the_three_blocks_and_names_nobody(name: str, language: str) -> None:
    texts = wording(language)
    slip = case_slip(EVERY[name], board().name, "A-01", texts)
    text = said(slip)
    for wanted in (NUMBER, "李**", texts.text("show_case.progress"), case_words.next_step(texts, EVERY[name])):
        assert wanted in text
    assert case_words.late_reason(texts, EVERY[name]) in text
    assert [each.payload for each in slip.elements if isinstance(each, QrCode)] == [EVERY[name].url]
    assert lay_out(slip, load_model())


def test_a_late_case_says_why_or_that_nobody_has_said() -> None:
    texts = wording("zh_CN")
    assert case_words.late_reason(texts, IN_TIME) == ""
    assert case_words.late_reason(texts, LATE) == "办理单位还没有说明超期的原因"
    assert case_words.late_reason(texts, LATE_TOLD) == f"超期原因：{WHY_LATE}"


def test_without_a_page_of_its_own_the_slip_has_no_code() -> None:
    slip = case_slip(IN_TIME.model_copy(update={"url": ""}), board().name, "A-01", wording("zh_CN"))
    assert not [each for each in slip.elements if isinstance(each, QrCode)]


def test_nothing_of_a_followed_case_is_in_a_repr() -> None:
    assert "李" not in repr(CaseSheet(IN_TIME))
    assert Stage.REVIEWING.value not in repr(CaseSheet(IN_TIME))


@pytest.mark.parametrize("level", [1, None])
def test_a_case_with_a_result_is_rated_on_its_page_or_not(level: int | None) -> None:
    rateable = CLOSED.model_copy(update={"can_rate": True})
    sent = [] if level is None else [(Do(RateCase(number=NUMBER, proof=TYPED, level=level)), Received())]
    script: list[tuple[Any, Any]] = [
        *BY_NUMBER,
        read(TYPED, rateable),
        (ShowCase(rateable, (FromCase.RATE, *PLAIN)), FromCase.RATE),
        (Rate(NUMBER, rateable.case.name), level),
        *sent,
        read(TYPED, CLOSED if level else rateable),
    ]
    last = ShowCase(CLOSED, PLAIN, Notice("rated")) if level else ShowCase(rateable, (FromCase.RATE, *PLAIN))
    assert play(follow_case(), *script, (last, FromCase.HOME)) is Outcome.CASE_SHOWN
