"""Search as people type: characters in any order, pinyin, initials, everyday words, one slip."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from central.contract.item import ItemDocument
from kiosk.catalogue.readings import ReadingsBroken, read_readings
from kiosk.catalogue.search import ENOUGH, SearchIndex
from tests.bench.bench_search import invented

READINGS = read_readings()
ITEMS = invented(300)
INDEX = SearchIndex(ITEMS, READINGS)
SENIOR = "senior_card"


def item(code: str, name: str, *everyday: str, english: str = "") -> ItemDocument:
    words = ITEMS[0].name.model_copy(update={"zh_CN": name, "en": english})
    return ITEMS[0].model_copy(update={"item": code, "name": words, "everyday": everyday})


def find(typed: str, *items: ItemDocument) -> tuple[str, ...]:
    return SearchIndex(items, READINGS).find(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "老年优待证",
        "优待证",
        "证待优年老",
        "laonianyoudai",
        "LaoNian YouDai",
        "ｌａｏｎｉａｎｙｏｕｄａｉ",
        "youdaizheng",
        "lnydz",
        "lnyz",
        "敬老证",
        "jinglaozheng",
        "坐车免费",
        "老年优代证",  # another character of the same sound
        "老年忧待证",
        "老年有待证",
        "老年优侍证",  # another character altogether
        "laonianyuodaizheng",  # two swapped
        "laonianyoudaizhen",  # one left out at the end
        "laonanyoudaizheng",  # one left out
        "laoniianyoudaizheng",  # one too many
        "laonianyoydaizheng",  # another
        "优待zheng",
        "我想办一个老年优待证怎么办",
        "senior benefit",
    ],
)
def test_the_senior_card_is_the_first_answer(typed: str) -> None:
    assert INDEX.find(typed)[0] == SENIOR


@pytest.mark.parametrize("typed", ["", " ", "？！", "\x00\x1b[2J", "qqqqq", "xyzxyzxyz", "🙂"])
def test_what_is_nothing_finds_nothing(typed: str) -> None:
    assert INDEX.find(typed) == ()


def test_a_character_with_two_readings_is_found_by_both() -> None:
    bank = item("bank", "银行开户")
    assert find("yinhang", bank) == find("yinxing", bank) == ("bank",)


def test_pinyin_begins_where_a_syllable_begins() -> None:
    assert find("an", item("file", "电子档案"), item("late", "延期")) == ("file",)


def test_the_name_counts_more_than_an_everyday_word_and_its_beginning_more_than_its_end() -> None:
    items = [item("third", "残疾人证", "驾驶"), item("second", "机动车驾驶证"), item("first", "驾驶证")]
    assert find("驾驶", *items) == ("first", "third", "second")
    assert find("jiashizheng", *items) == ("first", "second")


def test_what_is_exact_leaves_slips_out_when_there_is_enough() -> None:
    items = [item(f"right_{n}", f"养老{n}") for n in range(3)] + [item("near", "养劳")]
    assert "near" not in find("养老", *items)


def test_the_index_grows_a_few_at_a_time_and_is_whole_when_asked() -> None:
    index = SearchIndex(ITEMS, READINGS)
    assert index.grow(10)
    assert index.find("lnydz")[0] == SENIOR
    assert not index.grow(10)


def test_no_more_than_anybody_looks_through() -> None:
    assert len(INDEX.find("z")) == ENOUGH
    assert len(set(INDEX.find("z"))) == ENOUGH


@given(st.text(max_size=60))
def test_any_text_is_answered_with_items_of_the_catalogue(typed: str) -> None:
    found = INDEX.find(typed)
    assert set(found) <= {each.item for each in ITEMS}
    assert len(found) == len(set(found)) <= ENOUGH


@given(st.data())
def test_a_name_finds_itself_in_characters_and_in_pinyin(data: st.DataObject) -> None:
    wanted = data.draw(st.sampled_from(ITEMS))
    name = wanted.name.zh_CN
    assert wanted.item in INDEX.find(name)
    spoken = "".join(READINGS[character][0] for character in name if character in READINGS)
    assert wanted.item in INDEX.find(spoken[:40])


@pytest.mark.parametrize(
    "text", ["lao", "LAO 老", "lao 老\nlao 老", "+chong 重", "laolaolao 老", "lao 老 牢", "lao\t老", "\x00"]
)
def test_a_table_that_is_none_names_the_line(tmp_path: Path, text: str) -> None:
    table = tmp_path / "readings"
    table.write_text(text, "utf-8")
    with pytest.raises(ReadingsBroken, match="readings, line"):
        read_readings(table)


def test_every_character_of_the_items_can_be_read() -> None:
    written = {each for document in ITEMS for word in (document.name.zh_CN, *document.everyday) for each in word}
    assert {each for each in written if "\u4e00" <= each <= "\u9fff"} <= set(READINGS)
