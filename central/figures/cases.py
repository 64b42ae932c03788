"""What happened to cases, as figures. Each function says what one case is to its figure; none: nothing.

A case counts where what the figure is about happened in the period, and it counts by how it stood at the cut-off. What
was decided (准予, 不予) ends a limit (行政许可法 42), so that is 办结 here; handing the result over is another figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from central.cases.clocks import Clock, by_silence, first_of
from central.cases.event import Change
from central.cases.gap import gap
from central.contract.case import ENDED_UNDECIDED, EventKind, Role, Stage
from central.contract.clock import ClockKind
from central.contract.figures import By, Source, Things
from central.figures.count import UNDATED, YES, Mark, Places, no, outside
from central.figures.definition import Definition
from central.limits.acceptance import FIRST_WORD_WITHIN
from central.limits.calendar import UnknownYear, WorkCalendar, end_of, local_day, midnight
from central.limits.deadline import Due, NoCalendar, NotBegun, deadline
from central.limits.figure import Period


@dataclass(frozen=True)
class Look:
    """What is looked at: a period, up to a moment, by a calendar."""

    period: Period
    as_of: datetime
    calendar: WorkCalendar

    def falls(self, moment: datetime | None) -> bool:
        """Whether something that had happened by the cut-off happened in the period."""
        return moment is not None and local_day(moment) in self.period


@dataclass(frozen=True)
class Seen:
    """One case as it stood at the cut-off: what had happened by then, in order, with its clocks.

    `item`: a department's own code with the department before it. `applied`: at a terminal. `accepted`: by the office's
    word, or by five days of silence; with `acceptance_unknown` nobody can say, for want of a calendar.
    """

    hall: str
    department: str
    item: str
    applied: bool
    stage: Stage
    events: Sequence[Change]
    clocks: tuple[Clock, ...]
    accepted: datetime | None
    acceptance_unknown: bool = False

    @property
    def places(self) -> Places:
        """What its figures are told apart by."""
        return {By.HALL: self.hall, By.DEPARTMENT: self.department, By.ITEM: self.item}

    def first(self, *kinds: EventKind) -> datetime | None:
        """When one of these happened first."""
        return next((event.at for event in self.events if event.kind in kinds), None)

    @property
    def decided(self) -> datetime | None:
        """准予, 不予."""
        return self.first(EventKind.GRANTED, EventKind.REFUSED)


_TURNED_AWAY = (EventKind.NOT_ACCEPTED, EventKind.REFERRED)
_FIRST_WORDS = (
    EventKind.SUPPLEMENT_ASKED,
    EventKind.ACCEPTED,
    EventKind.ACCEPTED_WITH_GAP,
    EventKind.WITHDRAWN,
    *_TURNED_AWAY,
)


def accepted(
    events: Sequence[Change], found: Iterable[Clock], calendar: WorkCalendar, as_of: datetime
) -> tuple[datetime | None, bool]:
    """When a case was accepted, by word or by silence (行政许可法 32); and whether nobody can say. `found`: its clocks,
    which know it where they count a limit of the case."""
    known = next((clock.course for clock in found if clock.kind is not ClockKind.ANSWER), None)
    course = known or by_silence(events, calendar, as_of)[0]
    if course.accepted is None and not any(event.kind in _FIRST_WORDS for event in events):
        try:
            calendar.working_after(local_day(course.submitted), FIRST_WORD_WITHIN.amount)
        except UnknownYear as unknown:
            return None, as_of >= midnight(date(unknown.year, 1, 1))
    return course.accepted, False


_Looking = Callable[[Seen, Look], Mark | None]


def accepted_of_received(seen: Seen, look: Look) -> Mark | None:
    """受理率: of what was handed in, by the office's word or by five days of silence."""
    if not look.falls(seen.first(EventKind.SUBMITTED)):
        return None
    if seen.acceptance_unknown:
        return UNDATED
    if seen.accepted is not None:
        return YES
    ended = next((event.kind for event in seen.events if event.kind in (*_TURNED_AWAY, EventKind.WITHDRAWN)), None)
    if ended is not None:
        return no(ended.value)
    return no("with_applicant" if seen.stage is Stage.SUPPLEMENTING else "not_looked_at")


def closed_of_accepted(seen: Seen, look: Look) -> Mark | None:
    """办结率: of the cases accepted in the period, those decided by its end. What is open is told apart by its limit:
    one that is in time is no failure, and it is no success either."""
    if seen.acceptance_unknown:
        return UNDATED
    if not look.falls(seen.accepted):
        return None
    if seen.decided is not None:
        return YES
    if seen.stage in ENDED_UNDECIDED:
        return no(seen.stage.value)
    return no(_open(first_of(seen.clocks), look))


def in_time_of_closed(seen: Seen, look: Look) -> Mark | None:
    """按时办结率, by the one clock by which a case is counted."""
    return _in_time(seen, look, first_of(seen.clocks))


def in_law_of_closed(seen: Seen, look: Look) -> Mark | None:
    """The same by what the law allows, whatever was promised."""
    return _in_time(seen, look, next((each for each in seen.clocks if each.kind is ClockKind.LEGAL), None))


def _in_time(seen: Seen, look: Look, clock: Clock | None) -> Mark | None:
    decided = seen.decided
    if decided is None:
        is_open = seen.stage not in ENDED_UNDECIDED
        return outside("overdue") if clock and is_open and _open(clock, look) == "overdue" else None
    if not look.falls(decided):
        return None
    if clock is None:
        return outside("no_limit")
    end = deadline(clock.limit, clock.course, look.calendar)
    if isinstance(end, Due):
        return YES if decided < end.over else no("late")
    if isinstance(end, NoCalendar):
        return YES if decided < midnight(date(end.year, 1, 1)) else UNDATED
    return outside("no_limit")


def handed_out_of_decided(seen: Seen, look: Look) -> Mark | None:
    """送达率: of what was decided, the result is in the applicant's hands."""
    if not look.falls(seen.decided):
        return None
    if seen.stage is Stage.CLOSED:
        return YES
    return no("not_issued" if seen.stage is Stage.GRANTED else "not_fetched")


def told_once(seen: Seen, look: Look) -> Mark | None:
    """一次性告知: of the cases that got a notice in the period, those that never got a second one."""
    given = [event.at for event in seen.events if event.kind is EventKind.SUPPLEMENT_ASKED]
    now = [at for at in given if look.falls(at)]
    if not now:
        return None
    again = len([at for at in given[1:] if look.falls(at)])
    return YES if len(given) == 1 else Mark(part="notices_again", times=again)


def urged(seen: Seen, look: Look) -> Mark | None:
    """催办: of the cases that were open in the period, those that their applicants urged. A unit that urges another is
    another matter."""
    by_applicant = [each.at for each in seen.events if each.kind is EventKind.URGED and each.role is Role.CITIZEN]
    times = sum(map(look.falls, by_applicant))
    return Mark(counts=True, part="urges", times=times) if times else Mark()


def gap_filled(seen: Seen, look: Look) -> Mark | None:
    """容缺: of the gaps that were to be filled by a day of the period, those that were."""
    found = gap(seen.events)
    if found is None or found.until not in look.period:
        return None
    if found.filled is not None:
        return YES if found.filled < end_of(found.until) else no("filled_late")
    if seen.stage in (Stage.WITHDRAWN, Stage.CLOSED):
        return no(seen.stage.value)
    return no("gap_overdue") if look.as_of >= end_of(found.until) else None


def automatic(seen: Seen, look: Look) -> Mark | None:
    """自动办理率: of the applications handed in at terminals, those that the machine granted."""
    if not seen.applied or not look.falls(seen.first(EventKind.SUBMITTED)):
        return None
    machine = {event.kind for event in seen.events if event.role is Role.MACHINE}
    anyone = {event.kind for event in seen.events}
    if EventKind.GRANTED in machine:
        return YES
    if EventKind.HANDED_OVER in anyone:
        return no("by_person")
    if EventKind.REFUSAL_PROPOSED in machine:
        return no("refusal_proposed")
    if EventKind.WITHDRAWN in anyone:
        return no("withdrawn")
    if EventKind.ACCEPTED in machine:
        return no("for_department")
    return no("with_applicant" if seen.stage is Stage.SUPPLEMENTING else "by_person")


FIGURES: tuple[tuple[Definition, _Looking], ...] = tuple(
    (Definition(function.__name__, Source.CASES, Things.CASES), function)
    for function in (
        accepted_of_received,
        closed_of_accepted,
        in_time_of_closed,
        in_law_of_closed,
        handed_out_of_decided,
        automatic,
        told_once,
        gap_filled,
        urged,
    )
)
"""Every figure of this family, in the order in which it is told. A function's name is its figure's code."""


def _open(clock: Clock | None, look: Look) -> str:
    """How an undecided case stands to its limit."""
    if clock is None:
        return "no_limit"
    end = deadline(clock.limit, clock.course, look.calendar)
    if isinstance(end, Due):
        return "overdue" if look.as_of >= end.over else "still_in_time"
    if isinstance(end, NoCalendar):
        return "still_in_time" if look.as_of < midnight(date(end.year, 1, 1)) else "no_day"
    return "not_begun" if isinstance(end, NotBegun) else "stands"
