"""The camera: codes from a phone, portraits, pages of documents, and a single picture for the technician.

The driver of a process (`devices.vision`) that owns camera and OpenCV. The camera is off unless a verb runs. Each verb
has a process of its own, ended with it; the next one stands by already. A process that dies or hangs is replaced, and
the verb that waits does not notice.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Generator
from dataclasses import asdict
from pathlib import Path

from devices.code_frames import LIMIT, CodeTooLong, Presentation, read_text
from devices.code_scanner import Scanned
from devices.deadline import Deadline
from devices.document import Page, PageSpec
from devices.portrait import Portrait, PortraitSpec
from devices.states import Condition, HardwareFailed, Identity, Link, TimedOut
from devices.vision.camera_source import CameraSource
from devices.vision.frame_slot import Frame, FrameSlot
from devices.vision.messages import (
    CodeSeen,
    Failed,
    Message,
    Opened,
    Order,
    PictureTaken,
    Purpose,
    Take,
    Trouble,
)
from devices.vision.process import Ended, VisionProcess

log = logging.getLogger(__name__)

CANCEL_FELT = 0.03  # seconds of one wait
STUCK = 3.0  # seconds without a new frame; OpenCV itself gives up after two
OPENING = 8.0  # seconds until the first frame
IN_VAIN = 5  # processes in a row that died before they looked at `WORKED` frames
WORKED = 3
SAME_CODE = 2.0  # seconds; the same code again within this time is the same presentation
REMEMBERED = 30.0  # seconds that a trouble is the camera's condition: nobody looks meanwhile


class CameraStuck(HardwareFailed):
    """The camera is there and gives no pictures."""

    code = "camera_stuck"


class CameraBlack(HardwareFailed):
    """The camera sees nothing: covered, or broken."""

    code = "camera_black"


class CameraFrozen(HardwareFailed):
    """The camera gives the same picture again and again."""

    code = "camera_frozen"


class VisionFailed(HardwareFailed):
    """The vision process cannot be started, or dies again and again."""

    code = "vision_failed"


_FAULTS: dict[Trouble, type[HardwareFailed]] = {
    Trouble.NO_FRAMES: CameraStuck,
    Trouble.BLACK: CameraBlack,
    Trouble.FROZEN: CameraFrozen,
    Trouble.REFUSED: VisionFailed,
}


class Camera:
    """One source. Implements `Driver`.

    `frames`: where the newest picture is while a verb runs, and nothing otherwise. When given, it outlives the driver.
    """

    def __init__(
        self,
        source: CameraSource,
        frames: FrameSlot | None = None,
        face_model: Path | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.source = source
        self.frames = frames or FrameSlot.create()
        self._own_frames = frames is None
        self._face_model = str(face_model or "")
        self._now = now
        self._standby: VisionProcess | None = None
        self._working: VisionProcess | None = None
        self._opened: Opened | None = None
        self._trouble = ""  # code of what the latest verb met
        self._troubled_at = 0.0
        self._presentation = Presentation(SAME_CODE, now)

    # ------------------------------------------------------------ the driver

    def hello(self, by: Deadline) -> Identity:
        """The source is there, and the vision process can be started. Raises `CameraGone`, `WrongDevice`,
        `VisionFailed`. The camera stays off; what it gives is known after the first verb."""
        name = self.source.found(by.left())
        process = self._stand_by()
        while not process.versions:
            if by.passed:
                raise VisionFailed("not ready in time")
            try:
                process.receive(min(by.left(), CANCEL_FELT))
            except Ended as ended:
                raise VisionFailed(f"ended with {ended.status}") from None
        return Identity("camera", name, firmware=process.versions)

    def condition(self, by: Deadline) -> Condition:
        """Is the source there? A trouble that a verb met counts for a while. Raises `CameraGone`, `WrongDevice`."""
        self.source.found(by.left())
        self._stand_by()
        if self._trouble and self._now() - self._troubled_at < REMEMBERED:
            return Condition(Link.HARDWARE_ERROR, code=self._trouble)
        return Condition(Link.ONLINE)

    def close(self) -> None:
        standby, self._standby = self._standby, None
        if standby:
            standby.kill()
        if self._own_frames:
            self.frames.close()

    @property
    def pid(self) -> int | None:
        """The process that looks now; None while the camera is off."""
        working = self._working
        return working.pid if working else None

    @property
    def opened(self) -> Opened | None:
        """What the source gave when it was last on: size, rate, format."""
        return self._opened

    # ------------------------------------------------------------ verbs

    def scan(self, by: Deadline) -> Scanned:
        """The next code that is held before the camera. Raises `TimedOut`, `CodeUnreadable`, `CodeTooLong`,
        `CameraGone`, `CameraStuck`, `CameraBlack`, `CameraFrozen`, `VisionFailed`, as the other verbs do."""
        with contextlib.closing(self._look(by, Purpose.SCAN)) as seen:
            for message in seen:
                if isinstance(message, CodeSeen) and not self._presentation.holds(message.data):
                    if len(message.data) > LIMIT:
                        raise CodeTooLong
                    return Scanned(message.data, read_text(message.data))
        raise TimedOut("no code was shown")

    def portrait(self, by: Deadline, spec: PortraitSpec, take: threading.Event) -> Portrait:
        """One portrait. It takes itself when all is good, or of the next acceptable frame once `take` is set."""
        taken = self._taken(by, Purpose.PORTRAIT, spec, take)
        return Portrait(taken.jpeg, taken.width, taken.height)

    def page(self, by: Deadline, spec: PageSpec, take: threading.Event) -> Page:
        """One page of a document, straightened. It takes itself as a portrait does."""
        taken = self._taken(by, Purpose.PAGE, spec, take)
        return Page(taken.jpeg, taken.width, taken.height)

    def picture(self, by: Deadline) -> Frame:
        """What the camera sees now."""
        before = self.frames.newest
        with contextlib.closing(self._look(by, Purpose.PICTURE)) as seen:
            for _ in seen:
                if frame := self.frames.latest(after=before):
                    return frame
        raise TimedOut("no picture in time")

    # ------------------------------------------------------------ the process

    def _taken(
        self, by: Deadline, purpose: Purpose, spec: PortraitSpec | PageSpec, take: threading.Event
    ) -> PictureTaken:
        with contextlib.closing(self._look(by, purpose, spec, take)) as seen:
            for message in seen:
                if isinstance(message, PictureTaken):
                    return message
        raise TimedOut(f"no {purpose.value} was taken")

    def _look(
        self,
        by: Deadline,
        purpose: Purpose,
        spec: PortraitSpec | PageSpec | None = None,
        take: threading.Event | None = None,
    ) -> Generator[Message | None, None, None]:
        """What the process says, None while it says nothing, until the time is up; a new process for a dead one.

        When the caller has enough, the camera is off and its pictures are gone.
        """
        order = Order(purpose, asdict(self.source), asdict(spec) if spec else {}, self._face_model)
        in_vain, met, begun = 0, "", self.frames.newest
        try:
            while not by.passed:
                process, self._standby = self._stand_by(), None
                self._working, before = process, self.frames.newest
                try:
                    yield from self._watched(process, order, by, take)
                except Ended as ended:
                    in_vain = 0 if self.frames.newest >= before + WORKED else in_vain + 1
                    log.warning("camera: vision process ended with %s, another takes over", ended.status)
                    if in_vain >= IN_VAIN:
                        raise VisionFailed(f"ended with {ended.status}") from None
                except CameraStuck:
                    self.source.found(by.left())  # gone is not stuck
                    if self.frames.newest < before + WORKED:
                        raise  # opening it again does not help
                finally:
                    self._working = None
                    process.kill()
        except HardwareFailed as trouble:
            met = trouble.code
            raise
        finally:
            if met or self.frames.newest != begun:  # who was taken back before the first frame has met nothing
                self._trouble, self._troubled_at = met, self._now()
            self.frames.wipe()

    def _watched(
        self, process: VisionProcess, order: Order, by: Deadline, take: threading.Event | None
    ) -> Generator[Message | None, None, None]:
        """What one process says. Raises `Ended`, and `CameraStuck` when no frame comes any more."""
        process.send(order)
        newest, patience, told = self.frames.newest, by.phase(OPENING), False
        while not by.passed:
            match message := process.receive(min(by.left(), CANCEL_FELT)):
                case Failed(trouble, detail):
                    raise _FAULTS[trouble](detail)
                case Opened():
                    self._note(message)
                    self._stand_by()  # not before: it would take the processor from the one that starts
                case _:
                    yield message
            if take and take.is_set() and not told:
                process.send(Take())
                told = True
            if newest != self.frames.newest:
                newest, patience = self.frames.newest, by.phase(STUCK)
            elif patience.passed and not by.passed:
                raise CameraStuck("no frame")

    def _note(self, opened: Opened) -> None:
        if opened != self._opened:
            self._opened = opened
            log.info("camera: %d x %d at %.0f a second, %s", opened.width, opened.height, opened.fps, opened.format)

    def _stand_by(self) -> VisionProcess:
        """A process that is ready for an order, or about to be."""
        if self._standby and self._standby.ended:
            self._standby.kill()
            self._standby = None
        if self._standby is None:
            try:
                self._standby = VisionProcess(self.frames)
            except OSError as error:
                raise VisionFailed(error.strerror or "") from None
        return self._standby
