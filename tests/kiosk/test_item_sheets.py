"""What a result says on a sheet of A4."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any

from central.contract.texts import CATALOGUES, Texts
from devices.sheet import Row, Sheet
from kiosk.slips.item_sheet import result_sheet
from kiosk.texts import Wording
from kiosk.wishes.application_requests import Result
from tests.kiosk.applications import APPLICATION, paper
from tests.kiosk.people import CARD


def sheet(copy: int = 0, language: str = "zh_CN", portrait: str = "", **more: Any) -> Sheet:
    wording = Wording(Texts(CATALOGUES), lambda: datetime(2026, 11, 20, tzinfo=UTC))
    wording.language = language
    shown = paper().model_copy(update={"portrait": portrait, "valid_until": "2031-11-21"})
    return result_sheet(Result(APPLICATION, shown, **more), copy, "1 号机", wording)


def test_it_says_what_the_slip_says() -> None:
    made = sheet()
    assert (made.title, made.issuer, made.holder) == ("老年优待证", "区民政局", CARD.name)
    assert Row("身份证号", "110***********002X") in made.rows
    assert Row("出生日期", "1949-12-31") in made.rows
    assert Row("有效期至", "2031-11-21") in made.numbers
    assert made.check.payload == paper().verify_url
    assert CARD.number not in str(vars(made))


def test_the_holder_is_not_in_a_log() -> None:
    assert CARD.name not in repr(sheet())


def test_copies_and_what_is_not_decided_are_marked() -> None:
    assert (sheet().mark, sheet().caveat) == ("", "")
    assert sheet(2).mark == "补打 2"
    assert sheet(decided=False).caveat == "已收到，尚未决定"
    assert sheet(1, "en").mark == "Copy 1"


def test_the_date_is_written_as_the_language_writes_it() -> None:
    issued = paper().issued_at
    assert sheet().issued_on == f"{issued.year}年{issued.month}月{issued.day}日"
    assert sheet(language="en").language == "en"


def test_the_portrait_arrives_as_it_was_sent() -> None:
    assert sheet(portrait=base64.b64encode(b"picture").decode()).portrait == b"picture"
    assert sheet().portrait == b""
    assert sheet(portrait="no base64!").portrait == b"?"
