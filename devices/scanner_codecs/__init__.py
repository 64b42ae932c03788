"""The languages of code scanners: how a command looks on the wire, what answers it, and where a code begins and ends.

A codec holds no time and no port. It is given every byte that arrives and says what was heard.
"""

from __future__ import annotations

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
    """The answer to the latest command. `value`: what a query found, printable ASCII, at most 60 characters."""

    verdict: Verdict
    value: str = ""


@dataclass(frozen=True)
class Reply:
    """Bytes that the scanner must be sent at once, or it says the same again."""

    data: bytes


Heard = Frame | Answer | Reply


class ScannerCodec(Protocol):
    """One scanner's language, and what has arrived of it and not ended."""

    @property
    def open(self) -> bool:
        """Something has begun and not ended."""

    def answers(self, words: str) -> bool:
        """Is this command answered?"""

    def ask(self, words: str) -> bytes:
        """The bytes of a command; from now on its answer is looked for. Raises `ValueError` for unknown words."""

    def feed(self, data: bytes) -> list[Heard]:
        """What was heard up to the end of `data`, in its order."""

    def pause(self) -> list[Heard]:
        """Nothing came for a while: what is there has ended."""

    def forget(self) -> None:
        """Drop what has begun, and look for no answer."""


def codec_of(family: ScannerFamily) -> ScannerCodec:
    """A codec for one scanner. Raises `ValueError` when there is no such language."""
    from devices.scanner_codecs import honeywell, newland, stream

    languages: dict[str, stream.Language] = {
        "none": stream.NoLanguage(),
        "newland": newland.LANGUAGE,
        "honeywell": honeywell.Honeywell(),
    }
    if family.language in languages:
        return stream.StreamCodec(languages[family.language])
    raise ValueError(f"no scanner language {family.language!r}, only {', '.join(sorted(languages))}")
