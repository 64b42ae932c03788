"""Where a sheet lies in a picture, and whether something lies on it or beside it. Only in a vision process.

Paper is looked for in two ways, because neither sees all of it: as what is brighter than the table (Otsu's threshold),
and as what its own edges close in (Canny), where light from the side makes one half of it darker than the table. The
outline of what was found may have an arm or another sheet on it; so straight pieces of it are taken for lines, and of
the quadrilaterals that four lines make, the one that the outline follows best is a sheet. Its corners are then found
exactly, by the step from paper to table across each side.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from devices.vision.face_finder import Picture, resized
from devices.vision.opencv import cv2

Corners = NDArray[np.float64]
"""Four rows of x, y: the one nearest to the picture's upper left first, then clockwise as seen."""

SEARCH_SIDE = 480
"""Pixels of the longer side of the picture that sheets are looked for in."""

_SMALLEST = 0.008  # of the picture's area; what is smaller is a coin, a pen, a label on the table
_HEAP = 0.05  # of the picture's area
_BRIGHTER = 1.4  # paper : table
_STRAIGHT = 0.012  # how far an outline may be from a straight piece of it, of its length
_PIECE = 0.1  # a side shows at least this much of itself in one piece, of the outline's longest straight piece
_LINES = 9  # straight pieces, the longest first
_NEAR = 2.5  # pixels that the outline may be beside a side and still follow it
_FOLLOWED = 0.88  # of all four sides together: an arm covers less than an eighth
_SIDE_FOLLOWED = 0.45  # of the side that is seen least
_STEP = 8.0  # grey levels that paper is brighter than the table, at least
_STEPS = 0.5  # of the outline, where it is
_CORNER = 40.0  # degrees that an angle between two sides has at least
_SAMPLES = 48  # places along a side


@dataclass(frozen=True)
class Sheet:
    """One sheet. `followed`: 0 to 1, how much of its sides can be seen."""

    corners: Corners
    followed: float
    area: float  # of the picture's pixels

    @property
    def sides(self) -> NDArray[np.float64]:
        """Lengths: upper, right, lower, left."""
        lengths: NDArray[np.float64] = np.linalg.norm(np.roll(self.corners, -1, axis=0) - self.corners, axis=1)
        return lengths


@dataclass(frozen=True)
class Found:
    """The sheets, the largest first. `beside`: where something as bright as paper lies that is no part of one; a mask
    of the picture that was looked in, `factor` times smaller than the frame. `heap`: whether a large part of that lies
    in the middle of the picture, as two sheets do, or one that is folded or under an arm."""

    sheets: tuple[Sheet, ...]
    beside: Picture
    factor: float
    heap: bool


def find_sheets(grey: Picture) -> Found:
    """All sheets in a frame; their corners in pixels of it."""
    height, width = grey.shape
    factor = max(1.0, max(height, width) / SEARCH_SIDE)
    small = resized(grey, round(width / factor), round(height / factor)) if factor > 1 else grey
    bright, closed = _bright(small), _closed(small)
    seen = (_sheet(outline, small) for mask in (bright, closed) for outline in _outlines(mask))
    found: list[Sheet] = []
    for sheet in sorted((each for each in seen if each is not None), key=lambda each: -(each.followed**4) * each.area):
        if not any(_overlap(sheet, other) for other in found):
            found.append(sheet)
    rest = bright.copy()
    for sheet in found:
        cv2.fillPoly(rest, [np.round(_grown(sheet.corners, 3.0)).astype(np.int32)], 0)
    return Found(tuple(_exactly(sheet, grey, factor) for sheet in found), rest, factor, _is_heap(rest, small, bright))


# ------------------------------------------------------------ outlines


def _bright(small: Picture) -> Picture:
    """Everything brighter than the table, without what is written on it."""
    smooth = cv2.morphologyEx(cv2.GaussianBlur(small, (5, 5), 0), cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    mask = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1]
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)), np.uint8)


def _closed(small: Picture) -> Picture:
    """Everything that an edge goes all round."""
    smooth = cv2.GaussianBlur(small, (5, 5), 0)
    edges = cv2.dilate(cv2.Canny(smooth, 20, 60), np.ones((3, 3), np.uint8))
    mask = np.zeros_like(small)
    for outline in cv2.findContours(edges, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]:
        if cv2.contourArea(outline) > _SMALLEST * small.size:
            cv2.drawContours(mask, [outline], -1, 255, cv2.FILLED)
    return np.asarray(cv2.erode(mask, np.ones((3, 3), np.uint8)), np.uint8)


def _outlines(mask: Picture) -> list[NDArray[np.int32]]:
    """The outer outlines of what is large enough."""
    outlines = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]
    large = [outline for outline in outlines if cv2.contourArea(outline) > _SMALLEST * mask.size]
    return [np.asarray(outline, np.int32) for outline in sorted(large, key=cv2.contourArea, reverse=True)[:4]]


def _is_heap(rest: Picture, small: Picture, bright: Picture) -> bool:
    """Neither the grain of a table nor light that falls on it from the side is a heap: the one is not much brighter
    than the table, the other reaches three ends of the picture."""
    height, width = rest.shape
    table = float(np.median(small[bright == 0])) if not bright.all() else 255.0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(rest)
    for label in range(1, count):
        x, y, across, down, area = (int(value) for value in stats[label])
        ends = (x <= 1) + (y <= 1) + (x + across >= width - 1) + (y + down >= height - 1)
        if area > _HEAP * rest.size and ends <= 2:  # an arm comes from one of them
            return bool(np.median(small[labels == label]) > _BRIGHTER * table + _STEP)
    return False


# ------------------------------------------------------------ four lines


def _sheet(outline: NDArray[np.int32], small: Picture) -> Sheet | None:
    """The quadrilateral that this outline follows best; None when it follows none."""
    lines = _lines(outline)
    drawn = np.full(small.shape, 255, np.uint8)
    cv2.drawContours(drawn, [outline], -1, 0)
    distance = np.asarray(cv2.distanceTransform(drawn, cv2.DIST_L2, 3), np.float32)
    best: Sheet | None = None
    for four in combinations(range(len(lines)), 4):
        corners = _quadrilateral([lines[each] for each in four], small.shape[1], small.shape[0])
        if corners is None:
            continue
        near = _along(corners, distance) <= _NEAR
        followed = float(near.mean())
        if near.mean(axis=1).min() < _SIDE_FOLLOWED or followed < _FOLLOWED:
            continue
        area = float(cv2.contourArea(corners.astype(np.float32)))
        if area > _SMALLEST * small.size and (best is None or followed * area > best.followed * best.area):
            best = Sheet(corners, followed, area)
    return None if best is None else _as_paper(best, small)


def _lines(outline: NDArray[np.int32]) -> list[NDArray[np.float64]]:
    """The outline's straight pieces as lines `a x + b y = c`, the longest first; pieces of one line are one."""
    epsilon = _STRAIGHT * cv2.arcLength(outline, closed=True)
    corners = cv2.approxPolyDP(outline, epsilon, closed=True)[:, 0, :].astype(np.float64)
    pieces = sorted(
        zip(corners, np.roll(corners, -1, axis=0), strict=True),
        key=lambda ends: -float(np.linalg.norm(ends[1] - ends[0])),
    )
    points, lines = outline[:, 0, :].astype(np.float64), list[NDArray[np.float64]]()
    longest = float(np.linalg.norm(pieces[0][1] - pieces[0][0]))
    for one, other in pieces:
        length = float(np.linalg.norm(other - one))
        if length < max(8.0, _PIECE * longest) or len(lines) == _LINES:
            break
        line = _fitted(one, (other - one) / length, length, points)
        if not any(_same(line, each, (one + other) / 2) for each in lines):
            lines.append(line)
    return lines


def _fitted(
    start: NDArray[np.float64], along: NDArray[np.float64], length: float, points: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The line through the outline's points beside a piece. Its ends are left out: a card's corners are round."""
    normal = np.array([-along[1], along[0]])
    at, beside = (points - start) @ along, (points - start) @ normal
    on = points[(np.abs(beside) < 5.0) & (at > 0.12 * length) & (at < 0.88 * length)]
    if len(on) > 4:
        dx, dy, x, y = cv2.fitLine(on.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel().tolist()
        return np.array([-dy, dx, -dy * x + dx * y])
    return np.array([*normal, float(normal @ start)])


def _same(line: NDArray[np.float64], other: NDArray[np.float64], at: NDArray[np.float64]) -> bool:
    """Whether two lines are one: nearly parallel, and together at this place."""
    return bool(abs(line[:2] @ other[:2]) > 0.996 and abs(other[:2] @ at - other[2]) < 5.0)


def _quadrilateral(lines: list[NDArray[np.float64]], width: int, height: int) -> Corners | None:
    """The convex quadrilateral that four lines make inside the picture, if they make one."""
    angles = [float(np.arctan2(line[1], line[0]) % np.pi) for line in lines]
    order = sorted(range(4), key=lambda each: angles[each])
    for one, other in (((0, 1), (2, 3)), ((0, 3), (1, 2))):  # which two are opposite sides: those nearly parallel
        first, second = [lines[order[each]] for each in one], [lines[order[each]] for each in other]
        places = [_crossing(a, b) for a, b in ((first[0], second[0]), (second[0], first[1]), (first[1], second[1]),
                                               (second[1], first[0]))]  # fmt: skip
        if any(place is None for place in places):
            continue
        corners = np.array(places, np.float64)
        margin = 6.0
        inside = (corners > -margin).all() and (corners < np.array([width, height]) + margin).all()
        if inside and _is_convex(corners):
            return _in_order(corners)
    return None


def _crossing(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64] | None:
    across = one[0] * other[1] - one[1] * other[0]
    if abs(across) < np.sin(np.radians(_CORNER)):
        return None
    places = [one[2] * other[1] - one[1] * other[2], one[0] * other[2] - one[2] * other[0]]
    crossing: NDArray[np.float64] = np.array(places) / across
    return crossing


def _is_convex(corners: Corners) -> bool:
    sides = np.roll(corners, -1, axis=0) - corners
    following = np.roll(sides, -1, axis=0)
    turns = sides[:, 0] * following[:, 1] - sides[:, 1] * following[:, 0]
    return bool((turns > 0).all() or (turns < 0).all())


def _in_order(corners: Corners) -> Corners:
    """Clockwise as seen, the one nearest to the upper left first."""
    middle = corners.mean(axis=0)
    turned = corners[np.argsort(np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0]))]
    return np.roll(turned, -int(np.argmin(turned.sum(axis=1))), axis=0)


# ------------------------------------------------------------ along the sides


def _places(corners: Corners, begin: float = 0.03, end: float = 0.97) -> NDArray[np.float64]:
    """Places on the four sides: 4 x samples x 2."""
    at = np.linspace(begin, end, _SAMPLES)[None, :, None]
    following = np.roll(corners, -1, axis=0)
    places: NDArray[np.float64] = corners[:, None, :] * (1 - at) + following[:, None, :] * at
    return places


def _along(corners: Corners, picture: NDArray[np.float32]) -> NDArray[np.float32]:
    places = np.round(_places(corners)).astype(int)
    x, y = (np.clip(places[..., axis], 0, picture.shape[1 - axis] - 1) for axis in (0, 1))
    found: NDArray[np.float32] = picture[y, x]
    return found


def _outwards(corners: Corners) -> NDArray[np.float64]:
    """The four sides' directions away from the sheet."""
    sides = np.roll(corners, -1, axis=0) - corners
    normals: NDArray[np.float64] = np.stack([sides[:, 1], -sides[:, 0]], axis=1)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
    return normals


def _as_paper(sheet: Sheet, small: Picture) -> Sheet | None:
    """Brighter inside than outside beside most of what can be seen of its sides; `followed` without the rest. A frame
    printed on a form is not: there is paper on both sides of it. Neither is the end of the picture."""
    smooth = np.asarray(cv2.GaussianBlur(small, (5, 5), 0), np.float32)
    away = _outwards(sheet.corners)[:, None, :] * 5.0
    places = _places(sheet.corners)
    inside, outside = (_sampled(smooth, places + sign * away) for sign in (-1, 1))
    height, width = small.shape
    out = places + away
    at_end = (out < 0).any(axis=2) | (out[..., 0] > width - 1) | (out[..., 1] > height - 1)
    if at_end.mean() > 0.7:  # the table itself
        return None
    steps = float(((inside - outside)[~at_end] > _STEP).mean())
    return replace(sheet, followed=sheet.followed * steps) if steps > _STEPS else None


def _sampled(picture: NDArray[Any], places: NDArray[np.float64]) -> NDArray[np.float32]:
    x, y = (np.ascontiguousarray(places[..., axis], np.float32) for axis in (0, 1))
    found: NDArray[np.float32] = cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)  # type: ignore[assignment]
    return found


def _exactly(sheet: Sheet, grey: Picture, factor: float) -> Sheet:
    """The same in the frame's own pixels: each side where the steepest step from paper to table is."""
    corners = (sheet.corners + 0.5) * factor - 0.5
    reach = round(3 * factor) + 2
    offsets = np.arange(-reach, reach + 1, dtype=np.float64)
    away = _outwards(corners)
    places = _places(corners, 0.06, 0.94)
    lines = []
    for side in range(4):
        across = places[side][:, None, :] + offsets[None, :, None] * away[side]
        profile = cv2.GaussianBlur(_sampled(grey, across).astype(np.float32), (0, 0), max(0.6, factor / 2))
        steps = profile[:, :-2] - profile[:, 2:]
        at = np.argmax(steps, axis=1)
        clear = steps[np.arange(len(at)), at] > 0.5 * np.median(steps.max(axis=1))
        on = across[np.arange(len(at)), at + 1][clear]
        if len(on) < _SAMPLES // 4:
            return Sheet(corners, sheet.followed, sheet.area * factor**2)
        dx, dy, x, y = cv2.fitLine(on.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel().tolist()
        lines.append(np.array([-dy, dx, -dy * x + dx * y]))
    places_ = [_crossing(lines[side - 1], lines[side]) for side in range(4)]
    if any(place is None for place in places_):
        return Sheet(corners, sheet.followed, sheet.area * factor**2)
    found = np.array(places_, np.float64)
    if np.abs(found - corners).max() > 3 * reach:
        found = corners
    return Sheet(found, sheet.followed, float(cv2.contourArea(found.astype(np.float32))))


def _grown(corners: Corners, by: float) -> Corners:
    away = _outwards(corners)
    grown: Corners = corners + by * (away + np.roll(away, 1, axis=0))
    return grown


def _overlap(one: Sheet, other: Sheet) -> bool:
    """The same sheet, or something on it."""
    common = cv2.intersectConvexConvex(one.corners.astype(np.float32), other.corners.astype(np.float32))[0]
    return common > 0.3 * min(one.area, other.area)
