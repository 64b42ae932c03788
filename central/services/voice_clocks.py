"""Until when somebody calls about a voice, and answers it; and whom a clock that is over has called.

An integrity report's clocks begin with its day, and no row of supervision says more of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from central.cases.observation import levels
from central.contract.item import StartEvent
from central.contract.voice import VoiceAct, VoiceClock, VoiceKind
from central.limits.calendar import midnight
from central.limits.course import Course
from central.limits.deadline import Due, Limit, NoCalendar, deadline
from central.limits.light import Reading
from central.limits.light import read as look_at
from central.limits.supervision_rules import Within
from central.limits.term import Term
from central.office import Office
from central.store.supervision import OrderRow
from central.store.voices import Event, Voice

UNIT = "voices"
"""Whose orders these are: `units` of the rules of supervision may give it levels of its own."""


@dataclass(frozen=True)
class Running:
    """A clock of a voice. `act`: what ends it."""

    act: VoiceAct
    within: Within
    course: Course

    @property
    def limit(self) -> Limit:
        return Limit(Term(self.within.amount, self.within.unit), StartEvent.SUBMITTED)


def running(office: Office, voice: Voice, done: Sequence[Event], *, called: bool) -> tuple[Running, ...]:
    """Its clocks. Praise waits for nothing. `called`: somebody is to call."""
    if any(each.act == VoiceAct.OVERRIDE.value for each in done):  # nobody called or answered, and nobody will
        return ()
    rules = office.supervision.voices
    found = [_running(voice, done, VoiceAct.CONTACT, rules.contact)] if called else []
    if voice.kind != VoiceKind.PRAISE.value:
        found.append(_running(voice, done, VoiceAct.ANSWER, rules.answer))
    return tuple(found)


def contact(office: Office, voice: Voice, done: Sequence[Event]) -> Running:
    """The clock of the call alone."""
    return _running(voice, done, VoiceAct.CONTACT, office.supervision.voices.contact)


def read(office: Office, clock: Running, now: datetime) -> Reading:
    """Its light and its days."""
    return look_at(clock.limit, clock.course, office.calendar, now, office.supervision.near)


def told(office: Office, clock: Running, now: datetime) -> VoiceClock:
    """As whoever has the number may read it."""
    found = read(office, clock, now)
    end = found.deadline
    return VoiceClock.model_validate(
        {
            "kind": clock.act.value,
            "amount": clock.within.amount,
            "unit": clock.within.unit,
            "due": end.day if isinstance(end, Due) else None,
            "year_unknown": end.year if isinstance(end, NoCalendar) else None,
            "light": found.light,
            "late": found.late,
        }
    )


def orders(office: Office, voice: Voice, clocks: Sequence[Running], now: datetime) -> list[OrderRow]:
    """Every level that a clock which is over has called so far, as of the moment when it was to be called."""
    found: list[OrderRow] = []
    for clock in clocks:
        end = deadline(clock.limit, clock.course, office.calendar)
        if not isinstance(end, Due):
            continue
        called = levels(office.supervision.rungs(UNIT), end, office.calendar, now, clock.course.closed_by(now))
        found += [
            OrderRow(
                case_id=voice.number,
                kind=clock.act.value,
                over_at=end.over,
                level=step.level,
                unit=UNIT,
                owner=step.owner,
                at=step.opened,
                until=step.due.over if isinstance(step.due, Due) else None,
            )
            for step in called
        ]
    return found


def _running(voice: Voice, done: Sequence[Event], act: VoiceAct, within: Within) -> Running:
    """The clock that ends with the first such act. A report of which the day is known alone begins with that day."""
    begun = voice.at or midnight(voice.day)
    ends = [each.at for each in done if each.act == act.value]
    return Running(act, within, Course(begun, closed=max(ends[0], begun) if ends else None))
