"""The driver of A4 printers against the simulated one: what each trouble becomes, and that nothing is printed twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pytest

from devices import a4_printer, ipp
from devices.a4_printer import A4Printer, PdfUnknown
from devices.bench.a4_printer import BenchA4Printer
from devices.bench.wire import Wire
from devices.clock import Clock
from devices.conformance.bench_rig import VirtualWire
from devices.deadline import Deadline
from devices.ipp import Attribute, Group, JobState, Operation, Tag
from devices.ipp_status import IppStatus, SheetUnfit
from devices.masking.a4_printer import A4PrinterMask
from devices.paper import PaperState
from devices.ports import open_port
from devices.printer_status import PrinterFault
from devices.sheet_pdf import draw
from devices.states import Cancelled, Condition, Garbled, Link, Media, Mute, Offline, WrongDevice
from tests.devices.sheets import SHEET

_draw = cache(draw)  # a second of work, always with the same result


@dataclass
class Stand:
    """A driver, its printer, and the time between them."""

    clock: Clock
    wire: VirtualWire
    bench: BenchA4Printer
    driver: A4Printer

    def by(self, within: float = 60.0) -> Deadline:
        return self.clock.deadline(within)

    def print(self, within: float = 60.0) -> PaperState:
        return self.driver.print(self.by(within), SHEET)


def stand(**more: Any) -> Stand:
    clock = Clock()
    wire = VirtualWire(clock)
    wire.device = bench = BenchA4Printer(wire, now=clock, **{"speed": 2.0, **more})  # type: ignore[arg-type]
    made = Stand(clock, wire, bench, A4Printer(wire.port(), now=clock))
    made.driver.hello(made.by(5))
    return made


@pytest.fixture(autouse=True)
def drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(a4_printer, "draw", _draw)


@pytest.fixture
def at() -> Stand:
    return stand()


def test_a_sheet_comes_out_once_and_whole(at: Stand) -> None:
    assert at.print() is PaperState.PRINTED
    (sheet,) = at.bench.sheets
    assert sheet.whole
    assert sheet.pdf == _draw(SHEET)
    assert "林惊蛰" in sheet.lines


def test_an_old_printer_is_sent_job_and_document_in_one() -> None:
    at = stand(creates=False)
    assert at.print() is PaperState.PRINTED
    assert len(at.bench.sheets) == 1


def test_it_says_who_it_is(at: Stand) -> None:
    found = at.driver.hello(at.by(5))
    assert (found.kind, found.model, found.serial, found.firmware) == ("a4_printer", "Bench A4", "A4-0001", "1.0")


def test_one_without_pdf_is_not_ours() -> None:
    with pytest.raises(PdfUnknown):
        stand(formats=("image/urf",))


TROUBLE: list[tuple[Callable[[BenchA4Printer], None], str, Link, Media]] = [
    (BenchA4Printer.empty_paper, "paper_out", Link.ONLINE, Media.OUT),
    (BenchA4Printer.jam, "paper_jammed", Link.HARDWARE_ERROR, Media.JAMMED),
    (BenchA4Printer.open_door, "cover_open", Link.USER_ERROR, Media.FULL),
    (BenchA4Printer.empty_toner, "toner_out", Link.HARDWARE_ERROR, Media.FULL),
    (BenchA4Printer.pause, "printer_paused", Link.USER_ERROR, Media.FULL),
    (BenchA4Printer.switch_off, "device_mute", Link.OFFLINE, Media.FULL),
]


@pytest.mark.parametrize(("hand", "code", "link", "media"), TROUBLE, ids=lambda value: str(value)[:30])
def test_trouble_is_told_before_the_document(at: Stand, hand: Any, code: str, link: Link, media: Media) -> None:
    hand(at.bench)
    assert at.driver.condition(at.by(2)) == Condition(link, media, code)
    with pytest.raises(PrinterFault) as raised:
        at.print()
    assert (raised.value.code, raised.value.begun) == (code, False)
    assert at.bench.jobs == {}


@pytest.mark.parametrize(("hand", "code", "link", "media"), TROUBLE[:4], ids=lambda value: str(value)[:30])
def test_trouble_within_a_job_takes_it_back(at: Stand, hand: Any, code: str, link: Link, media: Media) -> None:
    at.clock.after(1.5, lambda: hand(at.bench))
    with pytest.raises(PrinterFault) as raised:
        at.print()
    assert (raised.value.code, raised.value.begun) == (code, False)
    for mend in (at.bench.load_paper, at.bench.clear_jam, at.bench.close_door, at.bench.change_toner):
        mend()
    at.clock.wait(60)
    at.bench.pass_time()
    assert at.bench.sheets == []


def test_paper_that_ends_soon_is_told(at: Stand) -> None:
    at.bench.near_end()
    assert at.driver.condition(at.by(2)) == Condition(Link.ONLINE, Media.LOW)
    assert at.print() is PaperState.PRINTED


def test_what_the_printer_aborts_has_not_come_out(at: Stand) -> None:
    at.bench.abort()
    with pytest.raises(PrinterFault) as raised:
        at.print()
    assert (raised.value.code, raised.value.begun) == ("printer_failed", False)


def test_a_lost_answer_is_asked_for_and_not_repeated(at: Stand) -> None:
    at.bench.lose_answer()
    assert at.print() is PaperState.PRINTED
    assert len(at.bench.sheets) == 1


def test_a_lost_answer_of_an_old_printer_is_unknown() -> None:
    at = stand(creates=False)
    at.bench.lose_answer()
    assert at.print() is PaperState.UNKNOWN
    assert len(at.bench.sheets) == 1


def test_silence_before_the_document_is_a_fault(at: Stand) -> None:
    at.wire.silent = True
    with pytest.raises(Mute):
        at.print(10)
    at.wire.silent = False
    assert at.bench.jobs == {}


def test_what_fell_silent_never_comes_out_later() -> None:
    at = stand(speed=30.0)
    at.clock.after(3.0, lambda: setattr(at.wire, "silent", True))
    assert at.print() is PaperState.UNKNOWN
    at.wire.silent = False
    at.driver.condition(at.by(2))
    assert [job.state for job in at.bench.jobs.values()] == [JobState.CANCELED]
    at.clock.wait(60)
    at.bench.pass_time()
    assert at.bench.sheets == []


def test_one_that_takes_too_long_is_given_up() -> None:
    at = stand(speed=1000.0)
    with pytest.raises(PrinterFault) as raised:
        at.print(30)
    assert (raised.value.code, raised.value.begun) == ("printer_busy", False)
    assert [job.state for job in at.bench.jobs.values()] == [JobState.CANCELED]


def test_a_queue_that_looks_for_its_printer_in_vain_is_given_up_soon(at: Stand) -> None:
    at.bench.unplug_behind()
    began = at.clock()
    with pytest.raises(PrinterFault) as raised:
        at.print(90)
    assert (raised.value.code, raised.value.begun) == ("device_mute", False)
    assert at.clock() - began < 15
    at.bench.plug_behind()
    at.clock.wait(60)
    at.bench.pass_time()
    assert at.bench.sheets == []
    assert at.print() is PaperState.PRINTED


def test_a_cancel_takes_the_job_back() -> None:
    at = stand(speed=30.0)
    at.clock.after(5.0, at.clock.set)
    with pytest.raises(Cancelled):
        at.print()
    assert [job.state for job in at.bench.jobs.values()] == [JobState.CANCELED]


def test_a_fresh_start_takes_back_what_an_earlier_life_left() -> None:
    at = stand(speed=1000.0)
    at.clock.after(3.0, lambda: setattr(at.wire, "silent", True))
    assert at.print() is PaperState.UNKNOWN
    at.wire.silent = False
    A4Printer(at.wire.port(), now=at.clock).hello(at.by(5))
    assert [job.state for job in at.bench.jobs.values()] == [JobState.CANCELED]


def test_a_sheet_that_cannot_be_drawn_stops_nothing(at: Stand) -> None:
    with pytest.raises(SheetUnfit) as raised:
        at.driver.print(at.by(), replace(SHEET, portrait=b"?"))
    assert (raised.value.link, raised.value.begun) == (None, False)
    assert at.print() is PaperState.PRINTED


@pytest.mark.parametrize(
    ("foreign", "fault"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi", WrongDevice),
        (b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", WrongDevice),
        (b"\x02\x010000#SCNMOD0\x06;\x03", WrongDevice),
        (b"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: 3\r\n\r\n\1\1\0", Garbled),
        (
            b"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: 900000\r\n\r\n" + 300_000 * b"x",
            Garbled,
        ),
        (b"HTTP/1.1 200 OK\r\n" + 300 * b"X-Y: z\r\n" + b"\r\n", Garbled),
        (b"HTTP/1.1 999999 OK\r\n\r\n", Garbled),
        (b"GET / HTTP/1.1\r\n\r\n", Garbled),
    ],
    ids=range(8),
)
def test_somebody_else_is_not_believed(foreign: bytes, fault: type[Exception]) -> None:
    at = stand()
    at.wire.foreign = foreign
    with pytest.raises(fault):
        at.driver.hello(at.by(60))


def test_the_answer_to_another_question_is_none(at: Stand) -> None:
    body = ipp.encode(0, 4711, [(Group.PRINTER, [Attribute.of(Tag.ENUM, "printer-state", 3)])])
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: %d\r\n\r\n" % len(body)
    at.wire.foreign = head + body
    with pytest.raises(Garbled):
        at.driver.condition(at.by(5))


@pytest.mark.parametrize(
    ("reasons", "code"),
    [
        (("none",), ""),
        (("media-low-warning", "toner-low-report"), ""),
        (("media-empty",), "paper_out"),
        (("media-empty-warning",), ""),
        (("toner-empty-error", "door-open-error"), "cover_open"),
        (("some-makers-word-error",), ""),
        (("offline-report",), "device_mute"),
        (("spool-area-full",), "printer_busy"),
    ],
)
def test_reasons_count_by_their_severity(reasons: tuple[str, ...], code: str) -> None:
    told = IppStatus(3, frozenset(reasons) - {"none"}, accepting=True).condition()
    assert told.code == code
    assert IppStatus(5, frozenset(reasons) - {"none"}, accepting=True).fault() is not None


# ---------------------------------------------------------------- over a real connection


@pytest.fixture
def network() -> Iterator[BenchA4Printer]:
    bench = BenchA4Printer(Wire.tcp())
    bench.start()
    yield bench
    bench.stop()
    bench.wire.close()


def test_it_prints_over_tcp(network: BenchA4Printer) -> None:
    driver = A4Printer(open_port(network.uri))
    assert driver.hello(Deadline(5)).model == "Bench A4"
    assert driver.print(Deadline(20), SHEET) is PaperState.PRINTED
    driver.close()
    assert [sheet.pdf for sheet in network.sheets] == [_draw(SHEET)]


def test_a_queue_that_is_not_there_and_a_printer_that_is_gone(network: BenchA4Printer) -> None:
    driver = A4Printer(open_port(network.uri + "/other"))
    with pytest.raises(WrongDevice):
        driver.hello(Deadline(5))
    network.wire.pull()
    with pytest.raises(Offline):
        driver.hello(Deadline(5))
    driver.close()


# ---------------------------------------------------------------- what may be kept


def test_a_recording_holds_the_questions_and_nothing_of_the_sheet(at: Stand) -> None:
    mask, kept = A4PrinterMask("ipp"), bytearray()
    sent: list[bytes] = []
    receive = at.wire.receive
    at.wire.receive = lambda data: (sent.append(data), receive(data))[1]  # type: ignore[method-assign]
    at.print()
    for data in sent:
        masked = mask.sent(data)
        assert len(masked) == len(data)
        kept += masked
    assert b"job-name" in kept
    assert b"%PDF" not in kept
    document = _draw(SHEET)
    assert all(document[start : start + 16] not in kept for start in range(0, len(document) - 16, 16))


def test_only_whole_answers_are_kept() -> None:
    body = ipp.encode(0, 1, [(Group.PRINTER, [Attribute.of(Tag.ENUM, "printer-state", 3)])])
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    mask = A4PrinterMask("ipp")
    mask.sent(ipp.encode(Operation.GET_PRINTER_ATTRIBUTES, 1, []))
    assert mask.received(answer[:40]) == []
    (legible,) = mask.received(answer[40:])
    assert (legible.ago, legible.data) == (len(answer), answer)
    assert A4PrinterMask("ipp").received(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n1101") == []
