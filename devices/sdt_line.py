"""Questions to a card reader and their answers: one at a time, each with the patience it deserves."""

from __future__ import annotations

from devices.deadline import Deadline
from devices.ports import Port
from devices.sdt import Answer, AnswerParser, Command
from devices.states import Garbled, Mute, TimedOut

FIRST_BYTE = {Command.READ: 3.0, Command.RESET: 2.0, Command.SAM_ID: 0.6}  # seconds of patience
FIRST_BYTE_ELSE = 1.0
REST = 2.0  # seconds for the rest of a frame that has begun; 1295 bytes take 1.35 at 9600 baud
GAP = 0.5  # seconds without a byte after a frame has begun: its rest is lost
SETTLE = 0.02  # seconds of silence behind data that is kept; a byte put in pushes another out behind the frame
SLICE = 0.1  # seconds; how soon a cancel is felt
STRANGE = 256  # bytes that are kept of whoever gives no id, to tell what it is

_KEPT = (Command.SAM_ID, Command.READ)


class SdtLine:
    """The owner of the port."""

    def __init__(self, port: Port) -> None:
        self._port = port
        self.strange = b""  # what came when the module's id was asked for last; gone with the next question

    def exchange(self, command: Command, by: Deadline) -> Answer:
        """Ask once. Raises `Mute` (nothing came), `Garbled` (no legal answer came), `TimedOut`, `Offline`."""
        parser = AnswerParser()
        self.strange = b""
        try:
            self._port.flush_input()
            self._port.write(command.request)
            answer = self._answer(command, parser, by)
            if command in _KEPT and (parser.pending or self._port.read(1, min(SETTLE, by.left()))):
                answer.wipe()
                raise Garbled("more bytes than the frame has")
            return answer
        finally:
            parser.wipe()

    def close(self) -> None:
        self._port.close()

    def _answer(self, command: Command, parser: AnswerParser, by: Deadline) -> Answer:
        phase = by.phase(FIRST_BYTE.get(command, FIRST_BYTE_ELSE))
        gap: Deadline | None = None  # set once a frame has begun
        heard = False
        while not (phase.passed or (gap and gap.passed)):
            data = self._port.read(4096, min(SLICE, phase.left(), gap.left() if gap else SLICE))
            if not data:
                continue
            heard = True
            if command is Command.SAM_ID:
                self.strange = (self.strange + data)[:STRANGE]
            parser.feed(data)
            while answer := parser.take():
                if command.answered_by(answer):
                    return answer
                answer.wipe()
            if parser.begun:
                phase = phase if gap else by.phase(max(REST, phase.left()))
                gap = by.phase(GAP)
        while answer := parser.give_up():
            if command.answered_by(answer):
                return answer
            answer.wipe()
        if by.passed:
            raise TimedOut
        raise Garbled if heard else Mute
