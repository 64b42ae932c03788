"""Whether an item tests itself: its base case and boundary cases name what exists, and stand on every edge (V-14).

A rule that compares is tried at its edge, below and above it; a rule that reads a value is tried without it; every rule
is made false once; every source falls silent once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from central.contract.item import BaseCase, BoundaryCase, CaseEdge, DecisionRule, ItemDocument
from central.contract.source import DataSource, FieldType, SourceField
from central.items import expression
from central.items.finding import Problems, Rule
from central.items.reference import ANSWERED, References
from central.rules.expressions import BadExpression

_COMPARED = (CaseEdge.AT, CaseEdge.BELOW, CaseEdge.ABOVE)
_CAN_BE_MISSING = {"person", "answers", "sources"}
_TAKEN_AWAY = _CAN_BE_MISSING | {"situation"}


def problems(item: ItemDocument, references: References, sources: Mapping[str, DataSource]) -> Problems:
    """What the cases name that there is not, and the edges that no case stands on."""
    yield from _named(item, references)
    assert item.base_case is not None, "the library wants one"
    yield from _values("base_case", item.base_case, item, references, sources)
    for number, case in enumerate(item.cases):
        yield from _values(f"cases.{number}", case, item, references, sources)
    for number, rule in enumerate(item.rules):
        yield from _edges(f"rules.{number}", rule, item)
    silent = {name for case in item.cases if case.edge is CaseEdge.SOURCE_DOWN for name in case.silent}
    for number, use in enumerate(item.sources):
        if use.source not in silent:
            remedy = f"no case of the edge source_down lets {use.source} fall silent; add one"
            yield f"sources.{number}", Rule.BOUNDARY_CASES, remedy


def _edges(place: str, rule: DecisionRule, item: ItemDocument) -> Problems:
    try:
        reading = expression.read(rule.test)
    except BadExpression:  # said where expressions are read
        return
    stood_on = {case.edge for case in item.cases if case.rule == rule.rule}
    needed = list(_COMPARED) if reading.compares else []
    if any(path[0] in _CAN_BE_MISSING for path in reading.paths):
        needed.append(CaseEdge.MISSING)
    for edge in needed:
        if edge not in stood_on:
            yield place, Rule.BOUNDARY_CASES, f'no case with "rule": "{rule.rule}" stands on the edge "{edge}"; add one'
    if not any(rule.rule in case.expect_false for case in item.cases):
        yield place, Rule.BOUNDARY_CASES, f"no case makes {rule.rule} false; add one with it in expect_false"


def _named(item: ItemDocument, references: References) -> Problems:
    rules = {rule.rule for rule in item.rules}
    sources = {use.source for use in item.sources}
    for number, case in enumerate(item.cases):
        place = f"cases.{number}"
        if case.rule is not None and case.rule not in rules:
            yield f"{place}.rule", Rule.REFERENCE_EXISTS, f'"{case.rule}" is no rule of the item; correct the name'
        for name in case.expect_false:
            if name not in rules:
                yield (
                    f"{place}.expect_false",
                    Rule.REFERENCE_EXISTS,
                    f'"{name}" is no rule of the item; correct the name',
                )
        for name in case.silent:
            if name not in sources:
                yield f"{place}.silent", Rule.REFERENCE_EXISTS, f'"{name}" is not asked by this item; correct the name'
        if case.edge is CaseEdge.SOURCE_DOWN and not case.silent:
            yield f"{place}.silent", Rule.CASE, "is empty, and the edge is source_down; say which source falls silent"
        for path in case.without:
            parts = tuple(path.split("."))
            fault = references.fault(parts) if len(parts) > 1 and parts[0] in _TAKEN_AWAY else _NO_VALUE
            if fault is not None:
                yield f"{place}.without", Rule.REFERENCE_EXISTS, f'"{path}": {fault}'


_NO_VALUE = "is no value; write person.NAME, answers.FIELD, situation.NAME or sources.SOURCE.FIELD"


def _values(
    place: str,
    case: BaseCase | BoundaryCase,
    item: ItemDocument,
    references: References,
    sources: Mapping[str, DataSource],
) -> Problems:
    paths = [("person", name) for name in case.person] + [("answers", name) for name in case.answers]
    paths += [("materials", name) for name in case.materials or ()]
    paths += [("situation", name) for name in case.situation]
    paths += [("sources", name) for name in case.sources]
    for path in paths:
        if fault := references.fault(path):
            yield ".".join((place, *path)), Rule.REFERENCE_EXISTS, fault
    options = {each.situation: {option.option for option in each.options} for each in item.situations}
    for situation, option in case.situation.items():
        if option not in options.get(situation, {option}):
            remedy = f'"{option}" is no option of {situation}; correct the name'
            yield f"{place}.situation.{situation}", Rule.REFERENCE_EXISTS, remedy
    for name, values in case.sources.items():
        if (source := sources.get(name)) is not None:
            for field, value in values.items():
                yield from _value(f"{place}.sources.{name}.{field}", field, value, source.fields)


def _value(place: str, name: str, value: Any, fields: Mapping[str, SourceField]) -> Problems:
    if name in ANSWERED:
        return
    field = fields.get(name)
    if field is None:
        yield place, Rule.REFERENCE_EXISTS, "is no field of the source; correct the name"
    elif not _is(value, field.type):
        yield place, Rule.CASE, f"is no {field.type}, as the source says; write one"


def _is(value: Any, kind: FieldType) -> bool:
    match kind:
        case FieldType.BOOL:
            return isinstance(value, bool)
        case FieldType.NUMBER:
            return isinstance(value, int | float) and not isinstance(value, bool)
        case FieldType.LIST:
            return isinstance(value, list) and all(isinstance(each, str) for each in value)
        case FieldType.DATE:
            return isinstance(value, str) and _is_date(value)
        case FieldType.TEXT:
            return isinstance(value, str)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
