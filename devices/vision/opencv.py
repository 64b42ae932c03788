"""The one place that loads OpenCV, with what must be said before and undone after. Only in a vision process.

Sources: OpenCV's `cap_v4l.cpp` (select time-out, whole seconds, read once), `imgcodecs` (size limits, checked after a
picture's head and before any memory is taken), `cap_ffmpeg_impl.hpp` (capture options).
"""

from __future__ import annotations

import os

MAX_PIXELS = 40_000_000
"""Of one picture; what claims more is not decoded."""

SELECT_TIMEOUT = 2
"""Seconds that a V4L2 camera has for a frame."""

_BEFORE = {
    "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": str(SELECT_TIMEOUT),
    "OPENCV_IO_MAX_IMAGE_PIXELS": str(MAX_PIXELS),
    "OPENCV_IO_MAX_IMAGE_WIDTH": "16384",
    "OPENCV_IO_MAX_IMAGE_HEIGHT": "16384",
    "OPENCV_LOG_LEVEL": "SILENT",  # its sentences may hold an address with a password
    "OPENCV_FFMPEG_LOGLEVEL": "-8",  # AV_LOG_QUIET
}
_QT = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")  # set by the import, for a Qt that is not ours

_qt_before = {name: os.environ.get(name) for name in _QT}
os.environ.update(_BEFORE)
import cv2  # noqa: E402

for _name, _value in _qt_before.items():
    if _value is None:
        os.environ.pop(_name, None)
    else:
        os.environ[_name] = _value
cv2.setNumThreads(1)  # more would take the second core from the screen

__all__ = ["MAX_PIXELS", "SELECT_TIMEOUT", "cv2"]
