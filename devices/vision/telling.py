"""Guidance in time: a sentence that does not flicker, and how long everything has been right. Only in a vision process.

Troubles are looked for in the order of the guidance; each is a number that is more than 1 when it is too much. A
sentence stays until it has not been true for a while, and a trouble that has been told ends only some way inside its
limit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from enum import StrEnum
from typing import Generic, TypeVar

from devices.portrait import Point

STILL_FOR = 1.0
"""Seconds that everything must be right."""
LAPSE = 0.35
"""Seconds that a sentence stays though it is no longer true; a blink is shorter."""

_INSIDE = 0.92  # how far inside its limit a trouble ends that has been told

G = TypeVar("G", bound=StrEnum)


class Telling(Generic[G]):
    """What is said to one person. `nothing`: what is told before anything was seen."""

    def __init__(self, nothing: G, hold_still: G, good: G) -> None:
        self._hold_still = hold_still
        self._good = good
        self._told = nothing
        self._true_at = -math.inf  # when what is told was last true
        self._fine_at = -math.inf  # when nothing was wrong the last time
        self._still_since: float | None = None
        self._anchor: tuple[Point, ...] = ()  # where everything has been since then

    def first(self, troubles: Iterable[tuple[G, float]]) -> G | None:
        """The first that is too much. One is looked for when the last was none."""
        for trouble, how_much in troubles:
            if how_much > (_INSIDE if trouble is self._told else 1):
                return trouble
        return None

    def tell(self, trouble: G | None, places: tuple[Point, ...], reach: float, now: float) -> tuple[G, float]:
        """What to say of this frame, and 0 to 1: for how much of the time that it takes has nothing been wrong, and
        nothing moved? `places`: where that is which must not move, none when it is not there; `reach`: how far it may.
        """
        steady = self._steady(trouble, places, reach, now)
        fine = self._good if steady >= 1 else self._hold_still
        return self._say(fine if trouble is None else trouble, now), steady

    def _steady(self, trouble: G | None, places: tuple[Point, ...], reach: float, now: float) -> float:
        if trouble is None and places:
            moved = len(places) != len(self._anchor) or any(
                map(lambda a, b: math.dist(a, b) > reach, places, self._anchor)
            )
            if self._still_since is None or moved:
                self._still_since, self._anchor = now, places
            self._fine_at = now
        elif now - self._fine_at > LAPSE:
            self._still_since = None
        return 0.0 if self._still_since is None else min(1.0, (now - self._still_since) / STILL_FOR)

    def _say(self, found: G, now: float) -> G:
        """Good is said at once and never a moment too long; everything else stays a little."""
        if found in (self._told, self._good) or now - self._true_at > LAPSE:
            self._told, self._true_at = found, now
        elif self._told is self._good:
            self._told = self._hold_still
        return self._told
