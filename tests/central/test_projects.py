"""Types of project: what the product comes with is clean, and each rule broken once gives exactly its finding."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from central.contract.item import holds
from central.contract.project import ProjectDocument, asked_of, in_force, next_situation, prerequisites
from central.items import project as rules
from central.items.library import library_of
from central.items.lint import lint
from tests.central.courses import CALENDAR

ASSETS = Path(__file__).parents[2] / "assets"
PROJECTS = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((ASSETS / "projects").glob("*.json"))]


def words(text: str) -> dict[str, str]:
    return {"zh_CN": text, "en": text}


def step(name: str, *needs: str, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "step": name,
        "stage": "first",
        "name": words(name),
        "by": words("office"),
        "basis": ["law"],
        "limits": [{"promised": {"amount": 5, "unit": "working_day"}}],
        "needs": list(needs),
    }
    return made | more


def document(*steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "project": "small_one",
        "version": 1,
        "effective_from": "2026-01-01",
        "name": words("project"),
        "summary": words("summary"),
        "contact": {"enquiry": "12345", "supervision": "12345"},
        "legal_basis": [{"basis": "law", "law": words("law")}],
        "stages": [{"stage": "first", "name": words("first")}, {"stage": "second", "name": words("second")}],
        "steps": list(steps),
    }
    return made | more


def found(wanted: dict[str, Any]) -> list[tuple[str, str]]:
    return [(str(rule), place) for place, rule, _ in rules.problems(ProjectDocument.model_validate(wanted))]


YES_NO = [{"option": "yes", "words": words("yes")}, {"option": "no", "words": words("no")}]
LAND = {"situation": "land", "question": words("land?"), "options": YES_NO}
LIMIT = {"promised": {"amount": 5, "unit": "working_day"}}
PAPER = {"material": "paper", "name": words("paper"), "how_to_get": words("make it")}
BROKEN = {
    "a step twice": (document(step("one"), step("one")), ("V-01", "steps.1")),
    "an unknown prerequisite": (document(step("one", "none_such")), ("V-10", "steps.0.needs")),
    "an unknown stage": (document(step("one", stage="third")), ("V-10", "steps.0.stage")),
    "no law": (document(step("one", basis=[])), ("V-10", "steps.0.basis")),
    "a cycle": (document(step("one", "two"), step("two", "one")), ("V-09", "steps.0.needs")),
    "a cycle through a material": (
        document(
            step("one", "two"),
            step("two", materials=["paper"]),
            materials=[{"material": "paper", "name": words("paper"), "made_in": "one"}],
        ),
        ("V-09", "steps.0.needs"),
    ),
    "a later stage first": (document(step("one", "two"), step("two", stage="second")), ("step", "steps.0.stage")),
    "a material without origin": (
        document(step("one", materials=["paper"]), materials=[PAPER | {"how_to_get": None}]),
        ("V-06", "materials.0.how_to_get"),
    ),
    "a material for nothing": (document(step("one"), materials=[PAPER]), ("step", "materials.0.material")),
    "an intermediary's": (
        document(step("one", materials=["paper"]), materials=[PAPER | {"intermediary": True}]),
        ("V-13", "materials.0.intermediary"),
    ),
    "a promise above the law": (
        document(step("one", limits=[LIMIT | {"legal": {"amount": 4, "unit": "working_day"}}])),
        ("V-03", "steps.0.limits.0.promised.amount"),
    ),
    "units that differ": (
        document(step("one", limits=[LIMIT | {"legal": {"amount": 9, "unit": "day"}}])),
        ("V-03", "steps.0.limits.0.promised.unit"),
    ),
    "a limit that holds sometimes": (
        document(step("one", limits=[LIMIT | {"when": {"land": ["yes"]}}]), situations=[LAND]),
        ("step", "steps.0.limits.0.when"),
    ),
    "a limit behind one that always counts": (
        document(
            step("one", limits=[LIMIT | {"when": {"land": ["yes", "no"]}}, LIMIT | {"when": {"land": ["no"]}}, LIMIT]),
            situations=[LAND],
        ),
        ("step", "steps.0.limits.1.when"),
    ),
    "an answer that nobody can give": (
        document(step("one", when={"land": ["maybe"]})),
        ("V-10", "steps.0.when.land"),
    ),
    "a step that nobody reaches": (
        document(
            step("one", when={"land": ["no"], "sold": ["yes"]}),
            situations=[LAND, {**LAND, "situation": "sold", "when": {"land": ["yes"]}}],
        ),
        ("step", "steps.0.when"),
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_rule_has_its_finding(name: str) -> None:
    broken, finding = BROKEN[name]
    assert finding in found(broken)


def test_a_cycle_is_told_with_its_members() -> None:
    told = list(
        rules.problems(
            ProjectDocument.model_validate(document(step("two", "ten"), step("ten", "one"), step("one", "two")))
        )
    )
    assert [remedy for _, rule, remedy in told if rule == "V-09"] == [
        "waits for itself: one → two → ten → one; take one of these out"
    ]


def test_too_many_answers_are_refused_instead_of_tried_for_ever() -> None:
    questions = [{**LAND, "situation": f"question_{number}"} for number in range(12)]
    questions = [{**each, "options": [*YES_NO, {"option": "maybe", "words": words("maybe")}]} for each in questions]
    never = step("one", when={"question_0": ["yes"], "question_1": ["none"]})
    assert ("step", "situations") in found(document(never, situations=questions))


def test_markup_in_a_project_is_found(tmp_path: Path) -> None:
    for folder, name in (("items", "senior_card"), ("sources", "population"), ("projects", "private_factory")):
        (tmp_path / folder).mkdir()
        written = (ASSETS / folder / f"{name}.json").read_text(encoding="utf-8")
        (tmp_path / folder / f"{name}.json").write_text(
            written.replace("企业投资项目备案", "<b>备案</b>"), encoding="utf-8"
        )
    (finding,) = lint(library_of(tmp_path / "items", None, None), CALENDAR)
    assert (finding.rule, finding.place) == ("V-07", "steps.0.name.zh_CN")


@pytest.mark.parametrize("written", PROJECTS, ids=lambda each: each["project"])
def test_nobody_is_asked_for_what_a_step_makes(written: dict[str, Any]) -> None:
    """In every situation: what a step needs is got by the applicant, or made by a step that lies before it."""
    project = ProjectDocument.model_validate(written)
    needs = prerequisites(project)
    for options in product(*([option.option for option in each.options] for each in project.situations)):
        situation = dict(zip((each.situation for each in project.situations), options, strict=True))
        assert next_situation(project, situation) is None
        taken = {each.step for each in in_force(project, situation)}
        for each in in_force(project, situation):
            assert holds(each.when, situation)
            for material in asked_of(project, each, situation):
                assert material.how_to_get or material.made_in in taken
                assert material.made_in is None or material.made_in in needs[each.step]
