"""The senior card with an applicant of the tests' own, and with whatever a test wants changed in it."""

from __future__ import annotations

import json
from typing import Any

from central.contract.item import ItemDocument
from central.contract.source import DataSource
from tests.central.catalogue_documents import ASSETS

PERSON = {"id_number": "110105196003070013", "name": "陈国安", "birth": "1960-03-07", "sex": "1"}
POPULATION = {
    "found": True,
    "name": "陈国安",
    "birth": "1960-03-07",
    "deceased": False,
    "hukou_local": True,
    "address": "晨光路18号",
    "residence_permit": False,
}
BASE = {
    "today": "2026-11-22",
    "person": PERSON,
    "sources": {"population": POPULATION},
    "materials": ["identity", "portrait"],
}
CARD: dict[str, Any] = json.loads((ASSETS / "items" / "senior_card.json").read_bytes()) | {"base_case": BASE}
SOURCES = {"population": DataSource.model_validate_json((ASSETS / "sources" / "population.json").read_bytes())}


def rule(code: str, test: str, if_false: str = "propose_refusal", **other: Any) -> dict[str, Any]:
    """A decision rule with nothing in it that does not matter."""
    words = {"words_true": {"zh_CN": "是", "en": "yes"}, "words_false": {"zh_CN": "不是", "en": "no"}}
    return {"rule": code, "test": test, "if_false": if_false, "basis": "local_benefits", **words, **other}


def card(*rules: dict[str, Any], **changes: Any) -> ItemDocument:
    """The card with other rules, or with other parts."""
    return ItemDocument.model_validate(CARD | ({"rules": list(rules)} if rules else {}) | changes)
