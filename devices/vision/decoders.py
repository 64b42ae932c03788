"""QR codes out of pictures, as exact bytes. Only in a vision process: a picture may end it.

Sources: zxing-cpp's Python module; zbar's `zbar.h` (configuration 4 is binary mode) through pyzbar's ctypes functions,
because `pyzbar.decode` lets zbar guess an encoding, which garbles short Chinese texts.
"""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
import zxingcpp

from devices.vision.capture import Image
from devices.vision.opencv import cv2

SECOND_PIXELS = 1280 * 720
"""Of a picture for the second opinion; at 1080p it would take a tenth of a second."""

Corner = tuple[float, float]

_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_ZBAR_BINARY = 4
_Y800 = int.from_bytes(b"Y800", "little")


@dataclass(frozen=True)
class Code:
    """One code. `corners`: four points, in pixels of the picture."""

    data: bytes = field(repr=False)
    corners: tuple[Corner, ...] = field(repr=False)

    @property
    def span(self) -> float:
        """The longer side of the upright box around it, pixels."""
        across, down = [x for x, _ in self.corners], [y for _, y in self.corners]
        return max(max(across) - min(across), max(down) - min(down))


class CodeReader(Protocol):
    """Finds the largest QR code in a grey picture, `(height, width)`: the nearest is the one that is meant."""

    def read(self, grey: Image) -> Code | None: ...


class ZxingReader:
    """First choice: most codes read, and the quickest."""

    def read(self, grey: Image) -> Code | None:
        codes = [_code(found) for found in zxingcpp.read_barcodes(grey, formats=_QR) if found.bytes]
        return max(codes, key=lambda code: code.span, default=None)


def _code(found: zxingcpp.Barcode) -> Code:
    place = found.position
    points = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    return Code(bytes(found.bytes), tuple((float(point.x), float(point.y)) for point in points))


class ZbarReader:
    """Second opinion: other algorithms, more patience with bent and tilted codes, ten times slower."""

    def __init__(self) -> None:
        """Raises `ImportError` when the library is not there, `RuntimeError` when it has no binary mode."""
        from pyzbar import wrapper
        from pyzbar.wrapper import ZBarConfig, ZBarSymbol

        self._zbar = wrapper
        self._scanner = wrapper.zbar_image_scanner_create()
        settings = ((0, ZBarConfig.CFG_ENABLE, 0), (ZBarSymbol.QRCODE, ZBarConfig.CFG_ENABLE, 1))
        for symbol, name, value in (*settings, (ZBarSymbol.QRCODE, _ZBAR_BINARY, 1)):
            if wrapper.zbar_image_scanner_set_config(self._scanner, symbol, name, value) != 0:
                raise RuntimeError("this zbar has no binary mode")

    def read(self, grey: Image) -> Code | None:
        zbar, (height, width), pixels = self._zbar, grey.shape, grey.tobytes()
        image = zbar.zbar_image_create()
        try:
            zbar.zbar_image_set_format(image, _Y800)
            zbar.zbar_image_set_size(image, width, height)
            zbar.zbar_image_set_data(image, ctypes.cast(ctypes.c_char_p(pixels), ctypes.c_void_p), len(pixels), None)
            if zbar.zbar_scan_image(self._scanner, image) <= 0:
                return None
            return max(self._codes(image), key=lambda code: code.span, default=None)
        finally:
            zbar.zbar_image_destroy(image)

    def _codes(self, image: object) -> Iterator[Code]:
        zbar = self._zbar
        symbol = zbar.zbar_image_first_symbol(image)
        while symbol:
            size = zbar.zbar_symbol_get_data_length(symbol)
            points = range(zbar.zbar_symbol_get_loc_size(symbol))
            yield Code(
                ctypes.string_at(zbar.zbar_symbol_get_data(symbol), size),
                tuple(
                    (float(zbar.zbar_symbol_get_loc_x(symbol, n)), float(zbar.zbar_symbol_get_loc_y(symbol, n)))
                    for n in points
                ),
            )
            symbol = zbar.zbar_symbol_next(symbol)


class OpencvReader:
    """For comparison only: its bytes are not exact."""

    def __init__(self) -> None:
        self._detector = cv2.QRCodeDetector()

    def read(self, grey: Image) -> Code | None:
        try:
            text, points, _ = self._detector.detectAndDecode(grey)
        except (cv2.error, UnicodeDecodeError):
            return None
        if not text or points is None:
            return None
        return Code(text.encode(), tuple((float(x), float(y)) for x, y in points.reshape(-1, 2)))


def _read_small(reader: CodeReader, grey: Image) -> Code | None:
    """Let a slow reader look at a smaller picture, when this one is large."""
    scale = (SECOND_PIXELS / grey.size) ** 0.5
    if scale >= 1.0:
        return reader.read(grey)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    code = reader.read(np.asarray(small, np.uint8))
    if code is None:
        return None
    return replace(code, corners=tuple((x / scale, y / scale) for x, y in code.corners))


class TwoReaders:
    """zxing-cpp on every picture; zbar, if it is there, on every third one of those in which that found nothing."""

    def __init__(self, every: int = 3) -> None:
        self._first = ZxingReader()
        self._second: CodeReader | None = None
        with contextlib.suppress(ImportError, RuntimeError):
            self._second = ZbarReader()
        self._every = every
        self._empty = 0

    def __str__(self) -> str:
        return "zxing-cpp and zbar" if self._second else "zxing-cpp alone"

    def read(self, grey: Image) -> Code | None:
        code = self._first.read(grey)
        if code is None:
            self._empty += 1
            if self._second and self._empty % self._every == 0:
                code = _read_small(self._second, grey)
        if code is not None:
            self._empty = 0
        return code
