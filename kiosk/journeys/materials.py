"""The materials of an application: taken here, signed here, or fetched by the office; never asked for twice."""

from __future__ import annotations

import hashlib

from central.contract.application import MaterialSent, SignatureSheet
from central.contract.item import Material, MaterialFrom, Promise
from kiosk.journeys.application import PROMISE, Application
from kiosk.journeys.document import send_pages, take_document
from kiosk.journeys.leaving import again_or_leave
from kiosk.journeys.portrait import take_portrait
from kiosk.wishes.application import SignPromise, stamp, upload
from kiosk.wishes.wish import Next, Notice


async def possible_here(application: Application) -> None:
    """Whoever needs a paper document where no camera can take it is told before any other question. Raises `Left`."""
    no_pages, may_promise = application.seen.no_pages, application.promise is not None
    if no_pages is None:
        return
    if any(needs_document(each) and not (each.promised and may_promise) for each in application.wanted):
        await again_or_leave(no_pages, Next.OTHER_ITEM)


def needs_document(material: Material) -> bool:
    """Whether it is a paper that the citizen would have to lay before a camera."""
    return material.comes_from is MaterialFrom.DOCUMENT and material.required


async def gather_materials(application: Application) -> None:
    """Everything that is missing: first the promise, which may stand for others. Raises `Left`."""
    promise = application.promise
    if promise is None:
        application.unsign()
    elif PROMISE not in application.materials:
        await sign(application, promise)
    for each in application.wanted:
        if each.material not in application.materials and not application.stands_promised(each):
            await take(application, each)


async def take(application: Application, material: Material) -> None:
    """What a camera takes. A signature is given under its promise, and what is shared the office fetches."""
    match material.comes_from:
        case MaterialFrom.PORTRAIT:
            await take_picture(application, material)
        case MaterialFrom.DOCUMENT:
            await take_pages(application, material)


async def sign(application: Application, promise: Promise) -> None:
    """告知承诺: strokes under a text, bound to it by its hash. Whoever declines goes the ordinary way, where it is open
    here."""
    item, catalogue = application.item, application.seen.catalogue
    wish = SignPromise(
        item, catalogue.filled_sentence(item, promise.text), catalogue.filled_sentence(item, promise.consequence)
    )
    application.materials[PROMISE] = None
    while (strokes := await wish) is None:
        if application.seen.no_pages is None or not any(needs_document(each) for each in application.wanted):
            return
        await again_or_leave(Notice("promise_declined"), Next.AGAIN)
    application.signed = hashlib.sha256(wish.text.zh_CN.encode()).hexdigest()
    sheet = SignatureSheet(text=application.signed, strokes=strokes, signed_at=(await stamp()).at)
    kept = await upload(sheet.model_dump_json().encode())
    names = [each.material for each in application.wanted if each.comes_from is MaterialFrom.SIGNATURE]
    for name in names or [PROMISE]:
        application.materials[name] = MaterialSent(material=name, media_type="application/json", pages=(kept.digest,))


async def take_picture(application: Application, material: Material) -> None:
    """A portrait, agreed to, taken and liked."""
    spec = application.seen.portraits[material.portrait]
    application.materials[material.material] = None
    while (portrait := await take_portrait(spec, application.item.name)) is None:
        if not material.required:
            return
        await again_or_leave(Notice("portrait_needed"), Next.AGAIN)
    kept = await upload(portrait.jpeg)
    application.materials[material.material] = MaterialSent(
        material=material.material, media_type="image/jpeg", pages=(kept.digest,)
    )


async def take_pages(application: Application, material: Material) -> None:
    """A paper document, page by page. An optional one may be left out where no camera can take it."""
    name = material.material
    before = application.before.pop(f"material.{name}", ())
    application.materials[name] = None
    if application.seen.no_pages is not None:
        return
    same = application.same_paper(material)
    pages = await take_document(application.item, material, before, same, needed=material.required)
    if pages:
        kept = await send_pages(pages)
        application.materials[name] = MaterialSent(material=name, media_type="image/jpeg", pages=kept)
    application.pages[name] = pages
