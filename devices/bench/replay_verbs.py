"""What may be asked of a driver in a replay, and how it ended, in words that name nobody."""

from __future__ import annotations

from devices.code_scanner import CodeScanner
from devices.deadline import Deadline
from devices.driver import Driver
from devices.id_card_reader import SdtIdCardReader
from devices.paper import Align, Pair, QrCode, Rule, Slip, Text
from devices.receipt_printer import ReceiptPrinter

SLIP = Slip(
    (
        Text("政务服务大厅", scale=2, align=Align.CENTRE, bold=True),
        Text("A012", scale=6, align=Align.CENTRE, bold=True),
        Rule(),
        Pair("号码", "A012"),
        QrCode("https://hall.example/t/A012"),
    )
)
"""What is printed in a replay. A job's bytes depend on its slip: a recording of another one departs in its job."""

WITHIN = {
    "hello": 10.0, "condition": 5.0, "read": 20.0, "removed": 20.0, "scan": 20.0, "print": 60.0, "follow_paper": 90.0,
}  # fmt: skip
"""Seconds for each."""


def call(driver: Driver, verb: str, by: Deadline) -> str:
    """Ask and say how it ended. Raises the driver's faults. What is above a driver's own verbs is not asked: the
    recording knows it only by its name."""
    match verb, driver:
        case "hello", _:
            identity = driver.hello(by)
            return f"{identity.kind} {identity.serial}".rstrip()
        case "condition", _:
            condition = driver.condition(by)
            return " ".join(filter(None, (condition.link.value, condition.media.value, condition.code)))
        case "read", SdtIdCardReader():
            return f"read {driver.read(by).layout.value}"
        case "removed", SdtIdCardReader():
            driver.removed(by)
            return "removed"
        case "scan", CodeScanner():
            return f"scanned {len(driver.scan(by).data)} bytes"
        case "print", ReceiptPrinter():
            return driver.print(by, SLIP).value
        case "follow_paper", ReceiptPrinter():
            return driver.follow_paper(by).value
        case _:
            return "not asked"
