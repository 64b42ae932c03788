"""What may stand on a slip of thermal paper, and what became of it. Data only: no printer byte lives here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"


@dataclass(frozen=True)
class Text:
    """One paragraph, wrapped to the paper's width. `scale` 1 to 6 multiplies width and height."""

    text: str
    scale: int = 1
    align: Align = Align.LEFT
    bold: bool = False


@dataclass(frozen=True)
class Pair:
    """A label at the left edge and a value at the right edge of one line."""

    label: str
    value: str


@dataclass(frozen=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True)
class Feed:
    """`lines` empty lines."""

    lines: int = 1


@dataclass(frozen=True)
class QrCode:
    """A QR code of ASCII `payload`, centred; `module` is the size of one module in dots."""

    payload: str
    module: int = 6


Element = Text | Pair | Rule | Feed | QrCode


@dataclass(frozen=True)
class Slip:
    """One piece of paper, cut off at its end. A certificate names its holder; no slip bears a whole ID number."""

    elements: tuple[Element, ...]


class PaperState(StrEnum):
    """How far one slip got. The order is the order of life; `UNKNOWN` is a value, not an error."""

    OWED = "owed"  # the ticket is taken, no byte of its paper was sent yet
    SENT = "sent"  # bytes are on the wire
    PROCESSED = "processed"  # the printer has consumed them (barrier)
    PRINTED = "printed"  # the printer says that printing is complete (GS ( H)
    PRESENTED = "presented"
    TAKEN = "taken"
    RETRACTED = "retracted"
    FAILED = "failed"  # the printer said no before or during the print
    UNKNOWN = "unknown"  # it fell silent with bytes on the way
