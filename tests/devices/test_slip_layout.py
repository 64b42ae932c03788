"""What a slip says, broken into lines: nothing invisible, nothing too wide, no word cut, no lonely comma."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.paper import Align, Feed, Pair, QrCode, Rule, Slip, Text
from devices.printer_model import load_model
from devices.slip_layout import PrintLine, balance, clean, lay_out, printable, width, wrap

EPSON = load_model("epson_80")
PLAIN = load_model("plain_58")

hostile = st.text(st.characters() | st.sampled_from("\x1b\x1d\x10\x04\n\u202e\u200b 中，。（《𠮷¥"), max_size=80)


def texts(*elements: Text | Pair) -> list[PrintLine]:
    return [line for line in lay_out(Slip(elements), EPSON) if isinstance(line, PrintLine)]


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("a\x1b@\x1dV\x00b", "a@ Vb"),
        ("first\r\n second\tthird", "first second third"),
        ("\u202e反向\u2066文\u2069字", "反向文字"),
        ("零\u200b宽\ufeff字\u200d符", "零宽字符"),
        ("C1 \x9b31m", "C1 31m"),
        ("¥12", "￥12"),
        ("14:00–14:30", "14:00-14:30"),
        ("e\u0301", "é"),
        ("葛\U000e0100", "葛"),
        ("\ue000\U000f0000", ""),
        ("姓　名", "姓　名"),
        ("\ud800", ""),
    ],
)
def test_cleaned(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@given(hostile)
def test_nothing_unseen_survives(text: str) -> None:
    cleaned = clean(text)
    assert not [c for c in cleaned if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}]
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("character", "in_gb18030", "in_gb2312"),
    [
        ("A", True, True),
        ("~", True, True),
        ("\x7f", False, False),
        ("\x10", False, False),
        ("中", True, True),
        ("，", True, True),
        ("￥", True, True),
        ("〇", True, False),
        ("囍", True, False),
        ("䶮", True, False),
        ("¥", False, False),
        ("㐂", False, False),
        ("𠮷", False, False),
        ("é", True, True),
        ("ñ", False, False),
    ],
)
def test_what_a_printer_can_print(character: str, in_gb18030: bool, in_gb2312: bool) -> None:
    assert printable(character, "gb18030") is in_gb18030
    assert printable(character, "gb2312") is in_gb2312


@given(hostile, st.integers(2, 48))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, columns: int) -> None:
    text = clean(text)
    for lines in (wrap(text, columns), balance(text, columns)):
        assert all(width(line) <= columns for line in lines)
        assert "".join(lines).replace(" ", "").replace("\u3000", "") == text.replace(" ", "").replace("\u3000", "")


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=20), min_size=1), st.integers(20, 48))
def test_latin_words_stay_whole(words: list[str], columns: int) -> None:
    assert " ".join(wrap(" ".join(words), columns)).split() == words


def test_a_word_longer_than_the_line_is_broken() -> None:
    assert wrap("x" * 10, 4) == ["xxxx", "xxxx", "xx"]


def test_punctuation_keeps_to_its_word() -> None:
    assert wrap("请到二楼，候号", 8) == ["请到二", "楼，候号"]
    assert wrap("请看大（屏幕）", 8) == ["请看大", "（屏幕）"]


def test_centred_lines_are_even() -> None:
    assert wrap("滨江新区政务服务大厅", 16) == ["滨江新区政务服务", "大厅"]
    assert balance("滨江新区政务服务大厅", 16) == ["滨江新区政", "务服务大厅"]


def test_an_empty_text_is_an_empty_line() -> None:
    assert texts(Text("\x00")) == [PrintLine("")]


def test_scale_narrows_the_line_and_is_held_in_bounds() -> None:
    lines = texts(Text("A" * 9, scale=99), Text("A", scale=0))
    assert [(line.left, line.scale) for line in lines] == [("A" * 8, 6), ("A", 6), ("A", 1)]


def test_a_pair_stands_at_both_edges() -> None:
    assert texts(Pair("事项", "居住证签注")) == [PrintLine("事项", "居住证签注")]


def test_a_long_value_goes_on_under_itself() -> None:
    first, second = texts(Pair("地址", "滨" * 30))
    assert (first.left, second.left) == ("地址", "")
    assert first.right + second.right == "滨" * 30
    assert width(first.left) + width(first.right) < EPSON.columns


def test_a_long_label_gets_a_line_of_its_own() -> None:
    lines = texts(Pair("标" * 20, "值"))
    assert [(line.left, line.right) for line in lines] == [("标" * 20, ""), ("", "值")]


@pytest.mark.parametrize(
    ("element", "model", "drawn"),
    [
        (Text("张三"), EPSON, False),
        (Text("𠮷"), EPSON, True),
        (Pair("姓名", "𠮷*"), EPSON, True),
        (Text("A012", scale=6), EPSON, True),  # smooth
        (Text("A012", scale=6), PLAIN, False),  # blown up
        (Text("号", scale=3), PLAIN, True),  # FS ! cannot
        (Text("号", scale=2), PLAIN, False),
        (Text("囍"), PLAIN, True),
        (Text("囍"), EPSON, False),
    ],
)
def test_which_lines_are_drawn(element: Text | Pair, model: object, drawn: bool) -> None:
    assert model in (EPSON, PLAIN)
    (line,) = lay_out(Slip((element,)), EPSON if model is EPSON else PLAIN)
    assert isinstance(line, PrintLine)
    assert line.drawn is drawn


def test_other_elements_pass() -> None:
    slip = Slip((Rule(), Feed(2), QrCode("A"), QrCode(""), Text("x", align=Align.CENTRE, bold=True)))
    assert lay_out(slip, EPSON) == [
        Rule(),
        Feed(2),
        QrCode("A"),
        PrintLine("x", align=Align.CENTRE, bold=True),
    ]


def test_an_endless_code_is_refused() -> None:
    with pytest.raises(ValueError, match="1000"):
        lay_out(Slip((QrCode("A" * 1001),)), EPSON)
