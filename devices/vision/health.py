"""Is a camera that gives frames also seeing something? Only in a vision process."""

from __future__ import annotations

import numpy as np

from devices.vision.capture import Image
from devices.vision.messages import Trouble

PATIENCE = 20
"""Frames in a row before a trouble is one; somewhat over a second."""

PATIENCE_SKIPPING = 150
"""The same for an encoder that leaves out what did not change: until its next whole picture, frames may be equal."""

BLACK = 16
"""Of 255; what no pixel exceeds is black. Noise alone does, once the exposure has found its place."""


class Health:
    """Judges frame after frame of one source. A source that is not `live` may show the same picture for ever.

    `alive`: two frames differed, so that what is seen is there now. What a frozen camera shows may be the code or the
    face of somebody who has left.
    """

    def __init__(self, live: bool, *, skipping: bool = False) -> None:
        """`skipping`: the source's encoder leaves out what did not change."""
        self._live = live
        self._patience = PATIENCE_SKIPPING if skipping else PATIENCE
        self.alive = not live
        self._black = 0
        self._equal = 0
        self._before: Image | None = None

    def judge(self, image: Image) -> Trouble | None:
        """The trouble, once it has lasted. Sensor noise makes two frames of a live camera differ, whatever it sees."""
        if not self._live:
            return None
        self._black = self._black + 1 if int(image[::8, ::8].max()) <= BLACK else 0
        if self._black:
            return Trouble.BLACK if self._black >= PATIENCE else None
        if self._before is not None:
            same = np.array_equal(self._before, image)
            self._equal = self._equal + 1 if same else 0
            self.alive = self.alive or not same
        self._before = image
        return Trouble.FROZEN if self._equal >= self._patience else None
