"""Resident identity card reader with a security module (SDT / SAM_A, GA/T 467), over a serial line, TCP, USB or HID.

    find → select → read        all three for every read; the first two expire with each
    read newest address         answers 90 or 91 as long as the card that was read still lies there

One presentation is one read: after a read, or after a refusal, the next `read` first waits until that card has left. A
card at the edge of the field flickers: while somebody looks, one that the reader has lost counts as gone only when find
finds nothing, or another card. A foreign card, an unreadable one and one pulled away are faults of the card and leave
the reader online. Two cards at once have no status of their own in this language: the reader finds "a card" and cannot
select it, so they end as `card_unreadable`, whose remedy (one card, laid anew) is the right one.

Nothing of a card is logged. Receive buffers are overwritten after use; what Python itself has copied on the way
(immutable bytes and text) lives until the session that holds the card ends.
"""

from __future__ import annotations

import logging
import math
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from hashlib import blake2b

from devices.deadline import Deadline
from devices.id_card import CardLayout, IdCard
from devices.id_card_faults import (
    DEFECTS,
    CardBeyondReader,
    CardPulled,
    CardRejected,
    CardUnknown,
    CardUnreadable,
    ReaderFailed,
    fault_of,
)
from devices.id_card_text import CardInconsistent, CardUnsupported, parse
from devices.photo_decoder import PhotoDecoder
from devices.ports import Port
from devices.reader_model import SDT, ReaderModel
from devices.recognition import ID_CARD_READER, recognise
from devices.sdt import Answer, Command, ModuleId, Status, module_id, slices
from devices.sdt_line import SdtLine
from devices.states import Condition, Fault, Garbled, Identity, Link, Mute, TimedOut, WrongDevice

__all__ = [
    "CardBeyondReader",
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
TRIES = 3  # of one presentation, of one question
REFUSED_FOR = 5.0  # seconds; then whatever lies there may be the next person's card and gets its turn
UNWATCHED = 2.0  # seconds without a look at the card that was read: a flicker is then as good as a lift
DENIALS = 3  # presentations in a row whose cards reject the module: then it is the module


@dataclass(frozen=True)
class SamReport:
    """What the security module says of itself. A defective one accepts no command and tells no id."""

    well: bool
    status: Status
    id: str = ""  # as on its label
    made: date | None = None
    in_doubt: tuple[CardLayout, ...] = ()  # kinds of cards that it may be too old for


class _Lying(Enum):
    """The card that has had its turn and may still lie on the reader."""

    NONE = 0
    READ = 1  # the reader still knows it
    LOST = 2  # it was read; the reader has lost sight of it, and only another look can tell
    REFUSED = 3  # only find can tell


class SdtIdCardReader:
    """Implements `Driver`."""

    def __init__(
        self,
        port: Port,
        now: Callable[[], float] = time.monotonic,
        *,
        model: ReaderModel = SDT,
        photo_decoder: PhotoDecoder | None = None,
    ) -> None:
        """`now`: the clock of the deadlines it will be given."""
        self._line = SdtLine(port)
        self._now = now
        self._model = model
        self._photo_decoder = photo_decoder
        self._in_doubt: tuple[CardLayout, ...] = model.in_doubt(None)
        self._lying = _Lying.NONE
        self._key = os.urandom(16)
        self._served = b""  # whose card was read since the field was empty, as a digest: nobody's number is kept
        self._seen_at = -math.inf  # the card that was read
        self._denials = 0
        self._ask_at = -math.inf  # when the field may be asked again
        self._refused_until = -math.inf

    def hello(self, by: Deadline) -> Identity:
        """Read the module's id; it becomes the serial. Raises `ReaderFailed` for a defective module."""
        module = self._module_id(by)
        return Identity(ID_CARD_READER, self._model.title, module.text, limits=self._in_doubt)

    def self_test(self, by: Deadline) -> SamReport:
        """Reset the module, let it test itself, and read its id. Raises `Mute`, `Garbled`, `TimedOut`, `Offline`."""
        self._reset(by)
        status = self._line.exchange(Command.STATUS, by).status
        if status is not Status.SUCCESS:
            return SamReport(False, status)
        module = self._module_id(by)
        return SamReport(True, status, module.text, module.made, self._in_doubt)

    def condition(self, by: Deadline) -> Condition:
        """The module's self-test. A reader without contacts cannot tell whether a card lies on it."""
        answer = self._line.exchange(Command.STATUS, by)
        if answer.status not in (Status.SUCCESS, *DEFECTS):
            self._reset(by)
            answer = self._line.exchange(Command.STATUS, by)
        if answer.status is Status.SUCCESS:
            return Condition(Link.ONLINE)
        return Condition(Link.HARDWARE_ERROR, code=ReaderFailed.code)

    def close(self) -> None:
        self._line.close()

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
                    card = self._take(by)
                    whose = self._whose(card)
                    if whose != self._served:
                        self._served = whose
                        return self._with_portrait(card, by)
                    self._await_lift(by)
                    found = False
                    continue
                if found:
                    raise CardPulled
                failures = 0
            except (Garbled, Mute, ReaderFailed) as fault:
                failures += 1
                if failures == TRIES or fault.facts.get("status") in DEFECTS:
                    self._refuse(found)
                    raise
                if failures == TRIES - 1:
                    self._reset(by)
            except (CardUnreadable, CardRejected, CardUnsupported, CardInconsistent) as fault:
                found = True
                failures += 1
                if failures == TRIES or fault.facts.get("status") == Status.READER_REJECTS_CARD:
                    self._refuse(found, fault)
                    raise self._blamed(fault) from None
            except CardUnknown as fault:
                self._refuse(True)
                raise self._blamed(fault) from None

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

    def _module_id(self, by: Deadline) -> ModuleId:
        """The id counts when it came twice alike: nothing else on this wire vouches for it.

        Raises `WrongDevice`, `ReaderFailed`, `Mute`, `Garbled`.
        """
        fault: Fault = Mute()
        ids: set[ModuleId] = set()
        for _ in range(TRIES + 1):
            try:
                module = module_id(_demand(self._line.exchange(Command.SAM_ID, by), Command.SAM_ID).data)
            except (Garbled, Mute) as trouble:
                fault = trouble if isinstance(fault, Mute) else fault
                continue
            except TimedOut:
                break
            if module in ids:
                self._in_doubt = self._model.in_doubt(module.made)
                return module
            ids.add(module)
        if ids:
            raise Garbled("the id never came twice alike")
        if isinstance(fault, Garbled):
            found = recognise(self._line.strange)
            if found != ID_CARD_READER:  # a reader on a bad line is the right device
                raise WrongDevice("another baud rate?", expected=ID_CARD_READER, found=found or "unknown")
        raise fault

    def _await_lift(self, by: Deadline) -> None:
        """Wait until the card that has had its turn is gone; one that was refused only for `REFUSED_FOR`."""
        if self._lying in (_Lying.READ, _Lying.LOST):
            self.removed(by)
        elif self._lying is _Lying.REFUSED:
            try:
                self.removed(by.phase(max(0.0, self._refused_until - self._now())))
            except TimedOut:
                if by.passed:
                    raise

    def _find(self, by: Deadline) -> bool:
        answer = self._line.exchange(Command.FIND, by)
        if answer.status is Status.NO_CARD:
            self._served = b""
            return False
        _demand(answer, Command.FIND)
        return True

    def _take(self, by: Deadline) -> IdCard:
        """Select and read the card that was just found."""
        _demand(self._line.exchange(Command.SELECT, by), Command.SELECT)
        answer = _demand(self._line.exchange(Command.READ, by), Command.READ)
        parts = slices(answer.data)
        answer.wipe()
        if parts is None:
            raise Garbled("length words do not add up")
        text, photo = parts
        try:
            card = parse(text, photo)
        finally:
            text[:], photo[:] = bytes(len(text)), bytes(len(photo))
        self._lying, self._denials, self._seen_at = _Lying.READ, 0, self._now()
        return card

    def _whose(self, card: IdCard) -> bytes:
        return blake2b(card.number.encode(), key=self._key, digest_size=16).digest()

    def _with_portrait(self, card: IdCard, by: Deadline) -> IdCard:
        """A photo that cannot be decoded costs the picture, never the reading."""
        if self._photo_decoder is None or not card.photo:
            return card
        return replace(card, portrait=self._photo_decoder.decode(card.photo, by))

    def _blamed(self, fault: Fault) -> Fault:
        """A module turns down what it is too old for as it would a forgery: do not call that card a bad one."""
        if self._in_doubt and isinstance(fault, CardRejected | CardUnknown):
            return CardBeyondReader(kinds=", ".join(self._in_doubt), **fault.facts)
        return fault

    def _present(self, by: Deadline) -> bool:
        """Whether a card lies in the field; for the card that was read, whether it may still be that one."""
        known = self._lying is _Lying.READ
        answer = self._line.exchange(Command.READ_NEWEST_ADDRESS if known else Command.FIND, by)
        answer.wipe()
        if answer.status in (*DEFECTS, Status.CHECKSUM_WRONG, Status.LENGTH_WRONG):
            raise fault_of(answer.status)
        if known:
            if answer.status not in (Status.SUCCESS, Status.NO_SUCH_ITEM):
                self._lying = _Lying.LOST
                if self._now() - self._seen_at > UNWATCHED:
                    self._served = b""  # lifted, perhaps, and laid anew
            self._seen_at = self._now()
            return True
        if self._lying is _Lying.LOST and answer.status is Status.CARD_FOUND:
            return self._served_again(by)
        if answer.status is Status.NO_CARD:
            self._served = b""
            return False
        return True

    def _served_again(self, by: Deadline) -> bool:
        """Whether the card that was just found is the one that was read last."""
        try:
            return self._whose(self._take(by)) == self._served
        except (CardUnreadable, CardUnknown, CardRejected, CardUnsupported, CardInconsistent):
            return False  # `read` looks more closely

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
            self._lying = _Lying.LOST
        try:
            self._line.exchange(Command.RESET, by)
        except (Garbled, Mute):
            log.info("no answer to a reset")  # the next question will tell

    def _pause(self, by: Deadline) -> None:
        """Keep the makers' interval between two questions to the field. Raises `TimedOut`."""
        by.wait(max(0.0, self._ask_at - self._now()))
        if by.passed:
            raise TimedOut
        self._ask_at = self._now() + POLL


def _demand(answer: Answer, command: Command) -> Answer:
    """`answer` if it is the success of `command`; its fault otherwise."""
    if answer.status is not command.success:
        raise fault_of(answer.status)
    return answer
