"""Drivers by name: `id_card_reader:sdt`, `code_scanner:newland`, `receipt_printer:epson_80`,
`a4_printer:ipp`.

The kind of device, and behind the colon the model or family as the data in `devices/models/` name it. The name stands
in flight recordings and in reports of conformance.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from devices.driver import Driver
from devices.masking import Mask
from devices.ports import Port
from devices.recognition import A4_PRINTER, CODE_SCANNER, ID_CARD_READER, RECEIPT_PRINTER

IPP = "ipp"  # the one language of A4 printers


def split(name: str) -> tuple[str, str]:
    """Kind and model. Raises `ValueError`."""
    kind, _, model = name.partition(":")
    if kind == A4_PRINTER and model != IPP:
        raise ValueError(f"no driver {name!r}; write {A4_PRINTER}:{IPP}")
    if kind not in (ID_CARD_READER, CODE_SCANNER, RECEIPT_PRINTER, A4_PRINTER) or not model:
        known = (f"{ID_CARD_READER}:…", f"{CODE_SCANNER}:…", f"{RECEIPT_PRINTER}:…")
        raise ValueError(f"no driver {name!r}; write {', '.join(known)} or {A4_PRINTER}:{IPP}")
    return kind, model


def driver_of(name: str, port: Port, now: Callable[[], float] = time.monotonic) -> Driver:
    """The driver on its port. Raises `ValueError` for a kind or model that is not there."""
    kind, model = split(name)
    match kind:
        case "id_card_reader":
            from devices.id_card_reader import SdtIdCardReader
            from devices.reader_model import load_model as load_reader

            return SdtIdCardReader(port, now, model=load_reader(model))
        case "code_scanner":
            from devices.code_scanner import CodeScanner
            from devices.scanner_family import load_family

            return CodeScanner(port, load_family(model), now)
        case "a4_printer":
            from devices.a4_printer import A4Printer

            return A4Printer(port, now=now)
        case _:
            from devices.printer_model import load_model as load_printer
            from devices.receipt_printer import ReceiptPrinter

            return ReceiptPrinter(port, load_printer(model), now)


def mask_of(name: str) -> Mask:
    """What may be kept of the wire of the driver of that name. Raises `ValueError`."""
    kind, model = split(name)
    match kind:
        case "id_card_reader":
            from devices.masking.id_card_reader import IdCardReaderMask

            return IdCardReaderMask(model)
        case "code_scanner":
            from devices.masking.code_scanner import CodeScannerMask
            from devices.masking.keyboard import KeyboardMask
            from devices.scanner_codecs import KEYBOARD
            from devices.scanner_family import load_family

            return (KeyboardMask if load_family(model).language == KEYBOARD else CodeScannerMask)(model)
        case "a4_printer":
            from devices.masking.a4_printer import A4PrinterMask

            return A4PrinterMask(model)
        case _:
            from devices.masking.receipt_printer import ReceiptPrinterMask

            return ReceiptPrinterMask(model)
