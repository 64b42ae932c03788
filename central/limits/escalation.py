"""Who is called when something is not settled: 线上群, then 现场, then 专题会.

Each level has an owner and a limit. A level whose limit is over opens the next by itself, at that very moment, whether
or not anybody looked then; a person may open it earlier. The last level stays open until the matter is settled.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from central.contract.item import StartEvent
from central.limits.calendar import WorkCalendar
from central.limits.course import Course
from central.limits.deadline import Deadline, Due, Limit, deadline
from central.limits.term import Term


class Level(StrEnum):
    """群, 场, 会."""

    GROUP = "group"  # 线上群: remotely
    ON_SITE = "on_site"  # 现场
    MEETING = "meeting"  # 专题会


@dataclass(frozen=True, slots=True)
class Rung:
    """A level with whoever owns it, and until when."""

    level: Level
    owner: str
    within: Term


@dataclass(frozen=True, slots=True)
class Step:
    """A level that was opened. `due`: when it opens the next one."""

    level: Level
    owner: str
    opened: datetime
    due: Deadline


@dataclass(frozen=True, slots=True)
class Escalation:
    """Every level opened so far, in order. `settled`: when it ended; none while the last of them is open."""

    steps: tuple[Step, ...]
    settled: datetime | None

    @property
    def now_with(self) -> Step | None:
        """Whose it is; none once it is settled."""
        return self.steps[-1] if self.steps and self.settled is None else None


def escalate(
    rungs: Sequence[Rung],
    opened: datetime,
    calendar: WorkCalendar,
    now: datetime,
    *,
    raised: Iterable[datetime] = (),
    settled: datetime | None = None,
) -> Escalation:
    """What has come of a matter that was opened at a moment. `raised`: when a person opened the next level.

    Where a level's limit runs into a year without calendar, only a person opens the next.
    """
    until = now if settled is None else min(settled, now)
    by_hand = sorted(raised)
    steps: list[Step] = []
    for rung in rungs:
        if opened > until:
            break
        due = deadline(Limit(rung.within, StartEvent.SUBMITTED), Course(opened), calendar)
        steps.append(Step(rung.level, rung.owner, opened, due))
        ends = [moment for moment in by_hand if moment > opened][:1]
        if isinstance(due, Due):
            ends.append(due.over)
        if not ends:
            break
        opened = min(ends)
    return Escalation(tuple(steps), settled if settled is not None and settled <= now else None)
