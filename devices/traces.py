"""What may be kept of an exception: why and where, never the frames, which hold what a citizen showed."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import TypeVar

E = TypeVar("E", bound=BaseException)


def bare(reason: E) -> E:
    """Why, without how: the frames of a traceback also hold each other in a circle."""
    reason.__traceback__ = reason.__cause__ = reason.__context__ = None
    return reason


def where(bug: BaseException) -> str:
    """The innermost places of a traceback, without a value of any variable."""
    frames = traceback.extract_tb(bug.__traceback__)[-3:]
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames))
