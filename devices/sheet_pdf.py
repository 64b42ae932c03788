"""A sheet of A4 as a PDF: its fonts embedded as far as they are used, no transparency, no script, the same bytes for
the same sheet (the rules of PDF/A, ISO 19005, that matter to a printer and to whoever opens the file in ten years).

All text is hostile here, as on slips. What one page does not hold goes on to the next. Lengths are millimetres.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from devices.sheet import Row, Sheet
from devices.slip_layout import QR_LIMIT, clean, units
from devices.slip_picture import MISSING, qr_dots
from devices.states import Fault, Remedy

if TYPE_CHECKING:
    from fpdf import FPDF

_NOTO = Path("/usr/share/fonts/opentype/noto")
_FACES = (("NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc"), ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"))
CHINESE = 2  # the simplified face of Noto's collections
_WIDTH, _HEIGHT = 210.0, 297.0
_LEFT, _RIGHT = 28.0, 182.0
_TOP, _BOTTOM = 34.0, 268.0  # of what flows
_CHECK = 226.0  # where the check begins, on the last page
_PORTRAIT = (30.0, 40.0)
_LABEL = 34.0  # where values begin, behind their labels
_INK, _GREY, _HAIR, _SEAL = (26, 26, 28), (92, 92, 96), (188, 184, 176), (142, 24, 30)
_POINT = 25.4 / 72  # of type
_PIXELS = 4_000_000  # of a portrait


class FontMissing(Fault):
    """This machine has no Chinese font, and a certificate without its words is none."""

    code = "font_missing"
    remedy = Remedy.STAFF


def warm_up() -> None:
    """Load what draws, before somebody waits for it."""
    import fpdf  # noqa: F401


def draw(sheet: Sheet) -> bytes:
    """The PDF. Raises `FontMissing`; `ValueError` for a QR code that is too long or a portrait that is no picture."""
    if len(sheet.check.payload.encode()) > QR_LIMIT:
        raise ValueError(f"QR payload of more than {QR_LIMIT} bytes")
    page = _Page(sheet, _shape(sheet.portrait))
    page.head()
    page.person()
    page.statement()
    page.signatures()
    page.check()
    page.numbers()
    return bytes(page.pdf.output())


class _Page:
    """A pen on the sheet that is being drawn; `y` is how far down it has come."""

    def __init__(self, sheet: Sheet, shape: float) -> None:
        """`shape`: the portrait's height, its width being 1; 0: there is none."""
        from fpdf import FPDF

        self._sheet = sheet
        self._shape = shape
        self.pdf: FPDF = FPDF(format="A4")
        self.pdf.set_auto_page_break(False)
        self.pdf.set_margin(0)
        self.pdf.c_margin = 0
        self.pdf.set_creation_date(sheet.issued_at)
        self.pdf.set_title(clean(sheet.title))
        self.pdf.set_author(clean(sheet.issuer))
        self.pdf.set_lang(sheet.language)
        for name, file in zip(("", "B"), faces(), strict=True):
            self.pdf.add_font("sheet", name, file, collection_font_number=CHINESE)
        self.y = _TOP
        self._turn()

    # ------------------------------------------------------------ the parts, from top to bottom

    def head(self) -> None:
        sheet = self._sheet
        self._centred(sheet.issuer, 14, spacing=1.5, colour=_GREY)
        self.y += 6
        self._centred(sheet.title, 34, bold=True, spacing=3, colour=_SEAL)
        self.y += 4.5
        self._ornament()
        for text, size in ((sheet.caveat, 13), (sheet.mark, 15)):
            if text:
                self.y += 4.5
                self._boxed(text, size)
        self.y += 11

    def person(self) -> None:
        """The holder and what is said of them, beside the portrait."""
        sheet = self._sheet
        right, below = _RIGHT, self.y
        if self._shape:
            below += self._portrait(self.y + 1) + 5
            right -= _PORTRAIT[0] + 9
        self._write(_LEFT, sheet.holder_label, 11.5, colour=_GREY, at=self.y + 4)
        holder = self._fit(sheet.holder, 28, right - _LEFT - _LABEL, bold=True)
        self._write(_LEFT + _LABEL, sheet.holder, holder, bold=True, at=self.y)
        self.y += 13
        self._line(_LEFT, self.y, right, self.y, _HAIR)
        self.y += 4
        for row in sheet.rows:
            beside = self.pdf.page == 1 and self.y < below
            self._row(row, right if beside else _RIGHT)
        if self.pdf.page == 1:
            self.y = max(self.y, below)

    def statement(self) -> None:
        size, pitch = 16.0, 10.5
        self.y += 9
        indent = 2 * size * _POINT if self._sheet.language.startswith("zh") else 0.0
        lines = self._lines(self._sheet.statement, size, _RIGHT - _LEFT, indent=indent)
        for number, line in enumerate(lines):
            self._room(pitch)
            self._write(_LEFT + (0 if number else indent), line, size, at=self.y)
            self.y += pitch

    def signatures(self) -> None:
        """Who took it, left; who issued it and when, right: where a Chinese paper ends."""
        sheet = self._sheet
        self.y += 12
        self._room(18, _CHECK)
        self.y = max(self.y, _CHECK - 30)
        if sheet.signature:
            self._write(_LEFT, sheet.signature, 11, colour=_GREY, at=self.y + 1)
            start = _LEFT + self._width(sheet.signature, 11) + 2
            self._line(start, self.y + 6, start + 46, self.y + 6, _GREY)
        middle = _RIGHT - 34
        size = self._fit(sheet.issuer, 13, 68)
        for text, points in ((sheet.issuer, size), (sheet.issued_on, 13.0)):
            self._write(middle - self._width(text, points) / 2, text, points, at=self.y)
            self.y += 9

    def check(self) -> None:
        check, top, side = self._sheet.check, _CHECK + 6, 34.0
        self._line(_LEFT, _CHECK + 1, _RIGHT, _CHECK + 1, _HAIR)
        code = qr_dots(check.payload)
        module = side / code.width
        dots: Any = code.load()
        self.pdf.set_fill_color(*_INK)
        for row in range(code.height):
            for start, length in _runs([dots[column, row] == 0 for column in range(code.width)]):
                self.pdf.rect(_LEFT + start * module, top + row * module, length * module, module, style="F")
        left = _LEFT + side + 8
        self._write(left, check.advice, self._fit(check.advice, 10.5, _RIGHT - left), colour=_GREY, at=top)
        self._write(left, check.label, 9, colour=_GREY, at=top + 8)
        self._write(left, check.code, self._fit(check.code, 16, _RIGHT - left, bold=True), bold=True, at=top + 12)

    def numbers(self) -> None:
        left, top = _LEFT + 42, _CHECK + 27.5
        for number, row in enumerate(self._sheet.numbers):
            x, y = left + (number % 2) * 58, top + (number // 2) * 7
            self._write(x, row.label, 9, colour=_GREY, at=y)
            value = x + self._width(row.label, 9) + 2.5
            self._write(value, row.value, self._fit(row.value, 9.5, x + 56 - value), at=y)
        self._write((_WIDTH - self._width(self._sheet.foot, 8.5)) / 2, self._sheet.foot, 8.5, colour=_GREY, at=272.5)

    # ------------------------------------------------------------ pages

    def _turn(self) -> None:
        self.pdf.add_page()
        self._frame()
        if self.pdf.page > 1:
            self.y = _TOP
            self._centred(f"{clean(self._sheet.title)}  {self.pdf.page}", 11, colour=_GREY)
            self.y += 8

    def _room(self, height: float, bottom: float = _BOTTOM) -> None:
        """Go on to the next page where this one has not so much left."""
        if self.y + height > bottom:
            self._turn()

    def _frame(self) -> None:
        pdf = self.pdf
        pdf.set_draw_color(*_SEAL)
        pdf.set_line_width(0.9)
        pdf.rect(12, 12, _WIDTH - 24, _HEIGHT - 24)
        pdf.set_line_width(0.25)
        near, far, corner = 15.0, 15.0, 9.0
        for x, y, right, down in (
            (near, near, 1, 1),
            (_WIDTH - far, near, -1, 1),
            (near, _HEIGHT - far, 1, -1),
            (_WIDTH - far, _HEIGHT - far, -1, -1),
        ):
            points = [(x + right * a, y + down * b) for a, b in _SPIRAL]
            pdf.polyline(points)
            pdf.polyline([(x + right * b, y + down * a) for a, b in _SPIRAL])
        for y in (near, _HEIGHT - far):
            pdf.line(near + corner, y, _WIDTH - far - corner, y)
        for x in (near, _WIDTH - far):
            pdf.line(x, near + corner, x, _HEIGHT - far - corner)

    def _ornament(self) -> None:
        middle = _WIDTH / 2
        for side in (-1, 1):
            self._line(middle + side * 4, self.y, middle + side * 46, self.y, _SEAL)
        self.pdf.set_fill_color(*_SEAL)
        self.pdf.polygon(
            [(middle - 1.6, self.y), (middle, self.y - 1.6), (middle + 1.6, self.y), (middle, self.y + 1.6)], style="F"
        )

    def _portrait(self, top: float) -> float:
        """Draw it in its frame; its height."""
        width = min(_PORTRAIT[0], _PORTRAIT[1] / self._shape)
        height = width * self._shape
        left = _RIGHT - width
        self.pdf.image(io.BytesIO(self._sheet.portrait), left, top, width, height)
        self.pdf.set_draw_color(*_HAIR)
        self.pdf.set_line_width(0.3)
        self.pdf.rect(left - 1, top - 1, width + 2, height + 2)
        return height

    # ------------------------------------------------------------ words

    def _row(self, row: Row, right: float) -> None:
        pitch = 7.6
        labels = self._lines(row.label, 11.5, _LABEL - 3)
        values = self._lines(row.value, 14.5, right - _LEFT - _LABEL)
        height = pitch * max(len(labels), len(values))
        self._room(height + 3)
        for number, label in enumerate(labels):
            self._write(_LEFT, label, 11.5, colour=_GREY, at=self.y + 0.9 + number * pitch)
        for number, value in enumerate(values):
            self._write(_LEFT + _LABEL, value, 14.5, at=self.y + number * pitch)
        self.y += height + 0.8
        self._line(_LEFT, self.y, right, self.y, _HAIR)
        self.y += 3.6

    def _centred(
        self, text: str, size: float, *, bold: bool = False, spacing: float = 0.0, colour: tuple[int, int, int] = _INK
    ) -> None:
        """One line in the middle, as large as fits; the space between its characters in points of `spacing`."""
        text = self._known(text, bold=bold)
        spacing = spacing if not text.isascii() else 0.0
        size = self._fit(text, size, _RIGHT - _LEFT - len(text) * spacing * _POINT, bold=bold)
        self.pdf.set_char_spacing(spacing)
        width = self._width(text, size, bold=bold) - spacing * _POINT
        self._write((_WIDTH - width) / 2, text, size, bold=bold, colour=colour, at=self.y)
        self.pdf.set_char_spacing(0)
        self.y += size * _POINT * 1.25

    def _boxed(self, text: str, size: float) -> None:
        """A word that nobody may overlook."""
        width, height = self._width(text, size, bold=True) + 12, size * _POINT + 4.5
        self.pdf.set_draw_color(*_SEAL)
        self.pdf.set_line_width(0.6)
        self.pdf.rect((_WIDTH - width) / 2, self.y, width, height)
        self._write((_WIDTH - width) / 2 + 6, text, size, bold=True, colour=_SEAL, at=self.y + 2.1)
        self.y += height

    def _write(
        self,
        x: float,
        text: str,
        size: float,
        *,
        at: float,
        bold: bool = False,
        colour: tuple[int, int, int] = _INK,
    ) -> None:
        """One line, its upper edge `at` this height."""
        text = self._known(text, bold=bold)
        self._type(size, bold=bold)
        self.pdf.set_text_color(*colour)
        self.pdf.text(x, at + size * _POINT * 0.88, text)

    def _lines(self, text: str, size: float, width: float, *, indent: float = 0.0) -> list[str]:
        """Broken as on slips: between Hanzi and at blanks, never before closing or after opening punctuation."""
        lines, left = [""], width - indent
        for unit in units(self._known(text)):
            for part in [unit] if self._width(unit.rstrip(), size) <= width else unit:
                if lines[-1] and self._width((lines[-1] + part).rstrip(), size) > left:
                    lines.append("")
                    left = width
                lines[-1] += part if lines[-1] else part.lstrip()
        return [line.rstrip() for line in lines]

    def _fit(self, text: str, size: float, width: float, *, bold: bool = False) -> float:
        """The size, in points, at which a line is not wider than that."""
        needed = self._width(text, size, bold=bold)
        return size if needed <= width else size * width / needed

    def _width(self, text: str, size: float, *, bold: bool = False) -> float:
        self._type(size, bold=bold)
        return float(self.pdf.get_string_width(self._known(text, bold=bold)))

    def _known(self, text: str, *, bold: bool = False) -> str:
        """What may be printed of a text; 〓 for a character that the font lacks, as on slips."""
        font: Any = self.pdf.fonts["sheetB" if bold else "sheet"]
        return "".join(each if ord(each) in font.cmap else MISSING for each in clean(text))

    def _type(self, size: float, *, bold: bool) -> None:
        self.pdf.set_font("sheet", "B" if bold else "", size)

    def _line(self, x: float, y: float, to_x: float, to_y: float, colour: tuple[int, int, int]) -> None:
        self.pdf.set_draw_color(*colour)
        self.pdf.set_line_width(0.25)
        self.pdf.line(x, y, to_x, to_y)


_SPIRAL = ((9.0, 0.0), (0.0, 0.0), (0.0, 6.0), (6.0, 6.0), (6.0, 3.0), (3.0, 3.0))
"""回纹, the meander of Chinese frames: one arm of a corner, seen from it."""


def _shape(portrait: bytes) -> float:
    """Height by width. Raises `ValueError`."""
    from PIL import Image

    if not portrait:
        return 0.0
    try:
        with Image.open(io.BytesIO(portrait), formats=["JPEG"]) as picture:
            width, height = picture.size
            if width * height > _PIXELS or not 0.5 < height / width < 2.0:
                raise ValueError(f"a portrait of {width} by {height} pixels")
            picture.load()  # to its end
    except (OSError, Image.DecompressionBombError) as error:
        raise ValueError("a portrait that is no JPEG") from error
    return height / width


def faces() -> tuple[Path, Path]:
    """The fonts, regular and bold, the finest that there is. Raises `FontMissing`."""
    for regular, bold in _FACES:
        if (_NOTO / regular).is_file() and (_NOTO / bold).is_file():
            return _NOTO / regular, _NOTO / bold
    raise FontMissing


def _runs(dark: list[bool]) -> Iterator[tuple[int, int]]:
    """Where dark modules begin, and how many follow one another."""
    start = None
    for at, each in enumerate([*dark, False]):
        if each and start is None:
            start = at
        elif not each and start is not None:
            yield start, at - start
            start = None
