"""The photographer: looks at every frame, says the one thing to do next, and cuts the finished picture out.

Per frame a few milliseconds on a small grey picture. Troubles are looked for in the order of `Guidance`;
`devices.vision.telling` makes sentences of them.
"""

from __future__ import annotations

import math
import struct
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from devices.portrait import FARTHEST, NEAREST, Guidance, Judgement, PortraitSpec
from devices.vision.face_finder import (
    CascadeFinder,
    EyeFinder,
    Face,
    FaceFinder,
    Picture,
    Place,
    YuNetFinder,
    resized,
)
from devices.vision.opencv import cv2
from devices.vision.telling import Telling

EYES_PATIENCE = 4.0
"""Seconds of "open your eyes" after which the button takes the picture all the same: there are narrow eyes, drooping
lids and glasses that shine, and nobody is sent away for them."""

_OFF = 0.11  # sideways, of the frame's height
_OVER = 0.03  # up and down: of the crop's height, filled with the frame's last row
_TILT = math.radians(7)
_MOVED = 0.16  # between two frames or creeping, in distances between the pupils
_DARK = 78.0  # grey level that the lightest tenth of the face must reach
_BRIGHT = 226.0  # grey level that the middle of the face must not reach
_BURNT = 0.12  # share of the face in pure white
_UNEVEN = 0.62  # dark side : light side
_SHARP = 0.008  # see `sharpness`: a blur of two pixels of the finished picture
_SHARP_FACE = 160  # columns of the strip that sharpness is measured in: two distances between the pupils
_LOWEST_QUALITY = 5


class PortraitGuide:
    """For one person's picture, from "come nearer" to the JPEG.

    Args:
        spec: what the picture must be.
        face_model: a YuNet model (ONNX), or None for the cascades.

    Raises `ValueError` when the model is none.
    """

    def __init__(
        self, spec: PortraitSpec, face_model: Path | None = None, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.spec = spec
        self._finder: FaceFinder = CascadeFinder() if face_model is None else YuNetFinder(face_model)
        self._eyes = EyeFinder()
        self._now = now
        self._telling = Telling(Guidance.NO_FACE, Guidance.HOLD_STILL, Guidance.GOOD)
        self._eyes_shut_since: float | None = None

    def judge(self, bgr: Picture) -> Judgement:
        """What this frame shows and what to say. Raises `ValueError` for a frame too small for such a picture."""
        height, width = bgr.shape[:2]
        if self.spec.height_px / self.spec.upscale > NEAREST * self.spec.room(width, height):
            raise ValueError(f"a frame of {width} x {height} pixels is too small for {self.spec.name}")
        now = self._now()
        grey: Picture = cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY)  # type: ignore[assignment]
        faces = self._finder.find(bgr, grey)
        face = None
        if faces:
            face = faces[0]
            eyes = self._eyes.find(grey, face)
            if eyes is not None:
                face = replace(face, pupils=math.dist(*eyes), eyes=eyes)
        found = Guidance.NO_FACE if face is None else self._telling.first(self._troubles(faces, face, grey))
        if found is not Guidance.EYES_CLOSED:
            self._eyes_shut_since = None
        elif self._eyes_shut_since is None:
            self._eyes_shut_since = now
        guidance, steady = self._telling.tell(found, *_between(face), now)
        shut_long = self._eyes_shut_since is not None and now - self._eyes_shut_since >= EYES_PATIENCE
        told = Judgement(guidance, steady=steady, acceptable=found is None or shut_long)
        return told if face is None else _placed(told, face, width, height)

    def picture(self, bgr: Picture, judgement: Judgement) -> tuple[bytes, int, int]:
        """The finished picture, eyes level: JPEG of the size that the spec names, without metadata; width and height.

        `judgement`: of this very frame. Raises `ValueError` when it found no face.
        """
        if judgement.face is None:
            raise ValueError("no face to cut out")
        spec = self.spec
        face = _face(judgement, bgr.shape[1], bgr.shape[0])
        times = max(1, math.floor(face.pupils / spec.pupils_px))  # drawn larger, then made smaller without jaggies
        turned = cv2.warpAffine(
            bgr,
            _placing(spec, face, times),
            (spec.width_px * times, spec.height_px * times),
            flags=cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REPLICATE,
        )
        picture = cv2.resize(turned, (spec.width_px, spec.height_px), interpolation=cv2.INTER_AREA)
        for quality in range(spec.quality, _LOWEST_QUALITY - 1, -5):
            jpeg = _with_density(_jpeg(picture, quality), spec.dpi)
            if len(jpeg) <= spec.max_bytes:
                return jpeg, spec.width_px, spec.height_px
        raise ValueError(f"{spec.name} does not fit into {spec.max_bytes} bytes")

    # ------------------------------------------------------------ what is wrong

    def _troubles(self, faces: list[Face], face: Face, grey: Picture) -> Iterator[tuple[Guidance, float]]:
        """Every trouble and how much of it."""
        spec, (height, width) = self.spec, grey.shape
        scale = spec.pupils_px / face.pupils
        crop, room = spec.height_px / scale, spec.room(width, height)
        yield Guidance.MANY_FACES, 1.6 * faces[1].width / face.width if len(faces) > 1 else 0
        yield Guidance.TOO_FAR, max(FARTHEST * room, spec.height_px / spec.upscale) / crop
        yield Guidance.TOO_NEAR, crop / (NEAREST * room)
        (left_x, left_y), (right_x, right_y) = face.middle
        eyes_x, eyes_y = (left_x + right_x) / 2, (left_y + right_y) / 2
        yield Guidance.OFF_CENTRE, abs(eyes_x - width / 2) / (_OFF * height)
        top = eyes_y - spec.eyes_px / scale
        over_the_edge = max(-top, top + crop - height) / crop
        yield Guidance.OFF_CENTRE, 1 + 4 * (over_the_edge - _OVER)
        yield from _light(grey, face)
        yield Guidance.BLURRED, _SHARP / max(sharpness(grey, face), 1e-6)  # before the eyes: they cannot be seen then
        yield Guidance.HEAD_TILTED, abs(math.atan2(right_y - left_y, right_x - left_x)) / _TILT
        yield Guidance.EYES_CLOSED, 0 if face.eyes else math.inf


def _between(face: Face | None) -> tuple[tuple[Place, ...], float]:
    """Where the eyes are, and how far they may move."""
    if face is None:
        return (), 0.0
    (left_x, left_y), (right_x, right_y) = face.middle
    return (((left_x + right_x) / 2, (left_y + right_y) / 2),), _MOVED * face.pupils


def _light(grey: Picture, face: Face) -> Iterator[tuple[Guidance, float]]:
    """How the face is lit, between hair and chin and from cheek to cheek."""
    (left_x, left_y), (right_x, right_y) = face.middle
    x, y, pupils = (left_x + right_x) / 2, (left_y + right_y) / 2, face.pupils
    skin = _part(grey, x - 0.95 * pupils, y - 0.8 * pupils, x + 0.95 * pupils, y + 1.3 * pupils)
    levels = np.cumsum(np.bincount(skin.ravel(), minlength=256)) / skin.size
    lightest, middle = int(np.searchsorted(levels, 0.9)), int(np.searchsorted(levels, 0.5))
    yield Guidance.TOO_DARK, _DARK / max(lightest, 1)
    yield Guidance.TOO_BRIGHT, max(middle / _BRIGHT, (1 - levels[249]) / _BURNT)
    half = skin.shape[1] // 2
    one, other = float(skin[:, :half].mean()), float(skin[:, half:].mean())
    yield Guidance.UNEVEN_LIGHT, _UNEVEN * max(one, other) / max(min(one, other), 1.0)


def sharpness(grey: Picture, face: Face) -> float:
    """Variance of the Laplacian around the eyes, where every face has edges, as a share of the variance itself.

    Smoothed a little before, or the grain of a poor sensor would pass for sharpness.
    """
    (left_x, left_y), (right_x, right_y) = face.middle
    x, y, pupils = (left_x + right_x) / 2, (left_y + right_y) / 2, face.pupils
    strip = _part(grey, x - pupils, y - 0.45 * pupils, x + pupils, y + 0.35 * pupils)
    strip = resized(strip, _SHARP_FACE, _SHARP_FACE * 4 // 10)
    smooth = cv2.GaussianBlur(strip.astype(np.float32), (0, 0), 1.0)
    return float(cv2.Laplacian(smooth, cv2.CV_32F).var() / max(float(smooth.var()), 1.0))


def _part(grey: Picture, left: float, top: float, right: float, bottom: float) -> Picture:
    """What of this rectangle lies in the picture; never empty."""
    height, width = grey.shape
    x, y = (min(max(0, round(value)), limit - 4) for value, limit in ((left, width), (top, height)))
    return grey[y : max(y + 4, round(bottom)), x : max(x + 4, round(right))]


# ------------------------------------------------------------ between frame and fractions


def _placed(told: Judgement, face: Face, width: int, height: int) -> Judgement:
    box = face.x / width, face.y / height, face.width / width, face.height / height
    one, other = ((x / width, y / height) for x, y in face.middle)
    return replace(told, face=box, eyes=(one, other))


def _face(judgement: Judgement, width: int, height: int) -> Face:
    assert judgement.face is not None
    assert judgement.eyes is not None
    x, y, wide, high = judgement.face
    one, other = ((ex * width, ey * height) for ex, ey in judgement.eyes)
    return Face(x * width, y * height, wide * width, high * height, math.dist(one, other), (one, other))


def _placing(spec: PortraitSpec, face: Face, times: int) -> Any:
    """The affine map from the frame to the picture, `times` as large: eyes level, on their line, in the middle."""
    (left_x, left_y), (right_x, right_y) = face.middle
    angle = math.atan2(right_y - left_y, right_x - left_x)
    scale = spec.pupils_px * times / face.pupils
    placing = cv2.getRotationMatrix2D(((left_x + right_x) / 2, (left_y + right_y) / 2), math.degrees(angle), scale)
    placing[0, 2] += spec.width_px * times / 2 - (left_x + right_x) / 2
    placing[1, 2] += spec.eyes_px * times - (left_y + right_y) / 2
    return placing


def _jpeg(picture: Any, quality: int) -> bytes:
    done, encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1])
    if not done:
        raise ValueError("the picture cannot be encoded")
    return encoded.tobytes()


def _with_density(jpeg: bytes, dpi: int) -> bytes:
    """JFIF's own header says how large the picture prints; it is all that the file holds besides the picture."""
    return jpeg[:13] + struct.pack(">BHH", 1, dpi, dpi) + jpeg[18:]
