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
    ByCompany,
    CasesFound,
    CaseUrged,
    CaseWithdrawn,
    CompaniesFound,
    FindCases,
    FindCompanies,
    FollowedCase,
    PersonAsked,
    ReadCase,
    UrgeCase,
    Withdrawal,
    WithdrawCase,
)
from central.contract.messages import Received, RuleCode
from central.contract.rating import RateCase
from central.contract.texts import LANGUAGES
from devices.paper import PaperState, QrCode
from devices.printer_model import load_model
from devices.printer_status import PaperOut
from devices.slip_layout import lay_out
from kiosk.faults import CodeRefused, OutcomeUnknown, RuleHit
from kiosk.journeys.follow_case import follow_case
from kiosk.slips.case import case_slip
from kiosk.wishes.application import FromDecision, ShowDecision
from kiosk.wishes.application_requests import CaseSheet, LookAtCatalogue
from kiosk.wishes.case import ChooseCase, ChooseCompany, ConfirmWithdrawal, FromCase, ShowCase
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
    ASKED,
    AWAY,
    CLOSED,
    COMPANIES,
    COMPANY,
    COMPANYS,
    ELSEWHERE,
    FOUND,
    GAP_LATE,
    IN_TIME,
    LACKS,
    LATE,
    LATE_TOLD,
    NUMBER,
    OF_COMPANY,
    OPEN_YEAR,
    OWN,
    STOPPED,
    WHY_LATE,
    WITHDRAWN,
)

WAYS = Present((Way.IDENTITY_CODE, Way.ID_CARD, Way.TYPED))
TYPED = ByCaseNumber(number=NUMBER, last4="8001")
ONE = CasesFound(cases=FOUND.cases[:1])
LOOKED = (Ask(LookAtCatalogue()), seen(item()))
SHOWN = [LOOKED, (WAYS, CardShown(CARD))]
BY_CARD = [*SHOWN, (Ask(FindCases(proof=APPLICANT)), ONE), (ChooseCase(ONE, company_too=True), NUMBER)]
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
        (ChooseCase(FOUND, company_too=True), NUMBER),
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
        (ChooseCase(ONE, company_too=True), NUMBER),
        read(proof),
        (ShowCase(IN_TIME, URGABLE), FromCase.HOME),
    ]
    assert play(follow_case(), *script) is Outcome.CASE_SHOWN


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (RuleHit(RuleCode.CASE_NOT_FOUND), Notice("case_not_found")),
        (RuleHit(RuleCode.TOO_MANY_LOOKUPS, {"minutes": 7}), Notice("too_many_lookups", {"minutes": 7})),
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


@pytest.mark.parametrize("told", [lacking(version=2), IN_TIME, CLOSED])
def test_nothing_is_offered_that_cannot_be_done_here(told: FollowedCase) -> None:
    plain = told.model_copy(update={"can_urge": False})
    script = [*BY_CARD, read(told=plain), (ShowCase(plain, PLAIN), FromCase.HOME)]
    assert play(follow_case(), *script) is Outcome.CASE_SHOWN


# ---------------------------------------------------------------- a company's


CODE = COMPANY.credit_code
FOR_COMPANY = ByCompany(credit_code=CODE, holder=APPLICANT)
NO_CASES = Explain(Notice("no_cases"), (Next.COMPANY, Next.OTHER_WAY, Next.HOME))
TO_COMPANY: list[tuple[Any, Any]] = [
    *SHOWN,
    (Ask(FindCases(proof=APPLICANT)), FOUND),
    (ChooseCase(FOUND, company_too=True), None),
]
COMPANIES_ASKED = Ask(FindCompanies(holder=APPLICANT))
PROVED = (Ask(FindCases(proof=FOR_COMPANY)), OF_COMPANY)
AT_PAGE: list[tuple[Any, Any]] = [
    PROVED,
    (ChooseCase(OF_COMPANY), NUMBER),
    read(FOR_COMPANY, COMPANYS),
    (ShowCase(COMPANYS, PLAIN), FromCase.HOME),
]


def test_a_company_that_the_register_lists_is_chosen() -> None:
    script = [*TO_COMPANY, (COMPANIES_ASKED, COMPANIES), (ChooseCompany(COMPANIES), CODE), *AT_PAGE]
    assert play(follow_case(), *script) is Outcome.CASE_SHOWN


@pytest.mark.parametrize("listed", [CompaniesFound(), CompaniesFound(told=False), COMPANIES])
def test_any_other_company_is_typed(listed: CompaniesFound) -> None:
    choice = [(ChooseCompany(listed), None)] if listed.companies else []
    script = [*TO_COMPANY, (COMPANIES_ASKED, listed), *choice, (EnterNumber(Entry.CREDIT_CODE), CODE), *AT_PAGE]
    assert play(follow_case(), *script) is Outcome.CASE_SHOWN


def test_whoever_has_no_case_of_their_own_goes_on_to_the_companys_or_shows_something_else() -> None:
    none = (Ask(FindCases(proof=APPLICANT)), CasesFound(cases=()))
    typed = (EnterNumber(Entry.CREDIT_CODE), CODE)
    script = [*SHOWN, none, (NO_CASES, Next.COMPANY), (COMPANIES_ASKED, CompaniesFound()), typed, *AT_PAGE]
    assert play(follow_case(), *script) is Outcome.CASE_SHOWN
    again = [*SHOWN, none, (NO_CASES, Next.OTHER_WAY), *BY_NUMBER[1:], read(TYPED)]
    assert play(follow_case(), *again, (ShowCase(IN_TIME, URGABLE), FromCase.HOME)) is Outcome.CASE_SHOWN
    assert play(follow_case(), *SHOWN, none, (NO_CASES, Next.HOME)) is Outcome.RULE_EXPLAINED


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (RuleHit(RuleCode.COMPANY_NOT_YOURS), Notice("company_not_yours")),
        (CasesFound(cases=(), company=COMPANY), Notice("no_company_cases", {"company": COMPANY.name})),
    ],
)
def test_a_company_that_is_not_theirs_or_has_nothing_is_said_and_another_one_typed(answer: Any, told: Notice) -> None:
    typed = (EnterNumber(Entry.CREDIT_CODE), CODE)
    explained = Explain(told, (Next.OTHER_COMPANY, Next.HOME))
    asked = [*TO_COMPANY, (COMPANIES_ASKED, CompaniesFound()), typed, (Ask(FindCases(proof=FOR_COMPANY)), answer)]
    assert play(follow_case(), *asked, (explained, Next.OTHER_COMPANY), typed, *AT_PAGE) is Outcome.CASE_SHOWN
    assert play(follow_case(), *asked, (explained, Next.HOME)) is Outcome.RULE_EXPLAINED


def test_while_the_register_is_silent_nothing_is_proved_and_it_can_be_asked_again() -> None:
    silent = (Ask(FindCases(proof=FOR_COMPANY)), RuleHit(RuleCode.COMPANY_UNPROVEN))
    explained = Explain(Notice("company_unproven"), (Next.AGAIN, Next.HOME))
    asked = [*TO_COMPANY, (COMPANIES_ASKED, COMPANIES), (ChooseCompany(COMPANIES), CODE), silent]
    assert play(follow_case(), *asked, (explained, Next.AGAIN), *AT_PAGE) is Outcome.CASE_SHOWN
    assert play(follow_case(), *asked, (explained, Next.HOME)) is Outcome.RULE_EXPLAINED


def test_too_many_companies_end_it() -> None:
    many = (Ask(FindCases(proof=FOR_COMPANY)), RuleHit(RuleCode.TOO_MANY_LOOKUPS, {"minutes": 9}))
    told = Explain(Notice("too_many_lookups", {"minutes": 9}), (Next.OTHER_WAY, Next.HOME))
    asked = [*TO_COMPANY, (COMPANIES_ASKED, COMPANIES), (ChooseCompany(COMPANIES), CODE), many]
    assert play(follow_case(), *asked, (told, Next.HOME)) is Outcome.RULE_EXPLAINED


def test_for_a_company_one_urges_and_asks_a_person_and_withdraws_nothing() -> None:
    waits = COMPANYS.model_copy(update={"can_urge": True, "can_ask_person": True, "application": APPLICATION})
    urge = Do(UrgeCase(number=NUMBER, proof=FOR_COMPANY))
    ways = (FromCase.URGE, FromCase.ASK_PERSON, *PLAIN)
    script = [
        *TO_COMPANY,
        (COMPANIES_ASKED, COMPANIES),
        (ChooseCompany(COMPANIES), CODE),
        *AT_PAGE[:2],
        read(FOR_COMPANY, waits),
        (ShowCase(waits, ways), FromCase.URGE),
        (urge, RuleHit(RuleCode.COMPANY_UNPROVEN)),
        read(FOR_COMPANY, waits),
        (ShowCase(waits, ways, Notice("company_unproven")), FromCase.HOME),
    ]
    assert play(follow_case(), *script) is Outcome.CASE_SHOWN


# ---------------------------------------------------------------- taken back


WITHDRAW = Do(WithdrawCase(number=NUMBER, proof=APPLICANT))


@pytest.mark.parametrize(
    ("told", "done", "after", "code"),
    [
        (OWN, Withdrawal.AT_ONCE, WITHDRAWN, "withdrawn"),
        (ELSEWHERE, Withdrawal.REQUEST, ASKED, "withdrawal_asked"),
    ],
)
def test_withdrawing_is_confirmed_and_said(
    told: FollowedCase, done: Withdrawal, after: FollowedCase, code: str
) -> None:
    ways = (*((FromCase.URGE,) if told.can_urge else ()), FromCase.WITHDRAW, *PLAIN)
    ways_after = (*((FromCase.URGE,) if after.can_urge else ()), *PLAIN)
    script = [
        *BY_CARD,
        read(told=told),
        (ShowCase(told, ways), FromCase.WITHDRAW),
        read(told=told),
        (ConfirmWithdrawal(told), True),
        (WITHDRAW, CaseWithdrawn(number=NUMBER, at=NOON, done=done)),
        read(told=after),
        (ShowCase(after, ways_after, Notice(code, {"number": NUMBER})), FromCase.HOME),
    ]
    assert play(follow_case(), *script) is Outcome.CASE_SHOWN


def test_whoever_changes_their_mind_goes_on() -> None:
    ways = (FromCase.WITHDRAW, *PLAIN)
    script = [
        *BY_CARD,
        read(told=OWN),
        (ShowCase(OWN, ways), FromCase.WITHDRAW),
        read(told=OWN),
        (ConfirmWithdrawal(OWN), False),
        read(told=OWN),
        (ShowCase(OWN, ways), FromCase.HOME),
    ]
    assert play(follow_case(), *script) is Outcome.CASE_SHOWN


def test_a_typed_number_withdraws_nothing_before_the_card_says_whose_it_is() -> None:
    ways = (FromCase.WITHDRAW, *PLAIN)
    script = [
        *BY_NUMBER,
        read(TYPED, OWN),
        (ShowCase(OWN, ways), FromCase.WITHDRAW),
        (Present((Way.IDENTITY_CODE, Way.ID_CARD)), CardShown(CARD)),
        read(told=OWN),
        (ConfirmWithdrawal(OWN), True),
        (WITHDRAW, CaseWithdrawn(number=NUMBER, at=NOON, done=Withdrawal.AT_ONCE)),
        read(told=WITHDRAWN),
        (ShowCase(WITHDRAWN, PLAIN, Notice("withdrawn", {"number": NUMBER})), FromCase.HOME),
    ]
    assert play(follow_case(), *script) is Outcome.CASE_SHOWN
    stranger = [
        *script[: len(BY_NUMBER) + 3],
        (Ask(ReadCase(number=NUMBER, proof=APPLICANT)), RuleHit(RuleCode.CASE_NOT_FOUND)),
    ]
    told = Explain(Notice("case_not_found"), (Next.OTHER_WAY, Next.HOME))
    assert play(follow_case(), *stranger, (told, Next.HOME)) is Outcome.RULE_EXPLAINED


@pytest.mark.parametrize(
    ("answer", "code"),
    [(RuleHit(RuleCode.CASE_MOVED_ON), "withdrawal_closed"), (OutcomeUnknown(), "case_effect_open")],
)
def test_a_decision_that_was_quicker_and_a_line_that_is_down_are_said_on_the_page(answer: Any, code: str) -> None:
    script = [
        *BY_CARD,
        read(told=OWN),
        (ShowCase(OWN, (FromCase.WITHDRAW, *PLAIN)), FromCase.WITHDRAW),
        read(told=OWN),
        (ConfirmWithdrawal(OWN), True),
        (WITHDRAW, answer),
        read(told=CLOSED),
        (ShowCase(CLOSED, PLAIN, Notice(code)), FromCase.HOME),
    ]
    assert play(follow_case(), *script) is Outcome.CASE_SHOWN


def test_what_was_decided_before_the_confirmation_is_not_confirmed() -> None:
    script = [
        *BY_CARD,
        read(told=OWN),
        (ShowCase(OWN, (FromCase.WITHDRAW, *PLAIN)), FromCase.WITHDRAW),
        read(told=CLOSED),
        read(told=CLOSED),
        (ShowCase(CLOSED, PLAIN, Notice("withdrawal_closed")), FromCase.HOME),
    ]
    assert play(follow_case(), *script) is Outcome.CASE_SHOWN


def test_the_slip_of_a_withdrawal_says_so_and_that_of_a_company_names_it() -> None:
    texts = wording("zh_CN")
    titles = {
        name: said(case_slip(told, board().name, "A-01", texts))
        for name, told in (("a", WITHDRAWN), ("b", ASKED), ("c", COMPANYS))
    }
    assert "撤回凭据" in titles["a"]
    assert "2026-11-21 14:30" in titles["a"], "a proof says the year"
    assert "撤回申请回执" in titles["b"]
    assert "您申请撤回，正等东城区水务局答复" in titles["b"]
    assert "办理进度" in titles["c"]
    assert COMPANY.name in titles["c"]
    assert "以公司名义" in titles["c"]


# ---------------------------------------------------------------- readiness, words, paper


EVERY = {
    "in_time": IN_TIME,
    "late": LATE,
    "late_told": LATE_TOLD,
    "stopped": STOPPED,
    "gap_late": GAP_LATE,
    "lacks": LACKS,
    "closed": CLOSED,
    "away": AWAY,
    "open_year": OPEN_YEAR,
    "withdrawn": WITHDRAWN,
    "asked": ASKED,
    "companys": COMPANYS,
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
    assert [each.payload for each in slip.elements if isinstance(each, QrCode)] == list(filter(None, [EVERY[name].url]))
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
