"""From a section of the configuration to the driver of what stands there. The drivers' libraries are imported late.

A device keeps one flight recorder for as long as the program runs; each opening of its port is handed to it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from kiosk.config import (
    A4PrinterSection,
    CameraSection,
    CodeScannerSection,
    DevicesSection,
    DocumentCameraSection,
    IdCardReaderSection,
    OfficeSection,
    PictureSection,
    ReceiptPrinterSection,
)
from kiosk.office_api import OfficeAddress

if TYPE_CHECKING:
    from devices.a4_printer import A4Printer
    from devices.camera import Camera
    from devices.code_scanner import CodeScanner
    from devices.driver import Driver
    from devices.flight_recorder import FlightRecorder
    from devices.id_card_reader import SdtIdCardReader
    from devices.ports import Port
    from devices.printer_model import PrinterModel
    from devices.receipt_printer import ReceiptPrinter
    from devices.vision.frame_slot import FrameSlot

Recorded = IdCardReaderSection | CodeScannerSection | ReceiptPrinterSection | A4PrinterSection
"""The sections of devices that have a wire of bytes."""


def addresses(devices: DevicesSection) -> dict[str, str]:
    """Where each configured device is, by its name: a path or a URL."""
    sections = {name: getattr(devices, name) for name in DevicesSection.model_fields}
    return {
        name: section.source if isinstance(section, PictureSection) else section.port
        for name, section in sections.items()
        if section is not None
    }


def openers(devices: DevicesSection) -> dict[str, Callable[..., Driver]]:
    """How each configured device is opened, by its name; a flight recorder, or the frames of a camera, may be given.

    What they raise is a `Fault`.
    """
    known: dict[str, Callable[..., Driver]] = {
        "id_card_reader": open_id_card_reader,
        "code_scanner": open_code_scanner,
        "receipt_printer": open_receipt_printer,
        "a4_printer": open_a4_printer,
        "camera": open_camera,
        "document_camera": open_camera,
    }
    return {name: partial(known[name], getattr(devices, name)) for name in addresses(devices)}


def office_address(section: OfficeSection) -> OfficeAddress:
    return OfficeAddress(section.url, section.ca_file, section.proxy)


def flight_recorder(name: str, section: Recorded) -> FlightRecorder:
    """The recorder for the device of that name, which masks what this section says will pass."""
    from devices.drivers import IPP, mask_of
    from devices.flight_recorder import FlightRecorder
    from devices.recognition import A4_PRINTER, CODE_SCANNER, ID_CARD_READER, RECEIPT_PRINTER

    match section:
        case IdCardReaderSection():
            driver = f"{ID_CARD_READER}:{section.model}"
        case CodeScannerSection():
            driver = f"{CODE_SCANNER}:{section.family}"
        case ReceiptPrinterSection():
            driver = f"{RECEIPT_PRINTER}:{section.model}"
        case A4PrinterSection():
            driver = f"{A4_PRINTER}:{IPP}"
    return FlightRecorder(name, lambda: mask_of(driver))


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
    """Raises `ValueError` when there is no such family, or it is not one of keyboards and the port is."""
    from devices.code_scanner import CodeScanner
    from devices.ports import open_port
    from devices.scanner_codecs import KEYBOARD
    from devices.scanner_family import load_family

    family = load_family(section.family)
    if section.port.startswith("input://") and family.language != KEYBOARD:
        raise ValueError(f"{section.port} is a keyboard, and scanner family {family.name} is not")
    return CodeScanner(_recorded(open_port(section.port, section.baud), recorder), family)


def open_camera(section: CameraSection | DocumentCameraSection, frames: FrameSlot | None = None) -> Camera:
    """`frames`: where the newest picture is to be, over all openings."""
    from devices.camera import Camera
    from devices.vision.camera_source import CameraSource

    source = CameraSource(section.source, section.width, section.height, section.rotate)
    return Camera(source, frames, section.face_model if isinstance(section, CameraSection) else None)


def open_receipt_printer(section: ReceiptPrinterSection, recorder: FlightRecorder | None = None) -> ReceiptPrinter:
    """Raises `ValueError` when there is no such model."""
    from devices.ports import open_port
    from devices.ports.side_channel import SideChannel
    from devices.receipt_printer import ReceiptPrinter

    model = printer_model(section)
    port = open_port(section.port, section.baud, section.rtscts)
    return ReceiptPrinter(_recorded(port, recorder), model, side=port if isinstance(port, SideChannel) else None)


def open_a4_printer(section: A4PrinterSection, recorder: FlightRecorder | None = None) -> A4Printer:
    from devices.a4_printer import A4Printer
    from devices.ports import open_port

    return A4Printer(_recorded(open_port(section.port), recorder), section.port)


def printer_model(section: ReceiptPrinterSection) -> PrinterModel:
    """The model, with the fonts of this terminal in place of its own. Raises `ValueError`."""
    from devices.printer_model import Face, load_model

    model = load_model(section.model)
    faces = tuple(Face(path) for path in section.fonts)
    return replace(model, faces=faces, bold_faces=faces) if faces else model


def _recorded(port: Port, recorder: FlightRecorder | None) -> Port:
    return recorder.on(port) if recorder is not None else port
