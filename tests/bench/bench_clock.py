"""The office's clock: due days a second, and the supervision of a million open cases.

python -m tests.bench.bench_clock [CASES]. Half of the cases have 5 working days, the rest 20, 15 days, 2 months and 48
hours; one in twenty had a stop, one in a hundred stands. The lights of the pass are held against those that are read
one by one, for a sample. Times are the processor's: nothing here waits for anything.
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
from central.limits.watch import Watch, Watched, sweep

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
AIM_PASS = 10.0  # seconds for a million: a pass each minute leaves the machine to the citizens


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
    cases = invented(count)
    few = cases[:: max(count // 50_000, 1)]
    each = len(few) / timed(lambda: [deadline(limit, course, calendar) for limit, course in few])
    say(f"due days, each from nothing: {each:,.0f} a second", each / AIM_DUE, more_is_better=True)

    watch = Watch(calendar)
    watched: list[Watched] = []
    counting = timed(
        lambda: watched.extend(
            Watched(str(number), str(number % 30), watch.turns(*case)) for number, case in enumerate(cases)
        )
    )
    say(f"turns of {count:,} cases counted: {counting:.2f} s", counting * 1e6 / count / AIM_PASS)
    first = timed(lambda: sweep(watched, NOW))
    say(f"first pass over {count:,} cases: {first:.2f} s", first * 1e6 / count / AIM_PASS)
    for case, (limit, course) in list(zip(watched, cases, strict=True))[:: max(count // 2_000, 1)]:
        if case.seen is not read(limit, course, calendar, NOW).light:
            raise SystemExit(f"case {case.number} is not {case.seen}")
    again = timed(lambda: sweep(watched, NOW + timedelta(minutes=1)))
    turned, counts = sweep(watched, NOW + timedelta(days=1))
    say(
        f"pass a minute later: {again:.2f} s; a day later {len(turned):,} lights turned", again * 1e6 / count / AIM_PASS
    )
    lights: dict[str, int] = {}
    for (_, light), number in counts.items():
        lights[light] = lights.get(light, 0) + number
    sys.stdout.write(f"  {', '.join(f'{light} {number:,}' for light, number in sorted(lights.items()))}\n")
    promises = [Promised("1", limit, course, NOW.date()) for limit, course in few]
    slow = len(few) / timed(lambda: list(recount(promises, calendar)))
    say(f"promises counted again by another calendar: {slow:,.0f} a second", slow / AIM_DUE, more_is_better=True)


def say(line: str, ratio: float, *, more_is_better: bool = False) -> None:
    missed = ratio < 1 if more_is_better else ratio > 1
    sys.stdout.write(f"{line} (ratio to the aim {ratio:.2f}{', MISSED' if missed else ''})\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 1_000_000)
