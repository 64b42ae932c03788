"""What terminal and vision process tell each other: one JSON object a line over a socket pair.

The terminal gives one `Order` and may say `Take` later; everything else comes from the vision process. Both ends are
one release, so that a line which fits no message is a bug, not an event. Payloads and pictures are personal: no `repr`
shows them.
"""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any

LINE_LIMIT = 8 << 20
"""Bytes of the longest line: a portrait of 4000 x 6000 pixels."""


class Purpose(StrEnum):
    """What the camera is on for."""

    SCAN = "scan"
    PORTRAIT = "portrait"
    PAGE = "page"
    PICTURE = "picture"


class Trouble(StrEnum):
    """Why a source gives no usable pictures."""

    NO_FRAMES = "no_frames"  # it cannot be opened, or gives nothing any more
    BLACK = "black"
    FROZEN = "frozen"
    REFUSED = "refused"  # the order cannot be carried out: no such face model, frames too small for the picture


@dataclass(frozen=True)
class Order:
    """Open this source for this purpose. `source`: fields of a `CameraSource`; `spec`: for a portrait those of a
    `PortraitSpec`, for a page those of a `PageSpec`; `face_model`: the path of a face detector's file, or empty."""

    purpose: Purpose
    source: dict[str, Any]
    spec: dict[str, Any] = field(default_factory=dict)
    face_model: str = ""


@dataclass(frozen=True)
class Take:
    """The button was pressed: take the picture from the next frame that is acceptable."""


@dataclass(frozen=True)
class Ready:
    """The libraries are loaded; an order would be carried out at once."""

    versions: str


@dataclass(frozen=True)
class Opened:
    """The source gives pictures, of this size. `format`: how they arrive, as far as the source says."""

    width: int
    height: int
    fps: float
    format: str


@dataclass(frozen=True)
class CodeSeen:
    """A code in the newest picture; said again as long as it is there."""

    data: bytes = field(repr=False)


@dataclass(frozen=True)
class PictureTaken:
    """The portrait or page that was asked for."""

    jpeg: bytes = field(repr=False)
    width: int
    height: int


@dataclass(frozen=True)
class Failed:
    """The source is of no use; the process waits to be ended."""

    trouble: Trouble
    detail: str = ""


Message = Order | Take | Ready | Opened | CodeSeen | PictureTaken | Failed

_KINDS: dict[str, type[Message]] = {
    kind.__name__: kind for kind in (Order, Take, Ready, Opened, CodeSeen, PictureTaken, Failed)
}


def encode(message: Message) -> bytes:
    """One line."""
    values = {
        name: base64.b64encode(value).decode() if isinstance(value, bytes) else value
        for name, value in asdict(message).items()
    }
    return json.dumps({"is": type(message).__name__, **values}).encode() + b"\n"


def decode(line: bytes) -> Message:
    """Raises `ValueError` for a line that is no message."""
    try:
        values = json.loads(line)
        kind = _KINDS[values.pop("is")]
        for each in fields(kind):
            if each.type == "bytes":
                values[each.name] = base64.b64decode(values[each.name], validate=True)
            elif each.type in ("Purpose", "Trouble"):
                values[each.name] = {"Purpose": Purpose, "Trouble": Trouble}[each.type](values[each.name])
        return kind(**values)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"no message: {type(error).__name__}") from None
