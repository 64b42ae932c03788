"""From a scanner's bytes to the text of a code: where a code ends, and what it says."""

from __future__ import annotations

import contextlib
import unicodedata
from dataclasses import dataclass, field

from devices.states import Fault, Remedy

LIMIT = 512
"""Bytes of the longest code that is accepted."""


class CodeUnreadable(Fault):
    """The code's bytes are neither UTF-8 nor GB 18030, or hold control characters."""

    code = "code_unreadable"
    remedy = Remedy.CITIZEN


class CodeTooLong(Fault):
    """The code is longer than `LIMIT`; it was taken in to its end and thrown away."""

    code = "code_too_long"
    remedy = Remedy.CITIZEN


@dataclass(frozen=True)
class Frame:
    """The bytes of one code without its terminator; `too_long`: they are gone."""

    data: bytes = field(repr=False)
    too_long: bool = False


class CodeFramer:
    """Cuts a byte stream into codes: at CR, LF or CRLF, or where the stream pauses. Holds at most `LIMIT` bytes."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._too_long = False

    @property
    def open(self) -> bool:
        """A code has begun and not ended."""
        return bool(self._data)

    def feed(self, data: bytes) -> list[Frame]:
        """The codes that end in `data`."""
        frames = []
        for byte in data:
            if byte in b"\r\n":
                frames += self.pause()
            elif len(self._data) == LIMIT:
                self._too_long = True
            else:
                self._data.append(byte)
        return frames

    def pause(self) -> list[Frame]:
        """Nothing came for a while: what is there is a code."""
        if not self._data:
            return []
        frame = Frame(b"" if self._too_long else bytes(self._data), self._too_long)
        self._data.clear()
        self._too_long = False
        return [frame]


def read_text(data: bytes) -> str:
    """The text of a code: strict UTF-8 (a BOM is no part of it), or else GB 18030. Raises `CodeUnreadable`."""
    for encoding in ("utf-8-sig", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            break
    else:
        raise CodeUnreadable("neither UTF-8 nor GB 18030")
    if any(unicodedata.category(character) == "Cc" for character in text):
        raise CodeUnreadable("control characters")
    return text
