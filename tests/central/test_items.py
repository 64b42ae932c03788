"""The service items that the product comes with: whole, consistent, and decided as a citizen would expect."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from stdnum.cn import ric

from central.contract.item import ItemDocument, Outcome, holds
from central.items.library import library_of
from central.items.lint import lint
from central.register.records import read_people, read_records
from central.rules.cases import facts_of, run_cases
from central.rules.evaluation import Verdict, evaluate
from central.rules.expressions import Scope
from central.rules.facts import Facts
from central.services import companies
from tests.central.courses import CALENDAR

ASSETS = Path(__file__).resolve().parents[2] / "assets"
LIBRARY = library_of(ASSETS / "items", None, None)
PEOPLE = {
    **read_people(ASSETS / "halls" / "demo_people.toml"),
    **read_people(ASSETS / "register" / "people.toml"),
}
NUMBERS = {person["label"]: number for number, person in PEOPLE.items()}
REGISTER = read_records(ASSETS / "register", ASSETS / "sources", PEOPLE)
TODAY = date(2026, 11, 22)
PUBLISHED_EXAMPLE = "11010519491231002X"


def decide(
    item: ItemDocument, person: str, answers: dict[str, Any], situation: dict[str, str], promised: bool = False
) -> Verdict:
    """What the machine finds for somebody of the demo, as the register knows them."""
    number = NUMBERS[person]
    known = PEOPLE[number]
    card = {"id_number": number, "name": known["name"], "birth": known["birth"]}
    card["sex"] = "1" if known["sex"] == "male" else "2"
    scope = Scope({"person": card, "answers": answers, "situation": situation})
    sources = {}
    for use in item.sources:
        if holds(use.when, situation):
            inputs = {name: scope.value(expression) for name, expression in use.by.items()}
            record = REGISTER[use.source].find(inputs, TODAY)
            sources[use.source] = {"found": record is not None, **(record or {})}
    given = tuple(each.material for each in item.materials)
    facts = Facts(
        today=TODAY,
        person=card,
        answers=answers,
        situation=situation,
        sources=sources,
        materials=given,
        promised=promised,
    )
    return evaluate(item, facts, LIBRARY.sources)


def test_every_item_of_the_table_is_there_and_nothing_stands_against_publishing_them() -> None:
    assert lint(LIBRARY, CALENDAR) == ()
    assert len(LIBRARY.items) == 34


@pytest.mark.parametrize("name", LIBRARY.items)
def test_the_cases_of_an_item_come_out_as_it_says(name: str) -> None:
    assert run_cases(LIBRARY.items[name], LIBRARY.sources) == ()


@pytest.mark.parametrize("name", LIBRARY.items)
def test_no_silence_of_a_source_approves(name: str) -> None:
    item = LIBRARY.items[name]
    outcomes = {case.case: case.expect for case in item.cases if case.silent}
    assert outcomes
    assert set(outcomes.values()) == {Outcome.MANUAL}


@pytest.mark.parametrize("name", LIBRARY.items)
def test_the_person_of_the_cases_is_invented(name: str) -> None:
    person = facts_of(LIBRARY.items[name], None).person
    number = str(person["id_number"])
    assert ric.is_valid(number)
    assert number == PUBLISHED_EXAMPLE or number[14:17] in {"996", "997", "998", "999"}
    assert str(person["birth"]).replace("-", "") == number[6:14]
    assert person["sex"] == ("1" if int(number[16]) % 2 else "2")


def test_every_source_is_asked_by_an_item_or_for_a_company_and_answered_by_the_register() -> None:
    asked = {use.source for item in LIBRARY.items.values() for use in item.sources} | {companies.LIST}
    assert asked == LIBRARY.sources.keys() == REGISTER.keys()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_way_to_an_item_has_its_words(language: str) -> None:
    texts = tomllib.loads((ASSETS / "texts" / f"{language}.toml").read_text(encoding="utf-8"))
    for item in LIBRARY.items.values():
        assert texts["department"][item.department]
        for theme in item.themes:
            assert texts["theme"][theme]
        for event in item.life_events:
            assert texts["life_event"][event]


def test_what_is_unconfirmed_names_no_article() -> None:
    for item in LIBRARY.items.values():
        for basis in item.legal_basis:
            assert basis.certainty != "unconfirmed" or not basis.article


BANK = {"phone": "13800138000", "bank_card": "6222020000000000018"}
LOAN = {"amount": 20000, "bank_card": "6222020000000000018"}
AT_HOME = {"region": "110105", "address": "向阳里5号楼1202室", "arrived_on": "2026-11-20", "phone": "13800138006"}
SHOP = {"trade_name": "银杏示例百货店", "region": "110102", "address": "银杏巷4号", "money": 20000}
ALONE, TOGETHER = {"run_by": "person", "address": "proof"}, {"run_by": "family", "address": "proof"}
FAMILY = {"family": [{"name": "郑大寒", "id_number": "110102199901209982", "relation": "spouse"}]}


@pytest.mark.parametrize(
    ("name", "person", "answers", "situation", "expected"),
    [
        ("senior_card", "li_xiuying", {}, {}, "approved"),
        ("senior_card", "zhao_bailu", {}, {}, "refusal_proposed: lives_here"),
        ("senior_card", "zhang_xiaoman", {}, {}, "refusal_proposed: old_enough"),
        ("senior_card", "he_jingzhe", {}, {}, "manual: alive"),
        ("senior_card", "han_qiufen", {}, {}, "manual: same_person"),
        ("old_age_allowance", "sun_yushui", BANK, {}, "approved"),
        ("old_age_allowance", "li_xiuying", BANK, {}, "refusal_proposed: old_enough"),
        ("pension_check", "li_xiuying", {}, {}, "approved"),
        ("pension_check", "sun_yushui", {}, {}, "approved"),
        ("disability_allowances", "zhao_bailu", BANK, {"allowance": "living"}, "approved"),
        ("disability_allowances", "peng_liqiu", BANK, {"allowance": "care"}, "manual: care_level needs_care"),
        ("insurance_record", "wu_xiaohan", {"purpose": "school"}, {"paper": "proof"}, "approved"),
        ("nurse_renewal", "wang_guyu", {}, {}, "approved"),
        ("nurse_renewal", "pan_lidong", {}, {}, "refusal_proposed: in_time"),
        ("residence_registration", "zhou_shuangjiang", AT_HOME, {"proof": "owner"}, "approved"),
        ("residence_permit", "zhao_bailu", {}, {"who": "myself", "proof": "home"}, "approved"),
        (
            "residence_permit",
            "zhou_shuangjiang",
            {},
            {"who": "myself", "proof": "job"},
            "refusal_proposed: long_enough",
        ),
        ("no_crime_certificate", "wu_xiaohan", {"purpose": "job"}, {"who": "myself"}, "approved"),
        ("no_crime_certificate", "deng_xiazhi", {"purpose": "job"}, {"who": "myself"}, "manual: no_record"),
        ("driving_licence_renewal", "zhao_bailu", {}, {}, "approved"),
        ("driving_licence_renewal", "zhang_xiaoman", {}, {}, "refusal_proposed: nothing_open"),
        ("driving_licence_renewal", "li_xiuying", {}, {}, "manual: same_person"),
        ("housing_fund_withdrawal", "zhang_xiaoman", LOAN, {"reason": "loan"}, "approved"),
        ("housing_fund_withdrawal", "zhao_bailu", LOAN, {"reason": "retired"}, "approved"),
        ("real_estate_query", "chen_lixia", {"purpose": "housing"}, {"whose": "own"}, "approved"),
        ("sole_trader_setup", "wu_xiaohan", {**SHOP, "activity": "retail"}, ALONE, "approved"),
        ("sole_trader_setup", "wu_xiaohan", {**SHOP, "activity": "retail", **FAMILY}, TOGETHER, "approved"),
        (
            "sole_trader_setup",
            "wu_xiaohan",
            {**SHOP, "activity": "catering"},
            ALONE,
            "manual: no_pre_licence",
        ),
    ],
)
def test_the_people_of_the_demo_meet_what_their_records_say(
    name: str, person: str, answers: dict[str, Any], situation: dict[str, str], expected: str
) -> None:
    verdict = decide(LIBRARY.items[name], person, answers, situation)
    outcome, _, false = expected.partition(": ")
    assert (verdict.outcome, list(verdict.false)) == (outcome, false.split())


def test_a_promise_stands_for_the_employers_notice() -> None:
    item = LIBRARY.items["unemployment_registration"]
    answers = {"ended_on": "2026-11-01", "cause": "ended", "phone": "13800138003"}
    situation = {"proof": "statement"}
    assert decide(item, "chen_lixia", answers, situation, promised=True).outcome is Outcome.APPROVED
    assert decide(item, "chen_lixia", answers, situation, promised=False).outcome is Outcome.SUPPLEMENT


def test_the_documents_are_written_as_they_are_read() -> None:
    """No key stands twice in a document: a reader would silently take the last."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len({name for name, _ in pairs}) == len(pairs)
        return dict(pairs)

    for path in (*(ASSETS / "items").glob("*.json"), *(ASSETS / "sources").glob("*.json")):
        json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=once)
