"""当场办结率: of the items begun at terminals, those that ended with the result in the applicant's hands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from central.contract.case import EventKind
from central.contract.figures import Source, Things
from central.figures.count import YES, Mark, no
from central.figures.definition import Definition

ON_THE_SPOT = Definition("on_the_spot", Source.SESSIONS, Things.SESSIONS)

SPOT = timedelta(minutes=30)
"""How long somebody may stand at a terminal. Who came back for the result was not served on the spot."""


def on_the_spot(begun: datetime, happened: Iterable[tuple[EventKind, datetime]] | None) -> Mark:
    """One session, with what happened to the case that it led to; none: it led to nothing. A receipt is no result: a
    terminal that only takes papers in is a mail room."""
    if happened is None:
        return no("not_submitted")
    done = {kind for kind, at in happened if at <= begun + SPOT}
    return YES if {EventKind.GRANTED, EventKind.CLOSED} <= done else no("not_at_once")
