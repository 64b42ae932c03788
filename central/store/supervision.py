"""Watched cases, their clocks, turned lights, orders and recounts as rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, func, insert, or_, select

from central.contract.case import FINAL
from central.contract.clock import Light
from central.store.case_tables import cases
from central.store.database import upsert
from central.store.supervision_tables import clocks, orders, recounts, turns, watched

_ENDED = [stage.value for stage in FINAL]


@dataclass(frozen=True)
class WatchedRow:
    """A case as it was counted last."""

    case_id: str
    events: int
    calendar: str
    look_at: datetime | None


@dataclass(frozen=True)
class ClockRow:
    """One of its clocks."""

    case_id: str
    kind: str
    unit: str
    light: str
    due: date | None


@dataclass(frozen=True)
class TurnRow:
    """A light that turned."""

    case_id: str
    kind: str
    unit: str
    was: str
    light: str
    at: datetime
    seen_at: datetime


@dataclass(frozen=True)
class OrderRow:
    """A level that was called."""

    case_id: str
    kind: str
    over_at: datetime
    level: str
    unit: str
    owner: str
    at: datetime
    until: datetime | None


@dataclass(frozen=True)
class RecountRow:
    """A day that a newer calendar no longer gives."""

    case_id: str
    kind: str
    calendar: str
    at: datetime
    move: str
    told: date | None
    counted: date | None
    holds: date | None


@dataclass(frozen=True)
class Found:
    """What a look at one case found."""

    case: WatchedRow
    clocks: Sequence[ClockRow]
    turns: Sequence[TurnRow]
    orders: Sequence[OrderRow]
    recounts: Sequence[RecountRow]


def to_look_at(connection: Connection, now: datetime, calendar: str, after: str, most: int) -> list[str]:
    """Cases in order of id: never counted, or before something happened, or by another calendar, or about to turn."""
    query = (
        select(cases.c.case_id)
        .join(watched, watched.c.case_id == cases.c.case_id, isouter=True)
        .where(
            cases.c.case_id > after,
            or_(
                watched.c.case_id.is_(None),
                watched.c.events != cases.c.events,
                watched.c.look_at <= now,
                and_(watched.c.calendar != calendar, cases.c.stage.not_in(_ENDED)),
            ),
        )
        .order_by(cases.c.case_id)
        .limit(most)
    )
    return list(connection.scalars(query))


def alive(connection: Connection, first: datetime, last: datetime, after: str, most: int) -> list[str]:
    """Cases in order of id, opened before a moment and not ended before another."""
    query = (
        select(cases.c.case_id)
        .where(
            cases.c.case_id > after,
            cases.c.opened_at < last,
            or_(cases.c.stage.not_in(_ENDED), cases.c.since >= first),
        )
        .order_by(cases.c.case_id)
        .limit(most)
    )
    return list(connection.scalars(query))


def known(connection: Connection, case_id: str) -> tuple[WatchedRow | None, dict[str, ClockRow]]:
    """A case as it was counted last, with its clocks by kind."""
    row = connection.execute(select(watched).where(watched.c.case_id == case_id)).mappings().first()
    rows = connection.execute(select(clocks).where(clocks.c.case_id == case_id)).mappings()
    return (WatchedRow(**row) if row else None), {each["kind"]: ClockRow(**each) for each in rows}


def keep(connection: Connection, found: Found) -> int:
    """What was found of one case. An order that is there already is not given twice; how many are new."""
    dialect, values = connection.dialect.name, asdict(found.case)
    connection.execute(
        upsert(dialect, watched).values(values).on_conflict_do_update(index_elements=["case_id"], set_=values)
    )
    connection.execute(delete(clocks).where(clocks.c.case_id == found.case.case_id))
    _add(connection, clocks, found.clocks)
    _add(connection, turns, found.turns)
    _add(connection, recounts, found.recounts)
    new = 0
    for order in found.orders:
        new += connection.execute(upsert(dialect, orders).values(asdict(order)).on_conflict_do_nothing()).rowcount
    return new


def _add(connection: Connection, table: Table, rows: Sequence[Any]) -> None:
    if rows:
        connection.execute(insert(table), [asdict(row) for row in rows])


def lights(connection: Connection) -> dict[tuple[str, Light], int]:
    """How many clocks of each light each unit has."""
    query = select(clocks.c.unit, clocks.c.light, func.count()).group_by(clocks.c.unit, clocks.c.light)
    return {(unit, Light(light)): count for unit, light, count in connection.execute(query)}


def turns_of(connection: Connection, case_ids: Iterable[str]) -> list[TurnRow]:
    """The lights of these cases as they turned, in the order of looking."""
    columns = [column for column in turns.c if column.name != "turn"]
    query = select(*columns).where(turns.c.case_id.in_(list(case_ids))).order_by(turns.c.turn)
    return [TurnRow(**row) for row in connection.execute(query).mappings()]


def orders_of(connection: Connection, case_ids: Iterable[str]) -> list[OrderRow]:
    """Who was called for these cases, in order of time."""
    query = select(orders).where(orders.c.case_id.in_(list(case_ids))).order_by(orders.c.at)
    return [OrderRow(**row) for row in connection.execute(query).mappings()]


def recounts_of(connection: Connection, case_ids: Iterable[str]) -> list[RecountRow]:
    """What newer calendars changed for these cases."""
    columns = [column for column in recounts.c if column.name != "recount"]
    query = select(*columns).where(recounts.c.case_id.in_(list(case_ids))).order_by(recounts.c.recount)
    return [RecountRow(**row) for row in connection.execute(query).mappings()]
