"""The office's clock: due days, lights and recounted promises a second.

python -m tests.bench.bench_clock [CASES]. Half of the cases have 5 working days, the rest 20, 15 days, 2 months and 48
hours; one in twenty had a stop, one in a hundred stands. Times are the processor's: nothing here waits for anything.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

from central.contract.item import StartEvent, Unit
from central.limits.calendar import WorkCalendar, midnight
from central.limits.course import Course, Stop
from central.limits.deadline import Limit, deadline
from central.limits.light import read
from central.limits.recount import Promised, recount
from central.limits.term import Term

NOW = midnight(date(2026, 11, 20)) + timedelta(hours=8)
LIMITS = [
    *[Limit(Term(5, Unit.WORKING_DAY), StartEvent.SUBMITTED)] * 5,
    Limit(Term(20, Unit.WORKING_DAY), StartEvent.SUBMITTED),
    Limit(Term(20, Unit.WORKING_DAY), StartEvent.SUBMITTED),
    Limit(Term(15, Unit.DAY), StartEvent.SUBMITTED),
    Limit(Term(2, Unit.MONTH), StartEvent.SUBMITTED),
    Limit(Term(48, Unit.HOUR), StartEvent.SUBMITTED),
]
AIM_DUE = 100_000  # a second
AIM_LIGHTS = 20_000  # a second


def invented(count: int) -> list[tuple[Limit, Course]]:
    """Cases submitted in the last forty days."""
    chance = random.Random(5)
    cases = []
    for _ in range(count):
        start = NOW - timedelta(minutes=chance.randrange(40 * 24 * 60))
        stops: tuple[Stop, ...] = ()
        draw = chance.random()
        if draw < 0.05:
            began = start + (NOW - start) / 3
            stops = (Stop("testing", began, "1", None if draw < 0.01 else began + (NOW - start) / 3),)
        cases.append((chance.choice(LIMITS), Course(start, stops=stops)))
    return cases


def timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def main(count: int) -> None:
    calendar = WorkCalendar.read()
    few = invented(count)
    each = len(few) / timed(lambda: [deadline(limit, course, calendar) for limit, course in few])
    say(f"due days, each from nothing: {each:,.0f} a second", each / AIM_DUE, more_is_better=True)

    lights = len(few) / timed(lambda: [read(limit, course, calendar, NOW) for limit, course in few])
    say(f"lights with what is counted and left: {lights:,.0f} a second", lights / AIM_LIGHTS, more_is_better=True)
    promises = [Promised("1", limit, course, NOW.date()) for limit, course in few]
    slow = len(few) / timed(lambda: list(recount(promises, calendar)))
    say(f"promises counted again by another calendar: {slow:,.0f} a second", slow / AIM_DUE, more_is_better=True)


def say(line: str, ratio: float, *, more_is_better: bool = False) -> None:
    missed = ratio < 1 if more_is_better else ratio > 1
    sys.stdout.write(f"{line} (ratio to the aim {ratio:.2f}{', MISSED' if missed else ''})\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 50_000)
