"""电子监察: a pass over the cases writes down what turned, calls who is to be called, and counts.

A pass looks only at cases to which something happened, or whose next turn has come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from central.cases.observation import Before, Observation, observe
from central.contract.clock import Light
from central.limits.deadline import Due
from central.office import Office
from central.services import case_clocks, cases
from central.services.cases import Known
from central.store import supervision as store
from central.store.cases import Case
from central.store.database import Conflict
from central.store.supervision import ClockRow, Found, OrderRow, RecountRow, TurnRow, WatchedRow

_AT_A_TIME = 500
"""Cases in one transaction: others write between."""


class PassRuns(RuntimeError):
    """Another pass is at work; this one has ended, and what it wrote so far is right."""


@dataclass(frozen=True)
class Pass:
    """What one pass found. `lights`: of every unit's clocks, seen now or before."""

    looked_at: int = 0
    turned: int = 0
    called: int = 0
    recounted: int = 0
    lights: Mapping[tuple[str, Light], int] = field(default_factory=dict)


def supervise(office: Office) -> Pass:
    """Look at every case that needs it. Raises `PassRuns`."""
    try:
        return _pass(office)
    except Conflict as conflict:
        raise PassRuns("another pass over the cases is at work") from conflict


def _pass(office: Office) -> Pass:
    now, last = office.clock.now(), ""
    looked_at = turned = called = recounted = 0
    while True:
        with office.database.read() as connection:
            waiting = store.to_look_at(connection, now, office.calendar.digest, last, _AT_A_TIME)
        if not waiting:
            break
        with office.database.write() as connection:
            before, clocks = store.known(connection, waiting)
            found = [
                _look(office, known, before.get(known.case.case_id), clocks[known.case.case_id], now)
                for known in cases.read_all(office.keys, connection, waiting)
            ]
            called += store.keep(connection, found)
        looked_at += len(found)
        turned += sum(len(each.turns) for each in found)
        recounted += sum(len(each.recounts) for each in found)
        last = waiting[-1]
    with office.database.read() as connection:
        return Pass(looked_at, turned, called, recounted, store.lights(connection))


def _look(office: Office, known: Known, last: WatchedRow | None, clocks: Iterable[ClockRow], now: datetime) -> Found:
    """One case: its clocks now, and what is new of them."""
    case, calendar, events = known.case, office.calendar, len(known.history.events)
    quiet = last is not None and last.events == events
    other = last is not None and last.calendar != calendar.digest
    rows = {row.kind: row for row in clocks}
    seen: dict[str, Observation] = {}
    for clock in case_clocks.running(office, known, now):
        row = rows.get(clock.kind)
        before = Before(Light(row.light), row.due, quiet, other) if row is not None else None
        seen[clock.kind.value] = observe(
            clock, before, unit=case.department, calendar=calendar, rules=office.supervision, now=now
        )
    looks = [each.look_at for each in seen.values() if each.look_at is not None]
    return Found(
        case=WatchedRow(case.case_id, events, calendar.digest, min(looks, default=None)),
        clocks=[ClockRow(case.case_id, kind, case.department, each.light, each.due) for kind, each in seen.items()],
        turns=[
            TurnRow(
                case_id=case.case_id,
                kind=kind,
                unit=case.department,
                was=rows[kind].light if kind in rows else "",
                light=each.light,
                at=each.turned_at,
                seen_at=now,
            )
            for kind, each in seen.items()
            if each.turned_at is not None
        ],
        orders=[order for kind, each in seen.items() for order in _orders(case, kind, each)],
        recounts=[
            RecountRow(case.case_id, kind, calendar.digest, now, line.move, line.told, line.counted, line.holds)
            for kind, each in seen.items()
            if (line := each.recounted) is not None
        ],
    )


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
