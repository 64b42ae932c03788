"""The clocks of a case that is stored: by the limits that it began with, the office's calendar and its rules."""

from __future__ import annotations

from datetime import datetime

from central.cases.clocks import Clock, clocks, told
from central.contract.clock import CaseClock
from central.office import Office
from central.published import Hall
from central.services.cases import Known, limits_of


def running(office: Office, known: Known, now: datetime) -> tuple[Clock, ...]:
    """Every clock of a case."""
    return clocks(known.history.in_order, limits_of(office, known.case), office.calendar, now)


def shown(office: Office, hall: Hall, known: Known, now: datetime) -> tuple[CaseClock, ...]:
    """What the applicant reads of them, in the hall's own time."""
    found = (told(clock, office.calendar, now, office.supervision.near) for clock in running(office, known, now))
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
