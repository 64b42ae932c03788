"""What may stand on a sheet of A4: a certificate or a receipt. Data only: no byte of a file lives here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Row:
    """A label and what is said of it."""

    label: str
    value: str


@dataclass(frozen=True)
class Check:
    """How anybody finds out whether the sheet is genuine: a QR code of ASCII `payload`, and a code to type."""

    payload: str
    advice: str
    label: str
    code: str


@dataclass(frozen=True)
class Sheet:
    """One paper, in the words of the language that was chosen. Nothing of it is shown by `repr`: it names its holder.

    `mark`: what tells a copy from the original; `caveat`: why it is no decision; both empty where there is nothing to
    tell. `portrait`: a JPEG, none: empty. `signature`: the words before the line for one, none: no line. `issued_at`:
    also the date of the file, so that equal sheets are equal bytes.
    """

    issuer: str
    title: str
    holder_label: str
    holder: str = field(repr=False)
    rows: tuple[Row, ...] = field(repr=False)
    statement: str = field(repr=False)
    numbers: tuple[Row, ...] = field(repr=False)
    check: Check = field(repr=False)
    signature: str
    issued_on: str
    issued_at: datetime
    foot: str
    language: str = "zh-CN"
    mark: str = ""
    caveat: str = ""
    portrait: bytes = field(default=b"", repr=False)
