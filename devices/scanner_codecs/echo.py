"""Languages that answer a command with its own words and a verdict: ACK, ENQ (unknown word), NAK (bad value)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from devices.scanner_codecs import Answer, Verdict
from devices.scanner_codecs.stream import Found, Language

_ACK = b"\x06"
_VALUE = rb"[ -~]{1,60}?"


@dataclass(frozen=True)
class EchoLanguage(Language):
    """Each pair is what stands before and after the words; `query` stands for the value asked for and comes back as
    that value. One setting in a command: of several each would have a verdict of its own."""

    command: tuple[bytes, bytes]
    answer: tuple[bytes, bytes]
    query: str

    def answers(self, words: str) -> bool:
        return True

    def encode(self, words: str) -> bytes:
        return self.command[0] + words.encode("ascii") + self.command[1]

    def find(self, words: str, heard: bytes) -> Found | None:
        before, after = (re.escape(part) for part in self.answer)
        echo = re.escape(words.removesuffix(self.query).encode("ascii"))
        if words.endswith(self.query):
            echo += _VALUE  # or the mark itself, when the query is refused
        found = re.search(before + echo + rb"(?P<verdict>[\x06\x05\x15])" + after, heard, re.DOTALL)
        if found is None:
            return None
        verdict = Verdict.DONE if found["verdict"] == _ACK else Verdict.REFUSED
        return Found(found.start(), found.end(), Answer(verdict))
