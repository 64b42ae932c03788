"""The machine itself: how loud, how bright, and whether it reaches the office.

Linux only, by its own files and tools: ALSA's `amixer`, `/sys/class/backlight`, `/sys/class/net`, `/proc/net`. What a
machine does not have is said to be not adjustable here; it is never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Setting:
    """Something with a level. `percent` is None when it cannot be read; `code` says why it cannot be set, if so."""

    name: str
    percent: int | None = None
    code: str = ""
    least: int = 0
    most: int = 100

    @property
    def adjustable(self) -> bool:
        """Whether the technician may move it here."""
        return self.percent is not None and not self.code


@dataclass(frozen=True)
class Hop:
    """One stretch of the way to the office. `code` is empty when it is good, `not_tried` behind one that is not."""

    name: str
    code: str = ""
    facts: dict[str, str | int] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        return not self.code
