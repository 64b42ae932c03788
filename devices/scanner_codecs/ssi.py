"""Zebra's Simple Serial Interface (DS2208 product reference guide, page 110; SE955 integration guide, page 197;
opcodes: public driver code).

    length | opcode | source (0 scanner, 4 host) | status | data | checksum

The length counts itself and not the checksum, which makes the sum of all 16 bits zero. Status bits: 01 sent again,
02 more packets follow, 08 permanent. The host must acknowledge codes and events, or the scanner sends them twice more;
what answers a question is not acknowledged.

Words are hexadecimal: opcode and data; `E4` starts a session, `C6 FF 8A 08` sets the trigger to the host until
power-off (FF: without a beep).
"""

from __future__ import annotations

from hashlib import blake2b

from devices.code_frames import CodeFramer, Frame
from devices.scanner_codecs import Answer, Heard, Reply, Verdict
from devices.scanner_codecs.packets import UNDECIDED

_SCANNER, _HOST = 0, 4
_AGAIN, _MORE = 0x01, 0x02
_ACK, _NAK = 0xD0, 0xD1
_CODE, _EVENT = 0xF3, 0xF6
_ANSWERS = {0xA3: 0xA4, 0xC7: 0xC6, 0xD3: 0xD4}  # a question, and what answers it instead of an ACK
_FROM_SCANNER = (_ACK, _NAK, _CODE, _EVENT, *_ANSWERS.values())
_CAUSE_RESEND = 0x01
_PATIENCE = 80  # pauses; a scanner whose packets are not acknowledged gives up in 6 s
_SHOWN = 60  # characters


class Ssi:
    """Implements `PacketLanguage`."""

    def __init__(self) -> None:
        self._codes = CodeFramer()
        self._latest = b""  # digest of the latest packet of a code, to know it when it comes again
        self._more = False  # packets of a code have come, and more follow
        self._headless = False  # ... and what has come was dropped
        self._pauses = 0

    def answers(self, words: str) -> bool:
        return True

    def encode(self, words: str, again: bool) -> bytes:
        command = bytes.fromhex(words)
        return _packet(command[0], command[1:], _AGAIN if again else 0)

    def measure(self, heard: bytes) -> int:
        length, opcode, source = heard[0], heard[1:2], heard[2:3]
        if length < 4 or (opcode and opcode[0] not in _FROM_SCANNER) or (source and source[0] != _SCANNER):
            return 0
        return length + 2 if source else UNDECIDED

    def intact(self, packet: bytes) -> bool:
        return _checksum(packet[:-2]) == packet[-2:]

    def hear(self, packet: bytes, awaited: str) -> list[Heard]:
        opcode, status, data = packet[1], packet[3], packet[4:-2]
        if opcode == _CODE:
            return [Reply(_packet(_ACK)), *self._code(status, data)]
        if opcode == _EVENT:
            return [Reply(_packet(_ACK))]
        if not awaited:
            return []
        if opcode == _NAK:
            return [Answer(Verdict.RESEND if data[:1] == bytes([_CAUSE_RESEND]) else Verdict.REFUSED)]
        if opcode == _ANSWERS.get(bytes.fromhex(awaited)[0], _ACK):
            return [Answer(Verdict.DONE, _printable(data))]
        return []

    def spoilt(self) -> list[Heard]:
        return [Reply(_packet(_NAK, bytes([_CAUSE_RESEND])))]

    @property
    def halfway(self) -> bool:
        return self._more

    def pause(self) -> None:
        self._pauses += 1
        if self._more and self._pauses > _PATIENCE:
            self.forget()
            self._headless = False

    def forget(self) -> None:
        self._codes = CodeFramer()
        self._headless = self._headless or self._more
        self._more = False

    def _code(self, status: int, data: bytes) -> list[Frame]:
        """The first byte of the data is the kind of code."""
        digest = blake2b(data, digest_size=16).digest()
        again = bool(status & _AGAIN) and digest == self._latest
        self._latest, self._pauses = digest, 0
        if again:  # our ACK was lost, not the code
            return []
        more = bool(status & _MORE)
        if self._headless:
            self._headless = more
            return []
        self._more = more
        frames = self._codes.feed(data[1:])
        return frames if more else frames + self._codes.pause()


def _packet(opcode: int, data: bytes = b"", status: int = 0) -> bytes:
    packet = bytes([4 + len(data), opcode, _HOST, status]) + data
    return packet + _checksum(packet)


def _checksum(packet: bytes) -> bytes:
    return (-sum(packet) & 0xFFFF).to_bytes(2, "big")


def _printable(data: bytes) -> str:
    return "".join(chr(byte) if 0x20 <= byte < 0x7F else " " for byte in data).strip()[:_SHOWN]
