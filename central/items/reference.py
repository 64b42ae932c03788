"""Everything that a document names must be there: laws, sources, situations, fields, materials, parameters (V-10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from central.contract import form
from central.contract.item import ItemDocument, MaterialFrom, When
from central.contract.source import DataSource
from central.items import expression, form_rule
from central.items.finding import Problem, Problems, Rule
from central.rules.expressions import BadExpression

PERSON = frozenset({"id_number", "name", "birth", "age", "sex", "nation", "address", "valid_until"})
"""What is known of the applicant from the identity card or code."""

ANSWERED = frozenset({"found"})
"""What every source answers besides its own fields."""


class References:
    """The names of one item, and the questions whether they exist."""

    def __init__(self, item: ItemDocument, sources: Mapping[str, DataSource], broken: Iterable[str]) -> None:
        self._item = item
        self._sources = sources
        self._broken = set(broken)
        self._used = {use.source for use in item.sources}
        self._bases = {basis.basis for basis in item.legal_basis}
        self._situations = {each.situation: {option.option for option in each.options} for each in item.situations}
        self._materials = {each.material: each for each in item.materials}
        self._form = _form(item)
        self._groups = {field.name: {part.name for part in field.parts} for field in self._form if field.parts}
        self._fields = {field.name for field in self._form} or _properties(item)

    def problems(self) -> Problems:
        """Every name that leads nowhere."""
        yield from self._basis()
        yield from self._uses()
        yield from self._whens()
        yield from self._papers()
        for place, text in self._item.expressions():
            yield from self._expression(place, text)
        for place, field in form_rule.placed(self._form):
            if field.fill:
                yield from self._fill(f"{place}.x-fill", field.fill)

    def _basis(self) -> Problems:
        item = self._item
        named = [(f"rules.{number}.basis", rule.basis) for number, rule in enumerate(item.rules)]
        named += [(f"conditions.{n}.basis", each.basis) for n, each in enumerate(item.conditions) if each.basis]
        named += [("fee.basis", item.fee.basis)] if item.fee.basis else []
        for place, basis in named:
            if basis not in self._bases:
                yield _missing(place, basis, "legal basis", "legal_basis")

    def _uses(self) -> Problems:
        for number, use in enumerate(self._item.sources):
            place = f"sources.{number}"
            source = self._sources.get(use.source)
            if source is None:
                if use.source not in self._broken:
                    yield _missing(f"{place}.source", use.source, "data source", "the directory of sources")
                continue
            for name in sorted(set(use.by) ^ set(source.inputs)):
                what = "is no input of" if name in use.by else "is an input that is not given to"
                yield f"{place}.by.{name}", Rule.REFERENCE_EXISTS, f"{what} {use.source}; its inputs: {source.inputs}"
        for number, material in enumerate(self._item.materials):
            place = f"materials.{number}.source"
            if (material.comes_from is MaterialFrom.SOURCE) != (material.source is not None):
                yield place, Rule.REFERENCE_EXISTS, "a shared material names its source, and no other does; mend one"
            elif material.source is not None and material.source not in self._used:
                yield _missing(place, material.source, "source that this item asks", "sources")
        for number, rule in enumerate(self._item.rules):
            for index, evidence in enumerate(rule.evidence):
                if evidence.source is not None and evidence.source not in self._used:
                    place = f"rules.{number}.evidence.{index}.source"
                    yield _missing(place, evidence.source, "source that this item asks", "sources")

    def _whens(self) -> Problems:
        for place, when in whens(self._item):
            for situation, options in when.items():
                known = self._situations.get(situation)
                if known is None:
                    yield _missing(f"{place}.{situation}", situation, "situation", "situations")
                    continue
                for option in options:
                    if option not in known:
                        yield _missing(f"{place}.{situation}", option, f"option of {situation}", "its options")

    def _papers(self) -> Problems:
        for number, paper in enumerate(self._item.documents):
            if paper.portrait is None:
                continue
            material = self._materials.get(paper.portrait)
            if material is None or material.comes_from is not MaterialFrom.PORTRAIT:
                yield _missing(f"documents.{number}.portrait", paper.portrait, "portrait", "materials")

    def _expression(self, place: str, text: str) -> Problems:
        try:
            reading = expression.read(text)
        except BadExpression as error:
            yield place, Rule.EXPRESSION, f"{error}; see docs/items.md"
            return
        for path in reading.paths:
            if fault := self.fault(path):
                yield place, Rule.REFERENCE_EXISTS, fault
        groups = [name for root, name, *_ in reading.paths if root == "answers" and name in self._groups]
        known = {part for group in groups for part in self._groups[group]}
        for part in reading.parts:
            if part not in known:
                remedy = f"names {part} of an entry, which the groups it walks through do not ask; correct the name"
                yield place, Rule.REFERENCE_EXISTS, remedy

    def _fill(self, place: str, path: str) -> Problems:
        parts = tuple(path.split("."))
        if parts[0] not in {"person", "sources"} or len(parts) != (2 if parts[0] == "person" else 3):
            yield place, Rule.REFERENCE_EXISTS, "is filled from person.NAME or sources.SOURCE.FIELD; write one of them"
        elif fault := self.fault(parts):
            yield place, Rule.REFERENCE_EXISTS, fault

    def fault(self, path: tuple[str, ...]) -> str | None:
        """Why this path leads nowhere; none: it exists."""
        root, name = path[0], path[1]
        if root == "sources":
            return self._source_fault(path)
        known: Iterable[str] = {
            "person": PERSON,
            "answers": self._fields,
            "situation": self._situations,
            "materials": self._materials,
            "p": self._item.parameters,
        }.get(root, ())
        if name not in known:
            return f"names {'.'.join(path[:2])}, which there is not; add it or correct the name"
        return self._entry_fault(path) if root == "answers" and len(path) > 2 else None

    def _entry_fault(self, path: tuple[str, ...]) -> str | None:
        """answers.GROUP.NUMBER.FIELD: an entry, or one answer of it."""
        parts = self._groups.get(path[1], set())
        if not path[2].isdecimal() or len(path) > 4 or (len(path) == 4 and path[3] not in parts):
            return f"names {'.'.join(path)}; entries are counted from 0, and {path[1]} asks {sorted(parts)} of each"
        return None

    def _source_fault(self, path: tuple[str, ...]) -> str | None:
        name = path[1]
        if name not in self._used:
            return f"names sources.{name}, which this item does not ask; add it to sources or correct the name"
        source = self._sources.get(name)
        if source is None or len(path) < 3 or path[2] in source.fields or path[2] in ANSWERED:
            return None
        return f"names {'.'.join(path[:3])}; {name} has no such field, correct the name"


def whens(item: ItemDocument) -> Iterable[tuple[str, When]]:
    """Every `when` of a document with its place."""
    rooms: dict[str, tuple[Any, ...]] = {
        "situations": item.situations,
        "materials": item.materials,
        "sources": item.sources,
        "rules": item.rules,
        "documents": item.documents,
    }
    for room, members in rooms.items():
        for number, each in enumerate(members):
            yield f"{room}.{number}.when", each.when
    for number, paper in enumerate(item.documents):
        for index, line in enumerate(paper.lines):
            yield f"documents.{number}.lines.{index}.when", line.when
    if item.promise is not None:
        yield "promise.when", item.promise.when
    for place, field in form_rule.placed(_form(item)):
        yield f"{place}.x-when", field.when


def _form(item: ItemDocument) -> tuple[form.FormField, ...]:
    try:
        return form.fields(item.form)
    except form.FormBroken:  # said by the form's own rules
        return ()


def _properties(item: ItemDocument) -> set[str]:
    properties = item.form.get("properties")
    return set(properties) if isinstance(properties, dict) else set()


def _missing(place: str, name: str, what: str, where: str) -> Problem:
    return place, Rule.REFERENCE_EXISTS, f'"{name}" is no {what}; add it to {where} or correct the name'
