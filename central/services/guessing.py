"""Guessing, counted: what was tried in vain too often is not answered for a while, whatever is tried then.

Each try is counted of everything that is known of it: the terminal at which it was made, the person whose card or code
lay beside it, and the number that was tried. So neither many tries at one terminal nor one try each at many
terminals lead to somebody else's case.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from central.contract.messages import RuleCode
from central.keys import Keys
from central.office import Desk, Office
from central.services.refusals import Refusal
from central.store import misses
from central.store.database import Connection
from central.store.kiosks import Kiosk

_HOUR = timedelta(hours=1)
_FORGOTTEN = timedelta(days=1)
"""No subject is counted for longer."""


class Moment(Protocol):
    """A transaction and its time: a desk, or that of a page that belongs to no hall."""

    @property
    def connection(self) -> Connection: ...

    @property
    def now(self) -> datetime: ...


@dataclass(frozen=True)
class Subject:
    """Of whom or what tries are counted: more than `most` in vain `within` that time, and there is no answer."""

    name: str
    most: int
    within: timedelta


class InVain(Refusal):
    """A try that proved nothing. Whoever answers with it counts it: `note_refused`."""

    def __init__(self, code: str, tries: tuple[Subject, ...]) -> None:
        super().__init__(code, status=404)
        self.tries = tries


def at(kiosk: Kiosk) -> Subject:
    """The terminal: somebody stands there and types."""
    return Subject(f"kiosk:{kiosk.kiosk_id}", 5, timedelta(minutes=10))


def by(person: str) -> Subject:
    """The person, by the keyed hash that stands for them, at whichever terminal."""
    return Subject(f"person:{person}", 5, timedelta(minutes=10))


def on(keys: Keys, number: str) -> Subject:
    """A number with a second factor, from wherever it is tried. The card of whoever it belongs to needs no try."""
    return Subject(f"number:{keys.keyed_hash('tried', number)}", 10, _FORGOTTEN)


def out_of(keys: Keys, household: str) -> Subject:
    """An address on the public pages, behind which many may sit."""
    return Subject(f"address:{keys.keyed_hash('address', household)}", 20, timedelta(minutes=10))


def refuse(desk: Moment, subjects: Iterable[Subject]) -> None:
    """Raise `Refusal` too_many_lookups where one of them was tried too often; with the time of the longest wait."""
    left = max((_left(desk, each) for each in subjects), default=timedelta())
    if left > _HOUR:
        raise Refusal(RuleCode.TOO_MANY_LOOKUPS, {"hours": math.ceil(left / _HOUR)})
    if left:
        raise Refusal(RuleCode.TOO_MANY_LOOKUPS, {"minutes": math.ceil(left / timedelta(minutes=1))})


def note(desk: Moment, subjects: Iterable[Subject]) -> None:
    """Count one try that was in vain."""
    misses.add(desk.connection, [each.name for each in subjects], desk.now)
    misses.forget(desk.connection, desk.now - _FORGOTTEN)


@contextmanager
def counted(office: Office, kiosk: Kiosk) -> Iterator[None]:
    """What is asked within is counted where it was in vain; the refusal goes on to whoever asked."""
    try:
        yield
    except InVain as refusal:
        with office.database.write() as connection:
            note(office.desk(connection, kiosk.hall_id), refusal.tries)
        raise


def note_refused(desk: Desk, refusal: Refusal) -> None:
    """Count a refusal that says that it was a try in vain."""
    if isinstance(refusal, InVain):
        note(desk, refusal.tries)


def _left(desk: Moment, subject: Subject) -> timedelta:
    count, oldest = misses.count(desk.connection, subject.name, desk.now - subject.within)
    return oldest + subject.within - desk.now if count > subject.most and oldest is not None else timedelta()
