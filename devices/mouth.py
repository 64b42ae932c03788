"""The slip in the printer's mouth: whose it is, and how long it may lie there. Pure; time comes in."""

from __future__ import annotations


class Mouth:
    """What the exit sensor has told so far.

    A slip that was just handed out is in nobody's way: a hand is on its way to it. Any other one, or one that has
    lain there too long, is: an untaken slip tells a stranger somebody's business.
    """

    def __init__(self, patience: float) -> None:
        """`patience`: seconds that a slip may wait for a hand."""
        self._patience = patience
        self._since: float | None = None  # when the slip that lies there was first seen
        self._handed_out = False
        self.sent_back = False  # the printer was told to take it back: when it is gone, no hand took it

    def hand_out(self, now: float) -> None:
        """A slip of ours has come out."""
        self._since, self._handed_out, self.sent_back = now, True, False

    def look(self, covered: bool, now: float) -> None:
        """What the sensor says now. One that nobody handed out is from an earlier life."""
        if not covered:
            self._since, self._handed_out = None, False
        elif self._since is None:
            self._since = now

    def forgotten(self, now: float) -> bool:
        """Nobody has taken it in time."""
        return self._since is not None and now - self._since >= self._patience

    def blocked(self, now: float) -> bool:
        """A slip is in the way of the next one."""
        return self._since is not None and (not self._handed_out or self.forgotten(now))
