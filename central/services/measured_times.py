"""What items really took over the last days, counted once a day for everybody who reads an item's page."""

from __future__ import annotations

from datetime import timedelta

from central.contract.clock import ClockKind
from central.contract.item import StartEvent, Unit
from central.contract.measured import MOST, MeasuredTime, MeasuredTimes
from central.limits.calendar import local_day
from central.limits.figure import FEW, Period
from central.office import Office
from central.services import months
from central.services.months import Measured
from central.services.supervision import PassRuns
from central.store import measured_times as store
from central.store.database import Conflict
from central.store.measured_times import MeasuredRow

DAYS = 90


def window(office: Office) -> Period:
    """The last days that are over: of today it is not known yet what it brings."""
    today = local_day(office.clock.now())
    return Period(today - timedelta(days=DAYS), today - timedelta(days=1))


def measure(office: Office) -> list[MeasuredRow]:
    """Count every item's cases of the window, in one walk, and keep what was found. Raises `PassRuns`."""
    period = window(office)
    found = months.measured_items(office, period)
    rows = [_row(item, each) for item, measured in found.items() for each in measured]
    try:
        with office.database.write() as connection:
            store.replace(connection, rows)
    except Conflict as conflict:
        raise PassRuns("somebody else measures at the same time") from conflict
    return rows


def shown(office: Office) -> MeasuredTimes:
    """What was counted last. Of a sample that is too small only its size is told."""
    with office.database.read() as connection:
        rows = store.listed(connection, MOST)
    return MeasuredTimes(times=tuple(map(_told, rows)))


def _row(item: str, measured: Measured) -> MeasuredRow:
    taken = measured.taken
    return MeasuredRow(
        item=item,
        kind=measured.kind,
        limit_unit=measured.unit,
        starts_at=measured.starts_at,
        unit=taken.median.unit,
        median=taken.median.amount,
        ninety=taken.ninety.amount,
        count=taken.count,
        left_out=taken.left_out,
        first=taken.period.first,
        last=taken.period.last,
    )


def _told(row: MeasuredRow) -> MeasuredTime:
    few = row.count < FEW
    return MeasuredTime(
        item=row.item,
        kind=ClockKind(row.kind),
        limit_unit=Unit(row.limit_unit),
        starts_at=StartEvent(row.starts_at),
        unit=Unit(row.unit),
        median=None if few else row.median,
        ninety=None if few else row.ninety,
        count=row.count,
        left_out=row.left_out,
        first=row.first,
        last=row.last,
    )
