"""When the calendar changes after days were promised: what changes for whom, as a record.

The law counts by the calendar that holds, so a later day holds at once and is told with its reason. What the office
promised by itself does not move on: where it is the earlier day, the office is measured by it (`kept`). A day that a
citizen was told never moves earlier unseen: it stays until they were told the earlier one. Whoever was told a day in a
year that is no longer known keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from central.contract.clock import Move
from central.limits.calendar import WorkCalendar, end_of
from central.limits.course import Course
from central.limits.deadline import Deadline, Due, Limit, NoCalendar, deadline


@dataclass(frozen=True, slots=True)
class Promised:
    """A day that somebody was told. `day`: none where none could be promised. `ours`: the office's own promise."""

    case: str
    limit: Limit
    course: Course
    day: date | None
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Recounted:
    """One line of the record. `counted`: by the new calendar; `holds`: the day that the citizen may rely on."""

    case: str
    limit: Limit
    move: Move
    told: date | None
    counted: date | None
    holds: date | None


def kept(end: Deadline, told: date | None) -> Deadline:
    """By which end the office is measured that promised a day before the calendar changed: the earlier of both."""
    return Due(told, end_of(told)) if isinstance(end, Due) and told is not None and told < end.day else end


def recount(promises: Iterable[Promised], calendar: WorkCalendar) -> Iterator[Recounted]:
    """A line for each promise that the calendar no longer gives. A clock that stands has no day to move."""
    for promised in promises:
        told = promised.day
        match deadline(promised.limit, promised.course, calendar):
            case Due(day=day) if told is None:
                yield Recounted(promised.case, promised.limit, Move.KNOWN, None, day, day)
            case Due(day=day) if told is not None and day != told:
                move = Move.LATER if day > told else Move.EARLIER
                holds = told if promised.ours else max(day, told)
                yield Recounted(promised.case, promised.limit, move, told, day, holds)
            case NoCalendar() if told is not None:
                yield Recounted(promised.case, promised.limit, Move.UNKNOWN, told, None, told)
