"""A paper document under the camera, page by page: asked for, taken, looked at."""

from __future__ import annotations

from central.contract.application import MATERIAL_BYTES
from central.contract.case import Case
from central.contract.handing_in import ToHandIn
from central.contract.item import ItemDocument, Material
from devices.document import Page, PageSpec
from devices.states import Fault, TimedOut
from kiosk.journeys.leaving import again_or_leave
from kiosk.wishes.application import (
    AskForDocument,
    CaptureDocument,
    FromDocument,
    NextPage,
    RemovePage,
    ReviewDocument,
    TakeAgain,
    upload,
)
from kiosk.wishes.wish import Next, Notice

SPEC = PageSpec(max_bytes=MATERIAL_BYTES)


async def take_document(
    item: ItemDocument | Case,
    material: Material | ToHandIn,
    pages: tuple[Page, ...],
    same: tuple[Page, ...],
    *,
    needed: bool,
) -> tuple[Page, ...]:
    """The pages that the citizen likes, in their order; none when it is left out, which `needed` forbids.

    `pages`: taken before, to be looked at again; `same`: taken of the same paper for another material. Raises `Left`.
    """
    ways = (
        FromDocument.START,
        *((FromDocument.SAME,) if same else ()),
        *((FromDocument.WITHOUT,) if not needed else ()),
    )
    shown = 0
    while True:
        if not pages:
            match await AskForDocument(item, material, ways):
                case FromDocument.WITHOUT:
                    return ()
                case FromDocument.SAME:
                    pages = same[: material.pages_most]
                case FromDocument.START:
                    pages, shown = (await take_page(item, material, 1),), 0
        match await ReviewDocument(item, material, pages, shown):
            case NextPage():
                shown = len(pages)
                pages = (*pages, await take_page(item, material, shown + 1))
            case TakeAgain(at):
                shown = at
                pages = (*pages[:at], await take_page(item, material, at + 1), *pages[at + 1 :])
            case RemovePage(at):
                pages = (*pages[:at], *pages[at + 1 :])
                shown = max(0, min(at, len(pages) - 1))
            case _:
                return pages


async def take_page(item: ItemDocument | Case, material: Material | ToHandIn, number: int) -> Page:
    """One page. What is wrong with the camera is for the technician; the citizen is told what can be done."""
    while True:
        try:
            return await CaptureDocument(item, material, number, SPEC)
        except Fault as fault:
            notice = Notice("page_not_taken" if isinstance(fault, TimedOut) else "page_camera_away")
            await again_or_leave(notice, Next.AGAIN)


async def send_pages(pages: tuple[Page, ...]) -> tuple[str, ...]:
    """They go to the office before whatever names them, by these digests."""
    kept = [await upload(page.jpeg) for page in pages]
    return tuple(each.digest for each in kept)
