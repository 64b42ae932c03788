"""What items took, as it was counted last: the whole of it is replaced at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, insert, select

from central.store.supervision_tables import measured_times


@dataclass(frozen=True)
class MeasuredRow:
    """One kind of limit of an item, in one unit and from one start event."""

    item: str
    kind: str
    limit_unit: str
    starts_at: str
    unit: str
    median: int
    ninety: int
    count: int
    left_out: int
    first: date
    last: date


def replace(connection: Connection, rows: Sequence[MeasuredRow]) -> None:
    """These and no others from now on."""
    connection.execute(delete(measured_times))
    if rows:
        connection.execute(insert(measured_times), [vars(row) for row in rows])


def listed(connection: Connection, most: int) -> list[MeasuredRow]:
    """The ones with the most cases first."""
    in_order = (measured_times.c["count"].desc(), *measured_times.primary_key)
    query = select(measured_times).order_by(*in_order).limit(most)
    return [MeasuredRow(**row) for row in connection.execute(query).mappings()]
