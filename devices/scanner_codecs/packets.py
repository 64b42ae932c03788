"""Scanners that speak in packets with a length and a checksum; codes come in packets too, or as they are."""

from __future__ import annotations

from typing import Protocol

from devices.code_frames import CodeFramer, Frame
from devices.scanner_codecs import Answer, Heard

UNDECIDED = 1 << 16  # longer than any packet: it may be the start of one, and its length has not arrived


class PacketLanguage(Protocol):
    """How one family makes packets, and what they say."""

    def answers(self, words: str) -> bool:
        """Is this command answered?"""

    def encode(self, words: str, again: bool) -> bytes:
        """The bytes of a command. Raises `ValueError`."""

    def measure(self, heard: bytes) -> int:
        """The length of the packet that starts with the first byte; 0 when none does."""

    def intact(self, packet: bytes) -> bool:
        """Is its checksum right?"""

    def hear(self, packet: bytes, awaited: str) -> list[Heard]:
        """What an intact packet says; `awaited`: the command whose answer is looked for."""

    def spoilt(self) -> list[Heard]:
        """What to do about a packet that arrived damaged."""

    @property
    def halfway(self) -> bool:
        """Has a code begun, and packets of it are to come?"""

    def pause(self) -> None:
        """Nothing came for a while."""

    def forget(self) -> None:
        """Drop a code that has begun."""


class PacketCodec:
    """Implements `ScannerCodec`. `raw`: what is no packet is a code; otherwise it is noise."""

    def __init__(self, language: PacketLanguage, raw: bool) -> None:
        self._language = language
        self._raw = raw
        self._framer = CodeFramer()  # of raw codes
        self._heard = b""
        self._awaited = ""

    @property
    def open(self) -> bool:
        return bool(self._heard) or self._framer.open or self._language.halfway

    def answers(self, words: str) -> bool:
        return self._language.answers(words)

    def ask(self, words: str, again: bool = False) -> bytes:
        self._awaited = words if self.answers(words) else ""
        return self._language.encode(words, again)

    def feed(self, data: bytes) -> list[Heard]:
        self._heard += data
        heard: list[Heard] = []
        while self._heard:
            length = self._language.measure(self._heard)
            packet = self._heard[:length]
            if length > len(self._heard) and not self._framer.open:
                break  # its rest is on the way
            if 0 < length <= len(self._heard) and self._language.intact(packet):
                self._heard = self._heard[length:]
                said = self._language.hear(packet, self._awaited)
                if any(isinstance(each, Answer) for each in said):
                    self._awaited = ""
                heard += said
                continue
            if 0 < length <= len(self._heard):
                heard += self._language.spoilt()
            heard += self._skip()
        return heard

    def pause(self) -> list[Heard]:
        heard: list[Heard] = []
        if self._heard:  # the rest of a packet is not coming; another may stand behind its head
            if self._language.measure(self._heard) > len(self._heard) and not self._raw:
                heard += self._language.spoilt()
            while self._heard:
                heard += [*self._skip(), *self.feed(b"")]
        self._language.pause()
        return [*heard, *self._framer.pause()]

    def forget(self) -> None:
        self._framer = CodeFramer()
        self._language.forget()
        self._heard, self._awaited = b"", ""

    def _skip(self) -> list[Frame]:
        first, self._heard = self._heard[:1], self._heard[1:]
        return self._framer.feed(first) if self._raw else []
