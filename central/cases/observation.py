"""What a supervisor sees of a clock: its light, since when, who is called, and when to look again.

It depends on the case and on the time, not on when or how often somebody looked: a level that was to be called in the
night is called as of the night.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from central.cases.clocks import OURS, Clock, still
from central.contract.clock import DayMoved, Light
from central.limits.calendar import WorkCalendar
from central.limits.deadline import Deadline, Due, deadline
from central.limits.escalation import Rung, Step, escalate
from central.limits.light import Marks, Turns, light_of, turns
from central.limits.recount import Promised, Recounted, kept, recount
from central.limits.supervision_rules import SupervisionRules


@dataclass(frozen=True)
class Before:
    """The clock as it was seen last. `quiet`: nothing happened to the case since; `other_calendar`: by another one."""

    light: Light
    due: date | None
    quiet: bool = False
    other_calendar: bool = False


@dataclass(frozen=True)
class Observation:
    """A clock now.

    `turned_at`: none where the light is the one that was seen last. `due`: the day that the citizen may rely on.
    `over`: the end of the limit. `called`: every level so far. `look_at`: none: when something happens to the case.
    """

    light: Light
    turned_at: datetime | None
    due: date | None
    over: datetime | None
    called: tuple[Step, ...]
    recounted: Recounted | None
    look_at: datetime | None


def observe(
    clock: Clock,
    before: Before | None,
    *,
    unit: str,
    calendar: WorkCalendar,
    rules: SupervisionRules,
    now: datetime,
    moved: DayMoved | None = None,
) -> Observation:
    """The clock of a case of a unit, at a moment. `moved`: what was written of its day when the calendar changed."""
    end = deadline(clock.limit, clock.course, calendar)
    recounted = _moved(clock, before, calendar)
    written = recounted or still(moved, end)
    due = written.holds if written is not None else end.day if isinstance(end, Due) else None
    if clock.kind in OURS:
        end = kept(end, due)
    over = end.over if isinstance(end, Due) else None
    turning = turns(clock.limit, clock.course, end, calendar, rules.near)
    closed = clock.course.closed_by(now)
    light = light_of(turning, now) if closed is None else Light.GREEN
    rungs = rules.rungs(unit) if over is not None and (closed or now) >= over else ()
    called = levels(rungs, end, calendar, now, closed)
    looks = [_turn(turning, now), clock.silent_until, _next_level(called) if len(called) < len(rungs) else None]
    return Observation(
        light=light,
        turned_at=None if before and before.light is light else _turned_at(turning, light, closed or now),
        due=due,
        over=over,
        called=called,
        recounted=recounted,
        look_at=min((look for look in looks if look is not None), default=None) if closed is None else None,
    )


def levels(
    rungs: Sequence[Rung], end: Deadline, calendar: WorkCalendar, now: datetime, closed: datetime | None
) -> tuple[Step, ...]:
    """Every level that the end of a limit has called, if the case was still open then. `closed`: not after now."""
    if not isinstance(end, Due) or (closed or now) < end.over:
        return ()
    return escalate(rungs, end.over, calendar, now, settled=closed).steps


def _moved(clock: Clock, before: Before | None, calendar: WorkCalendar) -> Recounted | None:
    """What another calendar made of a day that was told, or that nobody could tell."""
    if before is None or not (before.quiet and before.other_calendar):
        return None
    if before.due is None and before.light is not Light.NO_CALENDAR:
        return None
    return next(recount([Promised("", clock.limit, clock.course, before.due, clock.kind in OURS)], calendar), None)


def _turn(turning: Turns, now: datetime) -> datetime | None:
    return turning.next_change(now) if isinstance(turning, Marks) else None


def _next_level(called: tuple[Step, ...]) -> datetime | None:
    return called[-1].due.over if called and isinstance(called[-1].due, Due) else None


def _turned_at(turning: Turns, light: Light, otherwise: datetime) -> datetime:
    if isinstance(turning, Marks) and light in (Light.YELLOW, Light.RED):
        return turning.near if light is Light.YELLOW else turning.over
    return otherwise
