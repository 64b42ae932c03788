"""The terminal's hands: devices, the line to the office and the ledger, joined to carry wishes out.

Everything here runs on the main thread. Requests go down a device's queue, its events come back through `receive`;
what was asked for and is over by then is dropped. Time comes in through `tick`.
"""

from __future__ import annotations

import functools
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from central.contract.messages import (
    ComponentState,
    FindBookings,
    HallBoard,
    KioskReport,
    PaperReport,
)
from devices.camera import Camera
from devices.code_scanner import CodeScanner, Scanned
from devices.device import Changed, Device, Done, DriverBug, Event, Failed, Job
from devices.flight_recorder import FlightRecorder
from devices.id_card import IdCard
from devices.id_card_reader import SdtIdCardReader
from devices.paper import PaperState
from devices.portrait import PortraitSpec
from devices.receipt_printer import ReceiptPrinter
from devices.states import Cancelled, Condition, DeviceState, Fault, Link, Mute, Offline, Remedy, TimedOut
from devices.vision.frame_slot import FrameSlot
from kiosk import booking_check, readiness, slips
from kiosk.enrolment import Enrolment
from kiosk.faults import CameraAway, LedgerFailed, OfficeSilent, PrinterAway, PrinterUnknown
from kiosk.ledger import Ledger
from kiosk.office import Office, program_version
from kiosk.office_clock import OfficeClock
from kiosk.outbox import Outbox
from kiosk.readiness import Readiness
from kiosk.runner import Errand, Reply, Shutter
from kiosk.technician.history import History
from kiosk.technician.logbook import Logbook, LogbookFailed
from kiosk.technician.service_mode import ServiceMode
from kiosk.wishes import (
    CardShown,
    CheckBookingCode,
    CheckPrinter,
    CodeShown,
    Effect,
    LookAtHall,
    Notice,
    Print,
    Question,
    TakePaper,
    WasPrinted,
    Way,
)

log = logging.getLogger("kiosk.terminal")

WATCH = 60.0  # seconds one listening command lasts before it is given again
FORGOTTEN = 8.0  # seconds that a card may lie after its session before its owner is called
QUESTION = 8.0  # seconds the office has for an answer while somebody waits
PRINTING = 40.0  # seconds for one slip, flow control and barrier included
STATUS = 3.0  # seconds the printer has to say how it is
FOLLOWING = 180.0  # seconds; longer than any model lets a slip lie at its exit
PORTRAIT = 120.0  # seconds for one picture, until the citizen is asked whether to go on
REPORT_EVERY = 60.0
REPORT_CHANGE = 2.0  # seconds after a device changed; several changes are one report
HALL_EVERY = 10.0
ATTENDED = "technician_at_work"  # what the office reads while the console is open

_PLACE = {
    readiness.PRINTER: "printer",
    readiness.READER: "reader",
    readiness.SCANNER: "scanner",
    readiness.CAMERA: "camera",
}
"""Where a device stands in `Fitted`."""


@dataclass
class Fitted:
    """The devices of this terminal; a missing one is None."""

    office: Device[Office]
    printer: Device[ReceiptPrinter] | None = None
    reader: Device[SdtIdCardReader] | None = None
    scanner: Device[CodeScanner] | None = None
    camera: Device[Camera] | None = None
    camera_reads_codes: bool = False
    frames: FrameSlot | None = None
    """Where the camera's newest picture is while it is on."""
    recorders: dict[str, FlightRecorder] = field(default_factory=dict)
    """The flight recorders, by device."""

    def all(self) -> list[Device[Any]]:
        fitted = (self.office, self.printer, self.reader, self.scanner, self.camera)
        return [device for device in fitted if device is not None]


@dataclass(eq=False)
class Task:
    """Something under way for a wish; `cancel` silences it."""

    reply: Reply
    cancelled: Callable[[], None] = lambda: None
    over: bool = False

    def finish(self, answer: Any) -> None:
        if not self.over:
            self.over = True
            self.reply(answer)

    def cancel(self) -> None:
        if not self.over:
            self.over = True
            self.cancelled()


@dataclass(eq=False)
class Watch(Task):
    """Waits for a card or a code; listens again whenever a device comes back or its time is up."""

    ways: tuple[Way, ...] = ()
    camera: bool = False
    jobs: dict[Device[Any], Job[Any]] = field(default_factory=dict)


@dataclass(eq=False)
class Exposure(Task):
    """A portrait under way."""

    pressed: threading.Event = field(default_factory=threading.Event)

    def press(self) -> None:
        self.pressed.set()


class Terminal:
    """Implements `kiosk.runner.Hands`. `name`: what is printed on slips and called out on the phone."""

    def __init__(
        self,
        name: str,
        enrolment: Enrolment,
        fitted: Fitted,
        ledger: Ledger,
        *,
        texts: slips.SlipTexts,
        clock: OfficeClock,
        service_mode: ServiceMode,
        logbook: Logbook,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.history = History()
        self.changed: Callable[[], None] = lambda: None
        """Called after a device, the office or the hall's board changed; the composition points it at the runner."""
        self._name = name
        self._enrolment = enrolment
        self._fitted = fitted
        self._ledger = ledger
        self._texts = texts
        self._clock = clock
        self._service_mode = service_mode
        self._logbook = logbook
        self._monotonic = monotonic
        self._waiting: dict[Job[Any], Reply] = {}
        self._watches: list[Watch] = []
        self._outbox = Outbox(ledger, enrolment, clock, self._ask_office, monotonic=monotonic)
        self._outbox.failed = self._stop_service
        self._board: HallBoard | None = None
        self._stopped: Notice | None = None
        self._attended = False
        self._card_lies = False  # since it was read, as far as the reader has told
        self._card_forgotten = False
        self._handed_out: tuple[str, Print] | None = None  # the paper that lies at the exit
        self._report_at = self._hall_at = 0.0

    # ------------------------------------------------------------ events and time

    def start(self) -> None:
        """Start the devices; their states arrive as events."""
        for device in self._fitted.all():
            device.start()

    def stop(self) -> None:
        """Stop the devices; what was under way is given up."""
        for device in self._fitted.all():
            device.stop()

    def receive(self, event: Event) -> None:
        """Everything a device or the office has to say, on the main thread."""
        match event:
            case Done(job, result):
                self._settle(job, result)
            case Failed(job, fault):
                self._settle(job, fault)
            case Changed(device, state):
                if self.device(device) is not None:
                    self.history.note(self._clock.now(), state)
                if device == readiness.OFFICE and state.link is Link.ONLINE:
                    self._outbox.hurry()
                    self._look_at_hall()
                for watch in self._watches:
                    self._listen(watch)
                self.tell()

    def tick(self) -> None:
        """Send what waits in the ledger, report how the terminal is; called a few times a second."""
        now = self._monotonic()
        for watch in self._watches:
            self._listen(watch)
        online = self._fitted.office.state.link is Link.ONLINE
        self._outbox.tick(online)
        if not online:
            return
        if now >= self._hall_at:
            self._look_at_hall()
        if now >= self._report_at:
            self._report_at = now + REPORT_EVERY
            self._report()

    # ------------------------------------------------------------ what the technician asks

    def states(self) -> tuple[DeviceState, ...]:
        """Every fitted device as it is now, the office among them."""
        return tuple(device.state for device in self._fitted.all())

    def request(self, device: Device[Any], reply: Reply, verb: Callable[..., Any], within: float, *args: Any) -> Errand:
        """Let a device do something that is no citizen's wish; one reply: the result, a fault, or `Cancelled`."""
        task = Task(reply)
        job = device.ask(verb, within, *args)
        self._waiting[job] = task.finish

        def cancelled() -> None:
            del self._waiting[job]
            device.cancel(job)

        task.cancelled = cancelled
        return task

    def device(self, name: str) -> Device[Any] | None:
        """The fitted device of that name."""
        return next((device for device in self._fitted.all() if device.name == name), None)

    def refit(self, name: str, device: Device[Any] | None) -> None:
        """Put another device in the place of `name`, or none; the old one must have been stopped, to free its port."""
        setattr(self._fitted, _PLACE[name], device)
        if device is not None:
            device.start()
        self.tell()

    def attend(self, somebody: bool) -> None:
        """A technician has opened the console, or closed it: the office hears that nobody is served meanwhile."""
        self._attended = somebody
        self.tell()

    def tell(self) -> None:
        """Something is other than before: the screen is told now, the office soon."""
        self._report_at = min(self._report_at, self._monotonic() + REPORT_CHANGE)
        self.changed()

    # ------------------------------------------------------------ what the runner asks

    def readiness(self) -> Readiness:
        paused = self._service_mode.paused
        stopped = Notice(paused.value) if paused else self._stopped
        return readiness.assess(
            self.states(),
            self._board,
            stopped,
            card_forgotten=self._card_forgotten,
            camera_reads_codes=self._fitted.camera_reads_codes,
        )

    def without(self) -> tuple[Way, ...]:
        reader = self._fitted.reader
        there = {Way.BOOKING_CODE: bool(self.code_readers()), Way.ID_CARD: reader is not None and reader.state.usable}
        return tuple(way for way in there if not there[way])

    def code_readers(self) -> tuple[str, ...]:
        readers = (self._fitted.scanner, self._fitted.camera if self._fitted.camera_reads_codes else None)
        return tuple(device.name for device in readers if device is not None and device.state.usable)

    def watch(self, ways: tuple[Way, ...], reply: Reply, *, camera: bool = False) -> Errand:
        watch = Watch(reply, ways=ways, camera=camera)
        watch.cancelled = lambda: self._unwatch(watch)
        self._watches.append(watch)
        self._listen(watch)
        return watch

    def ask(self, question: Question, reply: Reply) -> Errand:
        task = Task(reply)
        match question:
            case CheckBookingCode(payload):
                try:
                    task.finish(booking_check.check(payload, self._enrolment.issuers, self._clock.now()))
                except Fault as refused:
                    task.finish(refused)
            case WasPrinted(ticket_id):
                try:
                    task.finish(self._ledger.paper_of(ticket_id) is not PaperState.OWED)
                except LedgerFailed as fault:
                    task.finish(fault)
            case CheckPrinter():
                self._check_printer(task)
            case LookAtHall():
                self._look_at_hall(task.finish)
            case FindBookings():
                self._ask_office(task.finish, Office.find_bookings, question)
        return task

    def do(self, effect: Effect, effect_id: str | None, begun: Callable[[str], None], reply: Reply) -> Errand:
        task = Task(reply)
        try:
            if effect_id is None or not self._outbox.is_open(effect_id):
                effect_id = self._outbox.add(effect)
                begun(effect_id)
            self._outbox.follow(effect_id, task.finish)
        except LedgerFailed as fault:
            self._stop_service(fault)
            task.finish(fault)
        return task

    def print(self, wish: Print, reply: Reply) -> Errand:
        task = Task(reply)
        printer = self._fitted.printer
        if printer is None or self._board is None:
            task.finish(PrinterUnknown())
            return task
        slip = slips.ticket_slip(wish.ticket, wish.copy_number, self._board.name, self._name, self._texts)
        try:
            paper_id = self._ledger.paper_begin(wish.ticket.ticket_id, wish.copy_number)
        except LedgerFailed as fault:
            self._stop_service(fault)
            task.finish(fault)
            return task

        def printed(answer: Any) -> None:
            """A fault says that no slip came out; a bug or a stop says nothing, and nothing is known then."""
            lost = isinstance(answer, Cancelled | DriverBug)
            state = PaperState.UNKNOWN if lost else PaperState.FAILED if isinstance(answer, Fault) else answer
            unsent = state is PaperState.FAILED and not getattr(answer, "begun", False)
            self._record_paper(paper_id, wish, state, owed=unsent and not wish.copy_number)
            self._handed_out = (paper_id, wish) if state is PaperState.PRESENTED else None
            task.finish(state if lost else _of(printer, answer))

        self._waiting[printer.ask(ReceiptPrinter.print, PRINTING, slip)] = printed
        return task

    def follow_paper(self, wish: TakePaper, reply: Reply) -> Errand:
        task = Task(reply)
        printer, handed_out = self._fitted.printer, self._handed_out
        if printer is None or handed_out is None:
            task.finish(PaperState.UNKNOWN)
            return task

        def followed(answer: Any) -> None:
            """Whatever the printer does not say, the ledger does not: it stays at what is known."""
            state = answer if isinstance(answer, PaperState) else PaperState.UNKNOWN
            if state in (PaperState.TAKEN, PaperState.RETRACTED):
                self._record_paper(*handed_out, state)
            task.finish(state)

        self._waiting[printer.ask(ReceiptPrinter.follow_paper, FOLLOWING)] = followed
        return task

    def portrait(self, spec: PortraitSpec, reply: Reply) -> Shutter:
        exposure = Exposure(reply)
        camera = self._fitted.camera
        if camera is None or not camera.state.usable:
            exposure.finish(CameraAway())
            return exposure
        job = camera.ask(Camera.portrait, PORTRAIT, spec, exposure.pressed)

        def cancelled() -> None:
            self._waiting.pop(job, None)
            camera.cancel(job)

        exposure.cancelled = cancelled
        self._waiting[job] = lambda answer: exposure.finish(CameraAway() if isinstance(answer, Cancelled) else answer)
        return exposure

    # ------------------------------------------------------------ listening to scanner, camera and reader

    def _listen(self, watch: Watch) -> None:
        """Give every usable device of the watch its listening command, unless it has one."""
        read, patience = (SdtIdCardReader.removed, FORGOTTEN) if self._card_lies else (SdtIdCardReader.read, WATCH)
        listening: list[tuple[Way, Device[Any] | None, Callable[..., Any], float]] = [
            (Way.BOOKING_CODE, self._fitted.scanner, CodeScanner.scan, WATCH),
            (Way.ID_CARD, self._fitted.reader, read, patience),
        ]
        if watch.camera and self._fitted.camera_reads_codes:
            listening.append((Way.BOOKING_CODE, self._fitted.camera, Camera.scan, WATCH))
        for way, device, verb, within in listening:
            if way in watch.ways and device is not None and device not in watch.jobs and device.state.usable:
                job = device.ask(verb, within)
                watch.jobs[device] = job
                self._waiting[job] = functools.partial(self._heard, watch, device)

    def _heard(self, watch: Watch, device: Device[Any], answer: Any) -> None:
        watch.jobs.pop(device, None)
        match answer:
            case Scanned():
                self._unwatch(watch)
                watch.finish(CodeShown(answer.text))
            case IdCard():
                self._card_lies = True
                self._unwatch(watch)
                watch.finish(CardShown(answer))
            case None:  # the card that was read has left the reader
                self._card_lies = False
                self._remind(False)
                self._listen(watch)
            case TimedOut():
                self._remind(device is self._fitted.reader and self._card_lies)
                self._listen(watch)
            case Fault() if answer.remedy is Remedy.CITIZEN:
                self._unwatch(watch)
                watch.finish(answer)
            case _:
                pass  # the device is in trouble; `tick` and its next change listen again

    def _remind(self, forgotten: bool) -> None:
        """A card that stays behind is somebody's identity: the home screen calls for its owner."""
        if forgotten != self._card_forgotten:
            self._card_forgotten = forgotten
            self.changed()

    def _unwatch(self, watch: Watch) -> None:
        if watch in self._watches:
            self._watches.remove(watch)
        for device, job in watch.jobs.items():
            self._waiting.pop(job, None)
            device.cancel(job)
        watch.jobs.clear()

    # ------------------------------------------------------------ the office and the ledger

    def _ask_office(self, reply: Reply, verb: Callable[..., Any], *args: Any) -> None:
        """The line's own troubles are told in the office's words: one that cannot be reached is one that is silent."""

        def answered(answer: Any) -> None:
            reply(OfficeSilent() if isinstance(answer, Offline | Mute | TimedOut | Cancelled) else answer)

        self._waiting[self._fitted.office.ask(verb, QUESTION, *args)] = answered

    def _look_at_hall(self, reply: Reply = lambda _board: None) -> None:
        self._hall_at = self._monotonic() + HALL_EVERY

        def looked(answer: Any) -> None:
            if isinstance(answer, HallBoard):
                self._keep_board(answer)
            reply(answer)

        self._ask_office(looked, Office.hall)

    def _keep_board(self, board: HallBoard) -> None:
        before, self._board = self._board, board
        if before is None or before.model_copy(update={"now": board.now}) != board:
            self.changed()

    def _record_paper(self, paper_id: str, wish: Print, state: PaperState, *, owed: bool = False) -> None:
        """What became of a paper goes into the ledger, and by it to the office. `owed`: no byte of it was sent, so the
        next one is still the original."""
        try:
            self._ledger.paper(paper_id, PaperState.OWED if owed else state)
            report = PaperReport(
                paper_id=paper_id,
                ticket_id=wish.ticket.ticket_id,
                copy_number=wish.copy_number,
                state=state.value,
                at=self._clock.now(),
            )
            self._outbox.add(report)
        except LedgerFailed as fault:
            self._stop_service(fault)

    def _report(self) -> None:
        try:
            depth = self._ledger.depth(self._clock.now())
        except LedgerFailed as fault:
            self._stop_service(fault)
            return
        try:
            head = self._logbook.head()
        except LogbookFailed:  # the office knows the last head, and misses the next
            head = None
        report = KioskReport(
            version=program_version(),
            components=tuple(
                ComponentState(name=state.name, link=state.link, media=state.media, code=state.code)
                for state in self.readiness().devices
            ),
            ledger_waiting=depth.waiting,
            ledger_refused=depth.refused,
            oldest_waiting_s=depth.oldest_waiting_s,
            in_service=not self._attended and any(each.possible for each in self.readiness().services.values()),
            paused=self._service_mode.paused or (ATTENDED if self._attended else ""),
            logbook_length=head.length if head else None,
            logbook_head=head.hash if head else None,
        )
        self._fitted.office.ask(Office.report, QUESTION, report)

    def _check_printer(self, task: Task) -> None:
        """Ask the printer now: the last status may be a second old, and the paper may be gone since."""
        printer = self._fitted.printer
        if printer is None:
            task.finish(PrinterUnknown())
            return

        def answered(answer: Any) -> None:
            if isinstance(answer, Condition):
                state = DeviceState(printer.name, answer.link, answer.media, answer.code)
                why = readiness.why_not(state)
                task.finish(None if why is None else PrinterAway(why.code, why.facts))
            else:
                task.finish(_of(printer, answer) if isinstance(answer, Fault) else PrinterUnknown())

        self._waiting[printer.ask(ReceiptPrinter.condition, STATUS)] = answered

    # ------------------------------------------------------------ settling

    def _settle(self, job: Job[Any], answer: Any) -> None:
        reply = self._waiting.pop(job, None)
        if reply is not None:
            reply(answer)

    def _stop_service(self, fault: LedgerFailed) -> None:
        """What cannot be written down cannot be promised: nothing is offered until somebody has looked."""
        if self._stopped is None:
            log.error("ledger failed: %s", fault.detail)
            self._stopped = Notice.of(fault)
            self.changed()


def _of(device: Device[Any], answer: Any) -> Any:
    """A fault that names its device: "the printer does not answer"."""
    if isinstance(answer, Fault):
        answer.facts.setdefault("device", device.name)
    return answer
