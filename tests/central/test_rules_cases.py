"""The items' own boundary cases, and what their runner tells."""

from __future__ import annotations

from typing import Any

import pytest

from central.contract.item import ItemDocument
from central.rules.cases import facts_of, run_cases
from tests.central.card import CARD, SOURCES, card
from tests.central.catalogue_documents import ASSETS


def with_cases(*cases: dict[str, Any], **changes: Any) -> ItemDocument:
    return card(cases=[{"edge": "other", **case} for case in cases], **changes)


def test_the_senior_cards_own_cases_come_out_as_they_say() -> None:
    published = ItemDocument.model_validate_json((ASSETS / "items" / "senior_card.json").read_bytes())
    assert run_cases(published, SOURCES) == ()


@pytest.mark.parametrize(
    ("case", "says"),
    [
        ({"today": "2020-03-06", "expect": "approved"}, "expected approved; found refusal_proposed, false: old_enough"),
        ({"today": "2020-03-06", "expect": "refusal_proposed"}, "found refusal_proposed, false: old_enough"),
        ({"expect": "approved", "expect_false": ["alive"]}, "expected approved, false: alive"),
        ({"silent": ["population"], "expect": "approved"}, "unanswered: same_person, alive, lives_here"),
        ({"materials": [], "expect": "approved"}, "found supplement, missing: portrait"),
        ({"silent": ["tax"], "expect": "manual"}, "takes away what is not there: tax"),
        ({"without": ["person.shoe"], "expect": "manual"}, "takes away what is not there: person.shoe"),
        ({"without": ["person.name.first"], "expect": "manual"}, "takes away what is not there: person.name.first"),
        ({"without": ["population"], "expect": "manual"}, "takes away what is not there: population"),
        ({"answers": {"text": "x" * 3000}, "expect": "manual"}, "larger than any rule looks at"),
        ({"without": ["person.sex"], "expect": "approved"}, "a paper is not complete: lines.1"),
    ],
)
def test_what_differs_is_told(case: dict[str, Any], says: str) -> None:
    (difference,) = run_cases(with_cases({"case": "this_one", **case}), SOURCES)
    assert difference.case == "this_one"
    assert says in difference.text


def test_the_base_case_is_approved_or_nothing_can_be_compared_with_it() -> None:
    base = CARD["base_case"] | {"today": "2019-01-01"}
    (difference,) = run_cases(
        with_cases({"case": "grown", "today": "2026-01-01", "expect": "approved"}, base_case=base), SOURCES
    )
    assert difference.case == "base_case"


def test_an_approval_without_any_paper_is_told() -> None:
    paper = CARD["documents"][0] | {"when": {"kind": ["other"]}}
    told = run_cases(with_cases({"case": "same", "expect": "approved"}, documents=[paper]), SOURCES)
    assert {each.text for each in told} == {"approved, but there is no paper for these situations"}


def test_a_case_changes_what_it_names_and_leaves_the_rest() -> None:
    case = {
        "case": "mixed",
        "person": {"name": "陈国平"},
        "sources": {"population": {"deceased": True}, "tax": {"months": 3}},
        "without": ["sources.population.address"],
        "promised": True,
        "expect": "manual",
    }
    item = with_cases(case)
    facts, base = facts_of(item, item.cases[0]), facts_of(item, None)
    assert facts.person == {**base.person, "name": "陈国平"}
    population = {name: value for name, value in base.sources["population"].items() if name != "address"}
    assert facts.sources == {"population": {**population, "deceased": True}, "tax": {"months": 3}}
    assert (facts.promised, base.promised, facts.materials) == (True, False, base.materials)
    assert item.base_case.sources["population"]["deceased"] is False


def test_a_case_takes_one_answer_of_one_entry_away() -> None:
    family = [{"name": "甲", "age": 3}, {"name": "乙", "age": 4}]
    case = {"case": "older", "answers": {"family": family}, "without": ["answers.family.1.age"], "expect": "manual"}
    item = with_cases(case)
    assert facts_of(item, item.cases[0]).answers["family"] == [{"name": "甲", "age": 3}, {"name": "乙"}]
    assert item.cases[0].answers["family"] == family
    for path in ("answers.family.2.age", "answers.family.name.age", "answers.family.0.name.first"):
        with pytest.raises(KeyError):
            facts_of(item, with_cases(case | {"without": [path]}).cases[0])
