"""What the pinyin pad offers: the right word early, every name's character at all, and nothing for nonsense."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalogue.readings import read_readings
from kiosk.form.pinyin import MOST_LETTERS, Pinyin
from kiosk.form.words_entry import KEYS, Layer, WordsEntry
from ui.keyboard import build_table

PINYIN = Pinyin()


def offered(letters: str) -> list[str]:
    return [each.text for each in PINYIN.candidates(letters)]


@pytest.mark.parametrize(
    ("letters", "word"),
    [
        ("nihao", "你好"),
        ("shenzhen", "深圳"),
        ("shenfenzheng", "身份证"),
        ("sfz", "身份证"),
        ("shenfz", "身份证"),
        ("shenfenzh", "身份证"),
        ("zhengwu", "政务"),
        ("zizhuzhengwudating", "自助政务大厅"),
        ("guangmingqu", "光明区"),
        ("gongmingjiedao", "公明街道"),
        ("laonianyoudaizheng", "老年优待证"),
        ("ouyang", "欧阳"),
        ("fang'an", "方案"),
        ("nv", "女"),
    ],
)
def test_the_word_that_is_meant_is_the_first(letters: str, word: str) -> None:
    assert offered(letters)[0] == word


@pytest.mark.parametrize(
    ("letters", "word"),
    [
        ("xian", "西安"),
        ("xian", "先"),
        ("kun", "堃"),
        ("yan", "䶮"),
        ("yue", "玥"),
        ("zhe", "喆"),
        ("shan", "单"),
        ("qiu", "仇"),
    ],
)
def test_rare_characters_second_readings_and_other_cuts_are_offered(letters: str, word: str) -> None:
    assert word in offered(letters)


def test_a_part_stands_for_its_own_letters() -> None:
    used = {each.text: each.used for each in PINYIN.candidates("zhangwei")}
    assert used["张"] == len("zhang")
    assert max(used.values()) == len("zhangwei")


def test_what_is_no_sound_is_offered_nothing() -> None:
    assert [offered(letters) for letters in ("", "v", "'", "''", "1", "你", "i" * 90)] == [[]] * 7


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz'", max_size=60) | st.text(max_size=12))
def test_whatever_is_typed_candidates_stand_for_letters_that_are_there(letters: str) -> None:
    for each in PINYIN.candidates(letters):
        assert each.text
        assert 0 < each.used <= min(len(letters), MOST_LETTERS)


@given(
    st.lists(
        st.sampled_from([*"abcdefgxyz", " ", "erase", "clear", *Layer]) | st.integers(-1, 50) | st.text(max_size=2),
        max_size=40,
    )
)
def test_whatever_is_done_on_the_pad_the_field_stays_within_its_length(acts: list[object]) -> None:
    entry = WordsEntry("", 6)
    for act in acts:
        if isinstance(act, Layer):
            entry.turn(act)
        elif act == "erase":
            entry.erase()
        elif act == "clear":
            entry.clear()
        elif isinstance(act, int):
            entry.choose(act)
        else:
            entry.press(str(act))
        assert len(entry.text) <= 6
        assert entry.text.isprintable()


def test_the_pad_has_the_rows_that_it_draws() -> None:
    assert {layer: tuple(map(len, rows)) for layer, rows in KEYS.items()} == dict.fromkeys(Layer, (10, 9, 7))


def test_the_tables_are_the_same_whenever_they_are_made(tmp_path: Path) -> None:
    build_table.build(tmp_path)
    for name in ("words", "initials", "readings"):
        assert (tmp_path / name).read_bytes() == (build_table.TABLES / name).read_bytes()
    readings = read_readings(tmp_path / "readings")
    assert readings["堃"] == ("kun",)
    assert set(readings["重"]) >= {"zhong", "chong"}
