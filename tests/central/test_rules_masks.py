"""Masks: what of a person may be read over a shoulder."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from central.contract.source import Mask
from central.rules.masks import mask, masked_name


@given(st.text(max_size=120))
def test_a_masked_name_shows_one_character(name: str) -> None:
    masked = masked_name(name)
    assert masked.rstrip("*") in (*name, "")
    assert 1 <= masked.count("*") + ("*" in name[:1]) <= 4 + name.count("*")
    assert masked.isprintable()


@pytest.mark.parametrize(
    ("name", "masked"),
    [("张小满", "张**"), ("王五", "王*"), ("李", "李*"), ("热依拉·谷雨", "热***"), ("", "*"), ("\x1bp", "p*")],
)
def test_names_are_masked_the_usual_way(name: str, masked: str) -> None:
    assert masked_name(name) == masked


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (Mask.NONE, "晨光路18号", "晨光路18号"),
        (Mask.NAME, "陈国安", "陈**"),
        (Mask.ID_NUMBER, "11010519491231002X", "110***********002X"),
        (Mask.ID_NUMBER, "110105", "****"),
        (Mask.PHONE, "13800138099", "138****8099"),
        (Mask.PHONE, "8099", "****"),
        (Mask.ACCOUNT, "6222020200001234567", "**** 4567"),
        (Mask.ACCOUNT, "1234", "****"),
        (Mask.HIDDEN, "低保", "*"),
    ],
)
def test_each_field_is_masked_in_its_way(kind: Mask, value: str, shown: str) -> None:
    assert mask(kind, value) == shown


@given(st.sampled_from(Mask), st.text("陈国安·aZ09X", min_size=1, max_size=40))
def test_what_is_masked_stays_as_it_is(kind: Mask, value: str) -> None:
    once = mask(kind, value)
    assert mask(kind, once) == once
