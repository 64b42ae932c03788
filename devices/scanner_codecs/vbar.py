"""Vbar 微光, TX, Q and M series.

    command   55 AA | command | length, little-endian | data | XOR of all before
    answer    55 AA | command | 00 done, else failed | length | data | XOR

A code is an answer to command 30 that nobody gave (public driver code); in developer mode it comes as raw UTF-8
(scanner manual, zhejianglong.com). Words are hexadecimal: command and data; `24 01` puts the light on.
"""

from __future__ import annotations

from functools import reduce
from operator import xor

from devices.code_frames import CodeFramer
from devices.scanner_codecs import Answer, Heard, Verdict
from devices.scanner_codecs.packets import UNDECIDED

_HEAD = b"\x55\xaa"
_FIXED = 6  # bytes of an answer before its data
_CODE = 0x30
_LIMIT = 4096  # bytes of data; no code is as long


class Vbar:
    """Implements `PacketLanguage`."""

    def answers(self, words: str) -> bool:
        return True

    def encode(self, words: str, again: bool) -> bytes:
        command = bytes.fromhex(words)
        packet = _HEAD + command[:1] + (len(command) - 1).to_bytes(2, "little") + command[1:]
        return packet + bytes([reduce(xor, packet)])

    def measure(self, heard: bytes) -> int:
        if not _HEAD.startswith(heard[:2]):
            return 0
        if len(heard) < _FIXED:
            return UNDECIDED
        length = int.from_bytes(heard[4:_FIXED], "little")
        return _FIXED + length + 1 if length <= _LIMIT else 0

    def intact(self, packet: bytes) -> bool:
        return reduce(xor, packet) == 0

    def hear(self, packet: bytes, awaited: str) -> list[Heard]:
        command, status, data = packet[2], packet[3], packet[_FIXED:-1]
        if command == _CODE and status == 0:
            framer = CodeFramer()
            return [*framer.feed(data), *framer.pause()]
        if awaited and command == bytes.fromhex(awaited)[0]:
            return [Answer(Verdict.REFUSED if status else Verdict.DONE)]
        return []

    def spoilt(self) -> list[Heard]:
        return []

    @property
    def halfway(self) -> bool:
        return False

    def pause(self) -> None: ...

    def forget(self) -> None: ...
