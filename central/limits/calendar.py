"""Working days (行政许可法 82): which they are, how many lie between two days, and which is the n-th after one.

A year without its notice is unknown. Nothing is counted into it or out of it: `UnknownYear` says which.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from central.limits.notice import CALENDARS, HolidayNotice, read_notices, working_days

ZONE = ZoneInfo("Asia/Shanghai")


class UnknownYear(LookupError):
    """No notice for this year is here."""

    def __init__(self, year: int) -> None:
        super().__init__(f"no notice about the holidays of {year}")
        self.year = year


class WorkCalendar:
    """The years whose notices are given. Immutable: a newer notice makes another calendar."""

    def __init__(self, notices: Iterable[HolidayNotice] = ()) -> None:
        self.notices = {notice.year: notice for notice in sorted(notices, key=lambda each: each.year)}
        said: dict[int, bool] = {}
        for notice in self.notices.values():
            said |= notice.said()
        self._days = [day for year in self.notices for day in working_days(year, said)]  # ordinals, ascending
        self._known = frozenset(self._days)
        said_of = "".join(notice.model_dump_json() for notice in self.notices.values())
        self.digest = hashlib.sha256(said_of.encode()).hexdigest()[:16]
        """Names the calendar: another notice, another digest."""
        self._first_unknown: dict[int, int] = {}  # year: the first year after it that is unknown
        for year in reversed(self.notices):
            self._first_unknown[year] = self._first_unknown.get(year + 1, year + 1)

    @classmethod
    def read(cls, directory: Path = CALENDARS) -> WorkCalendar:
        """The notices of a directory. Raises `NotACalendar`."""
        return cls(read_notices(directory))

    def knows(self, year: int) -> bool:
        """Whether the year's notice is here."""
        return year in self.notices

    def is_working(self, day: date) -> bool:
        """Raises `UnknownYear`."""
        self._end(day)
        return day.toordinal() in self._known

    def working_between(self, first: date, last: date) -> int:
        """How many working days lie after the first day, up to and with the last; 0 where that is not later.

        Raises `UnknownYear`.
        """
        if last <= first:
            return 0
        if last.year >= self._end(first):
            raise UnknownYear(self._end(first))
        return bisect_right(self._days, last.toordinal()) - bisect_right(self._days, first.toordinal())

    def working_after(self, day: date, count: int) -> date:
        """The `count`-th working day after a day; the day itself for 0. Raises `UnknownYear`."""
        end = self._end(day)
        if count == 0:
            return day
        place = bisect_right(self._days, day.toordinal()) + count - 1
        found = date.fromordinal(self._days[place]) if place < len(self._days) else None
        if found is None or found.year >= end:
            raise UnknownYear(end)
        return found

    def on_or_after(self, day: date) -> date:
        """The day, or the next working day where it is none. Raises `UnknownYear`."""
        return day if self.is_working(day) else self.working_after(day, 1)

    def working_before(self, day: date, count: int) -> date:
        """The first day from which on no more than `count` working days lie up to and with a day.

        Never out of the years that are known: where these begin later, their first day. Raises `UnknownYear`.
        """
        self._end(day)
        place = bisect_right(self._days, day.toordinal()) - count - 1
        return date.fromordinal(self._days[max(place, 0)])

    def _end(self, day: date) -> int:
        """The first unknown year after a day's."""
        try:
            return self._first_unknown[day.year]
        except KeyError:
            raise UnknownYear(day.year) from None


def local_day(moment: datetime) -> date:
    """The calendar day of a moment, in Asia/Shanghai. The moment has an offset."""
    return moment.astimezone(ZONE).date()


def midnight(day: date) -> datetime:
    """When a day begins, in Asia/Shanghai."""
    return datetime.combine(day, time(), ZONE)


def end_of(day: date) -> datetime:
    """The first moment after a day (24:00, 民法典 203)."""
    return midnight(day + timedelta(days=1))
