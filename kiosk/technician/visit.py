"""One technician's time at the console: who it is, which page, what is under way, and when it is over by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import ceil

from kiosk.technician.scenes import ConsoleScene
from kiosk.wishes.wish import Notice

ENTRANCE = 45.0  # seconds that the entrance waits for a number and a PIN
LAST_CALL = 15  # seconds of idleness that are counted down on the page
LONGEST = 300.0  # seconds for which work under way keeps the console open: a desk that hangs must not close the hall
LIVE = 1.0  # seconds between two looks at what changes by itself

Page = Callable[[], ConsoleScene]
"""Makes a page's scene from how things are now."""


class Visit:
    """The page on the screen and the clock beside it. `show` is called only with what is not on the screen yet."""

    def __init__(self, show: Callable[[ConsoleScene], None], idle_s: float) -> None:
        self.count = 0
        """How many visits there were; what belongs to an earlier one is late."""
        self.who = ""
        self.scene: ConsoleScene | None = None
        self._show = show
        self._idle_s = idle_s
        self._page: Page | None = None
        self._busy = ""
        self._notice: Notice | None = None
        self._now = self._touched_at = self._busy_since = self._live_at = 0.0

    @property
    def now(self) -> float:
        """The monotonic clock at the last tick, in seconds."""
        return self._now

    @property
    def is_open(self) -> bool:
        """Whether the screen is the technician's."""
        return self._page is not None

    @property
    def busy(self) -> bool:
        """Whether something is under way: nothing else may begin."""
        return bool(self._busy)

    @property
    def free(self) -> bool:
        """Whether a technician is here who may press something."""
        return self.is_open and bool(self.who) and not self._busy

    def begin(self, page: Page) -> None:
        """Somebody stands at the entrance."""
        self.count += 1
        self.touched()
        self.go(page)

    def end(self) -> None:
        """Forget the page, and who was there."""
        self.count += 1
        self.who = self._busy = ""
        self._page = self._notice = self.scene = None

    def go(self, page: Page, notice: Notice | None = None) -> None:
        """Turn to a page."""
        self._page, self._notice = page, notice
        self.refresh()

    def begin_work(self, busy: str) -> None:
        """Something is under way; `busy` finds what the page says of it."""
        self._busy, self._notice, self._busy_since = busy, None, self._now
        self.refresh()

    def end_work(self) -> None:
        """It is over; what came of it follows, and then `refresh`."""
        self._busy = ""
        self.touched()

    def say(self, notice: Notice) -> None:
        """What came of the last action, on whatever page is there."""
        self._notice = notice
        self.refresh()

    def touched(self) -> None:
        """Any input at all."""
        self._touched_at = self._now

    def tick(self, now: float) -> bool:
        """Let time pass; False once nobody has touched anything for too long. Work under way is no idleness,
        up to a point."""
        self._now = max(self._now, now)
        if self._page is None:
            return True
        if self._busy and self._now - self._busy_since < LONGEST:
            self.touched()
        if self._left() <= 0:
            return False
        self.refresh(live=self._now >= self._live_at)
        return True

    def refresh(self, *, live: bool = True) -> None:
        """Put the page on the screen if it is another than before. `live`: look at how things are now."""
        if self._page is None:
            return
        if live or self.scene is None:
            self._live_at = self._now + LIVE
            bare = self._page()
        else:
            bare = self.scene
        left = ceil(self._left())
        scene = replace(
            bare,
            technician=self.who,
            busy=self._busy,
            notice=self._notice,
            leaving_in=left if left <= LAST_CALL else None,
        )
        if scene != self.scene:
            self.scene = scene
            self._show(scene)

    def _left(self) -> float:
        return self._touched_at + (self._idle_s if self.who else ENTRANCE) - self._now
