"""A case's clocks, as they are told: which limit, which light, until when, and why no day where there is none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from pydantic import Field

from central.contract.item import TimeLimit
from central.contract.messages import Message, Moment


class Light(StrEnum):
    """How a clock is (电子监察): four colours, and three things that are none. Told by a word and an icon too."""

    GREEN = "green"  # 已销号: closed
    WHITE = "white"  # 正常: in time
    YELLOW = "yellow"  # 预警: near the limit
    RED = "red"  # 超时: over it
    STANDS = "stands"  # 计时中止: told in writing why
    NOT_BEGUN = "not_begun"  # 未起算
    NO_CALENDAR = "no_calendar"  # 日历未公布: no due day is promised


class ClockKind(StrEnum):
    """Which limit."""

    LEGAL = "legal"  # 法定
    PROMISED = "promised"  # 承诺
    ANSWER = "answer"  # 转人工: until a person answers
    GAP = "gap"  # 容缺: until the applicant has added what was missing; it counts for nobody else


class TimeShare(Message):
    """How long a unit had a case while its clock ran; without a unit: how long it stood. Together they are all."""

    unit: str = Field(default="", max_length=64)
    minutes: int = Field(ge=0)


class Move(StrEnum):
    """What became of a day that was told, when the calendar changed."""

    LATER = "later"
    EARLIER = "earlier"
    UNKNOWN = "unknown"
    KNOWN = "known"  # nothing could be promised, and now it can


class DayMoved(Message):
    """A newer notice about holidays gives another day than the one that was told.

    `counted`: by the new notice; `holds`: the day that the applicant may rely on.
    """

    move: Move
    told: date | None = None
    counted: date | None = None
    holds: date | None = None
    at: Moment


class CaseClock(Message):
    """One of them at one moment. `counted`, `left` and `over` are in the limit's own unit."""

    kind: ClockKind
    limit: TimeLimit
    light: Light
    late: bool = Field(default=False, description="it is over, or was when the case was decided")
    due: date | None = Field(default=None, description="the last day, in Asia/Shanghai")
    due_at: Moment | None = Field(default=None, description="the first moment that is too late")
    stands_since: Moment | None = None
    moved: DayMoved | None = Field(default=None, description="by a newer notice")
    year_unknown: int | None = Field(default=None, description="there is no notice about its holidays yet")
    counted: int | None = None
    left: int | None = None
    over: int | None = None
    by_law: bool = Field(default=False, description="counts from an acceptance that nobody spoke: five days of silence")


WEIGHT = (ClockKind.PROMISED, ClockKind.ANSWER, ClockKind.LEGAL)
"""Of a case's clocks the first of these counts for its applicant."""


def weightiest(clocks: Iterable[CaseClock]) -> CaseClock | None:
    """The one that counts for the applicant: what was promised, else a person's answer, else the law."""
    by_kind = {clock.kind: clock for clock in clocks}
    return next((by_kind[kind] for kind in WEIGHT if kind in by_kind), None)
