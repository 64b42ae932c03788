"""Is what was typed into a field right? Checked while it is typed and before it leaves the screen.

The field's own JSON Schema decides (2020-12), and the check digits of the control: GB 11643 and GB 32100 by
python-stdnum, Luhn for bank cards. The answer is the code of a text that says what to do, with facts; never an
exception, whatever the value is. The office checks all of it again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Any

from central.contract.form import (
    FIRST_YEAR,
    LAST_YEAR,
    MOST_ENTRIES,
    PLATE_OFFICES,
    PLATE_PLACES,
    PROVINCES,
    Control,
    FormField,
)
from central.contract.messages import UNSEEN, Words
from kiosk.form import entry as form_entry


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a value: the code of a text, and facts for its gaps."""

    code: str
    facts: Mapping[str, str | int | Words] = field(default_factory=dict)
    place: str = ""  # inside a group: "2.id_number", the entry counted from 0


_OF_SCHEMA = {
    "minLength": ("short", "least"),
    "maxLength": ("long", "most"),
    "minimum": ("too_small", "least"),
    "exclusiveMinimum": ("too_small", "least"),
    "maximum": ("too_large", "most"),
    "exclusiveMaximum": ("too_large", "most"),
    "minItems": ("choose_least", "least"),
    "maxItems": ("choose_most", "most"),
    "multipleOf": ("step", "step"),
    "enum": ("choose", ""),
    "uniqueItems": ("choose", ""),
}
_OF_GROUP = {"choose_least": "entries_least", "choose_most": "entries_most", "choose": "entries_same"}
"""The same said of a group."""


def warm_up() -> None:
    """Import what the first checks need, up to 300 ms from a cold disk, on a thread that may wait for it."""
    for name in ("jsonschema", "stdnum.luhn", "stdnum.cn.ric", "stdnum.cn.uscc"):
        import_module(name)


def wrong(field: FormField, value: Any) -> Wrong | None:
    """What is wrong with a whole value; none when it may leave the screen. Nothing is right only where it may be left
    out."""
    if field.control is Control.GROUP and (value or field.required):
        return _group(field, value)
    if value is None or value in ("", []):
        return (
            Wrong("choose" if form_entry.pad(field) is form_entry.Pad.OPTIONS else "empty") if field.required else None
        )
    return _characters(value) or _control(field, value) or _options(field, value) or _schema(field, field.schema, value)


def so_far(field: FormField, typed: str) -> Wrong | None:
    """What is wrong already with what is typed so far, and cannot become right by typing on."""
    spelled = form_entry.spelling(field)
    if spelled.exact and len(typed) == spelled.length:
        return wrong(field, form_entry.value(field, typed))
    match field.control:
        case Control.PHONE:
            return Wrong("phone") if typed[:1] not in ("", "1") or typed[1:2] in ("0", "1", "2") else None
        case Control.ID_NUMBER:
            return Wrong("id_birth") if _no_day(typed[6:14]) else None
        case Control.DATE | Control.MONTH:
            return Wrong("date") if _no_day(typed) else None
        case Control.NUMBER | Control.MONEY:
            found = wrong(field, form_entry.value(field, typed)) if typed else None
            return found if found and found.code == "too_large" else None
        case _:
            return None


def _group(group: FormField, entries: Any) -> Wrong | None:
    """Each entry question by question, then how many there are and whether one stands there twice."""
    if not isinstance(entries, list | tuple) or len(entries) > MOST_ENTRIES:
        return Wrong("format")
    for number, entry in enumerate(entries):
        if not isinstance(entry, Mapping) or entry.keys() - {part.name for part in group.parts}:
            return Wrong("format", place=str(number))
        for part in group.parts:
            if part.name not in entry:
                problem = Wrong("empty") if part.required else None
            else:
                problem = wrong(part, entry[part.name])
            if problem is not None:
                return replace(problem, place=f"{number}.{part.name}")
    rules = {name: rule for name, rule in group.schema.items() if name != "items"}
    problem = _schema(group, rules, [dict(entry) for entry in entries])
    if problem is None:
        return None
    facts = {**problem.facts, "entry": group.entry or ""}
    return Wrong(_OF_GROUP.get(problem.code, problem.code), facts)


def _characters(value: Any) -> Wrong | None:
    """No control characters, no half of a pair, no invisible ones."""
    if isinstance(value, str) and any(unicodedata.category(each) in UNSEEN for each in value):
        return Wrong("characters")
    return None


def _control(field: FormField, value: Any) -> Wrong | None:
    """What a schema cannot say, by control."""
    match field.control, value:
        case Control.PHONE, str():
            return _exact(value, 11, "phone", value[:1] == "1" and value[1:2] in tuple("3456789") and _digits(value))
        case Control.DIGITS, str():
            return None if _digits(value) else Wrong("digits")
        case Control.ID_NUMBER, str():
            return _id_number(value)
        case Control.CREDIT_CODE, str():
            return _credit_code(value)
        case Control.BANK_CARD, str():
            return _bank_card(value)
        case Control.PLATE, str():
            return _plate(value)
        case Control.DATE, str():
            return _exact(value, 10, "date", _is_day(value))
        case Control.MONTH, str():
            return _exact(value, 7, "month", _is_day(f"{value}-01"))
        case Control.REGION, str():
            return _exact(value, 6, "format", value[:1] != "0" and _digits(value))
        case Control.YES_NO, _:
            return None if isinstance(value, bool) else Wrong("choose")
        case Control.MONEY, float() | int():
            return None if not isinstance(value, bool) and _cents(value) else Wrong("money")
        case Control.CHOICES, _:
            return None if isinstance(value, list) else Wrong("choose")
        case ((Control.NUMBER | Control.MONEY), _):
            return None if isinstance(value, int | str) and not isinstance(value, bool) else Wrong("digits")
        case _:
            return None if isinstance(value, str) else Wrong("format")


def _options(field: FormField, value: Any) -> Wrong | None:
    if not field.options:
        return None
    chosen = value if isinstance(value, list) else [value]
    return None if all(isinstance(each, str) and each in field.options for each in chosen) else Wrong("choose")


def _schema(field: FormField, written: Mapping[str, Any], value: Any) -> Wrong | None:
    from jsonschema import Draft202012Validator, FormatChecker  # late, and `warm_up` before
    from jsonschema.exceptions import SchemaError, UnknownType
    from referencing.exceptions import Unresolvable

    schema = dict(written)
    if field.control is Control.MONEY:
        schema.pop("multipleOf", None)  # of a binary fraction it is not exact; `_cents` is
    try:
        validator = Draft202012Validator(schema, format_checker=FormatChecker(["date"]))
        error = next(iter(validator.iter_errors(value)), None)
    except (
        SchemaError,
        UnknownType,
        Unresolvable,
        re.error,
        ValueError,
        TypeError,
        ArithmeticError,
        RecursionError,
        LookupError,
    ):
        return Wrong("format")  # a schema that the linter would not have let pass
    if error is None:
        return None
    code, fact = _OF_SCHEMA.get(str(error.validator), ("format", ""))
    limit = error.validator_value
    return Wrong(code, {fact: str(limit)} if fact and isinstance(limit, int | float) else {})


def _exact(value: str, length: int, code: str, right: bool) -> Wrong | None:
    if len(value) < length:
        return Wrong("missing", {"missing": length - len(value)})
    return None if right and len(value) == length else Wrong(code)


def _id_number(value: str) -> Wrong | None:
    """GB 11643, with the day of birth and a person who is born."""
    from stdnum.cn import ric  # late: reads its table of places
    from stdnum.exceptions import ValidationError

    if short := _exact(value, 18, "id_number", _digits(value[:17]) and value[17:] in tuple("0123456789X")):
        return short
    if _no_day(value[6:14]):
        return Wrong("id_birth")
    try:
        right = ric.calc_check_digit(value) == value[17]
    except ValidationError:
        right = False
    return None if right else Wrong("id_number")


def _credit_code(value: str) -> Wrong | None:
    from stdnum.cn import uscc

    if short := _exact(value, 18, "credit_code", all(each in form_entry.CREDIT for each in value)):
        return short
    return None if uscc.is_valid(value) else Wrong("credit_code")


def _bank_card(value: str) -> Wrong | None:
    from stdnum import luhn

    if len(value) < 13 and _digits(value):
        return Wrong("bank_short")
    return None if _digits(value) and len(value) <= 19 and luhn.is_valid(value) else Wrong("bank_card")


def _plate(value: str) -> Wrong | None:
    """Seven places, eight for new energy."""
    if len(value) < 7:
        return Wrong("missing", {"missing": 7 - len(value)})
    fits = value[0] in PROVINCES and value[1] in PLATE_OFFICES
    return None if fits and len(value) <= 8 and all(each in PLATE_PLACES for each in value[2:]) else Wrong("plate")


def _digits(value: str) -> bool:
    return value.isascii() and value.isdigit()


def _cents(value: float) -> bool:
    try:
        exact = Decimal(str(value))
        return exact.is_finite() and exact >= 0 and exact == round(exact, 2)
    except ArithmeticError:
        return False


def _is_day(value: str) -> bool:
    try:
        day = date.fromisoformat(value)
        return day.isoformat() == value and FIRST_YEAR <= day.year <= LAST_YEAR
    except ValueError:
        return False


def _no_day(typed: str) -> bool:
    """Whether the digits YYYYMMDD, as far as they are there, can belong to no day."""
    if not _digits(typed or "0"):
        return True
    year, month, day = typed[:4], typed[4:6], typed[6:8]
    if len(year) == 4 and not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return True
    if month > "1" and len(month) == 1:
        return True
    if len(month) == 2 and not 1 <= int(month) <= 12:
        return True
    if len(day) == 2:
        return not _is_day(f"{year}-{month}-{day}")
    return len(day) == 1 and day > "3"
