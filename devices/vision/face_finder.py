"""Where the faces are in a grey picture, and their open eyes: by the cascades that come with OpenCV 4, or by YuNet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from devices.vision.opencv import cv2

Picture = NDArray[np.uint8]
Place = tuple[float, float]

SEARCH_HEIGHT = 180
"""Rows of the picture that faces are looked for in."""

_SMALLEST = 0.14  # of the frame's height; who stands farther away is not before the terminal
_PUPIL = 0.2  # how far the pupil may be from where the cascade sees the eye, in distances between the pupils
_DARKEST = 0.2
_EYE_FACE = 100  # columns of the face that eyes are looked for in


@dataclass(frozen=True)
class Face:
    """In pixels of the frame. Eyes that are closed, or not found, are not there."""

    x: float
    y: float
    width: float
    height: float
    pupils: float  # distance between the pupils, as far as the outline tells
    eyes: tuple[Place, Place] | None = None  # the one on the picture's left first

    @property
    def middle(self) -> tuple[Place, Place]:
        """The eyes, or where they should be."""
        x, y, half = self.x + self.width / 2, self.y + 0.4 * self.height, self.pupils / 2
        return self.eyes or ((x - half, y), (x + half, y))


class FaceFinder(Protocol):
    """Finds faces, the largest first, without their eyes."""

    def find(self, bgr: Picture, grey: Picture) -> list[Face]: ...


class CascadeFinder:
    """Haar cascade `frontalface_alt2`: no model file needed, heads upright within about 20 degrees."""

    BREADTH = 2.75  # of the box, in distances between the pupils

    def __init__(self) -> None:
        self._cascade = load_cascade("frontalface_alt2")

    def find(self, bgr: Picture, grey: Picture) -> list[Face]:
        factor = grey.shape[0] / SEARCH_HEIGHT
        small = resized(grey, round(grey.shape[1] / factor), SEARCH_HEIGHT)
        least = round(_SMALLEST * SEARCH_HEIGHT)
        found = self._cascade.detectMultiScale(small, 1.15, 2, minSize=(least, least))
        boxes = sorted(([float(value) * factor for value in box] for box in found), key=lambda box: -box[2])
        return [Face(x, y, width, height, width / self.BREADTH) for x, y, width, height in boxes]


class YuNetFinder:
    """YuNet (opencv_zoo, face_detection_yunet): also finds heads that are turned or half covered.

    Raises `ValueError` when the file holds no such model.
    """

    BREADTH = 2.0
    SURE = 0.7

    def __init__(self, model: Path) -> None:
        try:
            self._net: Any = cv2.FaceDetectorYN.create(str(model), "", (320, 240), self.SURE)
        except cv2.error as error:
            raise ValueError(f"{model}: no YuNet model: {error.err}") from error

    def find(self, bgr: Picture, grey: Picture) -> list[Face]:
        factor = bgr.shape[0] / SEARCH_HEIGHT
        small = resized(bgr, round(bgr.shape[1] / factor), SEARCH_HEIGHT)
        self._net.setInputSize((small.shape[1], small.shape[0]))
        rows = self._net.detect(small)[1]
        faces = [self._face(row[:8] * factor) for row in (() if rows is None else rows)]
        return sorted((face for face in faces if face.height >= _SMALLEST * bgr.shape[0]), key=lambda face: -face.width)

    def _face(self, row: NDArray[np.float32]) -> Face:
        """`row`: box, then the two eyes, of which only the distance is taken: it does not say whether they are open."""
        x, y, width, height, *eyes = (float(value) for value in row)
        pupils = max(float(np.hypot(eyes[0] - eyes[2], eyes[1] - eyes[3])), width / self.BREADTH / 2)
        return Face(x, y, width, height, pupils)


class EyeFinder:
    """Open eyes in a face, also behind glasses. The cascade `eye_tree_eyeglasses` sees no closed ones."""

    def __init__(self) -> None:
        self._cascade = load_cascade("eye_tree_eyeglasses")

    def find(self, grey: Picture, face: Face) -> tuple[Place, Place] | None:
        """Middle of both, the one on the picture's left first; None unless both are found."""
        left, top = max(0, round(face.x)), max(0, round(face.y + 0.16 * face.height))
        right, bottom = round(face.x + face.width), round(face.y + 0.62 * face.height)
        part = grey[top:bottom, left:right]
        if part.shape[0] < 12 or part.shape[1] < 24:
            return None
        factor = part.shape[1] / _EYE_FACE
        part = resized(part, _EYE_FACE, max(1, round(part.shape[0] / factor)))
        middle, over = _EYE_FACE // 2, _EYE_FACE // 20
        eyes = [self._eye(part[:, : middle + over]), self._eye(part[:, middle - over :])]
        if eyes[0] is None or eyes[1] is None:
            return None
        one, other = (
            _pupil(grey, left + (x + at) * factor, top + y * factor, _PUPIL * face.pupils)
            for at, (x, y) in ((0, eyes[0]), (middle - over, eyes[1]))
        )
        return one, other

    def _eye(self, part: Picture) -> Place | None:
        found = self._cascade.detectMultiScale(part, 1.1, 2, minSize=(20, 20), maxSize=(40, 40))
        if len(found) == 0:
            return None
        x, y, width, height = (float(value) for value in max(found, key=lambda box: box[2]))
        return x + width / 2, y + height / 2


def _pupil(grey: Picture, x: float, y: float, reach: float) -> Place:
    """The middle of the darkest part around an eye: finer than the cascade's box."""
    left, top = max(0, round(x - reach)), max(0, round(y - reach))
    part = cv2.GaussianBlur(grey[top : round(y + reach) + 1, left : round(x + reach) + 1], (0, 0), max(1.0, reach / 4))
    rows, columns = np.nonzero(part <= np.quantile(part, _DARKEST))
    return left + float(columns.mean()), top + float(rows.mean())


def load_cascade(name: str) -> cv2.CascadeClassifier:
    """One of OpenCV's own. Raises `ValueError` with an OpenCV that has none: versions from 5 on."""
    path = Path(cv2.__file__).parent / "data" / f"haarcascade_{name}.xml"
    cascade = cv2.CascadeClassifier(str(path))
    if cascade.empty():
        raise ValueError(f"{path}: no cascade; OpenCV 4 is needed, this is {cv2.__version__}")
    return cascade


def resized(picture: Picture, width: int, height: int) -> Picture:
    """Smaller without jaggies, larger without blocks."""
    smaller = width < picture.shape[1]
    way = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(picture, (width, height), interpolation=way), np.uint8)
