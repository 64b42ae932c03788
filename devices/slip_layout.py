"""From the elements of a slip to lines that fit the paper. Pure: no printer bytes, no pictures.

All text is hostile here: control, bidirectional and invisible characters are dropped before anything is measured.
Widths are columns of 12 dots; an ASCII character takes one, any other two, in the printer's font as in a drawn line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from devices.paper import Align, Feed, Pair, QrCode, Rule, Slip, Text
from devices.printer_model import PrinterModel

QR_LIMIT = 1000
"""Bytes in one QR code; also keeps the length field of GS ( k from ever reading as a real-time command."""

_CLOSING = frozenset("，。、；：？！）》〉」』】〕”’…%％‰℃°·,.;:?!)]}")
_OPENING = frozenset("（《〈「『【〔“‘￥$([{")
_LABEL_SHARE = 2  # a label takes at most half the line


@dataclass(frozen=True)
class PrintLine:
    """One line of text. With `right`, `left` and `right` stand at the two edges of the paper.

    `drawn`: it must be printed as a picture, because the printer's font lacks a character or is too coarse.
    """

    left: str
    right: str = ""
    scale: int = 1
    align: Align = Align.LEFT
    bold: bool = False
    drawn: bool = False


Line = PrintLine | Rule | Feed | QrCode


def lay_out(slip: Slip, model: PrinterModel) -> list[Line]:
    """The lines of a slip on this model's paper. Raises `ValueError` for a QR code beyond `QR_LIMIT`."""
    return [line for element in slip.elements for line in _lines(element, model)]


def _lines(element: Text | Pair | Rule | Feed | QrCode, model: PrinterModel) -> Iterator[Line]:
    match element:
        case Text():
            scale = min(max(element.scale, 1), 6)
            breaking = balance if element.align is Align.CENTRE else wrap
            for text in breaking(clean(element.text), model.columns // scale):
                yield PrintLine(text, "", scale, element.align, element.bold, _drawn(text, scale, model))
        case Pair():
            yield from _pair(clean(element.label), clean(element.value), model)
        case QrCode():
            if len(element.payload.encode()) > QR_LIMIT:
                raise ValueError(f"QR payload of more than {QR_LIMIT} bytes")
            if element.payload:
                yield element
        case _:
            yield element


def _pair(label: str, value: str, model: PrinterModel) -> Iterator[PrintLine]:
    if width(label) > model.columns // _LABEL_SHARE:
        for text in wrap(label, model.columns):
            yield PrintLine(text, drawn=_drawn(text, 1, model))
        label = ""
    for row, text in enumerate(wrap(value, model.columns - width(label) - 2)):
        left = "" if row else label
        yield PrintLine(left, text, drawn=_drawn(left + text, 1, model))


def _drawn(text: str, scale: int, model: PrinterModel) -> bool:
    if 0 < model.smooth_from <= scale or not all(printable(character, model.charset) for character in text):
        return True
    return model.hanzi_scale == "fs" and scale > 2 and not text.isascii()


# ---------------------------------------------------------------- characters


def clean(text: str) -> str:
    """What may be printed of a text: one paragraph, composed, without anything that is not seen.

    White space becomes one blank (the ideographic one stays). Control (C0, C1), format (bidi, zero-width, joiners),
    surrogate and private-use characters and variation selectors go. The half-width ¥ becomes ￥, which fonts have,
    and the en dash a hyphen, since it would be as wide as a Hanzi.
    """
    text = re.sub(r"[^\S\u3000]", " ", text)
    text = "".join(c for c in text if unicodedata.category(c) not in _UNSEEN and not _is_selector(c))
    return re.sub(" +", " ", unicodedata.normalize("NFC", text).translate(_REPLACED)).strip()


_REPLACED = str.maketrans("¥–", "￥-")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def _is_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def printable(character: str, charset: str) -> bool:
    """Is it in the font of a printer that has the one- and two-byte part of this character set?

    GB 18030 also has characters of four bytes; a printer prints those as rubbish.
    """
    if character.isascii():
        return " " <= character <= "~"
    try:
        return len(character.encode(charset)) == 2
    except UnicodeEncodeError:
        return False


def width(text: str) -> int:
    """Columns that a text takes."""
    return sum(1 if character.isascii() else 2 for character in text)


# ---------------------------------------------------------------- wrapping


def wrap(text: str, columns: int) -> list[str]:
    """Break a cleaned paragraph into lines of at most `columns` (at least 2).

    A line breaks at blanks and between Hanzi; never inside a Latin word or a number that fits a line, never before
    closing or after opening punctuation. An empty text is one empty line.
    """
    lines = [""]
    for unit in units(text):
        for part in [unit] if width(unit.rstrip()) <= columns else unit:
            if width(lines[-1]) + width(part.rstrip()) > columns:
                lines.append("")
            lines[-1] += part if lines[-1] else part.lstrip()
    return [line.rstrip() for line in lines]


def balance(text: str, columns: int) -> list[str]:
    """As `wrap`, with lines of similar length instead of a full one and an orphan: for centred headings."""
    lines = wrap(text, columns)
    narrow = range(max(2, width(text) // len(lines)), columns)
    return next((even for even in (wrap(text, c) for c in narrow) if len(even) == len(lines)), lines)


def units(text: str) -> Iterator[str]:
    """The unbreakable pieces of a line: a word with its blanks behind it, or a Hanzi with its punctuation."""
    unit = ""
    for character in text:
        if unit and _may_break(unit[-1], character):
            yield unit
            unit = ""
        unit += character
    if unit:
        yield unit


def _may_break(before: str, after: str) -> bool:
    if after == " " or after in _CLOSING or before in _OPENING:
        return False
    return before == " " or not (before.isascii() and after.isascii())
