"""A month of the units, and what an item really took: from the events of cases alone, so that both can be told again.

Only what had happened by the end of the period counts, by when it happened and not by when it was written down.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from central.cases.clocks import Clock, first_of
from central.cases.course import DECIDED
from central.cases.event import Event
from central.cases.history import History
from central.cases.observation import levels
from central.contract.case import EventKind, Role
from central.contract.clock import ClockKind
from central.contract.item import StartEvent, Unit
from central.limits.calendar import end_of, midnight
from central.limits.deadline import Deadline, Due, deadline
from central.limits.escalation import Step
from central.limits.figure import Period, Rate
from central.limits.measured import Taken, Timed, in_time, taken
from central.limits.score import Score, Scored, scores
from central.office import Office
from central.services import case_clocks, cases
from central.services.cases import Known
from central.store import supervision as store

_AT_A_TIME = 500


SETTLED = timedelta(hours=1)
"""After the end of a period the last results come out and the last reports come in; then it is over."""


def until(office: Office, period: Period) -> datetime:
    """The end of a period, or now where that is still to come."""
    return min(end_of(period.last), office.clock.now())


def is_over(office: Office, period: Period) -> bool:
    """Whether what is counted of a period may be published."""
    return office.clock.now() >= end_of(period.last) + SETTLED


@dataclass(frozen=True)
class Exceptions:
    """What a unit did against the rule, each time with a reason and an approver: a second notice of what is missing
    (行政许可法 32: once), and an extension. `told_late`: decisions that were in time, as the unit said after the limit:
    they count as they are said to have happened, and everybody may ask for the file."""

    unit: str
    second_notices: int
    extensions: int
    told_late: int = 0


@dataclass(frozen=True)
class Month:
    """Every unit's points, and every unit that did something against the rule, by name."""

    scores: list[Score]
    exceptions: list[Exceptions]


def month(office: Office, period: Period) -> Month:
    """Both, in one walk over the cases."""
    first, as_of = midnight(period.first), until(office, period)
    notices: Counter[str] = Counter()
    extensions: Counter[str] = Counter()
    told_late: Counter[str] = Counter()

    def scored() -> Iterator[Scored]:
        for known, clocks in known_in(office, period, as_of):
            events = known.history.in_order
            again = [event for event in events if event.kind is EventKind.SUPPLEMENT_ASKED][1:]
            longer = [event for event in events if event.kind is EventKind.EXTENDED]
            notices.update(event.unit for event in again if event.at >= first)
            extensions.update(event.unit for event in longer if event.at >= first)
            clock = first_of(clocks)
            if clock is not None:
                end = deadline(clock.limit, clock.course, office.calendar)
                told_late.update(event.unit for event in _told_late(known, end) if event.at >= first)
                steps = _steps(office, known, clock, end, as_of)
                yield Scored(known.case.number, known.case.department, clock.limit, clock.course, steps)

    found = scores(scored(), office.calendar, period, as_of, near=office.supervision.near)
    units = sorted(notices.keys() | extensions.keys() | told_late.keys())
    return Month(found, [Exceptions(unit, notices[unit], extensions[unit], told_late[unit]) for unit in units])


@dataclass(frozen=True)
class Measured:
    """One kind of limit of an item, in one unit and from one start event: never over several."""

    kind: ClockKind
    unit: Unit
    starts_at: StartEvent
    taken: Taken
    in_time: Rate


def measured(office: Office, item: str, period: Period) -> list[Measured]:
    """What the item's cases took that were decided in a period."""
    return measured_items(office, period, only=item).get(item, [])


def measured_items(office: Office, period: Period, only: str | None = None) -> dict[str, list[Measured]]:
    """The same for every item that has any, or for one alone, in one walk over the cases."""
    found: dict[tuple[str, ClockKind, Unit, StartEvent], list[Timed]] = {}
    for known, clocks in known_in(office, period, until(office, period), only):
        for clock in clocks:
            if clock.course.closed is not None and clock.kind is not ClockKind.GAP:
                place = (known.case.item, clock.kind, clock.limit.term.unit, clock.limit.starts_at)
                found.setdefault(place, []).append((clock.limit, clock.course))
    items: dict[str, list[Measured]] = {}
    for (item, kind, unit, starts_at), timed in sorted(found.items()):
        took = taken(timed, office.calendar, period)
        if took is not None:
            on_time = in_time(timed, office.calendar, period)
            items.setdefault(item, []).append(Measured(kind, unit, starts_at, took, on_time))
    return items


def known_in(
    office: Office, period: Period, as_of: datetime, item: str | None = None, hall: str | None = None
) -> Iterator[tuple[Known, tuple[Clock, ...]]]:
    """Every case that was alive in the period, of one item, of one hall or of all, with its clocks by what had happened
    then."""
    last = ""
    while True:
        with office.database.read() as connection:
            ids = store.alive(connection, midnight(period.first), as_of, item, hall=hall, after=last, most=_AT_A_TIME)
            known = cases.read_all(office.keys, connection, ids)
        for each in known:
            then = Known(each.case, History(tuple(event for event in each.history.events if event.at < as_of)))
            yield then, case_clocks.running(office, then, as_of)
        if len(ids) < _AT_A_TIME:
            return
        last = ids[-1]


def _told_late(known: Known, end: Deadline) -> Iterator[Event]:
    """The decision, where a department told it after the limit as one that was made within."""
    for event in known.history.events:
        by_unit = event.kind in DECIDED and event.role is Role.DEPARTMENT
        if by_unit and isinstance(end, Due) and event.at < end.over <= event.written_at:
            yield event


def _steps(office: Office, known: Known, clock: Clock, end: Deadline, as_of: datetime) -> tuple[Step, ...]:
    """Whom the limit's end called, by the rules of today."""
    rungs = office.supervision.rungs(known.case.department)
    return levels(rungs, end, office.calendar, as_of, clock.course.closed_by(as_of))
