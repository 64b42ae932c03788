"""Cases for the tests of the clocks: the published calendars, moments written short, and strategies."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st

from central.contract.item import StartEvent, Unit
from central.limits.calendar import ZONE, WorkCalendar, midnight
from central.limits.course import Course, Extension, Stop
from central.limits.deadline import Due, Limit, deadline
from central.limits.term import Term

CALENDAR = WorkCalendar.read()


def at(text: str) -> datetime:
    """`2026-02-13` or `2026-02-13 16:30`, in Asia/Shanghai. A day alone is ten in the morning."""
    day, _, clock = text.partition(" ")
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock or "10:00"), ZONE)


def limit(amount: int, unit: Unit = Unit.WORKING_DAY, starts_at: StartEvent = StartEvent.SUBMITTED) -> Limit:
    return Limit(Term(amount, unit), starts_at)


def stop(began: str, ended: str | None = None, reason: str = "expert_review") -> Stop:
    return Stop(reason, at(began), "特字1号", at(ended) if ended else None)


def extension(decided: str, amount: int, unit: Unit = Unit.WORKING_DAY) -> Extension:
    return Extension(Term(amount, unit), at(decided), "副局长", "案情复杂")


def due(wanted: Limit, course: Course) -> str:
    """The due day; fails where there is none."""
    found = deadline(wanted, course, CALENDAR)
    assert isinstance(found, Due), found
    return found.day.isoformat()


moments = st.builds(
    lambda day, minute: midnight(day) + timedelta(minutes=minute),
    st.dates(date(2024, 1, 1), date(2026, 6, 30)),
    st.integers(0, 24 * 60 - 1),
)
units = st.sampled_from([Unit.WORKING_DAY, Unit.DAY, Unit.MONTH, Unit.HOUR])
