"""`kiosk doctor`: what is wrong with this terminal, in the order in which a technician would look.

One finding a line, with the code that the log and the office use too. Devices are asked, never changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from devices.deadline import Deadline
from devices.driver import Driver
from devices.states import Condition, Fault, Link, Media, Remedy
from kiosk import config as configuration
from kiosk import enrolment as enrolments
from kiosk import fittings
from kiosk.config import Config, ReceiptPrinterSection
from kiosk.enrolment import Enrolment
from kiosk.faults import LedgerFailed
from kiosk.ledger import Ledger
from kiosk.office import Office
from kiosk.office_clock import OfficeClock
from kiosk.storage import LEDGER_FILE, TIME_FLOOR_FILE, keep

PATIENCE = 6.0  # seconds for one device to answer

ADVICE = {
    "config_wrong": ("correct the file as the line says", "按提示修改配置文件"),
    "not_enrolled": ("get a code from the office and run `kiosk enrol`", "向管理端索取一次性码，运行 kiosk enrol"),
    "storage_failed": ("free or replace the disk; check who owns the directory", "清理或更换磁盘，检查目录属主"),
    "ledger_failed": ("keep the file, replace the disk, call support", "保留文件，更换磁盘，联系支持"),
    "terminal_runs": ("stop the terminal, then ask again", "先停止终端程序，再检查"),
    "ledger_set_aside": ("send the file to the office before deleting it", "先把文件交给管理端，再删除"),
    "effects_refused": ("tell the office; it lists them by this terminal's name", "告知管理端处理被拒记录"),
    "font_missing": ("install fonts-noto-cjk, or correct `fonts`", "安装 fonts-noto-cjk，或修改 fonts"),
    "office_silent": ("check network, `office.url` and `office.ca_file`", "检查网络、office.url 和 office.ca_file"),
    "office_failed": ("ask the office; it answers, but not well", "联系管理端：对方有应答但不正常"),
    "kiosk_refused": ("have the office admit this terminal again", "请管理端重新登记本终端"),
    "device_gone": ("plug it in; compare `port` with /dev/serial/by-id", "接好设备，核对 port 与 /dev/serial/by-id"),
    "device_mute": ("switch it on; check cable and `baud`", "打开电源，检查线缆和 baud"),
    "device_garbled": ("check `baud` and the cable's shield", "检查 baud 和线缆屏蔽"),
    "device_wrong": ("another device answers: compare the ports", "接的是别的设备，核对端口"),
    "paper_out": ("put in paper", "装纸"),
    "cover_open": ("close the cover", "合上机盖"),
    "paper_jammed": ("take out the paper", "清除卡纸"),
    "cutter_jammed": ("free the cutter", "清理切刀"),
    "slip_left": ("take the slip out of the mouth and destroy it", "取出出票口的号票并销毁"),
}
_BY_REMEDY = {
    Remedy.RETRY: ("try again", "重试"),
    Remedy.CITIZEN: ("try again", "重试"),
    Remedy.STAFF: ("call the maker's service", "联系设备厂家"),
    Remedy.STOP: ("take the terminal out of service and call support", "停用终端并联系支持"),
}


@dataclass(frozen=True)
class Finding:
    """One line. `code` is empty when all is well."""

    name: str
    code: str = ""
    detail: str = ""
    remedy: Remedy = Remedy.STAFF

    def __str__(self) -> str:
        if not self.code:
            return f"ok     {self.name:16} {self.detail}".rstrip()
        english, chinese = ADVICE.get(self.code, _BY_REMEDY[self.remedy])
        said = f" ({self.detail})" if self.detail and self.detail != self.code else ""
        return f"WRONG  {self.name:16} {self.code}{said}: {english} / {chinese}"


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
    return _driver("office", lambda: Office(fittings.office_address(config.office), enrolment, clock))


def _devices(config: Config) -> Iterator[Finding]:
    reader, scanner, printer = (
        config.devices.id_card_reader,
        config.devices.code_scanner,
        config.devices.receipt_printer,
    )
    if reader is not None:
        yield _driver("id_card_reader", lambda: fittings.open_id_card_reader(reader))
    if scanner is not None:
        yield _driver("code_scanner", lambda: fittings.open_code_scanner(scanner))
    if printer is not None:
        yield from _fonts(printer)
        yield _driver("receipt_printer", lambda: fittings.open_receipt_printer(printer))


def _fonts(printer: ReceiptPrinterSection) -> Iterator[Finding]:
    model = fittings.printer_model(printer)
    for path in sorted({face.path for face in (*model.faces, *model.bold_faces)}):
        yield Finding("fonts", "" if path.is_file() else "font_missing", str(path))


def _driver(name: str, open_driver: Callable[[], Driver]) -> Finding:
    try:
        driver = open_driver()
    except Fault as fault:
        return _of(name, fault)
    try:
        identity = driver.hello(Deadline(PATIENCE))
        condition = driver.condition(Deadline(PATIENCE))
    except Fault as fault:
        return _of(name, fault)
    finally:
        driver.close()
    said = " ".join(part for part in (identity.model, identity.serial, identity.firmware) if part)
    if not _well(condition):
        return Finding(name, condition.code or condition.media.value, f"{condition.link}/{condition.media}")
    return Finding(name, detail=said or identity.kind)


def _well(condition: Condition) -> bool:
    return condition.link is Link.ONLINE and condition.media not in (Media.OUT, Media.JAMMED)


def _of(name: str, fault: Fault) -> Finding:
    return Finding(name, fault.code, fault.detail, fault.remedy)
