"""From a scanner's bytes to the text of a code: where a code ends, whether it is still the same, and what it says."""

from __future__ import annotations

import contextlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b

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


class Presentation:
    """The code that was seen last. Whoever holds a code holds it for a while, and it is read again and again: that is
    one presentation. A digest is kept; the code itself is not ours.

    `window`: seconds; the same code again within this time is the same presentation.
    """

    def __init__(self, window: float, now: Callable[[], float]) -> None:
        self._window = window
        self._now = now
        self._digest = b""
        self._seen = float("-inf")

    def holds(self, data: bytes) -> bool:
        """Whether a code that is seen now belongs to it; one that does not begins the next presentation."""
        digest, now = _digest(data), self._now()
        same = digest == self._digest and now - self._seen < self._window
        self._digest, self._seen = digest, now
        return same

    def prolong(self, data: bytes) -> None:
        """A code was seen while nobody asked: its own presentation goes on, and no other begins."""
        if _digest(data) == self._digest:
            self._seen = self._now()


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()


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
