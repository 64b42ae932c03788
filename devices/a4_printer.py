"""Printers of A4 that speak IPP: a queue of CUPS, or the printer itself (RFC 8010, RFC 8011).

A job is given its name first (Create-Job) and its document behind it, so that a document whose answer is lost can still
be asked for. `print` has three ways out, as with a receipt printer:

- it returns `PRINTED`: the printer calls the job completed;
- it raises a fault: the printer said no. `begun` is False where not a sheet can have come out;
- it returns `UNKNOWN`: nothing more was heard of a document that was on its way.

Nothing is printed twice, and nothing late: a job that is given up, or of which nothing was heard any more, is cancelled
as soon as the printer answers again, or the next citizen would find it in the tray. So is what an earlier life of the
terminal has left in the queue; a queue has one terminal.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass

from devices import ipp
from devices.deadline import Deadline
from devices.ipp import Attribute, Group, JobState, Operation, Tag
from devices.ipp_line import USER, IppLine, Refused
from devices.ipp_status import REQUESTED, IppStatus, PrinterGone, PrinterPaused, SheetUnfit
from devices.paper import PaperState
from devices.ports import Port
from devices.printer_status import PrinterBusy, PrinterFailed, PrinterFault
from devices.recognition import A4_PRINTER
from devices.sheet import Sheet
from devices.sheet_pdf import draw, warm_up
from devices.states import (
    Cancelled,
    Condition,
    Fault,
    Garbled,
    Identity,
    Link,
    Mute,
    Offline,
    Remedy,
    WrongDevice,
)

DEFAULT = "ipp://localhost/ipp/print"
"""Where a printer of IPP Everywhere is at its own address (PWG 5100.14, 4.2)."""

PDF = "application/pdf"
_LOOK_EVERY = 0.5  # seconds between two looks at a job
_MISSES = 3  # unanswered questions in a row that make a silence
_ANSWER = 3.0  # seconds for a question
_TAKEN = 20.0  # seconds until a printer has taken a document
_CLEAN_UP = 4.0  # seconds to take a job back
_CONNECTING = 10.0  # seconds that a queue may look for its printer
_SILENCE = (Mute, Garbled, Offline, WrongDevice)  # of a printer that was well a moment ago
_NO_JOBS, _BUSY, _UNAVAILABLE = 0x0506, 0x0507, 0x0502
_NOT_FOUND = 0x0406
_WANTED = (
    "printer-make-and-model",
    "printer-device-id",
    "printer-firmware-string-version",
    "document-format-supported",
    "operations-supported",
)


class PdfUnknown(Fault):
    """The printer takes no PDF; a queue of CUPS before it does."""

    code = "printer_no_pdf"
    remedy = Remedy.STAFF
    link = Link.HARDWARE_ERROR


@dataclass(frozen=True)
class _Job:
    """What a printer says of a job. `sheets`: that came out; None: it does not count them."""

    state: int
    sheets: int | None


class A4Printer:
    """One printer at one address. Implements `Driver`."""

    def __init__(self, port: Port, uri: str = "", now: Callable[[], float] = time.monotonic) -> None:
        """`uri`: how the printer knows itself, where the port does not say."""
        self._line = IppLine(port, uri or getattr(port, "uri", "") or DEFAULT)
        self._now = now
        self._creates = True  # has Create-Job and Send-Document
        self._loose: int | None = None  # a job of which nobody knows the end

    # ------------------------------------------------------------ Driver

    def hello(self, by: Deadline) -> Identity:
        """A printer that takes PDF. Jobs of an earlier life are taken back. Raises `PdfUnknown` besides."""
        warm_up()
        try:
            answer = self._line.ask(Operation.GET_PRINTER_ATTRIBUTES, by, _requested(*_WANTED))
        except Refused as refused:
            if refused.status == _NOT_FOUND:  # a queue that is not there
                raise WrongDevice("no such queue", expected=A4_PRINTER, found="unknown") from refused
            raise
        printer = answer.group(Group.PRINTER)
        if not {PDF, "application/octet-stream"} & set(ipp.words(printer, "document-format-supported")):
            raise PdfUnknown
        can = ipp.numbers(printer, "operations-supported")
        self._creates = {Operation.CREATE_JOB, Operation.SEND_DOCUMENT} <= set(can)
        with contextlib.suppress(Refused):
            self._take_back_all(by)
        return Identity(
            A4_PRINTER,
            ipp.word(printer, "printer-make-and-model"),
            _serial(ipp.word(printer, "printer-device-id")),
            ipp.word(printer, "printer-firmware-string-version"),
        )

    def condition(self, by: Deadline) -> Condition:
        """Link, paper and the reason when it cannot print. Raises `Mute`, `Garbled`, `Offline`.

        A job that fell silent is taken back as soon as the printer answers.
        """
        condition = self._look(by).condition()
        self._take_back_loose(by)
        return condition

    def close(self) -> None:
        self._line.port.close()

    # ------------------------------------------------------------ printing

    def print(self, by: Deadline, sheet: Sheet) -> PaperState:
        """Print one sheet. Raises `PrinterFault`, `FontMissing`; `Mute`, `Garbled`, `Offline` before the first byte of
        the document. A cancelled job is taken back."""
        try:
            document = draw(sheet)
        except ValueError as error:
            raise SheetUnfit(str(error)) from error
        fault = self._look(by).fault()
        if fault is not None:
            raise fault
        self._take_back_loose(by)
        try:
            job = self._submit(document, by)
        except Refused as refused:
            raise _why(refused) from refused
        if job is None:
            return PaperState.UNKNOWN
        self._loose = job
        try:
            return self._see_out(job, by)
        except Cancelled:
            with contextlib.suppress(Fault):
                self._cancel(job, Deadline(_CLEAN_UP, now=self._now))
            raise

    def _submit(self, document: bytes, by: Deadline) -> int | None:
        """The job's number; None: nobody knows whether there is one. Raises `Refused`; silence before the document."""
        how = (Attribute.of(Tag.KEYWORD, "media", "iso_a4_210x297mm"), Attribute.of(Tag.KEYWORD, "sides", "one-sided"))
        name = (_user(), Attribute.of(Tag.NAME, "job-name", "kiosk"))
        kind = Attribute.of(Tag.MEDIA_TYPE, "document-format", PDF)
        if not self._creates:
            try:
                return _number(
                    self._line.ask(Operation.PRINT_JOB, by.phase(_TAKEN), *name, kind, job=how, document=document)
                )
            except _SILENCE:
                return None
        job = _number(self._line.ask(Operation.CREATE_JOB, by.phase(_ANSWER), *name, job=how))
        last = Attribute.of(Tag.BOOLEAN, "last-document", True)
        self._loose = job
        with contextlib.suppress(*_SILENCE):  # the job itself will tell
            self._line.ask(
                Operation.SEND_DOCUMENT, by.phase(_TAKEN), _job_id(job), _user(), kind, last, document=document
            )
        return job

    def _see_out(self, number: int, by: Deadline) -> PaperState:
        """Follow a job to its end. Raises `PrinterFault`."""
        misses, connected_at = 0, self._now()
        while True:
            try:
                job = self._job(number, by)
                status = self._look(by)
                misses = 0
            except (*_SILENCE, Refused):
                misses += 1
                if misses == _MISSES or by.left() < _CLEAN_UP:
                    return PaperState.UNKNOWN
                by.wait(_LOOK_EVERY)
                continue
            if _ended(job):
                return self._ended(job, PrinterFailed())
            connected_at = connected_at if status.connecting else self._now()
            fault = PrinterGone() if self._now() > connected_at + _CONNECTING else status.fault()
            if fault is not None and fault.remedy is not Remedy.RETRY:
                return self._give_up(number, fault, by)
            if by.left() < _CLEAN_UP:
                return self._give_up(number, PrinterBusy(), by)
            by.wait(_LOOK_EVERY)

    def _give_up(self, number: int, why: PrinterFault, by: Deadline) -> PaperState:
        """Take a job back. Raises `why` once the printer says that it is over."""
        within = by.phase(_CLEAN_UP)
        with contextlib.suppress(*_SILENCE):
            with contextlib.suppress(Refused):  # it is over already
                self._cancel(number, within)
            while not within.passed:
                job = self._job(number, within)
                if _ended(job):
                    return self._ended(job, why)
                within.wait(_LOOK_EVERY / 5)
        return PaperState.UNKNOWN

    def _ended(self, job: _Job, why: PrinterFault) -> PaperState:
        self._loose = None
        if job.state == JobState.COMPLETED:
            return PaperState.PRINTED
        why.begun = job.sheets != 0
        raise why

    # ------------------------------------------------------------ questions

    def _look(self, by: Deadline) -> IppStatus:
        answer = self._line.ask(Operation.GET_PRINTER_ATTRIBUTES, by.phase(_ANSWER), _requested(*REQUESTED))
        return IppStatus.read(answer.group(Group.PRINTER))

    def _job(self, number: int, by: Deadline) -> _Job:
        """How a job is; one that the printer has forgotten tells no more. Raises `Garbled`, `Mute`, `Offline`."""
        wanted = _requested("job-state", "job-media-sheets-completed", "job-impressions-completed")
        try:
            answer = self._line.ask(Operation.GET_JOB_ATTRIBUTES, by.phase(_ANSWER), _job_id(number), _user(), wanted)
        except Refused as refused:
            raise Garbled("a job that is not known any more") from refused
        job = answer.group(Group.JOB)
        state = ipp.number(job, "job-state")
        if state is None:
            raise Garbled("a job without a state")
        sheets = ipp.number(job, "job-media-sheets-completed")
        return _Job(state, ipp.number(job, "job-impressions-completed") if sheets is None else sheets)

    def _cancel(self, number: int, by: Deadline) -> None:
        self._line.ask(Operation.CANCEL_JOB, by, _job_id(number), _user())

    def _take_back_loose(self, by: Deadline) -> None:
        if self._loose is not None:
            with contextlib.suppress(Refused):  # it is over
                self._cancel(self._loose, by)
            self._loose = None

    def _take_back_all(self, by: Deadline) -> None:
        """What an earlier life left in the queue."""
        mine = Attribute.of(Tag.BOOLEAN, "my-jobs", True)
        answer = self._line.ask(Operation.GET_JOBS, by, _user(), mine, _requested("job-id"))
        for job in answer.all(Group.JOB):
            number = ipp.number(job, "job-id")
            if number is not None:
                with contextlib.suppress(Refused):
                    self._cancel(number, by)


def _requested(*names: str) -> Attribute:
    return Attribute(Tag.KEYWORD, "requested-attributes", names)


def _user() -> Attribute:
    return Attribute.of(Tag.NAME, "requesting-user-name", USER)


def _job_id(number: int) -> Attribute:
    return Attribute.of(Tag.INTEGER, "job-id", number)


def _number(answer: ipp.Message) -> int:
    number = ipp.number(answer.group(Group.JOB), "job-id")
    if number is None:
        raise Garbled("a job without a number")
    return number


def _ended(job: _Job) -> bool:
    return job.state in (JobState.CANCELED, JobState.ABORTED, JobState.COMPLETED)


def _why(refused: Refused) -> PrinterFault:
    match refused.status:
        case status if status == _NO_JOBS:
            return PrinterPaused()
        case status if status in (_BUSY, _UNAVAILABLE):
            return PrinterBusy()
        case _:
            return PrinterFailed(refused.detail)


def _serial(device_id: str) -> str:
    """Of an IEEE 1284 device id; "" when it says none."""
    keys: dict[str, str] = {}
    for pair in device_id.split(";"):
        key, _, value = pair.partition(":")
        keys[key.strip().upper()] = value.strip()
    return keys.get("SN") or keys.get("SERN") or keys.get("SERIALNUMBER") or ""
