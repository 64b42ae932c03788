"""The languages of code scanners: how a command looks on the wire, what answers it, and where a code begins and ends.

A codec holds no time and no port. It is given every byte that arrives and says what was heard.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from devices.code_frames import Frame
from devices.scanner_family import ScannerFamily


class Verdict(StrEnum):
    """How a scanner answers a command."""

    DONE = "done"
    REFUSED = "refused"
    RESEND = "resend"  # it did not understand; the same bytes again may do


@dataclass(frozen=True)
class Answer:
    """The answer to the latest command. `firmware`: what the scanner says of itself, printable ASCII, at most 60
    characters."""

    verdict: Verdict
    firmware: str = ""


@dataclass(frozen=True)
class Reply:
    """Bytes that the scanner must be sent at once, or it says the same again."""

    data: bytes


KEYBOARD = "keyboard"
"""The language of input events, which `input://` ports carry."""

Heard = Frame | Answer | Reply


class ScannerCodec(Protocol):
    """One scanner's language, and what has arrived of it and not ended."""

    @property
    def open(self) -> bool:
        """Something has begun and not ended."""

    def answers(self, words: str) -> bool:
        """Is this command answered?"""

    def ask(self, words: str, again: bool = False) -> bytes:
        """The bytes of a command, sent `again` when the scanner did not understand; from now on its answer is looked
        for. Raises `ValueError` for words that the language has not."""

    def feed(self, data: bytes) -> list[Heard]:
        """What was heard up to the end of `data`, in its order."""

    def pause(self) -> list[Heard]:
        """Nothing came for a while: what is there has ended."""

    def forget(self) -> None:
        """Drop what has begun, and look for no answer."""


def codec_of(family: ScannerFamily) -> ScannerCodec:
    """A codec for one scanner. Raises `ValueError` when there is no such language, or it has not a command's words."""
    from devices.keyboard_layout import load_layout
    from devices.scanner_codecs.datalogic import Datalogic
    from devices.scanner_codecs.gm65 import Gm65
    from devices.scanner_codecs.honeywell import Honeywell
    from devices.scanner_codecs.keyboard import KeyboardCodec
    from devices.scanner_codecs.newland import LANGUAGE as NEWLAND
    from devices.scanner_codecs.newland_classic import NewlandClassic
    from devices.scanner_codecs.packets import PacketCodec, PacketLanguage
    from devices.scanner_codecs.ssi import Ssi
    from devices.scanner_codecs.stream import Language, StreamCodec
    from devices.scanner_codecs.vbar import Vbar

    streams: dict[str, Language] = {
        "none": Language(),
        "newland": NEWLAND,
        "newland_classic": NewlandClassic(),
        "honeywell": Honeywell(),
        "datalogic": Datalogic(),
        "gm65": Gm65(),
    }
    packets: dict[str, Callable[[], PacketLanguage]] = {"ssi": Ssi, "vbar": Vbar}
    codec: ScannerCodec
    if family.language in streams:
        codec = StreamCodec(streams[family.language])
    elif family.language in packets:
        codec = PacketCodec(packets[family.language](), family.raw_codes)
    elif family.language == KEYBOARD:
        codec = KeyboardCodec(load_layout(family.layout), family.alt_numbers)
    else:
        known = ", ".join(sorted([*streams, *packets, KEYBOARD]))
        raise ValueError(f"no scanner language {family.language!r}, only {known}")
    for words in family.words:
        codec.ask(words)
    codec.forget()
    return codec
