"""What may be kept of the talk with an ESC/POS printer: the commands of a job, not what it says.

Of what is sent, text and the contents of QR codes are veiled and pictures are blank, each at its length; a command that
is not in the table below is veiled like text. Of what is received, only what was asked for is kept, and control
characters: a printer's port may have a scanner at its far end.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator

from devices.masking import Legible, veil

_HANZI = b"\xd7\xd6"  # 字: what stands for the two bytes of a character
_REAL_TIME = re.compile(
    rb"\x10(?:\x04[\x01-\x14]|\x05[\x01-\x03]|\x14\x08\x01\x03\x14\x01\x06\x02\x08)"  # DLE EOT, DLE ENQ, DLE DC4
)
_PARAMETERS = {  # bytes behind the first two of a command
    0x1B: dict.fromkeys(b"@26im", 0) | dict.fromkeys(b"!3EGJMRadrtv-", 1),
    0x1C: dict.fromkeys(b"&.", 0) | dict.fromkeys(b"!CW-", 1) | dict.fromkeys(b"S", 2) | dict.fromkeys(b"\xc0", 4),
    0x1D: dict.fromkeys(b"\xe1", 0) | dict.fromkeys(b"!BEHIRabefhrw\xe0", 1) | dict.fromkeys(b"LPW", 2),
}
_LONGER = (b"\x1dVA", b"\x1dVB", b"\x1de\x03", b"\x1dR1")  # these take one byte more
_CODE = b"1P"  # GS ( k: the function that takes a code's contents
_SHORT = 4  # bytes of a GS ( function that are settings and no contents
_TAIL = 80  # bytes: no answer is longer

_ASB = re.compile(rb"[\x10-\x1c\x30-\x3c\x50-\x5c\x70-\x7c][\x00-\x0f\x20-\x2f\x40-\x4f\x60-\x6f][\x00-\x0f]{2}")
_FULL_STATUS = re.compile(rb"\x10\x0f.{4}", re.DOTALL)  # Custom's answer to DLE EOT 20
_TEXT = re.compile(rb"\x5f[ -~]{0,40}\x00")  # answers to GS I
_CLEARED = re.compile(rb"\x37\x25\x00")


class ReceiptPrinterMask:
    """ESC/POS. Implements `Mask`."""

    filler = 0xFF

    def __init__(self, model: str) -> None:
        self.driver = f"receipt_printer:{model}"
        self._job = _JobMask()
        self._tail = b""
        self._asked = 0  # real-time questions without an answer
        self._expected: dict[bytes, re.Pattern[bytes]] = {}
        self._ids: deque[bytes] = deque(maxlen=4)

    def sent(self, data: bytes) -> bytes:
        self._tail = b""
        out, end = bytearray(), 0
        for command in _REAL_TIME.finditer(data):
            out += self._job.feed(data[end : command.start()]) + command.group()
            end = command.end()
            if command.group()[1] == 0x04:
                self._asked += 1
            else:
                self._job = _JobMask()
        out += self._job.feed(data[end:])
        self._expect(data)
        return bytes(out)

    def received(self, data: bytes) -> list[Legible]:
        lifted = [Legible(len(data), bytes(byte if byte < 0x20 else self.filler for byte in data))]
        for at, byte in enumerate(data):
            if self._asked and byte & 0x93 == 0x12:
                self._asked -= 1
                lifted.append(Legible(len(data) - at, bytes([byte])))
        window = self._tail + data
        for pattern in [*self._expected.values(), *map(_completed, self._ids)]:
            lifted += [Legible(len(window) - found.start(), found.group()) for found in pattern.finditer(window)]
        self._tail = window[-_TAIL:]
        return lifted

    def paused(self) -> list[Legible]:
        return []

    def _expect(self, data: bytes) -> None:
        self._expected.pop(b"\x1dI", None)  # one text for one question: another one could be a code
        for command, answer in ((b"\x1da", _ASB), (b"\x10\x04\x14", _FULL_STATUS), (b"\x1dI", _TEXT)):
            if command in data:
                self._expected[command] = answer
        for found in re.finditer(rb"\x1d\xe0([\x01-\x0f])", data):  # Custom: these bytes of the status by itself
            head = bytes((0x10, found[1][0]))
            self._expected[head] = re.compile(re.escape(head) + b".{%d}" % found[1][0].bit_count(), re.DOTALL)
        if data.startswith(b"\x10\x14"):
            self._expected[b"\x10\x14"] = _CLEARED
        for found in re.finditer(rb"\x1d\(H\x06\x0000([ -~]{4})", data):
            self._ids.append(found[1])


def _completed(job_id: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"\x37\x22" + re.escape(job_id) + rb"\x00")


class _JobMask:
    """Follows one stream of commands, however it is cut up; gives a byte for every byte."""

    def __init__(self) -> None:
        self._head = b""  # of a command whose length is not known yet
        self._rest = 0  # bytes that still belong to the latest command
        self._how: Callable[[bytes], bytes] = bytes
        self._trail = False  # the second byte of a character comes next

    def feed(self, data: bytes) -> bytes:
        return b"".join(self._pieces(data))

    def _pieces(self, data: bytes) -> Iterator[bytes]:
        at = 0
        while at < len(data):
            if self._rest:
                piece = data[at : at + self._rest]
                self._rest -= len(piece)
                at += len(piece)
                yield self._how(piece)
                continue
            yield self._command(data[at]) if self._head or data[at] in _PARAMETERS else self._text(data[at])
            at += 1

    def _command(self, byte: int) -> bytes:
        self._head += bytes([byte])
        head = self._head
        if len(head) == 1:
            self._trail = False
            return head
        if head[:2] in (b"\x1d(", b"\x1dv"):
            self._long(head)
        elif len(head) == 3:  # one of those that may take one byte more
            self._end(int(head in _LONGER))
        elif byte not in _PARAMETERS[head[0]]:
            self._end(0)
            return b"\x1a" if byte < 0x20 else veil(bytes([byte]))
        elif not any(command.startswith(head) for command in _LONGER):
            self._end(_PARAMETERS[head[0]][byte])
        return bytes([byte])

    def _long(self, head: bytes) -> None:
        """Those that say their length themselves."""
        if head[1:2] == b"v" and len(head) == 8:
            self._end((head[4] + 256 * head[5]) * (head[6] + 256 * head[7]), _blank)
        elif head[1:2] == b"(" and len(head) >= 5:
            size = head[3] + 256 * head[4]
            if head[2:3] == b"k" and size > _SHORT:
                if len(head) == 7:
                    self._end(size - 2, veil if head[5:] == _CODE else _blank)
            else:
                self._end(size, bytes if size <= _SHORT or (head[2:3] == b"H" and size == 6) else _blank)

    def _end(self, rest: int, how: Callable[[bytes], bytes] = bytes) -> None:
        self._head, self._rest, self._how = b"", rest, how

    def _text(self, byte: int) -> bytes:
        if self._trail:
            self._trail = False
            if byte >= 0x40:
                return _HANZI[1:]
        if byte >= 0x80:
            self._trail = True
            return _HANZI[:1]
        if byte < 0x20:
            return bytes([byte]) if byte in b"\0\t\n\r" else b"\x1a"
        return b" " if byte == 0x20 else veil(bytes([byte]))


def _blank(data: bytes) -> bytes:
    return bytes(len(data))
