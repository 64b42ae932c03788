"""Pages of paper documents: what a page's picture must be, what to tell the person who lays it down, and the result.

Words and data only, for both processes: the vision process judges and straightens (`devices.vision.document`), the
terminal says it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from devices.portrait import Point


class PageGuidance(StrEnum):
    """The one thing to do next. In this order: what stands first is said first."""

    NO_PAGE = "no_page"
    HAND = "hand"  # on the page
    MANY_PAGES = "many_pages"
    CUT_OFF = "cut_off"  # a part of it lies outside the picture
    TOO_FAR = "too_far"
    TOO_DARK = "too_dark"
    GLARE = "glare"
    BLURRED = "blurred"
    EMPTY = "empty"  # nothing stands on it: the other side is meant
    HOLD_STILL = "hold_still"  # nothing is wrong: the picture may be taken, and takes itself in a moment
    GOOD = "good"


@dataclass(frozen=True)
class PageSpec:
    """Lengths in pixels of the page's longer side.

    `least`: an A4 page's print of 10.5 points (五号) is then 12 pixels high, the smallest in which screens ever drew
    Chinese. `least_card`: the same for an identity card's print of 6.5 points, known by the card's shape. `most`: A4 at
    200 dpi; more is never needed to read it, and a picture is never blown up.
    """

    max_bytes: int  # of the JPEG; the quality gives way, then the size
    least: int = 970
    least_card: int = 450
    most: int = 2339
    quality: int = 85  # of the JPEG at most, 1 to 100


@dataclass(frozen=True)
class PageJudgement:
    """What one frame shows. Places are fractions of the frame's width and height."""

    guidance: PageGuidance
    corners: tuple[Point, Point, Point, Point] | None = field(default=None, repr=False)  # clockwise from the upper left
    steady: float = 0.0  # 0 to 1: how long everything has been right
    acceptable: bool = False  # this very frame may become the picture, when the person presses the button

    @property
    def good(self) -> bool:
        """It takes itself."""
        return self.guidance is PageGuidance.GOOD

    def notes(self) -> dict[str, Any]:
        """For the frame's notes in the frame slot."""
        corners = None if self.corners is None else [[round(x, 4), round(y, 4)] for x, y in self.corners]
        return {
            "guidance": self.guidance.value,
            "page": corners,
            "steady": round(self.steady, 3),
            "acceptable": self.acceptable,
        }


@dataclass(frozen=True)
class Page:
    """One page of a citizen's paper, straightened: JPEG without any metadata. Held in memory only; `repr` shows nothing
    of it."""

    jpeg: bytes = field(repr=False)
    width: int
    height: int
