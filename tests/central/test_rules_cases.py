"""The items' own boundary cases, and what their runner tells."""

from __future__ import annotations

from pathlib import Path

from central.contract.item import ItemDocument
from central.contract.source import DataSource
from central.rules.cases import run_cases

ASSETS = Path(__file__).resolve().parents[2] / "assets"


def test_the_senior_cards_own_cases_come_out_as_they_say() -> None:
    item = ItemDocument.model_validate_json((ASSETS / "items" / "senior_card.json").read_bytes())
    population = DataSource.model_validate_json((ASSETS / "sources" / "population.json").read_bytes())
    assert run_cases(item, {"population": population}) == ()
