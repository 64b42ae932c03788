"""What may be kept of a scanner that passes for a keyboard: that keys were pressed, and which of them frame a code."""

from __future__ import annotations

from devices.keyboard_layout import ALT, CTRL, ENTER, EVENT, KEYPAD, SHIFT, EventType, Key
from devices.masking import Legible

_KEPT = SHIFT | CTRL | ALT | ENTER | {Key.CAPS_LOCK, Key.NUM_LOCK}
_LETTER, _DIGIT = 30, 79  # stand for every key, and for every digit of the keypad


class KeyboardMask:
    """Input events whose keys are all the same. Implements `Mask`."""

    filler = 0

    def __init__(self, family: str) -> None:
        self.driver = f"code_scanner:{family}"
        self._rest = b""

    def sent(self, data: bytes) -> bytes:
        return data

    def received(self, data: bytes) -> list[Legible]:
        stream = self._rest + data
        whole = len(stream) - len(stream) % EVENT.size
        self._rest = stream[whole:]
        masked = b"".join(EVENT.pack(*_masked(*event)) for event in EVENT.iter_unpack(stream[:whole]))
        return [Legible(len(stream), masked)] if masked else []

    def paused(self) -> list[Legible]:
        return []


def _masked(_seconds: int, _microseconds: int, kind: int, code: int, value: int) -> tuple[int, int, int, int, int]:
    if kind == EventType.KEY and code not in _KEPT:
        code = _DIGIT if code in KEYPAD else _LETTER
    elif kind not in (EventType.KEY, EventType.SYN):
        value = 0  # a scan code says the same as the key
    return 0, 0, kind, code, value  # no hour: it would name a citizen
