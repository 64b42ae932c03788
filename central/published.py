"""What a hall publishes about itself: identity, items with their rules, windows with their hours. Data, not code."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

from pydantic import Field, StringConstraints, ValidationError, field_validator, model_validator

from central.contract.messages import BookingRules, Message, Words

MinuteOfDay = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$")]
Weekday = Annotated[int, Field(ge=1, le=7, description="ISO: Monday is 1")]
WindowId = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{1,8}$")]
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
_DAYS_LOOKED_AHEAD = 14


class NotPublishable(ValueError):
    """A hall's file is not what it should be; the text names the place."""


class Hours(Message):
    """From and until, on some weekdays, in the hall's own time."""

    first: MinuteOfDay
    last: MinuteOfDay
    days: tuple[Weekday, ...] = EVERY_DAY

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if minute(self.first) >= minute(self.last):
            raise ValueError("an opening must end after it begins, on the same day")
        return self


class Plan(Hours):
    """The slots of an item on a day, and how many people each takes with and without booking."""

    every_min: int = Field(ge=5, le=24 * 60)
    booked: int = Field(ge=0, le=10_000)
    walk_in: int = Field(ge=0, le=10_000)


class Item(Message):
    """A service item in this hall."""

    item_id: int = Field(ge=1, lt=2**32)
    name: Words
    prefix: str = Field(pattern=r"^[A-Z]{1,2}$")
    area: Words
    rules: BookingRules
    plan: tuple[Plan, ...]


class Window(Message):
    """A window, what is done at it and when."""

    window_id: WindowId
    items: tuple[int, ...]
    hours: tuple[Hours, ...]


class HallFile(Message):
    """One hall."""

    hall_id: str = Field(pattern=r"^[A-Z0-9-]{3,10}$")
    name: Words
    address: Words
    phone: str = Field(max_length=30)
    time_zone: str = "Asia/Shanghai"
    service_desk: Words
    notice: Words | None = None
    days_ahead: int = Field(ge=0, le=60, description="how many days ahead slots can be booked")
    items: tuple[Item, ...]
    windows: tuple[Window, ...]

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError) as error:
            raise ValueError("no such time zone") from error
        return value

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        known = [item.item_id for item in self.items]
        if len(set(known)) != len(known) or len({window.window_id for window in self.windows}) != len(self.windows):
            raise ValueError("an item or a window stands there twice")
        if unknown := {number for window in self.windows for number in window.items} - set(known):
            raise ValueError(f"windows serve items that the hall does not have: {sorted(unknown)}")
        return self


@dataclass(frozen=True)
class Hall:
    """A published hall, with the questions that its data answers."""

    file: HallFile
    revision: int

    @property
    def hall_id(self) -> str:
        return self.file.hall_id

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.file.time_zone)

    @cached_property
    def items(self) -> dict[int, Item]:
        return {item.item_id: item for item in self.file.items}

    @cached_property
    def _windows(self) -> dict[int, tuple[Window, ...]]:
        return {number: tuple(w for w in self.file.windows if number in w.items) for number in self.items}

    def windows_of(self, item_id: int) -> tuple[Window, ...]:
        """The windows that serve an item."""
        return self._windows[item_id]

    def local(self, moment: datetime) -> datetime:
        """A moment as the hall's wall clock shows it."""
        return moment.astimezone(self.zone)

    def day(self, moment: datetime) -> date:
        """The hall's calendar day."""
        return self.local(moment).date()

    def text(self, moment: datetime) -> str:
        """A moment for the facts of a sentence: ISO 8601 in the hall's time."""
        return self.local(moment).isoformat()

    def moment(self, day: date, clock: str) -> datetime:
        """The moment of a wall-clock minute on a day, in UTC."""
        midnight = datetime.combine(day, time(), self.zone)
        return (midnight + timedelta(minutes=minute(clock))).astimezone(UTC)

    def in_hours(self, item_id: int, now: datetime) -> bool:
        """Is a window that serves the item within its hours?"""
        day = self.day(now)
        return any(begin <= now < end for begin, end in self._openings(item_id, day))

    def opens_at(self, item_id: int, now: datetime) -> datetime | None:
        """When such a window's hours begin next; none within two weeks means that nobody knows."""
        today = self.day(now)
        for ahead in range(_DAYS_LOOKED_AHEAD):
            begins = [begin for begin, _ in self._openings(item_id, today + timedelta(days=ahead)) if begin > now]
            if begins:
                return min(begins)
        return None

    def _openings(self, item_id: int, day: date) -> Iterator[tuple[datetime, datetime]]:
        for window in self.windows_of(item_id):
            for hours in window.hours:
                if day.isoweekday() in hours.days:
                    yield self.moment(day, hours.first), self.moment(day, hours.last)


def minute(clock: str) -> int:
    """Minutes since midnight of "HH:MM"."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def read_hall(path: Path) -> HallFile:
    """A hall's TOML file. Raises `NotPublishable` with every fault in it."""
    try:
        return parse_hall(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise NotPublishable(f"{path}: {error}") from error


def parse_hall(document: dict[str, Any]) -> HallFile:
    """The same, from what TOML made of it."""
    try:
        return HallFile.model_validate(document)
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
        raise NotPublishable("; ".join(faults)) from error
