"""A page's paper made white, whatever lamp it lay under; its print and pictures keep their tones. Only in a vision
process."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from devices.vision.face_finder import Picture
from devices.vision.opencv import cv2

_PAPER = 244.0  # grey level that paper gets: white, and not yet without any grain
_TILES = 12  # along each side
_LIKE_PAPER = 0.72  # of its neighbourhood's light: what is darker is print or picture
_MOST = 3.0  # how much brighter a dark place may be made: noise grows with it
_TINT = 0.3  # between the lightest colour and the darkest: a lamp's tint is less, a coloured paper's may stay


def whitened(page: Picture) -> Picture:
    """The page in even, white light.

    The light on it is a surface of second order through the paper's own brightness, tile by tile: a lamp changes
    slowly, and what changes quickly is the document.
    """
    levels = _levels(page)
    grey = levels.mean(axis=2)
    paper = grey >= _LIKE_PAPER * float(np.quantile(grey, 0.9))
    for _ in range(2):  # once more, with what the light at each place says
        light = _surface(grey, paper)
        paper = grey >= _LIKE_PAPER * light
    colour = np.median(levels[paper], axis=0) / max(float(np.median(grey[paper])), 1.0)
    if colour.max() - colour.min() > _TINT:
        colour = np.ones(3)
    height, width = page.shape[:2]
    even = cv2.resize(
        np.clip(light, _PAPER / _MOST, None).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
    )
    gain = (_PAPER / even)[:, :, None] / colour.astype(np.float32)
    return np.asarray(np.clip(page * gain, 0, 255), np.uint8)


def _levels(page: Picture) -> NDArray[np.float64]:
    """The lightest tenth of each tile, in three colours."""
    rows, columns = (np.array_split(np.arange(side), min(_TILES, side)) for side in page.shape[:2])
    tiles = [[page[row[0] : row[-1] + 1, column[0] : column[-1] + 1] for column in columns] for row in rows]
    levels = [[np.percentile(tile, 90, axis=(0, 1)) for tile in row] for row in tiles]
    return np.maximum(np.array(levels, np.float64), 1.0)


def _surface(grey: NDArray[np.float64], paper: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Of second order, through the tiles that are paper."""
    y, x = (axis.ravel() / max(1, _TILES - 1) - 0.5 for axis in np.mgrid[: grey.shape[0], : grey.shape[1]])
    terms = np.stack([np.ones_like(x), x, y, x * y, x * x, y * y], axis=1)
    on = paper.ravel()
    if on.sum() < 12:
        return np.full_like(grey, float(np.quantile(grey, 0.9)))
    weights, *_ = np.linalg.lstsq(terms[on], grey.ravel()[on], rcond=None)
    surface: NDArray[np.float64] = (terms @ weights).reshape(grey.shape)
    return np.maximum(surface, 0.25 * float(np.quantile(grey, 0.9)))
