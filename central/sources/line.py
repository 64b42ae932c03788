"""One HTTP question to a register, over at its deadline whatever the far side does.

A time-out per read is no bound: a register that drips one byte a second would hold a thread for hours. So the one who
waits cuts the connection at the deadline, and the reading thread ends at once.
"""

from __future__ import annotations

import socket
import threading
import time
from contextvars import ContextVar
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

BODY_LIMIT = 64 * 1024  # bytes
_CHUNK = 16 * 1024  # bytes
_TRIES = 2  # the first may meet a connection that had gone stale; a question is safe to repeat


class NoAnswer(Exception):
    """No usable HTTP answer; the text says why, without anything of question or answer."""


class Exchange:
    """One question under way: the thread that asks reads, the thread that waits may cut."""

    def __init__(self, timeout_s: float) -> None:
        self._end = time.monotonic() + timeout_s
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._is_cut = False

    def left(self) -> float:
        """Seconds until the deadline. Raises `NoAnswer` when it has passed."""
        left = self._end - time.monotonic()
        if self._is_cut or left <= 0:
            raise NoAnswer("time-out")
        return left

    def remaining(self) -> float:
        """Seconds until the deadline, never below zero."""
        return max(0.0, self._end - time.monotonic())

    def use(self, connection: socket.socket) -> None:
        """The connection that the question goes through now."""
        with self._lock:
            self._socket = connection
            if self._is_cut:
                _shut(connection)

    def free(self) -> None:
        """The connection goes back to where others take it from."""
        with self._lock:
            self._socket = None

    def cut(self) -> None:
        """End it now; the thread that reads gets an error."""
        with self._lock:
            self._is_cut = True
            if self._socket is not None:
                _shut(self._socket)


_under_way: ContextVar[Exchange] = ContextVar("exchange")


class Line:
    """Connections to one source. No redirects, cookies, compression or proxies that nobody configured."""

    def __init__(self, token: str, ca_file: Path | None, connections: int) -> None:
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = str(ca_file) if ca_file else True
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.headers = requests.structures.CaseInsensitiveDict(
            {
                "Authorization": f"Bearer {token}",
                "Accept": "application/json",
                "Accept-Encoding": "identity",
                "Content-Type": "application/json",
            }
        )
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, _Adapter(pool_connections=1, pool_maxsize=connections))

    def post(self, exchange: Exchange, url: str, body: bytes) -> bytes:
        """The body of the answer 200. Raises `NoAnswer`."""
        request = self._session.prepare_request(requests.Request("POST", url, data=body))
        mark = _under_way.set(exchange)
        try:
            return self._send(exchange, request)
        finally:
            exchange.free()
            _under_way.reset(mark)

    def _send(self, exchange: Exchange, request: requests.PreparedRequest) -> bytes:
        for last in (number == _TRIES for number in range(1, _TRIES + 1)):
            left = exchange.left()
            try:
                with self._session.send(request, stream=True, allow_redirects=False, timeout=left) as response:
                    return _read(response, exchange)
            except requests.Timeout:
                raise NoAnswer("time-out") from None
            except (requests.RequestException, HTTPError, OSError) as error:
                exchange.left()  # cut: what broke was the time
                if last:
                    raise NoAnswer(type(error).__name__) from None
        raise AssertionError("unreachable")

    def close(self) -> None:
        """Give the connections back."""
        self._session.close()


def _read(response: requests.Response, exchange: Exchange) -> bytes:
    if response.status_code != 200:
        raise NoAnswer(f"status {response.status_code}")
    if response.headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
        raise NoAnswer("no JSON")
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise NoAnswer("compressed, which nobody asked for")
    body = b""
    while chunk := response.raw.read(_CHUNK, decode_content=False):
        body += chunk
        if len(body) > BODY_LIMIT:
            raise NoAnswer("too long")
        exchange.left()
    return body


def _shut(connection: socket.socket) -> None:
    """Shut the wire below TLS too: the reader gets its end at once, and keeps the object that it reads with."""
    try:
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
    except OSError:
        return  # it had ended by itself


class _Held:
    """A connection that tells the exchange under way which socket it is."""

    def request(self: Any, *args: Any, **kwargs: Any) -> None:
        if self.sock is not None:
            _under_way.get().use(self.sock)
        super().request(*args, **kwargs)  # type: ignore[misc]

    def connect(self: Any) -> None:
        super().connect()  # type: ignore[misc]
        _under_way.get().use(self.sock)


class _Plain(_Held, HTTPConnection):
    pass


class _Secure(_Held, HTTPSConnection):
    pass


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}

    def close(self) -> None:
        """Close the connections now; by itself the pool would leave that to whenever nobody refers to it."""
        pools = self.poolmanager.pools
        for key in pools.keys():  # noqa: SIM118  # it cannot be walked through otherwise
            pools[key].close()
        super().close()
