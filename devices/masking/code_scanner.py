"""What may be kept of the talk with a code scanner: its answers to commands; of codes only how long they are.

A code is veiled byte by byte. An answer is known by what no code has by accident: the words of the command it answers,
or the checksum of its packet. The code inside a packet is veiled and the checksum made right again. What scanners are
sent holds no code and stays.
"""

from __future__ import annotations

import re
from binascii import crc_hqx
from collections.abc import Callable, Iterator
from functools import reduce
from operator import xor

from devices.masking import Legible, veil

_TAIL = 1024  # bytes; no answer and no packet is longer
_VERDICT = rb"[\x05\x06\x15](?:;\x03|[!.])?"  # ENQ, ACK or NAK, and how Newland and Honeywell end
_VALUE = rb"[0-9]{1,3}"  # more could be a code behind an answer that broke off
_QUERY_MARKS = b"*?&^"
_ENDS = b";!."
_GM65 = re.compile(rb"\x02\x00\x00([\x01-\x10])")
_SSI = re.compile(rb"[\x04-\xff][\xa4\xc6\xd0\xd1\xd4\xf3\xf6]\x00")
_SSI_CODE = 0xF3
_VBAR = re.compile(rb"\x55\xaa.{4}", re.DOTALL)
_OLD_NEWLAND = re.compile(rb"\$\$%~(?:OK|ER)")
_PRESENT = re.compile(rb"!{1,3}")  # what older Newlands say to `?`


class CodeScannerMask:
    """Every family's language. Implements `Mask`."""

    filler = ord(".")

    def __init__(self, family: str) -> None:
        self.driver = f"code_scanner:{family}"
        self._tail = b""
        self._answer: re.Pattern[bytes] | None = None

    def sent(self, data: bytes) -> bytes:
        self._answer = _answer_to(data)
        return data

    def received(self, data: bytes) -> list[Legible]:
        window = self._tail + data
        self._tail = window[-_TAIL:]
        lifted = [Legible(len(data), veil(data))]
        if self._answer is not None:
            lifted += [Legible(len(window) - found.start(), found.group()) for found in self._answer.finditer(window)]
        return lifted + [Legible(len(window) - at, packet) for packets in _PACKETS for at, packet in packets(window)]

    def paused(self) -> list[Legible]:
        self._tail = b""
        return []


def _answer_to(command: bytes) -> re.Pattern[bytes] | None:
    """What answers this command in words, if any: its own words, a value where it asked for one, and a verdict."""
    if command.startswith(b"$$%"):
        return _OLD_NEWLAND
    if command and command == b"?" * len(command):
        return _PRESENT
    words = max(re.findall(rb"[!-~]+", command), key=len, default=b"").rstrip(_ENDS)
    core = words.rstrip(_QUERY_MARKS)
    if len(core) < 5:
        return None
    value = _VALUE if core != words else b""
    return re.compile(re.escape(core) + value + _VERDICT)


def _gm65(heard: bytes) -> Iterator[tuple[int, bytes]]:
    """02 00 00 | length | data | CRC-CCITT from the third byte on."""
    for found in _GM65.finditer(heard):
        end = found.end() + found[1][0]
        packet = heard[found.start() : end + 2]
        if crc_hqx(packet[2:-2], 0) == int.from_bytes(packet[-2:], "big") and len(packet) == 6 + found[1][0]:
            yield found.start(), packet


def _ssi(heard: bytes) -> Iterator[tuple[int, bytes]]:
    """Length | opcode | source | status | data | two's complement of the sum. A code's type stays."""
    for found in _SSI.finditer(heard):
        size = heard[found.start()]
        packet = heard[found.start() : found.start() + size + 2]
        if len(packet) == size + 2 and (sum(packet[:-2]) + int.from_bytes(packet[-2:], "big")) & 0xFFFF == 0:
            body = packet[:-2]
            if body[1] == _SSI_CODE:
                body = body[:5] + veil(body[5:])
            yield found.start(), body + (-sum(body) & 0xFFFF).to_bytes(2, "big")


def _vbar(heard: bytes) -> Iterator[tuple[int, bytes]]:
    """55 AA | command | status | length, little-endian | data | XOR."""
    for found in _VBAR.finditer(heard):
        size = 6 + int.from_bytes(found.group()[4:], "little")
        packet = heard[found.start() : found.start() + size + 1]
        if len(packet) == size + 1 and reduce(xor, packet) == 0:
            body = packet[:6] + veil(packet[6:-1])
            yield found.start(), body + bytes((reduce(xor, body),))


_PACKETS: tuple[Callable[[bytes], Iterator[tuple[int, bytes]]], ...] = (_gm65, _ssi, _vbar)
