"""The wire between a driver and a simulated device: a real pty or a real TCP port, and hands to disturb it."""

from __future__ import annotations

import contextlib
import os
import random
import select
import socket
import threading
import time
import tty
from pathlib import Path
from typing import Protocol

NOISE = 1 / 48  # chance of a stray byte before each byte sent: one short answer in five is spoilt
BATCH = 0.001  # seconds; a paced line sends what is due at once, as a UART with a FIFO does


class _Line(Protocol):
    """The device's end of the wire. Its descriptors are valid between `plug` and `pull`."""

    address: str

    def plug(self) -> None: ...
    def pull(self) -> None: ...
    def sources(self) -> list[int]: ...
    def receive(self, ready: list[int]) -> bytes: ...
    def send(self, data: bytes) -> None: ...


class _Pty:
    """A pty; drivers open its slave by the symlink `link`, as they would open a `by-id` name."""

    def __init__(self, link: Path | None) -> None:
        self._link = link
        self._master = self._slave = -1
        self.address = str(link) if link else ""

    def plug(self) -> None:
        self._master, self._slave = os.openpty()
        # Our own hold on the slave keeps the line up while no driver has it open.
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        name = os.ttyname(self._slave)
        if self._link is None:
            self.address = name
            return
        self._link.parent.mkdir(parents=True, exist_ok=True)
        self._link.unlink(missing_ok=True)
        self._link.symlink_to(name)

    def pull(self) -> None:
        if self._link:
            self._link.unlink(missing_ok=True)
        os.close(self._slave)
        os.close(self._master)

    def sources(self) -> list[int]:
        return [self._master]

    def receive(self, ready: list[int]) -> bytes:
        return os.read(self._master, 4096)

    def send(self, data: bytes) -> None:
        # What finds no room is lost, as on a UART that nobody reads.
        with contextlib.suppress(BlockingIOError):
            os.write(self._master, data)


class _Tcp:
    """A listening port on 127.0.0.1; one driver at a time, the latest wins."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._listener: socket.socket
        self._peer: socket.socket | None = None
        self._lock = threading.Lock()  # over `_peer`: a reader and a writer may both meet a new driver
        self.address = ""

    def plug(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", self._port))
        self._listener.setblocking(False)
        self._port = self._listener.getsockname()[1]
        self.address = f"socket://127.0.0.1:{self._port}"

    def pull(self) -> None:
        self._listener.close()
        self._hang_up()

    def sources(self) -> list[int]:
        return [self._listener.fileno(), *([self._peer.fileno()] if self._peer else [])]

    def receive(self, ready: list[int]) -> bytes:
        with self._lock:
            if self._listener.fileno() in ready:
                self._accept()
                return b""
            if self._peer is None:
                return b""
            try:
                data = self._peer.recv(4096)
            except OSError:
                data = b""
            if not data:
                self._hang_up()
            return data

    def send(self, data: bytes) -> None:
        with self._lock:
            if self._peer is None:
                self._accept()
            if self._peer is not None:
                with contextlib.suppress(OSError):
                    self._peer.sendall(data)

    def _accept(self) -> None:
        with contextlib.suppress(BlockingIOError):
            peer, _ = self._listener.accept()
            peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            peer.settimeout(1.0)
            self._hang_up()
            self._peer = peer

    def _hang_up(self) -> None:
        if self._peer is not None:
            self._peer.close()
            self._peer = None


class Wire:
    """One cable. One thread reads, one writes (the same or another); the hands work from any thread.

    `silent` swallows both directions. `noise` mixes random bytes into what the device sends. `cut_after` lets
    only that many bytes of the next answer arrive. `pace` is the time of one byte in seconds (10 / baud for
    8N1); 0 sends at once.
    """

    def __init__(self, link: Path | None = None, tcp_port: int | None = None) -> None:
        """A pty, plugged in; `link` is (re)created as a symlink to it. With `tcp_port`: see `tcp`."""
        self.silent = False
        self.noise = False
        self.cut_after: int | None = None
        self.pace = 0.0
        self._line: _Line = _Pty(link) if tcp_port is None else _Tcp(tcp_port)
        self._hands = threading.Lock()  # one hand at the plug
        self._reading = threading.Lock()  # held by whoever uses the line's descriptors; `pull` takes both
        self._writing = threading.Lock()
        self._in = threading.Event()
        self._wake_read, self._wake_write = os.pipe()
        self._random = random.Random()  # noqa: S311 - line noise is no secret
        self._closed = False
        self.plug()

    @classmethod
    def tcp(cls, port: int = 0) -> Wire:
        """A TCP port on 127.0.0.1, listening; 0 takes a free one and keeps it from then on."""
        return cls(tcp_port=port)

    @property
    def address(self) -> str:
        """What a driver opens."""
        return self._line.address

    @property
    def plugged(self) -> bool:
        return self._in.is_set()

    def plug(self) -> None:
        """Cable in. Nothing happens when it is in."""
        with self._hands:
            if not self.plugged and not self._closed:
                self._line.plug()
                self._in.set()

    def pull(self) -> None:
        """Cable out: the name is gone and the driver sees a hang-up. Nothing happens when it is out."""
        with self._hands:
            if not self.plugged:
                return
            self._in.clear()
            os.write(self._wake_write, b"!")  # a read that waits lets go of the line
            with self._reading, self._writing:
                os.read(self._wake_read, 1)
                self._line.pull()

    def close(self) -> None:
        """Pull, for good. The device's thread must have ended."""
        self.pull()
        with self._hands:
            if not self._closed:
                self._closed = True
                os.close(self._wake_read)
                os.close(self._wake_write)

    def read(self, wait: float) -> bytes:
        """What the driver sent, as soon as there is something; b"" after `wait` seconds, or when pulled out."""
        if not self._in.wait(wait):
            return b""
        with self._reading:
            if not self.plugged:
                return b""
            ready = select.select([*self._line.sources(), self._wake_read], [], [], wait)[0]
            if not ready or self._wake_read in ready:
                return b""
            data = self._line.receive(ready)
        return b"" if self.silent else data

    def write(self, data: bytes) -> None:
        """Send to the driver, at the line's pace and with the faults that are set. Never raises."""
        if self.silent:
            return
        if self.cut_after is not None:
            data, self.cut_after = data[: self.cut_after], None
        if self.noise:
            data = self._disturb(data)
        if not self.pace:
            self._send(data)
            return
        start, sent = time.monotonic(), 0
        while sent < len(data) and self.plugged and not self.silent:
            due = min(len(data), int((time.monotonic() - start) / self.pace))
            if due > sent:
                self._send(data[sent:due])
                sent = due
            else:
                time.sleep(max(BATCH, (sent + 1) * self.pace - (time.monotonic() - start)))

    def _send(self, data: bytes) -> None:
        with self._writing:
            if self.plugged:
                self._line.send(data)

    def _disturb(self, data: bytes) -> bytes:
        out = bytearray()
        for byte in data:
            if self._random.random() < NOISE:
                out += self._random.randbytes(1)
            out.append(byte)
        return bytes(out)
