"""The form of an item: JSON Schema 2020-12, narrowed to what a finger on glass can fill in, with hints for the screen.

A form is an object; each property is one field, shown in the order written. A field's hints:

    x-control   which control: see `Control`
    x-words     {"zh_CN": …, "en": …}: the question
    x-hint      a sentence below it
    x-fill      where its value comes from before it is asked: `person.name`, `sources.hukou.address`
    x-when      {"situation": ["option", …]}: asked only then
    x-options   {"value": {"zh_CN": …, "en": …}} for `choice` and `choices`
    x-unit      words behind a number
    x-entry     of a group: one entry, in Chinese with its measure word: 位家庭成员, 辆车

and of JSON Schema: type, minLength, maxLength, pattern, minimum, maximum, multipleOf, enum, format (date), items
(minItems, maxItems, uniqueItems), properties and required inside a group. Both sides check: the screen as it is typed,
the office when it is submitted; what a hostile terminal sends meets the same schema.

A group is an array of objects: the same few questions once for each person or thing. Its entries hold no group, and
are asked whole: they have no `x-when`, and nothing fills them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter, ValidationError

from central.contract.item import When, holds
from central.contract.messages import Words


class Control(StrEnum):
    TEXT = "text"  # Chinese and Latin, by the pinyin pad
    NAME = "name"  # a person's name
    ADDRESS = "address"  # street and number, by the pinyin pad, after the region
    DIGITS = "digits"  # a number that is no amount: an account, a plate's digits
    PHONE = "phone"
    ID_NUMBER = "id_number"  # GB 11643
    CREDIT_CODE = "credit_code"  # GB 32100
    BANK_CARD = "bank_card"  # Luhn
    PLATE = "plate"  # 车牌
    NUMBER = "number"  # an integer
    MONEY = "money"  # yuan, two decimals
    DATE = "date"
    MONTH = "month"  # YYYY-MM
    REGION = "region"  # GB/T 2260, six digits
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    GROUP = "group"  # repeats: an array of objects


MOST_ENTRIES = 10
"""Entries of one group: more than anybody types at a terminal."""

MOST_PARTS = 8
"""Questions of one entry."""

MOST_CHARACTERS = 500
"""Characters of one text."""

FIRST_YEAR, LAST_YEAR = 1900, 2099
"""Years that a form speaks of."""

PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
PLATE_OFFICES = "ABCDEFGHJKLMNPQRSTUVWXY"
PLATE_PLACES = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ学警港澳挂使领"
"""GA 36: no I, no O; the words at the end of some plates."""

_LENGTHS = {
    Control.PHONE: 11,
    Control.ID_NUMBER: 18,
    Control.CREDIT_CODE: 18,
    Control.BANK_CARD: 19,
    Control.PLATE: 8,
    Control.DATE: 10,
    Control.MONTH: 7,
    Control.REGION: 6,
}
"""Characters of what has a length of its own."""

_BYTES_OF_CHARACTER = 4  # UTF-8; what JSON writes in two, a quotation mark, has one there
_BYTES_OF_NUMBER = 24


class FormBroken(ValueError):
    """The form's schema is not one that this module understands; the text names the place."""


@dataclass(frozen=True)
class FormField:
    """One field of a form."""

    name: str
    control: Control
    words: Words
    schema: Mapping[str, Any]
    required: bool
    hint: Words | None = None
    unit: Words | None = None
    fill: str = ""
    when: When = field(default_factory=dict)
    options: Mapping[str, Words] = field(default_factory=dict)
    entry: Words | None = None  # of a group, and of a group alone
    parts: tuple[FormField, ...] = ()  # of a group


_WORDS: TypeAdapter[Words] = TypeAdapter(Words)
_WHEN: TypeAdapter[When] = TypeAdapter(When)
_OPTIONS: TypeAdapter[dict[str, Words]] = TypeAdapter(dict[str, Words])


def fields(form: Mapping[str, Any]) -> tuple[FormField, ...]:
    """The fields in their order. Raises `FormBroken`."""
    if form.get("type") != "object" or not isinstance(form.get("properties"), dict):
        raise FormBroken("a form is an object with properties")
    required = form.get("required", [])
    if not isinstance(required, list):
        raise FormBroken("required is a list")
    if strange := set(map(str, required)) - set(form["properties"]):
        raise FormBroken(f"required names what is no property: {sorted(strange)}")
    return tuple(_field(name, schema, name in required) for name, schema in form["properties"].items())


def _field(name: str, schema: Any, required: bool) -> FormField:
    if not isinstance(schema, dict):
        raise FormBroken(f"{name}: a property is an object")
    try:
        control = Control(schema["x-control"])
        entry = _WORDS.validate_python(schema["x-entry"]) if control is Control.GROUP else None
        parts = _parts(schema["items"]) if control is Control.GROUP else ()
        return FormField(
            name=name,
            control=control,
            words=_WORDS.validate_python(schema["x-words"]),
            schema=schema,
            required=required,
            hint=_WORDS.validate_python(schema["x-hint"]) if "x-hint" in schema else None,
            unit=_WORDS.validate_python(schema["x-unit"]) if "x-unit" in schema else None,
            fill=str(schema.get("x-fill", "")),
            when=_WHEN.validate_python(schema.get("x-when", {})),
            options=_OPTIONS.validate_python(schema.get("x-options", {})),
            entry=entry,
            parts=parts,
        )
    except KeyError as error:
        raise FormBroken(f"{name}: {error.args[0]} is missing") from error
    except ValidationError as error:
        raise FormBroken(f"{name}: {error.errors()[0]['msg']}") from error
    except ValueError as error:
        raise FormBroken(f"{name}: {error}") from error


def _parts(items: Any) -> tuple[FormField, ...]:
    if not isinstance(items, dict):
        raise FormBroken("items is an object")
    parts = fields(items)
    for part in parts:
        if part.control is Control.GROUP:
            raise FormBroken(f"{part.name}: a group holds no group")
        if part.when or part.fill:
            raise FormBroken(f"{part.name}: an entry is asked whole, without x-when and x-fill")
    if not parts:
        raise FormBroken("an entry has no questions")
    return parts


def asked(form: Mapping[str, Any], situation: dict[str, str]) -> tuple[FormField, ...]:
    """The fields that are in force in these situations."""
    return tuple(each for each in fields(form) if holds(each.when, situation))


def most_bytes(fields: tuple[FormField, ...]) -> int:
    """The most that a terminal sends for these fields: an object of JSON in UTF-8."""
    return 2 + sum(len(field.name) + 4 + _most_bytes(field) for field in fields)  # "name":value,


def _most_bytes(field: FormField) -> int:
    match field.control:
        case Control.GROUP:
            return 2 + _count(field, "maxItems", MOST_ENTRIES) * (1 + most_bytes(field.parts))
        case Control.CHOICES:
            return 2 + sum(len(value) + 3 for value in field.options)
        case Control.CHOICE:
            return 2 + max(map(len, field.options), default=0)
        case Control.NUMBER | Control.MONEY:
            return _BYTES_OF_NUMBER
        case Control.YES_NO:
            return len("false")
        case _:
            length = _LENGTHS.get(field.control) or _count(field, "maxLength", MOST_CHARACTERS)
            return 2 + _BYTES_OF_CHARACTER * length


def _count(field: FormField, bound: str, most: int) -> int:
    """A bound of the field's schema, or where it has none that is one, the bound of every form."""
    written = field.schema.get(bound)
    return written if isinstance(written, int) and 0 <= written <= most else most
