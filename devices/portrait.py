"""Portraits for certificates: what a picture must be, what to tell the person before the camera, and the result.

Words and data only, for both processes: the vision process judges and crops (`devices.vision.portrait`), the terminal
says it. The sizes stand in `devices/models/portraits.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from devices.model_file import ModelFile

_MODELS = Path(__file__).with_name("models") / "portraits.toml"

FACE_BREADTH = 2.25
"""Of an adult, in distances between the pupils (63 mm), as are the two below."""
CROWN = 1.9
"""From the eyes up to the top of the hair."""
CHIN = 1.85
"""From the eyes down."""

NEAREST, FARTHEST, BEST = 0.96, 0.5, 0.75
"""Height of the crop as a share of the highest that the frame has room for."""


class Guidance(StrEnum):
    """The one thing to do next. In this order: what stands first is said first."""

    NO_FACE = "no_face"
    MANY_FACES = "many_faces"
    TOO_FAR = "too_far"
    TOO_NEAR = "too_near"
    OFF_CENTRE = "off_centre"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    UNEVEN_LIGHT = "uneven_light"
    BLURRED = "blurred"
    HEAD_TILTED = "head_tilted"
    EYES_CLOSED = "eyes_closed"
    HOLD_STILL = "hold_still"  # nothing is wrong: the picture may be taken, and takes itself in a moment
    GOOD = "good"


@dataclass(frozen=True)
class PortraitSpec:
    """One kind of certificate picture. Lengths in pixels of the finished picture."""

    name: str
    title: str
    width_px: int
    height_px: int
    dpi: int  # stands in the file, so that it prints in its size
    face_px: int  # breadth of the face that the crop aims at
    face_tolerance_px: int  # how far the certificate lets it be from that
    crown_px: int  # from the upper edge to the top of the head, aimed at
    quality: int  # of the JPEG at most, 1 to 100
    max_bytes: int  # of the JPEG; the quality gives way
    upscale: float = 1.25  # how much a small face may be blown up before the person is asked to come nearer

    @property
    def pupils_px(self) -> float:
        """Distance between the pupils in the finished picture."""
        return self.face_px / FACE_BREADTH

    @property
    def eyes_px(self) -> float:
        """From the upper edge of the finished picture to the eyes."""
        return self.crown_px + CROWN * self.pupils_px

    def room(self, width: float, height: float) -> float:
        """Height of the highest crop that a frame of this size has room for."""
        return min(height, width * self.height_px / self.width_px)

    @property
    def printed_mm(self) -> tuple[float, float]:
        """Width and height on paper."""
        return self.width_px / self.dpi * 25.4, self.height_px / self.dpi * 25.4


def load_spec(name: str = "id_photo", path: Path = _MODELS) -> PortraitSpec:
    """The picture of that name. Raises `ValueError` with the file and what is wrong in it."""
    file = ModelFile(path, "portrait")
    table = file.table(name, PortraitSpec)
    wrong = [key for key, value in table.items() if key != "title" and not _is_length(value)]
    if wrong:
        raise ValueError(f"{file.at(name)} needs numbers above 0 for {', '.join(wrong)}")
    with file.making(name):
        return PortraitSpec(name=name, **table)


def load_specs(path: Path = _MODELS) -> dict[str, PortraitSpec]:
    """All of them by name. Raises `ValueError`."""
    return {name: load_spec(name, path) for name in ModelFile(path, "portrait").names}


def _is_length(value: object) -> bool:
    return isinstance(value, int | float) and value > 0


Point = tuple[float, float]


@dataclass(frozen=True)
class Judgement:
    """What one frame shows. Places are fractions of the frame's width and height."""

    guidance: Guidance
    face: tuple[float, float, float, float] | None = field(default=None, repr=False)  # x, y, width, height
    eyes: tuple[Point, Point] | None = field(default=None, repr=False)  # the one on the picture's left first
    steady: float = 0.0  # 0 to 1: how long everything has been right
    acceptable: bool = False  # this very frame may become the picture, when the person presses the button

    @property
    def good(self) -> bool:
        """It takes itself."""
        return self.guidance is Guidance.GOOD

    def notes(self) -> dict[str, Any]:
        """For the frame's notes in the frame slot."""
        face = None if self.face is None else [round(value, 4) for value in self.face]
        return {
            "guidance": self.guidance.value,
            "face": face,
            "steady": round(self.steady, 3),
            "acceptable": self.acceptable,
        }


@dataclass(frozen=True)
class Portrait:
    """One picture of a citizen, cropped: JPEG without any metadata. Held in memory only; `repr` shows nothing of it."""

    jpeg: bytes = field(repr=False)
    width: int
    height: int
