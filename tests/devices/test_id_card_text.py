"""The text block of a card: four layouts, what is refused, what is only strange."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from devices.bench.cards import SAMPLES, card, foreigner_2017, resident, sample
from devices.id_card import CardLayout, Sex
from devices.id_card_text import CardInconsistent, CardUnsupported, nations, parse
from devices.states import Fault

# The published synthetic record: with sex 2 it is consistent, with sex 1 it is not.
VECTOR = [
    (15, "测试甲"),
    (1, "2"),
    (2, "01"),
    (8, "19491231"),
    (35, "北京市朝阳区测试路1号"),
    (18, "11010519491231002X"),
    (15, "北京市公安局朝阳分局"),
    (8, "20100101"),
    (8, "长期"),
    (18, ""),
]


def vector(**changes: str) -> bytes:
    names = ["name", "sex", "nation", "birth", "address", "number", "authority", "valid_from", "valid_until", "rest"]
    return card("", *((size, changes.get(name, text)) for name, (size, text) in zip(names, VECTOR, strict=True))).text


def test_a_resident_card() -> None:
    read = parse(vector(), photo=b"photo")
    assert read.layout is CardLayout.RESIDENT
    assert (read.name, read.sex, read.nation) == ("测试甲", Sex.FEMALE, "汉")
    assert read.birth == date(1949, 12, 31)
    assert read.address == "北京市朝阳区测试路1号"
    assert read.number == "11010519491231002X"
    assert read.authority == "北京市公安局朝阳分局"
    assert (read.valid_from, read.valid_until, read.permanent) == (date(2010, 1, 1), None, True)
    assert read.photo == b"photo"


def test_a_permit_for_residents_of_hong_kong_macao_and_taiwan() -> None:
    read = parse(sample("hong_kong").text)
    assert read.layout is CardLayout.HK_MO_TW
    assert (read.name, read.number, read.nation) == ("黄家辉", "810000199208140013", "")
    assert (read.pass_number, read.issue_count) == ("H12345678", "01")
    assert (read.valid_from, read.valid_until) == (date(2023, 6, 5), date(2028, 6, 5))


def test_a_foreigner_of_2017_has_other_places_and_may_have_no_chinese_name() -> None:
    read = parse(sample("foreigner_2017").text)
    assert read.layout is CardLayout.FOREIGNER_2017
    assert read.name == read.english_name == "ROUSSEAU, MARIE CLAIRE"
    assert (read.number, read.nationality, read.authority) == ("FRA310078042510", "FRA", "1500")
    assert (read.sex, read.birth) == (Sex.FEMALE, date(1978, 4, 25))


def test_a_foreigner_of_2023_has_an_english_name_in_two_places() -> None:
    read = parse(sample("foreigner_2023").text)
    assert read.layout is CardLayout.FOREIGNER_2023
    assert (read.name, read.english_name) == ("安德森", "ANDERSON-FITZGERALD, CHRISTOPHER JONATHAN")
    assert (read.number, read.nationality, read.issue_count) == ("911840198108030014", "840", "01")
    assert read.birth == date(1981, 8, 3)


def test_the_specimen_number_of_a_foreigner_of_2023_is_a_good_one() -> None:
    specimen = card(
        "",
        *((15, "试样"), (1, "2"), (2, "01"), (8, "19810803"), (35, "SPECIMEN"), (18, "911124198108030024"), (15, "")),
        *((8, "20231201"), (8, "20331201"), (11, ""), (3, "124"), (1, "Y")),
    )
    assert parse(specimen.text).number == "911124198108030024"


def test_a_number_may_belong_to_one_kind_of_card_only() -> None:
    swapped = sample("hong_kong").text[:248] + "    ".encode("utf-16-le")
    assert parse(swapped).layout is CardLayout.RESIDENT  # its first digit alone does not tell
    for label, mark in (("li_ming", "J"), ("li_ming", "Y"), ("foreigner_2023", " "), ("foreigner_2023", "J")):
        text = sample(label).text
        with pytest.raises(CardInconsistent):
            parse(text[:248] + mark.encode("utf-16-le") + text[250:])


def test_rare_characters_pass_through_private_use_and_outside_the_basic_plane() -> None:
    assert parse(sample("rare_characters").text).name == "𬎆\U00020bb7\ue863"


def test_rare_characters_of_every_plane_are_kept() -> None:
    read = parse(sample("rare_planes").text)
    assert (read.name, len(read.name)) == ("㐂䶮𠮷𰻝", 4)


def test_blank_fields_are_empty_not_an_error() -> None:
    read = parse(sample("blank_fields").text)
    assert (read.address, read.authority, read.nation) == ("", "", "")
    assert (read.valid_from, read.valid_until, read.permanent) == (None, None, False)
    assert parse(vector(sex=" ")).sex is Sex.UNKNOWN


def test_padding_of_every_kind_is_stripped() -> None:
    assert parse(vector(name="　测试甲\0\0\u3000")).name == "测试甲"


def test_an_unknown_nation_code_is_shown_as_it_stands() -> None:
    assert parse(vector(nation="61")).nation == "61"
    assert len(nations()) == 58
    assert nations()["38"] == "锡伯"


def test_hostile_text_is_kept_without_control_and_direction_characters() -> None:
    read = parse(vector(name="甲\r\n\x1b@\u202e乙\u200b\ufeff", address="路\x00\x07\u2028\ud800号"))
    assert read.name == "甲@乙"
    assert read.address == "路\ufffd号"


@pytest.mark.parametrize("sex", ["9", "0"])
def test_a_sex_that_is_not_stated_is_no_contradiction(sex: str) -> None:
    assert parse(vector(sex=sex)).sex is Sex(sex)


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"sex": "1"}, "sex differs"),
        ({"sex": "3"}, "sex code"),
        ({"sex": "男"}, "sex code"),
        ({"birth": "19491230"}, "birth differs"),
        ({"birth": "19490231"}, "date"),
        ({"birth": ""}, "birth"),
        ({"birth": "1949123"}, "date"),
        ({"birth": "１９４９１２３１"}, "date"),
        ({"birth": "+9491231"}, "date"),
        ({"number": "110105194912310021"}, "check digit"),
        ({"number": ""}, "check digit"),
        ({"number": "1101051949123100"}, "check digit"),
        ({"number": "１1010519491231002X"}, "check digit"),
        ({"valid_until": "20091231"}, "before"),
        ({"valid_until": "永久"}, "date"),
        ({"valid_from": "xxxxxxxx"}, "date"),
        ({"name": ""}, "name"),
        ({"name": "\u200b\x01"}, "name"),
    ],
)
def test_what_contradicts_itself_is_refused(changes: dict[str, str], because: str) -> None:
    with pytest.raises(CardInconsistent, match=because):
        parse(vector(**changes))


def test_the_old_foreigner_number_must_have_its_form_and_birth() -> None:
    for number, birth in (
        ("FRA310078042510", "19780426"),
        ("FRA31007804251X", "19780425"),
        ("12A310078042510", "19780425"),
    ):
        with pytest.raises(CardInconsistent):
            parse(foreigner_2017("", "A", "1", number, birth).text)


def test_every_single_wrong_digit_and_every_swap_of_neighbours_is_noticed() -> None:
    number = "11010519491231002X"
    wrong = {number[:at] + digit + number[at + 1 :] for at in range(17) for digit in "0123456789"}
    wrong |= {number[:at] + number[at + 1] + number[at] + number[at + 2 :] for at in range(16)}
    for other in wrong - {number}:
        with pytest.raises(CardInconsistent):
            parse(vector(number=other))


@pytest.mark.parametrize("mark", ["Z", "j", "K", "Я", "\ue000"])
def test_an_unknown_layout_is_said_to_be_one(mark: str) -> None:
    text = vector()
    with pytest.raises(CardUnsupported):
        parse(text[:248] + mark.ljust(4)[:4].encode("utf-16-le")[:8])


def test_a_text_block_of_another_size_is_unsupported() -> None:
    for size in (0, 255, 257, 512):
        with pytest.raises(CardUnsupported):
            parse(bytes(size))


def test_no_fault_and_no_repr_shows_anything_of_the_card() -> None:
    read = parse(vector())
    assert repr(read) == "IdCard(layout=resident)"
    with pytest.raises(CardInconsistent) as caught:
        parse(vector(birth="19491230"))
    told = f"{caught.value!r} {caught.value.facts}"
    assert "1949" not in told
    assert "110105" not in told


@given(text=st.binary(min_size=256, max_size=256))
@example(text=bytes(256))
@example(text=b"\xff" * 256)
@example(text=b"\x00\xd8" * 128)
def test_garbage_is_a_fault_never_a_crash(text: bytes) -> None:
    with pytest.raises(Fault):
        parse(text)


@given(name=st.text(max_size=15), address=st.text(max_size=35))
def test_whatever_a_card_says_nothing_that_is_kept_can_steer_a_screen_or_a_printer(name: str, address: str) -> None:
    def fit(text: str, size: int) -> str:
        raw = text.encode("utf-16-le", "surrogatepass")[: 2 * size]
        return raw.decode("utf-16-le", "replace").ljust(size)[:size]

    try:
        read = parse(resident("", fit(name, 7), "11010519880626031", fit(address, 17)).text)
    except CardInconsistent:
        return  # nothing of the name was left
    for text in (read.name, read.address):
        assert not {unicodedata.category(char) for char in text} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


def test_every_sample_is_a_text_block_and_its_people_differ() -> None:
    assert all(len(card.text) == 256 and len(card.photo) == 1024 for card in SAMPLES)
    assert len({card.label for card in SAMPLES}) == len(SAMPLES)
