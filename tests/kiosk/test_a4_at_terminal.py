"""A result on a terminal that is fitted with a printer of A4: where it comes out, and what stands in for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from devices import a4_printer
from devices.bench.a4_printer import BenchA4Printer
from devices.bench.bench import Bench
from kiosk.wishes.application import FromDecision, TakeResult
from tests.central.counter import GUOAN
from tests.kiosk.results import apply, come_back, copies, known, take
from tests.kiosk.test_application_at_terminal import Counterpart, counterpart


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Counterpart]:
    bench = Bench(tmp_path / "ports", a4_port=0)
    assert bench.a4_printer is not None
    bench.a4_printer.speed = 0.0
    yield from counterpart(tmp_path, bench)


@pytest.fixture
def tray(at: Counterpart) -> BenchA4Printer:
    assert at.bench.a4_printer is not None
    return at.bench.a4_printer


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is on the sheet is not what this test is about."""
    monkeypatch.setattr(a4_printer, "draw", lambda sheet: b"%PDF-1.6\n" + sheet.mark.encode() + b"\n%%EOF\n")


def test_a_result_comes_out_as_a_sheet(at: Counterpart, tray: BenchA4Printer) -> None:
    apply(at)
    at.runner.answer(FromDecision.PRINT)
    place = at.place
    assert place is not None
    place.until(lambda: len(tray.sheets) == 1)  # a second of work, which many share
    assert at.answer(TakeResult, False).notice is None
    (sheet,) = tray.sheets
    assert {GUOAN.name, "老年优待证"} <= set(sheet.lines)
    assert GUOAN.id_number not in sheet.lines
    assert not any("补打" in line for line in sheet.lines)
    assert at.bench.printer.slips == []
    assert known(at) == [(0, "printed")]


@pytest.mark.usefixtures("plain")
def test_a_printer_that_is_not_well_is_left_out(at: Counterpart, tray: BenchA4Printer) -> None:
    apply(at)
    tray.jam()
    place = at.place
    assert place is not None
    place.until(lambda: place.fitted.a4_printer is not None and not place.fitted.a4_printer.state.usable)
    assert take(at).notice is None
    assert (tray.sheets, copies(at)) == ([], [False])


@pytest.mark.usefixtures("plain")
def test_a_printer_that_says_no_is_stood_in_for_by_the_slip_and_it_is_the_original(
    at: Counterpart, tray: BenchA4Printer
) -> None:
    apply(at)
    tray.abort()
    assert take(at).notice is None
    assert (tray.sheets, copies(at)) == ([], [False])
    assert known(at) == [(0, "failed"), (0, "printed")]


@pytest.mark.usefixtures("plain")
def test_a_sheet_of_which_nothing_is_known_is_not_printed_again_by_itself(
    at: Counterpart, tray: BenchA4Printer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody knows; whoever wants it once more gets a copy that says so."""
    monkeypatch.setattr(a4_printer, "_ANSWER", 0.2)
    monkeypatch.setattr(a4_printer, "_TAKEN", 0.2)
    apply(at)
    tray.speed = 60.0
    at.runner.answer(FromDecision.PRINT)
    place = at.place
    assert place is not None
    place.until(lambda: any(job.document for job in tray.jobs.values()))
    tray.wire.silent = True
    assert at.answer(TakeResult, False).notice.code == "result_paper_unknown"
    assert at.bench.printer.slips == []
    tray.wire.silent, tray.speed = False, 0.0
    place.until(lambda: all(job.state.name == "CANCELED" for job in tray.jobs.values()))
    assert come_back(at).notice is None
    (sheet,) = tray.sheets
    assert "补打 1".encode() in sheet.pdf
    assert known(at) == [(0, "unknown"), (1, "printed")]
