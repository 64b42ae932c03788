"""The page's photographer: looks at every frame, says the one thing to do next, and straightens the finished page.

Per frame some ten milliseconds on small pictures. Troubles are looked for in the order of `PageGuidance`;
`devices.vision.telling` makes sentences of them. Nothing is read: what stands on a page is for the office.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from devices.document import PageGuidance, PageJudgement, PageSpec
from devices.portrait import Point
from devices.vision.face_finder import Picture, resized
from devices.vision.opencv import cv2
from devices.vision.sheet_finder import Corners, Found, Sheet, find_sheets
from devices.vision.telling import Telling
from devices.vision.whitening import whitened

PATIENCE = 4.0
"""Seconds of a trouble with light, sharpness or fingers after which the button takes the picture all the same: there
are shining laminates, faint carbon copies and brown covers, and nobody is sent away for them."""

_SMALL, _FINE = 320, 1000  # pixels of the page's longer side: for light and hands; for sharpness
_EDGE = 0.006  # of the frame's longer side: a corner that is nearer to the frame's edge may lie beyond it
_CARD = 1.5  # longer side : shorter side; an ID-1 card has 1.59, A and B papers, booklets and passports up to 1.42
_OTHER = 0.25  # of the page's area: another sheet, and not a label
_BESIDE = 0.1  # of the page's area: paper that looks out under it
_ALIKE = 0.12  # how much its brightness may differ from the page's
_HAND = 0.008  # of the page's area: a fingertip on A4
_DARK = 95.0  # grey level that the lightest tenth of the page must reach: below it noise is as strong as thin strokes
_BURNT, _WHITE = 248, 240  # grey levels: nothing can be seen there; a page as white as this mirrors no lamp visibly
_GLARE = 0.004  # share of the page that a lamp may wipe out: less than half a line of print on A4
_SHARP = 0.075  # see `sharpness`: a blur of 1.3 pixels of `_FINE`, in which print of 10.5 points begins to close up
_CONTENT = 3  # tiles with something on them
_MOVED = 0.008  # of the page's longer side
_LOWEST_QUALITY = 40  # below it print gets a fringe; a smaller picture is then the lesser evil
_ON_THE_WAY = frozenset(
    {PageGuidance.NO_PAGE, PageGuidance.MANY_PAGES, PageGuidance.CUT_OFF, PageGuidance.TOO_FAR}
)  # no patience helps: there is no whole page to take


class PageGuide:
    """For one page, from "lay it down" to the JPEG."""

    def __init__(self, spec: PageSpec, now: Callable[[], float] = time.monotonic) -> None:
        self.spec = spec
        self._now = now
        self._telling = Telling(PageGuidance.NO_PAGE, PageGuidance.HOLD_STILL, PageGuidance.GOOD)
        self._marred_since: float | None = None  # whole, and something is wrong with it

    def judge(self, bgr: Picture) -> PageJudgement:
        """What this frame shows and what to say. Raises `ValueError` for a frame in which no page could be read."""
        height, width = bgr.shape[:2]
        if max(height, width) < self.spec.least:
            raise ValueError(f"a frame of {width} x {height} pixels is too small for a page")
        now = self._now()
        grey = np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY), np.uint8)
        found = find_sheets(grey)
        sheet = found.sheets[0] if found.sheets else None
        trouble = self._telling.first(self._troubles(found, sheet, bgr, grey))
        if sheet is None or trouble is None or trouble in _ON_THE_WAY:
            self._marred_since = None
        elif self._marred_since is None:
            self._marred_since = now
        places = () if sheet is None else tuple((float(x), float(y)) for x, y in sheet.corners)
        reach = 0.0 if sheet is None else _MOVED * float(sheet.sides.max())
        guidance, steady = self._telling.tell(trouble, places, reach, now)
        marred_long = self._marred_since is not None and now - self._marred_since >= PATIENCE
        return PageJudgement(guidance, _fractions(places, width, height), steady, trouble is None or marred_long)

    def picture(self, bgr: Picture, judgement: PageJudgement) -> tuple[bytes, int, int]:
        """The finished page, straightened, on white: JPEG without metadata, its width and height.

        `judgement`: of this very frame. Raises `ValueError` when it found no page.
        """
        if judgement.corners is None:
            raise ValueError("no page to straighten")
        size = np.array([bgr.shape[1], bgr.shape[0]], np.float64)
        sheet = Sheet(np.array(judgement.corners) * size, 1.0, 0.0)
        page = whitened(straightened(bgr, sheet, self.spec.most))
        for quality in range(self.spec.quality, _LOWEST_QUALITY - 1, -5):
            jpeg = _jpeg(page, quality)
            if len(jpeg) <= self.spec.max_bytes:
                return jpeg, page.shape[1], page.shape[0]
        while len(jpeg) > self.spec.max_bytes and max(page.shape) > 2:
            page = resized(page, max(1, page.shape[1] * 4 // 5), max(1, page.shape[0] * 4 // 5))
            jpeg = _jpeg(page, _LOWEST_QUALITY)
        return jpeg, page.shape[1], page.shape[0]

    # ------------------------------------------------------------ what is wrong

    def _troubles(
        self, found: Found, sheet: Sheet | None, bgr: Picture, grey: Picture
    ) -> Iterator[tuple[PageGuidance, float]]:
        """Every trouble and how much of it."""
        if sheet is None:
            yield PageGuidance.MANY_PAGES, math.inf if found.heap else 0
            yield PageGuidance.NO_PAGE, math.inf
            return
        page = straightened(bgr, sheet, _SMALL)
        light = np.asarray(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), np.uint8)
        yield PageGuidance.HAND, hand(page) / _HAND
        others = max((other.area / sheet.area for other in found.sheets[1:]), default=0.0)
        under = beside(found, sheet, grey, float(np.percentile(light, 75)))
        yield PageGuidance.MANY_PAGES, max(others / _OTHER, under / _BESIDE)
        height, width = grey.shape
        edge = _EDGE * max(height, width)
        inside = min(sheet.corners.min(), width - 1 - sheet.corners[:, 0].max(), height - 1 - sheet.corners[:, 1].max())
        yield PageGuidance.CUT_OFF, 1 + (edge - inside) / edge
        yield PageGuidance.TOO_FAR, self._least(sheet) / _long(sheet)
        levels = np.cumsum(np.bincount(light.ravel(), minlength=256)) / light.size
        yield PageGuidance.TOO_DARK, _DARK / max(int(np.searchsorted(levels, 0.9)), 1)
        yield PageGuidance.GLARE, 0 if np.searchsorted(levels, 0.5) > _WHITE else burnt(page) / _GLARE
        fine = round(_FINE * self._least(sheet) / self.spec.least)
        sharp, content = sharpness(straightened(grey, sheet, fine))
        yield PageGuidance.BLURRED, _SHARP / max(sharp, 1e-6) if content >= _CONTENT else 0
        yield PageGuidance.EMPTY, 0 if content >= _CONTENT else math.inf

    def _least(self, sheet: Sheet) -> float:
        upper, right, lower, left = sheet.sides
        shape = (upper + lower) / (left + right)
        return float(self.spec.least_card if max(shape, 1 / shape) > _CARD else self.spec.least)


def _long(sheet: Sheet) -> float:
    """The longer side, where it looks shorter: what is far away must be readable too."""
    upper, right, lower, left = sheet.sides
    return float(min(upper, lower) if upper + lower > left + right else min(left, right))


# ------------------------------------------------------------ measures of a straightened page


def hand(page: Picture) -> float:
    """Share of the page under something of the colour of skin that comes in over its edge.

    Seen against the page's own white, so that neither the lamp's colour counts nor the paper's; a face in a picture on
    the page does not reach the edge.
    """
    white = np.maximum(np.percentile(page, 90, axis=(0, 1)), 1.0)
    blue, green, red = np.moveaxis(cv2.GaussianBlur(page, (5, 5), 0) / white, 2, 0)
    over_green, over_blue = red - green, red - blue
    skin = (red > 0.25) & (over_green > 0.06) & (over_green < 0.42) & (over_blue > 0.14) & (green > 0.85 * blue)
    count, labels = cv2.connectedComponents(skin.astype(np.uint8))
    rim = max(2, round(0.02 * max(labels.shape)))
    inner = labels[rim:-rim, rim:-rim]
    whole, within = np.bincount(labels.ravel(), minlength=count), np.bincount(inner.ravel(), minlength=count)
    over_the_edge = whole > within
    over_the_edge[0] = False
    return float(within[over_the_edge].sum() / max(inner.size, 1))


def beside(found: Found, sheet: Sheet, grey: Picture, level: float) -> float:
    """Paper that looks out from under the page, as a share of the page's area. `level`: the page's grey level."""
    if not found.beside.any():
        return 0.0
    corners = sheet.corners / found.factor
    touched = np.zeros_like(found.beside)
    cv2.polylines(touched, [np.round(corners).astype(np.int32)], True, 255, 13)
    small = resized(grey, found.beside.shape[1], found.beside.shape[0])
    count, labels, stats, _ = cv2.connectedComponentsWithStats(found.beside)
    most = 0.0
    for label in range(1, count):
        part = labels == label
        alike = abs(float(np.median(small[part])) / max(level, 1.0) - 1) < _ALIKE
        if alike and touched[part].any():
            most = max(most, float(stats[label, cv2.CC_STAT_AREA]))
    return most * found.factor**2 / sheet.area


def burnt(page: Picture) -> float:
    """Share of the page where a lamp mirrors: white in all colours, over more than a few pixels."""
    return float((cv2.blur(page, (5, 5)).min(axis=2) >= _BURNT).mean())


def sharpness(page: Picture) -> tuple[float, int]:
    """Variance of the Laplacian as a share of the variance itself where something is printed, and on how many tiles
    that is. Smoothed a little before, or the grain of a poor sensor would pass for sharpness."""
    smooth = cv2.GaussianBlur(page.astype(np.float32), (0, 0), 0.8)
    edges = cv2.Laplacian(smooth, cv2.CV_32F)
    rows, columns = (max(1, (side - 1) // 50) for side in page.shape)
    height, width = page.shape[0] // (rows + 1), page.shape[1] // (columns + 1)
    values = []
    for row in range(1, rows):
        for column in range(1, columns):
            y, x = row * height + height // 2, column * width + width // 2
            tile = smooth[y : y + height, x : x + width]
            variance = float(tile.var())
            if variance > 90:
                values.append(float(edges[y : y + height, x : x + width].var()) / variance)
    return (float(np.quantile(values, 0.6)), len(values)) if values else (0.0, 0)


# ------------------------------------------------------------ straightening


def straightened(picture: Picture, sheet: Sheet, most: int) -> Picture:
    """The sheet as seen from above, its longer side `most` pixels or what the frame gives."""
    upper, right, lower, left = sheet.sides
    across, down = max(upper, lower), max(left, right)
    scale = min(1.0, most / max(across, down))
    width, height = max(4, round(across * scale)), max(4, round(down * scale))
    to = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) - np.float32(0.5)
    placing = cv2.getPerspectiveTransform(_inset(sheet.corners).astype(np.float32), to)
    way = cv2.INTER_AREA if scale < 0.5 else cv2.INTER_CUBIC if scale == 1 else cv2.INTER_LINEAR
    if scale < 0.5:  # made smaller first: a warp looks at four pixels only
        factor = 2 * scale
        picture = resized(picture, round(picture.shape[1] * factor), round(picture.shape[0] * factor))
        placing = placing @ np.diag([1 / factor, 1 / factor, 1.0])
        way = cv2.INTER_LINEAR
    return np.asarray(
        cv2.warpPerspective(picture, placing, (width, height), flags=way, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def _inset(corners: Corners) -> Corners:
    """A pixel inside: the outline itself is half table."""
    middle = corners.mean(axis=0)
    away = corners - middle
    inset: Corners = middle + away * (1 - 1.5 / np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 2.0))
    return inset


def _jpeg(page: NDArray[np.uint8], quality: int) -> bytes:
    done, encoded = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1])
    if not done:
        raise ValueError("the page cannot be encoded")
    return encoded.tobytes()


def _fractions(places: tuple[Point, ...], width: int, height: int) -> tuple[Point, Point, Point, Point] | None:
    if len(places) != 4:
        return None
    one, two, three, four = ((x / width, y / height) for x, y in places)
    return one, two, three, four
