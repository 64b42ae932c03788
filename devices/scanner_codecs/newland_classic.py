r"""Newland's older lines: `$$%^` commands, an Are-You-There, and an escape that pulls the trigger.

`$$%^…` is answered by `\r\n$$%~OK\r\n` or `\r\n$$%~ER\r\n` (NLS-BS80 user manual, page 216), `?` by `!` (EM3000
specifications, page 27). `1B 31` looks for a code (public driver code); nothing says what answers it, so nothing is
waited for.

Words: `?`, the digits behind `$$%^`, or `1B` and a byte in hexadecimal.
"""

from __future__ import annotations

import re

from devices.scanner_codecs import Answer, Verdict
from devices.scanner_codecs.stream import Found, Language

_ASK, _PRESENT = "???", b"!!!"  # one `!` may be noise
_LATE = re.compile(rb"\A(?:!{1,2}\Z|!!!|\$\$%~(?:OK|ER)\Z)")
_ANSWER = re.compile(rb"\r\n\$\$%~(?P<verdict>OK|ER)\r\n")


class NewlandClassic(Language):
    def answers(self, words: str) -> bool:
        return not words.startswith("1B")

    def encode(self, words: str) -> bytes:
        if words == "?":
            return _ASK.encode("ascii")
        return bytes.fromhex(words) if words.startswith("1B") else b"$$%^" + words.encode("ascii")

    def find(self, words: str, heard: bytes) -> Found | None:
        if words == "?":
            at = heard.find(_PRESENT)
            return Found(at, at + len(_PRESENT), Answer(Verdict.DONE)) if at >= 0 else None
        found = _ANSWER.search(heard)
        if found is None:
            return None
        verdict = Verdict.DONE if found["verdict"] == b"OK" else Verdict.REFUSED
        return Found(found.start(), found.end(), Answer(verdict))

    def strip(self, code: bytes) -> bytes:
        return _LATE.sub(b"", code)
