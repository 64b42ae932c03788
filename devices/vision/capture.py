"""Pictures from every kind of source, newest first. Only in a vision process.

Sources: OpenCV's `cap_v4l.cpp` (format before size, buffers), `cap_ffmpeg_impl.hpp` (time-outs, capture options),
FFmpeg's protocol and demuxer names.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from devices.vision.camera_source import PICTURES, CameraSource, SourceKind
from devices.vision.messages import Opened
from devices.vision.opencv import MAX_PIXELS, cv2

Image = NDArray[np.uint8]
"""Rows of BGR, `(height, width, 3)`."""

PICTURE_BYTES = 64 << 20
"""Of the largest picture file."""

PICTURE_PACE = 0.1  # seconds that a picture of a folder stands before the camera
STREAM_TIMEOUT = 2000  # milliseconds, to open a stream and for each frame of it
SKIPPING_TIMEOUT = 5000  # the same where the first whole picture may be some seconds away
DARK = 4  # frames that a camera which was just switched on needs to find its exposure
MISSES = 5  # frames in a row that did not come: the source is lost

_PROTOCOLS = {"http": "http,tcp", "https": "https,tls,tcp", "rtsp": "rtsp,rtp,udp,tcp"}
_ROTATIONS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


class SourceLost(Exception):
    """The source cannot be opened, or gives nothing any more."""


class PictureRefused(ValueError):
    """No picture, a broken one, or one that claims to be larger than `MAX_PIXELS`."""


def read_picture(path: Path) -> Image:
    """The picture in a file. Raises `PictureRefused`."""
    try:
        with path.open("rb") as file:
            data = file.read(PICTURE_BYTES + 1)
    except OSError as error:
        raise PictureRefused(error.strerror or "cannot be read") from None
    if len(data) > PICTURE_BYTES:
        raise PictureRefused("file too large")
    if not data:
        raise PictureRefused("empty file")
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error as error:
        raise PictureRefused("picture too large" if "MAX_IMAGE" in str(error) else "broken picture") from None
    if image is None:
        raise PictureRefused("no picture")
    return np.asarray(image, np.uint8)


class Capture(Protocol):
    """An open source. One thread's. `fps` and `format`: as far as the source says; 0 and empty when it does not."""

    @property
    def fps(self) -> float: ...

    @property
    def format(self) -> str: ...

    def grab(self) -> bool:
        """Wait for the next frame; False when none came."""

    def retrieve(self) -> Image | None:
        """The frame that was grabbed; None when it is broken."""

    def release(self) -> None: ...


class PictureCapture:
    """Pictures from files, each for a moment, again and again. Broken ones are passed over."""

    fps = 0.0
    format = ""

    def __init__(self, paths: list[Path]) -> None:
        self._paths: Iterator[Path] = cycle(sorted(paths))
        self._image: Image | None = None

    def grab(self) -> bool:
        time.sleep(PICTURE_PACE)
        path = next(self._paths, None)
        if path is None:
            return False
        try:
            self._image = read_picture(path)
        except PictureRefused:
            return False
        return True

    def retrieve(self) -> Image | None:
        return self._image

    def release(self) -> None:
        self._image = None


class VideoCapture:
    """A camera, a stream or a video file."""

    def __init__(self, source: CameraSource) -> None:
        """Raises `SourceLost`."""
        self._pace = 0.0
        self._loops = source.kind is SourceKind.VIDEO
        match source.kind:
            case SourceKind.V4L2:
                wishes = {  # the format decides which sizes there are, so it comes first
                    cv2.CAP_PROP_FOURCC: cv2.VideoWriter.fourcc(*"MJPG"),
                    cv2.CAP_PROP_FRAME_WIDTH: source.width,
                    cv2.CAP_PROP_FRAME_HEIGHT: source.height,
                    cv2.CAP_PROP_BUFFERSIZE: 1,
                }
                self._video = cv2.VideoCapture(source.address, cv2.CAP_V4L2)
                for name, value in wishes.items():
                    self._video.set(name, value)
            case SourceKind.STREAM:
                timeout = SKIPPING_TIMEOUT if source.skipping else STREAM_TIMEOUT
                self._open_ffmpeg(source.address, _PROTOCOLS[urlsplit(source.address).scheme.lower()], timeout)
            case _:
                self._open_ffmpeg(str(Path(source.address).absolute()), "file", STREAM_TIMEOUT)
        if not self._video.isOpened():
            raise SourceLost("cannot be opened")
        if self.size[0] * self.size[1] > MAX_PIXELS:
            raise SourceLost("frames too large")
        if self._loops:
            self._pace = 1 / min(max(self._video.get(cv2.CAP_PROP_FPS), 1.0), 60.0)

    def _open_ffmpeg(self, address: str, protocols: str, timeout: int) -> None:
        """FFmpeg would open much more than the configuration means: other protocols, lists of further addresses."""
        options = {
            "protocol_whitelist": protocols,
            "format_whitelist": "mpjpeg,mjpeg,rtsp,sdp,rtp,h264,hevc,mov,matroska,avi",
            "rtsp_transport": "tcp",
            "fflags": "nobuffer",
        }
        os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = "|".join(f"{name};{value}" for name, value in options.items())
        wishes = {
            cv2.CAP_PROP_OPEN_TIMEOUT_MSEC: timeout,
            cv2.CAP_PROP_READ_TIMEOUT_MSEC: timeout,
            cv2.CAP_PROP_N_THREADS: 1,
        }
        self._video = cv2.VideoCapture(address, cv2.CAP_FFMPEG, [each for wish in wishes.items() for each in wish])

    @property
    def size(self) -> tuple[int, int]:
        """Width and height as the source says, pixels."""
        return int(self._video.get(cv2.CAP_PROP_FRAME_WIDTH)), int(self._video.get(cv2.CAP_PROP_FRAME_HEIGHT))

    def grab(self) -> bool:
        if self._pace:
            time.sleep(self._pace)
        if self._video.grab():
            return True
        return self._loops and self._video.set(cv2.CAP_PROP_POS_FRAMES, 0) and self._video.grab()

    def retrieve(self) -> Image | None:
        come, image = self._video.retrieve()
        return np.asarray(image, np.uint8) if come else None

    def release(self) -> None:
        self._video.release()

    @property
    def fps(self) -> float:
        return float(self._video.get(cv2.CAP_PROP_FPS))

    @property
    def format(self) -> str:
        """The four letters of the format in which the frames arrive."""
        letters = (int(self._video.get(cv2.CAP_PROP_FOURCC)) & 0xFFFF_FFFF).to_bytes(4, "little")
        return letters.decode("ascii", "replace") if letters.isalnum() else ""


def open_capture(source: CameraSource) -> Capture:
    """Raises `SourceLost`."""
    path = Path(source.address)
    match source.kind:
        case SourceKind.PICTURE:
            return PictureCapture([path])
        case SourceKind.FOLDER:
            return PictureCapture([each for each in path.iterdir() if each.suffix.lower() in PICTURES])
        case _:
            return VideoCapture(source)


class NewestFrame:
    """Reads a source all the time, in a thread of its own, and keeps nothing but the newest frame.

    A camera that is read seldom gives old frames. A frame is decoded only when somebody waits for one.
    """

    def __init__(self, source: CameraSource) -> None:
        self._source = source
        self._bell = threading.Condition()
        self._wanted = False
        self._frame: tuple[Image, float] | None = None
        self._lost: Exception | None = None
        self.opened: Opened | None = None
        """Set before the first frame."""
        threading.Thread(target=self._run, name="camera", daemon=True).start()

    def next(self) -> tuple[Image, float]:
        """The next frame, upright, and when it was taken, on the monotonic clock. Waits as long as the source does.

        Raises `SourceLost`.
        """
        with self._bell:
            self._wanted = True
            self._bell.wait_for(lambda: self._frame is not None or self._lost is not None)
            if self._frame is None:
                raise SourceLost(str(self._lost))
            frame, self._frame = self._frame, None
        return frame

    def _run(self) -> None:
        try:
            self._read()
        except Exception as lost:  # noqa: BLE001 - whatever it is, the source gives nothing any more
            with self._bell:
                self._lost = lost
                self._bell.notify_all()

    def _read(self) -> None:
        capture = open_capture(self._source)
        misses, dark = 0, DARK if self._source.kind is SourceKind.V4L2 else 0
        while misses < MISSES:
            if not capture.grab():
                misses += 1
                continue
            taken_at = time.monotonic()
            if dark:
                dark -= 1
                continue
            if not self._wanted:
                misses = 0
                continue
            image = capture.retrieve()
            if image is None:
                misses += 1
                continue
            misses = 0
            if self._source.rotate:
                image = np.asarray(cv2.rotate(image, _ROTATIONS[self._source.rotate]), np.uint8)
            self._keep(image, taken_at, capture)
        raise SourceLost("no frames")

    def _keep(self, image: Image, taken_at: float, capture: Capture) -> None:
        with self._bell:
            if self.opened is None:
                self.opened = Opened(image.shape[1], image.shape[0], capture.fps, capture.format)
            self._frame = image, taken_at
            self._wanted = False
            self._bell.notify_all()
