"""What may be kept of the talk with an IPP printer: questions and answers, and of a document its length alone.

Of what is sent, the head of a request and its attributes are kept: nothing in them is about a citizen. Of what is
received, an answer is kept once it is whole and follows the grammar; everything else stays filler.
"""

from __future__ import annotations

import re

from devices import ipp
from devices.masking import Legible
from devices.states import Garbled

_REQUEST = b"POST "
_HEAD_END = b"\r\n\r\n"
_STATUS = re.compile(rb"HTTP/1\.[01] \d{3} [ -~]{0,80}\r\n")
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d{1,6})\r\n", re.IGNORECASE)
_LIMIT = 200_000  # bytes of one answer


class A4PrinterMask:
    """IPP over HTTP. Implements `Mask`."""

    filler = 0xFF

    def __init__(self, model: str) -> None:
        self.driver = f"a4_printer:{model}"
        self._heard = b""

    def sent(self, data: bytes) -> bytes:
        self._heard = b""
        head = data.find(_HEAD_END) + len(_HEAD_END)
        if not data.startswith(_REQUEST) or head < len(_HEAD_END):
            return bytes(len(data))
        try:
            kept = head + ipp.attributes_end(data[head:])
        except Garbled:
            kept = 0
        return data[:kept] + bytes(len(data) - kept)

    def received(self, data: bytes) -> list[Legible]:
        self._heard = (self._heard + data)[:_LIMIT]
        if not _whole(self._heard):
            return []
        return [Legible(len(self._heard), self._heard)]

    def paused(self) -> list[Legible]:
        return []


def _whole(heard: bytes) -> bool:
    head, end, body = heard.partition(_HEAD_END)
    length = _LENGTH.search(head + b"\r\n")
    if not end or not _STATUS.match(head + b"\r\n") or length is None or len(body) != int(length[1]):
        return False
    try:
        return not ipp.decode(body).document
    except Garbled:
        return False
