"""A device behind a TCP port: a serial server in raw mode, a network printer, somebody else's simulator."""

from __future__ import annotations

import contextlib
import select
import socket
from urllib.parse import urlsplit

from devices.ports import WRITE_WAIT, read_away
from devices.states import Mute, Offline

CONNECT_WAIT = 3.0  # seconds
KEEPALIVE = {"TCP_KEEPIDLE": 5, "TCP_KEEPINTVL": 2, "TCP_KEEPCNT": 3}  # a cable pulled at the far end shows in 11 s


class TcpPort:
    """`socket://host:port`. Implements `Port`. Our own, because pyserial's handler sleeps 0.3 s in close."""

    def __init__(self, address: str) -> None:
        """Raises `Offline`."""
        self._address = address
        try:
            parts = urlsplit(address)
            self._socket = socket.create_connection((parts.hostname or "", parts.port or 0), CONNECT_WAIT)
        except (OSError, ValueError) as error:
            raise Offline(f"{address}: {error}") from error
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option, value in KEEPALIVE.items():
            self._socket.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)
        self._socket.setblocking(False)

    def write(self, data: bytes) -> None:
        rest = memoryview(data)
        try:
            while rest:
                if not select.select([], [self._socket], [], WRITE_WAIT)[1]:
                    raise Mute(f"{self._address}: takes no bytes")
                rest = rest[self._socket.send(rest) :]
        except (OSError, ValueError) as error:  # ValueError: closed meanwhile, the descriptor is -1
            raise Offline(f"{self._address}: {error}") from error

    def read(self, size: int, wait: float) -> bytes:
        try:
            if not select.select([self._socket], [], [], wait)[0]:
                return b""
            data = self._socket.recv(size)
        except (OSError, ValueError) as error:
            raise Offline(f"{self._address}: {error}") from error
        if not data:
            raise Offline(f"{self._address}: closed by the far end")
        return data

    def flush_input(self) -> None:
        read_away(self)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
