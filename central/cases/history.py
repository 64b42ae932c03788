"""Everything that happened to one case: append-only, in any order of writing, folded in the order of happening."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from functools import cached_property

from central.cases.event import Change, Event
from central.cases.model import NotAllowed, Standing, follow
from central.contract.case import EventKind, Role

SKEW = timedelta(minutes=5)
"""How far another system's clock may be ahead of ours."""

LATE_AFTER = timedelta(hours=24)
"""What is written down later than this after it happened is marked."""


MOST_EVENTS = 500
"""Who has more to say of one case repeats themselves: a terminal could not read it to anybody any more. What the case
needs to go on and to end may still be said."""

_REPEATED = frozenset({EventKind.LATE_EXPLAINED, EventKind.STOPPED})
"""What may be said again and again, and leads nowhere."""


@dataclass(frozen=True)
class History:
    """The events of one case, as they were written."""

    events: tuple[Event, ...] = ()

    @cached_property
    def in_order(self) -> tuple[Event, ...]:
        """As they happened; of two at the same moment the one that was written first comes first."""
        return tuple(sorted(self.events, key=lambda event: (event.at, event.sequence)))

    @cached_property
    def standing(self) -> Standing:
        """How the case stands. Raises `NotAllowed` for events that were not written through this model."""
        standing = _fold(self.in_order)
        if standing is None:
            raise NotAllowed("case_not_open_yet")
        return standing

    def knows(self, change: Change) -> bool:
        """Whether this very change was written down before, whoever sent it: said twice is said once."""
        return any(all(getattr(event, name) == value for name, value in _said(change)) for event in self.events)

    def after(self, case_id: str, change: Change, now: datetime) -> History:
        """With one more change, at its place in time.

        One that comes late is let in where everything that is known to have happened afterwards still could have.

        Raises:
            NotAllowed: by the model, there or further on; the change lies in the future, or the case is full of them.
        """
        if change.at - now > SKEW:
            raise NotAllowed("case_change_in_future")
        if len(self.events) >= MOST_EVENTS and change.kind in _REPEATED:
            raise NotAllowed("case_too_long", kind=change.kind)
        newest = max((event.at for event in self.events), default=change.at)
        event = Event(
            **{field.name: getattr(change, field.name) for field in fields(Change)},
            case_id=case_id,
            sequence=len(self.events) + 1,
            written_at=now,
            late=change.at < newest or now - change.at > LATE_AFTER,
        )
        longer = replace(self, events=(*self.events, event))
        _fold(longer.in_order, event)
        return longer


def _fold(events: Iterable[Event], new: Event | None = None) -> Standing | None:
    standing: Standing | None = None
    for event in events:
        try:
            standing = follow(standing, event)
        except NotAllowed:
            if event is new or standing is None or not _by_applicant(event):
                raise
            standing = _overtaken(standing, event)
    return standing


def _by_applicant(event: Event) -> bool:
    return event.role is Role.CITIZEN and event.kind in (EventKind.SUPPLEMENTED, EventKind.GAP_FILLED)


def _overtaken(standing: Standing, event: Event) -> Standing:
    """An applicant handed in what a unit, as it told only afterwards, had by then: what is left of it counts, perhaps
    nothing. The unit's report of the past is not refused because somebody came meanwhile."""
    open_then = standing.missing if event.kind is EventKind.SUPPLEMENTED else standing.gap
    left = tuple(each for each in event.missing if each in open_then)
    try:
        return follow(standing, replace(event, missing=left))
    except NotAllowed:
        return standing


def _said(change: Change) -> list[tuple[str, object]]:
    return [(field.name, getattr(change, field.name)) for field in fields(Change) if field.name != "actor"]
