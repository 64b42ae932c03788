"""Drawn people before a drawn camera: faces that nobody has, in every state that a portrait can be refused for.

Pillow only. A face is drawn in units of the distance between its pupils, then put into the frame; light, lens and
sensor follow. The proportions are those that `devices.portrait` gives adults.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

from PIL import Image, ImageDraw, ImageFilter

from devices.bench.lighting import EVEN, Light, grainy, lit
from devices.portrait import FACE_BREADTH

Rgb = tuple[int, int, int]

_UNIT = 100  # pixels per pupil distance of the master drawing
_WIDE, _HIGH = 620, 800
_EYES_Y = 230


@dataclass(frozen=True)
class Person:
    """An invented person."""

    skin: Rgb = (224, 178, 145)
    hair: Rgb = (38, 30, 28)
    long_hair: bool = False
    bald: bool = False
    old: bool = False
    glasses: bool = False
    shirt: Rgb = (70, 88, 120)


@dataclass(frozen=True)
class Sitter:
    """A person before the camera. `x`, `y`: middle between the eyes, as fractions of the frame; `pupils`: the distance
    between the pupils as a fraction of the frame's height; `tilt` in degrees, to the picture's right."""

    person: Person = field(default_factory=Person)
    x: float = 0.5
    y: float = 0.45
    pupils: float = 0.15
    tilt: float = 0.0
    eyes_open: bool = True


def photograph(
    sitters: tuple[Sitter, ...],
    width: int = 1280,
    height: int = 720,
    *,
    light: Light = EVEN,
    blur: float = 0.0,
    noise: float = 2.0,
    seed: int = 0,
) -> Image.Image:
    """One frame. `blur`: radius of the lens's softness as a fraction of the frame's height; `noise`: the sensor's, in
    grey levels."""
    frame = _wall(width, height)
    for sitter in sitters:
        _place(frame, sitter)
    frame = lit(frame, light)
    if blur:
        frame = frame.filter(ImageFilter.GaussianBlur(blur * height))
    return grainy(frame, noise, seed) if noise else frame


def _wall(width: int, height: int) -> Image.Image:
    wall = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", [wall.point(lambda v, top=top: int(top - v * 0.08)) for top in (222, 226, 228)])


def _place(frame: Image.Image, sitter: Sitter) -> None:
    scale = sitter.pupils * frame.height / _UNIT
    drawn = draw(sitter.person, eyes_open=sitter.eyes_open)
    size = (max(1, round(_WIDE * scale)), max(1, round(_HIGH * scale)))
    drawn = drawn.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    eyes = (_WIDE / 2 * scale, _EYES_Y * scale)
    margin = round(max(size) * 0.3)
    room = Image.new("RGBA", (size[0] + 2 * margin, size[1] + 2 * margin))
    room.paste(drawn, (margin, margin))
    room = room.rotate(-sitter.tilt, Image.Resampling.BICUBIC, center=(eyes[0] + margin, eyes[1] + margin))
    at = (round(sitter.x * frame.width - eyes[0] - margin), round(sitter.y * frame.height - eyes[1] - margin))
    frame.paste(room, at, room)


# ---------------------------------------------------------------- one head


@functools.cache
def draw(person: Person, *, eyes_open: bool = True) -> Image.Image:
    """Head and shoulders on nothing; between the eyes at (310, 230), the pupils 100 apart. Not to be painted on."""
    image = Image.new("RGBA", (_WIDE, _HIGH))
    skin, dark, deep = person.skin, _mix(person.skin, (70, 40, 30), 0.35), _mix(person.skin, (50, 25, 20), 0.62)
    light = _mix(person.skin, (255, 246, 236), 0.45)
    pen = _Pen(image)
    if person.long_hair:
        pen.oval(0, 0.35, 1.62, 2.35, person.hair)
    pen.oval(0, 4.25, 2.9, 1.75, person.shirt)  # shoulders
    pen.box(-2.9, 4.25, 2.9, 5.7, person.shirt)
    pen.box(-0.62, 1.0, 0.62, 2.95, dark)  # neck
    pen.oval(0, 2.9, 0.78, 0.42, dark)
    if not person.bald:
        pen.oval(0, -0.55, 1.24, 1.35, person.hair)
    for side in (-1, 1):
        pen.oval(side * 1.13, 0.22, 0.15, 0.36, dark)
    pen.oval(0, -0.15, FACE_BREADTH / 2, 1.72 if person.bald else 1.45, skin)
    pen.oval(0, 0.62, 0.98, 1.24, skin)
    with pen.soft(0.16) as soft:  # the hollow of the cheeks, the light on forehead and cheekbones
        for side in (-1, 1):
            soft.oval(side * 1.02, 0.75, 0.16, 0.85, dark)
            soft.oval(side * 0.52, 0.0, 0.40, 0.24, dark)
            soft.oval(side * 0.62, 0.62, 0.30, 0.24, light)
        soft.oval(0, -0.85, 0.62, 0.3, light)
        soft.oval(0, 1.62, 0.4, 0.12, light)
    with pen.soft(0.06) as soft:  # nose and the shade under nose and lip
        soft.box(-0.10, -0.15, 0.10, 0.66, light)
        for side in (-1, 1):
            soft.box(side * 0.24 - 0.05, 0.0, side * 0.24 + 0.05, 0.6, dark)
            soft.oval(side * 0.15, 0.79, 0.09, 0.05, deep)
        soft.oval(0, 0.82, 0.26, 0.06, dark)
        soft.oval(0, 1.42, 0.26, 0.06, dark)
    if person.long_hair:
        for side in (-1, 1):
            pen.oval(side * 1.38, 0.55, 0.27, 1.55, person.hair)
    pen.oval(0, 1.17, 0.40, 0.10, _mix(skin, (170, 60, 60), 0.5))
    pen.oval(0, 1.16, 0.42, 0.03, _mix(skin, (80, 20, 20), 0.8))
    if not person.bald:
        pen.fringe(person.hair)
    for side in (-1, 1):
        pen.brow(side, person.hair if not person.old else _mix(person.hair, (120, 110, 105), 0.5))
        pen.eye(side, skin, deep, eyes_open=eyes_open)
    if person.old:
        pen.wrinkles(dark)
    if person.glasses:
        pen.glasses()
    return _softened(image, 1.1)


def _softened(image: Image.Image, radius: float) -> Image.Image:
    """Blurred without a dark rim: what is transparent has no colour to give."""
    return image.convert("RGBa").filter(ImageFilter.GaussianBlur(radius)).convert("RGBA")


def _mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    r, g, b = (round(a + (z - a) * share) for a, z in zip(one, other, strict=True))
    return r, g, b


class _Pen:
    """Draws in pupil distances, from the middle between the eyes."""

    def __init__(self, image: Image.Image, under: Image.Image | None = None, radius: float = 0.0) -> None:
        self._image = image
        self._draw = ImageDraw.Draw(image)
        self._under = under
        self._radius = radius

    def soft(self, radius: float) -> _Pen:
        """Everything drawn in the block is blurred and laid on what is there already, inside its outline."""
        return _Pen(Image.new("RGBA", self._image.size), self._image, radius)

    def __enter__(self) -> _Pen:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._under is not None
        layer = _softened(self._image, self._radius * _UNIT)
        outline = self._under.getchannel("A")
        self._under.alpha_composite(layer)
        self._under.putalpha(outline)

    def oval(self, x: float, y: float, half_width: float, half_height: float, colour: Rgb) -> None:
        self._draw.ellipse(self._at(x - half_width, y - half_height, x + half_width, y + half_height), colour)

    def box(self, left: float, top: float, right: float, bottom: float, colour: Rgb) -> None:
        self._draw.rectangle(self._at(left, top, right, bottom), colour)

    def fringe(self, colour: Rgb) -> None:
        self._draw.chord(self._at(-1.2, -1.92, 1.2, 0.9), 200, 340, colour)

    def brow(self, side: int, colour: Rgb) -> None:
        self._draw.arc(self._at(side * 0.52 - 0.36, -0.42, side * 0.52 + 0.36, 0.1), 200, 340, colour, 9)

    def eye(self, side: int, skin: Rgb, deep: Rgb, *, eyes_open: bool) -> None:
        x = side * 0.5
        if not eyes_open:
            self.oval(x, 0.0, 0.29, 0.14, _mix(skin, deep, 0.5))
            self._draw.arc(self._at(x - 0.26, -0.22, x + 0.26, 0.12), 20, 160, (40, 24, 20), 5)
            return
        almond = Image.new("L", self._image.size)
        ImageDraw.Draw(almond).ellipse(self._at(x - 0.27, -0.125, x + 0.27, 0.125), 255)
        ball = Image.new("RGBA", self._image.size)
        pen = _Pen(ball)
        pen.oval(x, 0, 0.3, 0.3, (238, 234, 230))
        pen.oval(x, -0.01, 0.135, 0.135, (52, 34, 26))
        pen.oval(x, -0.01, 0.07, 0.07, (8, 6, 6))
        pen.oval(x + 0.04, -0.05, 0.025, 0.025, (250, 250, 250))
        self._image.paste(ball, (0, 0), almond)
        self._draw.arc(self._at(x - 0.28, -0.14, x + 0.28, 0.15), 180, 360, (40, 24, 20), 5)
        self._draw.arc(self._at(x - 0.26, -0.13, x + 0.26, 0.14), 10, 170, deep, 2)
        self._draw.arc(self._at(x - 0.32, -0.24, x + 0.32, 0.2), 205, 335, deep, 2)

    def wrinkles(self, colour: Rgb) -> None:
        for y in (-0.95, -0.8, -0.65):
            self._draw.arc(self._at(-0.7, y, 0.7, y + 0.35), 215, 325, colour, 2)
        for side in (-1, 1):
            self._draw.arc(
                self._at(side * 0.5 - 0.2, 0.6, side * 0.5 + 0.2, 1.4),
                *((250, 360) if side > 0 else (180, 290)),
                colour,
                3,
            )
            self._draw.arc(self._at(side * 0.5 - 0.3, -0.1, side * 0.5 + 0.3, 0.28), 30, 150, colour, 2)

    def glasses(self) -> None:
        for side in (-1, 1):
            self._draw.rounded_rectangle(
                self._at(side * 0.52 - 0.38, -0.28, side * 0.52 + 0.38, 0.34), 26, None, (60, 60, 66), 5
            )
        self._draw.line(self._at(-0.15, -0.05, 0.15, -0.05), (60, 60, 66), 5)

    def _at(self, *places: float) -> tuple[float, ...]:
        """x, y, x, y … in pixels."""
        middle = (_WIDE / 2, _EYES_Y)
        return tuple(middle[index % 2] + place * _UNIT for index, place in enumerate(places))
