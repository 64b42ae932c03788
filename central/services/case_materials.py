"""A case's materials as its applicant reads them: what is missing, handed in, accepted, or fetched by the office.

Of a department's own case the office knows only what the department asked for and said that it got.
"""

from __future__ import annotations

from collections.abc import Iterator

from central.contract import form
from central.contract.case import EventKind, Stage
from central.contract.following import CaseMaterial, MaterialState
from central.contract.item import ItemDocument, MaterialFrom, holds
from central.contract.messages import Words
from central.office import Desk
from central.services import application_content
from central.services.cases import Known
from central.services.materials import PROMISE
from central.store import applications

_CAME = frozenset({EventKind.SUPPLEMENTED, EventKind.GAP_FILLED})
_UNACCEPTED = frozenset({Stage.SUBMITTED, Stage.SUPPLEMENTING, Stage.NOT_ACCEPTED, Stage.REFERRED, Stage.WITHDRAWN})
_PROMISE = Words(zh_CN="告知承诺书", en="Signed promise")
_ELSEWHERE = Words(zh_CN="要先在别处办好的事", en="Something to be put right elsewhere first")


def of(desk: Desk, known: Known) -> tuple[CaseMaterial, ...]:
    """What is missing comes first; nothing stands there twice."""
    standing = known.standing
    volume = desk.office.shelf.find(known.case.item, known.case.version) if known.case.version else None
    item = volume.item if volume else None
    missing = [_name(item, key) for key in (*standing.missing, *standing.gap)]
    state = MaterialState.HANDED_IN if standing.stage in _UNACCEPTED else MaterialState.ACCEPTED
    there = _of_application(desk, known, item, state) if known.case.applied and item else _told(known, item, state)
    found = {name.zh_CN: CaseMaterial(name=name, state=MaterialState.MISSING) for name in missing}
    for each in there:
        found.setdefault(each.name.zh_CN, each)
    return tuple(found.values())


def _of_application(desk: Desk, known: Known, item: ItemDocument, state: MaterialState) -> Iterator[CaseMaterial]:
    application = applications.find(desk.connection, known.case.case_id)
    assert application is not None, "the case was opened by it"
    content = application_content.read(desk.keys, application)
    brought = {each.material for each in content.materials}
    for each in item.materials:
        if each.material in brought:
            yield CaseMaterial(name=each.name, state=state)
        elif each.comes_from is MaterialFrom.SOURCE and holds(each.when, content.situation):
            yield CaseMaterial(name=each.name, state=MaterialState.FETCHED)
    if PROMISE in brought and PROMISE not in {each.material for each in item.materials}:
        yield CaseMaterial(name=_PROMISE, state=state)


def _told(known: Known, item: ItemDocument | None, state: MaterialState) -> Iterator[CaseMaterial]:
    for event in known.history.in_order:
        if event.kind in _CAME:
            yield from (CaseMaterial(name=_name(item, key), state=state) for key in event.missing)


def _name(item: ItemDocument | None, key: str) -> Words:
    """What a notice asks for, by the name that the item gives it, or in the department's own words."""
    kind, _, code = key.partition(".")
    if item is not None:
        names = {"material": {each.material: each.name for each in item.materials}}
        names["material"].setdefault(PROMISE, _PROMISE)
        names["field"] = {each.name: each.words for each in form.fields(item.form)}
        if code in names.get(kind, {}):
            return names[kind][code]
        if kind == "rule" and code in {each.rule for each in item.rules}:
            return _ELSEWHERE
    return Words(zh_CN=key)
