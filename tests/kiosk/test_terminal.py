"""The terminal's hands on real lines to hardware and office: what every wish comes to, whatever happens meanwhile."""

from __future__ import annotations

import functools
import queue
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from central.contract.messages import BookingsFound, ByBookingCode, FindBookings, HallBoard, TakeBookedTicket, Ticket
from central.contract.texts import Texts
from devices.a4_printer import A4Printer
from devices.bench.bench import Bench
from devices.bench.camera import CameraFault
from devices.bench.cards import sample
from devices.bench.faces import Sitter, photograph
from devices.camera import Camera, VisionFailed
from devices.code_scanner import CodeScanner
from devices.device import Device, Event, Pace
from devices.document import PageSpec
from devices.id_card_reader import SdtIdCardReader
from devices.paper import PaperState
from devices.portrait import Portrait, load_spec
from devices.ports import open_port
from devices.receipt_printer import PrinterModel, ReceiptPrinter, load_model
from devices.scanner_family import load_family
from devices.states import Fault
from devices.vision.camera_source import CameraSource
from devices.vision.frame_slot import FrameSlot
from kiosk import enrolment, listening, reporting
from kiosk.faults import CameraAway, CodeRefused, OfficeSilent, OutcomeUnknown, PrinterAway, PrinterUnknown, RuleHit
from kiosk.fitted import Fitted
from kiosk.ledger import Ledger
from kiosk.office import Office
from kiosk.office_api import OfficeAddress
from kiosk.office_clock import OfficeClock
from kiosk.outbox import HOPE
from kiosk.readiness import A4_PRINTER, CAMERA, CODES, DOCUMENT_CAMERA, OFFICE, PRINTER, READER, SCANNER
from kiosk.technician.logbook import Logbook
from kiosk.technician.service_mode import Pause, ServiceMode
from kiosk.terminal import Terminal
from kiosk.texts import Wording
from kiosk.wishes.application_requests import LookAtCatalogue
from kiosk.wishes.wish import (
    CardShown,
    CheckCode,
    CheckPrinter,
    CodeShown,
    LookAtHall,
    Notice,
    Print,
    TakePaper,
    WasPrinted,
    Way,
)
from tests.whole.city import City

PATIENCE = 10.0  # seconds; a test that needs them has failed
PACE = Pace(poll=0.05, hello=3.0, condition=1.0, backoff=0.02, backoff_limit=0.1)
BOTH = (Way.BOOKING_CODE, Way.ID_CARD)
WAYS = {SCANNER: CODES, READER: (Way.ID_CARD,)}


class Place:
    """A terminal before a bench and an office; a test lets its events arrive and its time pass."""

    def __init__(
        self, city: City, bench: Bench, storage: Path, without: str = "", printer_model: PrinterModel | None = None
    ) -> None:
        self.city, self.bench = city, bench
        self.later = 0.0  # seconds by which its clock is ahead of ours
        self.changes = 0
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        clock = OfficeClock(storage / "time-floor")
        place = enrolment.load(city.storage)
        office = functools.partial(Office, OfficeAddress(city.url), place, clock)
        drivers: dict[str, Callable[[], Any]] = {
            PRINTER: lambda: ReceiptPrinter(open_port(bench.printer.wire.address), printer_model or load_model()),
            READER: lambda: SdtIdCardReader(open_port(bench.reader.wire.address)),
            SCANNER: lambda: CodeScanner(open_port(bench.scanner.wire.address), load_family()),
        }
        devices = {
            name: Device(name, driver, self._events.put, PACE) for name, driver in drivers.items() if name != without
        }
        eye, tray = bench.camera, bench.a4_printer
        self.fitted = Fitted(
            Device(OFFICE, office, self._events.put, Pace(poll=5.0, hello=8.0)),
            printer=devices.get(PRINTER),
            a4_printer=Device(A4_PRINTER, lambda: A4Printer(open_port(tray.uri), tray.uri), self._events.put, PACE)
            if tray
            else None,
            reader=devices.get(READER),
            scanner=devices.get(SCANNER),
            camera=Device(CAMERA, lambda: Camera(CameraSource(eye.url)), self._events.put, PACE) if eye else None,
            camera_reads_codes=True,
        )
        self.ledger = Ledger(storage / "ledger.db")
        texts = Wording(Texts(Path(__file__).parents[2] / "assets" / "texts"), clock.now)
        self.service_mode = ServiceMode(storage)
        self.terminal = Terminal(
            "1 号机",
            place,
            self.fitted,
            self.ledger,
            texts=texts,
            clock=clock,
            service_mode=self.service_mode,
            logbook=Logbook(storage, clock.machine),
            monotonic=self._monotonic,
        )
        self.terminal.changed = self._changed
        self.terminal.start()

    def _monotonic(self) -> float:
        return time.monotonic() + self.later

    def _changed(self) -> None:
        self.changes += 1

    def close(self) -> None:
        self.terminal.stop()
        self.ledger.close()

    def until(self, happened: Callable[[], bool]) -> None:
        """Let events arrive and time pass until something is so."""
        end = time.monotonic() + PATIENCE
        while not happened():
            assert time.monotonic() < end, "it never happened"
            self.pump()
            self.terminal.tick()

    def pump(self) -> None:
        try:
            self.terminal.receive(self._events.get(timeout=0.01))
        except queue.Empty:
            return

    def answer(self, wanted: Callable[[Callable[[Any], None]], Any]) -> Any:
        """Wish for something, and what came of it; one answer, or the test fails."""
        answers: list[Any] = []
        wanted(answers.append)
        self.until(lambda: bool(answers))
        (answer,) = answers
        return answer

    def ask(self, question: Any) -> Any:
        return self.answer(lambda reply: self.terminal.ask(question, reply))

    def do(self, effect: Any, effect_id: str | None = None) -> tuple[Any, str]:
        ids: list[str] = [effect_id] if effect_id else []
        return self.answer(lambda reply: self.terminal.do(effect, effect_id, ids.append, reply)), ids[-1]

    def take(self) -> Ticket:
        """A ticket of somebody new."""
        proof = ByBookingCode(payload=(visitor := self.city.book()).code)
        ticket, _ = self.do(TakeBookedTicket(booking_id=visitor.booking_id, proof=proof))
        assert isinstance(ticket, Ticket), ticket
        return ticket

    def print(self, ticket: Ticket, copy_number: int = 0) -> Any:
        return self.answer(lambda reply: self.terminal.print(Print(ticket, copy_number), reply))

    def reported(self, code: str) -> bool:
        """Whether the office has heard of it from this terminal."""
        with closing(sqlite3.connect(f"file:{self.city.database}?mode=ro", uri=True)) as database:
            return any(code in str(row) for row in database.execute("SELECT * FROM kiosk_reports"))

    def listens(self, *names: str) -> None:
        """Wait until those devices are told to look."""
        asked = len(self.bench.reader.requests)
        self.until(lambda: SCANNER not in names or self.bench.scanner.armed)
        self.until(lambda: READER not in names or len(self.bench.reader.requests) > asked + 1)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with City(tmp_path_factory.mktemp("city")) as city:
        yield city


@pytest.fixture
def bench(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Bench]:
    bench = Bench(tmp_path / "ports", camera_port=getattr(request, "param", None))
    bench.start()
    yield bench
    bench.stop()


@pytest.fixture
def open_place(city: City, bench: Bench, tmp_path: Path) -> Iterator[Callable[..., Place]]:
    opened: list[Place] = []

    def open_(without: str = "") -> Place:
        place = Place(city, bench, tmp_path / "storage", without)
        opened.append(place)
        present = place.fitted.all()
        place.until(lambda: all(device.state.usable for device in present))
        place.until(lambda: place.terminal.readiness().board is not None)
        return place

    yield open_
    for place in opened:
        place.close()


@pytest.fixture
def place(open_place: Callable[..., Place]) -> Place:
    return open_place()


# ---------------------------------------------------------------- listening


def test_whichever_is_shown_first_is_the_one_answer_and_the_other_stops_looking(place: Place) -> None:
    heard: list[Any] = []
    place.terminal.watch(BOTH, heard.append)
    place.listens(SCANNER, READER)
    place.bench.scanner.show("first")
    place.until(lambda: bool(heard))
    place.bench.reader.lay(sample("li_ming"))
    asked = len(place.bench.reader.requests)
    place.until(lambda: not place.terminal._errands)
    assert heard == [CodeShown("first")]
    assert len(place.bench.reader.requests) <= asked + 3  # what was under way; nobody selects or reads the card
    assert b"\x30\x01" not in place.bench.reader.requests


@pytest.mark.parametrize("bench", [0], indirect=True)
def test_a_code_held_to_the_camera_is_as_good_as_one_before_the_scanner(place: Place) -> None:
    """But only for a watch that may: on the home screen the camera stays off, whatever is held to it."""
    camera, heard = place.bench.camera, list[Any]()
    assert camera is not None
    camera.hold_phone("ZW1:预约")
    home = place.terminal.watch(BOTH, heard.append)
    place.listens(SCANNER, READER)
    assert not camera.lit
    home.cancel()
    place.terminal.watch(BOTH, heard.append, asked=True)
    place.until(lambda: bool(heard))
    assert heard == [CodeShown("ZW1:预约")]
    place.until(lambda: not camera.lit and not place.bench.scanner.armed)


@pytest.mark.parametrize("bench", [0], indirect=True)
def test_without_its_scanner_the_camera_reads_the_codes(place: Place) -> None:
    assert place.terminal.code_readers() == (SCANNER, CAMERA)
    place.bench.scanner.wire.pull()
    place.until(lambda: place.terminal.code_readers() == (CAMERA,))
    assert place.terminal.without() == ()
    service = place.terminal.readiness().services["take_booked_ticket"]
    assert [notice.code for notice in service.without] == ["codes_by_camera"]
    assert place.bench.camera is not None
    place.bench.camera.fault = CameraFault.LOST
    place.until(lambda: place.terminal.code_readers() == ())
    assert place.terminal.without() == CODES


@pytest.mark.parametrize("bench", [0], indirect=True)
def test_a_portrait_of_whoever_stands_before_the_camera(place: Place) -> None:
    camera, spec = place.bench.camera, load_spec()
    assert camera is not None
    camera.stand(photograph((Sitter(pupils=0.17),), 640, 480))
    portrait = place.answer(lambda reply: place.terminal.portrait(spec, reply))
    assert isinstance(portrait, Portrait), portrait
    assert (portrait.width, portrait.height) == (spec.width_px, spec.height_px)
    place.until(lambda: not camera.lit)


@pytest.mark.parametrize("bench", [0], indirect=True)
def test_a_portrait_that_is_given_up_turns_the_camera_off(place: Place) -> None:
    camera, replies = place.bench.camera, list[Any]()
    assert camera is not None
    shutter = place.terminal.portrait(load_spec(), replies.append)
    shutter.press()  # nobody is there: it must not be taken
    place.until(lambda: camera.lit)
    shutter.cancel()
    place.until(lambda: not camera.lit)
    assert replies == []


def test_without_a_camera_there_is_no_portrait(place: Place) -> None:
    assert isinstance(place.answer(lambda reply: place.terminal.portrait(load_spec(), reply)), CameraAway)


def test_pages_are_for_the_camera_over_the_table(place: Place) -> None:
    """One of its own before the only one that does both; a portrait's camera alone takes none."""
    looked = place.answer(lambda reply: place.terminal.ask(LookAtCatalogue(), reply))
    assert looked.no_pages == Notice("material_not_here")
    spec = PageSpec(max_bytes=1_500_000)
    assert isinstance(place.answer(lambda reply: place.terminal.page(spec, reply)), CameraAway)
    frames = FrameSlot.create(16)
    over_table = Device(DOCUMENT_CAMERA, lambda: Camera(CameraSource("/nowhere.png"), frames), lambda _: None, PACE)
    place.fitted.document_camera = over_table
    assert place.fitted.page_camera is over_table
    looked = place.answer(lambda reply: place.terminal.ask(LookAtCatalogue(), reply))
    assert looked.no_pages == Notice("starting", {"device": DOCUMENT_CAMERA})
    place.fitted.document_camera = None
    frames.close()


@pytest.mark.parametrize("bench", [0], indirect=True)
def test_one_camera_may_do_both(place: Place) -> None:
    assert place.fitted.page_camera is None
    place.fitted.camera_sees_pages = True
    assert place.fitted.page_camera is place.fitted.camera
    place.until(lambda: place.fitted.camera is not None and place.fitted.camera.state.usable)
    assert place.answer(lambda reply: place.terminal.ask(LookAtCatalogue(), reply)).no_pages is None
    coarse = place.answer(lambda reply: place.terminal.page(PageSpec(max_bytes=1_500_000), reply))
    assert isinstance(coarse, VisionFailed)  # 640 x 480


def test_a_watch_that_was_taken_back_hears_nothing(place: Place) -> None:
    heard: list[Any] = []
    errand = place.terminal.watch(BOTH, heard.append)
    place.listens(SCANNER)
    errand.cancel()
    place.bench.scanner.show("late")
    place.until(lambda: not place.bench.scanner.armed)
    assert heard == []
    assert not place.terminal._listening


@pytest.mark.parametrize("name", [SCANNER, READER])
def test_a_watch_outlives_the_cable(place: Place, name: str) -> None:
    heard: list[Any] = []
    place.terminal.watch(BOTH, heard.append)
    place.listens(SCANNER, READER)
    place.bench.wires[name].pull()
    place.until(lambda: place.terminal.without() == WAYS[name])
    place.bench.wires[name].plug()
    place.until(lambda: place.terminal.without() == ())
    place.listens(name)
    if name == SCANNER:
        place.bench.scanner.show("again")
    else:
        place.bench.reader.lay(sample("li_ming"))
    place.until(lambda: bool(heard))
    assert [type(each) for each in heard] == [CodeShown if name == SCANNER else CardShown]


def test_a_card_that_cannot_be_read_is_an_answer_with_its_reason(place: Place) -> None:
    place.bench.reader.lay(sample("bus_card"))
    assert place.answer(lambda reply: place.terminal.watch(BOTH, reply)).code == "card_unknown"


def test_a_card_that_stays_is_called_for_until_it_is_gone(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "FORGOTTEN", 0.1)
    place.bench.reader.lay(sample("li_ming"))
    assert isinstance(place.answer(lambda reply: place.terminal.watch(BOTH, reply)), CardShown)
    heard: list[Any] = []
    place.terminal.watch(BOTH, heard.append)
    place.until(lambda: place.terminal.readiness().card_forgotten)
    place.bench.reader.lift()
    place.until(lambda: not place.terminal.readiness().card_forgotten)
    assert heard == []
    place.bench.reader.lay(sample("wang_xiuying"))
    place.until(lambda: bool(heard))


def test_a_card_that_cannot_be_read_and_stays_opens_one_session_not_many(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "FORGOTTEN", 0.1)
    place.bench.reader.lay(sample("bus_card"))
    assert place.answer(lambda reply: place.terminal.watch(BOTH, reply)).code == "card_unknown"
    heard: list[Any] = []
    home = place.terminal.watch(BOTH, heard.append)
    place.until(lambda: place.terminal.readiness().card_forgotten)
    assert heard == []
    home.cancel()
    assert place.answer(lambda reply: place.terminal.watch(BOTH, reply, asked=True)).code == "card_unknown"
    place.terminal.watch(BOTH, heard.append)
    place.bench.reader.lift()
    place.until(lambda: not place.terminal.readiness().card_forgotten)
    place.bench.reader.lay(sample("li_ming"))
    place.until(lambda: bool(heard))
    assert isinstance(heard[0], CardShown)


@pytest.mark.parametrize("name", [SCANNER, READER])
def test_a_way_without_its_device_is_away(open_place: Callable[..., Place], name: str) -> None:
    place = open_place(without=name)
    assert place.terminal.without() == WAYS[name]


# ---------------------------------------------------------------- questions


def test_a_code_is_judged_on_the_spot(place: Place) -> None:
    answers: list[Any] = []
    code = place.city.book().code
    place.terminal.ask(CheckCode(Way.BOOKING_CODE, code), answers.append)
    place.terminal.ask(CheckCode(Way.BOOKING_CODE, code[:-1]), answers.append)
    assert answers[0] == code
    assert isinstance(answers[1], CodeRefused)


def test_the_printer_is_asked_now_and_not_remembered(place: Place) -> None:
    assert place.ask(CheckPrinter()) is None
    place.bench.printer.open_cover()
    refused = place.ask(CheckPrinter())
    assert isinstance(refused, PrinterAway)
    assert refused.code == "cover_open"
    place.bench.printer.close_cover()
    place.bench.printer.empty_paper()
    assert place.ask(CheckPrinter()).code == "paper_out"


def test_a_silent_printer_is_never_taken_for_one_with_paper(place: Place) -> None:
    place.bench.printer.wire.silent = True
    fault = place.ask(CheckPrinter())
    assert (fault.code, fault.facts) == ("device_mute", {"device": PRINTER})


def test_a_terminal_without_a_printer_promises_nothing(open_place: Callable[..., Place]) -> None:
    place = open_place(without=PRINTER)
    assert isinstance(place.ask(CheckPrinter()), PrinterUnknown)
    services = place.terminal.readiness().services
    assert {code for code, service in services.items() if service.possible} <= {"follow_case"}


def test_a_question_that_was_taken_back_is_not_answered(place: Place) -> None:
    answers: list[Any] = []
    place.terminal.ask(LookAtHall(), answers.append).cancel()
    assert isinstance(place.ask(LookAtHall()), HallBoard)
    assert answers == []


def test_an_office_that_cannot_be_reached_is_silent_whatever_the_line_calls_it(place: Place) -> None:
    found = FindBookings(proof=ByBookingCode(payload=place.city.book().code))
    assert isinstance(place.ask(found), BookingsFound)
    place.fitted.office.stop()
    assert isinstance(place.ask(found), OfficeSilent)


# ---------------------------------------------------------------- effects and paper


def test_a_ticket_is_printed_reported_and_remembered(place: Place) -> None:
    ticket = place.take()
    assert place.ask(WasPrinted(ticket.ticket_id)) is False
    assert place.print(ticket) is PaperState.PRINTED
    assert place.ask(WasPrinted(ticket.ticket_id)) is True
    assert place.ledger.paper_of(ticket.ticket_id) is PaperState.PRINTED
    place.until(lambda: place.ledger.depth(ticket.issued_at).waiting == 0)
    assert [slip.whole for slip in place.bench.printer.slips] == [True]


def test_the_same_effect_again_is_the_same_ticket(place: Place) -> None:
    visitor = place.city.book()
    effect = TakeBookedTicket(booking_id=visitor.booking_id, proof=ByBookingCode(payload=visitor.code))
    ticket, effect_id = place.do(effect)
    assert place.do(effect, effect_id) == (ticket, effect_id)
    other, _ = place.do(effect)
    assert isinstance(other, RuleHit)
    assert other.open_ticket == ticket


def test_an_effect_without_an_answer_is_unknown_and_comes_right(place: Place) -> None:
    visitor = place.city.book()
    effect = TakeBookedTicket(booking_id=visitor.booking_id, proof=ByBookingCode(payload=visitor.code))
    answers: list[Any] = []
    ids: list[str] = []
    place.terminal.do(effect, None, ids.append, answers.append)
    place.later += HOPE  # nobody was pumped: the answer has not been heard
    place.terminal.tick()
    assert [type(each) for each in answers] == [OutcomeUnknown]
    ticket, effect_id = place.do(effect, ids[0])
    assert isinstance(ticket, Ticket)
    assert effect_id == ids[0]
    assert len(answers) == 1


def test_a_slip_of_which_no_byte_was_sent_leaves_the_original_owed(place: Place) -> None:
    ticket = place.take()
    place.bench.printer.open_cover()
    assert place.print(ticket).code == "cover_open"
    assert place.ask(WasPrinted(ticket.ticket_id)) is False
    assert place.print(ticket, copy_number=1).code == "cover_open"
    assert place.ask(WasPrinted(ticket.ticket_id)) is True


def test_a_slip_that_breaks_off_may_lie_somewhere_and_is_never_an_original_again(place: Place) -> None:
    place.print(place.take())
    ticket = place.take()
    place.bench.printer.empty_paper_after(600)
    assert place.print(ticket).code == "paper_out"
    assert place.ledger.paper_of(ticket.ticket_id) is PaperState.FAILED
    assert place.ask(WasPrinted(ticket.ticket_id)) is True


def test_paper_that_ends_before_the_first_slip_is_told_as_such(place: Place) -> None:
    """What is thrown out first is more than the printer can hold, and a full one hears no question."""
    ticket = place.take()
    place.bench.printer.empty_paper_after(1)
    assert place.print(ticket).code == "paper_out"
    assert place.ask(WasPrinted(ticket.ticket_id)) is False


def test_a_printer_pulled_out_is_named(place: Place) -> None:
    ticket = place.take()
    place.bench.printer.wire.pull()
    fault = place.print(ticket)
    assert isinstance(fault, Fault)
    assert fault.facts["device"] == PRINTER
    assert place.ledger.paper_of(ticket.ticket_id) is PaperState.OWED


def test_a_terminal_that_stops_during_a_print_knows_nothing_of_the_paper(place: Place) -> None:
    ticket = place.take()
    place.bench.printer.wire.silent = True
    answers: list[Any] = []
    place.terminal.print(Print(ticket), answers.append)
    assert place.fitted.printer is not None
    place.fitted.printer.stop()
    place.until(lambda: bool(answers))
    assert answers == [PaperState.UNKNOWN]
    assert place.ledger.paper_of(ticket.ticket_id) is PaperState.UNKNOWN


# ---------------------------------------------------------------- a printer with a mouth


@pytest.fixture
def mouth(city: City, tmp_path: Path) -> Iterator[Callable[..., Place]]:
    """A terminal whose printer presents its slips and has the patience that a test wants."""
    opened: list[tuple[Place, Bench]] = []

    def open_(patience: float) -> Place:
        bench = Bench(tmp_path / "ports", printer_model="custom_presenter")
        bench.start()
        model = load_model("custom_presenter")
        assert model.presenter is not None
        model = replace(model, presenter=replace(model.presenter, patience=patience))
        place = Place(city, bench, tmp_path / "storage", printer_model=model)
        opened.append((place, bench))
        place.until(lambda: all(device.state.usable for device in place.fitted.all()))
        place.until(lambda: place.terminal.readiness().board is not None)
        return place

    yield open_
    for place, bench in opened:
        place.close()
        bench.stop()


def test_a_ticket_is_followed_into_the_hand(mouth: Callable[..., Place]) -> None:
    place = mouth(patience=30.0)
    ticket = place.take()
    assert place.print(ticket) is PaperState.PRESENTED
    answers: list[Any] = []
    place.terminal.follow_paper(TakePaper(ticket, PaperState.PRESENTED), answers.append)
    place.bench.printer.tear()
    place.until(lambda: bool(answers))
    assert answers == [PaperState.TAKEN]
    assert place.ledger.paper_of(ticket.ticket_id) is PaperState.TAKEN


def test_a_ticket_that_nobody_takes_is_taken_back_and_stays_valid(mouth: Callable[..., Place]) -> None:
    place = mouth(patience=0.3)
    ticket = place.take()
    assert place.print(ticket) is PaperState.PRESENTED
    answers: list[Any] = []
    errand = place.terminal.follow_paper(TakePaper(ticket, PaperState.PRESENTED), answers.append)
    errand.cancel()  # the screen is gone; the ledger still wants to know
    place.until(lambda: place.ledger.paper_of(ticket.ticket_id) is PaperState.RETRACTED)
    assert answers == []
    assert place.bench.printer.mouth is not None
    assert place.bench.printer.slips[-1] in place.bench.printer.mouth.bin
    place.until(lambda: place.ledger.depth(ticket.issued_at).waiting == 0)  # the office has heard of it
    assert place.ask(WasPrinted(ticket.ticket_id)) is True
    assert place.ask(CheckPrinter()) is None


def test_a_printer_that_falls_silent_says_nothing_of_the_hand(mouth: Callable[..., Place]) -> None:
    place = mouth(patience=30.0)
    ticket = place.take()
    assert place.print(ticket) is PaperState.PRESENTED
    place.bench.printer.wire.pull()
    wish = TakePaper(ticket, PaperState.PRESENTED)
    assert place.answer(lambda reply: place.terminal.follow_paper(wish, reply)) is PaperState.UNKNOWN
    assert place.ledger.paper_of(ticket.ticket_id) is PaperState.PRESENTED


# ---------------------------------------------------------------- how the terminal is


def test_a_change_is_told_and_reported_soon(place: Place) -> None:
    before = place.changes
    place.bench.printer.empty_paper()
    place.until(lambda: not place.terminal.readiness().services["take_booked_ticket"].possible)
    assert place.changes > before
    assert place.terminal.readiness().services["take_booked_ticket"].reason == Notice("paper_out", {"device": PRINTER})
    place.later += reporting.CHANGE
    place.until(lambda: place.reported("paper_out"))


def test_a_paused_terminal_offers_nothing_and_the_office_knows_why(place: Place) -> None:
    place.service_mode.pause(Pause.CLEANING)
    place.terminal.tell()
    assert all(each.reason == Notice("paused_cleaning") for each in place.terminal.readiness().services.values())
    place.later += reporting.CHANGE
    place.until(lambda: place.reported("paused_cleaning"))
    place.service_mode.resume()
    assert place.terminal.readiness().services["take_booked_ticket"].possible
    place.terminal.attend(True)
    place.later += reporting.CHANGE
    place.until(lambda: place.reported(reporting.ATTENDED))


def test_a_pause_holds_back_nothing_that_was_promised(place: Place) -> None:
    ticket = place.take()
    place.service_mode.pause(Pause.REPAIR)
    place.print(ticket)
    assert place.ledger.depth(ticket.issued_at).waiting == 1  # what became of the paper
    place.until(lambda: place.ledger.depth(ticket.issued_at).waiting == 0)


def test_a_ledger_that_cannot_be_read_stops_everything(place: Place) -> None:
    place.ledger.close()
    assert place.ask(WasPrinted("0" * 32)).code == "ledger_failed"
    place.until(lambda: not any(each.possible for each in place.terminal.readiness().services.values()))
    assert {each.reason.code for each in place.terminal.readiness().services.values()} == {"ledger_failed"}
