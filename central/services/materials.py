"""What a terminal uploads for an application: pages as JPEG, signature sheets as JSON, sealed at rest."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta

from pydantic import ValidationError

from central.contract.application import MATERIAL_BYTES, MaterialKept, MaterialSent, SignatureSheet, SubmitApplication
from central.contract.item import ItemDocument, Material, MaterialFrom, holds
from central.keys import RecordBroken
from central.office import Office
from central.services.refusals import Refusal
from central.store import applications
from central.store.database import Connection
from central.store.kiosks import Kiosk

PROMISE = "promise"
"""The material that the signature under a promise (告知承诺) is sent as."""

FORGOTTEN_AFTER = timedelta(hours=24)
_MOST_PIXELS = 50_000_000
_END = b"\xff\xd9"
_MEDIA = {MaterialFrom.SIGNATURE: "application/json"}


def keep(office: Office, kiosk: Kiosk, digest: str, content: bytes) -> MaterialKept:
    """Keep a material under its own digest; the same one again changes nothing.

    Raises:
        Refusal: material_too_large, digest_wrong.
    """
    if len(content) > MATERIAL_BYTES:
        raise Refusal("material_too_large", status=413)
    if hashlib.sha256(content).hexdigest() != digest:
        raise Refusal("digest_wrong", status=422)
    now = office.clock.now()
    sealed = office.keys.seal_record(content, _place(digest))
    with office.database.write() as connection:
        applications.forget_materials(connection, now - FORGOTTEN_AFTER)
        applications.keep_material(connection, digest, kiosk.kiosk_id, sealed, now)
    return MaterialKept(digest=digest)


def read(office: Office, connection: Connection, kiosk_id: str, digest: str) -> bytes:
    """A material that this terminal has sent. Raises `Refusal` material_missing."""
    sealed = applications.material(connection, digest, kiosk_id)
    if sealed is None:
        raise Refusal("material_missing", {"field": digest[:8]}, status=422)
    try:
        return office.keys.open_record(sealed, _place(digest))
    except RecordBroken:
        raise Refusal("material_missing", {"field": digest[:8]}, status=422) from None


def _sent(office: Office, connection: Connection, terminals: tuple[str, str | None], digest: str) -> bytes:
    """A material that one of these terminals has sent. Raises `Refusal` material_missing."""
    now, earlier = terminals
    try:
        return read(office, connection, now, digest)
    except Refusal:
        if earlier is None:
            raise
        return read(office, connection, earlier, digest)


def check(
    office: Office, kiosk: Kiosk, item: ItemDocument, wanted: SubmitApplication, earlier: str | None = None
) -> None:
    """Everything that was sent is asked for here, was uploaded, and is what it says it is.

    A promise that was signed has its sheet among the materials.

    Raises:
        Refusal: material_invalid (facts: field, fault), material_missing.
    """
    asked = {each.material: each for each in item.materials if holds(each.when, wanted.situation)}
    codes = [each.material for each in wanted.materials]
    if len(set(codes)) != len(codes):
        raise _invalid("materials", "twice")
    with office.database.read() as connection:
        for each in wanted.materials:
            pages = [_sent(office, connection, (kiosk.kiosk_id, earlier), digest) for digest in each.pages]
            if each.material == PROMISE and item.promise is not None:
                _check_sheets(each, pages, text=wanted.promise)
                continue
            material = asked.get(each.material)
            if material is None or material.comes_from is MaterialFrom.SOURCE:
                raise _invalid("materials", "unknown_material")
            _check_pages(material, each, pages)
    if wanted.promise is not None and PROMISE not in codes:
        raise _invalid(PROMISE, "required")


def _check_pages(material: Material, sent: MaterialSent, pages: list[bytes]) -> None:
    if sent.media_type != _MEDIA.get(material.comes_from, "image/jpeg"):
        raise _invalid(material.material, "type")
    if len(pages) > material.pages_most:
        raise _invalid(material.material, "maxItems")
    if material.comes_from is MaterialFrom.SIGNATURE:
        _check_sheets(sent, pages, text=None)
    elif not all(is_jpeg(page) for page in pages):
        raise _invalid(material.material, "type")


def _check_sheets(sent: MaterialSent, pages: list[bytes], text: str | None) -> None:
    """`text`: what the signature has to be bound to; none: to what the terminal showed."""
    for page in pages:
        try:
            sheet = SignatureSheet.model_validate_json(page)
        except ValidationError:
            raise _invalid(sent.material, "type") from None
        if not any(len(stroke) >= 4 for stroke in sheet.strokes) or any(len(stroke) % 2 for stroke in sheet.strokes):
            raise _invalid(sent.material, "empty")
        if sent.material == PROMISE and sheet.text != text:
            raise _invalid(sent.material, "other_text")


def is_jpeg(content: bytes) -> bool:
    """A picture that can be read to its last row, of a size that a camera makes, and nothing behind it.

    A progressive one is refused: no terminal makes them, and a small file of thousands of scans keeps a decoder busy
    for minutes. Read at an eighth of its size, which costs a few milliseconds and still reads every byte.
    """
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=("JPEG",)) as picture:
            if not 0 < picture.width * picture.height <= _MOST_PIXELS or "progressive" in picture.info:
                return False
            picture.draft(None, (max(1, picture.width // 8), max(1, picture.height // 8)))
            picture.load()
            return content.endswith(_END)
    except (OSError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return False


def portrait(content: bytes, most: int) -> bytes:
    """A picture small enough for a paper: as it is, or smaller until it has no more than `most` bytes."""
    from PIL import Image

    side = 1024
    while len(content) > most:
        with Image.open(io.BytesIO(content), formats=("JPEG",)) as picture:
            picture.thumbnail((side, side))
            smaller = io.BytesIO()
            picture.convert("RGB").save(smaller, "JPEG", quality=85)
        content, side = smaller.getvalue(), side // 2
    return content


def _place(digest: str) -> str:
    return f"materials/{digest}"


def _invalid(field: str, fault: str) -> Refusal:
    return Refusal("material_invalid", {"field": field, "fault": fault}, status=422)
