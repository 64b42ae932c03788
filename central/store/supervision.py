"""Watched cases, their clocks, turned lights, orders and recounts as rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, func, or_, select

from central.contract.case import FINAL, EventKind
from central.contract.clock import Light
from central.store.case_tables import cases, events
from central.store.database import add_many, one_of
from central.store.supervision_tables import clocks, orders, recounts, turns, watched

_ENDED = [stage.value for stage in FINAL]


@dataclass(frozen=True)
class Waiting:
    """A case that is to be looked at: what it counts by, and how it was counted last; none: never."""

    case_id: str
    department: str
    item: str
    version: int | None
    legal_limit: Mapping[str, Any] | None
    promised_limit: Mapping[str, Any] | None
    events: int | None
    calendar: str | None


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
    first: bool


@dataclass(frozen=True)
class LateRow:
    """A case whose first clock is red. `level`: the last that was called for it; `explained`: its unit has said why."""

    number: str
    unit: str
    due: date
    level: str | None
    explained: bool


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


_CLOCK = [clocks.c[field.name] for field in fields(ClockRow)]
_OF_A_CASE = ("case_id", "department", "item", "version", "legal_limit", "promised_limit")
_WAITING = [*(cases.c[name] for name in _OF_A_CASE), watched.c.events, watched.c.calendar]


def to_look_at(
    connection: Connection, now: datetime, calendar: str, *, after: str, last: str | None, most: int
) -> list[Waiting]:
    """Cases in order of id: never counted, or before something happened, or by another calendar, or about to turn."""
    query = (
        select(*_WAITING)
        .join(watched, and_(watched.c.case_id == cases.c.case_id, watched.c.case_id > after), isouter=True)
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
    if last is not None:
        query = query.where(cases.c.case_id <= last)
    return [Waiting(*row) for row in connection.execute(query)]


def alive(
    connection: Connection,
    first: datetime,
    last: datetime,
    item: str | None = None,
    *,
    hall: str | None = None,
    after: str,
    most: int,
) -> list[str]:
    """Cases in order of id, of one item or hall or of all, opened before a moment and not ended before another."""
    query = select(cases.c.case_id).where(
        cases.c.case_id > after,
        cases.c.opened_at < last,
        or_(cases.c.stage.not_in(_ENDED), cases.c.since >= first),
    )
    if item is not None:
        query = query.where(cases.c.item == item)
    if hall is not None:
        query = query.where(cases.c.hall_id == hall)
    return list(connection.scalars(query.order_by(cases.c.case_id).limit(most)))


def clocks_of(connection: Connection, case_ids: Collection[str]) -> dict[str, list[ClockRow]]:
    """The clocks of these cases as they were seen last."""
    seen: dict[str, list[ClockRow]] = {case_id: [] for case_id in case_ids}
    if seen:
        for row in connection.execute(select(*_CLOCK).where(one_of(connection, clocks.c.case_id, case_ids))):
            seen[row[0]].append(ClockRow(*row))
    return seen


def keep(connection: Connection, found: Sequence[Found], before: Collection[str]) -> int:
    """What was found of some cases. An order that is there already is not given twice; how many are new.

    `before`: those of them that were counted before. One more that somebody has counted meanwhile is a conflict.
    """
    if before:
        for table in (watched, clocks):
            connection.execute(delete(table).where(one_of(connection, table.c.case_id, before)))
    _add(connection, watched, [each.case for each in found])
    _add(connection, clocks, [row for each in found for row in each.clocks])
    _add(connection, turns, [row for each in found for row in each.turns])
    _add(connection, recounts, [row for each in found for row in each.recounts])
    return add_orders(connection, [order for each in found for order in each.orders], before)


def add_orders(connection: Connection, called: Sequence[OrderRow], before: Collection[str]) -> int:
    """Who is called. An order that is there already is not given twice; how many are new. `before`: those among them
    that may have orders."""
    given = _given(connection, {order.case_id for order in called} & set(before))
    new = [order for order in called if (order.case_id, order.kind, order.over_at, order.level) not in given]
    _add(connection, orders, new)
    return len(new)


def _given(connection: Connection, case_ids: Collection[str]) -> set[tuple[Any, ...]]:
    """The orders that there are for these cases, by what names one."""
    if not case_ids:
        return set()
    query = select(*orders.primary_key.columns).where(one_of(connection, orders.c.case_id, case_ids))
    return {tuple(row) for row in connection.execute(query)}


def _add(connection: Connection, table: Table, rows: Sequence[Any]) -> None:
    add_many(connection, table, [vars(row) for row in rows])


def lights(connection: Connection) -> dict[tuple[str, Light], int]:
    """How many clocks of each light each unit has."""
    query = select(clocks.c.unit, clocks.c.light, func.count()).group_by(clocks.c.unit, clocks.c.light)
    return {(unit, Light(light)): count for unit, light, count in connection.execute(query)}


def first_lights(connection: Connection) -> dict[tuple[str, str], int]:
    """How many cases of each light each unit has, by the clock that counts for their applicants."""
    query = select(clocks.c.unit, clocks.c.light, func.count()).where(clocks.c.first)
    rows = connection.execute(query.group_by(clocks.c.unit, clocks.c.light))
    return {(unit, light): count for unit, light, count in rows}


def late(connection: Connection, most: int) -> list[LateRow]:
    """The cases that are red, the longest first."""
    last = (
        select(orders.c.level)
        .where(orders.c.case_id == clocks.c.case_id, orders.c.kind == clocks.c.kind)
        .order_by(orders.c.at.desc())
        .limit(1)
        .scalar_subquery()
    )
    said = select(events.c.sequence).where(
        events.c.case_id == clocks.c.case_id, events.c.kind == EventKind.LATE_EXPLAINED.value
    )
    query = (
        select(cases.c.number, clocks.c.unit, clocks.c.due, last.label("level"), said.exists().label("explained"))
        .join(cases, cases.c.case_id == clocks.c.case_id)
        .where(clocks.c.first, clocks.c.light == Light.RED.value, clocks.c.due.is_not(None))
        .order_by(clocks.c.due, cases.c.number)
        .limit(most)
    )
    return [LateRow(**row) for row in connection.execute(query).mappings()]


def vanished(connection: Connection) -> list[str]:
    """Cases that were supervised, and that there are no longer."""
    query = select(watched.c.case_id).join(cases, cases.c.case_id == watched.c.case_id, isouter=True)
    return list(connection.scalars(query.where(cases.c.case_id.is_(None)).order_by(watched.c.case_id)))


def turns_of(connection: Connection, case_ids: Iterable[str]) -> list[TurnRow]:
    """The lights of these cases as they turned, in the order of looking."""
    columns = [column for column in turns.c if column.name != "turn"]
    query = select(*columns).where(turns.c.case_id.in_(list(case_ids))).order_by(turns.c.turn)
    return [TurnRow(**row) for row in connection.execute(query).mappings()]


def orders_of(connection: Connection, case_ids: Iterable[str]) -> list[OrderRow]:
    """Who was called for these cases, in order of time."""
    query = select(orders).where(orders.c.case_id.in_(list(case_ids))).order_by(orders.c.at)
    return [OrderRow(**row) for row in connection.execute(query).mappings()]


@dataclass(frozen=True)
class Warned:
    """A clock that turned, or a level that it called, with whose case it is. `light`: none for a level."""

    number: str
    item: str
    unit: str
    kind: str
    at: datetime
    light: str | None = None
    level: str | None = None
    owner: str | None = None
    until: datetime | None = None
    settled_at: datetime | None = None


def warned_between(connection: Connection, first: datetime, last: datetime) -> list[Warned]:
    """Every light that turned yellow or red, and every level that was called, in order of time."""
    later = turns.alias("later")
    ended = (
        select(func.min(later.c.at))
        .where(
            later.c.case_id == turns.c.case_id,
            later.c.kind == turns.c.kind,
            later.c.turn > turns.c.turn,
            later.c.light.not_in([Light.YELLOW.value, Light.RED.value]),
        )
        .scalar_subquery()
    )
    of_light = (
        select(
            cases.c.number,
            cases.c.item,
            turns.c.unit,
            turns.c.kind,
            turns.c.at,
            turns.c.light,
            ended.label("settled_at"),
        )
        .join(cases, cases.c.case_id == turns.c.case_id)
        .where(turns.c.light.in_([Light.YELLOW.value, Light.RED.value]), turns.c.at >= first, turns.c.at < last)
    )
    settled = (
        select(func.min(turns.c.at))
        .where(
            turns.c.case_id == orders.c.case_id,
            turns.c.kind == orders.c.kind,
            turns.c.at >= orders.c.at,
            turns.c.light.not_in([Light.YELLOW.value, Light.RED.value]),
        )
        .scalar_subquery()
    )
    of_level = (
        select(
            *(cases.c.number, cases.c.item, orders.c.unit, orders.c.kind, orders.c.at),
            *(orders.c.level, orders.c.owner, orders.c.until, settled.label("settled_at")),
        )
        .join(cases, cases.c.case_id == orders.c.case_id)
        .where(orders.c.at >= first, orders.c.at < last)
    )
    found = [Warned(**row) for query in (of_light, of_level) for row in connection.execute(query).mappings()]
    return sorted(found, key=lambda each: (each.at, each.number, each.kind, each.level or ""))


def recounts_of(connection: Connection, case_ids: Collection[str]) -> list[RecountRow]:
    """What newer calendars changed for these cases, in order of time."""
    if not case_ids:
        return []
    columns = [recounts.c[field.name] for field in fields(RecountRow)]
    query = select(*columns).where(one_of(connection, recounts.c.case_id, case_ids)).order_by(recounts.c.recount)
    return [RecountRow(*row) for row in connection.execute(query)]
