"""From a section of the configuration to the driver of what stands there. The drivers' libraries are imported late.

A device keeps one flight recorder for as long as the program runs; each opening of its port is handed to it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.config import (
    CameraSection,
    CodeScannerSection,
    DevicesSection,
    IdCardReaderSection,
    OfficeSection,
    ReceiptPrinterSection,
)
from kiosk.office import OfficeAddress

if TYPE_CHECKING:
    from devices.camera import Camera
    from devices.code_scanner import CodeScanner
    from devices.flight_recorder import FlightRecorder
    from devices.id_card_reader import SdtIdCardReader
    from devices.ports import Port
    from devices.printer_model import PrinterModel
    from devices.receipt_printer import ReceiptPrinter
    from devices.vision.frame_slot import FrameSlot

Recorded = IdCardReaderSection | CodeScannerSection | ReceiptPrinterSection
"""The sections of devices that have a wire of bytes."""


def addresses(devices: DevicesSection) -> dict[str, str]:
    """Where each configured device is, by its name: a path or a URL."""
    sections = {name: getattr(devices, name) for name in DevicesSection.model_fields}
    return {
        name: section.source if isinstance(section, CameraSection) else section.port
        for name, section in sections.items()
        if section is not None
    }


def office_address(section: OfficeSection) -> OfficeAddress:
    return OfficeAddress(section.url, section.ca_file, section.proxy)


def flight_recorder(name: str, section: Recorded) -> FlightRecorder:
    """The recorder for the device of that name, which masks what this section says will pass."""
    from devices.flight_recorder import FlightRecorder
    from devices.masking import Mask
    from devices.masking.code_scanner import CodeScannerMask
    from devices.masking.id_card_reader import IdCardReaderMask
    from devices.masking.receipt_printer import ReceiptPrinterMask

    def mask() -> Mask:
        match section:
            case IdCardReaderSection():
                return IdCardReaderMask()
            case CodeScannerSection():
                return CodeScannerMask(section.family)
            case ReceiptPrinterSection():
                return ReceiptPrinterMask(section.model)

    return FlightRecorder(name, mask)


def open_id_card_reader(section: IdCardReaderSection, recorder: FlightRecorder | None = None) -> SdtIdCardReader:
    """Raises `Offline` when the port is not there, as the others do; `ValueError` when there is no such model."""
    from devices.id_card_reader import SdtIdCardReader
    from devices.photo_decoder import PhotoDecoder
    from devices.ports import open_port
    from devices.ports.hidraw import WrappedPort
    from devices.reader_model import load_model

    model = load_model(section.model)
    decoder = PhotoDecoder(section.photo_decoder) if section.photo_decoder else None
    port = open_port(section.port, section.baud)
    if model.wrapping is not None:
        port = WrappedPort(port, model.wrapping)
    return SdtIdCardReader(_recorded(port, recorder), model=model, photo_decoder=decoder)


def open_code_scanner(section: CodeScannerSection, recorder: FlightRecorder | None = None) -> CodeScanner:
    """Raises `ValueError` when there is no such family."""
    from devices.code_scanner import CodeScanner
    from devices.ports import open_port
    from devices.scanner_family import load_family

    family = load_family(section.family)
    return CodeScanner(_recorded(open_port(section.port, section.baud), recorder), family)


def open_camera(section: CameraSection, frames: FrameSlot | None = None) -> Camera:
    """`frames`: where the newest picture is to be, over all openings."""
    from devices.camera import Camera
    from devices.vision.camera_source import CameraSource

    source = CameraSource(section.source, section.width, section.height, section.rotate)
    return Camera(source, frames, section.face_model)


def open_receipt_printer(section: ReceiptPrinterSection, recorder: FlightRecorder | None = None) -> ReceiptPrinter:
    """Raises `ValueError` when there is no such model."""
    from devices.ports import open_port
    from devices.receipt_printer import ReceiptPrinter

    model = printer_model(section)
    return ReceiptPrinter(_recorded(open_port(section.port, section.baud, section.rtscts), recorder), model)


def printer_model(section: ReceiptPrinterSection) -> PrinterModel:
    """The model, with the fonts of this terminal in place of its own. Raises `ValueError`."""
    from devices.printer_model import Face, load_model

    model = load_model(section.model)
    faces = tuple(Face(path) for path in section.fonts)
    return replace(model, faces=faces, bold_faces=faces) if faces else model


def _recorded(port: Port, recorder: FlightRecorder | None) -> Port:
    return recorder.on(port) if recorder is not None else port
