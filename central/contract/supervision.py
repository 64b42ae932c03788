"""Open supervision: the lights of every unit, what is late, and the units' months. Nobody is named, and no item.

Of a late case stands here only the beginning of its number: its applicant knows it again, and whoever reads it has no
number to try second factors with.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from central.contract.application import Digest
from central.contract.figures import Count, Counted, Reason
from central.contract.messages import Code, Message, Moment, Words

MOST_LATE = 100

NumberBegun = Annotated[str, StringConstraints(pattern=r"^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-$")]
"""Two groups of three."""

Month = Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]


class UnitLights(Message):
    """How many cases a unit has of each light. `other`: the clock stands, has not begun, or knows no calendar."""

    unit: Code
    name: Words | None = None
    white: Count = 0
    yellow: Count = 0
    red: Count = 0
    green: Count = 0
    other: Count = 0


class LateCase(Message):
    """One of them. `due`: the last day; `days`: how many of the calendar it is over; `level`: who was called."""

    number: NumberBegun
    unit: Code
    due: date
    days: Count
    level: Literal["group", "on_site", "meeting"] | None = None
    explained: bool = Field(description="the unit has told the applicant why")


class Board(Message):
    """As of the last pass. `late`: the oldest first, at most a hundred; the units' `red` says how many there are."""

    as_of: Moment
    units: tuple[UnitLights, ...]
    late: tuple[LateCase, ...] = Field(default=(), max_length=MOST_LATE)


class UnitScore(Message):
    """A unit's month. `grounds`: how often each, by its code."""

    unit: Code
    name: Words | None = None
    points: int
    grounds: dict[Code, Count]
    in_time: Counted = Field(description="decided in time, of those decided")


class MonthScores(Message):
    """Every unit's points, counted from events alone. `weights`: what a ground counts."""

    format: Literal[1] = 1
    month: Month
    as_of: Moment
    calendar: str = Field(max_length=16, description="digest of the working days that were counted by")
    weights: dict[Code, int]
    units: tuple[UnitScore, ...]


class ScoresPublished(Message):
    """A month as it was published. `edition` counts from 1; `reason`: why there is another one than the first."""

    scores: MonthScores
    edition: int = Field(ge=1)
    published_at: Moment
    digest: Digest
    reason: Reason = ""


class OpenSupervision(Message):
    """What everybody may see. `board` none: no pass has run yet; `scores`: of the newest month that was published."""

    board: Board | None = None
    scores: ScoresPublished | None = None
