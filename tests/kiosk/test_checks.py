"""What a technician's checks find on real drivers, and that they show nothing of anybody."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.a4_printer import A4Printer
from devices.bench.a4_printer import BenchA4Printer
from devices.bench.bench import Bench
from devices.bench.cards import sample
from devices.bench.wire import Wire
from devices.code_scanner import CodeScanner
from devices.deadline import Deadline
from devices.id_card_reader import SdtIdCardReader
from devices.paper import PaperState
from devices.ports import open_port
from devices.printer_status import PaperOut
from devices.receipt_printer import ReceiptPrinter, load_model
from devices.scanner_family import load_family
from devices.slip_layout import lay_out
from devices.states import Fault, HardwareFailed, Mute, Offline
from devices.vision.camera_source import CameraGone
from kiosk.technician.checks import (
    CHECKS,
    WITHIN,
    CheckReport,
    brightness,
    check_code_scanner,
    check_id_card_reader,
    check_receipt_printer,
    is_test_code,
    masked,
    masked_name,
)
from kiosk.technician.samples import TEST_CODE, TEST_SLIP
from kiosk.technician.words import both
from tests.devices.patience import SOON

SHORT = 0.6  # seconds; nobody shows anything


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    bench.start()
    yield bench
    bench.stop()


@pytest.fixture
def reader(bench: Bench) -> Iterator[SdtIdCardReader]:
    driver = SdtIdCardReader(open_port(bench.reader.wire.address))
    yield driver
    driver.close()


@pytest.fixture
def scanner(bench: Bench) -> Iterator[CodeScanner]:
    driver = CodeScanner(open_port(bench.scanner.wire.address), load_family())
    driver.hello(Deadline(SOON))
    yield driver
    driver.close()


@pytest.fixture
def printer(bench: Bench) -> Iterator[ReceiptPrinter]:
    driver = ReceiptPrinter(open_port(bench.printer.wire.address), load_model())
    driver.hello(Deadline(SOON))
    yield driver
    driver.close()


def said(report: CheckReport) -> str:
    """As a technician reads it, in both languages; no gap stays open."""
    text = "\n".join(both(code, facts) for code, facts in report.lines)
    assert not re.search(r"[{}]", text)
    return text


# ---------------------------------------------------------------- card reader


def test_a_card_is_read_and_shown_masked(reader: SdtIdCardReader, bench: Bench) -> None:
    card = sample("li_xiuying")
    bench.reader.lay(card)
    report = check_id_card_reader(reader, Deadline(SOON))
    assert (report.ok, report.code, report.lines[0][0]) == (True, "", "check.self_test")
    text = said(report) + repr(report)
    assert "05.01-20190401-000123456-987654321" in text
    assert "李*" in text
    assert "秀英" not in text
    assert re.search(r"\d{3}\*{11}\w{4}", text)
    assert not re.search(r"[1-9]\d{16}[\dX]", text)


def test_a_reader_that_is_well_and_sees_no_card_says_both(reader: SdtIdCardReader) -> None:
    report = check_id_card_reader(reader, Deadline(SHORT))
    assert (report.ok, report.code) == (False, "timed_out")
    assert [code for code, _ in report.lines] == ["check.self_test"]


@pytest.mark.parametrize(("label", "code"), [("bus_card", "card_unknown"), ("counterfeit", "card_rejected")])
def test_a_card_that_is_none_is_a_finding(reader: SdtIdCardReader, bench: Bench, label: str, code: str) -> None:
    bench.reader.lay(sample(label))
    report = check_id_card_reader(reader, Deadline(SOON))
    assert (report.ok, report.code) == (False, code)


# ---------------------------------------------------------------- scanner


def test_the_test_code_is_shown_whole(scanner: CodeScanner, bench: Bench) -> None:
    bench.scanner.show(TEST_CODE)
    report = check_code_scanner(scanner, Deadline(SOON))
    assert report.ok
    assert TEST_CODE in said(report)
    assert dict(report.lines[0][1])["bytes"] == len(TEST_CODE)


@pytest.mark.parametrize(
    ("payload", "encoding"),
    [
        (b"ZW1:SECRET", "ascii"),
        ("预约 SECRET 2024".encode(), "utf-8"),
        ("张三 SECRET".encode("gb18030"), "gb18030"),
        (b"ZWTEST\xd6\xd0 SECRET", "gb18030"),
        (b"ZWTEST SECRET" + 100 * b"x", "ascii"),
    ],
)
def test_anybody_elses_code_is_told_by_its_size_alone(
    scanner: CodeScanner, bench: Bench, payload: bytes, encoding: str
) -> None:
    bench.scanner.show(payload)
    report = check_code_scanner(scanner, Deadline(SOON))
    assert report.ok
    assert {"bytes": len(payload), "encoding": encoding}.items() <= dict(report.lines[0][1]).items()
    assert "SECRET" not in said(report) + repr(report)


def test_a_code_that_does_not_come_is_a_finding(scanner: CodeScanner) -> None:
    assert check_code_scanner(scanner, Deadline(SHORT)) == CheckReport("code_scanner", False, "timed_out")


# ---------------------------------------------------------------- printer


@pytest.mark.parametrize(("model", "state"), [("epson_80", "printed"), ("plain_58", "processed")])
def test_the_test_slip_is_printed_and_its_end_is_told_as_the_printer_tells_it(
    tmp_path: Path, model: str, state: str
) -> None:
    bench = Bench(tmp_path, printer_model=model)
    bench.start()
    driver = ReceiptPrinter(open_port(bench.printer.wire.address), load_model(model))
    report = check_receipt_printer(driver, Deadline(20.0))
    driver.close()
    bench.stop()
    assert report.ok
    assert report.lines[0] == ("check.slip", {"paper": state})
    assert said(report)


def test_a_printer_without_paper_is_in_trouble_itself(printer: ReceiptPrinter, bench: Bench) -> None:
    bench.printer.empty_paper()
    with pytest.raises(PaperOut):
        check_receipt_printer(printer, Deadline(SOON))


def test_a_slip_that_nobody_knows_of_is_no_success() -> None:
    class Silent:
        print = staticmethod(lambda _by, _slip: PaperState.UNKNOWN)

    report = CHECKS["receipt_printer"](Silent(), Deadline(SOON))
    assert (report.ok, report.code, report.lines) == (False, "paper_unknown", (("check.slip", {"paper": "unknown"}),))


def test_the_test_sheet_comes_out_and_says_that_it_is_none_of_ours() -> None:
    tray = BenchA4Printer(Wire.tcp())
    tray.start()
    driver = A4Printer(open_port(tray.uri), tray.uri)
    report = CHECKS["a4_printer"](driver, Deadline(20.0))
    driver.close()
    tray.stop()
    tray.wire.close()
    assert (report.ok, report.lines) == (
        True,
        (("check.sheet", {"paper": "printed"}), ("check.media", {"media": "full"})),
    )
    assert "此页只用于检验打印机，不是证明文件，请销毁。" in tray.sheets[0].lines
    assert said(report)


@pytest.mark.parametrize("model", ["epson_80", "plain_58"])
def test_the_slip_fills_the_paper_and_holds_what_printers_get_wrong(model: str) -> None:
    lines = [line for line in lay_out(TEST_SLIP, load_model(model)) if hasattr(line, "left")]
    assert max(len(line.left) for line in lines if line.left.isdigit()) == load_model(model).columns
    text = "".join(line.left for line in lines)
    assert {"㐂", "𠮷", "￥", "■"} <= set(text)


# ---------------------------------------------------------------- camera


def test_brightness_is_what_an_eye_sees() -> None:
    assert brightness(b"") == 0
    assert brightness(bytes(4 * 10_000)) == 0
    assert brightness(b"\xff\xff\xff\x00" * 10_000) == 100
    green, blue = (brightness(pixel * 10_000) for pixel in (b"\x00\xff\x00\x00", b"\xff\x00\x00\x00"))
    assert green > blue


# ---------------------------------------------------------------- all


def broken(fault: Fault) -> Callable[..., object]:
    def fail(*_arguments: object, **_more: object) -> object:
        raise fault

    return fail


@pytest.mark.parametrize("fault", [Offline(), Mute(), HardwareFailed(), CameraGone()])
@pytest.mark.parametrize("name", CHECKS)
def test_what_the_device_suffers_is_raised_so_that_its_state_follows(name: str, fault: Fault) -> None:
    class Driver:
        hello = condition = self_test = read = scan = print = picture = staticmethod(broken(fault))

    assert fault.link is not None
    with pytest.raises(type(fault)):
        CHECKS[name](Driver(), Deadline(SOON))


def test_every_device_has_its_check_its_time_and_its_instruction() -> None:
    assert CHECKS.keys() == WITHIN.keys()
    for name in CHECKS:
        assert both(f"check.do.{name}")


# ---------------------------------------------------------------- masking


@given(st.text(max_size=80))
def test_a_masked_name_shows_at_most_its_first_character(name: str) -> None:
    shown = masked_name(name)
    assert shown.isprintable()
    assert len(shown) <= 2
    assert shown.endswith("*")


@given(st.text(max_size=30))
def test_a_masked_number_shows_seven_characters_or_none(number: str) -> None:
    shown = masked(number)
    assert len(shown) == len(number)
    assert len(shown.replace("*", "")) in (0, 7)
    assert shown.isprintable()


@given(st.text(max_size=100))
def test_only_plain_text_behind_the_mark_is_a_test_code(tail: str) -> None:
    text = f"ZWTEST{tail}"
    assert is_test_code(text) == (len(text) <= 80 and text.isascii() and text.isprintable())
    assert not is_test_code(f"x{text}")
