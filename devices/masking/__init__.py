"""Masking: what of a wire's traffic may be kept. One mask per language; `devices.flight_recorder` uses them.

Everything fails closed. What a device sends is kept as `filler` bytes first, and only what the mask understands is
made legible afterwards. Every masked byte takes exactly the place of the one that was on the wire, so that a recording
keeps lengths, pieces and times and can be replayed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Legible:
    """Masked bytes for a part of what was received; its first byte stands `ago` bytes before the end of the stream."""

    ago: int
    data: bytes


class Mask(Protocol):
    """The masking of one conversation, from the opening of a port to its closing. Knows nothing of time."""

    driver: str
    """Whose talk it masks, by the names of `devices.drivers`."""
    filler: int
    """The byte that stands for what is not understood. It must mean nothing in this language."""

    def sent(self, data: bytes) -> bytes:
        """`data` as it may be kept; of the same length."""

    def received(self, data: bytes) -> list[Legible]:
        """What `data` makes understandable, of itself and of what came before."""

    def paused(self) -> list[Legible]:
        """The same when nothing more will come of what has begun: before the next request, and at the end."""


def veil(data: bytes) -> bytes:
    """`data` class by class: digits become 0, letters A or a, other signs a full stop, the bytes of a multi-byte
    character those of another one. Control characters stay: they frame codes and commands, and say nothing."""
    return data.translate(_VEIL)


def _veiled(byte: int) -> int:
    if byte < 0x20 or byte in (0x7F, 0xFF):
        return byte
    if byte < 0x80:
        sign = chr(byte)
        return ord("0" if sign.isdigit() else "A" if sign.isupper() else "a" if sign.islower() else ".")
    for start, instead in ((0xF0, 0xF0), (0xE0, 0xE4), (0xC0, 0xC4)):  # lead bytes of UTF-8, so that it stays UTF-8
        if byte >= start:
            return instead
    return 0xB8


_VEIL = bytes(_veiled(byte) for byte in range(256))
