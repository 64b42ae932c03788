"""Datalogic's host characters (PowerScan series product reference guide, page 397; QD 2300, page 185).

Words are the characters themselves, each a command of its own: `T` pulls the trigger, `X` lets it go, `E` ends what
`D` and `F` began. Only `i`, `h` and `s` are answered; what stands in the answer differs from model to model. `R` throws
away what the scanner holds, and is never sent.
"""

from __future__ import annotations

import re

from devices.scanner_codecs import Answer, Verdict
from devices.scanner_codecs.stream import Found, Language

_ASKING = ("i", "h", "s")
_ANSWER = re.compile(rb"\x01\x02(?P<says>[^\x01-\x04]{1,1000})\x03\x04")
_UNPRINTABLE = re.compile(rb"[^ -~]+")
_SHOWN = 60  # characters


class Datalogic(Language):
    def answers(self, words: str) -> bool:
        return words in _ASKING

    def encode(self, words: str) -> bytes:
        return words.encode("ascii")

    def find(self, words: str, heard: bytes) -> Found | None:
        found = _ANSWER.search(heard)
        if found is None:
            return None
        says = _UNPRINTABLE.sub(b" ", found["says"]).decode("ascii")
        return Found(found.start(), found.end(), Answer(Verdict.DONE, says.strip()[:_SHOWN]))
