"""What keys type. Scanners that pass for keyboards send key codes, which know no letters."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from struct import Struct

from devices.model_file import ModelFile

_LAYOUTS = Path(__file__).with_name("models") / "keyboards.toml"

EVENT = Struct("@llHHi")
"""`struct input_event`, linux/input.h: seconds and microseconds, type, code, value."""

KEYPAD = {code: sign for sign, code in zip("0123456789", (82, 79, 80, 81, 75, 76, 77, 71, 72, 73), strict=True)}
"""The digits of the keypad; with Alt they spell the number of a character."""
KEYPAD_SIGNS = {55: "*", 74: "-", 78: "+", 83: ".", 98: "/"}


class EventType(IntEnum):
    SYN = 0
    KEY = 1
    MSC = 4


class Syn(IntEnum):
    REPORT = 0
    DROPPED = 3  # the kernel's ring ran over: events are lost until the next report


class Key(IntEnum):
    ENTER = 28
    LEFT_CTRL = 29
    LEFT_SHIFT = 42
    RIGHT_SHIFT = 54
    LEFT_ALT = 56
    CAPS_LOCK = 58
    NUM_LOCK = 69
    KEYPAD_ENTER = 96
    RIGHT_CTRL = 97
    RIGHT_ALT = 100


SHIFT = frozenset((Key.LEFT_SHIFT, Key.RIGHT_SHIFT))
CTRL = frozenset((Key.LEFT_CTRL, Key.RIGHT_CTRL))
ALT = frozenset((Key.LEFT_ALT, Key.RIGHT_ALT))
ENTER = frozenset((Key.ENTER, Key.KEYPAD_ENTER))


@dataclass(frozen=True)
class KeyboardLayout:
    """By key code: what a key types alone, and with shift."""

    plain: dict[int, str]
    shifted: dict[int, str]

    def types(self, code: int, shift: bool, caps: bool) -> str:
        """The character, "" for none."""
        if caps and self.plain.get(code, "").isalpha():
            shift = not shift
        return (self.shifted if shift else self.plain).get(code, "")


@functools.cache
def load_layout(name: str, path: Path = _LAYOUTS) -> KeyboardLayout:
    """The layout of that name. Raises `ValueError` with the file and what is wrong in it."""
    file = ModelFile(path, "keyboard layout")
    table, plain, shifted = file.table(name), {}, {}
    with file.making(name):
        for first, alone, with_shift in table["rows"]:
            for step, (low, high) in enumerate(zip(alone, with_shift, strict=True)):
                plain[first + step], shifted[first + step] = low, high
    return KeyboardLayout(plain, shifted)
