"""Honeywell and Hand Held Products (N86 series manual, pages 163 and 166; the same in Datalogic's 7000, page 159).

Words: tag, subtag and value of a menu command, `?` asks for the value; or `T` and `U`, the trigger, which nothing
answers. The storage character `!` writes to memory that is lost at power-off. `TRGMOD0` is the manual and serial
trigger (N36 series, and public driver code).
"""

from __future__ import annotations

from devices.scanner_codecs.echo import EchoLanguage
from devices.scanner_codecs.stream import Found, Language

_MENU = EchoLanguage(command=(b"\x16M\r", b"!"), answer=(b"", b"!"), query="?")
_TRIGGER = ("T", "U")


class Honeywell(Language):
    def answers(self, words: str) -> bool:
        return words not in _TRIGGER

    def encode(self, words: str) -> bytes:
        return b"\x16" + words.encode("ascii") + b"\r" if words in _TRIGGER else _MENU.encode(words)

    def find(self, words: str, heard: bytes) -> Found | None:
        return _MENU.find(words, heard)
