"""When the calendar changes after days were promised: what changes for whom, as a record.

The law counts by the calendar that holds, so a later day holds at once and is told with its reason. A day that a
citizen was told never moves earlier unseen: it stays until they were told the earlier one. Whoever was told a day in a
year that is no longer known keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from central.limits.calendar import WorkCalendar
from central.limits.course import Course
from central.limits.deadline import Due, Limit, NoCalendar, deadline


class Move(StrEnum):
    """What became of a day."""

    LATER = "later"
    EARLIER = "earlier"
    UNKNOWN = "unknown"
    KNOWN = "known"  # nothing could be promised, and now it can


@dataclass(frozen=True, slots=True)
class Promised:
    """A day that somebody was told. `day`: none where none could be promised."""

    case: str
    limit: Limit
    course: Course
    day: date | None


@dataclass(frozen=True, slots=True)
class Recounted:
    """One line of the record. `counted`: by the new calendar; `holds`: the day that the citizen may rely on."""

    case: str
    limit: Limit
    move: Move
    told: date | None
    counted: date | None
    holds: date | None


def recount(promises: Iterable[Promised], calendar: WorkCalendar) -> Iterator[Recounted]:
    """A line for each promise that the calendar no longer gives. A clock that stands has no day to move."""
    for promised in promises:
        told = promised.day
        match deadline(promised.limit, promised.course, calendar):
            case Due(day=day) if told is None:
                yield Recounted(promised.case, promised.limit, Move.KNOWN, None, day, day)
            case Due(day=day) if told is not None and day != told:
                move = Move.LATER if day > told else Move.EARLIER
                yield Recounted(promised.case, promised.limit, move, told, day, max(day, told))
            case NoCalendar() if told is not None:
                yield Recounted(promised.case, promised.limit, Move.UNKNOWN, told, None, told)
