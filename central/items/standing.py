"""What an item says of itself, held against the rules for a push: time limits, fee, materials, dates, telephones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from central.contract.item import CaseKind, Component, ItemDocument, MaterialFrom, TimeLimit, Unit
from central.contract.project import ProjectDocument
from central.items.finding import Problems, Rule

_TELEPHONE = re.compile(
    r"1[0-9]{2}|1[0-9]{4}|9[0-9]{4}|1[3-9][0-9]{9}|0[0-9]{2,3}-?[2-9][0-9]{6,7}(?:-[0-9]{1,6})?"
    r"|[2-9][0-9]{6,7}(?:-[0-9]{1,6})?|[48]00-?[0-9]{3}-?[0-9]{4}"
)
"""Short numbers (12345, 110, 95588), mobile, fixed line with or without area code and extension, 400 and 800."""


def problems(item: ItemDocument) -> Problems:
    """What the item says that cannot be so."""
    yield from limit_problems({"legal_limit": item.legal_limit, "promised_limit": item.promised_limit})
    if item.case_kind is CaseKind.AT_ONCE and item.special_procedures:
        remedy = "an item done at once (case_kind 1) has no special procedure; take it out, or make it case_kind 2"
        yield "special_procedures", Rule.AT_ONCE_IS_AT_ONCE, remedy
    if item.fee.charged and item.fee.basis is None:
        yield "fee.basis", Rule.FEE_HAS_BASIS, "a fee without a legal basis may not be charged; name its basis"
    for number, material in enumerate(item.materials):
        if material.required and material.how_to_get is None:
            remedy = "is asked of everybody; say how to get it, or make it not required"
            yield f"materials.{number}.how_to_get", Rule.MATERIAL_SAYS_HOW, remedy
        if material.intermediary:
            remedy = "comes from an intermediary, and no list of permitted ones exists; ask for something else"
            yield f"materials.{number}.intermediary", Rule.INTERMEDIARY, remedy
    yield from offer_problems(item)
    yield from _components(item)
    yield from _twice(item)


def offer_problems(document: ItemDocument | ProjectDocument) -> Problems:
    """What is wrong with the time in which a document counts, and with whom to call about it."""
    if document.cancelled_from is not None and document.cancelled_from < document.effective_from:
        yield "cancelled_from", Rule.EFFECTIVE_FIRST, "is before effective_from; put the two dates in order"
    for name in ("enquiry", "supervision"):
        if not _TELEPHONE.fullmatch(getattr(document.contact, name)):
            yield f"contact.{name}", Rule.PHONE, "is no telephone number; write one such as 12345 or 0755-12345678"


def _components(item: ItemDocument) -> Problems:
    """A terminal offers an item only where the devices are that the item names."""
    pictures = {MaterialFrom.DOCUMENT, MaterialFrom.PORTRAIT}
    if Component.CAMERA not in item.components and any(
        material.required and material.comes_from in pictures for material in item.materials
    ):
        yield "components", Rule.COMPONENT, "lacks camera, and a material is photographed; add it"
    if not {Component.RECEIPT_PRINTER, Component.A4_PRINTER} & set(item.components):
        yield "components", Rule.COMPONENT, "lacks a printer, and the citizen leaves with a paper; add receipt_printer"


def limit_problems(limits: Mapping[str, TimeLimit | None]) -> Problems:
    """What is wrong with a legal limit and what is promised within it, in this order, each with its place."""
    (_, legal), (place_promised, promised) = limits.items()
    for place, limit in limits.items():
        if limit is not None and (limit.unit is Unit.AT_ONCE) != (limit.amount == 0):
            yield f"{place}.amount", Rule.PROMISE_WITHIN_LAW, "is 0 for at_once, and for nothing else; mend one of them"
    if legal is None or promised is None or Unit.AT_ONCE in (legal.unit, promised.unit):
        yield from _slower_than_at_once(place_promised, legal, promised)
    elif legal.unit is not promised.unit:
        remedy = (
            f"is in {promised.unit}, the legal limit in {legal.unit}; they are not compared, promise in {legal.unit}"
        )
        yield f"{place_promised}.unit", Rule.PROMISE_WITHIN_LAW, remedy
    elif promised.amount > legal.amount:
        remedy = f"is above the legal limit of {legal.amount} {legal.unit}; promise that or less"
        yield f"{place_promised}.amount", Rule.PROMISE_WITHIN_LAW, remedy


def _slower_than_at_once(place: str, legal: TimeLimit | None, promised: TimeLimit | None) -> Problems:
    """At once is 0 in every unit, so it is within any limit, and any wait is above it."""
    if legal is not None and promised is not None and legal.unit is Unit.AT_ONCE and promised.unit is not Unit.AT_ONCE:
        yield (
            f"{place}.amount",
            Rule.PROMISE_WITHIN_LAW,
            "is above the legal limit, which is at once; promise that",
        )


def _twice(item: ItemDocument) -> Problems:
    lists: dict[str, Iterable[str]] = {
        "legal_basis": (each.basis for each in item.legal_basis),
        "situations": (each.situation for each in item.situations),
        "materials": (each.material for each in item.materials),
        "sources": (each.source for each in item.sources),
        "rules": (each.rule for each in item.rules),
        "documents": (each.document for each in item.documents),
        "cases": (each.case for each in item.cases),
        "prerequisites": item.prerequisites,
    }
    for number, situation in enumerate(item.situations):
        lists[f"situations.{number}.options"] = (each.option for each in situation.options)
    yield from twice(lists)


def twice(lists: Mapping[str, Iterable[str]]) -> Problems:
    """The codes that stand twice in a list of a document; the lists by their place."""
    for place, codes in lists.items():
        seen: set[str] = set()
        for number, code in enumerate(codes):
            if code in seen:
                yield (
                    f"{place}.{number}",
                    Rule.CODES_UNIQUE,
                    f'"{code}" stands there twice; give each a code of its own',
                )
            seen.add(code)
