"""The pictures of the README, drawn from the product as it is: `python -m tests.ui.readme_pictures [DIRECTORY]`.

Screens and console are scenes of the gallery. The ticket is printed by the driver on the bench's printer, which stands
with the rest of the bench beside the terminal.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.ui.application_scenes import APPLICATION_SCENES
from tests.ui.case_scenes import CASE_SCENES
from tests.ui.console_scenes import CONSOLE_SCENES
from tests.ui.gallery import pause
from tests.ui.project_scenes import PROJECT_SCENES
from tests.ui.scenes import BOARD, NOW, SCENES, readiness, ticket
from tests.ui.screen import PORTRAIT, ROOT, Terminal

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt  # isort: skip
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter  # isort: skip
from PySide6.QtQuick import QQuickWindow  # isort: skip

from central.contract import booking_code
from central.contract.texts import CATALOGUES, Texts
from devices.bench.bench import Bench
from devices.deadline import Deadline
from devices.ports import open_port
from devices.printer_model import load_model
from devices.receipt_printer import ReceiptPrinter
from kiosk.readiness import ServiceReadiness
from kiosk.scenes import Home, Scene, Service
from kiosk.slips.ticket import ticket_slip
from kiosk.texts import Wording
from ui.bench.__main__ import codes_for, show
from ui.bench.desk import Desk

DOORS = (
    Service.TAKE_BOOKED_TICKET,
    Service.TAKE_WALK_IN_TICKET,
    Service.APPLY_FOR_ITEM,
    Service.FOLLOW_CASE,
    Service.PLAN_PROJECT,
)
HOME = Home(replace(readiness(), services={door.value: ServiceReadiness(possible=True) for door in DOORS}))
SHOWN: tuple[tuple[Scene, bool, str], ...] = (
    (HOME, False, "zh_CN"),
    (SCENES["present"], False, "zh_CN"),
    (APPLICATION_SCENES["decision_approved"], False, "zh_CN"),
    (CASE_SCENES["case_in_time"], False, "zh_CN"),
    (PROJECT_SCENES["plan"], False, "en"),
    (CASE_SCENES["case_late"], True, "zh_CN"),
)
"""Scene, large type with high contrast, language."""

CONSOLE = ("console_overview", "console_device_page", "console_network_page", "console_assign_preview")
BOOKING = ticket("A017")
PHONE = {
    "bookings": [
        {
            "label": f"{person}:{when}",
            "name": name,
            "item": {"zh_CN": "社会保险登记", "en": "Social insurance"},
            "slot_start": f"2026-11-21T{hour}:30:00+08:00",
            "slot_end": f"2026-11-21T{hour + 1}:00:00+08:00",
            "booking_number": f"41911993{hour}",
            "phone": "13800138001",
            "code": booking_code.PREFIX + f"{hour:0{booking_code.LENGTH - len(booking_code.PREFIX)}}",
        }
        for person, name, when, hour in (
            ("li_xiuying", "李秀英", "ready", 14),
            ("zhang_xiaoman", "张小满", "early", 17),
            ("wang_guyu", "王谷雨", "late", 11),
        )
    ]
}
"""What the bench's phone holds; none of these codes would be taken."""

GROUND, DESK = QColor("#8A8F98"), QColor("#D9D1C6")


def side_by_side(pictures: Sequence[QImage], height: int, gap: int, ground: QColor) -> QImage:
    """On one ground, all of that height."""
    scaled = [each.scaledToHeight(height, Qt.TransformationMode.SmoothTransformation) for each in pictures]
    whole = QImage(sum(each.width() + gap for each in scaled) + gap, height + 2 * gap, QImage.Format.Format_RGB32)
    whole.fill(ground)
    painter, x = QPainter(whole), gap
    for each in scaled:
        painter.drawImage(x, gap, each)
        x += each.width() + gap
    painter.end()
    return whole


def screens(wanted: Sequence[tuple[Scene, bool, str]]) -> list[QImage]:
    """Each as it stands on the terminal."""
    terminal, drawn = Terminal(PORTRAIT), []
    for scene, plain, language in wanted:
        terminal.stage.show(HOME)  # it tells the terminal its hall
        terminal.stage.show(SCENES["problem"])
        terminal.stage.show(scene)
        terminal.stage.set_modes(large=plain, contrast=plain, language=language)
        pause(2500)
        drawn.append(terminal.window.grabWindow())
    terminal.close()
    return drawn


@contextmanager
def bench(directory: Path) -> Iterator[tuple[Bench, QQuickWindow]]:
    """The hardware in its window, its ports in the directory."""
    hardware = Bench(directory, camera_port=0)
    hardware.start()
    codes = directory / "codes.json"
    codes.write_text(json.dumps(PHONE), "utf-8")
    engine = show(Desk(hardware, codes_for(codes)))
    window = engine.rootObjects()[0]
    assert isinstance(window, QQuickWindow)
    yield hardware, window
    engine.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    hardware.stop()


def printed() -> tuple[QImage, QImage]:
    """The bench with a ticket in its printer, and the ticket."""
    with TemporaryDirectory() as directory, bench(Path(directory)) as (hardware, window):
        printer = ReceiptPrinter(open_port(str(Path(directory, "receipt_printer"))), load_model("epson_80"))
        wording = Wording(Texts(CATALOGUES), lambda: NOW)
        printer.print(Deadline(20), ticket_slip(BOOKING, 0, BOARD.name, "1 号机", wording))
        pause(2000)
        seen = window.grabWindow()
        printer.close()
        hardware.printer.slips[-1].save(Path(directory, "slip.png"))
        return seen, QImage(str(Path(directory, "slip.png")))


def laid(slip: QImage) -> QImage:
    """A slip on a ground, with room around it."""
    small = slip.scaledToWidth(350, Qt.TransformationMode.SmoothTransformation)
    whole = QImage(small.size() + QSize(70, 50), QImage.Format.Format_RGB32)
    whole.fill(QColor("#C9C9C9"))
    painter = QPainter(whole)
    painter.drawImage(35, 25, small)
    painter.end()
    return whole


def main(directory: Path) -> None:
    """Draw them all."""
    desk, slip = printed()
    *shown, take = screens([*SHOWN, (SCENES["take_paper"], False, "zh_CN")])
    console = screens([(CONSOLE_SCENES[name], False, "zh_CN") for name in CONSOLE])
    drawn = {
        "demo": side_by_side([take, desk], 672, 14, DESK),
        "screens": side_by_side(shown, 569, 10, GROUND),
        "console": side_by_side(console, 604, 8, GROUND),
        "slip": laid(slip),
    }
    for name, picture in drawn.items():
        picture.save(str(directory / f"{name}.png"))


if __name__ == "__main__":
    app = QGuiApplication([])
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures")
