"""Scanners whose codes come as they are, with a terminator or a silence behind; an answer stands between them."""

from __future__ import annotations

from dataclasses import dataclass

from devices.code_frames import LIMIT, CodeFramer, Frame
from devices.scanner_codecs import Answer, Heard

_HELD = 8 * LIMIT  # bytes that are kept while an answer is looked for


@dataclass(frozen=True)
class Found:
    """Where an answer stands in what was heard."""

    start: int
    end: int
    answer: Answer


class Language:
    """How one family makes a command and answers it. This one is of scanners that cannot be told anything."""

    def answers(self, words: str) -> bool:
        """Is this command answered?"""
        return False

    def encode(self, words: str) -> bytes:
        """The bytes of a command. Raises `ValueError`."""
        raise ValueError(f"a plain scanner takes no commands: {words}")

    def find(self, words: str, heard: bytes) -> Found | None:
        """The first answer to `words`."""
        return None

    def strip(self, code: bytes) -> bytes:
        """The code without an answer that came too late and would pass for text."""
        return code


class StreamCodec:
    """Implements `ScannerCodec`. Until a command's answer is found, all bytes are held: any of them may belong to it.
    What stands around the answer is data; what looks like an answer that nobody waits for is data too."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._framer = CodeFramer()
        self._awaited = ""  # the command whose answer is looked for
        self._held = b""

    @property
    def open(self) -> bool:
        return self._framer.open

    def answers(self, words: str) -> bool:
        return self._language.answers(words)

    def ask(self, words: str, again: bool = False) -> bytes:
        self._held = b""
        self._awaited = words if self.answers(words) else ""
        return self._language.encode(words)

    def feed(self, data: bytes) -> list[Heard]:
        if not self._awaited:
            return [*self._codes(self._framer.feed(data))]
        held = self._held + data
        found = self._language.find(self._awaited, held)
        if found is None:
            self._held = held[-_HELD:]
            return []
        self._awaited, self._held = "", b""
        before = self._codes(self._framer.feed(held[: found.start]))
        return [*before, found.answer, *self._codes(self._framer.feed(held[found.end :]))]

    def pause(self) -> list[Heard]:
        return [*self._codes(self._framer.pause())]

    def forget(self) -> None:
        self._framer = CodeFramer()
        self._awaited, self._held = "", b""

    def _codes(self, frames: list[Frame]) -> list[Frame]:
        codes = [Frame(self._language.strip(frame.data), frame.too_long) for frame in frames]
        return [code for code in codes if code.data or code.too_long]
