"""The talk with one printer: what was asked, what it answered, what it said by itself.

Everything that may arrive on one stream is told apart by `PrinterReceiver` and kept here until somebody wants it.
"""

from __future__ import annotations

from collections import deque

from devices.deadline import Deadline
from devices.ports import FLUSH_LIMIT, Port
from devices.ports.side_channel import SideChannel
from devices.printer_model import FULL_STATUS, PrinterModel, Sign
from devices.printer_status import (
    COMPLETED,
    FUNCTION_BLOCK,
    SENSOR_BITS,
    TEXT_BLOCK,
    Answer,
    AutoStatus,
    Block,
    Flow,
    FullStatus,
    PaperOut,
    PrinterReceiver,
    PrinterStatus,
    QueuedStatus,
    RealTimeStatus,
)
from devices.states import Garbled, Mute, Remedy

_SLICE = 0.1  # seconds; how soon a cancel is felt
_RUN = 16  # answers to GS r that are counted; no question is asked as often
_BURST = 0.01  # seconds between answers that belong together


class PrinterLine:
    """One port and what came over it."""

    def __init__(self, port: Port, model: PrinterModel, side: SideChannel | None = None) -> None:
        """`side`: what tells of the printer when its stream of bytes is stuck."""
        self.port = port
        self.side = side
        self.model = model
        self.heard = b""  # all that came after the latest real-time question
        self.completed = b""  # the job id that the printer confirmed last
        self.run = b""  # equal answers to GS r in a row
        self.reports = 0  # packets that it sent by itself
        self.paused = False  # XOFF
        self.begun = False  # a job's bytes are on their way
        self.last_word: PrinterStatus | None = None  # what it said by itself after it last answered a question
        self._spoke_up: PrinterStatus | None = None  # what it said by itself during this command
        self._texts: deque[bytes] = deque(maxlen=4)  # answers to GS I
        self._receiver = self._new_receiver()

    def status(self, by: Deadline, asks: tuple[int, ...] = ()) -> PrinterStatus:
        """The answers to DLE EOT n, one at a time; all that the model has, unless `asks` says which. Raises `Mute` for
        silence, `Garbled` for anything else."""
        answers = {n: self._ask(n, by) for n in asks or self.model.asks}
        self.last_word = None
        return PrinterStatus.read(answers, self.model.status)

    def unasked(self) -> PrinterStatus | None:
        """What is wrong with a printer that does not answer, as far as it says so without being asked; None."""
        if self.last_word is not None and self.last_word.fault() is not None:
            return self.last_word
        return PrinterStatus(frozenset({Sign.PAPER_END})) if self._paper_empty() else None

    def text(self, which: bytes, by: Deadline) -> str:
        """The answer to GS I, "" when there is none: a queued command, and not every relative has it."""
        self._texts.clear()
        self.port.write(b"\x1dI" + which)
        within = by.phase(self.model.answer_within)
        while not self._texts and not within.passed:
            self.hear(within.left())
        text = self._texts.popleft().decode("ascii", "replace") if self._texts else ""
        return text if text.isprintable() else ""

    def write(self, data: bytes) -> None:
        """Send; a printer that takes nothing any more may have said why. Raises `PrinterFault`, `Mute`, `Offline`."""
        try:
            self.port.write(data)
        except Mute:
            self.hear(0.0)
            if self._paper_empty():
                raise PaperOut(begun=self.begun) from None
            raise

    def hear(self, wait: float) -> None:
        """Take in what arrives within `wait`, or soon. Raises the fault that the printer reports by itself."""
        for answer in self._receiver.feed(self.port.read(256, min(_SLICE, wait))):
            self._take(answer)
        fault = self._spoke_up.fault(self.begun) if self._spoke_up else None
        if fault is not None and fault.remedy is not Remedy.RETRY:
            raise fault

    def settle(self, by: Deadline) -> None:
        """Hear the rest of a burst of answers."""
        heard = None
        while heard != (self.reports, self.run) and not by.passed:
            heard = self.reports, self.run
            self.hear(min(_BURST, by.left()))

    def drain(self) -> None:
        """Take in what is left of earlier questions, so that a late answer is never taken for a new one."""
        left = FLUSH_LIMIT
        while left > 0 and (data := self.port.read(4096, 0.0)):
            left -= len(data)
            for answer in self._receiver.feed(data):
                self._take(answer)
        self._receiver = self._new_receiver()
        self._spoke_up = None

    def forget(self) -> None:
        """What it said of an earlier job."""
        self.paused, self.reports, self.run, self.completed, self._spoke_up = False, 0, b"", b"", None

    def _ask(self, n: int, by: Deadline) -> int:
        within = by.phase(self.model.answer_within)
        self.port.write(bytes((0x10, 0x04, n)))
        self.heard, reports = b"", self.reports
        while True:
            data = self.port.read(256, min(_SLICE, within.left()))
            self.heard = (self.heard + data)[-64:]
            answers = self._receiver.feed(data)
            for answer in answers:
                self._take(answer)
            for answer in answers:
                match answer:
                    case RealTimeStatus(byte) if n != FULL_STATUS:
                        return byte
                    case FullStatus(value) if n == FULL_STATUS:
                        return value
            if within.passed:
                strange = self.heard and self.reports == reports  # what it says by itself is not strange
                raise (Garbled if strange else Mute)(f"no answer to DLE EOT {n}")

    def _take(self, answer: Answer) -> None:
        match answer:
            case AutoStatus(packet):
                self._spoke_up = self.last_word = PrinterStatus.read_asb(packet)
                self.reports += 1
            case FullStatus(value):
                self._spoke_up = self.last_word = PrinterStatus.read({FULL_STATUS: value}, self.model.status)
                self.reports += 1
            case QueuedStatus(byte) if byte in SENSOR_BITS:
                same = bytes([byte])
                self.run = (self.run + same)[-_RUN:] if self.run.endswith(same) else same
            case Block(header, data) if header == FUNCTION_BLOCK and data[:1] == bytes([COMPLETED]):
                self.completed = data[1:]
            case Block(header, data) if header == TEXT_BLOCK:
                self._texts.append(data)
            case Flow(go):
                self.paused = not go
            case _:
                pass

    def _paper_empty(self) -> bool:
        return self.side is not None and self.side.paper_empty()

    def _new_receiver(self) -> PrinterReceiver:
        return PrinterReceiver(full_status=FULL_STATUS in self.model.asks)
