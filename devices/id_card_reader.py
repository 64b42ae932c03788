"""Resident identity card reader with a security module (SDT / SAM_A, GA/T 467), over a serial line or TCP.

    find → select → read        all three for every read; the first two expire with each
    read newest address         answers 90 or 91 as long as the card that was read still lies there

One presentation is one read: after a read, or after a refusal, the next `read` first waits until that card has
left. A foreign card, an unreadable one and one pulled away are faults of the card and leave the reader online.
Two cards at once have no status of their own in this language: the reader finds "a card" and cannot select it, so
they end as `card_unreadable`, whose remedy (one card, laid anew) is the right one.

Nothing of a card is logged. Receive buffers are overwritten after use; what Python itself has copied on the way
(immutable bytes and text) lives until the session that holds the card ends.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from enum import Enum

from devices.deadline import Deadline
from devices.id_card import IdCard
from devices.id_card_text import CardInconsistent, CardUnsupported, parse
from devices.ports import Port
from devices.sdt import Answer, AnswerParser, Command, Status, slices
from devices.states import (
    Condition,
    Fault,
    Garbled,
    HardwareFailed,
    Identity,
    Link,
    Mute,
    Remedy,
    TimedOut,
    WrongDevice,
)

__all__ = [
    "CardInconsistent",
    "CardPulled",
    "CardRejected",
    "CardUnknown",
    "CardUnreadable",
    "CardUnsupported",
    "ReaderFailed",
    "SdtIdCardReader",
]

log = logging.getLogger(__name__)

POLL = 0.32  # seconds between two questions for a card; the makers ask for more than 0.3
FIRST_BYTE = {Command.READ: 3.0, Command.RESET: 2.0, Command.SAM_ID: 0.6}  # seconds of patience
FIRST_BYTE_ELSE = 1.0
REST = 2.0  # seconds for the rest of a frame that has begun; 1295 bytes take 1.35 at 9600 baud
GAP = 0.5  # seconds without a byte after a frame has begun: its rest is lost
SETTLE = 0.02  # seconds of silence behind data that is kept; a byte put in pushes another out behind the frame
SLICE = 0.1  # seconds; how soon a cancel is felt
TRIES = 3  # of one presentation, of one question
REFUSED_FOR = 5.0  # seconds; then whatever lies there may be the next person's card and gets its turn
DENIALS = 3  # presentations in a row whose cards reject the module: then it is the module


class CardUnreadable(Fault):
    """The card is there and cannot be read; lift it and lay it again. Also two cards at once."""

    code = "card_unreadable"
    remedy = Remedy.CITIZEN


class CardPulled(Fault):
    """The card left before it was read."""

    code = "card_pulled"
    remedy = Remedy.CITIZEN


class CardUnknown(Fault):
    """Not an identity card."""

    code = "card_unknown"
    remedy = Remedy.CITIZEN


class CardRejected(Fault):
    """The security module does not accept the card: counterfeit, or of a kind younger than the module."""

    code = "card_rejected"
    remedy = Remedy.CITIZEN


class ReaderFailed(HardwareFailed):
    """The security module reports a defect, or that it is not authorised: a service call, no retry."""

    code = "reader_failed"


_FAULTS: dict[Status, type[Fault]] = {
    Status.CHECKSUM_WRONG: Garbled,
    Status.LENGTH_WRONG: Garbled,
    Status.NOT_PERMITTED: ReaderFailed,
    Status.UNRECOGNISED: ReaderFailed,
    Status.SELF_TEST_FAILED: ReaderFailed,
    Status.NOT_AUTHORISED: ReaderFailed,
    Status.CARD_TYPE_UNKNOWN: CardUnknown,
    Status.READER_REJECTS_CARD: CardRejected,
    Status.UNVERIFIED: CardRejected,
}  # all others: CardUnreadable
_KEPT = (Command.SAM_ID, Command.READ)
_DEFECTS = (Status.SELF_TEST_FAILED, Status.NOT_AUTHORISED)


class _Lying(Enum):
    """The card that has had its turn and may still lie on the reader."""

    NONE = 0
    READ = 1  # the reader still knows it
    REFUSED = 2  # only find can tell


class SdtIdCardReader:
    """Implements `Driver`."""

    def __init__(self, port: Port, now: Callable[[], float] = time.monotonic) -> None:
        """`now`: the clock of the deadlines it will be given."""
        self._port = port
        self._now = now
        self._lying = _Lying.NONE
        self._denials = 0
        self._ask_at = -math.inf  # when the field may be asked again
        self._refused_until = -math.inf

    def hello(self, by: Deadline) -> Identity:
        """Read the module's id; it becomes the serial. Raises `ReaderFailed` for a defective module.

        The id counts when it came twice alike: nothing else on this wire vouches for it.
        """
        fault: Fault = Mute()
        serials: set[str] = set()
        for _ in range(TRIES + 1):
            try:
                serial = _sam_id(_demand(self._exchange(Command.SAM_ID, by), Command.SAM_ID).data)
            except (Garbled, Mute) as trouble:
                fault = trouble if isinstance(fault, Mute) else fault
                continue
            except TimedOut:
                break
            if serial in serials:
                return Identity("id_card_reader", model="SDT", serial=serial)
            serials.add(serial)
        if serials:
            raise Garbled("the id never came twice alike")
        if isinstance(fault, Garbled):
            raise WrongDevice("no SDT frames: another device, or another baud rate") from fault
        raise fault

    def condition(self, by: Deadline) -> Condition:
        """The module's self-test. A reader without contacts cannot tell whether a card lies on it."""
        answer = self._exchange(Command.STATUS, by)
        if answer.status not in (Status.SUCCESS, *_DEFECTS):
            self._reset(by)
            answer = self._exchange(Command.STATUS, by)
        if answer.status is Status.SUCCESS:
            return Condition(Link.ONLINE)
        return Condition(Link.HARDWARE_ERROR, code=ReaderFailed.code)

    def close(self) -> None:
        self._port.close()

    def read(self, by: Deadline) -> IdCard:
        """Wait for a card and read it; a card that has had its turn must be lifted first.

        A failed attempt is repeated from find, `TRIES` times in all, with a reset before the last one when the
        line or the module is the reason. Raises `TimedOut` when none came, and the faults of this module.
        """
        self._await_lift(by)
        found, failures = False, 0
        while True:
            try:
                self._pause(by)
                if self._find(by):
                    found = True
                    return self._take(by)
                if found:
                    raise CardPulled
                failures = 0
            except (Garbled, Mute, ReaderFailed) as fault:
                failures += 1
                if failures == TRIES or fault.facts.get("status") in _DEFECTS:
                    self._refuse(found)
                    raise
                if failures == TRIES - 1:
                    self._reset(by)
            except (CardUnreadable, CardRejected, CardUnsupported, CardInconsistent) as fault:
                found = True
                failures += 1
                if failures == TRIES or fault.facts.get("status") == Status.READER_REJECTS_CARD:
                    self._refuse(found, fault)
                    raise
            except CardUnknown:
                self._refuse(True)
                raise

    def removed(self, by: Deadline) -> None:
        """Return when the card has left the field. Raises `TimedOut` while it lies there."""
        failures = 0
        while True:
            self._pause(by)
            try:
                if not self._present(by):
                    self._lying = _Lying.NONE
                    return
                failures = 0
            except (Garbled, Mute):
                failures += 1
                if failures == TRIES:
                    raise

    # One step each.

    def _await_lift(self, by: Deadline) -> None:
        """Wait until the card that has had its turn is gone; one that was refused only for `REFUSED_FOR`."""
        if self._lying is _Lying.READ:
            self.removed(by)
        elif self._lying is _Lying.REFUSED:
            try:
                self.removed(by.phase(max(0.0, self._refused_until - self._now())))
            except TimedOut:
                if by.passed:
                    raise

    def _find(self, by: Deadline) -> bool:
        answer = self._exchange(Command.FIND, by)
        if answer.status is Status.NO_CARD:
            return False
        _demand(answer, Command.FIND)
        return True

    def _take(self, by: Deadline) -> IdCard:
        """Select and read the card that was just found."""
        _demand(self._exchange(Command.SELECT, by), Command.SELECT)
        answer = _demand(self._exchange(Command.READ, by), Command.READ)
        parts = slices(answer.data)
        answer.wipe()
        if parts is None:
            raise Garbled("length words do not add up")
        text, photo = parts
        try:
            card = parse(text, photo)
        finally:
            text[:], photo[:] = bytes(len(text)), bytes(len(photo))
        self._lying, self._denials = _Lying.READ, 0
        return card

    def _present(self, by: Deadline) -> bool:
        """Whether a card lies in the field; for the card that was read, whether it is still that one."""
        known = self._lying is _Lying.READ
        answer = self._exchange(Command.READ_NEWEST_ADDRESS if known else Command.FIND, by)
        answer.wipe()
        if answer.status in (*_DEFECTS, Status.CHECKSUM_WRONG, Status.LENGTH_WRONG):
            raise _fault(answer.status)
        if known:
            return answer.status in (Status.SUCCESS, Status.NO_SUCH_ITEM)
        return answer.status is not Status.NO_CARD

    def _refuse(self, found: bool, fault: Fault | None = None) -> None:
        """The presentation is over without a reading. Raises `ReaderFailed` when card after card says so."""
        if found:
            self._lying, self._refused_until = _Lying.REFUSED, self._now() + REFUSED_FOR
        status = fault.facts.get("status") if fault else None
        if status == Status.READER_REJECTS_CARD:
            log.warning("the security module rejected a card")
        self._denials = self._denials + 1 if status == Status.CARD_REJECTS_READER else 0
        if self._denials >= DENIALS:
            raise ReaderFailed("card after card rejects the module", status=int(Status.CARD_REJECTS_READER))

    def _reset(self, by: Deadline) -> None:
        if self._lying is _Lying.READ:
            self._lying = _Lying.REFUSED  # the reader has forgotten it
        try:
            self._exchange(Command.RESET, by)
        except (Garbled, Mute):
            log.info("no answer to a reset")  # the next question will tell

    def _pause(self, by: Deadline) -> None:
        """Keep the makers' interval between two questions to the field. Raises `TimedOut`."""
        by.wait(max(0.0, self._ask_at - self._now()))
        if by.passed:
            raise TimedOut
        self._ask_at = self._now() + POLL

    # The line.

    def _exchange(self, command: Command, by: Deadline) -> Answer:
        """Ask once. Raises `Mute` (nothing came), `Garbled` (no legal answer came), `TimedOut`, `Offline`."""
        parser = AnswerParser()
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

    def _answer(self, command: Command, parser: AnswerParser, by: Deadline) -> Answer:
        phase = by.phase(FIRST_BYTE.get(command, FIRST_BYTE_ELSE))
        gap: Deadline | None = None  # set once a frame has begun
        heard = False
        while not (phase.passed or (gap and gap.passed)):
            data = self._port.read(4096, min(SLICE, phase.left(), gap.left() if gap else SLICE))
            if not data:
                continue
            heard = True
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


def _demand(answer: Answer, command: Command) -> Answer:
    """`answer` if it is the success of `command`; its fault otherwise."""
    if answer.status is not command.success:
        raise _fault(answer.status)
    return answer


def _fault(status: Status) -> Fault:
    return _FAULTS.get(status, CardUnreadable)(status.name.lower(), status=int(status))


def _sam_id(data: bytearray) -> str:
    """The printed form, as on the module's label. All integers unsigned, little-endian."""
    date, serial, check = (int.from_bytes(data[at : at + 4], "little") for at in (4, 8, 12))
    return f"{data[0]:02d}.{data[2]:02d}-{date:08d}-{serial:09d}-{check:09d}"
