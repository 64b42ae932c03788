"""The frames between a terminal and an identity card reader with a security module (SDT / SAM_A, GA/T 467).

    request   AA AA AA 96 69 | Len (2, big-endian) | CMD | PARA            | CHK
    answer    AA AA AA 96 69 | Len (2, big-endian) | SW1 | SW2 | SW3 | data | CHK

Len counts everything after itself; CHK is the XOR of everything between the preamble and itself. Only SW3 is the
reader's word: SW1 and SW2 are passed through from the card. The codes 01, 02, 03 and 05 found in vendors'
manuals belong to their host library and never come over the wire.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum, IntEnum
from functools import reduce
from operator import xor
from typing import NamedTuple

PREAMBLE = bytes.fromhex("AAAAAA9669")
HEAD = len(PREAMBLE) + 2
LENGTH_MIN = 4  # three status bytes and the checksum
LENGTH_MAX = 0x090A  # text, photo and two fingerprints: 2321 bytes on the wire


def checksum(body: bytes | bytearray) -> int:
    return reduce(xor, body, 0)


def frame_size(start: bytes) -> int:
    """How long the frame is that begins with `start`, as it says itself; 0 when it is none."""
    length = int.from_bytes(start[HEAD - 2 : HEAD], "big")
    whole_head = len(start) >= HEAD and start.startswith(PREAMBLE)
    return HEAD + length if whole_head and LENGTH_MIN <= length <= LENGTH_MAX else 0


class Status(IntEnum):
    """SW3."""

    CHECKSUM_WRONG = 0x10  # of our request
    LENGTH_WRONG = 0x11
    SEQUENCE_WRONG = 0x21
    NOT_PERMITTED = 0x23
    UNRECOGNISED = 0x24
    CARD_REJECTS_READER = 0x31
    READER_REJECTS_CARD = 0x32
    UNVERIFIED = 0x33
    CARD_TYPE_UNKNOWN = 0x40
    READ_FAILED = 0x41
    RANDOM_FAILED = 0x47
    SELF_TEST_FAILED = 0x60
    NOT_AUTHORISED = 0x66
    NO_CARD = 0x80
    SELECT_FAILED = 0x81
    SUCCESS = 0x90
    NO_SUCH_ITEM = 0x91
    CARD_FOUND = 0x9F


_STATUSES = frozenset(Status)


@dataclass(frozen=True)
class Answer:
    """One legal frame of the reader."""

    status: Status
    data: bytearray = field(repr=False)

    def wipe(self) -> None:
        """Overwrite the data, which may be a person's."""
        self.data[:] = bytes(len(self.data))


class Command(Enum):
    """What may be asked, and what a success looks like: status and number of data bytes."""

    RESET = (0x10, 0xFF, Status.SUCCESS, range(1))
    STATUS = (0x11, 0xFF, Status.SUCCESS, range(1))
    SAM_ID = (0x12, 0xFF, Status.SUCCESS, range(16, 17))
    FIND = (0x20, 0x01, Status.CARD_FOUND, range(9))
    SELECT = (0x20, 0x02, Status.SUCCESS, range(17))
    READ = (0x30, 0x01, Status.SUCCESS, range(260, LENGTH_MAX))
    READ_NEWEST_ADDRESS = (0x30, 0x03, Status.SUCCESS, range(129))

    def __init__(self, command: int, parameter: int, success: Status, sizes: range) -> None:
        body = bytes((0, 3, command, parameter))
        self.request = PREAMBLE + body + bytes((checksum(body),))
        self.success = success
        self.sizes = sizes

    def answered_by(self, answer: Answer) -> bool:
        """Whether `answer` can be meant for this command; a late answer to another one mostly cannot."""
        if answer.status is self.success:
            return len(answer.data) in self.sizes
        return not answer.data and answer.status not in (Status.SUCCESS, Status.CARD_FOUND)


class AnswerParser:
    """Finds legal frames in a byte stream, whatever stands between and inside them.

    Searches the preamble; refuses a length out of bounds, a wrong checksum and an unknown status by dropping one
    byte and searching again. It holds at most one frame of the greatest length plus what was fed last.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self.begun = False  # a preamble has been seen

    @property
    def unfinished(self) -> bool:
        """A frame has begun and waits for its rest."""
        return self._buffer.startswith(PREAMBLE)

    @property
    def pending(self) -> bool:
        """Bytes are left that made no frame yet."""
        return bool(self._buffer)

    @property
    def held(self) -> int:
        """How many bytes are left that made no frame yet."""
        return len(self._buffer)

    def feed(self, data: bytes) -> None:
        self._buffer += data

    def take(self) -> Answer | None:
        """The next frame; None when more bytes are needed."""
        buffer = self._buffer
        while True:
            start = buffer.find(PREAMBLE)
            if start < 0:
                self._drop(len(buffer) - len(PREAMBLE) + 1)
                return None
            self._drop(start)
            self.begun = True
            if len(buffer) < HEAD:
                return None
            length = int.from_bytes(buffer[HEAD - 2 : HEAD], "big")
            end = HEAD + length
            if LENGTH_MIN <= length <= LENGTH_MAX:
                if len(buffer) < end:
                    return None
                if checksum(buffer[HEAD - 2 : end - 1]) == buffer[end - 1] and buffer[HEAD + 2] in _STATUSES:
                    answer = Answer(Status(buffer[HEAD + 2]), buffer[HEAD + 3 : end - 1])
                    self._drop(end)
                    return answer
            self._drop(1)

    def give_up(self) -> Answer | None:
        """No more bytes will come: the frame that never ended may hide a whole one behind its head."""
        while self.unfinished:
            self._drop(1)
            if answer := self.take():
                return answer
        return None

    def wipe(self) -> None:
        """Overwrite and forget everything."""
        self._drop(len(self._buffer))

    def _drop(self, count: int) -> None:
        if count > 0:
            self._buffer[:count] = bytes(count)
            del self._buffer[:count]


def slices(data: bytearray) -> tuple[bytearray, bytearray] | None:
    """Text and photo of a `READ` answer, cut by its length words; None when they do not add up.

    Two words stand before text and photo (1295 bytes on the wire); a reader that adds fingerprints puts a third
    word behind them (1297, 1809, 2321).
    """
    for words in (2, 3):
        lengths = [int.from_bytes(data[2 * word : 2 * word + 2], "big") for word in range(words)]
        start = 2 * words
        if start + sum(lengths) == len(data):
            text_end = start + lengths[0]
            return data[start:text_end], data[text_end : text_end + lengths[1]]
    return None


class ModuleId(NamedTuple):
    """Who a security module is: the id as on its label, and the day it was made, if it says one."""

    text: str
    made: date | None


def module_id(data: bytes | bytearray) -> ModuleId:
    """The 16 bytes of a `SAM_ID` answer. Integers unsigned, little-endian."""
    made, serial, check = (int.from_bytes(data[at : at + 4], "little") for at in (4, 8, 12))
    text = f"{data[0]:02d}.{data[2]:02d}-{made:08d}-{serial:09d}-{check:09d}"
    try:
        return ModuleId(text, date(made // 10000, made // 100 % 100, made % 100))
    except ValueError:
        return ModuleId(text, None)
