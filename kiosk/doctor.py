"""`kiosk doctor`: what is wrong with this terminal, in the order in which a technician would look.

One finding a line, with the code that the log and the office use too. Devices are asked, never changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from devices.inventory import plugged
from devices.photo_decoder import PhotoDecoder
from devices.sheet_pdf import FontMissing, faces
from devices.states import DeviceState, Fault, Identity, Remedy
from kiosk import config as configuration
from kiosk import enrolment as enrolments
from kiosk import fittings
from kiosk.config import Config, ReceiptPrinterSection
from kiosk.enrolment import Enrolment
from kiosk.faults import LedgerFailed
from kiosk.ledger import Ledger
from kiosk.office import Office
from kiosk.office_clock import OfficeClock
from kiosk.passwords import without_passwords
from kiosk.readiness import OFFICE
from kiosk.storage import LEDGER_FILE, TIME_FLOOR_FILE, keep
from kiosk.technician.look import look
from kiosk.technician.words import advice, plain


@dataclass(frozen=True)
class Finding:
    """One line. `code` is empty when all is well."""

    name: str
    code: str = ""
    detail: str = ""
    remedy: Remedy = Remedy.STAFF
    facts: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        if not self.code:
            return plain(f"ok     {self.name:16} {self.detail}").rstrip()
        said = f" ({self.detail})" if self.detail and self.detail != self.code else ""
        return plain(f"WRONG  {self.name:16} {self.code}{said}: {advice(self.code, self.remedy, self.facts)}")


def examine(path: Path) -> Iterator[Finding]:
    """Look at everything that the configuration names; each finding comes as soon as it is known."""
    try:
        config = configuration.load(path)
    except Fault as fault:
        yield from (Finding("config", fault.code, line) for line in fault.detail.splitlines())
        return
    yield Finding("config", detail=str(path))
    stored = list(_storage(config.storage.directory))
    yield from stored
    enrolment: Enrolment | None = None
    try:
        enrolment = enrolments.load(config.storage.directory)
        yield Finding("enrolment", detail=f"hall {enrolment.hall_id}, key {enrolment.fingerprint}")
    except Fault as fault:
        yield _of("enrolment", fault)
    if enrolment is not None:
        yield _office(config, enrolment)
    if any(finding.code == "terminal_runs" for finding in stored):
        return
    yield from _devices(config)


def _storage(directory: Path) -> Iterator[Finding]:
    probe = directory / "doctor"
    try:
        keep(probe, b"")
        probe.unlink()
    except OSError as error:
        yield Finding("storage", "storage_failed", f"{directory}: {error.strerror}")
        return
    yield Finding("storage", detail=str(directory))
    for aside in sorted(directory.glob(f"{LEDGER_FILE}.set-aside-*")):
        if not aside.name.endswith("-wal"):
            yield Finding("ledger", "ledger_set_aside", str(aside))
    if (directory / LEDGER_FILE).exists():
        yield _ledger(directory)


def _ledger(directory: Path) -> Finding:
    try:
        ledger = Ledger(directory / LEDGER_FILE)
        depth = ledger.depth(OfficeClock(directory / TIME_FLOOR_FILE).machine())
        ledger.close()
    except LedgerFailed as fault:
        if fault.facts.get("cause") == "in_use":
            return Finding("ledger", "terminal_runs", "its ledger and its devices are in use")
        return _of("ledger", fault)
    waiting = f"{depth.waiting} waiting, oldest {depth.oldest_waiting_s} s"
    if depth.refused:
        return Finding("ledger", "effects_refused", f"{depth.refused} refused, {waiting}")
    return Finding("ledger", detail=waiting)


def _office(config: Config, enrolment: Enrolment) -> Finding:
    clock = OfficeClock(config.storage.directory / TIME_FLOOR_FILE)
    state = look(OFFICE, lambda: Office(fittings.office_address(config.office), enrolment, clock), config.office.url)
    return _device(state, config.office.url)


def _devices(config: Config) -> Iterator[Finding]:
    reader, printer = config.devices.id_card_reader, config.devices.receipt_printer
    if reader is not None and reader.photo_decoder is not None:
        yield _photo_decoder(reader.photo_decoder)
    if printer is not None:
        yield from _fonts(printer)
    if config.devices.a4_printer is not None:
        yield _sheet_fonts()
    addresses = fittings.addresses(config.devices)
    stable = {each.node: each.address for each in plugged()}
    for name, address in addresses.items():
        if stable.get(address, address) != address:
            yield Finding(name, "port_unstable", f"{address} is {stable[address]}")
    for name, opener in fittings.openers(config.devices).items():
        yield _device(look(name, opener, addresses[name]), addresses[name])


def _photo_decoder(program: Path) -> Finding:
    problem = PhotoDecoder(program).problem()
    return Finding("photo_decoder", "photo_decoder_wrong" if problem else "", problem or str(program))


def _fonts(printer: ReceiptPrinterSection) -> Iterator[Finding]:
    model = fittings.printer_model(printer)
    for path in sorted({face.path for face in (*model.faces, *model.bold_faces)}):
        yield Finding("fonts", "" if path.is_file() else "font_missing", str(path))


def _sheet_fonts() -> Finding:
    try:
        return Finding("fonts", detail=" ".join(map(str, faces())))
    except FontMissing as fault:
        return _of("fonts", fault)


def _device(state: DeviceState, address: str) -> Finding:
    if not state.usable:
        said = f"{without_passwords(address)}: {state.link}/{state.media}"
        return Finding(state.name, state.code or state.media.value, said, facts=state.facts)
    identity = state.identity or Identity(state.name)
    said = " ".join(part for part in (identity.model, identity.serial, identity.firmware) if part)
    if identity.limits:
        said += f", may be too old for {', '.join(identity.limits)}"
    return Finding(state.name, detail=said or identity.kind)


def _of(name: str, fault: Fault) -> Finding:
    return Finding(name, fault.code, fault.detail, fault.remedy, fault.facts)
