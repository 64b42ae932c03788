"""The verdict: what leads to which outcome, in whose words, and what of a person can be seen in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from central.contract.item import ItemDocument, Outcome
from central.rules.cases import facts_of
from central.rules.evaluation import Verdict, evaluate
from central.rules.facts import MOST_LISTED, Facts
from central.rules.grounds import read_fields
from central.rules.papers import PaperIncomplete, fill_paper, papers_of
from tests.central.card import CARD, SOURCES, card, rule


def verdict(item: ItemDocument, **changes: Any) -> Verdict:
    """Of the item's base case with other facts."""
    facts = Facts.model_validate({**dict(facts_of(item, None)), **changes})
    return evaluate(item, facts, SOURCES)


@pytest.mark.parametrize(
    ("rules", "outcome"),
    [
        ([rule("good", "true")], Outcome.APPROVED),
        ([rule("bad", "false")], Outcome.REFUSAL_PROPOSED),
        ([rule("bad", "false", "supplement")], Outcome.SUPPLEMENT),
        ([rule("bad", "false", "manual")], Outcome.MANUAL),
        ([rule("dark", "answers.nothing")], Outcome.MANUAL),
        ([rule("bad", "false"), rule("short", "false", "supplement")], Outcome.SUPPLEMENT),
        ([rule("bad", "false"), rule("odd", "false", "manual")], Outcome.MANUAL),
        ([rule("bad", "false"), rule("dark", "answers.nothing")], Outcome.MANUAL),
        ([rule("short", "false", "supplement"), rule("dark", "answers.nothing")], Outcome.MANUAL),
        ([rule("number", "1")], Outcome.MANUAL),
        ([rule("broken", "true ==")], Outcome.MANUAL),
    ],
)
def test_outcomes(rules: list[dict[str, Any]], outcome: Outcome) -> None:
    assert verdict(card(*rules)).outcome is outcome


def test_a_missing_material_is_asked_for() -> None:
    found = verdict(card(), materials=())
    assert (found.outcome, found.missing) == (Outcome.SUPPLEMENT, ("portrait",))


def test_a_shared_material_is_never_asked_for() -> None:
    found = verdict(card(rule("good", "true")), sources={})
    assert (found.outcome, found.missing) == (Outcome.APPROVED, ())


def test_a_shared_material_is_there_when_its_source_knows_it() -> None:
    item = card(rule("has_it", "'identity' in materials"))
    assert verdict(item, materials=("portrait",)).outcome is Outcome.APPROVED
    gone = verdict(item, materials=("portrait",), sources={"population": {"found": False}})
    assert gone.outcome is Outcome.REFUSAL_PROPOSED


def test_a_promise_stands_for_the_material_that_it_may_stand_for() -> None:
    material = {"material": "lease", "name": {"zh_CN": "租赁合同"}, "comes_from": "document", "promised": True}
    item = card(materials=[*CARD["materials"], material])
    assert verdict(item, promised=True).outcome is Outcome.APPROVED
    assert verdict(item, promised=False).missing == ("lease",)
    plain = card(materials=[*CARD["materials"], material | {"promised": False}])
    assert verdict(plain, promised=True).missing == ("lease",)


def _with_situation(*rules: dict[str, Any]) -> ItemDocument:
    words = {"zh_CN": "哪一种", "en": "which"}
    options = [{"option": each, "words": words} for each in ("first", "again")]
    return card(*rules, situations=[{"situation": "kind", "question": words, "options": options}])


def test_rules_of_other_situations_are_left_out() -> None:
    item = _with_situation(rule("good", "true"), rule("bad", "false", when={"kind": ["again"]}))
    assert verdict(item, situation={"kind": "first"}).outcome is Outcome.APPROVED
    assert verdict(item, situation={"kind": "again"}).outcome is Outcome.REFUSAL_PROPOSED


@pytest.mark.parametrize("situation", [{}, {"kind": "other"}, {"other": "first"}])
def test_nothing_is_decided_for_a_situation_that_nobody_chose(situation: dict[str, str]) -> None:
    item = _with_situation(rule("good", "true"), rule("bad", "false", when={"kind": ["again"]}))
    assert verdict(item, situation=situation).outcome is Outcome.MANUAL


def test_nothing_is_approved_where_no_rule_is_in_force() -> None:
    item = _with_situation(rule("bad", "false", when={"kind": ["again"]}))
    assert verdict(item, situation={"kind": "first"}).outcome is Outcome.MANUAL


def test_sentences_say_what_was_found_in_both_languages() -> None:
    young = next(each for each in verdict(card(), today=date(2020, 3, 6)).findings if each.rule == "old_enough")
    assert young.sentence.zh_CN == "您今年59周岁，2020年3月7日起可以办理。"
    assert young.sentence.en == "You are 59; you can apply from 2020-03-07 on."
    assert [(each.label.zh_CN, each.value.zh_CN, each.value.en) for each in young.seen] == [
        ("出生日期", "1960年3月7日", "1960-03-07")
    ]


def test_evidence_names_its_source_and_its_moment() -> None:
    at = datetime(2026, 11, 22, 1, tzinfo=UTC)
    (finding,) = (each for each in verdict(card(), as_of={"population": at}).findings if each.rule == "lives_here")
    assert [(each.value.zh_CN, each.value.en) for each in finding.seen] == [("是", "yes"), ("否", "no")]
    assert {each.source.zh_CN for each in finding.seen if each.source} == {"人口基础信息库"}
    assert {each.as_of for each in finding.seen} == {at}
    assert finding.basis.article == "第五十三条"


def test_an_unanswered_rule_names_the_source_that_owes_the_answer() -> None:
    found = verdict(card(), sources={})
    assert found.unanswered == ("same_person", "alive", "lives_here")
    assert found.findings[0].sentence.zh_CN == "人口基础信息库暂时没有给出这一项，由工作人员核对。"
    assert found.findings[0].sentence.en == "No answer from Population register for now; a person will look at it."
    assert found.findings[0].seen[0].value.zh_CN == "没有查到"


def test_an_unanswered_rule_about_the_citizen_blames_no_source() -> None:
    person = {"id_number": "110105196003070013", "name": "陈国安"}
    (finding,) = (each for each in verdict(card(), person=person).findings if each.rule == "old_enough")
    assert finding.holds is None
    assert finding.sentence.zh_CN == "这一项的信息不全，由工作人员核对。"


def _seen(expression: str, **changes: Any) -> str:
    evidence = [{"label": {"zh_CN": "值"}, "value": expression, "source": "population"}]
    sentence = {"zh_CN": "看到{seen}", "en": "seen {seen}"}
    item = card(rule("look", "true", evidence=evidence, facts={"seen": expression}, words_true=sentence), **changes)
    (finding,) = verdict(item, answers={"phone": "13800138099", "heirs": [{"name": "陈小安"}]}).findings
    assert finding.sentence.zh_CN == f"看到{finding.seen[0].value.zh_CN}"  # a sentence says no more than the evidence
    return finding.seen[0].value.zh_CN


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("sources.population.name", "陈**"),
        ("'姓名：' + sources.population.name", "姓名：陈**"),
        ("person.name", "陈**"),
        ("person.id_number", "110***********0013"),
        ("sources.population.deceased", "*"),
        ("sources['population'].deceased ? '在' : '不在'", "*"),
        ("sources.population['deceased']", "*"),
        ("sources.population.name == person.name", "是"),
        ("answers.phone", "138****8099"),
        ("sources.population.address", "晨光路18号"),
        ("sources.population", "——"),
    ],
)
def test_evidence_keeps_its_sources_masks(expression: str, shown: str) -> None:
    assert _seen(expression) == shown


def test_names_in_a_group_are_masked_too() -> None:
    words = {"zh_CN": "继承人"}
    part = {"type": "object", "properties": {"name": {"type": "string", "x-control": "name", "x-words": words}}}
    group = {"type": "array", "x-control": "group", "x-words": words, "items": part}
    assert _seen("answers.heirs[0].name", form={"type": "object", "properties": {"heirs": group}}) == "陈**"


@pytest.mark.parametrize("nasty", ["晨光\x1b[2J路", "晨光\u202e路", "晨光\r\n路", "晨光\x00路"])
def test_no_value_commands_a_screen_or_a_printer(nasty: str) -> None:
    item = card(rule("look", "true", evidence=[{"label": {"zh_CN": "值"}, "value": "answers.street"}]))
    (finding,) = verdict(item, answers={"street": nasty}).findings
    assert finding.seen[0].value.zh_CN.isprintable()


def test_numbers_have_the_type_that_the_form_and_the_source_declare() -> None:
    form = {"type": "object", "properties": {"area": {"type": "number"}, "rooms": {"type": "integer"}}}
    item = card(rule("big", "answers.area * 1.5 > 100.0 && answers.rooms * 2 == 6"), form=form)
    assert verdict(item, answers={"area": 80, "rooms": 3}).outcome is Outcome.APPROVED
    assert verdict(item, answers={"area": 80.0, "rooms": 3}).outcome is Outcome.APPROVED


def test_a_hall_may_set_a_parameter_to_a_value_of_its_kind() -> None:
    item = card()
    assert item.in_force({"min_age": 65}) == {"min_age": 65}
    assert item.in_force({"min_age": "65", "other": 1}) == {"min_age": 60}
    assert item.in_force({"min_age": True}) == {"min_age": 60}
    assert verdict(item, parameters={"min_age": 70}).false == ("old_enough",)


def test_the_same_facts_give_the_same_verdict_after_a_journey_through_a_store() -> None:
    facts = facts_of(card(), card().cases[1])
    again = Facts.model_validate_json(facts.model_dump_json())
    assert again == facts
    assert evaluate(card(), again, SOURCES) == evaluate(card(), facts, SOURCES)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**52), 2**52) | st.floats(-1e9, 1e9) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=150)
@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys(("name", "birth", "id_number", "sex"), _VALUES)),
    st.dictionaries(st.sampled_from(sorted(SOURCES["population"].fields)), _VALUES, max_size=8),
)
def test_garbage_is_never_approved_and_never_an_error(person: dict[str, Any], population: dict[str, Any]) -> None:
    found = verdict(
        card(), person=person, sources={"population": population | {"found": True}}, materials=("portrait",)
    )
    if found.outcome is Outcome.APPROVED:
        assert person["name"] == population["name"]
        assert person["birth"] == population["birth"] <= "1966-11-22"
        assert population["deceased"] is False


@pytest.mark.parametrize(
    "large",
    [
        {"text": "x" * 2001},
        {"list": [0] * (MOST_LISTED + 1)},
        {"number": float("inf")},
        {"number": 2**60},
        {"a": {"b": {"c": {"d": {"e": {"f": {}}}}}}},
        {f"n{number}": 0 for number in range(MOST_LISTED + 1)},
    ],
)
def test_facts_are_no_larger_than_rules_look_at(large: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Facts(today=date(2026, 1, 1), person={}, answers=large)


def test_the_fields_that_an_expression_names() -> None:
    text = "sources.tax.months > 3 && sources [ 'deed' ] . owner == sources.deed[\"name\"] && resources.x.y"
    assert read_fields(text) == {("tax", "months"), ("deed", "owner"), ("deed", "name")}


# ---------------------------------------------------------------- papers


def _paper(**changes: Any) -> ItemDocument:
    return card(documents=[CARD["documents"][0] | changes])


def test_a_paper_is_filled_and_is_the_holders_own() -> None:
    lines = [{"label": {"zh_CN": "姓名"}, "value": "sources.population.name"}]
    item = _paper(lines=lines, valid_until="add_years(today, 5)")
    text = fill_paper(item.documents[0], item, facts_of(item, None), SOURCES)
    assert text.statement.zh_CN == "持证人年满60周岁，依法享受老年人优待。"
    assert [(line.label.zh_CN, line.value) for line in text.lines] == [("姓名", "陈国安")]
    assert text.valid_until == "2031-11-22"


@pytest.mark.parametrize(
    "change",
    [
        {"lines": [{"label": {"zh_CN": "姓名"}, "value": "sources.population.nickname"}]},
        {"lines": [{"label": {"zh_CN": "姓名"}, "value": "'\u202e '"}]},
        {"facts": {"min_age": "p.none"}},
        {"valid_until": "person.name"},
        {"valid_until": "sources.population.until"},
        {"valid_until": "p.min_age"},
    ],
)
def test_a_paper_with_a_gap_is_none(change: dict[str, Any]) -> None:
    item = _paper(**change)
    with pytest.raises(PaperIncomplete):
        fill_paper(item.documents[0], item, facts_of(item, None), SOURCES)


def test_papers_and_lines_belong_to_situations() -> None:
    lines: list[dict[str, Any]] = [
        {"label": {"zh_CN": "一"}, "value": "'1'"},
        {"label": {"zh_CN": "二"}, "value": "'2'", "when": {"kind": ["again"]}},
    ]
    item = _paper(lines=lines, when={"kind": ["first", "again"]})
    assert papers_of(item, {}) == ()
    counts: Callable[[str], int] = lambda kind: len(  # noqa: E731
        fill_paper(
            item.documents[0], item, facts_of(item, None).model_copy(update={"situation": {"kind": kind}}), SOURCES
        ).lines
    )
    assert (counts("first"), counts("again")) == (1, 2)
