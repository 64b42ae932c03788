"""The clocks of a case that is stored: by the limits that it began with, the office's calendar and its rules."""

from __future__ import annotations

from datetime import datetime

from central.cases.clocks import Clock, Limits, clocks, told
from central.contract.clock import CaseClock
from central.contract.item import ANSWERED_WITHIN, TimeLimit
from central.office import Office
from central.published import Hall
from central.services.cases import Known
from central.store.cases import Case


def running(office: Office, known: Known, now: datetime) -> tuple[Clock, ...]:
    """Every clock of a case."""
    return clocks(known.history.in_order, _limits(office, known.case), office.calendar, now)


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


def _limits(office: Office, case: Case) -> Limits:
    """What a case began with."""
    volume = office.shelf.find(case.item, case.version) if case.version is not None else None
    legal, promised = (
        None if said is None else TimeLimit.model_validate(said) for said in (case.legal_limit, case.promised_limit)
    )
    return Limits(legal, promised, ANSWERED_WITHIN if volume is None else volume.item.answer_limit)
