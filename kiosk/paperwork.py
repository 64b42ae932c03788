"""Papers: asked before, printed, followed to a hand, every step in the ledger and from there at the office."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from central.contract.application import ResultPaperReport
from central.contract.messages import PaperReport, Ticket
from devices.a4_printer import A4Printer
from devices.device import Device, DriverBug, Job
from devices.paper import PaperState, Slip
from devices.receipt_printer import ReceiptPrinter
from devices.sheet import Sheet
from devices.states import Cancelled, Condition, DeviceState, Fault
from kiosk import readiness
from kiosk.errands import Errands, Task, named
from kiosk.faults import LedgerFailed, PrinterAway, PrinterUnknown
from kiosk.fitted import Fitted
from kiosk.ledger import Ledger
from kiosk.office_clock import OfficeClock
from kiosk.outbox import Outbox
from kiosk.wishes.application_requests import Result
from kiosk.wishes.wish import Print

PRINTING = 40.0  # seconds for one slip, flow control and barrier included
A4_PRINTING = 45.0  # seconds for one sheet, of a printer that was asleep
STATUS = 3.0  # seconds the printer has to say how it is
FOLLOWING = 180.0  # seconds; longer than any model lets a slip lie at its exit


@dataclass(frozen=True)
class _Order:
    """What goes to which printer. `within`: seconds."""

    printer: Device[Any]
    verb: Callable[..., PaperState]
    within: float
    what: Slip | Sheet


class Paperwork:
    """One terminal's papers."""

    def __init__(self, fitted: Fitted, errands: Errands, ledger: Ledger, outbox: Outbox, clock: OfficeClock) -> None:
        self.failed: Callable[[LedgerFailed], None] = lambda _fault: None
        """Called when something about a paper cannot be written down."""
        self._fitted = fitted
        self._errands = errands
        self._ledger = ledger
        self._outbox = outbox
        self._clock = clock
        self._handed_out: tuple[str | None, Print] | None = None  # the paper that lies at the exit
        self._following: Job[Any] | None = None  # of that paper, by the printer
        self._told_at = clock.now()  # of the newest report: a clock that is set back must not make it an old one

    def check(self, task: Task) -> None:
        """Ask the printer now: the last status may be a second old, and the paper may be gone since."""
        printer = self._fitted.printer
        if printer is None:
            task.finish(PrinterUnknown())
            return

        let_go = self._let_go()

        def answered(answer: Any) -> None:
            if let_go:
                self.follow(Task(lambda _became: None))
            if isinstance(answer, Condition):
                state = DeviceState(printer.name, answer.link, answer.media, answer.code)
                why = readiness.why_not(state)
                task.finish(None if why is None else PrinterAway(why.code, why.facts))
            else:
                task.finish(named(printer, answer) if isinstance(answer, Fault) else PrinterUnknown())

        self._errands.give(answered, printer, ReceiptPrinter.condition, STATUS)

    def was_printed(self, subject: str) -> bool:
        """Whether a paper of that ticket may exist. Raises `LedgerFailed`."""
        return self._ledger.paper_of(subject) is not PaperState.OWED

    def count(self, subject: str) -> int:
        """How many papers of an application came out here, or may have. Raises `LedgerFailed`."""
        return self._ledger.count_papers(subject)

    def print(self, task: Task, wish: Print, slip: Slip, sheet: Sheet | None = None) -> None:
        """Begun in the ledger, then on the wire; the task ends with what is known of the paper.

        `sheet`: the same for A4. It goes there where such a printer is fitted and well; where there is none, or it says
        no while nothing can have come out, the slip stands in for it.
        """
        a4_printer = self._fitted.a4_printer
        if sheet is None or a4_printer is None or not a4_printer.state.usable:
            self._print_slip(task, wish, slip)
            return

        def instead() -> None:
            if not task.over:
                self._print_slip(task, wish, slip)

        self._put(task, wish, _Order(a4_printer, A4Printer.print, A4_PRINTING, sheet), instead)

    def _print_slip(self, task: Task, wish: Print, slip: Slip) -> None:
        printer = self._fitted.printer
        if printer is None:
            task.finish(PrinterUnknown())
        else:
            self._put(task, wish, _Order(printer, ReceiptPrinter.print, PRINTING, slip))

    def _put(self, task: Task, wish: Print, order: _Order, instead: Callable[[], None] | None = None) -> None:
        """`instead`: what is done where nothing came out."""
        self._let_go()
        try:
            paper_id = None if wish.subject is None else self._ledger.paper_begin(wish.subject, wish.copy_number)
        except LedgerFailed as fault:
            self.failed(fault)
            task.finish(fault)
            return

        def printed(answer: Any) -> None:
            """A fault says that no paper came out; a bug or a stop says nothing, and nothing is known then."""
            lost = isinstance(answer, Cancelled | DriverBug)
            state = PaperState.UNKNOWN if lost else PaperState.FAILED if isinstance(answer, Fault) else answer
            unsent = state is PaperState.FAILED and not getattr(answer, "begun", False)
            self._record(paper_id, wish, state, owed=unsent and not wish.copy_number)
            self._handed_out = (paper_id, wish) if state is PaperState.PRESENTED else None
            if unsent and instead is not None:
                instead()
                return
            task.finish(state if lost else named(order.printer, answer))
            if state is PaperState.PRESENTED and isinstance(wish.what, Result):
                self.follow(Task(lambda _became: None))  # the screen has other things to say meanwhile

        self._errands.give(printed, order.printer, order.verb, order.within, order.what)
        if isinstance(wish.what, Result):  # were the power to fail now, the office would know that one may be out
            self._report(paper_id, wish, PaperState.SENT)

    def follow(self, task: Task) -> None:
        """The task ends once the paper at the exit was taken, or drawn back."""
        printer, handed_out = self._fitted.printer, self._handed_out
        if printer is None or handed_out is None:
            task.finish(PaperState.UNKNOWN)
            return

        def followed(answer: Any) -> None:
            """Whatever the printer does not say, the ledger does not: it stays at what is known."""
            self._following = None
            state = answer if isinstance(answer, PaperState) else PaperState.UNKNOWN
            if state in (PaperState.TAKEN, PaperState.RETRACTED):
                self._record(*handed_out, state)
            task.finish(state)

        self._following = self._errands.give(followed, printer, ReceiptPrinter.follow_paper, FOLLOWING)

    def _let_go(self) -> bool:
        """Somebody else wants the printer now, and shall not wait for a hand. Whether a paper was followed."""
        job, self._following = self._following, None
        if job is None or self._fitted.printer is None:
            return False
        self._errands.take_back(self._fitted.printer, job)
        return True

    def _record(self, paper_id: str | None, wish: Print, state: PaperState, *, owed: bool = False) -> None:
        """What became of a paper goes into the ledger, and by it to the office. `owed`: no byte of it was sent, so the
        next one is still the original."""
        if paper_id is None:
            return
        try:
            self._ledger.paper(paper_id, PaperState.OWED if owed else state)
        except LedgerFailed as fault:
            self.failed(fault)
        else:
            self._report(paper_id, wish, state)

    def _report(self, paper_id: str | None, wish: Print, state: PaperState) -> None:
        if paper_id is None:
            return
        self._told_at = max(self._clock.now(), self._told_at)
        about = {"paper_id": paper_id, "copy_number": wish.copy_number, "state": state.value, "at": self._told_at}
        try:
            match wish.what:
                case Ticket(ticket_id=ticket_id):
                    self._outbox.add(PaperReport.model_validate({**about, "ticket_id": ticket_id}))
                case Result(application_id=application_id, paper=paper):
                    of_result = {"application_id": application_id, "document": paper.document}
                    self._outbox.add(ResultPaperReport.model_validate({**about, **of_result}))
        except LedgerFailed as fault:
            self.failed(fault)
