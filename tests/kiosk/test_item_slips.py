"""What a result and a one-time notice say on paper."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from central.contract.texts import CATALOGUES, LANGUAGES, Texts
from devices.paper import Pair, QrCode, Slip, Text
from devices.printer_model import load_model
from devices.slip_layout import lay_out
from kiosk.catalogue.catalogue import Catalogue
from kiosk.slips.item import notice_slip, result_slip
from kiosk.texts import Wording
from kiosk.wishes.application_requests import ItemNotice, Result
from tests.kiosk.applications import APPLICATION, item, paper
from tests.kiosk.people import CARD, board

TEXTS = Texts(CATALOGUES)


def wording(language: str = "zh_CN") -> Wording:
    said = Wording(TEXTS, lambda: datetime(2026, 11, 20, tzinfo=UTC))
    said.language = language
    return said


def said(slip: Slip) -> str:
    texts = [each.text for each in slip.elements if isinstance(each, Text)]
    return "\n".join([*texts, *(f"{each.label}|{each.value}" for each in slip.elements if isinstance(each, Pair))])


def result(copy: int = 0, **more: Any) -> Slip:
    return result_slip(Result(APPLICATION, paper(), **more), copy, "1 号机", wording())


def notice(language: str = "zh_CN", parameters: dict[str, Any] | None = None, **changes: Any) -> Slip:
    chosen = item(**changes)
    catalogue = Catalogue(1, {chosen.item: chosen}, parameters={chosen.item: parameters or {}})
    return notice_slip(ItemNotice(catalogue, chosen), board().name, "1 号机", wording(language))


def test_a_certificate_names_its_holder_and_shows_no_whole_number() -> None:
    text = said(result())
    assert CARD.name in text
    assert "身份证号|110***********002X" in text
    assert CARD.number not in text
    assert "出生日期|1949-12-31" in text
    assert [each.payload for each in result().elements if isinstance(each, QrCode)] == [paper().verify_url]


def test_what_is_not_decided_never_passes_for_a_decision() -> None:
    assert "尚未决定" not in said(result())
    assert "已收到，尚未决定" in said(result(decided=False))


def test_a_copy_says_so() -> None:
    assert "补打" not in said(result())
    assert "补打 2" in said(result(2))


def test_the_notice_says_everything_once_with_the_halls_own_parameters() -> None:
    text = said(notice(parameters={"min_age": 65}))
    assert "1. 年满65周岁；" in text
    assert "1. 居民身份证 （系统核对，不用带）" in text
    assert "2. 近期免冠照片 （现场拍）" in text
    assert "不收费" in text
    assert "承诺时限|当场办结" in text
    assert "《中华人民共和国老年人权益保障法》第五十三条" in text
    assert "咨询电话|12345" in text


def test_a_fee_stands_with_its_amount_and_its_law() -> None:
    fee = {"charged": True, "amount": {"zh_CN": "每证{min_age}元"}, "basis": "elderly_law_53"}
    assert "每证60元 《中华人民共和国老年人权益保障法》第五十三条" in said(notice(fee=fee))


@pytest.mark.parametrize("unit", ["working_day", "day", "hour", "month"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_limit_stands_with_its_unit(unit: str, language: str) -> None:
    text = said(notice(language, legal_limit={"amount": 20, "unit": unit}))
    assert wording(language).text(f"slip.limit_{unit}", {"n": 20}) in text
    assert "20" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_fit_the_paper(language: str) -> None:
    model = load_model()
    assert lay_out(result(1, decided=False), model)
    assert lay_out(notice(language), model)
