"""The bench's window: each hand does to the hardware what it says, and shows what others did to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from central.contract import booking_code
from central.services import kiosks
from devices.bench.bench import Bench
from devices.bench.cards import SAMPLES, demo_people
from devices.bench.sheet_paper import PrintedSheet
from devices.code_scanner import CodeScanner
from devices.deadline import Deadline
from devices.id_card_reader import SdtIdCardReader
from devices.id_card_text import parse
from devices.paper import PaperState, Slip, Text
from devices.ports import open_port
from devices.printer_model import load_model
from devices.receipt_printer import ReceiptPrinter
from devices.scanner_family import load_family
from devices.states import Fault, Media, Offline
from kiosk.code_check import check
from kiosk.wishes.wish import Way
from tests.central.house import House
from tests.central.terminal import serving
from tests.ui.screen import visual_tree
from ui.bench import phone
from ui.bench.__main__ import codes_for, show
from ui.bench.desk import Desk
from ui.bench.face import face
from ui.bench.mini_program import MiniProgram
from ui.bench.pictures import Pictures
from ui.bench.tray import Tray

BOOKINGS = {
    "bookings": [
        {
            "label": "li_xiuying:ready",
            "name": "李秀英",
            "item": {"zh_CN": "社保业务", "en": ""},
            "slot_start": "2026-11-20T10:00:00+08:00",
            "slot_end": "2026-11-20T11:00:00+08:00",
            "booking_number": "4191199332",
            "phone": "13800138001",
            "code": booking_code.PREFIX + "0" * (booking_code.LENGTH - len(booking_code.PREFIX)),
        }
    ]
}
PEOPLE = {"people": [{"name": "李秀英", "id_number": "11010519491231002X", "phone": "13800138001"}]}


@dataclass
class Window:
    """The open window, its hardware, and a hand that taps."""

    qtbot: QtBot
    bench: Bench
    desk: Desk
    engine: QQmlApplicationEngine
    window: QQuickWindow
    directory: Path

    def find(self, name: str) -> QQuickItem:
        """The visible item of that id, as soon as it is there."""
        found: list[QQuickItem] = []

        def there() -> bool:
            items = visual_tree(self.window.contentItem())
            found.extend(item for item in items if item.objectName() == name and item.isVisible())
            return bool(found)

        self.until(there)
        return found[0]

    def tap(self, name: str) -> None:
        item = self.find(name)
        centre = item.mapToScene(item.boundingRect().center()).toPoint()
        QTest.mouseClick(self.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, centre)

    def until(self, happened: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(happened, timeout=10_000)


@pytest.fixture
def window(
    request: pytest.FixtureRequest, qtbot: QtBot, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> Iterator[Window]:
    """`request`: the printer's model."""
    codes = tmp_path / "codes.json"
    codes.write_text(json.dumps(BOOKINGS), "utf-8")
    bench = Bench(tmp_path / "ports", printer_model=getattr(request, "param", "epson_80"))
    bench.start()
    desk = Desk(bench, codes_for(codes))
    engine = show(desk)
    root = engine.rootObjects()[0]
    assert isinstance(root, QQuickWindow)
    qtbot.waitUntil(root.isExposed)
    yield Window(qtbot, bench, desk, engine, root, tmp_path / "ports")
    engine.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    bench.stop()
    assert [line for line in capfd.readouterr().err.splitlines() if line.strip()] == []


def test_a_card_from_the_tray_is_what_the_reader_reads(window: Window) -> None:
    window.tap("card_li_xiuying")
    reader = SdtIdCardReader(open_port(str(window.directory / "id_card_reader")))
    assert reader.read(Deadline(5)).name == "李秀英"
    reader.close()
    window.tap("lift")
    assert window.bench.reader.cards == []


def test_two_cards_lie_one_over_the_other_and_are_taken_away(window: Window) -> None:
    window.tap("lay_two")
    assert len(window.bench.reader.cards) == 2
    window.tap("lay_two")
    assert window.bench.reader.cards == []


def test_the_chosen_code_is_what_the_scanner_sends(window: Window) -> None:
    scanner = CodeScanner(open_port(str(window.directory / "code_scanner"), 9600), load_family("newland"))
    scanner.hello(Deadline(5))
    window.tap("code_2")
    window.tap("hold_up")  # the light is off: the phone waits before the window
    assert scanner.scan(Deadline(5)).text == window.desk.payload(2)
    scanner.close()


def test_the_phone_asks_the_office_who_its_holder_is_and_shows_the_code(qtbot: QtBot, tmp_path: Path) -> None:
    house, bench = House(str(tmp_path / "office.db"), tmp_path), Bench(tmp_path / "ports")
    codes = tmp_path / "codes.json"
    codes.write_text(json.dumps(BOOKINGS | PEOPLE), "utf-8")
    bench.start()
    with serving(house.office) as url:
        token = kiosks.make_token(house.office, "channel", house.hall_id, "phone")
        program = MiniProgram(url, token)
        desk = Desk(bench, codes_for(codes, office=True), program)
        at = next(at for at, each in enumerate(desk.property("codes")) if "身份码" in each["label"])
        desk.setProperty("codeIndex", at)
        assert desk.property("phone")["ready"] is False, "there is none before the office has given it"
        desk.show()
        qtbot.waitUntil(lambda: desk.property("phone")["ready"], timeout=10_000)
        first, keys = desk.payload(at), house.office.keys.verifiers()
        assert check(Way.IDENTITY_CODE, first, keys, house.office.clock.now()) == first
        scanner = CodeScanner(open_port(str(tmp_path / "ports" / "code_scanner"), 9600), load_family("newland"))
        scanner.hello(Deadline(5))
        desk.show()
        assert scanner.scan(Deadline(5)).text == first
        scanner.close()
        program._renewal.timeout.emit()  # nine minutes later
        qtbot.waitUntil(lambda: desk.payload(at) not in ("", first), timeout=10_000)
        program._token = "another"
        desk.setProperty("codeIndex", 0)
        desk.setProperty("codeIndex", at)
        qtbot.waitUntil(lambda: "no code" in desk.property("phone")["below"], timeout=10_000)
    desk.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    bench.stop()
    house.close()


def test_a_sheet_lies_in_the_tray_hands_break_the_printer_and_lay_pages_down(
    qtbot: QtBot, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    bench = Bench(tmp_path / "ports", camera_port=0, a4_port=0)
    printer = bench.a4_printer
    assert printer is not None
    bench.start()
    engine = show(desk := Desk(bench, codes_for(None)))
    root = engine.rootObjects()[0]
    assert isinstance(root, QQuickWindow)
    window = Window(qtbot, bench, desk, engine, root, tmp_path / "ports")
    qtbot.waitUntil(root.isExposed)
    printer.sheets.append(PrintedSheet(b"%PDF-1.6"))
    tray = desk.findChild(Tray)
    assert tray is not None
    window.until(lambda: tray.property("sheets") == 1)
    for trouble in ("jammed", "paper_out", "door_open", "toner_out", "away"):
        window.tap(f"a4_{trouble}")
        window.until(lambda: not printer.well)
        window.tap("restore")
        window.until(lambda: printer.well)
    camera, hall = bench.camera, bench.camera.scene if bench.camera else None
    assert camera is not None
    for control, empty in (("sheet_page", False), ("nobody", True), ("sheet_two_pages", False)):
        window.tap(control)
        window.until(lambda empty=empty: (camera.scene == hall) is empty)  # type: ignore[misc]
    window.tap("a4_pull")
    assert not printer.wire.plugged
    engine.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    bench.stop()
    assert [line for line in capfd.readouterr().err.splitlines() if line.strip()] == []


def test_a_slip_hangs_from_the_printer_until_it_is_taken(window: Window) -> None:
    printer = ReceiptPrinter(open_port(str(window.directory / "receipt_printer")), load_model("epson_80"))
    assert printer.print(Deadline(20), Slip((Text("A017"),))) is PaperState.PRINTED
    printer.close()
    window.until(lambda: window.desk.property("slip") == "slip/1")
    window.tap("tear")
    assert (window.desk.property("slip"), window.desk.property("slips")) == ("", 1)


@pytest.mark.parametrize("window", ["custom_presenter"], indirect=True)
def test_a_presenter_holds_the_slip_until_a_hand_takes_it_or_the_printer_does(window: Window) -> None:
    model = load_model("custom_presenter")
    assert model.presenter is not None
    hasty = replace(model, presenter=replace(model.presenter, patience=0.0))
    printer = ReceiptPrinter(open_port(str(window.directory / "receipt_printer")), hasty)
    assert printer.print(Deadline(20), Slip((Text("A017"),))) is PaperState.PRESENTED
    window.until(lambda: window.desk.property("slip") == "slip/1")
    window.tap("tear")
    assert printer.follow_paper(Deadline(20)) is PaperState.TAKEN
    assert window.desk.property("slip") == ""
    assert printer.print(Deadline(20), Slip((Text("A018"),))) is PaperState.PRESENTED
    window.until(lambda: window.desk.property("slip") == "slip/2")
    assert printer.follow_paper(Deadline(20)) is PaperState.RETRACTED
    window.until(lambda: window.desk.property("slip") == "")
    assert window.desk.property("takenBack") == 1
    printer.close()


@pytest.mark.parametrize(
    ("switch", "media"), [("near_end", Media.LOW), ("empty_paper", Media.OUT), ("open_cover", Media.FULL)]
)
def test_what_a_hand_does_to_the_printer_is_what_its_driver_sees(window: Window, switch: str, media: Media) -> None:
    printer = ReceiptPrinter(open_port(str(window.directory / "receipt_printer")), load_model("epson_80"))
    healthy = printer.condition(Deadline(5))
    window.tap(switch)
    broken = printer.condition(Deadline(5))
    assert broken != healthy
    assert broken.media in (media, Media.UNKNOWN)
    window.tap("restore")
    assert printer.condition(Deadline(5)) == healthy
    printer.close()


@pytest.mark.parametrize("device", ["id_card_reader", "code_scanner", "receipt_printer"])
def test_a_pulled_cable_takes_the_port_away_and_a_plugged_one_brings_it_back(window: Window, device: str) -> None:
    name = {"id_card_reader": "reader", "code_scanner": "scanner", "receipt_printer": "printer"}[device]
    window.tap(f"{name}_pull")
    with pytest.raises(Offline):
        open_port(str(window.directory / device))
    window.tap(f"{name}_pull")
    open_port(str(window.directory / device)).close()


@pytest.mark.parametrize(("switch", "fact"), [("silence", "silent"), ("noise", "noise"), ("cut", "cut_after")])
def test_each_disturbance_goes_on_and_off(window: Window, switch: str, fact: str) -> None:
    wire = window.bench.scanner.wire
    quiet = getattr(wire, fact)
    window.tap(f"scanner_{switch}")
    assert getattr(wire, fact) != quiet
    window.tap(f"scanner_{switch}")
    assert getattr(wire, fact) == quiet


def test_the_window_shows_what_others_did(window: Window) -> None:
    window.bench.printer.jam_cutter()
    window.bench.reader.lay(SAMPLES[0])
    window.bench.scanner.wire.pull()
    window.until(lambda: bool(window.find("jam_cutter").property("on")))
    window.until(lambda: bool(window.find("scanner_pull").property("on")))
    assert window.find(f"laid_{SAMPLES[0].label}").isVisible()


def test_every_hand_is_reached_by_keyboard(window: Window) -> None:
    window.window.requestActivate()
    seen: list[str] = []
    for _ in range(80):
        QTest.keyClick(window.window, Qt.Key.Key_Tab)
        item = window.window.activeFocusItem()
        seen.append(item.objectName() if item else "")
    assert {"restore", "hold_up", "reader_pull", "scanner_noise", "printer_cut", "open_cover", "lay_two"} <= set(seen)
    window.find("printer_pull").forceActiveFocus()
    QTest.keyClick(window.window, Qt.Key.Key_Space)
    assert not window.bench.printer.wire.plugged


def test_the_phone_shows_a_code_that_reads_as_its_payload(window: Window) -> None:
    pictures = Pictures(window.desk.payload, window.desk.picture, window.desk.scene)
    for index in range(len(window.desk.property("codes"))):
        size = QSize()
        picture = pictures.requestImage(f"code/{index}", size, QSize())
        assert size == picture.size()
        assert _read(picture) == window.desk.payload(index).encode()


def test_a_forged_code_has_the_shape_of_a_genuine_one_and_differs(tmp_path: Path) -> None:
    genuine = BOOKINGS["bookings"][0]["code"]
    forged = phone.forged(str(genuine))
    assert len(forged) == booking_code.LENGTH
    assert forged != genuine


def test_a_card_that_no_terminal_can_use_shows_no_name() -> None:
    for card in SAMPLES:
        shown = face(card)
        try:
            readable = parse(card.text).name and card.select_status == card.read_status == 0x90
        except Fault:
            readable = False
        assert bool(shown["person"]) == bool(readable) or shown["kind"] == "foreigner_2017"
        assert bool(shown["remark"])


def test_everybody_in_the_demo_hall_has_a_card() -> None:
    assert {parse(card.text).number for card in demo_people()} == {
        parse(card.text).number for card in SAMPLES if card in demo_people()
    }
    assert len(demo_people()) >= 7


def _read(picture: QImage) -> bytes:
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    data = bytes(grey.constBits())
    image = Image.frombytes("L", (grey.width(), grey.height()), data, "raw", "L", grey.bytesPerLine())
    return bytes(zxingcpp.read_barcodes(image)[0].bytes)
