"""The rules of an item's form: a legal JSON Schema of the few words that screen and office both check, and bounded.

A form's answers come from whoever speaks HTTP, not from the screen alone; a field without a bound, or with a pattern
that takes exponential time, would be a door.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator, SchemaError

from central.contract import form
from central.contract.application import ANSWERS_BYTES
from central.contract.form import MOST_CHARACTERS, MOST_ENTRIES, MOST_PARTS, Control, FormField
from central.contract.item import ItemDocument
from central.items.finding import Problems, Rule
from central.items.pattern import pattern_fault
from central.services.answers import check
from central.services.refusals import Refusal

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
    | {"x-control", "x-words", "x-hint", "x-fill", "x-when", "x-options", "x-unit", "x-entry"}
)
_NAME = re.compile(r"[a-z][a-z0-9_]{1,63}")


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
    """Every answer as the form wants it, and every required one that these situations ask for.

    Answers for other situations may stand there too: boundary cases choose other situations and take them from it.
    """
    base = item.base_case
    assert base is not None, "the library wants one"
    answers = base.answers
    for field in form.fields(item.form):
        if field.name in answers:
            try:
                check((field,), {field.name: answers[field.name]})
            except Refusal as refusal:
                place = f"base_case.answers.{refusal.facts['field']}"
                yield (
                    place,
                    Rule.CASE,
                    f"would not be taken by the office ({refusal.facts['fault']}); answer it otherwise",
                )
    for field in form.asked(item.form, base.situation):
        if field.required and field.name not in answers:
            yield "base_case.answers", Rule.CASE, f"lacks {field.name}, which the form requires; answer it"


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
    yield from _words(schema, "form")
    yield from _fields(fields)
    if (most := form.most_bytes(fields)) > ANSWERS_BYTES:
        remedy = f"may take {most} bytes to answer, and {ANSWERS_BYTES} are sent at most; ask less, or shorter"
        yield "form", Rule.FORM, remedy


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
        yield from _group(field, place)


def _group(field: FormField, place: str) -> Problems:
    """No more than a finger has the patience for."""
    if field.control is not Control.GROUP:
        return
    if field.schema.get("maxItems", 0) > MOST_ENTRIES:
        yield f"{place}.maxItems", Rule.FORM, f"is more than anybody types; {MOST_ENTRIES} at most"
    if field.required and not field.schema.get("minItems"):
        yield f"{place}.minItems", Rule.FORM, "is missing; a group that is required has an entry at least"
    if len(field.parts) > MOST_PARTS:
        yield f"{place}.items.properties", Rule.FORM, f"asks more than an entry may; {MOST_PARTS} questions at most"
    if not any(part.required for part in field.parts):
        yield f"{place}.items.required", Rule.FORM, "requires nothing; an entry without any answer says nothing"
    if field.fill:
        yield f"{place}.x-fill", Rule.FORM, "fills a group, which no source can; take it out"


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
    if field.schema.get("maxLength", 0) > MOST_CHARACTERS:
        yield f"{place}.maxLength", Rule.FORM, f"is more than the office takes; {MOST_CHARACTERS} at most"


def _options(field: FormField, place: str) -> Problems:
    if field.control not in (Control.CHOICE, Control.CHOICES):
        return
    holder = field.schema.get("items") if field.control is Control.CHOICES else field.schema
    values = holder.get("enum") if isinstance(holder, Mapping) else None
    if not values:
        yield f"{place}.enum", Rule.FORM, "is missing; a choice lists its values there, for choices those of items"
        return
    for value in values:
        if not isinstance(value, str) or value not in field.options:
            yield f"{place}.x-options", Rule.FORM, f"has no words for {value!a:.60}; write them in both languages"
    for value in field.options:
        if value not in values:
            yield f"{place}.x-options.{value}", Rule.FORM, "is none of the values in enum; add it there or take it out"


def _words(schema: Any, place: str) -> Problems:
    """The words of a schema and of those inside it."""
    if not isinstance(schema, Mapping):
        return
    for name in sorted(set(schema) - _KEYWORDS):
        yield f"{place}.{name}", Rule.FORM, "is not among the words of a form; docs/items.md has the list"
    if "pattern" in schema and (fault := pattern_fault(schema["pattern"])):
        yield f"{place}.pattern", Rule.FORM, fault
    for name, each in schema.get("properties", {}).items():
        yield from _words(each, f"{place}.properties.{name}")
    yield from _words(schema.get("items"), f"{place}.items")
