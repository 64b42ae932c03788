"""The clocks of a case, from its events: legal and promised side by side, and that of a person's answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from central.cases.course import ENDS, course
from central.cases.event import Change
from central.cases.gap import gap
from central.contract.case import EventKind
from central.contract.clock import CaseClock, ClockKind, DayMoved
from central.contract.item import StartEvent, TimeLimit, Unit
from central.limits.acceptance import FIRST_WORD_WITHIN, Accepted, Awaited, Intake, acceptance
from central.limits.calendar import WorkCalendar, local_day
from central.limits.course import SUPPLEMENT, Course
from central.limits.deadline import Deadline, Due, Limit, NoCalendar, Stands, deadline
from central.limits.light import NEAR, read
from central.limits.term import Term

_TO_A_PERSON = (EventKind.HANDED_OVER, EventKind.REFUSAL_PROPOSED)
_TURNED_AWAY = (EventKind.NOT_ACCEPTED, EventKind.REFERRED)


@dataclass(frozen=True)
class Limits:
    """What a case began with. `answer`: 转人工."""

    legal: TimeLimit | None
    promised: TimeLimit | None
    answer: TimeLimit


OURS = frozenset({ClockKind.PROMISED, ClockKind.ANSWER})
"""What the office itself promised, beside the law."""


@dataclass(frozen=True)
class Clock:
    """One limit with the course that it counts.

    `by_law`: five days of silence accepted the case (行政许可法 32). `silent_until`: when they will, if nobody speaks.
    """

    kind: ClockKind
    said: TimeLimit
    limit: Limit
    course: Course
    by_law: bool = False
    silent_until: datetime | None = None


def clocks(events: Iterable[Change], limits: Limits, calendar: WorkCalendar, now: datetime) -> tuple[Clock, ...]:
    """Every clock of a case, from its events in the order of happening.

    What is promised at once is the machine's promise: where it left the case to a person, the person's limit counts.
    """
    known = list(events)
    lawful, by_law, silent_until = by_silence(known, calendar, now)
    to_person = next((event.at for event in known if event.kind in _TO_A_PERSON), None)
    found: list[Clock] = []
    for kind, said in ((ClockKind.LEGAL, limits.legal), (ClockKind.PROMISED, limits.promised)):
        if said is None or (said.unit is Unit.AT_ONCE and to_person is not None):
            continue
        limit = Limit(Term.of(said), said.starts_at)
        if said.starts_at is StartEvent.ACCEPTED:
            found.append(Clock(kind, said, limit, lawful, by_law, silent_until))
        else:
            found.append(Clock(kind, said, limit, lawful))
    if to_person is not None:
        answered = replace(lawful, submitted=to_person, extensions=())
        limit = Limit(Term.of(limits.answer), StartEvent.SUBMITTED)
        found.append(Clock(ClockKind.ANSWER, limits.answer, limit, answered))
    return (*found, *_gap(known))


def _gap(events: list[Change]) -> Iterator[Clock]:
    """容缺: the applicant's own limit. It runs on after a grant, for nothing is issued before; a refusal ends it."""
    found = gap(events)
    if found is None:
        return
    ends = [event.at for event in events if event.kind in ENDS or event.kind is EventKind.REFUSED]
    ended = min((end for end in (found.filled, *ends) if end is not None), default=None)
    days = (found.until - local_day(found.begun)).days
    said = TimeLimit(amount=max(days, 0), unit=Unit.DAY)
    yield Clock(ClockKind.GAP, said, Limit(Term.of(said)), Course(found.begun, accepted=found.begun, closed=ended))


_FIRST = (ClockKind.PROMISED, ClockKind.LEGAL, ClockKind.ANSWER)


def first_of(found: Iterable[Clock]) -> Clock | None:
    """The one clock by which a case is counted: what was promised, else what the law says, else until when a person
    answers."""
    counting = (clock for clock in found if clock.kind in _FIRST)
    return min(counting, key=lambda clock: _FIRST.index(clock.kind), default=None)


def still(moved: DayMoved | None, end: Deadline) -> DayMoved | None:
    """What was written of a day that moved, as long as the clock counts the same day as then."""
    return moved if moved is not None and moved.counted == (end.day if isinstance(end, Due) else None) else None


def told(
    clock: Clock, calendar: WorkCalendar, now: datetime, near: Fraction = NEAR, moved: DayMoved | None = None
) -> CaseClock:
    """A clock as the applicant may read it. `moved`: what a newer calendar did to the day that they were told."""
    moved = still(moved, deadline(clock.limit, clock.course, calendar))
    found = read(
        clock.limit,
        clock.course,
        calendar,
        now,
        near,
        told=moved.holds if moved is not None and clock.kind in OURS else None,
    )
    end, spent = found.deadline, found.spent
    return CaseClock(
        kind=clock.kind,
        limit=clock.said,
        light=found.light,
        late=found.late,
        due=moved.holds if moved is not None else end.day if isinstance(end, Due) else None,
        due_at=end.over if isinstance(end, Due) else None,
        stands_since=end.since if isinstance(end, Stands) else None,
        year_unknown=end.year if isinstance(end, NoCalendar) else None,
        counted=spent.counted.amount if spent else None,
        left=spent.left.amount if spent else None,
        over=spent.over.amount if spent else None,
        by_law=clock.by_law,
        moved=moved,
    )


def by_silence(events: Sequence[Change], calendar: WorkCalendar, now: datetime) -> tuple[Course, bool, datetime | None]:
    """The course with the acceptance by silence, or when that will be. What is asked for afterwards stops nothing."""
    plain = course(events)
    first = {event.kind: event.at for event in reversed(events)}
    turned_away = min((first[kind] for kind in _TURNED_AWAY if kind in first), default=None)
    asked = [stop for stop in plain.stops if stop.reason == SUPPLEMENT]
    intake = Intake(
        received=plain.submitted,
        noticed=asked[0].began if asked else None,
        supplemented=asked[0].ended if asked else None,
        accepted=plain.accepted,
        turned_away=min((each for each in (turned_away, first.get(EventKind.WITHDRAWN)) if each), default=None),
    )
    found = acceptance(intake, calendar, now)
    if isinstance(found, Awaited) and isinstance(found.until, Due):
        return plain, False, found.until.over
    if not isinstance(found, Accepted) or not found.deemed:
        return plain, False, None
    silent = deadline(Limit(FIRST_WORD_WITHIN, StartEvent.SUBMITTED), Course(found.at), calendar)
    assert isinstance(silent, Due), "it was over"
    stops = tuple(stop for stop in plain.stops if stop.reason != SUPPLEMENT or stop.began < silent.over)
    return replace(plain, accepted=found.at, complete=plain.complete or found.at, stops=stops), True, None
