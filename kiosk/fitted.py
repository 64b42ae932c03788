"""What this terminal is fitted with: its devices and the line to the office, by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from devices.camera import Camera
from devices.code_scanner import CodeScanner
from devices.device import Device
from devices.flight_recorder import FlightRecorder
from devices.id_card_reader import SdtIdCardReader
from devices.receipt_printer import ReceiptPrinter
from devices.states import DeviceState
from devices.vision.frame_slot import FrameSlot
from kiosk.office import Office
from kiosk.readiness import CAMERA, PRINTER, READER, SCANNER

_PLACE = {PRINTER: "printer", READER: "reader", SCANNER: "scanner", CAMERA: "camera"}


@dataclass
class Fitted:
    """The devices of this terminal; a missing one is None."""

    office: Device[Office]
    printer: Device[ReceiptPrinter] | None = None
    reader: Device[SdtIdCardReader] | None = None
    scanner: Device[CodeScanner] | None = None
    camera: Device[Camera] | None = None
    camera_reads_codes: bool = False
    frames: FrameSlot | None = None
    """Where the camera's newest picture is while it is on."""
    recorders: dict[str, FlightRecorder] = field(default_factory=dict)
    """The flight recorders, by device."""

    def all(self) -> list[Device[Any]]:
        """The office and every device that is there."""
        fitted = (self.office, self.printer, self.reader, self.scanner, self.camera)
        return [device for device in fitted if device is not None]

    def states(self) -> tuple[DeviceState, ...]:
        """Every one of them as it is now."""
        return tuple(device.state for device in self.all())

    def device(self, name: str) -> Device[Any] | None:
        """The one of that name."""
        return next((device for device in self.all() if device.name == name), None)

    def exchange(self, name: str, device: Device[Any] | None) -> None:
        """Put another device in the place of `name`, or none."""
        setattr(self, _PLACE[name], device)
