"""One slip as the bytes of one print job.

python-escpos writes the commands it knows into memory (`Dummy`); our own port sends them. Its `text` is not used:
it guesses code pages and passes control bytes (reference: python-escpos 3.1, `magicencode`). The bytes of a job
contain the real-time sequences DLE EOT, DLE ENQ and DLE DC4 nowhere, not even inside pictures: a printer obeys
them wherever they stand.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
from itertools import product
from typing import TYPE_CHECKING, Any

from devices.paper import Align, Feed, QrCode, Rule, Slip
from devices.printer_model import Presenter, PrinterModel
from devices.slip_layout import Line, PrintLine, lay_out, printable, width
from devices.slip_picture import MISSING, draw_line, draw_qr, draw_rule, fonts_present, qr_modules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PIL import Image

INITIALISE = b"\x1b@"
HANZI = b"\x1c&"  # FS &: printers for the Chinese market start so, others do not
SPEAK_UP = {
    "": b"",
    "asb": b"\x1da\x0e",  # GS a: offline, error and paper sensor; answered at once
    "full": b"\x1d\xe0\x0f",  # GS E0, Custom: all four bytes of the full status at each change
}
BARRIER = 3 * b"\x1dr\x01"  # GS r, three times: one answer of one byte is too easily imitated by noise
CANCEL_ERROR = b"\x10\x05\x02"  # DLE ENQ 2: recover, both buffers emptied

_GAP = 10  # dots around a rule or a code
_TEAR_LINES = 5  # from the head to the tear bar, where there is no cutter
_QR_LEVEL_M = 1
_REAL_TIME = re.compile(rb"\x10(?=[\x04\x05\x14])")


def job_ids() -> Iterator[bytes]:
    """Ids for GS ( H, over and over: four letters none of which can be taken for a status byte (bit 4 is 0)."""
    while True:
        yield from (bytes(letters) for letters in product(b"ABCDEFGHIJKLMNO", repeat=4))


def build_job(slip: Slip, model: PrinterModel, job_id: bytes) -> bytes:
    """Everything from ESC @ to the question whether it is done. Raises `ValueError` for an impossible QR code."""
    job = _Job(model)
    presenter = model.presenter or Presenter()
    job.raw(INITIALISE + HANZI + presenter.setup)
    for line in lay_out(slip, model):
        job.add(line)
    job.cut()
    job.raw(presenter.present)
    job.raw(b"\x1d(H\x06\x0000" + job_id if model.job_id else BARRIER)
    return job.bytes


def clearing(model: PrinterModel) -> bytes:
    """What a printer is sent after its buffers were emptied: another citizen's slip must not come out later.

    If it still waits for the rest of a picture, it takes the NULs for that; outside a picture they mean nothing. Then a
    cut lets the stub of a broken slip fall, where no presenter holds it.
    """
    presenter = model.presenter or Presenter()
    rest_of_picture = bytes(model.band * model.dots // 8)
    away = presenter.retract or presenter.eject
    return rest_of_picture + INITIALISE + HANZI + model.cut + away


class _Job:
    def __init__(self, model: PrinterModel) -> None:
        self._model = model
        self._escpos = _dummy(model.escpos_profile)
        self._can_draw = fonts_present(model)
        self.raw: Callable[[bytes], None] = self._escpos._raw  # noqa: SLF001 - its documented way for bytes of one's own

    @property
    def bytes(self) -> bytes:
        return bytes(self._escpos.output)

    def add(self, line: Line) -> None:
        match line:
            case PrintLine(drawn=True) if self._can_draw:
                self._picture(draw_line(line, self._model), _lead(line.scale))
            case PrintLine():
                self._text(line)
            case Rule():
                self._picture(draw_rule(self._model), _GAP)
            case Feed():
                self._escpos.print_and_feed(min(max(line.lines, 0), 40))
            case QrCode():
                self._qr(line)

    def cut(self) -> None:
        if self._model.cut:
            self.raw(self._model.cut)
        else:
            self._escpos.print_and_feed(_TEAR_LINES)

    def _text(self, line: PrintLine) -> None:
        by_fs = self._model.hanzi_scale == "fs"
        scale = min(line.scale, 2) if by_fs and not line.left.isascii() else line.scale
        self._escpos.set(
            align="center" if line.align is Align.CENTRE and not line.right else "left",
            bold=line.bold,
            custom_size=True,
            width=scale,
            height=scale,
        )
        if by_fs:
            self.raw(b"\x1c!" + (b"\x0c" if scale == 2 else b"\x00"))
        gap = self._model.columns - width(line.left) - width(line.right) if line.right else 0
        text = line.left + " " * gap + line.right
        charset = self._model.charset
        self.raw("".join(c if printable(c, charset) else MISSING for c in text).encode(charset) + b"\n")
        self._feed(_lead(scale))

    def _qr(self, code: QrCode) -> None:
        payload, model = code.payload, self._model
        module = min(max(code.module, 2), model.dots // (qr_modules(payload) + 8), 16)
        if not (model.qr_native and payload.isascii() and payload.isprintable()):
            self._picture(draw_qr(payload, module, model), _GAP)
            return
        self._feed(_GAP)
        self._escpos.set(align="center")
        self._escpos.qr(payload, ec=_QR_LEVEL_M, size=module, native=True)
        self._feed(_GAP)

    def _picture(self, ink: Image.Image, gap: int) -> None:
        printer = _dummy(self._model.escpos_profile)
        printer.image(ink, fragment_height=self._model.band)
        self._escpos.set(align="left")
        self._feed(gap)
        # One dot beside another makes the sequence harmless; nobody sees it, and a QR code corrects it.
        self.raw(_REAL_TIME.sub(b"\x18", printer.output))
        self._feed(gap)

    def _feed(self, dots: int) -> None:
        if dots:
            self.raw(b"\x1bJ" + bytes([dots]))


def _lead(scale: int) -> int:
    """Dots of air above and below large type; at scale 1 it is in the line's pitch."""
    return 4 + 4 * scale if scale > 1 else 0


def warm_up(model: PrinterModel) -> None:
    """Import the heavy libraries now, on the device's thread, so that the first job need not wait for them."""
    _dummy(model.escpos_profile)
    qr_modules("warm")


def _dummy(profile: str) -> Any:
    """A python-escpos printer that writes into memory. Undoes what importing it leaves behind."""
    root = logging.getLogger()
    handlers = list(root.handlers)
    from escpos import capabilities
    from escpos.printer import Dummy

    if handlers != root.handlers:  # it calls logging.basicConfig()
        root.handlers[:] = handlers
    if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:  # its cache, in a new temporary directory every time
        shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
    return Dummy(profile=profile)
