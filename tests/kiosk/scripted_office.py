"""An office that says exactly the bytes it was told to: a real socket with a script behind it."""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from types import TracebackType
from typing import BinaryIO, Self

from pydantic import BaseModel

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

Step = bytes | Callable[[socket.socket], None]
"""What follows a request: bytes to send and keep the connection, or what to do with it."""


@dataclass(frozen=True)
class Request:
    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    connection: int


class ScriptedOffice:
    """Serves one connection after the other; a request beyond the script's end is closed upon."""

    def __init__(self, *steps: Step, tls: ssl.SSLContext | None = None) -> None:
        self.steps = deque(steps)
        self.requests: list[Request] = []
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)
        assert not self._thread.is_alive()

    def _serve(self) -> None:
        number = 0
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            number += 1
            try:
                connection.settimeout(3)
                if self._tls:
                    connection = self._tls.wrap_socket(connection, server_side=True)
                with connection:
                    self._converse(connection, number)
            except OSError:
                connection.close()

    def _converse(self, connection: socket.socket, number: int) -> None:
        stream = connection.makefile("rb")
        while request := self._read(stream, number):
            self.requests.append(request)
            if not self.steps:
                return
            step = self.steps.popleft()
            if callable(step):
                step(connection)
                return
            connection.sendall(step)

    @staticmethod
    def _read(stream: BinaryIO, number: int) -> Request | None:
        line = stream.readline().decode("latin-1").split()
        if len(line) != 3:
            return None
        headers = {}
        while (field := stream.readline().decode("latin-1").strip()) != "":
            name, _, value = field.partition(":")
            headers[name.strip()] = value.strip()
        body = stream.read(int(headers.get("Content-Length", 0)))
        return Request(line[0], line[1], headers, body, number)


def answer(
    body: bytes | BaseModel,
    status: int = 200,
    media_type: str = "application/json",
    date: datetime = NOW,
    **headers: str,
) -> bytes:
    """A whole HTTP answer that keeps the connection."""
    raw = body if isinstance(body, bytes) else body.model_dump_json().encode()
    fields = {
        "Date": format_datetime(date, usegmt=True),
        "Content-Type": media_type,
        "Content-Length": str(len(raw)),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status} Said\r\n{head}\r\n".encode("latin-1") + raw


def problem(status: int, code: str, **more: object) -> bytes:
    """A problem as the contract has it."""
    said = {"title": code, "status": status, "code": code, **more}
    return answer(json.dumps(said).encode(), status, "application/problem+json")


def close(connection: socket.socket) -> None:
    """End the connection without a word."""
    connection.shutdown(socket.SHUT_RDWR)


def reset(connection: socket.socket) -> None:
    """Break the connection off."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def say(data: bytes) -> Step:
    """Send that and end the connection."""

    def step(connection: socket.socket) -> None:
        connection.sendall(data)

    return step


def drip(head: bytes, drop: bytes = b"x") -> Step:
    """Send `head`, then one drop every few milliseconds for as long as the other side listens."""
    pause = threading.Event()

    def step(connection: socket.socket) -> None:
        connection.sendall(head)
        while not pause.wait(0.01):
            connection.sendall(drop)

    return step


def silence(connection: socket.socket) -> None:
    """Say nothing until the other side goes."""
    connection.recv(1)
