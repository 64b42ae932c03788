"""What a technician is told: in both languages, and something to do for every fault that calls for staff."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import devices
import kiosk.technician
from central.contract.texts import CATALOGUES, TextMissing, Texts
from devices.states import Fault, Remedy
from kiosk.technician.words import advice, both, title

TEXTS = Texts(CATALOGUES)
SAID_ELSEWHERE = {"fault"}
"""The word for all of them."""


def staff_codes() -> list[str]:
    """Of every fault of a device, or of the technician's own tools, that somebody must come for."""
    for package in (devices, kiosk.technician):
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if "bench" not in found.name and "conformance" not in found.name and not found.name.endswith("__main__"):
                importlib.import_module(found.name)
    classes, codes = [Fault], set()
    while classes:
        cls = classes.pop()
        classes += cls.__subclasses__()
        if cls.__module__.startswith(("devices.", "kiosk.technician.")) and cls.remedy is Remedy.STAFF:
            codes.add(cls.code)
    return sorted(codes - SAID_ELSEWHERE)


@pytest.mark.parametrize("code", staff_codes())
def test_somebody_who_has_come_is_told_what_to_do(code: str) -> None:
    assert TEXTS.has(f"advice.{code}"), code


def test_both_languages_stand_side_by_side() -> None:
    assert advice("paper_out") == "put in paper / 装纸"
    assert title("device_gone", {"device": "camera"}) == "Camera not connected / 摄像头没有连接"


def test_a_fault_without_advice_of_its_own_has_its_remedys() -> None:
    assert advice("never_heard_of", Remedy.STOP).startswith("take the terminal out of service")


def test_a_device_in_anothers_place_is_told_by_both_names_if_known() -> None:
    facts = {"expected": "id_card_reader", "found": "receipt_printer"}
    assert advice("device_wrong", facts=facts).startswith("here answers: Printer; configured: Card reader; ")
    assert advice("device_wrong", facts={"expected": "id_card_reader", "found": "unknown"}).startswith(
        "here answers: A"
    )
    assert advice("device_wrong", facts={"expected": "id_card_reader"}).startswith("another device answers")


def test_a_code_that_no_notice_has_is_said_as_it_stands() -> None:
    assert title("never_heard_of") == "never_heard_of"
    with pytest.raises(TextMissing):
        both("no.such")
