"""催办: the applicant urges whoever has the case, the next unit the one before it (后项追前项); neither too often."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

APPLICANT = "applicant"
EVERY = timedelta(hours=24)
"""How often the same one may urge in the same case. Ours; an office may set another."""


@dataclass(frozen=True, slots=True)
class Urge:
    """Somebody urged. `by`: a unit, or `APPLICANT`."""

    by: str
    to: str
    at: datetime


class Not(StrEnum):
    """Why nobody is urged."""

    CLOSED = "urge_closed"  # nothing is left to hurry
    NOT_NEXT = "urge_not_next"  # only a unit that waits for the one that has it
    TOO_SOON = "urge_too_soon"


@dataclass(frozen=True, slots=True)
class Refused:
    """`again`: when it may be tried, where that is only a matter of time."""

    why: Not
    again: datetime | None = None


def urge(
    by: str,
    holder: str | None,
    before: Iterable[Urge],
    now: datetime,
    *,
    waiting: Collection[str] = (),
    every: timedelta = EVERY,
) -> Urge | Refused:
    """The urge as it is written down, or why not.

    `holder`: the unit that has the case, none when it is closed; `waiting`: the units that wait for it; `before`: what
    was urged in this case so far.
    """
    if by != APPLICANT and (by == holder or by not in waiting):
        return Refused(Not.NOT_NEXT)
    if holder is None:
        return Refused(Not.CLOSED)
    last = max((each.at for each in before if each.by == by), default=None)
    if last is not None and now < last + every:
        return Refused(Not.TOO_SOON, last + every)
    return Urge(by, holder, now)
