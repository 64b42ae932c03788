"""What items really took, beside what the law allows and what was promised. No figure travels without its evidence."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from central.contract.case import ItemOrOwnCode
from central.contract.clock import ClockKind
from central.contract.item import ItemDocument, StartEvent, TimeLimit, Unit
from central.contract.messages import Message

MOST = 3500
"""Figures in one answer: what still fits the largest that a terminal reads."""

_LONGEST = 100_000
"""Of any unit: eleven years in hours."""


class MeasuredTime(Message):
    """One kind of limit of an item, in one unit and from one start event, over whole days that are past.

    `median`, `ninety`: what half of the cases, and nine in ten, did not exceed (nearest rank), in whole units that had
    passed; none where the sample is too small (样本不足).
    """

    item: ItemOrOwnCode
    kind: ClockKind
    limit_unit: Unit = Field(description="of the limits that the cases had")
    starts_at: StartEvent
    unit: Unit = Field(description="of the figures: that of the limits, hours for what is promised at once")
    median: int | None = Field(default=None, ge=0, le=_LONGEST)
    ninety: int | None = Field(default=None, ge=0, le=_LONGEST)
    count: int = Field(ge=1, le=10**9)
    left_out: int = Field(ge=0, le=10**9, description="could not be counted: a year's calendar is missing")
    first: date = Field(ge=date(2000, 1, 1), lt=date(2200, 1, 1))
    last: date = Field(ge=date(2000, 1, 1), lt=date(2200, 1, 1), description="nothing after its end is counted")

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.last < self.first:
            raise ValueError("the window ends before it begins")
        if (self.median is None) is not (self.ninety is None):
            raise ValueError("both figures or none")
        if self.median is not None and self.ninety is not None and self.ninety < self.median:
            raise ValueError("nine in ten took no less than half")
        return self


class MeasuredTimes(Message):
    """Every item's, the most used first."""

    times: tuple[MeasuredTime, ...] = Field(default=(), max_length=MOST)

    def of(self, item: ItemDocument) -> MeasuredTime | None:
        """What stands beside an item's limits: for the promised one, else for the legal one, as they are today.

        A figure of another unit or another start event is none of this limit's.
        """
        limits = ((ClockKind.PROMISED, item.promised_limit), (ClockKind.LEGAL, item.legal_limit))
        found = (each for kind, limit in limits if limit for each in self.times if _is_of(each, item, kind, limit))
        return next(found, None)


def _is_of(measured: MeasuredTime, item: ItemDocument, kind: ClockKind, limit: TimeLimit) -> bool:
    place = (measured.item, measured.kind, measured.limit_unit, measured.starts_at)
    return place == (item.item, kind, limit.unit, limit.starts_at)
