"""Paper on a table under a drawn camera: invented documents, in every state that a page can be refused for.

Pillow only. A document is drawn flat, then laid into the frame by a perspective; hand, light, glare, lens and sensor
follow.
"""

from __future__ import annotations

import functools
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from devices.bench.lighting import Light, grainy, lit
from devices.bench.thermal_paper import FONT

Point = tuple[float, float]
Rgb = tuple[int, int, int]

_DOTS = 7.0  # pixels per millimetre of a flat document
_INK = (38, 38, 44)
_STAMP = (196, 40, 44)
_TEXT = (
    "出租方与承租方在自愿的基础上订立本合同。房屋坐落于光明区牛山路十二号三单元五零二室，建筑面积六十八平方米。"
    "租赁期限自二零二六年九月一日起至二零二七年八月三十一日止。租金每月人民币贰仟肆佰元整，按月支付。"
    "承租方应当爱护房屋及其设施，不得擅自改变房屋结构和用途。合同期满，承租方应当按时返还房屋。"
)


class Paper(StrEnum):
    """What lies there."""

    CONTRACT = "contract"  # A4
    FORM = "form"  # A4, ruled
    BOOKLET = "booklet"  # one page of a household booklet
    CARD = "card"  # as large as an identity card
    BLANK = "blank"  # A4, its empty side


MILLIMETRES = {
    Paper.CONTRACT: (210.0, 297.0),
    Paper.FORM: (210.0, 297.0),
    Paper.BOOKLET: (105.0, 143.0),
    Paper.CARD: (85.6, 54.0),
    Paper.BLANK: (210.0, 297.0),
}


@dataclass(frozen=True)
class Laid:
    """A document on the table. `x`, `y`: its middle, as fractions of the frame; `long`: its longer side as a fraction
    of the frame's longer side; `turn`: degrees; `slant`: the part by which what is farther up looks smaller."""

    paper: Paper = Paper.CONTRACT
    x: float = 0.5
    y: float = 0.5
    long: float = 0.86
    turn: float = 0.0
    slant: float = 0.0


@dataclass(frozen=True)
class Table:
    """`grain`: how much the wood shows, in grey levels."""

    colour: Rgb = (92, 74, 58)
    grain: float = 6.0


WOOD = Table()
HALL = Light(0.9)


def lay(
    laid: Sequence[Laid],
    width: int = 960,
    height: int = 1280,
    *,
    table: Table = WOOD,
    light: Light = HALL,
    glare: Point | None = None,
    hand: Point | None = None,
    blur: float = 0.0,
    noise: float = 2.0,
    seed: int = 0,
) -> Image.Image:
    """One frame. `glare`, `hand`: where a lamp mirrors and where fingertips are, as fractions of the frame; `blur`:
    radius of the lens's softness as a fraction of the frame's width; `noise`: the sensor's, in grey levels."""
    frame = _wood(width, height, table)
    for each in laid:
        _place(frame, each)
    if hand is not None:
        _reach(frame, hand)
    frame = lit(frame, light)
    if glare is not None:
        _mirror(frame, glare)
    if blur:
        frame = frame.filter(ImageFilter.GaussianBlur(blur * width))
    return grainy(frame, noise, seed) if noise else frame


def corners(laid: Laid, width: int, height: int) -> tuple[Point, Point, Point, Point]:
    """Where its corners are in a frame of that size, in pixels: the document's own upper left one first, clockwise."""
    across, down = MILLIMETRES[laid.paper]
    scale = laid.long * max(width, height) / max(across, down)
    cos, sin = math.cos(math.radians(laid.turn)), math.sin(math.radians(laid.turn))
    found = []
    for sx, sy in ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)):
        x, y = sx * across * scale, sy * down * scale
        x, y = x * cos - y * sin, x * sin + y * cos
        far = 1 - laid.slant * y / height
        found.append((laid.x * width + x / far, laid.y * height + y / far))
    return found[0], found[1], found[2], found[3]


# ---------------------------------------------------------------- the table and what is on it


def _wood(width: int, height: int, table: Table) -> Image.Image:
    frame = Image.new("RGB", (width, height), table.colour)
    if table.grain:
        dice = random.Random(7)  # noqa: S311  wood
        fibres = Image.frombytes("L", (8, 120), dice.randbytes(960)).resize((width, height), Image.Resampling.BICUBIC)
        fibres = fibres.point(lambda v: int(128 + (v - 128) * table.grain / 64))
        frame = ImageChops.add(frame, Image.merge("RGB", (fibres, fibres, fibres)), 1, -128)
    return frame


def _place(frame: Image.Image, laid: Laid) -> None:
    places = corners(laid, *frame.size)
    flat = draw(laid.paper)
    longest = max(math.dist(places[i], places[(i + 1) % 4]) for i in range(4))
    factor = min(1.0, 1.2 * longest / max(flat.size))
    flat = flat.resize(
        (max(2, round(flat.width * factor)), max(2, round(flat.height * factor))), Image.Resampling.LANCZOS
    )
    margin = 2  # transparent, so that the outline is soft
    room = Image.new("RGBA", (flat.width + 2 * margin, flat.height + 2 * margin), (250, 250, 248, 0))
    room.paste(flat, (margin, margin))
    seen = _perspective(places, flat.width, flat.height, margin)
    page = room.transform(frame.size, Image.Transform.PERSPECTIVE, seen, Image.Resampling.BICUBIC)
    shadow = Image.new("L", frame.size)
    shadow.paste(page.getchannel("A"), (round(frame.width * 0.002), round(frame.width * 0.003)))
    shadow = shadow.filter(ImageFilter.GaussianBlur(frame.width * 0.003)).point(lambda v: int(v * 0.35))
    frame.paste((0, 0, 0), (0, 0), shadow)
    frame.paste(page, (0, 0), page)


def _reach(frame: Image.Image, to: Point) -> None:
    """An arm from the lower edge, and four fingers on whatever lies there."""
    width, height = frame.size
    unit = width * 0.034
    x, y = to[0] * width, to[1] * height
    skin, shade = (214, 168, 138), (176, 128, 102)
    pen = ImageDraw.Draw(frame)
    pen.polygon([(x - 2.0 * unit, y + 3.4 * unit), (x + 2.0 * unit, y + 3.4 * unit), (x + 3 * unit, height),
                 (x - 1.4 * unit, height)], skin)  # fmt: skip
    pen.ellipse((x - 2.2 * unit, y + 1.6 * unit, x + 2.2 * unit, y + 5.6 * unit), skin)
    for finger, tip in enumerate((0.5, 0.0, 0.1, 0.7)):
        at = x + (finger - 1.5) * 1.08 * unit
        pen.rounded_rectangle((at - 0.48 * unit, y + tip * unit, at + 0.48 * unit, y + 4 * unit), 0.48 * unit, skin)
        pen.line(
            (at + 0.5 * unit, y + (tip + 0.8) * unit, at + 0.5 * unit, y + 2.6 * unit), shade, max(1, round(unit / 9))
        )


def _mirror(frame: Image.Image, at: Point) -> None:
    spot = Image.new("L", frame.size)
    x, y, rx, ry = at[0] * frame.width, at[1] * frame.height, frame.width * 0.09, frame.width * 0.06
    ImageDraw.Draw(spot).ellipse((x - rx, y - ry, x + rx, y + ry), 255)
    spot = spot.filter(ImageFilter.GaussianBlur(frame.width * 0.018))
    frame.paste((255, 255, 255), (0, 0), spot)


def _perspective(places: Sequence[Point], width: int, height: int, margin: int) -> tuple[float, ...]:
    """Pillow's eight numbers: from the frame to the flat picture, whose corners lie inside a margin.

    The map from the unit square to a quadrilateral in closed form (Heckbert 1989, "Fundamentals of texture mapping",
    2.2.3), and its inverse by the adjugate matrix.
    """
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = places
    dx1, dy1, dx2, dy2 = x1 - x2, y1 - y2, x3 - x2, y3 - y2
    sx, sy = x0 - x1 + x2 - x3, y0 - y1 + y2 - y3
    area = dx1 * dy2 - dx2 * dy1
    g, h = (sx * dy2 - dx2 * sy) / area, (dx1 * sy - sx * dy1) / area
    a, b, c = x1 - x0 + g * x1, x3 - x0 + h * x3, x0
    d, e, f = y1 - y0 + g * y1, y3 - y0 + h * y3, y0
    back = (e - f * h, c * h - b, b * f - c * e, f * g - d, a - c * g, c * d - a * f, d * h - e * g, b * g - a * h,
            a * e - b * d)  # fmt: skip
    u = [back[i] * width + margin * back[i + 6] for i in range(3)]
    v = [back[i + 3] * height + margin * back[i + 6] for i in range(3)]
    last = back[8]
    return (*(each / last for each in u), *(each / last for each in v), back[6] / last, back[7] / last)


# ---------------------------------------------------------------- flat documents


@functools.cache
def draw(paper: Paper) -> Image.Image:
    """A document from above; not to be painted on."""
    across, down = MILLIMETRES[paper]
    flat = Image.new("RGB", (round(across * _DOTS), round(down * _DOTS)), (246, 245, 240))
    pen = _Pen(flat)
    match paper:
        case Paper.CONTRACT:
            pen.words(105, 34, 11, "房屋租赁合同")
            for number in range(15):
                pen.line(25, 58 + 11 * number, 5.2, _TEXT, skip=number * 17, most=160 if number % 5 != 4 else 96)
            pen.stamp(150, 245, 20)
        case Paper.FORM:
            pen.words(105, 26, 9, "居 住 登 记 表")
            for number in range(10):
                pen.box(20, 44 + 22 * number, 190, 66 + 22 * number)
                pen.line(26, 52 + 22 * number, 4.6, _TEXT, skip=number * 9, most=40)
                pen.line(86, 52 + 22 * number, 4.6, _TEXT, skip=number * 23, most=90)
            pen.box(76, 44, 76.2, 264)
        case Paper.BOOKLET:
            pen.words(52, 14, 5, "常住人口登记卡")
            for number in range(8):
                pen.box(10, 26 + 13 * number, 95, 39 + 13 * number)
                pen.line(13, 30 + 13 * number, 3.2, _TEXT, skip=number * 11, most=74)
            pen.stamp(76, 128, 11)
        case Paper.CARD:
            flat.paste((224, 234, 240), (0, 0, *flat.size))
            for number, words in enumerate(("姓名  样本", "性别  女   民族  汉", "住址  光明区牛山路", "十二号三单元")):
                pen.line(6, 9 + 9 * number, 3.2, words, most=48)
            pen.line(6, 45, 3.4, "公民身份号码  000000000000000000", most=76)
            pen.face(68, 22)
        case Paper.BLANK:
            pass
    outlined = flat.convert("RGBA")
    if paper is Paper.CARD:
        mask = Image.new("L", flat.size)
        ImageDraw.Draw(mask).rounded_rectangle((0, 0, flat.width - 1, flat.height - 1), round(3.2 * _DOTS), 255)
        outlined.putalpha(mask)
    return outlined


class _Pen:
    """Draws in millimetres."""

    def __init__(self, flat: Image.Image) -> None:
        self._flat = flat
        self._draw = ImageDraw.Draw(flat)

    def words(self, x: float, y: float, size: float, text: str) -> None:
        self._draw.text((x * _DOTS, y * _DOTS), text, _INK, _font(round(size * _DOTS)), anchor="mm")

    def line(self, x: float, y: float, size: float, text: str, *, skip: int = 0, most: float = 160) -> None:
        count = int(most / size)
        text = (text * 3)[skip : skip + count] if skip or len(text) > count else text
        self._draw.text((x * _DOTS, y * _DOTS), text, _INK, _font(round(size * _DOTS)), anchor="lm")

    def box(self, left: float, top: float, right: float, bottom: float) -> None:
        places = tuple(round(each * _DOTS) for each in (left, top, right, bottom))
        self._draw.rectangle(places, None, _INK, 3)

    def stamp(self, x: float, y: float, radius: float) -> None:
        for ring in (radius, radius * 0.94):
            self._draw.ellipse(
                tuple(round(each * _DOTS) for each in (x - ring, y - ring, x + ring, y + ring)), None, _STAMP, 7
            )
        self._draw.text((x * _DOTS, y * _DOTS), "★", _STAMP, _font(round(radius * 0.8 * _DOTS)), anchor="mm")

    def face(self, x: float, y: float) -> None:
        from devices.bench.faces import Person
        from devices.bench.faces import draw as draw_person

        person = draw_person(Person(long_hair=True)).resize((round(24 * _DOTS), round(31 * _DOTS)))
        self._flat.paste(person, (round((x - 12) * _DOTS), round((y - 16) * _DOTS)), person)


@functools.cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size)
