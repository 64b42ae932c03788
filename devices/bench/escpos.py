"""The part of a simulated printer that understands ESC/POS: commands in, ink on paper out.

Written from the manuals, not from the driver: what the driver gets wrong must come out wrong here too. A character
that the font lacks stays blank, a byte that is no Hanzi prints as itself, an unknown command prints its parameters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import zxingcpp
from PIL import Image, ImageChops

from devices.bench.thermal_paper import CELL, Paper, glyph
from devices.printer_model import PrinterModel

_TO_CUTTER = 100  # dots from the head to the cutter
_LEVELS = dict(zip(b"0123", "LMQH", strict=True))


@dataclass(frozen=True)
class Style:
    """What ESC @ resets."""

    align: int = 0
    bold: bool = False
    columns: int = 1  # times as wide
    rows: int = 1  # times as high
    hanzi_columns: int = 1  # by FS !
    hanzi_rows: int = 1
    hanzi: bool = True  # printers for the Chinese market start in Hanzi mode
    spacing: int = 34


class Interpreter:
    """Executes one command after the other out of a receive buffer.

    `answer` gets the bytes that a command sends back; `cut` is called for each cut, `move` with the command for each
    one to the presenter.
    """

    def __init__(
        self,
        model: PrinterModel,
        answer: Callable[[bytes], None],
        cut: Callable[[], None],
        move: Callable[[bytes], None] = lambda _: None,
    ) -> None:
        self.paper = Paper(model.dots)
        self.unknown: list[bytes] = []
        self.sensor = 0  # what GS r 1 answers
        self.asb = 0  # what GS a asked for
        self.asb_asked = False  # just now: the status is to be reported at once
        self.full = 0  # what GS E0 asked for
        self._charset = model.charset
        self._hanzi_by_fs = model.hanzi_scale == "fs"
        self._spacing = model.pitch  # after ESC 2: 1/6 inch
        self._answer = answer
        self._cut = cut
        self._move = move
        self._style = self._default = Style(spacing=model.pitch)
        self._line: list[tuple[str, Style]] = []
        self._module, self._level, self._payload = 3, "L", b""  # of the QR code

    def reset(self) -> None:
        """As ESC @: the print buffer and all settings; the paper stays."""
        self._style = self._default
        self._line = []

    def step(self, buffer: bytearray) -> int:
        """Execute what stands first in `buffer` and remove it; the number of bytes removed, 0 when it is not whole."""
        size = len(buffer) - len(buffer.lstrip(b"\0")) or self._size(buffer)  # NULs mean nothing, at any number
        if size == 0 or len(buffer) < size:
            return 0
        command = bytes(buffer[:size])
        del buffer[:size]
        self._execute(command)
        return size

    # ------------------------------------------------------------ how long is a command

    def _size(self, b: bytearray) -> int:
        """Length of the command or character at the front; 0 when not enough has arrived to know."""
        match b[0]:
            case 0x1B | 0x1C:
                return 0 if len(b) < 2 else 2 + _PARAMETERS.get(bytes(b[:2]), 0)
            case 0x1D:
                return self._gs_size(b)
            case lead if self._style.hanzi and 0x81 <= lead <= 0xFE:
                return 0 if len(b) < 2 else 2 if _trail(b[1]) else 1
            case _:
                return 1

    @staticmethod
    def _gs_size(b: bytearray) -> int:
        if len(b) < 3:
            return 2 if len(b) == 2 and bytes(b) not in _PARAMETERS and b[1] not in b"(vVeR" else 0
        match b[1]:
            case 0x28:  # GS ( x pL pH ...
                return 5 + b[3] + 256 * b[4] if len(b) >= 5 else 0
            case 0x76:  # GS v 0 m xL xH yL yH ...
                return 8 + (b[4] + 256 * b[5]) * (b[6] + 256 * b[7]) if len(b) >= 8 else 0
            case 0x56:  # GS V m [n]
                return 4 if b[2] in (65, 66) else 3
            case 0x65:  # GS e n [m [t]]: Custom's ejector
                return {3: 4, 32: 5}.get(b[2], 3)
            case 0x52:  # GS R 0, GS R 1 n: Citizen's presenter
                return 4 if b[2] == 0x31 else 3
            case _:
                return 2 + _PARAMETERS.get(bytes(b[:2]), 0)

    # ------------------------------------------------------------ what it does

    def _execute(self, command: bytes) -> None:
        head, rest = command[:2], command[2:]
        match command[0]:
            case 0x0A:
                self._print_line()
            case 0x1B | 0x1C | 0x1D:
                self._command(head, rest)
            case byte if byte < 0x20:
                pass
            case byte if len(command) == 2:
                self._put(_hanzi(command, self._charset))
            case byte:
                self._put(chr(byte) if byte < 0x7F else " ")

    def _command(self, head: bytes, rest: bytes) -> None:
        style = self._style
        match head, rest:
            case b"\x1b@", _:
                self.reset()
            case b"\x1ba", _:
                self._style = replace(style, align=rest[0] & 3)
            case b"\x1bE", _:
                self._style = replace(style, bold=bool(rest[0] & 1))
            case b"\x1bd", _:
                self._print_line(always=False)
                self.paper.feed(rest[0] * style.spacing)
            case b"\x1bJ", _:
                self._print_line(always=False)
                self.paper.feed(rest[0])
            case b"\x1b2", _:
                self._style = replace(style, spacing=self._spacing)
            case b"\x1b3", _:
                self._style = replace(style, spacing=rest[0])
            case b"\x1c&" | b"\x1c.", _:
                self._style = replace(style, hanzi=head == b"\x1c&")
            case b"\x1c!", _:
                doubled = (1 + bool(rest[0] & 4), 1 + bool(rest[0] & 8))
                self._style = replace(style, hanzi_columns=doubled[0], hanzi_rows=doubled[1])
            case b"\x1d!", _:
                self._style = replace(style, columns=1 + (rest[0] >> 4 & 7), rows=1 + (rest[0] & 7))
            case b"\x1da", _:
                self.asb, self.asb_asked = rest[0], True
            case b"\x1dr", b"\x01":
                self._answer(bytes([self.sensor]))
            case b"\x1dI", _:
                self._answer(b"\x5f" + _NAMES.get(rest, b"") + b"\0")
            case b"\x1dv", _:
                self._raster(rest)
            case b"\x1dV" | b"\x1bi" | b"\x1bm", _:
                self._print_line(always=False)
                self.paper.feed(_TO_CUTTER + rest[1] if len(rest) > 1 else 0)  # only GS V 66 feeds
                self._cut()
            case b"\x1de" | b"\x1dR", _:
                self._move(head + rest)
            case b"\x1d\xe0", _:
                self.full = rest[0]
            case b"\x1d(", _ if rest[:1] == b"k":
                self._qr_function(rest[3:])
            case b"\x1d(", _ if rest[:5] == b"H\x06\x0000":
                self._answer(b"\x37\x22" + rest[5:9] + b"\0")
            case _:
                self.unknown.append(head + rest)

    # ------------------------------------------------------------ text

    def _put(self, character: str) -> None:
        if self._line_width() + self._cell(character, self._style)[0] > self.paper.width:
            self._print_line()
        self._line.append((character, self._style))

    def _cell(self, character: str, style: Style) -> tuple[int, int]:
        if character.isascii():
            return CELL // 2 * style.columns, CELL * style.rows
        if self._hanzi_by_fs:
            return CELL * style.hanzi_columns, CELL * style.hanzi_rows
        return CELL * style.columns, CELL * style.rows

    def _line_width(self) -> int:
        return sum(self._cell(character, style)[0] for character, style in self._line)

    def _print_line(self, *, always: bool = True) -> None:
        """Burn the line buffer and feed; an empty one feeds too, if `always`."""
        if not self._line and not always:
            return
        height = max((self._cell(character, style)[1] for character, style in self._line), default=0)
        row = Image.new("L", (max(1, self._line_width()), max(1, height)), 0)
        x = 0
        for character, style in self._line:
            size = self._cell(character, style)
            row.paste(glyph(character, style.bold).resize(size, Image.Resampling.NEAREST), (x, height - size[1]))
            x += size[0]
        self._burn(row)
        text = "".join(character for character, _ in self._line)
        if text.strip():
            self.paper.lines.append(text.strip())
        self.paper.feed(max(self._style.spacing, height))
        self._line = []

    def _burn(self, ink: Image.Image) -> None:
        free = max(0, self.paper.width - ink.width)
        self.paper.burn(ink, free * self._style.align // 2)

    # ------------------------------------------------------------ pictures

    def _raster(self, rest: bytes) -> None:
        width, height = rest[2] + 256 * rest[3], rest[4] + 256 * rest[5]
        if width and height:
            ink = Image.frombytes("1", (width * 8, height), rest[6:]).convert("L")
            self._burn(ink.crop((0, 0, min(ink.width, self.paper.width), height)))
        self.paper.feed(height)

    def _qr_function(self, data: bytes) -> None:
        match data[:2], data[2:]:
            case b"1A", _:
                pass
            case b"1C", n:
                self._module = n[0]
            case b"1E", n:
                self._level = _LEVELS[n[0]]
            case b"1P", stored:
                self._payload = stored[1:]
            case b"1Q", _:
                self._print_qr()
            case _:
                self.unknown.append(b"\x1d(k" + data)

    def _print_qr(self) -> None:
        code = zxingcpp.create_barcode(self._payload, zxingcpp.BarcodeFormat.QRCode, ec_level=self._level)
        dots: Any = code.to_image(scale=self._module, add_quiet_zones=False)
        height, width = dots.shape
        if width <= self.paper.width:  # a real one prints nothing when it does not fit
            self._burn(ImageChops.invert(Image.frombytes("L", (width, height), bytes(dots))))
            self.paper.feed(height)


_PARAMETERS = {
    **dict.fromkeys((b"\x1ba", b"\x1bE", b"\x1bG", b"\x1bJ", b"\x1bd", b"\x1b3", b"\x1b!", b"\x1bM", b"\x1bt"), 1),
    **dict.fromkeys((b"\x1c!", b"\x1cW", b"\x1cC", b"\x1c-"), 1),
    b"\x1cS": 2,
    **dict.fromkeys((b"\x1d!", b"\x1da", b"\x1dr", b"\x1dI", b"\x1dB", b"\x1db", b"\x1d\xe0"), 1),
}

_NAMES = {b"A": b"1.00 BENCH", b"B": b"EPSON", b"C": b"TM-BENCH", b"D": b"BENCH00001"}


def _trail(byte: int) -> bool:
    """Can it be the second byte of a Hanzi?"""
    return 0x40 <= byte <= 0xFE and byte != 0x7F


def _hanzi(pair: bytes, charset: str) -> str:
    """The character of two bytes; a full-width blank for one that the font lacks."""
    try:
        return pair.decode(charset)
    except UnicodeDecodeError:
        return "\u3000"
