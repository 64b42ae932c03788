"""Steps with prerequisites and limits, put in time.

Everything without an open prerequisite begins at once (并联审批); a step begins when the last of those that it waits
for is over. The steps that decide the end are found backwards from it, along those that are waited for to the day.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from central.contract.project import Span
from central.limits.calendar import WorkCalendar
from central.plans.point import UNKNOWN, Counting, Point, Way, first, last


class Cycle(ValueError):
    """Steps that wait for each other."""

    def __init__(self, members: tuple[str, ...]) -> None:
        super().__init__(f"these wait for each other: {', '.join(members)}")
        self.members = members


@dataclass(frozen=True)
class Task:
    """One step. `own`: the time is the applicant's. `began`: it runs since that day; `done`: it is over."""

    needs: tuple[str, ...]
    limit: Span
    own: bool = False
    began: date | None = None
    done: bool = False


@dataclass(frozen=True)
class Placed:
    """A task in time. `latest`: when it must begin, lest the end moves; `late`: it should be over already."""

    start: Point
    end: Point
    latest: Point
    row: int
    critical: bool | None
    late: bool = False


@dataclass(frozen=True)
class Schedule:
    """`placed` in an order in which the tasks can be taken. `path`: a longest chain of them."""

    placed: Mapping[str, Placed]
    end: Point
    path: tuple[str, ...]
    unknown_from: int | None


def schedule(tasks: Mapping[str, Task], begins: date, calendar: WorkCalendar) -> Schedule:
    """Put the tasks in time from a day on.

    Args:
        tasks: each by its name; what they need is among them.

    Raises:
        Cycle: some wait for each other.
    """
    timing = _Timing(tasks, begins, Counting(calendar))
    order = timing.forward()
    end = last(timing.ends[name] for name in order) if order else timing.begin
    latest = timing.backward(order, end)
    path, critical = timing.decisive(order, end)
    rows = timing.rows(order)
    placed = {
        name: Placed(
            timing.starts[name],
            timing.ends[name],
            latest[name],
            rows[name],
            None if end == UNKNOWN else name in critical,
            name in timing.late,
        )
        for name in order
    }
    return Schedule(placed, end, path, timing.counting.unknown_from)


class _Timing:
    def __init__(self, tasks: Mapping[str, Task], begins: date, counting: Counting) -> None:
        self.tasks = tasks
        self.counting = counting
        self.begin = Point(begins, Way())
        self.starts: dict[str, Point] = {}
        self.ends: dict[str, Point] = {}
        self.late: set[str] = set()

    def forward(self) -> list[str]:
        """Place every task as early as it can be; the earliest first, and none before what it waits for."""
        waiting = {name: len(task.needs) for name, task in self.tasks.items()}
        followers: dict[str, list[str]] = {name: [] for name in self.tasks}
        for name, task in self.tasks.items():
            for needed in task.needs:
                followers[needed].append(name)
        number = {name: index for index, name in enumerate(self.tasks)}
        ready: list[tuple[date, int, str]] = []
        free = [name for name, open_needs in waiting.items() if not open_needs]
        order: list[str] = []
        while free or ready:
            for name in free:
                self._place(name)
                heapq.heappush(ready, (self.starts[name].day or date.max, number[name], name))
            name = heapq.heappop(ready)[2]
            order.append(name)
            free = []
            for follower in followers[name]:
                waiting[follower] -= 1
                if not waiting[follower]:
                    free.append(follower)
        if len(order) < len(self.tasks):
            raise Cycle(self._cycle({name for name, left in waiting.items() if left}))
        return order

    def _place(self, name: str) -> None:
        task = self.tasks[name]
        if task.done:
            self.starts[name] = self.ends[name] = self.begin
            return
        if task.began is None:
            start = last([self.begin, *(self.ends[needed] for needed in task.needs)])
            self.starts[name], self.ends[name] = start, self.counting.after(start, task.limit, own=task.own)
            return
        due = self.counting.day_after(task.began, task.limit, own=task.own)
        if due is not None and self.begin.day is not None and due < self.begin.day:
            self.late.add(name)
            due = self.begin.day
        self.starts[name], self.ends[name] = Point(task.began, None), Point(due, None)

    def _cycle(self, left: set[str]) -> tuple[str, ...]:
        """One of the cycles among those that were never free: every one of them waits for another of them."""
        name = min(left)
        seen: list[str] = []
        while name not in seen:
            seen.append(name)
            name = next(needed for needed in self.tasks[name].needs if needed in left)
        members = seen[seen.index(name) :]
        begin = members.index(min(members))
        return (*members[begin:], *members[:begin])

    def backward(self, order: list[str], end: Point) -> dict[str, Point]:
        """When each must begin at the latest."""
        until: dict[str, list[Point]] = {name: [] for name in order}
        latest: dict[str, Point] = {}
        for name in reversed(order):
            task = self.tasks[name]
            must_end = first(until[name]) if until[name] else end
            latest[name] = self.counting.before(must_end, task.limit, self.starts[name], own=task.own)
            for needed in task.needs:
                until[needed].append(latest[name])
        return latest

    def decisive(self, order: list[str], end: Point) -> tuple[tuple[str, ...], set[str]]:
        """A longest chain, and all tasks that are in one."""
        if end == UNKNOWN:
            return (), set()
        ending = [name for name in order if not self.tasks[name].done and self.ends[name].meets(end)]
        critical: set[str] = set()
        pending = list(ending)
        while pending:
            name = pending.pop()
            if name not in critical:
                critical.add(name)
                pending += self._binding(name)
        chain = ending[-1:]
        while chain and (before := self._binding(chain[-1])):
            chain.append(before[0])
        return tuple(reversed(chain)), critical

    def _binding(self, name: str) -> list[str]:
        """Those that are waited for to the day."""
        task, start = self.tasks[name], self.starts[name]
        if task.began is not None:
            return []
        return [each for each in task.needs if not self.tasks[each].done and self.ends[each].meets(start)]

    def rows(self, order: list[str]) -> dict[str, int]:
        """Tasks that begin together share a row, unless one of them waits for another that is over at once."""
        depth: dict[str, int] = {}
        known: dict[tuple[Point | str, int], int] = {}
        rows: dict[str, int] = {}
        for name in order:
            start = self.starts[name]
            same = [each for each in self.tasks[name].needs if self.starts[each] == start]
            depth[name] = 1 + max((depth[each] for each in same), default=-1)
            rows[name] = known.setdefault((start, depth[name]), len(known))
        return rows
