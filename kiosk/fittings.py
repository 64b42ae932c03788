"""From a section of the configuration to the driver of what stands there. The drivers' libraries are imported late."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.config import CodeScannerSection, IdCardReaderSection, OfficeSection, ReceiptPrinterSection
from kiosk.office import OfficeAddress

if TYPE_CHECKING:
    from devices.code_scanner import CodeScanner
    from devices.id_card_reader import SdtIdCardReader
    from devices.printer_model import PrinterModel
    from devices.receipt_printer import ReceiptPrinter


def office_address(section: OfficeSection) -> OfficeAddress:
    return OfficeAddress(section.url, section.ca_file, section.proxy)


def open_id_card_reader(section: IdCardReaderSection) -> SdtIdCardReader:
    """Raises `Offline` when the port is not there, as the others do."""
    from devices.id_card_reader import SdtIdCardReader
    from devices.ports import open_port

    return SdtIdCardReader(open_port(section.port, section.baud))


def open_code_scanner(section: CodeScannerSection) -> CodeScanner:
    """Raises `ValueError` when there is no such family."""
    from devices.code_scanner import CodeScanner
    from devices.ports import open_port
    from devices.scanner_family import load_family

    family = load_family(section.family)
    return CodeScanner(open_port(section.port, section.baud), family)


def open_receipt_printer(section: ReceiptPrinterSection) -> ReceiptPrinter:
    """Raises `ValueError` when there is no such model."""
    from devices.ports import open_port
    from devices.receipt_printer import ReceiptPrinter

    model = printer_model(section)
    return ReceiptPrinter(open_port(section.port, section.baud, section.rtscts), model)


def printer_model(section: ReceiptPrinterSection) -> PrinterModel:
    """The model, with the fonts of this terminal in place of its own. Raises `ValueError`."""
    from devices.printer_model import Face, load_model

    model = load_model(section.model)
    faces = tuple(Face(path) for path in section.fonts)
    return replace(model, faces=faces, bold_faces=faces) if faces else model
