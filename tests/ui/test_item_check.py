"""The look at new items, as the terminal starts it: what is well passes, what a citizen could not read does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from central.contract.item import ItemDocument
from central.contract.project import ProjectDocument
from central.contract.texts import Texts
from devices.deadline import Deadline
from devices.printer_model import load_model
from kiosk.catalogue.catalogue import Catalogue
from kiosk.catalogue.faults import CatalogueUnfit
from kiosk.catalogue.inspection import Inspection
from kiosk.texts import Wording
from tests.ui.application_scenes import CATALOGUE, SENIOR_CARD
from tests.ui.project_scenes import SHOP
from tests.ui.screen import ROOT
from ui.item_check import paper_faults
from ui.item_check.glass import Glass
from ui.item_check.item_scenes import NOW, scenes
from ui.item_check.program import PROGRAM

TEXTS = Texts(ROOT / "assets/texts")
NO_GLYPH, NO_TYPE = "\U000f1234", "𓀀"


def changed(**change: Any) -> Catalogue:
    item = ItemDocument.model_validate(SENIOR_CARD.model_dump(mode="json") | change)
    return replace(CATALOGUE, items={item.item: item})


@pytest.fixture(scope="module")
def glass(qapp: object) -> Iterator[Glass]:
    glass = Glass((108, 192), TEXTS)
    yield glass
    glass.close()


def found(glass: Glass, catalogue: Catalogue, *places: str) -> dict[str, list[str]]:
    """What is wrong, by place."""
    (item,) = catalogue.items.values()
    shown: dict[str, list[str]] = {}
    for place, scene in scenes(catalogue, item):
        if place in places:
            shown.setdefault(place, []).extend(glass.look(scene))
    return shown


def test_the_terminal_looks_at_an_item_and_passes_what_is_well() -> None:
    """The whole way once: the program that the terminal starts, both orientations, its papers."""
    odd = changed(summary={"zh_CN": f"敬老{NO_GLYPH}", "en": "For the old"})
    both = replace(odd, items={"well": SENIOR_CARD.model_copy(update={"item": "well"}), **odd.items})
    fault = Inspection(PROGRAM)(Deadline(120), both, Catalogue())
    assert isinstance(fault, CatalogueUnfit), "the other one is well"
    assert fault.facts == {"document": "items/senior_card.json", "reason": "look", "place": "summary"}


def test_every_screen_that_the_document_has_a_say_in_is_looked_at() -> None:
    places = [place for place, _ in scenes(CATALOGUE, SENIOR_CARD)]
    for wanted in ("name", "summary", "sources", "form.properties.phone", "form", "documents.0", "rules"):
        assert wanted in places
    assert ("promise" in places) is (SENIOR_CARD.promise is not None)


def test_a_screen_that_says_what_it_said_before_is_not_looked_at_again(glass: Glass) -> None:
    def places(new: Catalogue, before: Catalogue) -> list[str]:
        (item,) = new.items.values()
        return [place for place, _ in glass.changed(new, before, item)]

    assert places(CATALOGUE, CATALOGUE) == []
    assert places(changed(version=2), CATALOGUE) == []
    assert places(changed(appeal={"zh_CN": "不服的可以申诉", "en": "Appeal"}), CATALOGUE) == ["summary"]
    rules = [rule.model_dump(mode="json") for rule in SENIOR_CARD.rules]
    rules[0]["words_false"] = {"zh_CN": "两处不一致。", "en": "They differ."}
    assert places(changed(rules=rules), CATALOGUE) == ["rules"], "a refusal alone tells it"
    assert places(replace(CATALOGUE, parameters={"senior_card": {"min_age": 65}}), CATALOGUE) != []
    assert places(CATALOGUE, Catalogue()) == [place for place, _ in scenes(CATALOGUE, SENIOR_CARD)]


def test_what_does_not_fit_is_named_with_its_place(glass: Glass) -> None:
    long = {"zh_CN": "优待" * 90, "en": "Care" * 70}
    wrong = found(glass, changed(name=long), "name", "rules")
    assert wrong["name"]
    assert any("优待" in reason for reason in wrong["name"])
    assert found(glass, CATALOGUE, "name", "rules") == {"name": [], "rules": []}


def test_a_sign_without_a_glyph_is_found_where_it_is_scrolled_away(glass: Glass) -> None:
    odd = changed(appeal={"zh_CN": f"不服的可以申诉{NO_GLYPH}", "en": "Appeal"})
    (reason, *_) = found(glass, odd, "summary")["summary"]
    assert reason.startswith(f"has no glyph for {NO_GLYPH}")


def test_a_project_is_looked_at_on_its_screens_and_its_paper(glass: Glass) -> None:
    steps = [step.model_dump(mode="json") for step in SHOP.steps]
    steps[-1]["name"] = {"zh_CN": f"安全检查{NO_TYPE}" + "检查" * 60, "en": "Check"}
    odd = ProjectDocument.model_validate(SHOP.model_dump(mode="json") | {"steps": steps})
    before, after = (Catalogue(1, projects={"renovation": each}) for each in (SHOP, odd))
    changed = list(glass.changed(after, before, odd))
    assert [place for place, _ in changed] == ["steps", "steps", f"steps.{len(steps) - 1}"]
    assert list(glass.changed(before, before, SHOP)) == []
    assert any("检查检查" in reason for reason in glass.look(changed[-1][1]))
    wording, model = Wording(TEXTS, lambda: NOW), load_model()
    assert list(paper_faults.faults(before, SHOP, model, wording)) == []
    assert {place for place, _ in paper_faults.faults(after, odd, model, wording)} == {"steps"}


@pytest.mark.parametrize("model", ["epson_80", "plain_58"])
def test_papers_are_laid_out_for_the_printer_that_is_there(model: str) -> None:
    wording = Wording(TEXTS, lambda: NOW)
    assert list(paper_faults.faults(CATALOGUE, SENIOR_CARD, load_model(model), wording)) == []
    title = {"zh_CN": f"老年𠮷优待证{NO_TYPE}", "en": "Card"}
    documents = [SENIOR_CARD.documents[0].model_dump(mode="json") | {"title": title}]
    odd = changed(documents=documents)
    (item,) = odd.items.values()
    places = {place for place, _ in paper_faults.faults(odd, item, load_model(model), wording)}
    assert places == {"documents.0"}
    sheets = [reason for _, reason in paper_faults.faults(odd, item, load_model(model), wording, a4=True)]
    assert f"cannot be printed on A4, {NO_TYPE}: 老年𠮷优待证{NO_TYPE}" in sheets
    assert list(paper_faults.faults(CATALOGUE, SENIOR_CARD, load_model(model), wording, a4=True)) == []
