"""V-12: the calendar covers the longest clock of a case that begins on the day on which the document takes effect.

Whether it still does on a later day is no property of a document: that is `central calendars check`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from central.contract.item import ItemDocument, StartEvent, TimeLimit
from central.items.finding import Problems, Rule
from central.limits.calendar import WorkCalendar, midnight
from central.limits.course import Course
from central.limits.deadline import Limit, NoCalendar, deadline
from central.limits.term import Term


def problems(item: ItemDocument, calendar: WorkCalendar) -> Problems:
    """Every limit whose last day nobody can know. A version older than the calendar counts from its first day on."""
    first = date(min(calendar.notices), 1, 1) if calendar.notices else item.effective_from
    begin = max(item.effective_from, first)
    for place, year in uncovered(item, calendar, begin):
        remedy = f"runs into {year}, of whose holidays there is no notice; add it, or let the version take effect later"
        yield place, Rule.CALENDAR_COVERS, remedy


def uncovered(item: ItemDocument, calendar: WorkCalendar, begin: date) -> Iterator[tuple[str, int]]:
    """The limits of a case that begins on a day, and end in a year that is unknown: place and year."""
    limits: dict[str, TimeLimit | None] = {
        "legal_limit": item.legal_limit,
        "promised_limit": item.promised_limit,
        "answer_limit": item.answer_limit,
    }
    course = Course(midnight(begin))
    for place, limit in limits.items():
        if limit is None:
            continue
        end = deadline(Limit(Term.of(limit), StartEvent.SUBMITTED), course, calendar)
        if isinstance(end, NoCalendar):
            yield place, end.year
