"""The terminal's end of a vision process: start it, talk to it, end it. No OpenCV here.

A process serves one order and is ended with it. That turns the camera off at once whatever call it is stuck in, and is
the only honest way to forget what it saw.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import subprocess
import sys
from pathlib import Path

from devices.vision.frame_slot import FrameSlot
from devices.vision.messages import LINE_LIMIT, Message, Ready, decode, encode

NICE = 10  # below the screen, from the first moment
REAP = 0.5  # seconds for the kernel to take a killed process away

_ROOT = Path(__file__).parents[2]
_PROGRAM = (
    [str(Path(sys.executable).with_name("kiosk-vision"))]
    if getattr(sys, "frozen", False)  # by PyInstaller
    else [sys.executable, "-m", "devices.vision"]
)
_ENVIRONMENT = {  # no proxy, nothing of the terminal's
    "PATH": "/usr/bin:/bin",
    "PYTHONPATH": str(_ROOT),
    "OPENBLAS_NUM_THREADS": "1",  # NumPy's; each would take memory and a start
}


class Ended(Exception):
    """The process has ended, or says what is no message. `status`: as of `subprocess`, None when not known."""

    def __init__(self, status: int | None) -> None:
        super().__init__(f"status {status}")
        self.status = status


class VisionProcess:
    """One process, started at once; it needs some 0.3 s until it says `Ready`. One thread's."""

    def __init__(self, frames: FrameSlot) -> None:
        """Raises `OSError` when the program cannot be started."""
        self._socket, theirs = socket.socketpair()
        control, slot = theirs.fileno(), frames.fd
        try:
            with theirs:
                self._process = subprocess.Popen(  # noqa: S603  our own program
                    [*_PROGRAM, "--serve", str(control), str(slot), str(frames.pixels)],
                    pass_fds=(control, slot),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env=_ENVIRONMENT,
                )
        except OSError:
            self._socket.close()
            raise
        os.setpriority(os.PRIO_PROCESS, self._process.pid, NICE)  # also one that is dead already, until it is reaped
        self._heard = b""
        self.versions = ""
        """What it is made of; empty until it is ready."""

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def ended(self) -> bool:
        return self._process.poll() is not None

    def send(self, message: Message) -> None:
        """Raises `Ended`."""
        try:
            self._socket.sendall(encode(message))
        except OSError:
            raise Ended(self._process.poll()) from None

    def receive(self, wait: float) -> Message | None:
        """The next message, None when none comes within `wait` seconds. Raises `Ended`."""
        while b"\n" not in self._heard:
            if not select.select([self._socket], [], [], max(0.0, wait))[0]:
                return None
            data = self._chunk()
            self._heard += data
            if not data or len(self._heard) > LINE_LIMIT:
                self.kill()
                raise Ended(self._process.poll())
        line, _, self._heard = self._heard.partition(b"\n")
        try:
            message = decode(line)
        except ValueError:
            self.kill()
            raise Ended(None) from None
        if isinstance(message, Ready):
            self.versions = message.versions
        return message

    def kill(self) -> None:
        """End it now; returns when it is gone. Never raises."""
        self._process.kill()
        self._socket.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(REAP)

    def _chunk(self) -> bytes:
        try:
            return self._socket.recv(1 << 16)
        except OSError:
            return b""
