"""Who answers on a port that no configuration names: asked in every language that we have, with harmless questions.

The order is what makes it safe. First we only listen. Then DLE EOT, which a printer answers in real time and which
leaves nothing in anybody's buffer; every other question would be text to a printer, and is not asked before we know
that none is there. (A printer that does not know DLE EOT may print a line of it.) Then readers, then scanners. Whatever
shows itself as something that no kiosk has, such as a modem, is asked nothing more. Never in service: whoever calls
stands in for the terminal (`terminal_stopped`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from devices.code_scanner import CodeScanner
from devices.deadline import Deadline
from devices.driver import Driver
from devices.hotplug import place
from devices.id_card_reader import SdtIdCardReader
from devices.inventory import Connection, Plugged
from devices.ports import Port, open_port
from devices.printer_model import load_model
from devices.receipt_printer import ReceiptPrinter
from devices.recognition import CODE_SCANNER, ID_CARD_READER, LIMIT, RECEIPT_PRINTER, recognise
from devices.scanner_family import ScannerFamily, families, load_family
from devices.states import Fault, Identity, Offline
from kiosk.config import DevicesSection
from kiosk.readiness import CAMERA
from kiosk.technician.assignment import Value
from kiosk.technician.samples import TEST_CODE_MARK

LISTEN = 1.2  # seconds; what speaks by itself speaks once a second
PRINTER_WITHIN, READER_WITHIN, SCANNER_WITHIN = 4.0, 0.7, 2.0  # seconds; a silent one is given up sooner
PRINTER_BAUDS = (115200, 9600, 19200, 38400)
READER_BAUDS = (115200, 57600, 38400, 19200, 9600)
SCANNER_BAUDS = (9600, 115200)
LONGEST_PACKET = 257  # bytes, whose length is a byte

_PRINTER_MODELS = (("TM-T88", "epson_t88"), ("", "epson_80"))  # by how the name begins that a printer gives itself
_NAMELESS = "snbc_80"  # the commonest of those that give none

OURS = (ID_CARD_READER, CODE_SCANNER, RECEIPT_PRINTER)


@dataclass(frozen=True)
class Found:
    """Something on a port. `settings`: what a configuration would say of it beside the port."""

    address: str
    kind: str  # one of `devices.recognition.KINDS`; "": nobody answered
    identity: Identity | None = None
    settings: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class _Question:
    kind: str
    baud: int
    within: float
    driver: Callable[[Port], Driver]
    settings: Callable[[Identity], Mapping[str, Value]]


def probe(address: str, besides: str = "") -> Found:
    """Who is there. Takes seconds. Raises `Offline`, or its `PortInUse`, when the port cannot be opened.

    `besides`: a kind of device that need not be asked for, because it was.
    """
    fixed = _without_baud(address)
    heard = _listen(address)
    if TEST_CODE_MARK.encode() in heard:
        return Found(address, CODE_SCANNER, settings={"family": "plain"})
    kind = recognise(heard)
    for question in _questions(address, fixed):
        if kind and kind not in OURS:
            break
        if question.kind == besides:
            continue
        port = _Ear(open_port(address, question.baud))
        try:
            identity = question.driver(port).hello(Deadline(question.within))
        except Offline:
            raise
        except Fault:
            kind = recognise(port.heard) or kind
            continue
        finally:
            port.close()
        baud: Mapping[str, Value] = {} if fixed else {"baud": question.baud}
        return Found(address, identity.kind, identity, {**baud, **question.settings(identity)})
    return Found(address, kind)


def has_language(address: str) -> bool:
    """Whether a device there could be asked who it is: it is no keyboard, no camera and nothing unheard of."""
    scheme, separator, _ = address.partition("://")
    if not separator:
        return address.startswith("/") and not address.startswith("/dev/v4l/")
    return scheme in ("socket", "rfc2217", "usb-sdt", "usb-printer")


def changes(
    devices: DevicesSection, found: Iterable[Found], plugged: Iterable[Plugged]
) -> dict[str, dict[str, Value | None]]:
    """What to configure: things found take the place of devices that are missing, or whose port is not there."""
    proposed: dict[str, dict[str, Value | None]] = {}
    for each in found:
        section = getattr(devices, each.kind, None) if each.kind in OURS else None
        if each.kind in OURS and each.kind not in proposed and (section is None or _away(section.port)):
            kept = {"model"} if section is not None else set()  # it may know better than a guess
            proposed[each.kind] = {
                "port": each.address,
                **{key: value for key, value in each.settings.items() if key not in kept},
            }
    over_table = devices.document_camera.source if devices.document_camera else ""
    cameras = [each.address for each in plugged if each.connection is Connection.CAMERA and each.address != over_table]
    if cameras and (devices.camera is None or _away(devices.camera.source)):
        proposed[CAMERA] = {"source": cameras[0]}
    return proposed


def _away(address: str) -> bool:
    where = place(address)
    return where is not None and not where.exists()


def _without_baud(address: str) -> bool:
    """Lines on which the baud rate means nothing."""
    node = os.path.realpath(address)
    return "://" in address or node.startswith(("/dev/ttyACM", "/dev/pts/", "/dev/usb/"))


def _questions(address: str, fixed: bool) -> Iterator[_Question]:
    usb_reader, usb_printer = address.startswith("usb-sdt://"), address.startswith(("usb-printer://", "/dev/usb/"))
    if not usb_reader:
        model = load_model("epson_80")
        for baud in PRINTER_BAUDS[: 1 if fixed else None]:
            yield _Question(
                RECEIPT_PRINTER,
                baud,
                PRINTER_WITHIN,
                lambda port: ReceiptPrinter(port, model),
                lambda identity: {"model": _model_of(identity, model.title)},
            )
    if not usb_printer:
        for baud in READER_BAUDS[: 1 if fixed else None]:
            yield _Question(ID_CARD_READER, baud, READER_WITHIN, SdtIdCardReader, lambda _: {})
    if not (usb_reader or usb_printer):
        asked = [family for name in families() if (family := load_family(name)).query]
        for baud in SCANNER_BAUDS[: 1 if fixed else None]:
            for family in asked:
                yield _Question(CODE_SCANNER, baud, SCANNER_WITHIN, partial(_scanner, family), partial(_family, family))


def _scanner(family: ScannerFamily, port: Port) -> Driver:
    if family.wake:  # its packets have no head: it may wait for the rest of what others were asked
        port.write(bytes(LONGEST_PACKET))
    return CodeScanner(port, family)


def _family(family: ScannerFamily, _identity: Identity) -> Mapping[str, Value]:
    return {"family": family.name}


def _model_of(identity: Identity, unnamed: str) -> str:
    if identity.model == unnamed:
        return _NAMELESS
    return next(model for beginning, model in _PRINTER_MODELS if identity.model.startswith(beginning))


def _listen(address: str) -> bytes:
    port = _Ear(open_port(address, SCANNER_BAUDS[0]))
    by = Deadline(LISTEN)
    try:
        while not by.passed and not recognise(port.heard):
            port.read(LIMIT, by.left())
    finally:
        port.close()
    return port.heard


class _Ear:
    """A port that remembers what came, to tell who is there when it is not whom we asked for. Implements `Port`."""

    def __init__(self, port: Port) -> None:
        self._port = port
        self.heard = b""

    def write(self, data: bytes) -> None:
        self._port.write(data)

    def read(self, size: int, wait: float) -> bytes:
        data = self._port.read(size, wait)
        self.heard = (self.heard + data)[-LIMIT:]
        return data

    def flush_input(self) -> None:
        self._port.flush_input()

    def close(self) -> None:
        self._port.close()
