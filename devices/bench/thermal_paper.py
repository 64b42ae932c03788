"""Thermal paper: what the head burns into it, and the picture of a slip as it lies in the hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
_MONO = 7  # Noto Sans Mono CJK SC: 12 dots for ASCII, 24 for Hanzi, like a printer's font A
CELL = 24
_MARGIN = 32  # dots of paper at each side that the head does not reach
_TOOTH = 8
_PAPER = (250, 249, 244)
_INK = (34, 33, 38)


@dataclass(frozen=True)
class PrintedSlip:
    """One piece of paper. `dots` is what the head burnt (mode "1", ink 0, 203 dpi).

    `lines` holds the text that was printed in the printer's own font; `whole` is False for paper that was torn off
    before a cut.
    """

    dots: Image.Image = field(repr=False)
    lines: tuple[str, ...] = field(repr=False)
    whole: bool = True

    @cached_property
    def image(self) -> Image.Image:
        """The paper as it lies in the hand, with its margins; RGBA."""
        return picture(self.dots, whole=self.whole)

    def save(self, file: Path) -> None:
        """Raises `OSError`."""
        self.image.save(file)


class Paper:
    """The paper between the head and the cutter: it only grows, until it is cut."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.lines: list[str] = []
        self.length = 0
        self._burnt: list[tuple[int, int, Image.Image]] = []

    @property
    def blank(self) -> bool:
        return not any(ink.getbbox() for _, _, ink in self._burnt)

    def feed(self, dots: int) -> None:
        self.length += dots

    def burn(self, ink: Image.Image, x: int) -> None:
        """`ink`: mode "L", 255 where it burns; its top row goes to the present position. Does not feed."""
        self._burnt.append((x, self.length, ink))

    def dots(self) -> Image.Image:
        """Everything so far, mode "1", ink 0."""
        canvas = Image.new("L", (self.width, max(1, self.length)), 0)
        for x, y, ink in self._burnt:
            canvas.paste(255, (x, y), ink)
        return ImageChops.invert(canvas).convert("1")

    def slip(self, *, whole: bool) -> PrintedSlip:
        return PrintedSlip(self.dots(), tuple(self.lines), whole)


def picture(dots: Image.Image, *, whole: bool) -> Image.Image:
    """The paper with its margins: a serrated edge where the cutter was, a ragged one where it was torn."""
    width, height = dots.width + 2 * _MARGIN, dots.height + 2 * _MARGIN
    grain = Image.effect_noise((width, height), 5).convert("L").point([min(255, 127 + g) for g in range(256)])
    paper = ImageChops.multiply(Image.new("RGB", (width, height), _PAPER), Image.merge("RGB", (grain,) * 3))
    ink = Image.new("L", (width, height), 0)
    ink.paste(ImageChops.invert(dots.convert("L")), (_MARGIN, _MARGIN))
    paper.paste(_INK, (0, 0), ink.filter(ImageFilter.GaussianBlur(0.45)))
    shape = Image.new("L", (width, height), 255)
    pen = ImageDraw.Draw(shape)
    for number, x in enumerate(range(0, width, _TOOTH)):
        depth = _TOOTH // 2 if whole else 4 + (number * 7) % 11
        tooth = (x, x + _TOOTH // 2, x + _TOOTH)
        pen.polygon([(tooth[0], 0), (tooth[1], _TOOTH // 2), (tooth[2], 0)], fill=0)
        pen.polygon([(tooth[0], height), (tooth[1], height - depth), (tooth[2], height)], fill=0)
    paper.putalpha(shape)
    return paper


@lru_cache(maxsize=2048)
def glyph(character: str, bold: bool) -> Image.Image:
    """One character of the printer's font in its cell of 12 or 24 by 24 dots; mode "L", 255 where it burns."""
    cell = Image.new("L", (CELL // 2 if character.isascii() else CELL, CELL), 0)
    pen = ImageDraw.Draw(cell)
    for x in (0, 1) if bold else (0,):
        pen.text((cell.width // 2 + x, 21), character, fill=255, font=_font(), anchor="ms")
    return cell.point([255 if grey >= 104 else 0 for grey in range(256)])


@lru_cache(maxsize=1)
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, CELL, index=_MONO)
