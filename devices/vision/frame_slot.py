"""The newest camera frame, in memory that two processes share: the vision process writes it, the terminal shows it.

Anonymous memory (`memfd_create`): no name, no file, and gone with the last process that holds it, so that no picture of
a citizen outlives a crash. There is one writer and nobody waits: the writer fills the buffer that no reader was sent to
last, a reader that was overtaken looks again. A new writer, after the old one died, goes on counting.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
from dataclasses import dataclass, field
from typing import Any

BUFFERS = 3
NOTES_LIMIT = 4096
"""Bytes of a frame's notes as JSON."""

_NEWEST = struct.Struct("<q")  # number of the newest frame, at byte 0; 0: none yet
_HEAD = struct.Struct("<qqdIII")  # number, number again once the buffer is whole, taken_at, width, height, notes length
_START = 64
_TRIES = 8  # of a reader that is overtaken


@dataclass(frozen=True)
class Frame:
    """One picture. `pixels`: rows of BGRX without padding, 4 bytes a pixel, X 255 (`QImage.Format_RGB32`)."""

    number: int  # counts up by one, over all writers
    taken_at: float  # seconds on the monotonic clock, which all processes of a machine share
    width: int
    height: int
    pixels: bytes = field(repr=False)
    notes: dict[str, Any] = field(default_factory=dict, repr=False)  # what the vision process saw in it


class FrameSlot:
    """Memory for frames of at most `pixels` pixels. `fd` is to be inherited by the writer's process."""

    def __init__(self, fd: int, pixels: int) -> None:
        self.fd = fd
        self.pixels = pixels
        self._size = -(-(_HEAD.size + NOTES_LIMIT + 4 * pixels) // 64) * 64
        self._memory = mmap.mmap(fd, _START + BUFFERS * self._size)

    @classmethod
    def create(cls, pixels: int = 1280 * 720) -> FrameSlot:
        """The terminal's end."""
        fd = os.memfd_create("frames", os.MFD_CLOEXEC)
        os.ftruncate(fd, _START + BUFFERS * (-(-(_HEAD.size + NOTES_LIMIT + 4 * pixels) // 64) * 64))
        return cls(fd, pixels)

    def publish(
        self, pixels: bytes | memoryview, width: int, height: int, taken_at: float, notes: dict[str, Any]
    ) -> int:
        """Make a frame the newest; its number. Writer only. Raises `ValueError` for what does not fit."""
        words = json.dumps(notes, separators=(",", ":")).encode()
        size = 4 * width * height
        if size != len(pixels) or width * height > self.pixels or len(words) > NOTES_LIMIT:
            raise ValueError(f"{width} x {height} pixels in {len(pixels)} bytes, {len(words)} bytes of notes")
        number = self.newest + 1
        at = self._at(number)
        _HEAD.pack_into(self._memory, at, number, 0, taken_at, width, height, len(words))
        at += _HEAD.size
        self._memory[at : at + len(words)] = words
        self._memory[at + NOTES_LIMIT : at + NOTES_LIMIT + size] = pixels
        struct.pack_into("<q", self._memory, self._at(number) + 8, number)
        _NEWEST.pack_into(self._memory, 0, number)
        return number

    @property
    def newest(self) -> int:
        """The newest frame's number; 0 before the first. Cheap: whoever draws asks this first."""
        number: int = _NEWEST.unpack_from(self._memory)[0]
        return number

    def latest(self, after: int = 0) -> Frame | None:
        """The newest frame, or None when there is none newer than number `after`. Any thread of the reader."""
        for _ in range(_TRIES):
            wanted = self.newest
            if wanted <= after:
                return None
            at = self._at(wanted)
            number, whole, taken_at, width, height, length = _HEAD.unpack_from(self._memory, at)
            start = at + _HEAD.size
            if number != wanted or whole != wanted or 4 * width * height > 4 * self.pixels or length > NOTES_LIMIT:
                continue
            words = self._memory[start : start + length]
            pixels = self._memory[start + NOTES_LIMIT : start + NOTES_LIMIT + 4 * width * height]
            if _HEAD.unpack_from(self._memory, at)[:2] == (wanted, wanted):
                notes = _notes(words)
                return Frame(number, taken_at, width, height, pixels, notes) if notes is not None else None
        return None

    def wipe(self) -> None:
        """Give the pictures' memory back, which leaves zeros; numbers go on. Call it when no writer is at work."""
        self._memory[_START : mmap.PAGESIZE] = bytes(mmap.PAGESIZE - _START)
        self._memory.madvise(mmap.MADV_REMOVE, mmap.PAGESIZE)

    def close(self) -> None:
        """Give the memory back; once is enough, more does no harm."""
        self._memory.close()
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1

    def _at(self, number: int) -> int:
        return _START + number % BUFFERS * self._size


def _notes(words: bytes) -> dict[str, Any] | None:
    """None for what no sane writer wrote: the reader must outlive a mad one."""
    try:
        notes = json.loads(words)
    except (ValueError, RecursionError):
        return None
    return notes if isinstance(notes, dict) else None
