"""What happened to a case, as far as its clocks look at it: when it began, when it stood still, when it ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from central.contract.item import StartEvent
from central.limits.term import Term


class NotACourse(ValueError):
    """Something that cannot have happened so: an end before its beginning, a stop that nobody was told of."""


SUPPLEMENT = "supplement"
"""The reason 补正. It comes before 受理, so it stops only a clock that began at 申报 (行政许可法 32)."""


@dataclass(frozen=True, slots=True)
class Stop:
    """特别程序: time that is not counted. `notice`: the paper that told the applicant of it (行政许可法 45).

    Raises `NotACourse` without a notice, or where it ends before it began.
    """

    reason: str
    began: datetime
    notice: str
    ended: datetime | None = None

    def __post_init__(self) -> None:
        if not self.notice.strip():
            raise NotACourse("a stop that the applicant was not told of in writing is none")
        if self.ended is not None and self.ended < self.began:
            raise NotACourse("a stop ends after it began")


@dataclass(frozen=True, slots=True)
class Extension:
    """延期: more of the same unit, approved by somebody, with a reason that was told (行政许可法 42).

    Raises `NotACourse` without approver or reason, or for less than nothing.
    """

    term: Term
    decided: datetime
    approver: str
    reason: str

    def __post_init__(self) -> None:
        if not self.approver.strip() or not self.reason.strip():
            raise NotACourse("an extension has an approver and a reason")
        if self.term.amount <= 0:
            raise NotACourse("an extension is of one or more")


@dataclass(frozen=True, slots=True)
class Pause:
    """Time that does not count, from one moment to another; `ended` is none while it lasts."""

    began: datetime
    ended: datetime | None


@dataclass(frozen=True, slots=True)
class Course:
    """The times of one case. `complete`: 材料齐. `closed`: 办结 or 撤回; nothing is counted after it.

    Raises `NotACourse` where it is closed before it was submitted.
    """

    submitted: datetime
    complete: datetime | None = None
    accepted: datetime | None = None
    closed: datetime | None = None
    stops: tuple[Stop, ...] = ()
    extensions: tuple[Extension, ...] = ()

    def __post_init__(self) -> None:
        if self.closed is not None and self.closed < self.submitted:
            raise NotACourse("a case is closed after it was submitted")

    def start(self, event: StartEvent) -> datetime | None:
        """When a clock with this start event began; none: not yet."""
        if event is StartEvent.SUBMITTED:
            return self.submitted
        return self.accepted if event is StartEvent.ACCEPTED else self.complete

    def closed_by(self, now: datetime) -> datetime | None:
        """When it was closed, if that has happened."""
        return self.closed if self.closed is not None and self.closed <= now else None

    def stood(self, event: StartEvent, until: datetime) -> list[tuple[datetime, datetime]]:
        """The pauses up to a moment; one that lasts longer ends with it."""
        return [(pause.began, min(pause.ended or until, until)) for pause in self.pauses(event) if pause.began < until]

    def pauses(self, event: StartEvent) -> tuple[Pause, ...]:
        """When a clock with this start event stood still; in order, each apart from the next.

        A stop that was still open when the case was closed ended with it. What lay before the clock's start is not its.
        """
        start = self.start(event)
        if start is None:
            return ()
        return tuple(_merged(self._stops(event, start)))

    def _stops(self, event: StartEvent, start: datetime) -> Iterator[Pause]:
        for stop in self.stops:
            ended = stop.ended or self.closed
            if stop.reason == SUPPLEMENT and event is not StartEvent.SUBMITTED:
                continue
            if (ended is None or ended > start) and (self.closed is None or stop.began < self.closed):
                yield Pause(max(stop.began, start), ended)


def _merged(pauses: Iterable[Pause]) -> Iterator[Pause]:
    last: Pause | None = None
    for pause in sorted(pauses, key=lambda each: each.began):
        if last is None:
            last = pause
        elif last.ended is None or pause.began <= last.ended:
            ended = None if last.ended is None or pause.ended is None else max(last.ended, pause.ended)
            last = Pause(last.began, ended)
        else:
            yield last
            last = pause
    if last is not None:
        yield last
