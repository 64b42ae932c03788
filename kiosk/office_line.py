"""One HTTP exchange with the office, over before its deadline. Imported late, by `kiosk.office_api` alone.

A time-out per read is no bound: a gateway that drips one byte a second holds such a request for hours. Here each read
of the socket, of headers as of bodies, is given what remains of the deadline, and a cancel is felt within a slice.
What cannot be bounded is the look-up of a name: `/etc/resolv.conf` should say `options timeout:1 attempts:1`.
"""

from __future__ import annotations

import socket
import ssl
import zlib
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from traceback import clear_frames
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError, ProtocolError

from devices.deadline import Deadline
from kiosk.faults import OfficeFailed, OfficeSilent

BODY_LIMIT = 1_000_000  # bytes
CONNECT = 4.0  # seconds per address
_CHUNK = 65_536  # bytes
_SLICE = 0.1  # seconds until a cancel is felt

_deadline: ContextVar[Deadline] = ContextVar("deadline")


class Dropped(OfficeSilent):
    """The connection ended before an answer began; perhaps one that was kept open and had gone stale."""


@dataclass(frozen=True)
class Answer:
    """What came back, whole and not yet understood."""

    status: int
    media_type: str
    body: bytes
    date: datetime | None
    retry_after: int | None


class Line:
    """Keeps one connection open. No redirects, cookies, compression or proxies that nobody asked for."""

    def __init__(self, ca_file: Path | None, proxy: str | None, user_agent: str) -> None:
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = str(ca_file) if ca_file else True
        self._session.proxies = {"http": proxy, "https": proxy} if proxy else {}
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.headers = requests.structures.CaseInsensitiveDict(
            {"User-Agent": user_agent, "Accept": "application/json", "Accept-Encoding": "identity"}
        )
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, _Adapter())

    def exchange(
        self,
        by: Deadline,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None,
        *,
        limit: int | None = None,
    ) -> Answer:
        """Send one request and read its whole answer, unpacked where the headers ask for gzip.

        `limit`: bytes, else `BODY_LIMIT`. Raises `Dropped`, `OfficeSilent`, `OfficeFailed`, `Cancelled`.
        """
        left = by.left()
        if left <= 0:
            raise OfficeSilent("no time is left")
        request = self._session.prepare_request(requests.Request(method, url, headers=dict(headers), data=body))
        token = _deadline.set(by)
        try:
            with self._session.send(
                request, stream=True, allow_redirects=False, timeout=(min(CONNECT, left), left)
            ) as response:
                return _read(
                    response, limit or BODY_LIMIT, "gzip" if headers.get("Accept-Encoding") == "gzip" else "identity"
                )
        except requests.ConnectionError as error:
            if error.args and isinstance(error.args[0], ProtocolError):
                raise Dropped(_reason(error)) from error
            raise OfficeSilent(_reason(error)) from error
        except (requests.RequestException, HTTPError, OSError) as error:
            raise OfficeSilent(_reason(error)) from error
        finally:
            _deadline.reset(token)

    def close(self) -> None:
        """Give the connection back."""
        self._session.close()


def _read(response: requests.Response, limit: int, asked: str) -> Answer:
    headers = response.headers
    coding = headers.get("Content-Encoding", "identity").lower()
    if coding not in ("identity", asked):
        raise OfficeFailed("the answer is compressed, which nobody asked for", status=response.status_code)
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16) if coding == "gzip" else None
    body = b""
    while chunk := response.raw.read(_CHUNK, decode_content=False):  # to the end: only there a short body is noticed
        body += _unpacked(unpack, chunk, limit + 1 - len(body), response.status_code) if unpack else chunk
        if len(body) > limit:
            raise OfficeFailed("the answer is too long", status=response.status_code)
    if unpack and not unpack.eof:
        raise OfficeFailed("the answer ends within its compression", status=response.status_code)
    retry_after = headers.get("Retry-After", "")
    return Answer(
        response.status_code,
        headers.get("Content-Type", "").partition(";")[0].strip().lower(),
        body,
        _date(headers.get("Date", "")),
        int(retry_after) if retry_after.isascii() and retry_after.isdigit() and len(retry_after) < 6 else None,
    )


def _unpacked(unpack: Any, chunk: bytes, most: int, status: int) -> bytes:
    """What the chunk holds, cut at `most` bytes: a small bomb must not fill the memory."""
    try:
        return bytes(unpack.decompress(chunk, most))
    except zlib.error as error:
        raise OfficeFailed("the answer's compression is broken", status=status) from error


def _date(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _reason(error: BaseException) -> str:
    """The innermost kind of error. Messages of the libraries may quote headers and are not repeated.

    Their frames hold errors that hold these frames, and with them the whole call and its question: they are emptied.
    """
    clear_frames(error.__traceback__)
    while isinstance(inner := (error.__cause__ or error.__context__), Exception):
        error = inner
        clear_frames(error.__traceback__)
    return type(error).__name__


class _Bounded:
    """A socket whose every read ends by the deadline of the exchange under way."""

    def recv_into(self: Any, *args: Any) -> int:
        by = _deadline.get()
        while (left := by.left()) > 0:
            self.settimeout(min(left, _SLICE))
            try:
                return int(super().recv_into(*args))  # type: ignore[misc]
            except TimeoutError:
                continue
        raise TimeoutError("the deadline has passed")


class _PlainSocket(_Bounded, socket.socket):
    pass


class _TlsSocket(_Bounded, ssl.SSLSocket):
    pass


class _PlainConnection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        found = super()._new_conn()
        timeout = found.gettimeout()
        bounded = _PlainSocket(found.family, found.type, found.proto, fileno=found.detach())
        bounded.settimeout(timeout)
        return bounded


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _PlainConnection


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_context=_tls(), **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, ssl_context=_tls(), **kwargs)
        manager.pool_classes_by_scheme = _POOLS
        return manager


_POOLS = {"http": _PlainPool, "https": HTTPSConnectionPool}


def _tls() -> ssl.SSLContext:
    """TLS 1.2 or newer with verified names. It trusts nobody yet: requests adds the authorities of `verify`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.sslsocket_class = _TlsSocket
    return context
