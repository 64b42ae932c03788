"""The network between terminal and office: a relay that can be cut at a chosen moment of a chosen exchange."""

from __future__ import annotations

import contextlib
import select
import socket
import threading
from urllib.parse import urlsplit

TICK = 0.05  # seconds; only how soon `close` is felt


class Gate:
    """Relays TCP to the office. While it is cut, whoever comes is hung up on.

    `cut_before` and `cut_after` name an exchange by its first bytes (b"POST /v1/kiosk/tickets "): the line goes down
    when the terminal asks, before the office hears of it; or when the office answers, before the terminal hears of it.
    """

    def __init__(self, office_url: str) -> None:
        office = urlsplit(office_url)
        self._office = (str(office.hostname), int(office.port or 80))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(TICK)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.cut_before: bytes | None = None
        self.cut_after: bytes | None = None
        self._cut = threading.Event()
        self._closed = threading.Event()
        self._threads = [threading.Thread(target=self._listen)]
        self._threads[0].start()

    @property
    def is_cut(self) -> bool:
        return self._cut.is_set()

    def cut(self) -> None:
        """The network is gone, for exchanges under way as well."""
        self._cut.set()

    def mend(self) -> None:
        """The network is back, and stays."""
        self.cut_before = self.cut_after = None
        self._cut.clear()

    def close(self) -> None:
        self._closed.set()
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def _listen(self) -> None:
        while not self._closed.is_set():
            with contextlib.suppress(TimeoutError):
                terminal, _ = self._listener.accept()
                thread = threading.Thread(target=self._relay, args=(terminal,))
                self._threads.append(thread)
                thread.start()

    def _relay(self, terminal: socket.socket) -> None:
        with terminal, contextlib.suppress(OSError):
            if self._cut.is_set():
                return
            with socket.create_connection(self._office) as office:
                self._exchange(terminal, office)

    def _exchange(self, terminal: socket.socket, office: socket.socket) -> None:
        asked = b""
        while not self._closed.is_set() and not self._cut.is_set():
            for source in select.select([terminal, office], [], [], TICK)[0]:
                data = source.recv(65536)
                if source is terminal:
                    asked = data if data.startswith((b"GET ", b"POST ")) else asked
                if not data or self._falls(asked, answered=source is office):
                    return
                (office if source is terminal else terminal).sendall(data)

    def _falls(self, asked: bytes, *, answered: bool) -> bool:
        moment = self.cut_after if answered else self.cut_before
        if moment is not None and asked.startswith(moment):
            self.cut()
        return self.is_cut
