"""What may be kept of the talk with an identity card reader: who lay on it never; how it answered always.

A legal frame (length and checksum right, as the driver's own parser finds it) keeps its length, status and type mark;
a synthetic person of the same layout stands in it, or an inconsistent one where the card contradicted itself, with the
checksum made right again. Of an illegal frame only the head is kept. Everything else is filled with zeros.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from stdnum.iso7064 import mod_11_2

from devices.id_card_text import LAYOUTS, TEXT_SIZE, TYPE_MARK, CardInconsistent, CardUnsupported, parse
from devices.masking import Legible
from devices.sdt import HEAD, LENGTH_MIN, PREAMBLE, Answer, AnswerParser, Command, checksum, slices

_HEAD = re.compile(re.escape(PREAMBLE) + rb"(.{2})?", re.DOTALL)
_REQUEST = len(Command.STATUS.request)
_IMPERSONAL = [command.request for command in (Command.SAM_ID, Command.STATUS, Command.RESET)]
_LENGTHS = (*range(LENGTH_MIN, 21), 0x0508, 0x050A, 0x070A, 0x090A)  # short answers, and a card with its fingerprints
_BIRTH = "19491231"
_UNSUPPORTED = "?"  # as a type mark: a layout that nobody knows

_PERSON = {
    "name": "测试甲",
    "sex": "2",
    "nation": "01",
    "birth": _BIRTH,
    "address": "北京市朝阳区测试路1号",
    "authority": "测试市公安局",
    "valid_from": "20100101",
    "valid_until": "长期",
    "english_name": "SAMPLE, PERSON",
    "nationality": "FRA",
    "pass_number": "H00000000",
    "issue_count": "01",
}
_NUMBERS = {  # by type mark; the check digit follows
    "": "110105" + _BIRTH + "002",
    "J": "810000" + _BIRTH + "002",
    "Y": "911840" + _BIRTH + "002",
}
_NUMBER_2017 = "FRA3100" + _BIRTH[2:] + "10"


class IdCardReaderMask:
    """SDT frames. Implements `Mask`."""

    filler = 0x00

    def __init__(self, model: str = "sdt") -> None:
        self.driver = f"id_card_reader:{model}"
        self._parser = AnswerParser()
        self._tail = b""  # the last bytes, no longer than a head that is not whole
        self._asked: bytes | None = None
        self._only_itself = True  # nothing but the module's own id can have been asked for

    def sent(self, data: bytes) -> bytes:
        self._asked = data
        self._only_itself = self._only_itself and data in _IMPERSONAL
        legible = len(data) == _REQUEST and data.startswith(PREAMBLE)
        return data if legible else bytes(len(data))

    def received(self, data: bytes) -> list[Legible]:
        window = self._tail + data
        heads = [_head(window, found.start()) for found in _HEAD.finditer(window)]
        self._tail = window[-HEAD + 1 :]
        self._parser.feed(data)
        return heads + self._frames(self._parser.take)

    def paused(self) -> list[Legible]:
        frames = self._frames(self._parser.give_up)
        self._parser.wipe()
        self._tail = b""
        return frames

    def _frames(self, next_answer: Callable[[], Answer | None]) -> list[Legible]:
        frames = []
        while answer := next_answer():
            frame = self._masked(answer)
            answer.wipe()
            held = self._parser.held
            frames.append(Legible(held + len(frame), frame))
            self._tail = self._tail[-held:] if held else b""  # what lies in a frame begins none
        return frames

    def _masked(self, answer: Answer) -> bytes:
        data = answer.data
        its_id = self._only_itself and self._asked == Command.SAM_ID.request and len(data) in Command.SAM_ID.sizes
        if data and not its_id:
            data = _reading(data) if len(data) >= Command.READ.sizes.start else _short(data)
        body = (LENGTH_MIN + len(data)).to_bytes(2, "big") + bytes((0, 0, answer.status)) + data
        return PREAMBLE + body + bytes((checksum(body),))


def _head(window: bytes, start: int) -> Legible:
    """A preamble, and the length behind it if answers have it; where bytes were lost, anything may stand there."""
    head = window[start : start + HEAD]
    if len(head) == HEAD and int.from_bytes(head[-2:], "big") not in _LENGTHS:
        head = PREAMBLE + bytes(2)
    return Legible(len(window) - start, head)


def _reading(data: bytearray) -> bytearray:
    """Length words as they are; the text another one; photo and fingerprints empty. All empty if they contradict."""
    parts = slices(data)
    masked = bytearray(len(data))
    if parts is not None:
        text, photo = parts
        words = 2 if 4 + len(text) + len(photo) == len(data) else 3
        masked[: 2 * words] = data[: 2 * words]
        if len(text) == TEXT_SIZE:
            masked[2 * words : 2 * words + TEXT_SIZE] = _instead_of(text)
    return masked


def _short(data: bytearray) -> bytearray:
    """Serials of cards, and the newest address."""
    if len(data) <= Command.SELECT.sizes.stop - 1:
        return bytearray(len(data))
    address = (_PERSON["address"] + " " * len(data)).encode("utf-16-le")
    return bytearray(address[: len(data)])


def _instead_of(text: bytearray) -> bytes:
    """A synthetic text with which the driver fares as with this one."""
    mark = text[TYPE_MARK].decode("utf-16-le", "replace")
    mark = mark if mark in LAYOUTS else ""
    try:
        parse(text)
    except CardUnsupported:
        return person(_UNSUPPORTED)
    except CardInconsistent:
        return person(mark, consistent=False)
    return person(mark)


@cache
def person(mark: str, *, consistent: bool = True) -> bytes:
    """The text block of a synthetic person whose card has this type mark. 256 bytes."""
    fields = dict(_PERSON)
    if mark == "I":
        fields["number"] = _NUMBER_2017
    else:
        number = _NUMBERS.get(mark, _NUMBERS[""])
        fields["number"] = number + str(mod_11_2.calc_check_digit(number))
    if not consistent:
        fields["birth"] = "19491230"  # the number says another day
    text = bytearray((" " * (TEXT_SIZE // 2)).encode("utf-16-le"))
    _, places = LAYOUTS.get(mark, LAYOUTS[""])
    for field, spans in places.items():
        start, end = spans[0]
        text[start:end] = fields[field].ljust((end - start) // 2)[: (end - start) // 2].encode("utf-16-le")
    text[TYPE_MARK] = (mark or " ").encode("utf-16-le")
    return bytes(text)
