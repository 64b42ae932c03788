"""One check for each kind of device: what a technician tries before leaving the machine.

A check runs on the driver of a device, by `Device.ask` on the service console and directly on the command line. What it
found is data: codes of texts with their facts, so that screen and command line say the same words. Nothing that a
citizen's card or code says is in it but what a slip may show: 张*, three and four digits.

What the device itself suffers is raised as its fault, so that its state follows; what went wrong with the card or the
code that was shown is a report that says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from devices.code_scanner import Scanned
from devices.deadline import Deadline
from devices.driver import Driver
from devices.id_card import IdCard
from devices.id_card_faults import ReaderFailed
from devices.id_card_reader import SamReport
from devices.paper import PaperState, Slip
from devices.sheet import Sheet
from devices.states import Fault
from devices.vision.frame_slot import Frame
from devices.vision.messages import Opened
from kiosk.readiness import A4_PRINTER, CAMERA, DOCUMENT_CAMERA, PRINTER, READER, SCANNER
from kiosk.technician.samples import TEST_CODE_MARK, TEST_SHEET, TEST_SLIP

Line = tuple[str, Mapping[str, str | int]]
"""The code of a text, and the facts that fill its gaps."""

_SAMPLED = 997  # every so many pixels are looked at; a prime, so that no column of the picture is looked at alone
_DARK, _BRIGHT = 10, 90  # percent of full brightness
_TEST_CODE_LIMIT = 80  # characters


@dataclass(frozen=True)
class CheckReport:
    """What one check found. `code` is empty when all is well, otherwise it finds the sentence that says what is not."""

    name: str  # of the device
    ok: bool
    code: str = ""
    lines: tuple[Line, ...] = ()

    @classmethod
    def of(cls, name: str, fault: Fault, lines: tuple[Line, ...] = ()) -> CheckReport:
        """A check that ended in a fault."""
        return cls(name, False, fault.code, lines)


class CardReading(Driver, Protocol):
    def self_test(self, by: Deadline) -> SamReport: ...
    def read(self, by: Deadline) -> IdCard: ...


class CodeReading(Driver, Protocol):
    def scan(self, by: Deadline) -> Scanned: ...


class Printing(Driver, Protocol):
    def print(self, by: Deadline, slip: Slip) -> PaperState: ...


class SheetPrinting(Driver, Protocol):
    def print(self, by: Deadline, sheet: Sheet) -> PaperState: ...


class PictureTaking(Driver, Protocol):
    @property
    def opened(self) -> Opened | None: ...

    def picture(self, by: Deadline) -> Frame: ...


def check_id_card_reader(driver: CardReading, by: Deadline) -> CheckReport:
    """The module's own test, its id and what it may be too old for, then one card, masked."""
    module = driver.self_test(by)
    if not module.well:
        return CheckReport(READER, False, ReaderFailed.code)
    lines: tuple[Line, ...] = (
        ("check.self_test", {"serial": module.id}),
        *(("check.card_doubted", {"layout": layout.value}) for layout in module.in_doubt),
    )
    try:
        card = driver.read(by)
    except Fault as fault:
        return _of_what_was_shown(READER, fault, lines)
    lines += (
        ("check.card", {"layout": card.layout.value, "name": masked_name(card.name), "number": masked(card.number)}),
        ("check.card_photo", {"bytes": len(card.photo)}),
    )
    return CheckReport(READER, True, lines=lines)


def check_code_scanner(driver: CodeReading, by: Deadline) -> CheckReport:
    """One code: how long it was, in which encoding, how soon. Only the test code's content is shown."""
    before = by.left()
    try:
        scanned = driver.scan(by)
    except Fault as fault:
        return _of_what_was_shown(SCANNER, fault)
    lines: tuple[Line, ...] = (
        (
            "check.code",
            {
                "bytes": len(scanned.data),
                "encoding": _encoding(scanned.data),
                "milliseconds": round(1000 * (before - by.left())),
            },
        ),
    )
    if is_test_code(scanned.text):
        return CheckReport(SCANNER, True, lines=(*lines, ("check.code_content", {"content": scanned.text})))
    return CheckReport(SCANNER, True, lines=(*lines, ("check.code_hidden", {"mark": TEST_CODE_MARK})))


def check_receipt_printer(driver: Printing, by: Deadline) -> CheckReport:
    """The test slip, and what the printer says became of it."""
    return _printed(PRINTER, "check.slip", driver.print(by, TEST_SLIP), driver, by)


def check_a4_printer(driver: SheetPrinting, by: Deadline) -> CheckReport:
    """The test sheet, and what the printer says became of it."""
    return _printed(A4_PRINTER, "check.sheet", driver.print(by, TEST_SHEET), driver, by)


def _printed(name: str, what: str, state: PaperState, driver: Driver, by: Deadline) -> CheckReport:
    lines: tuple[Line, ...] = ((what, {"paper": state.value}),)
    if state in (PaperState.UNKNOWN, PaperState.FAILED):
        return CheckReport(name, False, "paper_unknown", lines)
    condition = driver.condition(by)
    lines += (("check.media", {"media": condition.media.value}),)
    return CheckReport(name, not condition.code, condition.code, lines)


def check_camera(driver: PictureTaking, by: Deadline, name: str = CAMERA) -> CheckReport:
    """One picture: its size and how bright it is. Nothing of it is kept. `name`: which camera it is."""
    before = by.left()
    frame = driver.picture(by)
    percent = brightness(frame.pixels)
    light = "dark" if percent < _DARK else "glaring" if percent > _BRIGHT else "good"
    lines: tuple[Line, ...] = (
        ("check.picture", {"width": frame.width, "height": frame.height}),
        ("check.picture_light", {"percent": percent, "light": light}),
        ("check.picture_time", {"milliseconds": round(1000 * (before - by.left()))}),
    )
    if driver.opened is not None and driver.opened.fps > 0:
        lines += (("check.picture_rate", {"fps": round(driver.opened.fps)}),)
    return CheckReport(name, True, lines=lines)


Check = Callable[[Any, Deadline], CheckReport]

CHECKS: Mapping[str, Check] = {
    READER: check_id_card_reader,
    SCANNER: check_code_scanner,
    PRINTER: check_receipt_printer,
    A4_PRINTER: check_a4_printer,
    CAMERA: check_camera,
    DOCUMENT_CAMERA: partial(check_camera, name=DOCUMENT_CAMERA),
}
"""By the device's name."""

WITHIN: Mapping[str, float] = {
    READER: 30.0,
    SCANNER: 30.0,
    PRINTER: 40.0,
    A4_PRINTER: 90.0,
    CAMERA: 15.0,
    DOCUMENT_CAMERA: 15.0,
}
"""Seconds for one check, the technician's hands included."""


def _of_what_was_shown(name: str, fault: Fault, lines: tuple[Line, ...] = ()) -> CheckReport:
    """A report of a card or code that was refused or never came. Raises the fault when it is the device's own."""
    if fault.link is not None:
        raise fault
    return CheckReport.of(name, fault, lines)


# ---------------------------------------------------------------- what may be shown


def masked_name(name: str) -> str:
    """张*, however long the name is."""
    first = name.strip()[:1]
    return f"{first}*" if first.isprintable() else "*"


def masked(number: str) -> str:
    """Three characters, stars, four characters; all stars when there are too few to hide any."""
    if len(number) < 12 or not (number.isascii() and number.isalnum()):
        return "*" * len(number)
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


def is_test_code(text: str) -> bool:
    """Whether a code is nobody's: it begins with the mark and holds nothing that could harm a screen."""
    return text.startswith(TEST_CODE_MARK) and len(text) <= _TEST_CODE_LIMIT and text.isascii() and text.isprintable()


def brightness(pixels: bytes) -> int:
    """Percent of full brightness, from a sample of BGRX pixels."""
    starts = range(0, len(pixels) - 3, 4 * _SAMPLED)
    levels = [(pixels[at] + 6 * pixels[at + 1] + 3 * pixels[at + 2]) for at in starts]  # about luma, in tenths
    return round(sum(levels) / max(1, len(levels)) / 25.5)


def _encoding(data: bytes) -> str:
    for encoding in ("ascii", "utf-8", "gb18030"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "bytes"
