"""Printer models: in what ESC/POS printers differ, as data from `devices/models/printers.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from devices.model_file import ModelFile

_MODELS = Path(__file__).with_name("models") / "printers.toml"
_NOTO = Path("/usr/share/fonts/opentype/noto")


class Sign(StrEnum):
    """What one status bit says. Models map their bits to these."""

    OFFLINE = "offline"
    COVER_OPEN = "cover_open"
    FEED_BUTTON = "feed_button"
    PAPER_STOP = "paper_stop"  # printing was stopped by the end of the paper
    ERROR = "error"  # some error; another sign says which
    PAPER_JAMMED = "paper_jammed"
    CUTTER_JAMMED = "cutter_jammed"
    FAILED = "failed"  # unrecoverable: power off, service
    HOT = "hot"  # recovers by itself
    NEAR_END = "near_end"
    PAPER_END = "paper_end"
    AT_EXIT = "at_exit"  # a slip lies in the mouth, cut off and not taken


FULL_STATUS = 20
"""DLE EOT 20, Custom's full status: read as one number of four bytes (paper, user, recoverable, unrecoverable)."""


@dataclass(frozen=True)
class StatusBit:
    """The sign is there when the answer to DLE EOT `request`, masked, equals `value`."""

    request: int
    mask: int
    value: int


@dataclass(frozen=True)
class Face:
    """One font file; `proportional` and `mono` are its faces in the collection (both 0 for a plain file)."""

    path: Path
    proportional: int = 0
    mono: int = 0


@dataclass(frozen=True)
class Presenter:
    """How a model hands a slip out and takes it back. There is no common command; an empty one is not there."""

    setup: bytes = b""  # at the start of a job: leave it to us when to take a slip back
    present: bytes = b""  # after the cut: move the slip out so far that a hand can take it; empty: it does so itself
    retract: bytes = b""  # take back what lies at the exit
    eject: bytes = b""  # throw it out
    patience: float = 25.0  # for a hand
    within: float = 5.0  # from a command to what the exit sensor says of it


@dataclass(frozen=True)
class PrinterModel:
    """One model. Lengths in dots (8 per millimetre at 203 dpi), times in seconds."""

    name: str
    title: str
    dots: int  # width of the print head
    escpos_profile: str  # python-escpos's own name for a printer of this width
    charset: Literal["gb18030", "gb2312"]  # the two-byte part of it that the printer's font has
    hanzi_scale: Literal["gs", "fs"]  # what enlarges Hanzi: GS ! up to 8 times, or FS ! up to twice
    smooth_from: int  # lines from this scale on are drawn, not blown up from 24 dots; 0: never
    qr_native: bool  # has GS ( k
    job_id: bool  # has GS ( H fn 48: says when printing is complete
    speaks_up: Literal["", "asb", "full"]  # tells its status by itself, even when it takes no more data: GS a, GS E0
    identity: bool  # has GS I with text answers
    cut: bytes  # feed to the cutter and cut; empty: no cutter, the paper is torn off
    clear: bytes  # DLE DC4 fn 8: throws both buffers away at any time; empty: not there
    status: Mapping[Sign, StatusBit]
    asks: tuple[int, ...] = (2, 3, 4, 1)  # DLE EOT n, in this order: offline cause, error cause, paper, printer
    presenter: Presenter | None = None
    dpi: int = 203
    pace: int = 0  # bytes per second, for a model on a line without flow control; 0: the line holds us back
    faces: tuple[Face, ...] = (Face(_NOTO / "NotoSansCJK-Regular.ttc", 2, 7),)  # first one with the glyph wins
    bold_faces: tuple[Face, ...] = (Face(_NOTO / "NotoSansCJK-Bold.ttc", 2, 7),)
    band: int = 64  # rows of one raster command; also bounds what a broken job can leave half sent
    chunk: int = 512  # bytes per write; between two writes the printer is listened to
    answer_within: float = 0.5  # a real-time answer
    stall_within: float = 5.0  # how long the printer may refuse data before it counts as silent
    finish_within: float = 10.0  # from the last byte to "printed"
    recover_every: float = 10.0  # between two attempts to leave a jam behind

    @property
    def columns(self) -> int:
        """Half-width characters of 12 dots in one line; a Hanzi takes two."""
        return self.dots // 12

    @property
    def pitch(self) -> int:
        """Dots from line to line after ESC 2: 1/6 inch."""
        return round(self.dpi / 6)


def load_model(name: str = "epson_80", path: Path = _MODELS) -> PrinterModel:
    """The model of that name. Raises `ValueError` with the file and what is wrong in it."""
    file = ModelFile(path, "printer model")
    table = file.table(name, PrinterModel)
    with file.making(name):
        for key in ("cut", "clear"):
            table[key] = bytes.fromhex(table[key])
        if presenter := table.get("presenter"):
            table["presenter"] = Presenter(**{key: _value(value) for key, value in presenter.items()})
        table["status"] = {Sign(sign): StatusBit(*bit) for sign, bit in table["status"].items()}
        if "asks" in table:
            table["asks"] = tuple(table["asks"])
        for key in table.keys() & {"faces", "bold_faces"}:
            table[key] = tuple(Face(Path(path), *faces) for path, *faces in table[key])
        model = PrinterModel(name=name, **table)
        _check(model)
        return model


def _check(model: PrinterModel) -> None:
    """Raises `ValueError` for a word that is none of its key's, and for a sign that nobody would ever ask for."""
    for key, hint in get_type_hints(PrinterModel).items():
        if get_origin(hint) is Literal and getattr(model, key) not in get_args(hint):
            raise ValueError(f"{key} = {getattr(model, key)!r}: one of {', '.join(map(repr, get_args(hint)))}")
    for sign, bit in model.status.items():
        if bit.request not in model.asks:
            raise ValueError(f"status.{sign.value}: {bit.request} is not in asks = {list(model.asks)}")


def _value(value: str | float) -> Any:
    """A command in hexadecimal, or seconds."""
    return bytes.fromhex(value) if isinstance(value, str) else float(value)
