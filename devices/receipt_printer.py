"""Receipt printers with ESC/POS: is it ready, print one slip, what became of the paper.

The printer is asked before a job, listened to during it and asked again after it. `print` has three ways out:

- it returns `PRESENTED` (the slip lies at the exit), `PRINTED` (the printer confirms the job's id) or `PROCESSED` (it
  has consumed the job and is still well);
- it raises a fault: no byte of the job was sent, or the printer itself said no. The slip counts as failed;
- it returns `UNKNOWN`: the printer fell silent with bytes on the way. The slip may lie in the citizen's hand.

It never prints anything twice. A slip at the exit is followed by `follow_paper` until it is taken; one that nobody
takes is taken back, also by `condition`, because an untaken slip is a stranger's to read.

Sources: Epson ESC/POS reference (DLE EOT, DLE ENQ, DLE DC4, GS ( H, GS a); Citizen CT-S310 for telling answers apart;
for presenters see `devices/models/printers.toml`.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

from devices.deadline import Deadline
from devices.mouth import Mouth
from devices.paper import PaperState, Slip
from devices.ports import Port
from devices.ports.side_channel import DeviceId, SideChannel
from devices.print_job import BARRIER, CANCEL_ERROR, SPEAK_UP, build_job, clearing, job_ids, warm_up
from devices.printer_line import PrinterLine
from devices.printer_model import Presenter, PrinterModel, Sign, load_model
from devices.printer_status import PrinterFault, SlipLeft
from devices.recognition import RECEIPT_PRINTER, recognise
from devices.states import Cancelled, Condition, Fault, Garbled, Identity, Link, Media, Mute, Offline, WrongDevice

__all__ = ["PrinterFault", "PrinterModel", "ReceiptPrinter", "load_model"]

_MISSES = 2  # unanswered status questions in a row that make a silence
_CLEAR_LOOKS = 2  # looks at an empty exit in a row before the slip counts as taken
_LOOK_EVERY = 0.1  # seconds between two looks at the exit
_MODEL, _FIRMWARE, _SERIAL = b"C", b"A", b"D"  # GS I


class ReceiptPrinter:
    """One printer on one port. Implements `Driver`."""

    def __init__(
        self,
        port: Port,
        model: PrinterModel,
        now: Callable[[], float] = time.monotonic,
        *,
        side: SideChannel | None = None,
    ) -> None:
        """`side`: the port's side channel, where `port` itself does not show it."""
        self._model = model
        self._presenter = model.presenter or Presenter()
        self._line = PrinterLine(port, model, side or (port if isinstance(port, SideChannel) else None))
        self._mouth = Mouth(self._presenter.patience)
        self._now = now
        self._ids = job_ids()
        self._unclean = True  # something may be left in its buffers or hang at its cutter
        self._fell_silent = False  # during a job
        self._recover_at = now()
        self._retract_at = now()

    # ------------------------------------------------------------ Driver

    def hello(self, by: Deadline) -> Identity:
        """Legal answers to all status requests make it a printer. Buffers of an earlier life are emptied."""
        warm_up(self._model)
        self._line.port.flush_input()
        try:
            status = self._line.status(by)
        except Garbled:
            strange = self._line.heard
            self._line.drain()
            with contextlib.suppress(Mute, Garbled):
                self._line.status(by)
            found = recognise(strange)
            if self._line.heard == strange or found not in ("", RECEIPT_PRINTER):  # noise does not repeat itself
                raise WrongDevice(expected=RECEIPT_PRINTER, found=found or "unknown") from None
            raise
        self._line.port.write(self._model.clear)
        model = firmware = serial = ""
        if self._model.identity and status.fault() is None:
            model, firmware, serial = (self._line.text(which, by) for which in (_MODEL, _FIRMWARE, _SERIAL))
        called = self._line.side.device_id() if self._line.side else DeviceId()
        return Identity(RECEIPT_PRINTER, model or called.model or self._model.title, serial or called.serial, firmware)

    def condition(self, by: Deadline) -> Condition:
        """Link, paper and the reason when it cannot print. Raises `Mute`, `Garbled`, `Offline`.

        A jam is an error until the printer is told to recover, even when somebody has taken the paper out; so it is
        told, now and then. A printer that fell silent during a job forgets the rest of it as soon as it is back. A
        slip that nobody has taken in time is taken back. One that is full hears no question: what it said before
        counts, and what its wire knows of it.
        """
        self._line.drain()
        try:
            status = self._line.status(by)
        except Mute:
            known = self._line.unasked()
            if known is None:
                raise
            return known.condition()
        now = self._now()
        if self._fell_silent or (status.stuck and now >= self._recover_at):
            self._recover_at = now + self._model.recover_every
            self._clear()
        condition = status.condition()
        self._mouth.look(Sign.AT_EXIT in status.signs, now)
        if self._mouth.forgotten(now) and self._presenter.retract and now >= self._retract_at:
            self._send_back()
        if condition.link is Link.ONLINE and condition.media is not Media.OUT and self._mouth.blocked(now):
            link = SlipLeft.link if self._presenter.retract else Link.ONLINE
            return Condition(link or Link.ONLINE, SlipLeft.media, SlipLeft.code)
        return condition

    def close(self) -> None:
        self._line.port.close()

    # ------------------------------------------------------------ printing

    def print(self, by: Deadline, slip: Slip) -> PaperState:
        """Print, cut and present one slip. Raises `PrinterFault`, or `Mute`, `Garbled`, `Offline` before the first
        byte, or `ValueError` for a slip that cannot be laid out. A cancelled job is cut off where it stands."""
        job_id = next(self._ids)
        job = build_job(slip, self._model, job_id)
        self._line.drain()
        self._line.begun = False
        status = self._line.status(by)
        fault = status.fault()
        if fault is not None:
            raise fault
        if self._presenter.retract and Sign.AT_EXIT in status.signs and self.retract(by) is PaperState.PRESENTED:
            raise SlipLeft
        self._prepare(by)
        self._line.begun = self._unclean = True
        try:
            self._send(job, by)
            outcome = self._see_out(self._follow_job(job_id, by), by)
        except (PrinterFault, Cancelled):
            self._clear()
            raise
        except (Mute, Garbled, Offline):
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
        line, speak_up = self._line, SPEAK_UP[self._model.speaks_up]
        asb = self._model.speaks_up == "asb"  # GS a is answered at once, which proves as much as a barrier
        wanted = 4 if self._unclean else 3  # reports; one more is asked for, as one may get lost
        line.forget()
        if self._unclean:
            line.write(self._model.clear + CANCEL_ERROR)  # real time: both buffers are empty now
            line.write(speak_up)  # before it gets more than it can hold: the paper may end meanwhile
            self._send(clearing(self._model), by)
        line.write(4 * speak_up if asb else speak_up + 2 * BARRIER)
        self._wait(lambda: line.reports >= wanted if asb else len(line.run) >= 6, by.phase(self._model.stall_within))
        if asb:
            line.hear(0.0)
        else:
            line.settle(by)
        line.completed, line.run = b"", b""

    def _send(self, data: bytes, by: Deadline) -> None:
        """Raises `PrinterFault` when the printer says no, `Mute` when it takes nothing any more."""
        chunk = self._model.chunk
        asking = not self._model.speaks_up  # before its buffer is full and it hears no question any more
        for start in range(0, len(data), chunk):
            self._line.hear(0.0)
            asking = asking and self._answers_well(by)
            if self._line.paused:
                self._wait(lambda: not self._line.paused, by.phase(self._model.stall_within))
            self._line.write(data[start : start + chunk])
            if by.passed:
                raise Mute("the job's time is up")
            if self._model.pace:
                by.wait(chunk / self._model.pace)

    def _answers_well(self, by: Deadline) -> bool:
        """Ask for the first cause of trouble; False when no answer comes, as while its buffer is full. Raises
        `PrinterFault`."""
        try:
            if self._line.status(by, self._model.asks[:1]).fault(self._line.begun) is None:
                return True
            fault = self._line.status(by).fault(self._line.begun)
        except (Mute, Garbled):
            return False
        if fault is not None:
            raise fault
        return True

    def _follow_job(self, job_id: bytes, by: Deadline) -> PaperState:
        """Wait for the end of a job that is on the wire whole. Raises as `_send`."""
        within = by.phase(self._model.finish_within)
        if self._model.job_id:
            self._wait(lambda: self._line.completed == job_id, within)
            return PaperState.PRINTED
        self._wait(lambda: len(self._line.run) >= 3, within)
        fault = self._line.status(within).fault(begun=True)
        if fault is not None:
            raise fault
        return PaperState.PROCESSED

    def _see_out(self, outcome: PaperState, by: Deadline) -> PaperState:
        """`PRESENTED` as soon as the exit sensor sees the slip; a model without one, or whose slip was snatched before
        it was seen, leaves it at what is known. Raises the fault of a jam."""
        within = by.phase(self._presenter.within)
        while Sign.AT_EXIT in self._model.status:
            with contextlib.suppress(Mute, Garbled, Offline):
                status = self._line.status(within)
                if Sign.AT_EXIT in status.signs:
                    self._mouth.hand_out(self._now())
                    return PaperState.PRESENTED
                fault = status.fault(begun=True)
                if fault is not None and fault.media is Media.JAMMED:
                    raise fault
            if within.passed:
                break
            within.wait(_LOOK_EVERY)
        return outcome

    def _wait(self, done: Callable[[], bool], by: Deadline) -> None:
        """Listen until it is `done`; when nothing is said, ask. Raises `PrinterFault`, or `Mute` for silence or at
        the deadline."""
        misses = 0
        while True:
            listening = by.phase(self._model.answer_within)
            try:
                while not done() and not listening.passed:
                    self._line.hear(listening.left())
                asking = by.phase(len(self._model.asks) * self._model.answer_within)
                fault = None if done() else self._line.status(asking).fault(self._line.begun)
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
            self._line.port.write(self._model.clear + CANCEL_ERROR)
            self._fell_silent = False

    # ------------------------------------------------------------ the slip at the exit

    def follow_paper(self, by: Deadline) -> PaperState:
        """Wait until the slip at the exit is taken; after the model's patience, take it back.

        Returns `TAKEN`, `RETRACTED`, `PRESENTED` when it still lies there (nothing can take it back, it is stuck, the
        time is up), or `UNKNOWN` when the printer fell silent meanwhile.
        """
        try:
            while not self._mouth.forgotten(self._now()):
                if self._exit_is_clear(by):
                    return self._gone
                by.wait(_LOOK_EVERY)
            return self.retract(by)
        except (Mute, Garbled, Offline):
            return PaperState.PRESENTED if by.passed else PaperState.UNKNOWN

    def retract(self, by: Deadline) -> PaperState:
        """Take back what lies at the exit: `RETRACTED`, `TAKEN` when nothing lies there, `PRESENTED` when it stays.

        Raises `Mute`, `Garbled`, `Offline`.
        """
        if self._exit_is_clear(by):
            return self._gone
        if not self._presenter.retract:
            return PaperState.PRESENTED
        self._send_back()
        within = by.phase(self._presenter.within)
        while not self._exit_is_clear(by):
            if within.passed:
                return PaperState.PRESENTED
            within.wait(_LOOK_EVERY)
        return self._gone

    def _send_back(self) -> None:
        self._mouth.sent_back = True
        self._retract_at = self._now() + self._model.recover_every
        self._line.port.write(self._presenter.retract)

    @property
    def _gone(self) -> PaperState:
        """What became of the slip that lay at the exit."""
        return PaperState.RETRACTED if self._mouth.sent_back else PaperState.TAKEN

    def _exit_is_clear(self, by: Deadline) -> bool:
        """True after several looks; a single word that does not arrive, or is spoilt, proves nothing."""
        looks = misses = 0
        while looks < _CLEAR_LOOKS:
            self._line.drain()
            try:
                covered = Sign.AT_EXIT in self._line.status(by).signs
            except (Mute, Garbled):
                misses += 1
                if misses > _MISSES or by.passed:
                    raise
                continue
            self._mouth.look(covered, self._now())
            if covered:
                return False
            looks += 1
            by.wait(_LOOK_EVERY / 2)
        return True
