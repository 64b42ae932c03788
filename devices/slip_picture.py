"""Lines drawn in dots, for what a printer's own font cannot do: rare characters, large type, rules and QR codes.

A drawn picture is a Pillow image of mode "1" in which ink is 0 (black), as python-escpos wants it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from devices.paper import Align
from devices.printer_model import Face, PrinterModel
from devices.slip_layout import PrintLine

if TYPE_CHECKING:
    from PIL import Image
    from PIL.ImageFont import FreeTypeFont

CELL = 24  # height of a character and width of a Hanzi at scale 1
_BASELINE = 0.88  # of the em box of CJK fonts, from its top
_INK = 104  # grey from which a dot is burnt; below the middle, since thin strokes fade on thermal paper
MISSING = "〓"  # the printers' mark for a character that is not there (geta)


def fonts_present(model: PrinterModel) -> bool:
    """Can anything be drawn? Without a font the printer's own must do, with 〓 for what it lacks."""
    return any(face.path.is_file() for face in model.faces)


def drawable(character: str, faces: Iterable[Face]) -> bool:
    """Whether a font at hand has the character; if none has, 〓 stands there."""
    return any(_has(_font(face, CELL, mono=True), character) for face in faces if face.path.is_file())


def draw_line(line: PrintLine, model: PrinterModel) -> Image.Image:
    """One line as a picture, as wide as its ink needs. At scale 1 it is exactly one line pitch high, and keeps the grid
    of the printer's own text; larger type is proportional and cropped to its ink."""
    from PIL import Image

    type_ = _Type(line, model)
    canvas = Image.new("L", (model.dots, max(model.pitch, int(type_.size * 1.4))), 0)
    start = (model.dots - type_.length(line.left)) / 2 if line.align is Align.CENTRE and not line.right else 0.0
    type_.write(canvas, start, line.left)
    type_.write(canvas, model.dots - type_.length(line.right), line.right)
    if line.scale == 1:
        canvas = canvas.crop((0, 0, model.dots, model.pitch))
    ink = canvas.point([255 if grey < _INK else 0 for grey in range(256)]).convert("1")
    return _crop(ink, keep_height=line.scale == 1)


def draw_rule(model: PrinterModel) -> Image.Image:
    """A line that is solid on any printer; box characters leave gaps on some."""
    from PIL import Image

    return Image.new("1", (model.dots, 2), 0)


def qr_modules(payload: str) -> int:
    """Modules on a side of the QR code, without its quiet zone."""
    return qr_dots(payload).width


def draw_qr(payload: str, module: int, model: PrinterModel) -> Image.Image:
    """The QR code in the middle of the paper, `module` dots to a module; the paper is its quiet zone."""
    from PIL import Image

    code = qr_dots(payload)
    code = code.resize((code.width * module, code.height * module), Image.Resampling.NEAREST)
    canvas = Image.new("1", (model.dots, code.height), 255)
    canvas.paste(code, ((model.dots - code.width) // 2, 0))
    return _crop(canvas, keep_height=True)


def qr_dots(payload: str) -> Image.Image:
    """The QR code, one dot to a module, mode "1", without its quiet zone."""
    import zxingcpp
    from PIL import Image

    barcode = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    dots: Any = barcode.to_image(scale=1, add_quiet_zones=False)
    height, width = dots.shape
    return Image.frombytes("L", (width, height), bytes(dots)).convert("1")


def _crop(ink: Image.Image, *, keep_height: bool) -> Image.Image:
    """Cut off the white at the right, which would only take time on the wire, and around."""
    box = ink.point(lambda dot: 255 - dot).getbbox()
    if box is None:
        return ink.crop((0, 0, 8, ink.height))
    _, top, right, bottom = box
    return ink.crop((0, 0, right, ink.height) if keep_height else (0, top, right, bottom))


# ---------------------------------------------------------------- type


class _Type:
    """The type of one line: its size, in dots to the em, and its fonts."""

    def __init__(self, line: PrintLine, model: PrinterModel) -> None:
        faces = [face for face in model.bold_faces if line.bold and face.path.is_file()]
        self._faces = faces or [face for face in model.faces if face.path.is_file()]
        self._mono = line.scale == 1
        self.size = CELL * line.scale
        length = self.length(line.left) + self.length(line.right)
        if length > model.dots:
            self.size = int(self.size * model.dots / length)

    def length(self, text: str) -> float:
        return sum(font.getlength(run) for font, run in self._runs(text))

    def write(self, canvas: Image.Image, x: float, text: str) -> None:
        from PIL import ImageDraw

        pen = ImageDraw.Draw(canvas)
        for font, run in self._runs(text):
            pen.text((round(x), round(self.size * _BASELINE)), run, fill=255, font=font, anchor="ls")
            x += font.getlength(run)

    def _runs(self, text: str) -> list[tuple[FreeTypeFont, str]]:
        """The text in pieces of one font; a character that no font has becomes 〓."""
        fonts = [_font(face, self.size, self._mono) for face in self._faces]
        chosen = [next(((f, c) for f in fonts if _has(f, c)), (fonts[0], MISSING)) for c in text]
        return [(font, "".join(c for _, c in run)) for font, run in groupby(chosen, itemgetter(0))]


@lru_cache(maxsize=32)
def _font(face: Face, size: int, mono: bool) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(face.path), size, index=face.mono if mono else face.proportional)


@lru_cache(maxsize=4096)
def _has(font: FreeTypeFont, character: str) -> bool:
    """A font draws what it lacks as one and the same box."""
    return character == " " or bytes(font.getmask(character)) != bytes(font.getmask("\U0010ffff"))
