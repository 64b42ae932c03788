"""A terminal's hardware on one bench: reader, scanner and printer, each behind a port with a stable name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from devices.bench.code_scanner import BenchCodeScanner
from devices.bench.id_card_reader import BenchIdCardReader
from devices.bench.receipt_printer import BenchReceiptPrinter
from devices.bench.wire import Wire

READER_PACE = 10 / 115200  # seconds per byte, 8N1


class Bench:
    """The ports are `directory/id_card_reader`, `directory/code_scanner` and `directory/receipt_printer`."""

    def __init__(
        self,
        directory: Path,
        scanner_family: str = "newland",
        printer_model: str = "epson_80",
        wire: Callable[[Path], Wire] = Wire,
    ) -> None:
        """`wire`: lays each cable; one that keeps the time, for instance."""
        self.reader = BenchIdCardReader(wire(directory / "id_card_reader"))
        self.scanner = BenchCodeScanner(wire(directory / "code_scanner"), scanner_family)
        self.printer = BenchReceiptPrinter(wire(directory / "receipt_printer"), printer_model)
        self.reader.wire.pace = READER_PACE
        self.wires = {
            "id_card_reader": self.reader.wire,
            "code_scanner": self.scanner.wire,
            "receipt_printer": self.printer.wire,
        }

    def start(self) -> None:
        for device in (self.reader, self.scanner, self.printer):
            device.start()

    def stop(self) -> None:
        """Everything off; the ports are gone."""
        for device in (self.reader, self.scanner, self.printer):
            device.stop()
        for wire in self.wires.values():
            wire.close()
