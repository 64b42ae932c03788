"""What a field takes: check digits, calendar, schema, and garbage that is refused without a fuss."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from central.contract import form
from central.contract.form import Control, FormField
from kiosk.form import check as form_check
from kiosk.form import entry as form_entry


def field(control: Control, *, required: bool = True, **schema: Any) -> FormField:
    hints: dict[str, Any] = {"x-control": control.value, "x-words": {"zh_CN": "问题"}}
    if control is Control.GROUP:
        part = {"type": "string", "x-control": "text", "x-words": {"zh_CN": "部分"}}
        items = {"type": "object", "properties": {"part": part}}
        schema |= {"type": "array", "items": items, "x-entry": {"zh_CN": "位家人"}}
    written = {**hints, **schema}
    return form.fields({"type": "object", "properties": {"it": written}, "required": ["it"] if required else []})[0]


def code(of: FormField, value: Any) -> str:
    found = form_check.wrong(of, value)
    return found.code if found else ""


RIGHT: list[tuple[Control, dict[str, Any], Any]] = [
    (Control.PHONE, {"pattern": "^1[3-9][0-9]{9}$"}, "13800138001"),
    (Control.ID_NUMBER, {}, "11010519491231002X"),
    (Control.CREDIT_CODE, {}, "91350100M000100Y43"),
    (Control.CREDIT_CODE, {}, "11320000MB151840XJ"),
    (Control.CREDIT_CODE, {}, "91110000802100433B"),
    (Control.BANK_CARD, {}, "4111111111111111"),
    (Control.PLATE, {}, "粤B12345"),
    (Control.PLATE, {}, "粤BD12345"),
    (Control.DATE, {"format": "date"}, "2024-02-29"),
    (Control.MONTH, {}, "2026-05"),
    (Control.NUMBER, {"type": "integer", "minimum": 1, "maximum": 9}, 9),
    (Control.MONEY, {"type": "number", "multipleOf": 0.01}, 0.07),
    (Control.MONEY, {"type": "string", "pattern": r"^\d+\.\d\d$"}, "12.50"),
    (Control.YES_NO, {"type": "boolean"}, False),
    (Control.CHOICE, {"x-options": {"a": {"zh_CN": "甲"}}}, "a"),
    (Control.CHOICES, {"type": "array", "minItems": 1, "x-options": {"a": {"zh_CN": "甲"}}}, ["a"]),
    (Control.TEXT, {"type": "string", "maxLength": 10}, "欧阳䶮 1号"),
]

WRONG: list[tuple[Control, dict[str, Any], Any, str]] = [
    (Control.PHONE, {}, "12800138001", "phone"),
    (Control.PHONE, {}, "1380013800", "missing"),
    (Control.PHONE, {}, "１３８００１３８００１", "phone"),
    (Control.ID_NUMBER, {}, "110105194912310021", "id_number"),
    (Control.ID_NUMBER, {}, "11010519491331002X", "id_birth"),
    (Control.ID_NUMBER, {}, "440***********002X", "id_number"),
    (Control.CREDIT_CODE, {}, "91350100M000100Y44", "credit_code"),
    (Control.CREDIT_CODE, {}, "91350100I000100Y43", "credit_code"),
    (Control.BANK_CARD, {}, "4111111111111112", "bank_card"),
    (Control.BANK_CARD, {}, "411111111111", "bank_short"),
    (Control.PLATE, {}, "粤I12345", "plate"),
    (Control.PLATE, {}, "粤B123", "missing"),
    (Control.DATE, {}, "2025-02-29", "date"),
    (Control.DATE, {}, "2025-02", "missing"),
    (Control.MONTH, {}, "2026-13", "month"),
    (Control.NUMBER, {"type": "integer", "minimum": 1}, 0, "too_small"),
    (Control.NUMBER, {"type": "integer", "maximum": 9}, 10, "too_large"),
    (Control.NUMBER, {"type": "integer", "multipleOf": 5}, 7, "step"),
    (Control.MONEY, {"type": "number"}, 0.071, "money"),
    (Control.MONEY, {"type": "number"}, float("nan"), "money"),
    (Control.YES_NO, {"type": "boolean"}, "yes", "choose"),
    (Control.CHOICE, {"x-options": {"a": {"zh_CN": "甲"}}}, "b", "choose"),
    (Control.CHOICES, {"minItems": 2, "x-options": {"a": {"zh_CN": "甲"}}}, ["a"], "choose_least"),
    (Control.TEXT, {"maxLength": 2}, "三个字", "long"),
    (Control.TEXT, {"minLength": 2}, "一", "short"),
    (Control.TEXT, {"pattern": "^[a-z]+$"}, "A", "format"),
    (Control.TEXT, {}, "\x1b[2J", "characters"),
    (Control.NAME, {}, "张\u202e三", "characters"),
    (Control.NAME, {}, "\ud800", "characters"),
    (Control.TEXT, {}, 12, "format"),
    (Control.TEXT, {}, "", "empty"),
    (Control.CHOICE, {"x-options": {"a": {"zh_CN": "甲"}}}, None, "choose"),
    (Control.TEXT, {"pattern": "("}, "a", "format"),
]


@pytest.mark.parametrize(("control", "schema", "value"), RIGHT)
def test_what_is_right_passes(control: Control, schema: dict[str, Any], value: Any) -> None:
    assert form_check.wrong(field(control, **schema), value) is None


@pytest.mark.parametrize(("control", "schema", "value", "said"), WRONG)
def test_what_is_wrong_is_named(control: Control, schema: dict[str, Any], value: Any, said: str) -> None:
    assert code(field(control, **schema), value) == said


def test_what_may_be_left_out_may_be_empty() -> None:
    for control in Control:
        assert form_check.wrong(field(control, required=False), None) is None
        assert form_check.wrong(field(control), None) is not None


@pytest.mark.parametrize(
    ("control", "typed", "said"),
    [
        (Control.PHONE, "2", "phone"),
        (Control.PHONE, "12", "phone"),
        (Control.PHONE, "138", ""),
        (Control.PHONE, "13800138001", ""),
        (Control.DATE, "18", ""),
        (Control.DATE, "1856", "date"),
        (Control.DATE, "19562", "date"),
        (Control.DATE, "195600", "date"),
        (Control.DATE, "1956024", "date"),
        (Control.DATE, "19560230", "date"),
        (Control.DATE, "19560229", ""),
        (Control.MONTH, "202613", "month"),
        (Control.ID_NUMBER, "11010519491", ""),
        (Control.ID_NUMBER, "11010519491331", "id_birth"),
        (Control.ID_NUMBER, "110105194912310021", "id_number"),
        (Control.CREDIT_CODE, "91350100M000100Y44", "credit_code"),
        (Control.BANK_CARD, "4111", ""),
    ],
)
def test_while_it_is_typed_only_what_cannot_become_right_is_wrong(control: Control, typed: str, said: str) -> None:
    found = form_check.so_far(field(control), typed)
    assert (found.code if found else "") == said


def test_a_number_that_is_too_large_is_told_at_once() -> None:
    limited = field(Control.NUMBER, type="integer", minimum=10, maximum=99)
    assert form_check.so_far(limited, "1") is None
    found = form_check.so_far(limited, "100")
    assert found is not None
    assert (found.code, dict(found.facts)) == ("too_large", {"most": "99"})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=6,
)
SCHEMAS = st.sampled_from(
    [
        {},
        {"type": "string", "pattern": "^[0-9]*$"},
        {"type": "integer", "multipleOf": 3},
        {"type": "number", "minimum": 0.5},
        {"type": "array", "maxItems": 2, "uniqueItems": True},
        {"minLength": "x"},
        {"type": "nonsense"},
        {"$ref": "#/nowhere"},
        {"maximum": None},
    ]
)


@given(st.sampled_from(Control), SCHEMAS, JSON)
def test_garbage_is_judged_and_never_raises(control: Control, schema: dict[str, Any], value: Any) -> None:
    found = form_check.wrong(field(control, **schema), value)
    assert found is None or found.code


@given(st.sampled_from(Control), st.lists(st.text(max_size=2), max_size=25))
def test_only_keys_of_the_pad_are_taken_and_what_they_mean_can_be_typed_again(
    control: Control, keys: list[str]
) -> None:
    typing, typed = field(control), ""
    for key in keys:
        typed = form_entry.pressed(typing, typed, key) or typed
        form_check.so_far(typing, typed)
    assert len(typed) <= form_entry.spelling(typing).length
    value = form_entry.value(typing, typed)
    form_check.wrong(typing, value)
    again = form_entry.typed(typing, value)
    assert form_entry.value(typing, again) == value


@given(st.text(alphabet="0123456789X.", max_size=30))
def test_an_amount_never_gets_a_third_decimal_or_a_second_point(keys: str) -> None:
    money, typed = field(Control.MONEY, type="number"), ""
    for key in keys:
        typed = form_entry.pressed(money, typed, key) or typed
    assert typed.count(".") <= 1
    assert len(typed.partition(".")[2]) <= 2
    value = form_entry.value(money, typed)
    assert value is None or code(money, value) == ""


@given(st.from_regex(r"[0-9]{17}[0-9X]", fullmatch=True), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_of_an_id_number_is_always_caught(number: str, place: int, more: int) -> None:
    from stdnum.cn import ric

    right = number[:17] + ric.calc_check_digit(number)
    other = right[:place] + str((int(right[place]) + more) % 10) + right[place + 1 :]
    assert code(field(Control.ID_NUMBER), other) in {"id_number", "id_birth"}


COLD = """
import sys
from kiosk.form import check as form_check
from tests.kiosk.test_form_check import RIGHT, field
assert "jsonschema" not in sys.modules
form_check.warm_up()
warm = set(sys.modules)
assert [form_check.wrong(field(control, **schema), value) for control, schema, value in RIGHT if value] == [None] * 16
print(*set(sys.modules) - warm)
"""


def test_no_check_imports_anything_once_all_is_warm() -> None:
    run = subprocess.run([sys.executable, "-c", COLD], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
