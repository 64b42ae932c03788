"""The talk with one printer over HTTP (RFC 8010, 4): one request, one answer, on a connection that is dialled for it.

The bytes come through our own port, so that a deadline and a cancel are felt as with any device; what an HTTP answer
looks like is left to the standard library.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from devices.deadline import Deadline
from devices.ipp import MEDIA_TYPE, Attribute, Group, Message, Operation, Tag, decode, encode
from devices.ports import Port
from devices.recognition import A4_PRINTER, recognise
from devices.states import Fault, Garbled, Mute, Offline, Remedy, WrongDevice

ANSWER_LIMIT = 200_000  # bytes; real printers answer in 1 to 20 kB
USER = "kiosk"
"""Under this name a terminal's jobs stand in the printer's list."""

_CHUNK = 8192
_SLICE = 0.05  # seconds; how soon a cancel is felt
_HEARD = 4096  # bytes kept to find out who speaks


class Refused(Fault):
    """The printer will not do it; `status` is what it answers (RFC 8011, appendix B)."""

    code = "printer_refused"
    remedy = Remedy.STAFF

    def __init__(self, status: int) -> None:
        super().__init__(f"{status:#06x}")
        self.status = status


class IppLine:
    """One printer's address and the port to it."""

    def __init__(self, port: Port, uri: str) -> None:
        """`uri`: ipp://host:port/path, as the printer knows itself."""
        self.port = port
        self._uri = uri
        parts = urlsplit(uri)
        self._head = (
            f"POST {parts.path or '/'} HTTP/1.1\r\nHost: {parts.netloc}\r\nUser-Agent: kiosk\r\n"
            f"Content-Type: {MEDIA_TYPE}\r\nAccept: {MEDIA_TYPE}\r\nConnection: close\r\n"
        )
        self._ids = count(1)

    def ask(
        self,
        operation: Operation,
        by: Deadline,
        *attributes: Attribute,
        job: Iterable[Attribute] = (),
        document: bytes = b"",
    ) -> Message:
        """The answer to one request. `attributes`: of the operation; `job`: how it shall be printed.

        Raises `Refused`; `Mute`, `Garbled`, `Offline`; `WrongDevice` for something that speaks, and not this language.
        """
        request_id = next(self._ids)
        common = (
            Attribute.of(Tag.CHARSET, "attributes-charset", "utf-8"),
            Attribute.of(Tag.LANGUAGE, "attributes-natural-language", "en"),
            Attribute.of(Tag.URI, "printer-uri", self._uri),
        )
        job = tuple(job)
        groups = [(Group.OPERATION, (*common, *attributes)), *([(Group.JOB, job)] if job else [])]
        message = encode(operation, request_id, groups)
        head = f"{self._head}Content-Length: {len(message) + len(document)}\r\n\r\n".encode("ascii")
        self.port.flush_input()
        self._send(head + message, by)
        self._send(document, by)
        answer = decode(self._answer(by))
        if answer.request_id != request_id:
            raise Garbled("the answer to another question")
        if answer.code >= 0x0100:
            raise Refused(answer.code)
        return answer

    def _send(self, data: bytes, by: Deadline) -> None:
        for start in range(0, len(data), _CHUNK):
            if by.passed:
                raise Mute("the time is up")
            self.port.write(data[start : start + _CHUNK])

    def _answer(self, by: Deadline) -> bytes:
        from http.client import HTTPException, HTTPResponse

        heard = _Heard(self.port, by)
        response = HTTPResponse(_Socket(heard))  # type: ignore[arg-type]  # all it wants of a socket is a file
        try:
            response.begin()
            kind = response.headers.get_content_type()
            body = response.read(ANSWER_LIMIT + 1)
        except (HTTPException, ValueError) as error:
            found = recognise(heard.first)
            if found:
                raise WrongDevice(expected=A4_PRINTER, found=found) from error
            raise Garbled(f"no HTTP: {type(error).__name__}") from error
        if response.status != 200 or kind != MEDIA_TYPE:
            raise WrongDevice(f"HTTP {response.status}", expected=A4_PRINTER, found="unknown")
        if len(body) > ANSWER_LIMIT:
            raise Garbled(f"an answer of more than {ANSWER_LIMIT} bytes")
        return body


class _Heard(io.RawIOBase):
    """What comes over a port until a deadline, as a file. A far end that hangs up ends it."""

    def __init__(self, port: Port, by: Deadline) -> None:
        self._port = port
        self._by = by
        self.first = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while True:
            left = self._by.left()
            try:
                data = self._port.read(len(buffer), min(_SLICE, left))
            except Offline:
                if not self.first:
                    raise
                return 0
            if data:
                self.first += data[: _HEARD - len(self.first)]
                buffer[: len(data)] = data
                return len(data)
            if left <= 0.0:
                raise self._silence()

    def _silence(self) -> Fault:
        """What it is that nothing more comes."""
        if not self.first:
            return Mute("no answer in time")
        found = recognise(self.first)
        return WrongDevice(expected=A4_PRINTER, found=found) if found else Garbled("no whole answer in time")


class _Socket:
    def __init__(self, heard: _Heard) -> None:
        self._heard = heard

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self._heard)
