"""The State Council's notice about a year's holidays, as a document (`assets/calendars/cn-<year>.json`).

A year is known when its notice is here, whole. A notice may also set days around the turn of the year: that of 2019
made 29 December 2018 a working day. Where two notices speak of a day, the later one holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError

from central.contract.messages import Message

CALENDARS = Path(__file__).resolve().parents[2] / "assets" / "calendars"
"""Where the notices are that come with the product."""

_WEEKEND = (6, 0)
"""Ordinal 1 is a Monday."""


class Festival(StrEnum):
    """全体公民放假的节日 (全国年节及纪念日放假办法)."""

    NEW_YEAR = "new_year"
    SPRING_FESTIVAL = "spring_festival"
    QINGMING = "qingming"
    LABOUR_DAY = "labour_day"
    DRAGON_BOAT = "dragon_boat"
    MID_AUTUMN = "mid_autumn"
    NATIONAL_DAY = "national_day"


class Notice(Message):
    """文号 and date of the notice, so that a due day can be traced to its source."""

    number: Annotated[str, StringConstraints(pattern=r"^[\u4e00-\u9fff]{2,12}〔[0-9]{4}〕[0-9]{1,4}号$")]
    issued_on: date


class Off(Message):
    """放假: from the first day to the last. Two festivals may share them."""

    festivals: tuple[Festival, ...] = Field(min_length=1, max_length=3)
    first: date
    last: date

    def days(self) -> Iterator[date]:
        """Each of them."""
        for step in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=step)


class HolidayNotice(Message):
    """One year. `work`: weekend days that are worked (调休上班). `working_days`: of the year, by this notice alone; the
    editor's own count, which catches a slip of the pen."""

    format: Literal[1] = 1
    year: int = Field(ge=2000, le=2199)
    notice: Notice
    off: tuple[Off, ...] = Field(max_length=12)
    work: tuple[date, ...] = Field(max_length=20)
    working_days: int = Field(ge=0, le=366)

    def said(self) -> dict[int, bool]:
        """Of each day that it names, by ordinal, whether it is worked."""
        off = {day.toordinal(): False for each in self.off for day in each.days()}
        return off | {day.toordinal(): True for day in self.work}


class NotACalendar(ValueError):
    """A directory of notices cannot be used; the text names each file and what is wrong in it."""


def read_notices(directory: Path) -> tuple[HolidayNotice, ...]:
    """Every `cn-<year>.json`, in order of year. Raises `NotACalendar` with all that is wrong, or if there is none."""
    notices: list[HolidayNotice] = []
    faults: list[str] = []
    paths = sorted(directory.glob("*.json"))
    for path in paths:
        try:
            notice = HolidayNotice.model_validate_json(path.read_bytes())
        except ValidationError as error:
            faults += [f"{path}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
            continue
        if path.name != f"cn-{notice.year}.json":
            faults.append(f"{path}: speaks of {notice.year}; call it cn-{notice.year}.json")
        faults += [f"{path}: {problem}" for problem in problems(notice)]
        notices.append(notice)
    if faults or not paths:
        raise NotACalendar("\n".join(faults) or f"{directory}: holds no notice")
    return tuple(notices)


def problems(notice: HolidayNotice) -> Iterator[str]:
    """What cannot be so. A notice that lacks a festival is no knowledge of its year: a list without days is published
    before the notice is."""
    missing = set(Festival) - {festival for off in notice.off for festival in off.festivals}
    if missing:
        yield f"off: lacks {', '.join(sorted(missing))}; the year is not known before its notice is whole"
    for off in notice.off:
        if not timedelta() <= off.last - off.first <= timedelta(days=20):
            yield f"off: {off.first} to {off.last} is no holiday; put the two days in order"
            return
    named = [*notice.work, *(day for off in notice.off for day in off.days())]
    first, last = date(notice.year - 1, 12, 1), date(notice.year + 1, 1, 31)
    for day, times in sorted(Counter(named).items()):
        if times > 1:
            yield f"{day} stands there {times} times; it is off or worked, once"
        if not first <= day <= last:
            yield f"{day} is not of {notice.year} or its turn; it belongs to another notice"
    for day in notice.work:
        if day.isoweekday() < 6:
            yield f"work: {day} is no weekend; name only the weekend days that are worked"
    counted = len(working_days(notice.year, notice.said()))
    if counted != notice.working_days:
        yield f"working_days: {notice.working_days}, and the days make {counted}; one of them is wrong"


def working_days(year: int, said: Mapping[int, bool]) -> list[int]:
    """The ordinals of a year's working days: what is said of a day, else Monday to Friday."""
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return [day for day in range(first, last + 1) if said.get(day, day % 7 not in _WEEKEND)]
