"""补交材料: what a case waits for, photographed at a terminal: told, taken, and given to whoever has the case.

It is for what this office does not decide anew by itself: a department's own case in 补正, and the gap (容缺) of any
case. An application in 补正 goes another way: `central.services.supplements`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from central.contract.case import EventKind, PagesOf, Stage
from central.contract.handing_in import HandIn, ThingsHandedIn, ToHandIn
from central.contract.item import MaterialFrom
from central.contract.messages import RuleCode, Words
from central.office import Desk, Office
from central.services import application_cases, cases, materials
from central.services.cases import Known
from central.services.refusals import Refusal
from central.store import applications
from central.store import hand_ins as stored
from central.store.cases import Case
from central.store.hand_ins import KeptHandIn
from central.store.kiosks import Kiosk

_GAP_OPEN = frozenset({Stage.ACCEPTED, Stage.REVIEWING, Stage.GRANTED})
_ASKS = frozenset({EventKind.SUPPLEMENT_ASKED, EventKind.ACCEPTED_WITH_GAP})
_OF_ITEM = ("material.", "field.", "rule.")


def asked(desk: Desk, known: Known) -> tuple[ToHandIn, ...]:
    """What the applicant can photograph now, in the order of the notice; nothing once a gap's last day is past."""
    if _gap_is_over(desk, known):
        return ()
    kind = _fills(known)
    standing = known.standing
    missing = () if kind is None else standing.gap if kind is EventKind.GAP_FILLED else standing.missing
    return tuple(thing for key in missing if (thing := _thing(desk, known, key)) is not None)


def check_pages(office: Office, kiosk: Kiosk, wanted: HandIn) -> None:
    """Every page was uploaded by this terminal and is a picture.

    Raises:
        Refusal: material_missing, material_invalid.
    """
    for digest in {digest for each in wanted.things for digest in each.pages}:
        with office.database.read() as connection:
            page = materials.read(office, connection, kiosk.kiosk_id, digest)
        if not materials.is_jpeg(page):
            raise Refusal("material_invalid", {"field": digest[:8], "fault": "type"}, status=422)


def hand_in(desk: Desk, kiosk: Kiosk, case: Case, wanted: HandIn) -> ThingsHandedIn:
    """Write it down with exactly what came; the rest stays asked for. `case` is locked.

    Raises:
        Refusal: nothing_missing, case_moved_on (it was asked for before), gap_over, hand_in_unknown,
            hand_in_too_long.
    """
    known = cases.read(desk.keys, desk.connection, case)
    _check(desk, known, wanted)
    kind = _fills(known)
    assert kind is not None, "something is asked for"
    at = application_cases.moment(desk, known)
    came = application_cases.by_citizen(kind, known.standing.unit, kiosk, at)
    keys = tuple(each.key for each in wanted.things)
    after = cases.change(desk, case.case_id, [replace(came, missing=keys)]).standing
    number = len(stored.of_case(desk.connection, case.case_id))
    plain = json.dumps([[each.key, each.pages] for each in wanted.things], ensure_ascii=False).encode()
    sealed = desk.keys.seal_record(plain, _place(case.case_id, number))
    stored.add(desk.connection, KeptHandIn(case.case_id, number, kiosk.kiosk_id, at, sealed))
    applications.use_materials(
        desk.connection, [digest for each in wanted.things for digest in each.pages], kiosk.kiosk_id
    )
    left = after.gap if kind is EventKind.GAP_FILLED else after.missing
    return ThingsHandedIn(number=case.number, at=desk.hall.local(at), left=len(left))


# ---------------------------------------------------------------- for whoever has the case


def kept(desk: Desk, case: Case) -> tuple[PagesOf, ...]:
    """What was photographed for a case, the oldest first. Raises `RecordBroken`."""
    return tuple(
        PagesOf(key=key, at=desk.hall.local(each.at), pages=tuple(pages))
        for each in stored.of_case(desk.connection, case.case_id)
        for key, pages in _content(desk, each)
    )


def page(desk: Desk, case: Case, digest: str) -> bytes:
    """One page of it. Raises `Refusal` not_found for one that is not this case's, whoever else's it may be."""
    for each in stored.of_case(desk.connection, case.case_id):
        if any(digest in pages for _, pages in _content(desk, each)):
            return materials.read(desk.office, desk.connection, each.kiosk_id, digest)
    raise Refusal(RuleCode.NOT_FOUND, status=404)


def _content(desk: Desk, hand_in: KeptHandIn) -> Iterable[tuple[str, list[str]]]:
    plain = desk.keys.open_record(hand_in.content, _place(hand_in.case_id, hand_in.number))
    return [(key, pages) for key, pages in json.loads(plain)]


# ---------------------------------------------------------------- what is asked for


def _fills(known: Known) -> EventKind | None:
    """What handing something in would be; none: nothing of that kind is asked for."""
    standing = known.standing
    if standing.stage is Stage.SUPPLEMENTING:
        return None if known.case.applied else EventKind.SUPPLEMENTED
    return EventKind.GAP_FILLED if standing.gap and standing.stage in _GAP_OPEN else None


def _gap_is_over(desk: Desk, known: Known) -> bool:
    until = known.standing.gap_until
    return _fills(known) is EventKind.GAP_FILLED and until is not None and desk.today > until


def _thing(desk: Desk, known: Known, key: str) -> ToHandIn | None:
    """None: no camera for documents takes it."""
    if not key.startswith(_OF_ITEM):
        return ToHandIn(key=key, name=Words(zh_CN=key))
    kind, _, code = key.partition(".")
    case = known.case
    volume = desk.office.shelf.find(case.item, case.version) if case.version else None
    if kind != "material" or volume is None:
        return None
    for each in volume.item.materials:
        if each.material == code and each.comes_from is MaterialFrom.DOCUMENT:
            return ToHandIn(key=key, name=each.name, pages_most=each.pages_most, how_to_get=each.how_to_get)
    return None


def _check(desk: Desk, known: Known, wanted: HandIn) -> None:
    if _gap_is_over(desk, known):
        until = known.standing.gap_until
        raise Refusal(RuleCode.GAP_OVER, {"day": until.isoformat() if until is not None else ""})
    open_now = {each.key: each for each in asked(desk, known)}
    before = {key for event in known.history.events if event.kind in _ASKS for key in event.missing}
    for each in wanted.things:
        thing = open_now.get(each.key)
        if thing is None:
            if each.key in before and each.key not in (*known.standing.missing, *known.standing.gap):
                raise Refusal(RuleCode.CASE_MOVED_ON)
            if not open_now:
                raise Refusal(RuleCode.NOTHING_MISSING)
            raise Refusal("hand_in_unknown", {"field": "key"}, status=422)
        if len(each.pages) > thing.pages_most:
            raise Refusal("hand_in_too_long", {"field": "pages"}, status=422)


def _place(case_id: str, number: int) -> str:
    return f"case_hand_ins/{case_id}/{number}"
