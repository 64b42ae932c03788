"""The office: its database, keys and clock, and what it remembers of its halls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from central.clock import Clock
from central.keys import Keys
from central.limits.calendar import WorkCalendar
from central.limits.supervision_rules import SupervisionRules
from central.published import Hall, minute
from central.services.refusals import Refusal
from central.shelf import Shelf
from central.sources.registers import Registers
from central.stock import Stock
from central.store import halls
from central.store.database import Connection, Database


class Office:
    """Handed to every service."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        clock: Clock,
        *,
        registers: Registers | None = None,
        calendar: WorkCalendar | None = None,
        supervision: SupervisionRules | None = None,
    ) -> None:
        self.database = database
        self.keys = keys
        self.clock = clock
        self.stock: Stock | None = None
        """What is published here; the composition sets it."""
        self._shelf = Shelf()
        self.registers = registers or Registers(None)
        self.calendar = calendar or WorkCalendar()
        self.supervision = supervision or SupervisionRules.read()
        self._halls: dict[str, Hall] = {}
        self._laid_out: dict[str, tuple[date, int]] = {}

    @property
    def shelf(self) -> Shelf:
        """The service items. Ask once for each thing that has to fit together."""
        return self.stock.shelf() if self.stock else self._shelf

    @shelf.setter
    def shelf(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def hall(self, connection: Connection, hall_id: str) -> Hall:
        """A hall as published now. Raises `Refusal` when there is none."""
        revision = halls.revision(connection, hall_id)
        if revision is None:
            raise Refusal("hall_unknown", status=404)
        known = self._halls.get(hall_id)
        if known is None or known.revision != revision:
            known = self._halls[hall_id] = Hall(halls.file(connection, hall_id), revision)
        return known

    def desk(self, connection: Connection, hall_id: str) -> Desk:
        """A hall at this moment, inside a transaction. Raises `Refusal` when there is no such hall."""
        return Desk(self, connection, self.hall(connection, hall_id), self.clock.now())

    def lay_out_days(self, hall_id: str, now: datetime) -> None:
        """See to it that the slots of today and of the days that can be booked are there. Cheap when they are."""
        with self.database.read() as connection:
            hall = self.hall(connection, hall_id)
        today = hall.day(now)
        if self._laid_out.get(hall_id) == (today, hall.revision):
            return
        with self.database.write() as connection:
            for ahead in range(hall.file.days_ahead + 1):
                day = today + timedelta(days=ahead)
                halls.lay_out(connection, hall_id, day, slots_of_day(hall, day))
        self._laid_out[hall_id] = (today, hall.revision)


@dataclass(frozen=True)
class Desk:
    """One hall at one moment, inside one transaction: where a decision is made."""

    office: Office
    connection: Connection
    hall: Hall
    now: datetime

    @property
    def keys(self) -> Keys:
        """The office's keys."""
        return self.office.keys

    @property
    def today(self) -> date:
        """The hall's day."""
        return self.hall.day(self.now)


def slots_of_day(hall: Hall, day: date) -> list[halls.NewSlot]:
    """The slots that the items' plans give for a day; a remainder shorter than a slot is none."""
    return [
        halls.NewSlot(
            item_id=item.item_id,
            starts_at=(begin := hall.moment(day, plan.first) + timedelta(minutes=offset)),
            ends_at=begin + timedelta(minutes=plan.every_min),
            booked_quota=plan.booked,
            walk_in_quota=plan.walk_in,
        )
        for item in hall.file.items
        for plan in item.plan
        if day.isoweekday() in plan.days
        for offset in range(0, minute(plan.last) - minute(plan.first) - plan.every_min + 1, plan.every_min)
    ]
