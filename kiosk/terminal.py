"""The terminal's hands: devices, the line to the office and the ledger, joined to carry wishes out.

Everything here runs on the main thread. Requests go down a device's queue, its events come back through `receive`;
what was asked for and is over by then is dropped. Time comes in through `tick`.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from central.contract import case_number
from central.contract.agency import DraftAgreement, ReadAgreements
from central.contract.application import BeginApplication, ReadDecision, ReadPaper
from central.contract.following import FindCases, FindCompanies, ReadCase
from central.contract.messages import FindBookings, HallBoard, Ticket
from central.contract.project import PlanProject
from central.contract.rating import ExplainRating, RateCase
from central.contract.survey import AnswerSurvey
from central.contract.texts import Phrases
from central.contract.voice import RaiseVoice, ReadVoice
from devices.camera import Camera
from devices.device import Changed, Device, Done, Event, Failed
from devices.document import PageSpec
from devices.portrait import PortraitSpec, load_specs
from devices.states import Cancelled, DeviceState, Fault, Link, Mute, Offline, TimedOut
from kiosk import code_check, item_readiness, readiness
from kiosk.catalogue.catalogue import Catalogue
from kiosk.enrolment import Enrolment
from kiosk.errands import Errands, Task
from kiosk.faults import CameraAway, LedgerFailed, OfficeSilent, OutcomeUnknown, PrinterUnknown
from kiosk.fitted import Fitted
from kiosk.hands import Errand, Reply, Shutter
from kiosk.ledger import Ledger
from kiosk.listening import Listening
from kiosk.measured_look import MeasuredLook
from kiosk.office import Office
from kiosk.office_clock import OfficeClock
from kiosk.outbox import Outbox
from kiosk.paperwork import Paperwork
from kiosk.readiness import Readiness
from kiosk.reporting import Reporting
from kiosk.slips.agency import agreement_slip
from kiosk.slips.case import case_slip
from kiosk.slips.item import notice_slip, result_slip
from kiosk.slips.item_sheet import result_sheet
from kiosk.slips.project import plan_slip
from kiosk.slips.ticket import ticket_slip
from kiosk.slips.voice import voice_slip
from kiosk.technician.history import History
from kiosk.technician.logbook import Logbook
from kiosk.technician.service_mode import ServiceMode
from kiosk.wishes.agency_requests import AgreementSheet, FindAgents
from kiosk.wishes.application import CatalogueSeen
from kiosk.wishes.application_requests import (
    CaseSheet,
    ItemNotice,
    LookAtCatalogue,
    PlanSheet,
    Result,
    Stamp,
    StampApplication,
    UploadMaterial,
)
from kiosk.wishes.voice_requests import DrawNumber, MaySpeak, VoiceReceipt
from kiosk.wishes.wish import (
    CheckCode,
    CheckPrinter,
    CountPapers,
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

QUESTION = 8.0  # seconds the office has for an answer while somebody waits
UPLOAD = 20.0  # the same, for a picture
EXPOSURE = 120.0  # seconds for one picture, until the citizen is asked whether to go on
HALL_EVERY = 10.0

_VERBS: Mapping[type, Callable[..., Any]] = {
    FindBookings: Office.find_bookings,
    BeginApplication: Office.begin_application,
    ReadDecision: Office.read_decision,
    ReadPaper: Office.read_paper,
    PlanProject: Office.plan_project,
    FindCases: Office.find_cases,
    FindCompanies: Office.find_companies,
    ReadCase: Office.read_case,
    FindAgents: Office.find_agents,
    DraftAgreement: Office.draft_agreement,
    ReadAgreements: Office.read_agreements,
    ReadVoice: Office.read_voice,
}
"""Questions that go to the office as they are."""


@dataclass(eq=False)
class Exposure(Task):
    """A portrait or a page under way."""

    pressed: threading.Event = field(default_factory=threading.Event)

    def press(self) -> None:
        self.pressed.set()


class Terminal:
    """Implements `kiosk.hands.Hands`. `name`: what is printed on slips and called out on the phone."""

    def __init__(
        self,
        name: str,
        enrolment: Enrolment,
        fitted: Fitted,
        ledger: Ledger,
        *,
        texts: Phrases,
        clock: OfficeClock,
        service_mode: ServiceMode,
        logbook: Logbook,
        catalogue: Catalogue | None = None,
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
        self._catalogue = catalogue or Catalogue()
        self._portraits = load_specs()
        self._monotonic = monotonic
        self._errands = Errands()
        self._listening = Listening(fitted, self._errands)
        self._listening.changed = lambda: self.changed()  # noqa: PLW0108  `changed` is pointed elsewhere later
        self._outbox = Outbox(ledger, enrolment, clock, self._ask_office, monotonic=monotonic)
        self._outbox.failed = self._stop_service
        self._paperwork = Paperwork(fitted, self._errands, ledger, self._outbox, clock)
        self._paperwork.failed = self._stop_service
        self._board: HallBoard | None = None
        self._stopped: Notice | None = None
        self._reporting = Reporting(fitted, ledger, logbook, service_mode, clock)
        self._measured = MeasuredLook(self._ask_office)
        self._hall_at = 0.0

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
                self._errands.settle(job, result)
            case Failed(job, fault):
                self._errands.settle(job, fault)
            case Changed(device, state):
                if self.device(device) is not None:
                    self.history.note(self._clock.now(), state)
                if device == readiness.OFFICE and state.link is Link.ONLINE:
                    self._outbox.hurry()
                    self._look_at_hall()
                self._listening.again()
                self.tell()

    def tick(self) -> None:
        """Send what waits in the ledger, report how the terminal is; called a few times a second."""
        now = self._monotonic()
        self._listening.again()
        online = self._fitted.office.state.link is Link.ONLINE
        self._outbox.tick(online)
        if not online:
            return
        if now >= self._hall_at:
            self._look_at_hall()
        self._measured.tick(now)
        if self._reporting.due(now):
            self._report(now)

    # ------------------------------------------------------------ what the technician asks

    def states(self) -> tuple[DeviceState, ...]:
        """Every fitted device as it is now, the office among them."""
        return self._fitted.states()

    def request(self, device: Device[Any], reply: Reply, verb: Callable[..., Any], within: float, *args: Any) -> Errand:
        """Let a device do something that is no citizen's wish; one reply: the result, a fault, or `Cancelled`."""
        task = Task(reply)
        job = self._errands.give(task.finish, device, verb, within, *args)
        task.cancelled = lambda: self._errands.take_back(device, job)
        return task

    def device(self, name: str) -> Device[Any] | None:
        """The fitted device of that name."""
        return self._fitted.device(name)

    def refit(self, name: str, device: Device[Any] | None) -> None:
        """Put another device in the place of `name`, or none; the old one must have been stopped, to free its port."""
        self._fitted.exchange(name, device)
        if device is not None:
            device.start()
        self.tell()

    def attend(self, somebody: bool) -> None:
        """A technician has opened the console, or closed it: the office hears that nobody is served meanwhile."""
        self._reporting.attended = somebody
        if not somebody:
            self._listening.card_may_lie()  # the card of a test
        self.tell()

    def tell(self) -> None:
        """Something is other than before: the screen is told now, the office soon."""
        self._reporting.hurry(self._monotonic())
        self.changed()

    # ------------------------------------------------------------ what the runner asks

    def readiness(self) -> Readiness:
        paused = self._service_mode.paused
        stopped = Notice(paused.value) if paused else self._stopped
        found = readiness.assess(
            self.states(),
            self._board,
            stopped,
            items=bool(self._catalogue.items),
            projects=bool(self._catalogue.projects_on(self._clock.now().date())),
            card_forgotten=self._listening.card_forgotten,
            camera_reads_codes=self._fitted.camera_reads_codes,
        )
        return replace(found, no_voice=self._stopped)  # it takes the ledger, and nothing else

    def use(self, catalogue: Catalogue) -> None:
        """Offer another catalogue from the next session on; one that is under way keeps what it looked at."""
        self._catalogue = catalogue
        self.changed()

    def without(self) -> tuple[Way, ...]:
        return self._listening.without()

    def code_readers(self) -> tuple[str, ...]:
        return self._listening.code_readers()

    def watch(self, ways: tuple[Way, ...], reply: Reply, *, asked: bool = False) -> Errand:
        return self._listening.begin(ways, reply, asked=asked)

    def ask(self, question: Question, reply: Reply) -> Errand:
        task = Task(reply)
        match question:
            case CheckCode(way, payload):
                _answer(task, code_check.check, way, payload, self._enrolment.issuers, self._clock.now())
            case WasPrinted(subject):
                _answer(task, self._paperwork.was_printed, subject)
            case CountPapers(subject):
                _answer(task, self._paperwork.count, subject)
            case CheckPrinter():
                self._paperwork.check(task)
            case LookAtHall():
                self._look_at_hall(task.finish)
            case LookAtCatalogue():
                task.finish(self._catalogue_seen())
            case StampApplication():
                task.finish(Stamp(uuid.uuid4().hex, self._clock.now()))
            case UploadMaterial(content):
                self._ask_office(task.finish, Office.upload_material, content, within=UPLOAD)
            case MaySpeak():
                _answer(task, self._outbox.hear_another)
            case DrawNumber():
                task.finish(case_number.new())
            case _:
                self._ask_office(task.finish, _VERBS[type(question)], question)
        return task

    def do(self, effect: Effect, effect_id: str | None, begun: Callable[[str], None], reply: Reply) -> Errand:
        task = Task(reply)
        try:
            if effect_id is None or not self._outbox.is_open(effect_id):
                effect_id = self._outbox.add(effect)
                begun(effect_id)
            self._outbox.follow(effect_id, task.finish)
            online = self._fitted.office.state.link is Link.ONLINE
            if isinstance(effect, RaiseVoice | RateCase | ExplainRating | AnswerSurvey) and not online:
                task.finish(OutcomeUnknown())  # it is written down, and nobody has to wait for the office to hear it
        except LedgerFailed as fault:
            self._stop_service(fault)
            task.finish(fault)
        return task

    def print(self, wish: Print, reply: Reply) -> Errand:
        task = Task(reply)
        if self._board is None:
            task.finish(PrinterUnknown())
            return task
        sheet = None
        match wish.what:
            case Ticket() as ticket:
                slip = ticket_slip(ticket, wish.copy_number, self._board.name, self._name, self._texts)
            case Result() as result:
                slip = result_slip(result, wish.copy_number, self._name, self._texts)
                if result.a4:
                    sheet = result_sheet(result, wish.copy_number, self._name, self._texts)
            case CaseSheet(followed):
                slip = case_slip(followed, self._board.name, self._name, self._texts)
            case VoiceReceipt() as receipt:
                today = self._clock.now().date()
                slip = voice_slip(receipt, self._board, today, self._name, self._texts)
            case AgreementSheet(agreement):
                slip = agreement_slip(agreement, self._board, self._name, self._texts)
            case PlanSheet() as plan:
                slip = plan_slip(plan, self._board.name, self._name, self._texts)
            case ItemNotice() as notice:
                slip = notice_slip(notice, self._board.name, self._name, self._texts)
        self._paperwork.print(task, wish, slip, sheet)
        return task

    def follow_paper(self, wish: TakePaper, reply: Reply) -> Errand:
        task = Task(reply)
        self._paperwork.follow(task)
        return task

    def portrait(self, spec: PortraitSpec, reply: Reply) -> Shutter:
        return self._expose(self._fitted.camera, Camera.portrait, spec, reply)

    def page(self, spec: PageSpec, reply: Reply) -> Shutter:
        return self._expose(self._fitted.page_camera, Camera.page, spec, reply)

    def _expose(self, camera: Device[Camera] | None, verb: Callable[..., Any], spec: object, reply: Reply) -> Shutter:
        exposure = Exposure(reply)
        if camera is None or not camera.state.usable:
            exposure.finish(CameraAway())
            return exposure

        def taken(answer: Any) -> None:
            exposure.finish(CameraAway() if isinstance(answer, Cancelled) else answer)

        job = self._errands.give(taken, camera, verb, EXPOSURE, spec, exposure.pressed)
        exposure.cancelled = lambda: self._errands.take_back(camera, job)
        return exposure

    # ------------------------------------------------------------ the office and the ledger

    def _ask_office(self, reply: Reply, verb: Callable[..., Any], *args: Any, within: float | None = None) -> None:
        """The line's own troubles are told in the office's words: one that cannot be reached is one that is silent."""

        def answered(answer: Any) -> None:
            reply(OfficeSilent() if isinstance(answer, Offline | Mute | TimedOut | Cancelled) else answer)

        self._errands.give(answered, self._fitted.office, verb, within or QUESTION, *args)

    def _look_at_hall(self, reply: Reply = lambda _board: None) -> None:
        self._hall_at = self._monotonic() + HALL_EVERY

        def looked(answer: Any) -> None:
            if isinstance(answer, HallBoard):
                self._keep_board(answer)
            reply(answer)

        self._ask_office(looked, Office.hall)

    def _catalogue_seen(self) -> CatalogueSeen:
        """What may be chosen, and what stands against it at this moment."""
        camera, reasons = self._fitted.page_camera, self._why_not()
        no_pages = readiness.why_not(camera.state) if camera else Notice("material_not_here")
        today = self._clock.now().date()
        projects, measured = self._catalogue.projects_on(today), self._measured.of(self._catalogue, today)
        visit = uuid.uuid4().hex
        return CatalogueSeen(self._catalogue, reasons, self._portraits, no_pages, projects, measured, visit)

    def _why_not(self) -> Mapping[str, Notice]:
        """The items that cannot be begun at this moment."""
        camera = self._fitted.page_camera
        return item_readiness.reasons(
            self._catalogue,
            self.states(),
            self._portraits,
            self._clock.now(),
            camera_reads_codes=self._fitted.camera_reads_codes,
            page_camera=camera.name if camera else None,
        )

    def _keep_board(self, board: HallBoard) -> None:
        before, self._board = self._board, board
        if before is None or before.model_copy(update={"now": board.now}) != board:
            self.changed()

    def _report(self, now: float) -> None:
        services = self.readiness().services
        try:
            self._reporting.report(now, services, self._catalogue.items, self._why_not())
        except LedgerFailed as fault:
            self._stop_service(fault)

    def _stop_service(self, fault: LedgerFailed) -> None:
        """What cannot be written down cannot be promised: nothing is offered until somebody has looked."""
        if self._stopped is None:
            log.error("ledger failed: %s", fault.detail)
            self._stopped = Notice.of(fault)
            self.changed()


def _answer(task: Task, verb: Callable[..., Any], *args: Any) -> None:
    """On the spot, with a result or a fault."""
    try:
        answer = verb(*args)
    except Fault as fault:
        answer = fault
    task.finish(answer)
