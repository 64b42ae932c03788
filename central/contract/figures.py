"""Published figures. A share never travels without what was counted, of what, over which days and how (`method`).

What is published is one JSON document (`Figures`), kept byte for byte. Its digest is the SHA-256 of these bytes, and an
answer carries them as they are. Publishing the same period again makes another edition beside the first one, with a
reason.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from central.contract.application import Digest
from central.contract.case import Remark
from central.contract.messages import Code, Message, Moment, Words

FEW = 30
"""Below so many a figure says 样本不足."""

FEW_PEOPLE = 5
"""A cell of fewer people could name somebody: it is withheld."""

MOST_EDITIONS = 500
"""Of the list of what was published."""

_DAY = "20[0-9]{2}-[0-9]{2}-[0-9]{2}"
PeriodName = Annotated[str, StringConstraints(pattern=rf"^(20[0-9]{{2}}-[0-9]{{2}}|{_DAY}\.\.{_DAY})$")]
"""A month (`2026-10`), or from one day to another, both in it (`2026-10-01..2026-10-15`)."""

Reason = Remark
"""Why there is another edition: one paragraph of plain text."""

Count = Annotated[int, Field(ge=0, lt=2**53)]
Key = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_./-]{1,120}$")]


def percent(numerator: int, denominator: int) -> str | None:
    """Two digits after the point, cut and never rounded: 99.999 % is not 100. None where nothing was counted."""
    if not denominator:
        return None
    hundredths = numerator * 10_000 // denominator
    return f"{hundredths // 100}.{hundredths % 100:02}"


class By(StrEnum):
    """What a figure is told apart by. The key of a cell is the thing's own code or id."""

    HALL = "hall"
    DEPARTMENT = "department"
    ITEM = "item"
    TERMINAL = "terminal"
    SERVICE = "service"
    RULE = "rule"  # item/rule
    UNIT = "unit"  # of a time limit: units are never mixed


class Source(StrEnum):
    """What a figure is counted from."""

    CASES = "cases"  # what happened to cases
    APPLICATIONS = "applications"  # what the rules found
    SESSIONS = "sessions"  # who began an item at a terminal
    RATINGS = "ratings"
    REPORTS = "reports"  # what terminals said of themselves
    CATALOGUE = "catalogue"  # the items in force on the last day


class Things(StrEnum):
    """What numerator and denominator count."""

    CASES = "cases"
    SESSIONS = "sessions"
    RATINGS = "ratings"
    MINUTES = "minutes"
    ITEMS = "items"
    FIELDS = "fields"
    DAYS = "days"  # of a time limit, in the unit that the cell names


PEOPLE = frozenset({Things.CASES, Things.SESSIONS, Things.RATINGS})
"""Behind each of these stands a person; too few of them are not told."""


class Counted(Message):
    """So many of so many. `percent` is none where nothing was counted: that is neither 0 nor 100 %."""

    numerator: Count
    denominator: Count
    percent: str | None = Field(pattern=r"^([0-9]{1,2}|100)\.[0-9]{2}$", description="cut after two digits")
    sample_too_small: bool = Field(description="样本不足: fewer than 30 were counted")
    second_look: bool = Field(description="100 %: to be looked at again")

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.numerator > self.denominator:
            raise ValueError("more than there were to count")
        if self.percent != percent(self.numerator, self.denominator):
            raise ValueError("the share is not that of the numbers")
        if self.second_look is not (0 < self.denominator == self.numerator):
            raise ValueError("100 % asks for a second look, and nothing else does")
        return self


class Cell(Message):
    """The figure of one hall, item … `rate` none: of fewer than five people, or it would tell of such a cell."""

    key: Key
    name: Words | None = Field(default=None, description="none: only the key is known")
    unit: Code | None = Field(default=None, description="of a time limit")
    rate: Counted | None
    parts: dict[Code, Count] = Field(default_factory=dict, max_length=60, description="minutes, by why they were lost")


class Split(Message):
    """A figure told apart. The cells are in order of their keys."""

    by: By
    cells: tuple[Cell, ...]


class Part(Message):
    """What else is known of them: why the rest is not in the numerator, or what is told beside it."""

    code: Code
    name: Words
    count: Count


class LeftOut(Message):
    """Something of which the figure cannot be made, and why; it is listed, not skipped."""

    key: Key
    name: Words | None = None
    why: Code
    why_name: Words


class Undefined(StrEnum):
    """Why a figure has no share."""

    NOTHING = "nothing"  # there was nothing to count
    NO_CALENDAR = "no_calendar"  # a year's holidays are not known, and some cases could not be counted
    FEW_PEOPLE = "few_people"  # of fewer than five
    BY_CELL = "by_cell"  # only its cells have one: they are not added up


class Figure(Message):
    """One figure with its evidence."""

    code: Code
    name: Words
    counted: Words = Field(description="the numerator, in words")
    of: Words = Field(description="the denominator, in words")
    method: Words = Field(description="how it is counted, and what is not")
    source: Source
    things: Things
    rate: Counted | None
    undefined: Undefined | None = None
    parts: tuple[Part, ...] = ()
    splits: tuple[Split, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    beside: Code | None = Field(default=None, description="a figure without which this one is not shown")

    @model_validator(mode="after")
    def _has_evidence(self) -> Self:
        if not (self.counted.zh_CN and self.of.zh_CN and self.method.zh_CN):
            raise ValueError("a figure says what was counted, of what, and how")
        if (self.rate is None or self.rate.percent is None) is not (self.undefined is not None):
            raise ValueError("a share, or why there is none")
        return self


class Figures(Message):
    """Everything that was counted of a period. `as_of`: what happened later, or was not known then, is not in it."""

    format: Literal[1] = 1
    period: PeriodName
    first: date
    last: date
    as_of: Moment
    over: bool = Field(description="the period is; else the figures are those until now, and cannot be published")
    hall: Key | None = Field(default=None, description="none: all of them")
    calendar: str = Field(max_length=16, description="digest of the working days that were counted by")
    catalogue: int | None = Field(default=None, description="version of the signed catalogue")
    program: str = Field(max_length=40, description="version that counted")
    cases: Count = Field(description="how many were read")
    events: Count = Field(description="of these cases, up to `as_of`")
    figures: tuple[Figure, ...]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        known = {each.code for each in self.figures}
        if len(known) != len(self.figures):
            raise ValueError("a figure stands there twice")
        if any(each.beside not in {None, *known} for each in self.figures):
            raise ValueError("a figure that is not shown alone stands alone")
        if self.last < self.first:
            raise ValueError("the period ends before it begins")
        return self


class Edition(Message):
    """One publication of a period. `edition` counts from 1; `reason`: why there is another one than the first."""

    period: PeriodName
    edition: int = Field(ge=1)
    published_at: Moment
    as_of: Moment
    digest: Digest
    reason: Reason = ""


class Published(Message):
    """The newest edition of a period, or the one that was asked for. `editions`: all of them, the newest first."""

    edition: Edition
    editions: tuple[Edition, ...] = Field(min_length=1)
    figures: Figures


class Publications(Message):
    """What was published: the newest edition of each period, the newest publication first."""

    publications: tuple[Edition, ...] = Field(default=(), max_length=MOST_EDITIONS)
