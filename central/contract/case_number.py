"""The number of a case: what stands on a receipt, is read aloud on the phone and typed at a terminal.

Twelve letters in three groups, the last a check letter. Numbers are random, so that none can be guessed from another
and nothing personal is in them. They have no Z: with 31 letters and 31 as modulus every single wrong letter and every
exchange of neighbours is found, before anybody is asked.
"""

from __future__ import annotations

import secrets
from typing import Annotated

from pydantic import StringConstraints

CaseNumber = Annotated[str, StringConstraints(pattern=r"^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$")]
"""What a number looks like; whether it can be one, says `read`."""

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXY"
_LENGTH = 12
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", " ": "", "-": "", "\u2013": "", "\u2014": "", "\u3000": ""})


class NotACaseNumber(ValueError):
    """No number that was ever given out: too long, too short, with other letters, or a slip of the pen."""


def new() -> str:
    """A number that nobody has."""
    letters = [secrets.randbelow(len(LETTERS)) for _ in range(_LENGTH - 1)]
    return _grouped("".join(LETTERS[letter] for letter in [*letters, check_letter(letters)]))


def read(typed: str) -> str:
    """A number as somebody wrote it: in small letters, without dashes, with O for 0. Raises `NotACaseNumber`."""
    text = typed.upper().translate(_READ_AS) if len(typed) <= 3 * _LENGTH else ""
    letters = [LETTERS.find(sign) for sign in text]
    if len(letters) != _LENGTH or -1 in letters or letters[-1] != check_letter(letters[:-1]):
        raise NotACaseNumber(typed[:_LENGTH])
    return _grouped(text)


def is_one(number: str) -> bool:
    """Whether a number that is written as it should be was ever given out: its check letter says so."""
    try:
        return read(number) == number
    except NotACaseNumber:
        return False


def check_letter(letters: list[int]) -> int:
    """A sum with the weights 2, 3, 4 …, modulo 31."""
    return sum(weight * letter for weight, letter in enumerate(letters, 2)) % len(LETTERS)


def _grouped(text: str) -> str:
    return f"{text[:4]}-{text[4:8]}-{text[8:]}"
