"""A terminal's hardware on one bench: reader, scanner and printer behind ports with stable names, and in the network a
camera and a printer of A4."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from devices.bench.a4_printer import BenchA4Printer
from devices.bench.camera import BenchCamera
from devices.bench.code_scanner import BenchCodeScanner
from devices.bench.id_card_reader import BenchIdCardReader
from devices.bench.receipt_printer import BenchReceiptPrinter
from devices.bench.wire import Wire

A4_SPEED = 1.0  # seconds for a document
READER_PACE = 10 / 115200  # seconds per byte, 8N1


class Bench:
    """The ports are `directory/id_card_reader`, `directory/code_scanner` and `directory/receipt_printer`; camera and
    A4 printer are at their URLs."""

    def __init__(
        self,
        directory: Path,
        scanner_family: str = "newland",
        printer_model: str = "epson_80",
        wire: Callable[[Path], Wire] = Wire,
        camera_port: int | None = None,
        *,
        camera_size: tuple[int, int] = (640, 480),
        a4_port: int | None = None,
    ) -> None:
        """`wire`: lays each cable; one that keeps the time, for instance. `camera_port`, `a4_port`: 0 takes
        a free one; None leaves it out. `camera_size`: of its pictures; a page of a document needs 970 pixels."""
        self.reader = BenchIdCardReader(wire(directory / "id_card_reader"))
        self.scanner = BenchCodeScanner(wire(directory / "code_scanner"), scanner_family)
        self.printer = BenchReceiptPrinter(wire(directory / "receipt_printer"), printer_model)
        self.camera = BenchCamera(*camera_size, camera_port) if camera_port is not None else None
        self.a4_printer = BenchA4Printer(Wire.tcp(a4_port), speed=A4_SPEED) if a4_port is not None else None
        self.reader.wire.pace = READER_PACE
        self.wires = {
            "id_card_reader": self.reader.wire,
            "code_scanner": self.scanner.wire,
            "receipt_printer": self.printer.wire,
        }
        if self.a4_printer is not None:
            self.wires["a4_printer"] = self.a4_printer.wire
        everything = (self.reader, self.scanner, self.printer, self.camera, self.a4_printer)
        self._devices = [device for device in everything if device is not None]

    def start(self) -> None:
        for device in self._devices:
            device.start()

    def stop(self) -> None:
        """Everything off; the ports are gone."""
        for device in self._devices:
            device.stop()
        for wire in self.wires.values():
            wire.close()
