"""Which items can be begun here and now, and why the others cannot. Pure functions, like `kiosk.readiness`.

Said before anybody is asked who they are: hours, paper, devices, and what no terminal can do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from central.contract.item import Component, IdentityWay, ItemDocument, Material, MaterialFrom
from devices.states import DeviceState
from kiosk import readiness
from kiosk.catalogue.catalogue import Catalogue
from kiosk.wishes.wish import Notice

_DEVICES = {
    Component.RECEIPT_PRINTER: readiness.PRINTER,
    Component.A4_PRINTER: readiness.A4_PRINTER,
    Component.ID_CARD_READER: readiness.READER,
    Component.CODE_SCANNER: readiness.SCANNER,
    Component.CAMERA: readiness.CAMERA,
}

_PROOFS = {IdentityWay.ID_CARD: readiness.READER, IdentityWay.IDENTITY_CODE: readiness.SCANNER}


def reasons(
    catalogue: Catalogue,
    states: Iterable[DeviceState],
    portraits: Collection[str],
    now: datetime,
    *,
    camera_reads_codes: bool = False,
    page_camera: str | None = None,
) -> Mapping[str, Notice]:
    """By the item's code, why it cannot be begun; one that is missing can be.

    `portraits`: the pictures that this terminal can take. `now`: business time, in the hall's zone.
    `camera_reads_codes`: it does what the scanner does. `page_camera`: the device that takes pages of paper documents;
    none: nothing here does.
    """
    by_name = {state.name: state for state in states}
    if camera_reads_codes and _away(readiness.CAMERA, by_name) is None:
        by_name[readiness.SCANNER] = by_name[readiness.CAMERA]
    found = (
        (item.item, why_not(catalogue, item, by_name, portraits, now, page_camera=page_camera))
        for item in catalogue.items.values()
    )
    return {code: notice for code, notice in found if notice is not None}


def why_not(
    catalogue: Catalogue,
    item: ItemDocument,
    by_name: Mapping[str, DeviceState],
    portraits: Collection[str],
    now: datetime,
    *,
    page_camera: str | None = None,
) -> Notice | None:
    """The one reason to say: what nobody can change first, then what passes by itself."""
    return (
        _never_here(catalogue, item, portraits, page_camera)
        or _not_in_force(item, now)
        or _closed(item, now)
        or _no_way_to_say_who(item, by_name)
        or _device_away(item, by_name, page_camera)
    )


def _always_on_paper(material: Material) -> bool:
    """Whether nobody gets through without laying this paper before a camera."""
    return (
        material.comes_from is MaterialFrom.DOCUMENT and material.required and not (material.when or material.promised)
    )


def _never_here(
    catalogue: Catalogue, item: ItemDocument, portraits: Collection[str], page_camera: str | None
) -> Notice | None:
    for each in item.materials:
        if _always_on_paper(each) and page_camera is None:
            return Notice("material_not_here")
        if each.comes_from is MaterialFrom.PORTRAIT and each.portrait not in portraits:
            return Notice("item_not_here")
    if any(use.source not in catalogue.sources for use in item.sources):
        return Notice("item_not_here")
    return None


def _not_in_force(item: ItemDocument, now: datetime) -> Notice | None:
    if now.date() < item.effective_from:
        return Notice("item_not_yet", {"from_day": item.effective_from.isoformat()})
    if item.cancelled_from is not None and now.date() >= item.cancelled_from:
        return Notice("item_not_in_force")
    return None


def _closed(item: ItemDocument, now: datetime) -> Notice | None:
    """Hours of a back end; they may pass midnight."""
    if item.hours is None:
        return None
    first, last = item.hours.first, item.hours.last
    clock = f"{now:%H:%M}"
    is_open = first <= clock < last if first < last else clock >= first or clock < last
    return None if is_open else Notice("item_closed", {"first": first, "last": last})


def _no_way_to_say_who(item: ItemDocument, by_name: Mapping[str, DeviceState]) -> Notice | None:
    """One of the item's ways is enough; the card's is named where none works."""
    away = [_away(device, by_name) for way, device in _PROOFS.items() if way in item.identity]
    return away[0] if all(away) else None


def _device_away(item: ItemDocument, by_name: Mapping[str, DeviceState], page_camera: str | None) -> Notice | None:
    wanted = [_DEVICES[each] for each in item.components if not (each is Component.CAMERA and _only_for_pages(item))]
    if any(each.comes_from is MaterialFrom.PORTRAIT and each.required for each in item.materials):
        wanted.append(readiness.CAMERA)
    if page_camera is not None and any(_always_on_paper(each) for each in item.materials):
        wanted.append(page_camera)
    return next((notice for name in wanted if (notice := _away(name, by_name))), None)


def _only_for_pages(item: ItemDocument) -> bool:
    """Whether its camera is there for paper documents alone: who needs it, and which it is, is said of them."""
    pictures = {each.comes_from for each in item.materials} & {MaterialFrom.PORTRAIT, MaterialFrom.DOCUMENT}
    return pictures == {MaterialFrom.DOCUMENT}


def _away(name: str, by_name: Mapping[str, DeviceState]) -> Notice | None:
    return readiness.why_not(by_name.get(name) or readiness.not_fitted(name))
