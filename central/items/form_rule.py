"""The rules of an item's form: a legal JSON Schema of the few words that screen and office both check, and bounded.

A form's answers come from whoever speaks HTTP, not from the screen alone; a field without a bound, or with a pattern
that takes exponential time, would be a door.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from jsonschema import Draft202012Validator, SchemaError

from central.contract import form
from central.contract.form import Control, FormField
from central.contract.item import ItemDocument
from central.items.finding import Problems, Rule

_TYPES = {
    Control.NUMBER: "integer",
    Control.MONEY: "number",
    Control.CHOICES: "array",
    Control.YES_NO: "boolean",
    Control.GROUP: "array",
}
"""The JSON type of each control's answer; the others are text."""

_WRITTEN = {Control.TEXT, Control.NAME, Control.ADDRESS, Control.DIGITS}
_KEYWORDS = frozenset(
    {"type", "minLength", "maxLength", "pattern", "minimum", "maximum", "multipleOf", "enum", "format", "items"}
    | {"minItems", "maxItems", "uniqueItems", "properties", "required", "additionalProperties", "title", "description"}
    | {"x-control", "x-words", "x-hint", "x-fill", "x-when", "x-options", "x-unit"}
)
_NAME = re.compile(r"[a-z][a-z0-9_]{1,63}")
_GROUP = re.compile(r"\((?:\?:)?([^()]*)\)([*+?]|\{[0-9,]*\})?")
_VARIES = re.compile(r"[*+?|]|\{[0-9]*,[0-9]*\}")
_ENDLESS = re.compile(r"[*+]|\{[0-9]+,\}")


def problems(item: ItemDocument) -> Problems:
    """What is wrong with a form, and whether the base case could have been typed into it."""
    faults = list(_schema_problems(item.form))
    yield from faults
    if not faults:
        yield from _base_case(item)


def placed(fields: Iterable[FormField], within: str = "form") -> Iterator[tuple[str, FormField]]:
    """Every field, those of groups too, with its place."""
    for field in fields:
        place = f"{within}.properties.{field.name}"
        yield place, field
        yield from placed(field.parts, f"{place}.items")


def _base_case(item: ItemDocument) -> Problems:
    """Every answer as the form wants it, and every required one that these situations ask for."""
    case = item.base_case
    asked = {field.name: field for field in form.asked(item.form, case.situation)}
    for name, answer in case.answers.items():
        if name not in asked:
            yield f"base_case.answers.{name}", Rule.CASE, "is not asked in these situations; take it out"
            continue
        for error in islice(Draft202012Validator(asked[name].schema).iter_errors(answer), 1):
            yield f"base_case.answers.{name}", Rule.CASE, f"does not pass the form: {error.message:.120}"
    for name, field in asked.items():
        if field.required and name not in case.answers:
            yield "base_case.answers", Rule.CASE, f"lacks {name}, which the form requires; answer it"


def _schema_problems(schema: Mapping[str, Any]) -> Problems:
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        place = ".".join(("form", *map(str, error.absolute_path)))
        yield place, Rule.FORM, f"is no JSON Schema 2020-12: {error.message:.120}"
        return
    try:
        fields = form.fields(schema)
    except form.FormBroken as error:
        yield "form", Rule.FORM, f"{error}; see central.contract.form"
        return
    for place, unknown in _unknown(schema, "form"):
        yield place, Rule.FORM, f"{unknown} is not among the words of a form; docs/items.md has the list"
    yield from _fields(fields)


def _fields(fields: tuple[FormField, ...]) -> Problems:
    for place, field in placed(fields):
        if not _NAME.fullmatch(field.name):
            yield place, Rule.FORM, "is no name; write small letters, digits and _, a letter first"
        expected = _TYPES.get(field.control, "string")
        if field.schema.get("type") != expected:
            yield f"{place}.type", Rule.FORM, f"is {expected} for the control {field.control}; write that"
            continue
        yield from _bounds(field, place)
        yield from _options(field, place)
        if (pattern := field.schema.get("pattern")) is not None and (fault := pattern_fault(pattern)):
            yield f"{place}.pattern", Rule.FORM, fault


def _bounds(field: FormField, place: str) -> Problems:
    needed: tuple[str, ...] = ()
    if field.control in _WRITTEN and "enum" not in field.schema:
        needed = ("maxLength",)
    elif field.control in (Control.NUMBER, Control.MONEY):
        needed = ("minimum", "maximum")
    elif field.control is Control.GROUP:
        needed = ("maxItems",)
    for name in needed:
        if name not in field.schema:
            yield f"{place}.{name}", Rule.FORM, f"is missing; a field of the control {field.control} has a bound"


def _options(field: FormField, place: str) -> Problems:
    if field.control not in (Control.CHOICE, Control.CHOICES):
        return
    holder = field.schema.get("items") if field.control is Control.CHOICES else field.schema
    values = holder.get("enum") if isinstance(holder, Mapping) else None
    if not values:
        yield (
            f"{place}.enum",
            Rule.FORM,
            "is missing; a choice lists its values in enum, of items if many may be chosen",
        )
        return
    for value in values:
        if not isinstance(value, str) or value not in field.options:
            yield f"{place}.x-options", Rule.FORM, f"has no words for {value!a:.60}; write them in both languages"
    for value in field.options:
        if value not in values:
            yield (
                f"{place}.x-options.{value}",
                Rule.FORM,
                "is none of the values in enum; take one out or add the other",
            )


def pattern_fault(pattern: str) -> str | None:
    """Why a pattern is refused; none: it compiles, spans the whole text, and cannot take exponential time."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", FutureWarning)  # a nested set will mean something else one day
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError, FutureWarning) as error:
        return f"does not compile: {error!s:.80}"
    bare = re.sub(r"\\[^1-9]", "x", pattern)
    bare = re.sub(r"\[\^?\]?[^\]]*\]", "x", bare)
    if not (bare.startswith("^") and bare.endswith("$")):
        return "does not begin with ^ and end with $; JSON Schema searches, so half a text would pass"
    if re.search(r"\\[1-9]|\(\?(?!:)", bare):
        return "looks around or back; write it without (?…) and without \\1"
    if len(_ENDLESS.findall(bare)) > 2:
        return "has more than two endless repetitions; give them bounds such as {1,20}"
    while _GROUP.search(bare):
        if any(_VARIES.search(content) and repeat not in ("", "?") for content, repeat in _GROUP.findall(bare)):
            return "repeats what varies itself, which can take for ever; write it flat"
        bare = _GROUP.sub(lambda group: "x?" if _VARIES.search(group[1] + (group[2] or "")) else "x", bare)
    return None


def _unknown(schema: Any, place: str) -> Iterator[tuple[str, str]]:
    if not isinstance(schema, Mapping):
        return
    for name in sorted(set(schema) - _KEYWORDS):
        yield f"{place}.{name}", name
    for name, each in schema.get("properties", {}).items():
        yield from _unknown(each, f"{place}.properties.{name}")
    yield from _unknown(schema.get("items"), f"{place}.items")
