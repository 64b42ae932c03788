"""The doorway before the office: passes every exchange on, and answers some of them itself."""

from __future__ import annotations

import contextlib
import http.client
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

TAKE = "/v1/kiosk/tickets"
FIND = "/v1/kiosk/bookings/find"
HALL = "/v1/kiosk/hall"
PAPER = "/v1/kiosk/papers"

Answer = tuple[int, str, bytes]
"""Status, media type and body."""

NOTHING: Answer = (0, "", b"")
"""The connection ends without a word."""


def problem(status: int, code: str, facts: str = "{}") -> Answer:
    body = f'{{"title": "{code}", "status": {status}, "code": "{code}", "facts": {facts}}}'
    return status, "application/problem+json", body.encode()


class Doorway(ThreadingHTTPServer):
    """Set `instead[path]` to answer in the office's place; `heard[path]` to let it hear the question before that.

    `meanwhile[path]` is done once, after the office has heard the question and before the terminal hears the answer.
    """

    daemon_threads = True

    def __init__(self, office_url: str) -> None:
        super().__init__(("127.0.0.1", 0), _Exchange)
        office = urlsplit(office_url)
        self.office = (str(office.hostname), int(office.port or 80))
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.instead: dict[str, Answer] = {}
        self.heard: dict[str, Answer] = {}
        self.meanwhile: dict[str, Callable[[], object]] = {}
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)

    def open(self) -> None:
        """From here on the office alone answers."""
        self.instead.clear()
        self.heard.clear()
        self.meanwhile.clear()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """The terminal hung up in the middle: that is its right."""


class _Exchange(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Doorway

    def do_GET(self) -> None:
        self._pass(b"")

    def do_POST(self) -> None:
        self._pass(self.rfile.read(int(self.headers["Content-Length"])))

    def do_PUT(self) -> None:
        self.do_POST()

    def _pass(self, body: bytes) -> None:
        here = self.server
        answer = here.instead.get(self.path) or self._ask_office(body)
        if moment := here.meanwhile.pop(self.path, None):
            moment()
        self._answer(*here.heard.get(self.path, answer))

    def _ask_office(self, body: bytes) -> Answer:
        office = http.client.HTTPConnection(*self.server.office)
        with contextlib.closing(office):
            office.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                office.putheader(name, value)
            office.endheaders(body)
            said = office.getresponse()
            self._date = said.getheader("Date", "")
            self._coding = said.getheader("Content-Encoding", "")
            return said.status, said.getheader("Content-Type", ""), said.read()

    def _answer(self, status: int, media_type: str, body: bytes) -> None:
        if status == 0:
            self.close_connection = True
            return
        self.send_response_only(status)
        self.send_header("Date", getattr(self, "_date", None) or self.date_time_string())
        self.send_header("Content-Type", media_type)
        if coding := getattr(self, "_coding", ""):
            self.send_header("Content-Encoding", coding)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass
