"""电子监察 as it is handed on to the city's supervision (GB/T 39046-2020, table 11): every warning and every order.

One record is one thing that happened to one clock of one case: its light turned yellow (预警) or red (超时), or a level
was called (督办). Nothing in it names a person who applied.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from central.contract.case import ItemOrOwnCode
from central.contract.case_number import CaseNumber
from central.contract.clock import ClockKind
from central.contract.messages import Code, Message, Moment


class Warned(StrEnum):
    """预警类型."""

    NEAR = "near"  # 预警: the light turned yellow
    OVER = "over"  # 超时: it turned red
    ORDER = "order"  # 督办: a level was called


RuleNumber = Annotated[
    str, StringConstraints(pattern=r"^(legal|promised|answer|gap)-(near|over|group|on_site|meeting)$")
]
"""监察规则编号: which clock, and what its rule was hit by."""


class SupervisionRecord(Message):
    """`owner`: 责任人, of a warning the department, of an order whoever the level calls. `until`: an order's own limit.

    `settled_at`: when the clock came back in time or ended; none: not yet, when the record was made.
    """

    case_number: CaseNumber
    item: ItemOrOwnCode
    department: Code
    clock: ClockKind
    rule: RuleNumber
    warned: Warned
    owner: str = Field(min_length=1, max_length=64)
    at: Moment
    until: Moment | None = None
    settled_at: Moment | None = None


class SupervisionExport(Message):
    """A month's records in order of time, with the moment until which they were looked for."""

    format: Literal[1] = 1
    standard: Literal["GB/T 39046-2020 table 11"] = "GB/T 39046-2020 table 11"
    first: date
    last: date
    as_of: Moment
    records: tuple[SupervisionRecord, ...]
