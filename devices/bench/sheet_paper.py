"""A sheet of A4 as it left the simulated printer: the file that was sent, and what can be read on it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

_FILE_LIMIT = 20_000_000  # bytes that a stream may unfold to
_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_SHOWN = re.compile(rb"/F(\d+) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\) Tj", re.DOTALL)
_ESCAPES = {b"\\n": b"\n", b"\\r": b"\r"}


@dataclass(frozen=True)
class PrintedSheet:
    """One document that came out."""

    pdf: bytes = field(repr=False)

    @property
    def whole(self) -> bool:
        """Whether it is a file from its first line to its last."""
        return self.pdf.startswith(b"%PDF-") and self.pdf.rstrip().endswith(b"%%EOF")

    @property
    def pages(self) -> int:
        return len(re.findall(rb"/Type /Page\b", self.pdf))

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """What is written on it, piece by piece, by the file's own tables from glyphs to characters (ISO 32000-1,
        9.10.3)."""
        objects = {int(number): body for number, body in _OBJECT.findall(self.pdf)}
        fonts = dict(_fonts(objects))
        return tuple(line for body in objects.values() for line in _written(_unfolded(body), fonts))

    def save(self, file: Path) -> None:
        """Raises `OSError`."""
        file.write_bytes(self.pdf)


def _unfolded(body: bytes) -> bytes:
    """An object's stream; empty where it has none."""
    found = _STREAM.search(body)
    if found is None:
        return b""
    if b"/FlateDecode" not in body:
        return found[1]
    return zlib.decompressobj().decompress(found[1], _FILE_LIMIT)


def _fonts(objects: dict[int, bytes]) -> Iterator[tuple[int, dict[int, str]]]:
    """By the number of a font, its characters."""
    for name, number in re.findall(rb"/F(\d+) (\d+) 0 R", b"\n".join(objects.values())):
        table = re.search(rb"/ToUnicode (\d+) 0 R", objects.get(int(number), b""))
        if table:
            pairs = re.findall(rb"<([0-9A-Fa-f]{4})> ?<([0-9A-Fa-f]+)>", _unfolded(objects[int(table[1])]))
            yield int(name), {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def _written(content: bytes, fonts: dict[int, dict[int, str]]) -> Iterator[str]:
    if b" Tj" not in content:
        return
    font: dict[int, str] = {}
    for number, shown in _SHOWN.findall(content):
        if number:
            font = fonts.get(int(number), {})
            continue
        codes = re.sub(rb"\\(.)", lambda found: _ESCAPES.get(found[0], found[1]), shown, flags=re.DOTALL)
        yield "".join(font.get(int.from_bytes(codes[at : at + 2], "big"), "") for at in range(0, len(codes), 2))
