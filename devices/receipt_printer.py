"""Receipt printers with ESC/POS: is it ready, print one slip, what became of the paper.

The printer is asked before a job, listened to during it and asked again after it. `print` has three ways out:

- it returns `PRINTED` (the printer confirms the job's id) or `PROCESSED` (it has consumed the job and is still well);
- it raises a fault: no byte of the job was sent, or the printer itself said no. The slip counts as failed;
- it returns `UNKNOWN`: the printer fell silent with bytes on the way. The slip may lie in the citizen's hand.

It never prints anything twice. Sources: Epson ESC/POS reference (DLE EOT, DLE ENQ, DLE DC4, GS ( H, GS a);
Citizen CT-S310 for telling answers apart.
"""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Callable

from devices.deadline import Deadline
from devices.paper import PaperState, Slip
from devices.ports import Port
from devices.print_job import ASB_ON, BARRIER, CANCEL_ERROR, COMPLETED, build_job, clearing, job_ids, warm_up
from devices.printer_model import PrinterModel, load_model
from devices.printer_status import (
    FUNCTION_BLOCK,
    TEXT_BLOCK,
    Answer,
    AutoStatus,
    Block,
    Flow,
    PrinterFault,
    PrinterReceiver,
    PrinterStatus,
    QueuedStatus,
    RealTimeStatus,
)
from devices.states import Cancelled, Condition, Fault, Garbled, Identity, Mute, Offline, Remedy, WrongDevice

__all__ = ["PrinterFault", "PrinterModel", "ReceiptPrinter", "load_model"]

_REQUESTS = (2, 3, 4, 1)  # offline cause, error cause, paper, printer
_MISSES = 2  # unanswered status questions in a row that make a silence
_BURST = 0.01  # seconds between answers that belong together
_SENSOR_BITS = (0x00, 0x03, 0x0C, 0x0F)  # all that GS r 1 can answer
_MODEL, _FIRMWARE, _SERIAL = b"C", b"A", b"D"  # GS I


class ReceiptPrinter:
    """One printer on one port. Implements `Driver`."""

    def __init__(self, port: Port, model: PrinterModel) -> None:
        self._port = port
        self._model = model
        self._receiver = PrinterReceiver()
        self._heard = b""  # all that came after the latest DLE EOT
        self._texts: deque[bytes] = deque(maxlen=4)  # answers to GS I
        self._completed = b""  # the job id that the printer confirmed last
        self._run = b""  # equal answers to GS r in a row
        self._paused = False  # XOFF
        self._reports = 0  # ASB packets
        self._spoke_up: PrinterStatus | None = None  # its latest ASB
        self._ids = job_ids()
        self._begun = False  # a job's bytes are on their way
        self._unclean = True  # something may be left in its buffers or hang at its cutter
        self._fell_silent = False  # during a job
        self._recover_at = 0.0

    # ------------------------------------------------------------ Driver

    def hello(self, by: Deadline) -> Identity:
        """Legal answers to all four status requests make it a printer. Buffers of an earlier life are emptied."""
        warm_up(self._model)
        self._port.flush_input()
        try:
            status = self._status(by)
        except Garbled:
            strange = self._heard
            self._drain()
            with contextlib.suppress(Mute, Garbled):
                self._status(by)
            if self._heard == strange:  # noise does not say the same thing twice
                raise WrongDevice("another device answers") from None
            raise
        self._port.write(self._model.clear)
        if not self._model.identity or status.fault() is not None:
            return Identity("receipt_printer", self._model.title)
        model, firmware, serial = (self._text(which, by) for which in (_MODEL, _FIRMWARE, _SERIAL))
        return Identity("receipt_printer", model or self._model.title, serial, firmware)

    def condition(self, by: Deadline) -> Condition:
        """Link, paper and the reason when it cannot print. Raises `Mute`, `Garbled`, `Offline`.

        A jam is an error until the printer is told to recover, even when somebody has taken the paper out; so it is
        told, now and then. A printer that fell silent during a job forgets the rest of it as soon as it is back.
        """
        self._drain()
        status = self._status(by)
        if self._fell_silent or (status.stuck and time.monotonic() >= self._recover_at):
            self._recover_at = time.monotonic() + self._model.recover_every
            self._clear()
        return status.condition()

    def close(self) -> None:
        self._port.close()

    # ------------------------------------------------------------ printing

    def print(self, by: Deadline, slip: Slip) -> PaperState:
        """Print and cut one slip. Raises `PrinterFault`, or `Mute`, `Garbled`, `Offline` before the first byte,
        or `ValueError` for a slip that cannot be laid out. A cancelled job is cut off where it stands."""
        job_id = next(self._ids)
        job = build_job(slip, self._model, job_id)
        self._drain()
        self._begun = False
        fault = self._status(by).fault()
        if fault is not None:
            raise fault
        self._prepare(by)
        self._begun = self._unclean = True
        try:
            self._send(job, by)
            outcome = self._follow(job_id, by)
        except (PrinterFault, Cancelled):
            self._clear()
            raise
        except (Mute, Offline):
            self._fell_silent = True
            return PaperState.UNKNOWN
        self._unclean = False
        return outcome

    def _prepare(self, by: Deadline) -> None:
        """Clear away what was left, and wait until the printer executes what it is sent.

        It is told to speak up by itself from now on (when its buffer is full it hears no question), or asked for its
        sensors where it cannot; more often than an earlier job or a change of status may still answer. Once these
        answers are there, nothing that follows belongs to an earlier job.
        """
        self._paused, self._spoke_up, self._reports, self._run = False, None, 0, b""
        asb = self._model.asb
        self._port.write((clearing(self._model) if self._unclean else b"") + (3 * ASB_ON if asb else 2 * BARRIER))
        self._wait(
            lambda: (self._reports if asb else len(self._run)) >= (3 if asb else 6), by.phase(self._model.stall_within)
        )
        if asb:
            self._hear(0.0)
        else:
            self._settle(by)
        self._completed, self._run = b"", b""

    def _settle(self, by: Deadline) -> None:
        """Hear the rest of a burst of answers."""
        heard = None
        while heard != (self._reports, self._run):
            heard = self._reports, self._run
            self._hear(min(_BURST, by.left()))

    def _send(self, job: bytes, by: Deadline) -> None:
        """Raises `PrinterFault` when the printer says no, `Mute` when it takes nothing any more."""
        for start in range(0, len(job), self._model.chunk):
            self._hear(0.0)
            if self._paused:
                self._wait(lambda: not self._paused, by.phase(self._model.stall_within))
            try:
                self._port.write(job[start : start + self._model.chunk])
            except Mute:
                self._hear(0.0)  # full because it is offline: it may have said why
                raise
            if by.passed:
                raise Mute("the job's time is up")

    def _follow(self, job_id: bytes, by: Deadline) -> PaperState:
        """Wait for the end of a job that is on the wire whole. Raises as `_send`."""
        within = by.phase(self._model.finish_within)
        if self._model.job_id:
            self._wait(lambda: self._completed == job_id, within)
            return PaperState.PRINTED
        self._wait(lambda: len(self._run) >= 3, within)
        fault = self._status(within).fault(begun=True)
        if fault is not None:
            raise fault
        return PaperState.PROCESSED

    def _wait(self, done: Callable[[], bool], by: Deadline) -> None:
        """Listen until it is `done`; when nothing is said, ask. Raises `PrinterFault`, or `Mute` for silence or at
        the deadline."""
        misses = 0
        while True:
            listening = by.phase(self._model.answer_within)
            try:
                while not done() and not listening.passed:
                    self._hear(listening.left())
                fault = None if done() else self._status(by.phase(4 * self._model.answer_within)).fault(self._begun)
                misses = 0
            except PrinterFault as spoken:
                fault = spoken
            except (Mute, Garbled):
                fault = None
                misses += 1
            if done():  # whatever it says now: the last paper was enough
                return
            if fault is not None:
                raise fault
            if misses == _MISSES or by.passed:
                raise Mute("silent during the job")

    def _clear(self) -> None:
        """As far as the line allows: whatever was sent of a broken job shall not come out later."""
        with contextlib.suppress(Fault):
            self._port.write(self._model.clear + CANCEL_ERROR)
            self._fell_silent = False

    # ------------------------------------------------------------ questions and answers

    def _status(self, by: Deadline) -> PrinterStatus:
        """All four real-time answers, one at a time. Raises `Mute` for silence, `Garbled` for anything else."""
        return PrinterStatus.read({n: self._ask(n, by) for n in _REQUESTS}, self._model.status)

    def _ask(self, n: int, by: Deadline) -> int:
        within = by.phase(self._model.answer_within)
        self._port.write(bytes((0x10, 0x04, n)))
        self._heard = b""
        while True:
            data = self._port.read(256, within.left())
            self._heard = (self._heard + data)[-64:]
            answers = self._receiver.feed(data)
            for answer in answers:
                self._take(answer)
            for answer in answers:
                if isinstance(answer, RealTimeStatus):
                    return answer.byte
            if within.passed:
                raise (Garbled if self._heard else Mute)(f"no answer to DLE EOT {n}")

    def _text(self, which: bytes, by: Deadline) -> str:
        """The answer to GS I, "" when there is none: a queued command, and not every relative has it."""
        self._texts.clear()
        self._port.write(b"\x1dI" + which)
        within = by.phase(self._model.answer_within)
        while not self._texts and not within.passed:
            self._hear(within.left())
        text = self._texts.popleft().decode("ascii", "replace") if self._texts else ""
        return text if text.isprintable() else ""

    def _hear(self, wait: float) -> None:
        """Take in what arrives within `wait`. Raises the fault that the printer reports by itself."""
        for answer in self._receiver.feed(self._port.read(256, wait)):
            self._take(answer)
        fault = self._spoke_up.fault(self._begun) if self._spoke_up else None
        if fault is not None and fault.remedy is not Remedy.RETRY:
            raise fault

    def _drain(self) -> None:
        """Take in what is left of earlier questions, so that a late answer is never taken for a new one."""
        while data := self._port.read(4096, 0.0):
            for answer in self._receiver.feed(data):
                self._take(answer)
        self._receiver = PrinterReceiver()
        self._spoke_up = None

    def _take(self, answer: Answer) -> None:
        match answer:
            case AutoStatus(packet):
                self._spoke_up = PrinterStatus.read_asb(packet)
                self._reports += 1
            case QueuedStatus(byte) if byte in _SENSOR_BITS:
                same = bytes([byte])
                self._run = self._run + same if self._run.endswith(same) else same
            case Block(header, data) if header == FUNCTION_BLOCK and data[:1] == bytes([COMPLETED]):
                self._completed = data[1:]
            case Block(header, data) if header == TEXT_BLOCK:
                self._texts.append(data)
            case Flow(go):
                self._paused = not go
            case _:
                pass
