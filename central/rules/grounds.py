"""What an item's expressions stand on: the facts in the types that are declared, and what of them may be shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from central.contract.form import Control
from central.contract.item import ItemDocument, MaterialFrom, Sentence
from central.contract.source import DataSource, FieldType, Mask
from central.rules import dates
from central.rules.expressions import Scope, Unanswered
from central.rules.facts import Facts
from central.rules.masks import HIDDEN, mask
from central.rules.sentences import filled, plain

_STEP = r"""\s*(?:\.\s*(\w+)|\[\s*["'](\w+)["']\s*\])"""
_SOURCE = re.compile(rf"\bsources{_STEP}(?:{_STEP})?")
_CONTROL_MASKS: Mapping[str, Mask] = {
    Control.NAME: Mask.NAME,
    Control.ID_NUMBER: Mask.ID_NUMBER,
    Control.PHONE: Mask.PHONE,
    Control.BANK_CARD: Mask.ACCOUNT,
}
_SHORTEST_COVERED = 2  # one character alone stands in too many words


class Grounds:
    """One application's facts as the expressions of its item see them."""

    def __init__(self, item: ItemDocument, facts: Facts, sources: Mapping[str, DataSource]) -> None:
        self.item, self.facts, self._sources = item, facts, sources
        self.parameters = item.in_force(facts.parameters)
        self._scope = Scope(
            {
                "person": _with_age(facts),
                "answers": _as_declared(item.form, facts.answers),
                "situation": facts.situation,
                "sources": {code: self._typed(code, values) for code, values in facts.sources.items()},
                "materials": sorted(self.materials),
                "p": self.parameters,
                "today": facts.today.isoformat(),
                "promised": facts.promised,
            }
        )
        self._covers = dict(self._personal())

    @property
    def materials(self) -> set[str]:
        """Those that were given, and those whose source knows them."""
        shared = {
            material.material
            for material in self.item.materials
            if material.comes_from is MaterialFrom.SOURCE
            and self.facts.sources.get(material.source or "", {}).get("found") is True
        }
        return {*self.facts.materials, *shared}

    def holds(self, expression: str) -> bool | None:
        """Whether it is true; none where it cannot be answered."""
        return self._scope.holds(expression)

    def value(self, expression: str) -> Any:
        """The value, whole: for the applicant's own paper. Raises `Unanswered`."""
        return self._scope.value(expression)

    def shown(self, expression: str) -> Any:
        """The value as a terminal may show it: what a field masks is masked. Raises `Unanswered`."""
        value = self._scope.value(expression)
        if any(self._hidden(source, field) for source, field in read_fields(expression)):
            return HIDDEN
        return self._covered(value)

    def fill(self, sentence: Sentence, facts: Mapping[str, str], *, whole: bool = False) -> Sentence:
        """A sentence with its gaps filled from expressions and parameters. `whole`: for the applicant's own paper."""
        values: dict[str, Any] = dict(self.parameters)
        for name, expression in facts.items():
            try:
                values[name] = self.value(expression) if whole else self.shown(expression)
            except Unanswered:
                values[name] = None
        return filled(sentence, values)

    def _typed(self, code: str, values: Mapping[str, Any]) -> dict[str, Any]:
        fields = self._sources[code].fields if code in self._sources else {}
        numbers = {name for name, field in fields.items() if field.type is FieldType.NUMBER}
        return {name: _fraction(value) if name in numbers else value for name, value in values.items()}

    def _hidden(self, source: str, field: str) -> bool:
        known = self._sources.get(source)
        return known is not None and field in known.fields and known.fields[field].mask is Mask.HIDDEN

    def _personal(self) -> Iterator[tuple[str, str]]:
        """Every text that must not be shown as it is, with what is shown instead."""
        for name, kind in (("name", Mask.NAME), ("id_number", Mask.ID_NUMBER), ("phone", Mask.PHONE)):
            yield from _pairs(kind, [self.facts.person.get(name)])
        for code, values in self.facts.sources.items():
            for name, field in self._sources[code].fields.items() if code in self._sources else ():
                yield from _pairs(field.mask, [values.get(name)])
        properties = self.item.form.get("properties")
        for name, schema in properties.items() if isinstance(properties, dict) else ():
            yield from _masked_answers(schema, self.facts.answers.get(name))

    def _covered(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._covered(each) for each in value]
        if isinstance(value, str):
            for raw in sorted(self._covers, key=len, reverse=True):
                value = value.replace(raw, self._covers[raw])
            return plain(value)
        return value


def read_fields(expression: str) -> set[tuple[str, str]]:
    """The source fields that an expression names: ("population", "birth")."""
    return {(dot or index, field or key) for dot, index, field, key in _SOURCE.findall(expression)}


def _with_age(facts: Facts) -> dict[str, Any]:
    """The person, with the age in whole years where the birth is known."""
    person = dict(facts.person)
    try:
        person["age"] = dates.age(person.get("birth"), facts.today.isoformat())
    except dates.NoDate:
        person.pop("age", None)
    return person


def _as_declared(schema: Any, value: Any) -> Any:
    """Numbers of the type that the form declares: 5 typed into a field of fractions is 5.0."""
    if not isinstance(schema, dict):
        return value
    if schema.get("type") == "number":
        return _fraction(value)
    if isinstance(value, dict):
        properties = schema.get("properties")
        parts = properties if isinstance(properties, dict) else {}
        return {name: _as_declared(parts.get(name), each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_as_declared(schema.get("items"), each) for each in value]
    return value


def _fraction(value: Any) -> Any:
    return float(value) if type(value) is int else value


def _masked_answers(schema: Any, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, list | tuple):
        for each in value:
            yield from _masked_answers(schema.get("items") if isinstance(schema, dict) else None, each)
    elif isinstance(value, dict) and isinstance(schema, dict) and isinstance(schema.get("properties"), dict):
        for name, part in schema["properties"].items():
            yield from _masked_answers(part, value.get(name))
    elif isinstance(schema, dict):
        yield from _pairs(_CONTROL_MASKS.get(str(schema.get("x-control")), Mask.NONE), [value])


def _pairs(kind: Mask, values: Any) -> Iterator[tuple[str, str]]:
    for value in values:
        if kind is not Mask.NONE and isinstance(value, str) and len(value) >= _SHORTEST_COVERED:
            yield value, mask(kind, value)
        elif kind is not Mask.NONE and isinstance(value, list):
            yield from _pairs(kind, value)
