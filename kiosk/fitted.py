"""What this terminal is fitted with: its devices and the line to the office, by name; and who makes them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from devices.a4_printer import A4Printer
from devices.camera import Camera
from devices.code_scanner import CodeScanner
from devices.device import Device, Event, Pace
from devices.flight_recorder import FlightRecorder
from devices.hotplug import HotPlug, place
from devices.id_card_reader import SdtIdCardReader
from devices.receipt_printer import ReceiptPrinter
from devices.states import DeviceState
from devices.vision.frame_slot import FrameSlot
from kiosk import fittings
from kiosk.config import Config
from kiosk.office import Office
from kiosk.readiness import A4_PRINTER, CAMERA, DOCUMENT_CAMERA, PRINTER, READER, SCANNER

A4_PACE = Pace(poll=2.0, hello=6.0)  # each question is a connection of its own
CAMERA_PACE = Pace(poll=3.0, hello=15.0)  # from a cold disk OpenCV needs some seconds

_PLACE = {
    PRINTER: "printer",
    A4_PRINTER: "a4_printer",
    READER: "reader",
    SCANNER: "scanner",
    CAMERA: "camera",
    DOCUMENT_CAMERA: "document_camera",
}


@dataclass
class Fitted:
    """The devices of this terminal; a missing one is None."""

    office: Device[Office]
    printer: Device[ReceiptPrinter] | None = None
    a4_printer: Device[A4Printer] | None = None
    reader: Device[SdtIdCardReader] | None = None
    scanner: Device[CodeScanner] | None = None
    camera: Device[Camera] | None = None
    document_camera: Device[Camera] | None = None
    camera_reads_codes: bool = False
    camera_sees_pages: bool = False
    frames: FrameSlot | None = None
    """Where the newest picture is of the camera that is on; never more than one is."""
    recorders: dict[str, FlightRecorder] = field(default_factory=dict)
    """The flight recorders, by device."""

    def all(self) -> list[Device[Any]]:
        """The office and every device that is there."""
        printers, eyes = (self.printer, self.a4_printer), (self.camera, self.document_camera)
        fitted = (self.office, *printers, self.reader, self.scanner, *eyes)
        return [device for device in fitted if device is not None]

    @property
    def page_camera(self) -> Device[Camera] | None:
        """The camera that paper documents lie under: one of its own, or the only one."""
        return self.document_camera or (self.camera if self.camera_sees_pages else None)

    def states(self) -> tuple[DeviceState, ...]:
        """Every one of them as it is now."""
        return tuple(device.state for device in self.all())

    def device(self, name: str) -> Device[Any] | None:
        """The one of that name."""
        return next((device for device in self.all() if device.name == name), None)

    def exchange(self, name: str, device: Device[Any] | None) -> None:
        """Put another device in the place of `name`, or none."""
        setattr(self, _PLACE[name], device)


class Fitter:
    """Makes the devices that a configuration names, each with a flight recorder of its own."""

    def __init__(self, post: Callable[[Event], None], frames: FrameSlot) -> None:
        """`post`: where the devices' events go. `frames`: the screens look into it, whichever camera fills it."""
        self._post = post
        self._frames = frames
        self._recorders: dict[str, FlightRecorder] = {}

    def all(self, tree: Config, office: Device[Office]) -> Fitted:
        """Everything at once, not started."""
        return Fitted(
            office,
            printer=self.device(tree, PRINTER),
            a4_printer=self.device(tree, A4_PRINTER),
            reader=self.device(tree, READER),
            scanner=self.device(tree, SCANNER),
            camera=self.device(tree, CAMERA),
            document_camera=self.device(tree, DOCUMENT_CAMERA),
            camera_sees_pages=tree.devices.camera is not None and tree.devices.camera.documents,
            camera_reads_codes=tree.devices.camera is not None and tree.devices.camera.reads_codes,
            frames=self._frames,
            recorders=self._recorders,
        )

    def device(self, tree: Config, name: str) -> Device[Any] | None:
        """The device of that name, not started; None when the configuration has none."""
        opener = fittings.openers(tree.devices).get(name)
        if opener is None:
            return None
        if name in (CAMERA, DOCUMENT_CAMERA):
            return Device(name, functools.partial(opener, self._frames), self._post, CAMERA_PACE)
        recorder = self._recorders[name] = fittings.flight_recorder(name, getattr(tree.devices, name))
        pace = A4_PACE if name == A4_PRINTER else Pace()
        return Device(name, functools.partial(opener, recorder), self._post, pace, recorder.asked)

    @staticmethod
    def plugs(tree: Config, fitted: Fitted) -> HotPlug:
        """Tells whatever stands in a device's place to hurry when something is plugged in there. Not started."""

        def hurry(name: str) -> None:
            device = fitted.device(name)
            if device is not None:
                device.hurry()

        addresses = fittings.addresses(tree.devices)
        return HotPlug((place(address), functools.partial(hurry, name)) for name, address in addresses.items())
