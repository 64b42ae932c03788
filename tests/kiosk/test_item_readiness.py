"""Which items can be begun here and now: one reason each, said before anybody shows a card."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.states import DeviceState, Link, Media
from kiosk.catalogue.catalogue import Catalogue
from kiosk.item_readiness import reasons
from kiosk.readiness import CAMERA, DOCUMENT_CAMERA, PRINTER, READER, SCANNER, assess
from kiosk.wishes.wish import Notice
from tests.kiosk.applications import POPULATION, SENIOR, SPECS, item
from tests.kiosk.people import NOON, board
from tests.kiosk.test_readiness import WELL

FITTED = {**WELL, CAMERA: DeviceState(CAMERA, Link.ONLINE, Media.NOT_REPORTED)}
DOCUMENT = {"material": "proof", "name": {"zh_CN": "居住证明"}, "comes_from": "document"}


def reason(now: datetime = NOON, states: dict[str, DeviceState] | None = None, **changes: Any) -> Notice | None:
    catalogue = Catalogue(1, {"senior_card": item(**changes)}, {"population": POPULATION})
    return reasons(catalogue, (states or FITTED).values(), SPECS, now).get("senior_card")


def test_an_item_that_lacks_nothing_has_no_reason() -> None:
    assert reason() is None


@pytest.mark.parametrize("name", [PRINTER, CAMERA])
def test_a_device_that_it_needs_and_that_is_away_is_named(name: str) -> None:
    gone = DeviceState(name, Link.NO_DEVICE, code="device_gone")
    assert reason(states={**FITTED, name: gone}) == Notice("device_gone", {"device": name})
    never = {state: FITTED[state] for state in FITTED if state != name}
    assert reason(states=never) == Notice("not_fitted", {"device": name})


def without(*names: str) -> dict[str, DeviceState]:
    return {name: FITTED[name] for name in FITTED if name not in names}


def test_one_way_to_say_who_one_is_is_enough() -> None:
    assert reason(states=without(READER)) is None
    assert reason(states=without(SCANNER)) is None
    assert reason(states=without(READER, SCANNER)) == Notice("not_fitted", {"device": READER})
    assert reason(states=without(READER), identity=["id_card"]) == Notice("not_fitted", {"device": READER})
    assert reason(states=without(SCANNER), identity=["identity_code"]) == Notice("not_fitted", {"device": SCANNER})


def test_a_camera_that_reads_codes_stands_in_for_the_scanner() -> None:
    only_code = Catalogue(1, {"senior_card": item(identity=["identity_code"])}, {"population": POPULATION})
    states = without(SCANNER).values()
    assert reasons(only_code, states, SPECS, NOON)
    assert not reasons(only_code, states, SPECS, NOON, camera_reads_codes=True)


def page_reason(states: dict[str, DeviceState], page_camera: str | None, **paper: Any) -> Notice | None:
    chosen = item(materials=[{**DOCUMENT, **paper}], components=["id_card_reader", "camera"])
    catalogue = Catalogue(1, {"senior_card": chosen}, {"population": POPULATION})
    return reasons(catalogue, states.values(), SPECS, NOON, page_camera=page_camera).get("senior_card")


def test_a_paper_document_needs_the_camera_over_the_table_and_no_other() -> None:
    over_table = {DOCUMENT_CAMERA: DeviceState(DOCUMENT_CAMERA, Link.ONLINE, Media.NOT_REPORTED)}
    gone = {DOCUMENT_CAMERA: DeviceState(DOCUMENT_CAMERA, Link.NO_DEVICE, code="camera_gone")}
    assert page_reason(without(CAMERA) | over_table, DOCUMENT_CAMERA) is None
    assert page_reason(FITTED, CAMERA) is None
    assert page_reason(FITTED | gone, DOCUMENT_CAMERA) == Notice("camera_gone", {"device": DOCUMENT_CAMERA})
    assert page_reason(FITTED, None) == Notice("material_not_here")


def test_a_paper_that_only_some_need_holds_nobody_else_up() -> None:
    assert page_reason(without(CAMERA), None, when={"lost": ["yes"]}) is None
    assert page_reason(without(CAMERA), None, promised=True) is None


def test_a_terminal_without_an_a4_printer_says_so() -> None:
    assert reason(components=["a4_printer"]) == Notice("not_fitted", {"device": "a4_printer"})


@pytest.mark.parametrize(
    ("changes", "notice"),
    [
        ({"effective_from": "2026-11-21"}, Notice("item_not_yet", {"from_day": "2026-11-21"})),
        ({"effective_from": "2026-11-20"}, None),
        ({"cancelled_from": "2026-11-20"}, Notice("item_not_in_force")),
        ({"cancelled_from": "2026-11-21"}, None),
        ({"materials": [DOCUMENT]}, Notice("material_not_here")),
        ({"materials": [{**DOCUMENT, "required": False}]}, None),
        ({"materials": [{**DOCUMENT, "promised": True}]}, None),
        ({"materials": [{**SENIOR["materials"][1], "portrait": "passport"}]}, Notice("item_not_here")),
        ({"sources": [{**SENIOR["sources"][0], "source": "vehicles"}]}, Notice("item_not_here")),
    ],
)
def test_what_stands_against_the_item_itself(changes: dict[str, Any], notice: Notice | None) -> None:
    assert reason(**changes) == notice


@given(first=st.integers(0, 23 * 60 + 59), last=st.integers(0, 24 * 60), minute=st.integers(0, 23 * 60 + 59))
def test_hours_are_half_open_and_may_pass_midnight(first: int, last: int, minute: int) -> None:
    hours = {"first": f"{first // 60:02}:{first % 60:02}", "last": f"{last // 60:02}:{last % 60:02}"}
    inside = first <= minute < last if first < last else not last <= minute < first
    found = reason(NOON.replace(hour=minute // 60, minute=minute % 60), hours=hours)
    assert found == (None if inside else Notice("item_closed", hours))


def test_applying_is_offered_only_with_a_catalogue_and_a_way_to_say_who_one_is() -> None:
    assert "apply_for_item" not in assess(FITTED.values(), board()).services
    assert assess(FITTED.values(), board(), items=True).services["apply_for_item"].possible
    service = assess(without(READER).values(), board(), items=True).services["apply_for_item"]
    assert service.without == (Notice("without_id_card_reader"),)
    service = assess(without(READER, SCANNER).values(), board(), items=True).services["apply_for_item"]
    assert service.reason == Notice("not_fitted", {"device": READER})
