"""What the camera sees in scenes that show it: drawn people, and a phone with a code, as frames of the slot."""

from __future__ import annotations

import functools
import io
from typing import Any

import zxingcpp
from PIL import Image

from devices.bench.faces import Person, Sitter, photograph
from devices.bench.sheets import Laid, Paper, corners, draw, lay
from devices.document import Page, PageGuidance
from devices.portrait import Guidance, Portrait
from devices.vision.frame_slot import FrameSlot

WIDTH, HEIGHT = 1280, 720
PAGE_WIDTH, PAGE_HEIGHT = 1024, 768
LAID = Laid(long=0.62, turn=3.0)
CITIZEN = Person(old=True, hair=(188, 186, 182), shirt=(96, 48, 58))

PEOPLE: dict[Guidance, tuple[Sitter, ...]] = {
    Guidance.NO_FACE: (),
    Guidance.MANY_FACES: (Sitter(CITIZEN, x=0.42, pupils=0.12), Sitter(x=0.62, pupils=0.12)),
    Guidance.TOO_FAR: (Sitter(CITIZEN, pupils=0.09),),
    Guidance.OFF_CENTRE: (Sitter(CITIZEN, x=0.6),),
    Guidance.HOLD_STILL: (Sitter(CITIZEN),),
    Guidance.GOOD: (Sitter(CITIZEN),),
}


def show_person(frames: FrameSlot, guidance: Guidance, steady: float = 0.0) -> None:
    """The next frame: somebody of whom the vision process says this."""
    face = [0.4, 0.25, 0.2, 0.4] if PEOPLE[guidance] else None
    acceptable = guidance in (Guidance.HOLD_STILL, Guidance.GOOD)
    notes = {"guidance": guidance.value, "face": face, "steady": steady, "acceptable": acceptable}
    publish(frames, _person(guidance), notes)


def show_code(frames: FrameSlot, *, found: bool = True) -> None:
    """The next frame: a phone that shows a booking code."""
    corners = [[0.41, 0.27], [0.59, 0.27], [0.59, 0.59], [0.41, 0.59]]
    publish(frames, _phone(), {"code": corners} if found else {})


def show_page(frames: FrameSlot, guidance: PageGuidance, steady: float = 0.0) -> None:
    """The next frame: what lies under the camera when the vision process says this."""
    at = [[x / PAGE_WIDTH, y / PAGE_HEIGHT] for x, y in corners(LAID, PAGE_WIDTH, PAGE_HEIGHT)]
    acceptable = guidance in (PageGuidance.HOLD_STILL, PageGuidance.GOOD)
    found = None if guidance is PageGuidance.NO_PAGE else at
    notes = {"guidance": guidance.value, "page": found, "steady": steady, "acceptable": acceptable}
    publish(frames, _table(guidance), notes)


def publish(frames: FrameSlot, picture: Image.Image, notes: dict[str, Any]) -> None:
    """Any picture as the newest frame."""
    pixels = picture.convert("RGBA").tobytes("raw", "BGRA")
    frames.publish(pixels, picture.width, picture.height, 0.0, notes)


@functools.cache
def portrait() -> Portrait:
    """A finished portrait."""
    cut = _person(Guidance.GOOD).crop((406, 60, 876, 639)).resize((358, 441))
    file = io.BytesIO()
    cut.save(file, "JPEG", quality=70)
    return Portrait(file.getvalue(), 358, 441)


@functools.cache
def page(paper: Paper = Paper.CONTRACT) -> Page:
    """A finished page."""
    flat = draw(paper).convert("RGB")
    flat.thumbnail((1650, 1650))
    file = io.BytesIO()
    flat.save(file, "JPEG", quality=80)
    return Page(file.getvalue(), flat.width, flat.height)


@functools.cache
def _table(guidance: PageGuidance) -> Image.Image:
    glare = (0.5, 0.4) if guidance is PageGuidance.GLARE else None
    hand = (0.7, 0.7) if guidance is PageGuidance.HAND else None
    laid = () if guidance is PageGuidance.NO_PAGE else (LAID,)
    return lay(laid, PAGE_WIDTH, PAGE_HEIGHT, glare=glare, hand=hand)


@functools.cache
def _person(guidance: Guidance) -> Image.Image:
    return photograph(PEOPLE[guidance], WIDTH, HEIGHT)


@functools.cache
def _phone() -> Image.Image:
    hall = photograph((Sitter(CITIZEN, x=0.3, pupils=0.12),), WIDTH, HEIGHT, blur=0.012)
    hall.paste((24, 26, 30), (490, 120, 790, 640))
    hall.paste((250, 250, 250), (506, 150, 774, 610))
    code = zxingcpp.create_barcode("ZW1:drawn", zxingcpp.BarcodeFormat.QRCode)
    pixels = memoryview(code.to_image(scale=8))  # type: ignore[arg-type]  # it is a buffer; its stub does not say so
    height, width = pixels.shape or (0, 0)
    drawn = Image.frombytes("L", (width, height), bytes(pixels)).resize((230, 230))
    hall.paste(drawn, (525, 194))
    return hall
