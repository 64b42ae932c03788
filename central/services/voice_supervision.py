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
    """How many of those that have clocks are open, and how many were called for them now."""

    open: int = 0
    called: int = 0


def supervise(office: Office) -> LookedAtVoices:
    """Look at every open voice that has a clock. Whoever acts on one writes down who was called until then.

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
            found = _orders(office, connection, waiting)
        if found:
            with office.database.write() as connection:
                called += supervision.add_orders(connection, found, {order.case_id for order in found})
        looked_at += len(waiting)
        if len(waiting) < _AT_A_TIME:
            return LookedAtVoices(looked_at, called)
        last = waiting[-1].number


def _orders(office: Office, connection: Connection, waiting: list[Voice]) -> list[OrderRow]:
    desks = {hall_id: office.desk(connection, hall_id) for hall_id in {voice.hall_id for voice in waiting}}
    done = stored.events_of_each(connection, [voice.number for voice in waiting])
    found: list[OrderRow] = []
    for voice in waiting:
        desk = desks[voice.hall_id]
        running = voices.running(desk, voice, done.get(voice.number, []))
        found += voice_clocks.orders(office, voice, running, desk.now)
    return found
