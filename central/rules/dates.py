"""Dates of the rules: ISO text in, ISO text or whole numbers out.

Terms are counted as the Civil Code counts them (民法典 201, 202): the first day does not count, and a term of months
ends on the day of the same number or, where the month has none, on its last day. An age is reached on the birthday
itself, as halls practise it (criminal law counts from the day after; a place that does so says `add_days`). Who was
born on 29 February reaches an age in a common year on 1 March: on 28 February the year is not yet over. No law names
that day, so it is local practice; a term that must end on 28 February is counted in months.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ID_NUMBER = re.compile(r"[0-9]{17}[0-9X]")
_MOST_YEARS = 500


class NoDate(ValueError):
    """What should be a date or a number of days, months or years is none, or lies out of every calendar's reach."""


def read(text: object) -> date:
    """A date of ISO text; nothing else that Python would take. Raises `NoDate`."""
    if not isinstance(text, str) or not _ISO.fullmatch(text):
        raise NoDate("no ISO date")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NoDate("no such day") from None


def born(id_number: object) -> str:
    """The day of birth in a citizen's number (GB 11643)."""
    if not isinstance(id_number, str) or not _ID_NUMBER.fullmatch(id_number):
        raise NoDate("no citizen's number")
    return read(f"{id_number[6:10]}-{id_number[10:12]}-{id_number[12:14]}").isoformat()


def add_years(day: object, count: object) -> str:
    """The same day `count` years on; 29 February becomes 1 March."""
    begin, step = read(day), _whole(count, _MOST_YEARS)
    year = _year(begin.year + step)
    if (begin.month, begin.day) == (2, 29) and not calendar.isleap(year):
        return date(year, 3, 1).isoformat()
    return begin.replace(year=year).isoformat()


def add_months(day: object, count: object) -> str:
    """The same day `count` months on, or the last of a shorter month."""
    begin, step = read(day), _whole(count, _MOST_YEARS * 12)
    years, month = divmod(begin.month - 1 + step, 12)
    year = _year(begin.year + years)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(begin.day, last)).isoformat()


def add_days(day: object, count: object) -> str:
    """`count` days on."""
    begin, step = read(day), _whole(count, _MOST_YEARS * 366)
    try:
        return (begin + timedelta(days=step)).isoformat()
    except OverflowError:
        raise NoDate("out of the calendar") from None


def years(first: object, last: object) -> int:
    """Whole years from one day to another: the most for which `add_years(first, n)` is not after `last`."""
    begin, end = read(first), read(last)
    return end.year - begin.year - ((end.month, end.day) < (begin.month, begin.day))


def months(first: object, last: object) -> int:
    """Whole months: the most for which `add_months(first, n)` is not after `last`."""
    begin, end = read(first), read(last)
    reached = min(begin.day, calendar.monthrange(end.year, end.month)[1])
    return (end.year - begin.year) * 12 + end.month - begin.month - (end.day < reached)


def days(first: object, last: object) -> int:
    """Days from one to another; below zero where the second lies before the first."""
    return (read(last) - read(first)).days


def age(birth: object, on: object) -> int:
    """Whole years of a person (周岁). Raises `NoDate` for somebody who is not born yet."""
    if read(on) < read(birth):
        raise NoDate("not born yet")
    return years(birth, on)


def _whole(number: object, most: int) -> int:
    """A whole number, written as 3 or as 3.0."""
    if isinstance(number, bool) or not isinstance(number, int | float) or not abs(number) <= most:
        raise NoDate("no number of days, months or years")
    if int(number) != number:
        raise NoDate("no whole number")
    return int(number)


def _year(number: int) -> int:
    if not date.min.year <= number <= date.max.year:
        raise NoDate("out of the calendar")
    return number
