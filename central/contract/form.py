"""The form of an item: JSON Schema 2020-12, narrowed to what a finger on glass can fill in, with hints for the screen.

A form is an object; each property is one field, shown in the order written. A field's hints:

    x-control   which control: see `Control`
    x-words     {"zh_CN": …, "en": …}: the question
    x-hint      a sentence below it
    x-fill      where its value comes from before it is asked: `person.name`, `sources.hukou.address`
    x-when      {"situation": ["option", …]}: asked only then
    x-options   {"value": {"zh_CN": …, "en": …}} for `choice` and `choices`
    x-unit      words behind a number

and of JSON Schema: type, minLength, maxLength, pattern, minimum, maximum, multipleOf, enum, format (date), items
(minItems, maxItems, uniqueItems), properties and required inside a group. Both sides check: the screen as it is typed,
the office when it is submitted; what a hostile terminal sends meets the same schema.
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
        parts: tuple[FormField, ...] = ()
        if control is Control.GROUP:
            if not isinstance(schema["items"], dict):
                raise FormBroken("items is an object")
            parts = fields(schema["items"])
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
            parts=parts,
        )
    except KeyError as error:
        raise FormBroken(f"{name}: {error.args[0]} is missing") from error
    except ValidationError as error:
        raise FormBroken(f"{name}: {error.errors()[0]['msg']}") from error
    except ValueError as error:
        raise FormBroken(f"{name}: {error}") from error


def asked(form: Mapping[str, Any], situation: dict[str, str]) -> tuple[FormField, ...]:
    """The fields that are in force in these situations."""
    return tuple(each for each in fields(form) if holds(each.when, situation))
