"""A bundle of facts about one terminal for those who mend it from afar, without anything about a citizen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Stick:
    """A removable disk that is mounted and may be written. `device`: its number, by which it is known again."""

    directory: Path
    label: str
    free_bytes: int
    device: int
