"""电子监察 of complaints, reports and bad ratings: a pass calls who is to be called, as for cases.

Nothing else is kept of a look: when the office first saw a report would say when it came.
"""

from __future__ import annotations

from dataclasses import dataclass

from central.office import Office
from central.services import voice_clocks, voices
from central.services.supervision import PassRuns
from central.store import supervision
from central.store import voices as stored
from central.store.database import Conflict, Connection
from central.store.supervision import OrderRow
from central.store.voices import Voice

_AT_A_TIME = 500


@dataclass(frozen=True)
class LookedAtVoices:
    """How many are open, and how many were called for them now."""

    open: int = 0
    called: int = 0


def supervise(office: Office) -> LookedAtVoices:
    """Look at every voice that nobody has closed. Whoever acts on one writes down who was called until then.

    Raises `PassRuns`.
    """
    try:
        return _pass(office)
    except Conflict as conflict:
        raise PassRuns("another pass over the voices is at work") from conflict


def _pass(office: Office) -> LookedAtVoices:
    looked_at, called, last = 0, 0, ""
    while True:
        with office.database.read() as connection:
            waiting = stored.unsettled(connection, last, _AT_A_TIME)
            found = [order for voice in waiting for order in _orders(office, connection, voice)]
        if found:
            with office.database.write() as connection:
                called += supervision.add_orders(connection, found, {order.case_id for order in found})
        looked_at += len(waiting)
        if len(waiting) < _AT_A_TIME:
            return LookedAtVoices(looked_at, called)
        last = waiting[-1].number


def _orders(office: Office, connection: Connection, voice: Voice) -> list[OrderRow]:
    desk = office.desk(connection, voice.hall_id)
    running = voices.running(desk, voice, stored.events_of(connection, voice.number))
    return voice_clocks.orders(office, voice, running, desk.now)
