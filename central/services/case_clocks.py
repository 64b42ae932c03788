"""The clocks of a case that is stored: by the limits that it began with, the office's calendar and its rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from central.cases.clocks import Clock, clocks, told
from central.cases.course import course
from central.contract.case import EventKind, Role
from central.contract.clock import CaseClock, DayMoved, Move, TimeShare
from central.limits.attribution import Handed, shares
from central.limits.calendar import ZONE
from central.office import Office
from central.published import Hall
from central.services.cases import Known, limits_of
from central.store import supervision as store
from central.store.database import Connection


def running(office: Office, known: Known, now: datetime) -> tuple[Clock, ...]:
    """Every clock of a case."""
    return clocks(known.history.in_order, limits_of(office.shelf, known.case), office.calendar, now)


Moves = Mapping[str, Mapping[str, DayMoved]]
"""By case and kind of clock: what a newer calendar did to the day that was told."""


def moves(connection: Connection, case_ids: Collection[str]) -> Moves:
    """Of these cases, so far as a pass has counted again: of each clock what was written last."""
    found: dict[str, dict[str, DayMoved]] = {}
    for row in store.recounts_of(connection, case_ids):
        moved = DayMoved(
            move=Move(row.move), told=row.told, counted=row.counted, holds=row.holds, at=row.at.astimezone(ZONE)
        )
        found.setdefault(row.case_id, {})[row.kind] = moved
    return found


def shown(office: Office, hall: Hall, known: Known, now: datetime, moved: Moves) -> tuple[CaseClock, ...]:
    """What the applicant reads of them, in the hall's own time."""
    near, days = office.supervision.near, moved.get(known.case.case_id, {})
    found = (told(clock, office.calendar, now, near, days.get(clock.kind)) for clock in running(office, known, now))
    return tuple(
        clock.model_copy(
            update={
                name: hall.local(moment)
                for name in ("due_at", "stands_since")
                if (moment := getattr(clock, name)) is not None
            }
        )
        for clock in found
    )


def shares_of(known: Known, now: datetime) -> tuple[TimeShare, ...]:
    """Whose the time was, in whole minutes: each unit's, and that in which the clock stood."""
    events = known.history.in_order
    by_office = [
        Handed(event.at, event.unit)
        for event in events
        if event.role is not Role.CITIZEN and event.kind is not EventKind.URGED
    ]
    found = shares(course(events), [Handed(events[0].at, events[0].unit), *by_office], now)
    minute = timedelta(minutes=1)
    stood = [TimeShare(minutes=found.stood // minute)] if found.stood else []
    return (*(TimeShare(unit=unit, minutes=share // minute) for unit, share in found.units.items()), *stood)
