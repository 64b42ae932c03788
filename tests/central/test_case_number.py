"""Case numbers: a slip of the pen is found before anybody looks, and what somebody typed is understood."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from central.contract import case_number
from central.contract.case_number import LETTERS, NotACaseNumber

NUMBERS = st.builds(lambda _: case_number.new(), st.integers())


@given(NUMBERS, st.integers(0, 11), st.sampled_from(LETTERS))
def test_every_single_wrong_letter_is_found(number: str, place: int, letter: str) -> None:
    plain = number.replace("-", "")
    wrong = plain[:place] + letter + plain[place + 1 :]
    if wrong == plain:
        assert case_number.read(wrong) == number
    else:
        with pytest.raises(NotACaseNumber):
            case_number.read(wrong)


@given(NUMBERS, st.integers(0, 10))
def test_every_exchange_of_neighbours_is_found(number: str, place: int) -> None:
    plain = number.replace("-", "")
    wrong = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
    if wrong != plain:
        with pytest.raises(NotACaseNumber):
            case_number.read(wrong)


@given(NUMBERS)
def test_a_number_is_understood_as_people_write_it(number: str) -> None:
    assert case_number.read(number) == number
    assert case_number.read(number.lower().replace("-", "")) == number
    assert case_number.read(f" {number.replace('-', ' ').replace('0', 'O').replace('1', 'l')} ") == number


@given(st.text(max_size=60))
def test_anything_else_is_no_number_and_breaks_nothing(text: str) -> None:
    with contextlib.suppress(NotACaseNumber):
        assert case_number.read(text).count("-") == 2


@pytest.mark.parametrize("text", ["", "%", "____-____-____", "*", "Z" * 12, "0" * 13, "0" * 11, "９" * 12, "\x00" * 12])
def test_wildcards_and_lengths_are_no_numbers(text: str) -> None:
    with pytest.raises(NotACaseNumber):
        case_number.read(text)
