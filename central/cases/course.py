"""A case as its clocks see it (`central.limits`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from central.cases.event import Change
from central.contract.case import FINAL, EventKind
from central.contract.item import StartEvent, TimeLimit
from central.limits.calendar import WorkCalendar
from central.limits.course import SUPPLEMENT, Course, Extension, Stop
from central.limits.deadline import Due, Limit, deadline
from central.limits.term import Term

ENDS = {kind for kind in EventKind if kind.value in {stage.value for stage in FINAL}}
"""After these a case has come to its end."""

DECIDED = ENDS | {EventKind.GRANTED, EventKind.REFUSED}
"""With these limits end."""


def course(events: Iterable[Change]) -> Course:
    """The times of one case, from its events in the order of happening.

    Its limits are for the decision (行政许可法 42), so nothing is counted after that.
    """
    known = list(events)
    times = {event.kind: event.at for event in reversed(known)}
    accepted = times.get(EventKind.ACCEPTED) or times.get(EventKind.ACCEPTED_WITH_GAP)
    supplements = [event.at for event in known if event.kind is EventKind.SUPPLEMENTED]
    added = [at for at in supplements if accepted is None or at <= accepted]  # one may be overtaken by a late report
    asked = EventKind.SUPPLEMENT_ASKED in times
    return Course(
        submitted=times[EventKind.SUBMITTED],
        complete=added[-1] if added else None if asked else times[EventKind.SUBMITTED],
        accepted=accepted,
        closed=next((event.at for event in known if event.kind in DECIDED), None),
        stops=tuple(_stops(known)),
        extensions=tuple(
            Extension(Term(each.extension.amount, each.extension.unit), each.at, each.approver, each.reason)
            for each in known
            if each.extension is not None and each.kind is EventKind.EXTENDED
        ),
    )


def answer_day(events: Iterable[Change], within: TimeLimit, calendar: WorkCalendar) -> date | None:
    """转人工: the day by which a person answers, counted from when the case was handed over.

    None: nobody has it, the applicant has to add something first, or the day is in a year of whose holidays there is
    no notice yet.
    """
    known = list(events)
    handed = next((event.at for event in known if event.kind is EventKind.HANDED_OVER), None)
    if handed is None:
        return None
    since = replace(course(known), submitted=handed, closed=None, extensions=())
    end = deadline(Limit(Term.of(within), StartEvent.SUBMITTED), since, calendar)
    return end.day if isinstance(end, Due) else None


def _stops(events: list[Change]) -> Iterator[Stop]:
    special: Change | None = None
    asked: Change | None = None
    left: set[str] = set()
    for event in events:
        match event.kind:
            case EventKind.STOPPED:
                special = event
            case EventKind.RESUMED if special is not None:
                yield _stop(special, event.at)
                special = None
            case EventKind.SUPPLEMENT_ASKED:
                asked, left = event, set(event.missing)
            case EventKind.SUPPLEMENTED | EventKind.ACCEPTED_WITH_GAP if asked is not None:
                left -= set(event.missing)
                if not left or event.kind is EventKind.ACCEPTED_WITH_GAP:
                    yield _stop(asked, event.at)
                    asked = None
    for still in (special, asked):
        if still is not None:
            yield _stop(still, None)


def _stop(begun: Change, ended: datetime | None) -> Stop:
    reason = begun.special.value if begun.kind is EventKind.STOPPED and begun.special is not None else SUPPLEMENT
    return Stop(reason, begun.at, begun.notice, ended)
