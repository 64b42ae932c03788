"""Every page of the service console as a technician meets it on a bad night, for the tests and for the gallery."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from devices.states import DeviceState, Identity, Link, Media
from kiosk.ledger import Depth, OpenEffect
from kiosk.readiness import CAMERA, OFFICE, PRINTER, READER, SCANNER
from kiosk.technician.bundle import Stick
from kiosk.technician.checks import CheckReport
from kiosk.technician.history import Change
from kiosk.technician.machine import Setting
from kiosk.technician.reachability import Hop
from kiosk.technician.scenes import (
    AssignPreview,
    BundlePage,
    ChoosePort,
    ConsoleScene,
    DeviceLine,
    DevicePage,
    EnterPin,
    LedgerPage,
    MachinePage,
    NetworkPage,
    Overview,
    PortChoice,
    ServicePage,
    Testing,
)
from kiosk.technician.service_mode import Pause
from kiosk.wishes.wish import Notice
from tests.ui.scenes import at

WHO = "1704"
PROLIFIC = "/dev/serial/by-id/usb-Prolific_Technology_Inc._USB-Serial_Controller_ABCDEF01-if00-port0"
NEWLAND = "/dev/serial/by-id/usb-Newland_Auto-ID_NLS-FM430-if00"

_printer = DeviceState(
    PRINTER, Link.ONLINE, Media.OUT, "paper_out", Identity("receipt_printer", "TM-T88VI", "X2F4007731", "30.02")
)
_reader = DeviceState(READER, Link.ONLINE, Media.NOT_REPORTED, "", Identity("id_card_reader", "SDT", "05.01-20190401"))
_scanner = DeviceState(SCANNER, Link.NO_DEVICE, Media.UNKNOWN, "device_gone")
_office = DeviceState(OFFICE, Link.ONLINE, Media.NOT_REPORTED)
_camera = DeviceState(CAMERA, Link.NO_DEVICE, Media.UNKNOWN, "not_fitted")
_depth = Depth(4, 1, 5400)

CONSOLE_SCENES: dict[str, ConsoleScene] = {
    "console_enter_pin": EnterPin(),
    "console_enter_pin_wait": EnterPin(wait_s=225, notice=Notice("not_admitted", {"wait_s": 225})),
    "console_overview": Overview(
        technician=WHO,
        devices=(
            DeviceLine(_office, True),
            DeviceLine(_printer, True),
            DeviceLine(_reader, True),
            DeviceLine(_scanner, True),
            DeviceLine(_camera, False),
        ),
        depth=_depth,
        paused=None,
        blocked=Notice("paper_out", {"device": PRINTER}),
        version="0.2.0",
        logbook_length=312,
    ),
    "console_device_page": DevicePage(
        technician=WHO,
        leaving_in=12,
        line=DeviceLine(_printer, True),
        history=tuple(
            Change(at(2, 14) - timedelta(minutes=n * n, seconds=7 * n), link, media, code)
            for n, (link, media, code) in enumerate(
                [
                    (Link.ONLINE, Media.OUT, "paper_out"),
                    (Link.ONLINE, Media.LOW, ""),
                    (Link.ONLINE, Media.FULL, ""),
                    (Link.OFFLINE, Media.UNKNOWN, "device_mute"),
                    (Link.USER_ERROR, Media.UNKNOWN, "cover_open"),
                    (Link.STARTING, Media.UNKNOWN, ""),
                ]
            )
        ),
        may_test=True,
        may_assign=True,
        may_undo=True,
    ),
    "console_testing": Testing(technician=WHO, busy="testing", device=READER),
    "console_tested": Testing(
        technician=WHO,
        device=READER,
        report=CheckReport(
            READER,
            True,
            lines=(
                ("check.self_test", {"serial": "05.01-20190401-000123456-987654321", "model": "SDT"}),
                ("check.card", {"layout": "resident", "name": "张*", "number": "110***********002X"}),
                ("check.card_photo", {"bytes": 1024}),
            ),
        ),
    ),
    "console_test_failed": Testing(
        technician=WHO,
        device=PRINTER,
        report=CheckReport(PRINTER, False, "paper_unknown", (("check.slip", {"paper": "unknown"}),)),
    ),
    "console_choose_port": ChoosePort(
        technician=WHO,
        device=SCANNER,
        current=NEWLAND,
        ports=(
            PortChoice(PROLIFIC, "Prolific USB-Serial Controller", READER),
            PortChoice("/dev/serial/by-id/usb-Honeywell_N4680_23034B2A-if00", "Honeywell N4680"),
            PortChoice("/dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port0", "USB serial"),
        ),
    ),
    "console_assign_preview": AssignPreview(
        technician=WHO,
        device=SCANNER,
        port="/dev/serial/by-id/usb-Honeywell_N4680_23034B2A-if00",
        diff=(
            "--- /etc/kiosk/kiosk.toml",
            "+++ /etc/kiosk/kiosk.toml",
            "@@ -31,7 +31,7 @@",
            " [devices.code_scanner]",
            f'-port = "{NEWLAND}"',
            '+port = "/dev/serial/by-id/usb-Honeywell_N4680_23034B2A-if00"',
            ' family = "honeywell"',
        ),
    ),
    "console_service_page": ServicePage(technician=WHO, paused=None),
    "console_service_paused": ServicePage(technician=WHO, paused=Pause.REPAIR, notice=Notice("service_paused")),
    "console_ledger_page": LedgerPage(
        technician=WHO,
        depth=_depth,
        effects=(
            OpenEffect(412, "report-paper", "waiting", 1, at(2, 10)),
            OpenEffect(411, "take-ticket", "waiting", 3, at(2, 4)),
            OpenEffect(398, "record-copy", "refused", 1, at(0, 41), "ticket_unknown"),
        ),
    ),
    "console_network_page": NetworkPage(
        technician=WHO,
        hops=(
            Hop("interface", facts={"names": "enp2s0"}),
            Hop("gateway", facts={"address": "10.20.0.1"}),
            Hop("name", facts={"address": "10.1.7.4"}),
            Hop("connection", "connection_silent"),
            Hop("tls", "not_tried"),
            Hop("office", "office_silent"),
        ),
    ),
    "console_machine_page": MachinePage(
        technician=WHO, settings=(Setting("volume", 60), Setting("brightness", None, "no_backlight"))
    ),
    "console_bundle_page": BundlePage(
        technician=WHO, sticks=(Stick(Path("/media/usb0"), "KINGSTON", 14_800_000_000, 2049),)
    ),
}
