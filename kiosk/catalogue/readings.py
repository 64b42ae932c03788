"""How a Chinese character is read, in pinyin without tones: from a small table made beforehand.

The table is text: a line is a syllable, a space, and its characters; a line that begins with `+` adds a further reading
to characters that have one already. `ui.keyboard.build_table` makes it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from kiosk.form.pinyin import TABLES

TABLE = TABLES / "readings"

_LINE = re.compile(r"(\+?)([a-z]{1,6}) (\S+)")


class ReadingsBroken(ValueError):
    """The table is not one; the message names the line."""


Readings = Mapping[str, tuple[str, ...]]
"""The readings of a character, the usual one first: `{"行": ("xing", "hang")}`."""


def read_readings(table: Path = TABLE) -> Readings:
    """The whole table. Raises `ReadingsBroken`, or `OSError` when there is none."""
    found: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(table.read_text("utf-8").splitlines(), 1):
        parts = _LINE.fullmatch(line)
        if parts is None:
            raise ReadingsBroken(f"{table.name}, line {number}")
        more, syllable, characters = parts.groups()
        for character in characters:
            if bool(more) != (character in found):
                raise ReadingsBroken(f"{table.name}, line {number}: {character}")
            found[character] = (*found.get(character, ()), syllable)
    return found
