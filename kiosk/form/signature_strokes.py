"""A signature drawn by a finger: points of a pane, made small enough to travel without losing its shape.

Coordinates are thousandths of the pane's width and height, 0 to 1000. A finger at 120 Hz leaves some thousand points;
lines that stand within a tolerance of a straight one lose their middle (Ramer 1972, Douglas and Peucker 1973), and the
tolerance grows until the whole fits.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from kiosk.wishes.application import Strokes

SIDE = 1000
MOST_POINTS = 1500
MOST_STROKES = 200
RAW_POINTS = 20_000
"""What a pane takes before it says that it is full."""

SHORTEST = 120
"""A signature is longer than a touch by mistake."""

Point = tuple[int, int]


def placed(points: Sequence[float], width: float, height: float) -> tuple[Point, ...]:
    """x, y in turn on a pane of that size, as points on the grid, without repetitions and what is no number."""
    if width <= 0 or height <= 0:
        return ()
    found: list[Point] = []
    for x, y in zip(points[::2], points[1::2], strict=False):
        if math.isfinite(x) and math.isfinite(y):
            point = (_within(x / width), _within(y / height))
            if not found or found[-1] != point:
                found.append(point)
    return tuple(found)


def length(strokes: Sequence[Sequence[Point]]) -> float:
    """How far the finger went, in thousandths."""
    return sum(math.dist(one, other) for stroke in strokes for one, other in pairwise(stroke))


def thinned(strokes: Sequence[Sequence[Point]]) -> Strokes:
    """At most `MOST_STROKES` strokes of together at most `MOST_POINTS` points; the shape stays."""
    kept = [list(stroke) for stroke in strokes if stroke][:MOST_STROKES]
    tolerance = 1.0
    while sum(map(len, kept)) > MOST_POINTS:
        kept = [_straightened(stroke, tolerance) for stroke in kept]
        tolerance *= 1.5
    return tuple(tuple(number for point in stroke for number in point) for stroke in kept)


def _within(share: float) -> int:
    return round(min(1.0, max(0.0, share)) * SIDE)


def _straightened(stroke: list[Point], tolerance: float) -> list[Point]:
    keep = {0, len(stroke) - 1}
    open_ = [(0, len(stroke) - 1)]
    while open_:
        first, last = open_.pop()
        middle = range(first + 1, last)
        far, at = max(((_distance(stroke[i], stroke[first], stroke[last]), i) for i in middle), default=(0.0, 0))
        if far > tolerance:
            keep.add(at)
            open_ += [(first, at), (at, last)]
    return [stroke[i] for i in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """Of a point from the stretch between two others."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    dx, dy = x2 - x1, y2 - y1
    if dx == dy == 0:
        return math.dist(point, start)
    share = min(1.0, max(0.0, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)))
    return math.dist(point, (x1 + share * dx, y1 + share * dy))
