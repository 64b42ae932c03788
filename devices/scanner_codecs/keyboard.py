"""Scanners that pass for a keyboard: from the kernel's input events (linux/input.h) to codes.

Shift, Ctrl, Caps Lock and Alt are keys of their own and are followed. A character that no key types comes as Alt and
its number on the keypad: its Unicode code point (one published capture: 31508 笔, 35760 记, 26412 本), or, from other
firmware, the decimal value of its GB 18030 bytes. Linux knows nothing of Alt numbers. Enter ends a code.

A key that types nothing stands for NUL, which no code may hold: the code is unreadable then, not shorter.
"""

from __future__ import annotations

from collections.abc import Callable

from devices.code_frames import CodeFramer, Frame
from devices.keyboard_layout import (
    ALT,
    CTRL,
    ENTER,
    EVENT,
    KEYPAD,
    KEYPAD_SIGNS,
    SHIFT,
    EventType,
    Key,
    KeyboardLayout,
    Syn,
)
from devices.scanner_codecs import Heard

_NOTHING = b"\0"
_DIGITS_MAX = 10  # of an Alt number
_PRESSED, _RELEASED = 1, 0  # 2 is a repeat


def unicode_number(number: int) -> bytes:
    """A code point, as UTF-8."""
    try:
        return chr(number).encode()
    except (ValueError, OverflowError, UnicodeEncodeError):
        return _NOTHING


def gb18030_number(number: int) -> bytes:
    """One, two or four bytes of GB 18030, as they are."""
    size = 1 if number <= 0xFF else 2 if number <= 0xFFFF else 4
    return number.to_bytes(size, "big") if number <= 0xFFFFFFFF else _NOTHING


def from_gb18030(code: bytes) -> bytes:
    """The same in UTF-8. Left to guess, a reader takes 预约 in GB 18030 for UTF-8: by its bytes it is both."""
    try:
        return code.decode("gb18030").encode()
    except UnicodeDecodeError:
        return code


ALT_NUMBERS: dict[str, tuple[Callable[[int], bytes], Callable[[bytes], bytes]]] = {
    "unicode": (unicode_number, bytes),
    "gb18030": (gb18030_number, from_gb18030),
}
"""What a number spells, and what to make of a whole code."""


class KeyboardCodec:
    """Implements `ScannerCodec`; what it is fed are whole input events, one after the other."""

    def __init__(self, layout: KeyboardLayout, alt_numbers: str) -> None:
        """Raises `ValueError` for a kind of Alt numbers that it does not know."""
        if alt_numbers not in ALT_NUMBERS:
            raise ValueError(f"no Alt numbers {alt_numbers!r}, only {', '.join(ALT_NUMBERS)}")
        self._layout = layout
        self._spell, self._decode = ALT_NUMBERS[alt_numbers]
        self._framer = CodeFramer()
        self._rest = b""  # of an event
        self._down: set[int] = set()  # modifiers
        self._caps = False
        self._digits = ""  # of an Alt number
        self._blind = False  # the kernel has dropped events, until the next report
        self._lost = False  # ... and with them the code; its end must not look like one

    @property
    def open(self) -> bool:
        return self._framer.open or bool(self._rest or self._digits) or self._lost

    def answers(self, words: str) -> bool:
        return False

    def ask(self, words: str, again: bool = False) -> bytes:
        raise ValueError(f"a keyboard takes no commands: {words}")

    def feed(self, data: bytes) -> list[Heard]:
        data = self._rest + data
        whole = len(data) - len(data) % EVENT.size
        self._rest = data[whole:]
        frames: list[Heard] = []
        for _seconds, _microseconds, kind, code, value in EVENT.iter_unpack(data[:whole]):
            if kind == EventType.SYN:
                self._synchronise(code)
            elif kind == EventType.KEY and value in (_PRESSED, _RELEASED) and not self._blind:
                frames += self._key(code, value == _PRESSED)
        return frames

    def pause(self) -> list[Heard]:
        self._rest = b""
        return [*self._end()]

    def forget(self) -> None:
        self._rest = b""
        self._drop()

    def _drop(self) -> None:
        self._framer = CodeFramer()
        self._digits = ""
        self._lost = False

    def _synchronise(self, code: int) -> None:
        if code == Syn.DROPPED:
            self._drop()
            self._down.clear()
            self._blind = self._lost = True
        elif code == Syn.REPORT:
            self._blind = False

    def _key(self, code: int, pressed: bool) -> list[Frame]:
        if code in SHIFT | CTRL | ALT:
            return self._modifier(code, pressed)
        if not pressed or code == Key.NUM_LOCK:  # toggled before Alt numbers
            return []
        if code == Key.CAPS_LOCK:
            self._caps = not self._caps
            return []
        if code in ENTER:
            return self._end()
        if self._down & ALT:
            if code in KEYPAD and len(self._digits) < _DIGITS_MAX:
                self._digits += KEYPAD[code]
                return []
            return self._type(_NOTHING)
        sign = KEYPAD.get(code) or KEYPAD_SIGNS.get(code)
        sign = sign or self._layout.types(code, bool(self._down & SHIFT), self._caps)
        if self._down & CTRL:
            sign = chr(ord(sign.upper()) & 0x1F) if sign and "@" <= sign.upper() <= "_" else ""
        return self._type(sign.encode() or _NOTHING)

    def _modifier(self, code: int, pressed: bool) -> list[Frame]:
        if pressed:
            self._down.add(code)
            return []
        self._down.discard(code)
        if not self._digits or self._down & ALT:
            return []
        number, self._digits = int(self._digits), ""
        return self._type(self._spell(number))

    def _type(self, data: bytes) -> list[Frame]:
        frames = self._framer.feed(data)
        if self._lost and frames:
            self._drop()
            return []
        return [Frame(self._decode(frame.data), frame.too_long) for frame in frames]

    def _end(self) -> list[Frame]:
        if self._lost:
            self._drop()
            return []
        if self._digits:  # cut off
            self._digits = ""
            self._framer.feed(_NOTHING)
        return [Frame(self._decode(frame.data), frame.too_long) for frame in self._framer.pause()]
