"""The items that the product comes with, on a terminal that lacks nothing."""

from __future__ import annotations

import hashlib
import re

import pytest

from central.contract.item import ItemDocument
from central.contract.source import DataSource
from central.services.decisions import promise_digests
from devices.paper import Pair, Text
from devices.printer_model import load_model
from devices.slip_layout import lay_out
from kiosk.catalogue.catalogue import Catalogue
from kiosk.item_readiness import reasons
from kiosk.slips.item import notice_slip
from kiosk.wishes.application_requests import ItemNotice
from tests.kiosk.applications import ASSETS, SPECS
from tests.kiosk.people import NOON, board
from tests.kiosk.test_item_readiness import FITTED
from tests.kiosk.test_item_slips import wording

ITEMS = [ItemDocument.model_validate_json(path.read_bytes()) for path in sorted((ASSETS / "items").glob("*.json"))]
SOURCES = [DataSource.model_validate_json(path.read_bytes()) for path in sorted((ASSETS / "sources").glob("*.json"))]
CATALOGUE = Catalogue(1, {item.item: item for item in ITEMS}, {source.source: source for source in SOURCES})


def test_every_one_of_them_can_be_begun() -> None:
    assert ITEMS
    assert reasons(CATALOGUE, FITTED.values(), SPECS, NOON) == {}


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.item)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_its_notice_fits_the_paper_and_leaves_no_gap(item: ItemDocument, language: str) -> None:
    slip = notice_slip(ItemNotice(CATALOGUE, item), board().name, "1 号机", wording(language))
    said = [
        *(each.text for each in slip.elements if isinstance(each, Text)),
        *(each.value for each in slip.elements if isinstance(each, Pair)),
    ]
    assert not [text for text in said if re.search(r"\{\w+\}", text)]
    assert lay_out(slip, load_model())


@pytest.mark.parametrize("item", [each for each in ITEMS if each.promise], ids=lambda item: item.item)
def test_what_is_signed_here_is_the_text_that_the_office_knows(item: ItemDocument) -> None:
    """The signature is bound to the text's hash: one character of difference and it would bind to nothing."""
    assert item.promise is not None
    text = CATALOGUE.filled(item, item.promise.text.zh_CN)
    known = promise_digests(item, {name: each.value for name, each in item.parameters.items()})
    assert hashlib.sha256(text.encode()).hexdigest() in known
