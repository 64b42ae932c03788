"""The vision process: one order, carried out until somebody ends the process.

It owns the camera. A thread reads it, this one looks at the newest frame, a third waits for the terminal's words and
ends everything when the terminal is gone.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import socket
import threading
import time
from pathlib import Path
from typing import Any, NoReturn, Protocol, TypeVar

import numpy as np

from devices.document import PageJudgement, PageSpec
from devices.portrait import Judgement, PortraitSpec
from devices.vision.camera_source import CameraSource
from devices.vision.capture import Image, NewestFrame, SourceLost
from devices.vision.decoders import CodeReader, TwoReaders
from devices.vision.frame_slot import FrameSlot
from devices.vision.health import Health
from devices.vision.messages import (
    LINE_LIMIT,
    CodeSeen,
    Failed,
    Message,
    Order,
    PictureTaken,
    Purpose,
    Ready,
    Take,
    Trouble,
    decode,
    encode,
)
from devices.vision.opencv import cv2

MEMORY = 3 << 30
"""Bytes of address space: a picture that wants more ends this process instead of the terminal's."""

PACE = {Purpose.SCAN: 1 / 15, Purpose.PORTRAIT: 1 / 30, Purpose.PAGE: 1 / 15, Purpose.PICTURE: 1 / 30}
"""Seconds from one frame that is looked at to the next, at least. A hand is slow; a mirror must not be."""

NEAR = 1 / 6
"""Of the frame's shorter side: a code that looks smaller is a poster's, or on the phone of the next in the queue."""

J = TypeVar("J", Judgement, PageJudgement)

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4


def serve(control: int, slot: int, pixels: int) -> NoReturn:
    """Carry out one order from the socket `control`, with frames into the slot."""
    _confine()
    terminal = Terminal(socket.socket(fileno=control))
    frames = FrameSlot(slot, pixels)
    readers = TwoReaders()
    terminal.say(Ready(f"OpenCV {cv2.__version__}, {readers}"))
    try:
        Look(terminal, frames, terminal.order(), readers).go_on()
    except SourceLost as lost:
        terminal.say(Failed(Trouble.NO_FRAMES, str(lost)))
    except Refused as refused:
        terminal.say(Failed(Trouble.REFUSED, str(refused)))
    while True:
        signal.pause()  # the terminal ends this process when it has heard


def _confine() -> None:
    """No picture in a core file or under a debugger, no memory without end, gone with the terminal."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    libc = ctypes.CDLL(None)
    libc.prctl(_PR_SET_DUMPABLE, 0)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)  # when the thread ends that started it: its device's
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the terminal, which ends this process


class Refused(Exception):
    """The order cannot be carried out, however often it is tried."""


class Terminal:
    """The other end of the socket. When it is gone, so is this process."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._heard = line.makefile("rb")
        self.take = threading.Event()

    def say(self, message: Message) -> None:
        try:
            self._line.sendall(encode(message))
        except OSError:
            os._exit(0)

    def order(self) -> Order:
        order = self._message()
        if not isinstance(order, Order):
            os._exit(0)
        threading.Thread(target=self._listen, name="terminal", daemon=True).start()
        return order

    def _listen(self) -> None:
        while True:
            if isinstance(self._message(), Take):
                self.take.set()

    def _message(self) -> Message:
        line = self._heard.readline(LINE_LIMIT)
        if not line:
            os._exit(0)
        return decode(line)


class Guide(Protocol[J]):
    """Says of every frame what to do next, and makes the finished picture: JPEG, width, height."""

    def judge(self, bgr: Image) -> J:
        """Raises `ValueError` for a frame that can never do."""

    def picture(self, bgr: Image, judgement: J) -> tuple[bytes, int, int]:
        """Of the frame that was judged so."""


def _guide(order: Order) -> Guide[Any]:
    """Raises `TypeError`, `ValueError`."""
    if order.purpose is Purpose.PAGE:
        from devices.vision.document import PageGuide

        return PageGuide(PageSpec(**order.spec))
    from devices.vision.portrait import PortraitGuide

    return PortraitGuide(PortraitSpec(**order.spec), Path(order.face_model) if order.face_model else None)


class Look:
    """One source, looked at for one purpose."""

    def __init__(self, terminal: Terminal, frames: FrameSlot, order: Order, readers: CodeReader) -> None:
        """Raises `Refused`."""
        self._terminal = terminal
        self._frames = frames
        self._source = CameraSource(**order.source)
        self._newest = NewestFrame(self._source)
        self._health = Health(self._source.kind.live, skipping=self._source.skipping)
        self._readers = readers
        self._pace = PACE[order.purpose]
        match order.purpose:
            case Purpose.SCAN:
                self._look = self._scan
            case Purpose.PORTRAIT | Purpose.PAGE:
                try:
                    self._guide = _guide(order)
                except (TypeError, ValueError) as error:
                    raise Refused(str(error)) from None
                self._look = self._take
            case Purpose.PICTURE:
                self._look = self._show

    def go_on(self) -> None:
        """Until the end of the process. Raises `SourceLost`, `Refused`."""
        told = False
        while True:
            begun = time.monotonic()
            image, taken_at = self._newest.next()
            if not told and self._newest.opened:
                told = True
                self._terminal.say(self._newest.opened)
            if trouble := self._health.judge(image):
                self._terminal.say(Failed(trouble))
                return
            if self._health.alive:
                self._look(image, taken_at)
                time.sleep(max(0.0, begun + self._pace - time.monotonic()))

    def _scan(self, image: Image, taken_at: float) -> None:
        height, width = image.shape[:2]
        code = self._readers.read(np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8))
        if code and code.span < NEAR * min(height, width):
            code = None
        notes: dict[str, object] = {}
        if code:
            notes["code"] = [[round(x / width, 4), round(y / height, 4)] for x, y in code.corners]
        self._publish(image, taken_at, notes)
        if code:
            self._terminal.say(CodeSeen(code.data))

    def _take(self, image: Image, taken_at: float) -> None:
        """Until there is a picture that is good, or one that is acceptable when the button was pressed."""
        try:
            judgement = self._guide.judge(image)
        except ValueError as error:
            raise Refused(str(error)) from None
        self._publish(image, taken_at, judgement.notes())
        if judgement.good or (judgement.acceptable and self._terminal.take.is_set()):
            self._terminal.say(PictureTaken(*self._guide.picture(image, judgement)))

    def _show(self, image: Image, taken_at: float) -> None:
        self._publish(image, taken_at, {})

    def _publish(self, image: Image, taken_at: float, notes: dict[str, object]) -> None:
        height, width = image.shape[:2]
        scale = (self._frames.pixels / (width * height)) ** 0.5
        if scale < 1.0:
            width, height = int(width * scale), int(height * scale)
            image = np.asarray(cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
        pixels = np.ascontiguousarray(cv2.cvtColor(image, cv2.COLOR_BGR2BGRA))
        self._frames.publish(pixels.data.cast("B"), width, height, taken_at, notes)
