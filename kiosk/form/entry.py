"""How the value of a form's field is typed: which pad, which keys, how it is read in groups, and what it means.

What is typed is always a plain string of keys; `value` turns it into the JSON value of the field's schema and `typed`
turns that back. Nothing here judges whether the value is right: that is `kiosk.form.check`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from central.contract.form import PLATE_OFFICES, PLATE_PLACES, PROVINCES, Control, FormField

DIGITS = "0123456789"
CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100: no I, O, S, V, Z."""

LONGEST = 200


class Pad(StrEnum):
    """The part of the screen that the value is given with."""

    DIGITS = "digits"
    SIGNS = "signs"  # a board of the very signs that may stand there
    WORDS = "words"  # the pinyin pad
    OPTIONS = "options"


_PADS = {
    Control.TEXT: Pad.WORDS,
    Control.NAME: Pad.WORDS,
    Control.ADDRESS: Pad.WORDS,
    Control.CREDIT_CODE: Pad.SIGNS,
    Control.PLATE: Pad.SIGNS,
    Control.REGION: Pad.OPTIONS,
    Control.CHOICE: Pad.OPTIONS,
    Control.CHOICES: Pad.OPTIONS,
    Control.YES_NO: Pad.OPTIONS,
}


@dataclass(frozen=True)
class Spelling:
    """Places and how they are read: `groups` of so many, with a word behind each when `marks` names them."""

    length: int  # at most
    groups: tuple[int, ...] = ()
    marks: tuple[str, ...] = ()  # codes of words: year, month, day
    exact: bool = False  # less than `length` is too little


_SPELLINGS = {
    Control.PHONE: Spelling(11, (3, 4, 4), exact=True),
    Control.ID_NUMBER: Spelling(18, (6, 8, 4), exact=True),
    Control.CREDIT_CODE: Spelling(18, (2, 6, 6, 4), exact=True),
    Control.BANK_CARD: Spelling(19, (4, 4, 4, 4, 3)),
    Control.PLATE: Spelling(8, (2, 6)),
    Control.DATE: Spelling(8, (4, 2, 2), ("year", "month", "day"), exact=True),
    Control.MONTH: Spelling(6, (4, 2), ("year", "month"), exact=True),
    Control.NUMBER: Spelling(12),
    Control.MONEY: Spelling(12),
}


def pad(field: FormField) -> Pad:
    """Which pad the field needs."""
    return _PADS.get(field.control, Pad.DIGITS)


def spelling(field: FormField) -> Spelling:
    """Its places. A text's and a free number's length is the schema's."""
    most = field.schema.get("maxLength")
    own = most if isinstance(most, int) and 0 < most <= LONGEST else LONGEST
    return _SPELLINGS.get(field.control) or Spelling(min(own, 30) if field.control is Control.DIGITS else own)


def extra_key(field: FormField) -> str:
    """The key beside the zero: X of an ID number, the point of an amount."""
    return {Control.ID_NUMBER: "X", Control.MONEY: "."}.get(field.control, "")


def keys(field: FormField, typed: str) -> str:
    """The signs that can come next after `typed`."""
    if field.control is Control.CREDIT_CODE:
        return CREDIT
    if field.control is Control.PLATE:
        return PROVINCES if not typed else PLATE_OFFICES if len(typed) == 1 else PLATE_PLACES
    if field.control is Control.ID_NUMBER:
        return DIGITS + ("X" if len(typed) == 17 else "")
    if field.control is Control.MONEY:
        _, point, decimals = typed.partition(".")
        return "" if len(decimals) == 2 else DIGITS + ("." if typed and not point else "")
    return DIGITS


def pressed(field: FormField, typed: str, key: str) -> str | None:
    """`typed` with one more key; none when it cannot stand there."""
    if len(key) != 1 or key not in keys(field, typed):
        return None
    if len(typed) >= spelling(field).length:
        return typed
    if field.control in (Control.NUMBER, Control.MONEY) and typed == "0" and key != ".":
        return key
    return typed + key


def grouped(field: FormField, typed: str) -> tuple[str, ...]:
    """`typed` in groups, as it is read; a group that nothing is typed of is empty when the groups have marks."""
    spelled = spelling(field)
    if not spelled.groups:
        return (typed,)
    parts, at = [], 0
    for length in spelled.groups:
        parts.append(typed[at : at + length])
        at += length
    return tuple(parts) if spelled.marks else tuple(part for part in parts if part)


def value(field: FormField, typed: str) -> Any:
    """The JSON value of what was typed; none for nothing. A date that is not whole stays what it is."""
    if not typed:
        return None
    if field.control in (Control.DATE, Control.MONTH):
        return "-".join(part for part in grouped(field, typed) if part)
    if field.control is Control.NUMBER and field.schema.get("type") != "string":
        return int(typed) if typed.isdecimal() else None
    if field.control is Control.MONEY:
        return _money(field, typed)
    return typed


def typed(field: FormField, value: Any) -> str:
    """The keys that give `value`; empty for what could not have been typed."""
    if value is None or isinstance(value, bool | list | dict):
        return ""
    if field.control is Control.MONEY and isinstance(value, int | float):
        return f"{value:.2f}".removesuffix(".00")
    if field.control in (Control.DATE, Control.MONTH):
        return "".join(each for each in str(value) if each in DIGITS)[: spelling(field).length]
    return str(value)[:LONGEST]


def _money(field: FormField, typed: str) -> Any:
    try:
        amount = Decimal(typed)
    except InvalidOperation:
        return None
    match field.schema.get("type"):
        case "string":
            return f"{amount:.2f}"
        case "integer":
            return int(amount) if amount == int(amount) else float(amount)
        case _:
            return float(amount)
