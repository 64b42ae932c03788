"""`central calendars list | check`: which years are known, and whether what is promised today can be counted."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from central.commands import Refused
from central.commands.options import ITEMS, add_calendars
from central.items.calendar_rule import uncovered
from central.items.library import Library, library_of
from central.limits.calendar import WorkCalendar, local_day
from central.limits.notice import NotACalendar

EXPECTED = (NotACalendar,)

_AHEAD_DAYS = 60
"""So long before a year ends the next one should be known. Its notice comes around November."""


def add(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    listing = verbs.add_parser("list", help="every year that is known, with its notice")
    add_calendars(listing)
    listing.set_defaults(run=_list)
    check = verbs.add_parser("check", help="what cannot be promised; exit 1 if anything")
    add_calendars(check)
    check.add_argument("--items", type=Path, default=ITEMS, help="directory of the items' files")
    check.add_argument("--on", type=date.fromisoformat, help="of cases that begin on this day; default: today")
    check.set_defaults(run=_check)


def _list(options: argparse.Namespace) -> None:
    for year, notice in WorkCalendar.read(options.calendars).notices.items():
        source = notice.notice
        print(f"{year}  {notice.working_days} working days  {source.number}  {source.issued_on}")


def _check(options: argparse.Namespace) -> None:
    day = options.on or local_day(datetime.now(UTC))
    library = library_of(options.items, None, None)
    missing = list(lacks(WorkCalendar.read(options.calendars), library, day))
    if missing:
        print(*missing, sep="\n")
        raise Refused(f"{len(missing)} findings on {day}")
    print(f"{day}: every limit of {len(library.items)} items can be promised")


def lacks(calendar: WorkCalendar, library: Library, day: date) -> Iterator[str]:
    """What is missing for those who apply on a day, a line each."""
    left = (date(day.year, 12, 31) - day).days
    if not calendar.knows(day.year):
        yield f"{day.year}: there is no notice; no working day of this year is known"
    elif left <= _AHEAD_DAYS and not calendar.knows(day.year + 1):
        yield f"{day.year + 1}: there is no notice yet, and the year begins in {left + 1} days"
    for name, item in library.items.items():
        for place, year in uncovered(item, calendar, day):
            yield f"{name}: {place}: runs into {year}; no due day is promised"
