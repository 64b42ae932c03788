"""Effects on their way from the ledger to the office: one at a time, the one somebody waits for first.

An effect is committed before it is sent, and sent again with the same key until the office has answered. Somebody who
waits is told "not known yet" after a while; the effect itself never gives up.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Any

from pydantic import TypeAdapter

from central.contract.application import ResultPaperReport
from central.contract.messages import PaperReport, RuleCode, Ticket, TicketRefused
from kiosk.enrolment import Enrolment
from kiosk.faults import EffectRefused, KioskRefused, LedgerFailed, OutcomeUnknown, RuleHit, TooManyVoices
from kiosk.ledger import EffectRow, Ledger
from kiosk.office import RAISE_VOICE, TAKE_TICKET, Office, seal
from kiosk.office_clock import OfficeClock
from kiosk.wishes.wish import Answered, Effect

HOPE = 12.0  # seconds that somebody waits for an answer, repeats with the same key included
EVERY = 0.5  # seconds between two looks at the ledger
REST = 60.0  # seconds without a look after the ledger failed
MOST_VOICES = 6
VOICES_WITHIN = timedelta(minutes=10)
"""Complaints, praises and reports of a terminal: as many as people can seriously type there, and no child's play."""

Reply = Callable[[Any], None]
Send = Callable[..., None]
"""Asks the office: verb, arguments, and the reply that follows."""


@dataclass
class Hope:
    """Somebody waits for an effect's answer."""

    reply: Reply
    until: float


class Outbox:
    """Sends what waits in the ledger. Main thread only; the line to the office is asked through `ask_office`."""

    def __init__(
        self,
        ledger: Ledger,
        enrolment: Enrolment,
        clock: OfficeClock,
        ask_office: Send,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.failed: Callable[[LedgerFailed], None] = lambda _fault: None
        """Called when the ledger cannot be used any more."""
        self._ledger = ledger
        self._enrolment = enrolment
        self._clock = clock
        self._ask_office = ask_office
        self._monotonic = monotonic
        self._in_flight = False
        self._hopes: dict[str, Hope] = {}
        self._look_at = 0.0

    def add(self, effect: Effect | PaperReport | ResultPaperReport) -> str:
        """Write an effect down; its id. It is on disk when this returns. Raises `LedgerFailed`."""
        return self._ledger.append(*seal(self._enrolment, effect), now=self._clock.now())

    def is_open(self, effect_id: str) -> bool:
        """Whether an effect waits or was answered; not one that the office will never take. Raises `LedgerFailed`."""
        return self._ledger.waiting(effect_id) is not None or self._ledger.result_of(effect_id) is not None

    def follow(self, effect_id: str, reply: Reply) -> None:
        """Send an effect now; one reply follows: its answer, the rule that stands against it, why the office will not
        take it from this terminal, or `OutcomeUnknown`. Raises `LedgerFailed`.
        """
        known = self._ledger.result_of(effect_id)
        if known is not None:
            reply(_answer(known))
            return
        self._hopes[effect_id] = Hope(reply, self._monotonic() + HOPE)
        self._send(self._ledger.waiting(effect_id))

    def hear_another(self) -> None:
        """Whether somebody else may speak up here now. Raises `TooManyVoices`, `LedgerFailed`."""
        now = self._clock.now()
        made = self._ledger.made_since(RAISE_VOICE, now - VOICES_WITHIN)
        if len(made) >= MOST_VOICES:
            free = made[-MOST_VOICES] + VOICES_WITHIN
            raise TooManyVoices(minutes=max(1, ceil((free - now) / timedelta(minutes=1))))

    def hurry(self) -> None:
        """The office is back: what waits goes before anything that a citizen will ask."""
        self._look_at = 0.0
        self.tick(online=True)

    def tick(self, online: bool) -> None:
        """Give up hopes that are over; look for what is due when the office can be reached."""
        now = self._monotonic()
        for effect_id in [effect_id for effect_id, hope in self._hopes.items() if now >= hope.until]:
            self._hopes.pop(effect_id).reply(OutcomeUnknown())
        if online and now >= self._look_at:
            self._look_at = now + EVERY
            try:
                self._send(next(iter(self._ledger.due(self._clock.now(), limit=1)), None))
            except LedgerFailed as fault:
                self._fail(fault)

    def _send(self, row: EffectRow | None) -> None:
        if row is None or self._in_flight:
            return
        self._in_flight = True
        self._ask_office(lambda answer: self._answered(row, answer), Office.send, row.id, row.kind, row.payload)

    def _answered(self, row: EffectRow, answer: Any) -> None:
        self._in_flight = False
        kept = False
        try:
            kept = self._keep(row, answer)
        except LedgerFailed as fault:
            self._fail(fault)
            if not isinstance(answer, Answered | RuleHit):  # true all the same: the key brings it again
                answer = fault
        if kept or isinstance(answer, Answered | RuleHit | KioskRefused | LedgerFailed):
            hope = self._hopes.pop(row.id, None)
            if hope is not None:
                hope.reply(answer)
        if not self._hopes:
            if kept:
                self.hurry()
        elif row.id not in self._hopes:  # somebody began to wait while another effect was under way
            self._send_hoped()

    def _keep(self, row: EffectRow, answer: Any) -> bool:
        """Write down what the office answered; False when the effect goes on waiting."""
        match answer:
            case _ if isinstance(answer, Answered):
                self._ledger.sent(row.id, answer.model_dump_json(), owed_paper=_owed(row, answer))
            case RuleHit():  # an answer like any other: nobody has to look into it
                self._ledger.sent(row.id, _result(answer))
            case EffectRefused():
                self._ledger.refused(row.id, answer.code)
            case _:
                self._ledger.delayed(row.id, self._clock.now())
                return False
        return True

    def _send_hoped(self) -> None:
        try:
            self._send(self._ledger.waiting(next(iter(self._hopes))))
        except LedgerFailed as fault:
            self._fail(fault)

    def _fail(self, fault: LedgerFailed) -> None:
        """What cannot be marked as sent would be sent again at once, and again."""
        self._look_at = self._monotonic() + REST
        self.failed(fault)


_RESULT: TypeAdapter[Answered | TicketRefused] = TypeAdapter(Answered | TicketRefused)


def _owed(row: EffectRow, answer: Answered) -> str | None:
    """Whose paper somebody is owed from now on. Of a result the office itself knows whether it ever came out."""
    return answer.ticket_id if isinstance(answer, Ticket) and row.kind == TAKE_TICKET else None


def _result(rule: RuleHit) -> str:
    refused = TicketRefused(title=rule.code, status=409, code=rule.code, facts=rule.facts, open_ticket=rule.open_ticket)
    return refused.model_dump_json()


def _answer(result: str) -> Answered | RuleHit:
    answer = _RESULT.validate_json(result)
    if isinstance(answer, TicketRefused):
        return RuleHit(RuleCode(answer.code), answer.facts, answer.open_ticket)
    return answer
