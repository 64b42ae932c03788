"""What the keys of a scanner that passes for a keyboard make: the kernel's input events."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from devices.keyboard_layout import EVENT, KEYPAD, EventType, Key, Syn, load_layout

_PRESSED, _RELEASED = 1, 0
_SCAN_CODE = 4  # MSC_SCAN
_PAD = {sign: code for code, sign in KEYPAD.items()}


def event(kind: int, code: int, value: int) -> bytes:
    return EVENT.pack(1_700_000_000, 0, kind, code, value)


REPORT = event(EventType.SYN, Syn.REPORT, 0)
DROPPED = event(EventType.SYN, Syn.DROPPED, 0) + REPORT


def press(code: int) -> bytes:
    return event(EventType.MSC, _SCAN_CODE, 0x70000 + code) + event(EventType.KEY, code, _PRESSED) + REPORT


def release(code: int) -> bytes:
    return event(EventType.KEY, code, _RELEASED) + REPORT


def stroke(code: int, *held: int) -> bytes:
    """One key, while these are held."""
    down = b"".join(map(press, held))
    return down + press(code) + release(code) + b"".join(release(key) for key in reversed(held))


def alt_number(number: int) -> bytes:
    """Num Lock, and the number of a character on the keypad while Alt is held."""
    digits = b"".join(stroke(_PAD[digit]) for digit in f"{number:03}")
    return stroke(Key.NUM_LOCK) + press(Key.LEFT_ALT) + digits + release(Key.LEFT_ALT)


def keystrokes(code: bytes, gb18030: bool = False) -> bytes:
    """What the scanner types for a code, without Enter: of text in UTF-8 or GB 18030 the characters, of anything else
    the bytes."""
    return b"".join(_keystrokes(code, gb18030))


def _keystrokes(code: bytes, gb18030: bool) -> Iterator[bytes]:
    layout = load_layout("us")
    keys = {sign: stroke(key, Key.LEFT_SHIFT) for key, sign in layout.shifted.items()}
    keys |= {sign: stroke(key) for key, sign in layout.plain.items()}
    for encoding in ("utf-8", "gb18030", "latin-1"):
        with contextlib.suppress(UnicodeDecodeError):
            text = code.decode(encoding)
            break
    for sign in text:
        encoded = sign.encode("gb18030") if gb18030 else b""
        yield keys.get(sign) or alt_number(int.from_bytes(encoded, "big") if gb18030 else ord(sign))
