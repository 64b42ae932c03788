"""The answers of a form, held against its schema and its check digits, whatever the terminal has done already."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from jsonschema import Draft202012Validator
from pydantic import JsonValue
from stdnum import luhn
from stdnum.cn import uscc

from central.contract.form import (
    FIRST_YEAR,
    LAST_YEAR,
    MOST_CHARACTERS,
    MOST_ENTRIES,
    PLATE_OFFICES,
    PLATE_PLACES,
    PROVINCES,
    Control,
    FormField,
)
from central.contract.messages import UNSEEN
from central.services import people
from central.services.refusals import Refusal

_MOST_DEPTH = 4
_MOST_LISTED = 100
_MOST_NUMBER = 10**15

_ID_NUMBER = re.compile(r"[0-9]{17}[0-9X]")
_CREDIT_CODE = re.compile(r"[0-9A-HJ-NP-RTUW-Y]{18}")
_DIGITS = re.compile(r"[0-9]+")
_BANK_CARD = re.compile(r"[0-9]{13,19}")
_PHONE = re.compile(r"1[3-9][0-9]{9}")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_PLATE = re.compile(f"[{PROVINCES}][{PLATE_OFFICES}][{PLATE_PLACES}]{{5,6}}")
_REGION = re.compile(r"[1-9][0-9]{5}")


def check(fields: tuple[FormField, ...], answers: Mapping[str, JsonValue], missing: bool = True) -> None:
    """Every answer is one that the form allows, and none that is required is missing.

    Args:
        missing: whether what is required has to be there; a beginning knows only part of it.

    Raises:
        Refusal: answer_invalid, 422; facts: `field` (its place in the form) and `fault` (why).
    """
    known = {field.name: field for field in fields}
    for name in answers:
        if name not in known:
            raise _invalid("?", "unknown_field")
    for field in fields:
        if field.name in answers:
            _check_field(field, answers[field.name], field.name)
        elif field.required and missing:
            raise _invalid(field.name, "required")


def _check_field(field: FormField, value: JsonValue, place: str) -> None:
    if field.control is Control.GROUP:
        _check_group(field, value, place)
        return
    if fault := next(_strange(value), None):
        raise _invalid(place, fault)
    inexact = {"multipleOf"} if field.control is Control.MONEY else set()  # of a binary fraction; `_is_money` is exact
    _check_schema({name: rule for name, rule in field.schema.items() if name not in inexact}, value, place)
    judge = _JUDGES.get(field.control)
    if judge is not None and not judge(value):
        raise _invalid(place, field.control.value)
    if field.control in (Control.CHOICE, Control.CHOICES) and field.options:
        chosen = value if isinstance(value, list) else [value]
        if any(str(each) not in field.options for each in chosen):
            raise _invalid(place, "enum")


def _check_group(field: FormField, value: JsonValue, place: str) -> None:
    """Entry by entry, each question as if it stood alone: so the place of a fault is that of the question."""
    if not isinstance(value, list):
        raise _invalid(place, "type")
    if len(value) > MOST_ENTRIES:
        raise _invalid(place, "maxItems")
    for number, entry in enumerate(value):
        if not isinstance(entry, dict):
            raise _invalid(f"{place}.{number}", "type")
        if entry.keys() - {part.name for part in field.parts}:
            raise _invalid(f"{place}.{number}", "unknown_field")
        for part in field.parts:
            if part.name in entry:
                _check_field(part, entry[part.name], f"{place}.{number}.{part.name}")
            elif part.required:
                raise _invalid(f"{place}.{number}.{part.name}", "required")
    _check_schema({name: rule for name, rule in field.schema.items() if name != "items"}, value, place)


def _check_schema(schema: Mapping[str, Any], value: JsonValue, place: str) -> None:
    rules = {name: rule for name, rule in schema.items() if not name.startswith("x-")}
    error = next(iter(Draft202012Validator(rules).iter_errors(value)), None)
    if error is not None:
        raise _invalid(place, str(error.validator))


def _strange(value: Any, depth: int = 0) -> Iterator[str]:
    """What no answer may hold, however the form is written."""
    if depth > _MOST_DEPTH:
        yield "depth"
    elif isinstance(value, str):
        if len(value) > MOST_CHARACTERS:
            yield "maxLength"
        if any(unicodedata.category(character) in UNSEEN for character in value):
            yield "control_character"
    elif isinstance(value, float) and not math.isfinite(value):
        yield "type"
    elif isinstance(value, int | float) and abs(value) > _MOST_NUMBER:
        yield "maximum"
    elif isinstance(value, list):
        if len(value) > _MOST_LISTED:  # before a schema compares each with each
            yield "maxItems"
        for each in value:
            yield from _strange(each, depth + 1)
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _strange(name, depth + 1)
            yield from _strange(each, depth + 1)


def _is_text(pattern: re.Pattern[str], good: Callable[[str], bool] = lambda _: True) -> Callable[[JsonValue], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None and good(value)


def is_id_number(number: str) -> bool:
    """GB 11643: the day of birth is one, and the check digit is right."""
    return _is_date(f"{number[6:10]}-{number[10:12]}-{number[12:14]}") and people.has_good_check_digit(number)


def _is_date(value: JsonValue) -> bool:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
        return day is not None and day.isoformat() == value and FIRST_YEAR <= day.year <= LAST_YEAR
    except ValueError:
        return False


def _is_integer(value: JsonValue) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_money(value: JsonValue) -> bool:
    """Yuan with no more than two decimals."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        return False
    exact = Decimal(str(value))
    return exact == round(exact, 2)


_JUDGES: Mapping[Control, Callable[[JsonValue], bool]] = {
    Control.ID_NUMBER: _is_text(_ID_NUMBER, is_id_number),
    Control.CREDIT_CODE: _is_text(_CREDIT_CODE, uscc.is_valid),
    Control.BANK_CARD: _is_text(_BANK_CARD, luhn.is_valid),
    Control.DIGITS: _is_text(_DIGITS),
    Control.PHONE: _is_text(_PHONE),
    Control.PLATE: _is_text(_PLATE),
    Control.MONTH: _is_text(_MONTH, lambda month: _is_date(f"{month}-01")),
    Control.REGION: _is_text(_REGION),
    Control.DATE: _is_date,
    Control.NUMBER: _is_integer,
    Control.MONEY: _is_money,
    Control.YES_NO: lambda value: isinstance(value, bool),
}


def _invalid(place: str, fault: str) -> Refusal:
    return Refusal("answer_invalid", {"field": place, "fault": fault}, status=422)
