"""电子监察: a pass over the cases writes down what turned, calls who is to be called, and counts.

A pass looks only at cases to which something happened, or whose next turn has come.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from central.cases.observation import Before, Observation, observe
from central.contract.clock import Light
from central.limits.deadline import Due
from central.office import Office
from central.services import case_clocks, cases
from central.store import cases as stored
from central.store import supervision as store
from central.store.cases import Case
from central.store.database import Connection
from central.store.supervision import ClockRow, Found, OrderRow, RecountRow, TurnRow, WatchedRow

_AT_A_TIME = 200
"""Cases in one transaction: others write between."""


@dataclass(frozen=True)
class Pass:
    """What one pass found. `lights`: of every unit's clocks, seen now or before."""

    looked_at: int = 0
    turned: int = 0
    called: int = 0
    recounted: int = 0
    lights: Mapping[tuple[str, Light], int] = field(default_factory=dict)


def supervise(office: Office) -> Pass:
    """Look at every case that needs it."""
    now, last = office.clock.now(), ""
    looked_at = turned = called = recounted = 0
    while True:
        with office.database.read() as connection:
            waiting = store.to_look_at(connection, now, office.calendar.digest, last, _AT_A_TIME)
        if not waiting:
            break
        with office.database.write() as connection:
            for case_id in waiting:
                counts = _look(office, connection, case_id, now)
                looked_at += 1
                turned += counts[0]
                called += counts[1]
                recounted += counts[2]
        last = waiting[-1]
    with office.database.read() as connection:
        return Pass(looked_at, turned, called, recounted, store.lights(connection))


def _look(office: Office, connection: Connection, case_id: str, now: datetime) -> tuple[int, int, int]:
    """One case: how many lights turned, levels were called and days were counted again."""
    case = stored.find(connection, case_id)
    assert case is not None, "no case is ever deleted"
    known = cases.read(office.keys, connection, case)
    events = len(known.history.events)
    last, rows = store.known(connection, case_id)
    calendar = office.calendar
    quiet = last is not None and last.events == events
    other = last is not None and last.calendar != calendar.digest
    seen: dict[str, Observation] = {}
    for clock in case_clocks.running(office, known, now):
        row = rows.get(clock.kind)
        before = Before(Light(row.light), row.due, quiet, other) if row is not None else None
        seen[clock.kind.value] = observe(
            clock, before, unit=case.department, calendar=calendar, rules=office.supervision, now=now
        )
    looks = [each.look_at for each in seen.values() if each.look_at is not None]
    turned = [
        TurnRow(
            case_id, kind, case.department, rows[kind].light if kind in rows else "", each.light, each.turned_at, now
        )
        for kind, each in seen.items()
        if each.turned_at is not None
    ]
    moved = [
        RecountRow(case_id, kind, calendar.digest, now, line.move, line.told, line.counted, line.holds)
        for kind, each in seen.items()
        if (line := each.recounted) is not None
    ]
    found = Found(
        case=WatchedRow(case_id, events, calendar.digest, min(looks, default=None)),
        clocks=[ClockRow(case_id, kind, case.department, each.light, each.due) for kind, each in seen.items()],
        turns=turned,
        orders=[order for kind, each in seen.items() for order in _orders(case, kind, each)],
        recounts=moved,
    )
    return len(turned), store.keep(connection, found), len(moved)


def _orders(case: Case, kind: str, seen: Observation) -> list[OrderRow]:
    return [
        OrderRow(
            case_id=case.case_id,
            kind=kind,
            over_at=seen.over or step.opened,
            level=step.level,
            unit=case.department,
            owner=step.owner,
            at=step.opened,
            until=step.due.over if isinstance(step.due, Due) else None,
        )
        for step in seen.called
    ]
