"""The A4 page, from the bytes of its file."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from devices import sheet_pdf
from devices.bench.sheet_paper import PrintedSheet
from devices.sheet import Check, Row
from devices.sheet_pdf import FontMissing, draw
from tests.devices.sheets import SHEET, URL, portrait


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return draw(SHEET)


@pytest.fixture(scope="module")
def hostile() -> PrintedSheet:
    """A copy of many rows, with all that people and offices can put into a text."""
    rows = tuple(Row(f"栏目{number}", "晨光路18号院" * 6) for number in range(16))
    sheet = replace(
        SHEET,
        holder="阿卜杜热合曼·麦麦提\x1b@\u202e\U000e0041𠮷\U0001f600",
        rows=rows,
        mark="补打 1",
        caveat="已收到，尚未决定",
        statement="(\\) " + "持证人年满60周岁，" * 30,
        portrait=b"",
    )
    return PrintedSheet(draw(sheet))


def _contents(pdf: bytes) -> str:
    streams = re.findall(rb"/FlateDecode\n/Length \d+\n>>\nstream\n(.*?)\nendstream", pdf, re.DOTALL)
    return "\n".join(zlib.decompress(each).decode("latin-1") for each in streams)


def test_everything_stands_on_one_page(pdf: bytes) -> None:
    sheet = PrintedSheet(pdf)
    assert sheet.whole
    assert sheet.pages == 1
    assert b"/MediaBox [0 0 595.28 841.89]" in pdf
    for text in (
        "区民政局",
        "老年优待证",
        "林惊蛰",
        "110***********9973",
        "1960-03-05",
        SHEET.statement,
        "2026年11月22日",
    ):
        assert text in sheet.lines
    assert not any("补打" in line or "尚未" in line for line in sheet.lines)


def test_equal_sheets_are_equal_bytes(pdf: bytes) -> None:
    assert draw(SHEET) == pdf


def test_its_fonts_are_in_the_file_as_far_as_they_are_used(pdf: bytes) -> None:
    assert len(re.findall(rb"/FontFile3 \d+ 0 R", pdf)) == 2
    assert len(re.findall(rb"/BaseFont /[A-Z]{6}\+Noto", pdf)) >= 2
    assert len(pdf) < 80_000
    assert b"/JavaScript" not in pdf
    assert b"/DCTDecode" in pdf


def test_the_file_tells_nobody_whose_it_is_from_outside(pdf: bytes) -> None:
    information = re.search(rb"/CreationDate.*?endobj", pdf, re.DOTALL)
    assert information is not None
    assert "林惊蛰".encode("utf-16-be") not in information[0]


def test_the_code_can_be_read_from_the_paper(pdf: bytes) -> None:
    boxes = [
        tuple(map(float, found)) for found in re.findall(r"([\d.]+) ([\d.]+) ([\d.]+) (-[\d.]+) re f", _contents(pdf))
    ]
    paper = Image.new("L", (596 * 4, 842 * 4), 255)
    pen = ImageDraw.Draw(paper)
    for x, y, width, height in boxes:
        pen.rectangle((x * 4, (842 - y) * 4, (x + width) * 4 - 1, (842 - y - height) * 4 - 1), fill=0)
    assert [code.text for code in zxingcpp.read_barcodes(paper)] == [URL]


def test_a_copy_and_what_is_not_decided_say_so(hostile: PrintedSheet) -> None:
    assert "补打 1" in hostile.lines
    assert "已收到，尚未决定" in hostile.lines


def test_what_one_page_does_not_hold_goes_on_to_the_next(hostile: PrintedSheet) -> None:
    assert hostile.pages > 1
    assert "老年优待证 2" in hostile.lines
    assert sum(line.startswith("栏目") for line in hostile.lines) == 16
    assert hostile.lines[-1] == "自助终端 1 号机"


def test_text_is_plain_text(hostile: PrintedSheet) -> None:
    assert "阿卜杜热合曼·麦麦提@𠮷〓" in hostile.lines
    assert any(line.startswith("(\\) 持证人") for line in hostile.lines)


@pytest.mark.parametrize("picture", [b"?", b"\xff\xd8\xff", b"GIF89a", portrait()[:-200], portrait(60, 200)])
def test_a_portrait_that_is_none_is_refused(picture: bytes) -> None:
    with pytest.raises(ValueError, match="portrait"):
        draw(replace(SHEET, portrait=picture))


def test_a_code_that_is_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="QR payload"):
        draw(replace(SHEET, check=Check("9" * 1001, "", "", "")))


def test_without_a_chinese_font_there_is_no_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_pdf, "_FACES", (("none.ttc", "none.ttc"),))
    with pytest.raises(FontMissing):
        draw(SHEET)
