"""Ratings of cases, why some were bad, and how many there are. Nothing here changes or deletes a row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, exists, func, select

from central.contract.voice import VoiceAct
from central.store.case_tables import cases, ratings
from central.store.database import upsert
from central.store.voice_tables import events, rating_words, voices


@dataclass(frozen=True)
class Rated:
    """The rating of a case, with the case's number."""

    number: str
    level: int


@dataclass(frozen=True)
class Why:
    """Why a rating was bad; `content` is sealed."""

    number: str
    kiosk_id: str
    reasons: tuple[str, ...]
    content: bytes
    at: datetime


def rate(connection: Connection, case_id: str, level: int, at: datetime) -> bool:
    """Keep a rating; false when there is one already."""
    statement = upsert(connection.dialect.name, ratings).values(case_id=case_id, level=level, at=at)
    return connection.execute(statement.on_conflict_do_nothing().returning(ratings.c.case_id)).first() is not None


def of_case(connection: Connection, case_id: str) -> Rated | None:
    """The rating of a case, if somebody gave one."""
    query = select(cases.c.number, ratings.c.level).join(ratings, ratings.c.case_id == cases.c.case_id)
    row = connection.execute(query.where(cases.c.case_id == case_id)).first()
    return Rated(row.number, row.level) if row else None


def add_why(connection: Connection, why: Why) -> bool:
    """Keep why; false when something is told of this number already."""
    values = vars(why) | {"reasons": list(why.reasons)}
    statement = upsert(connection.dialect.name, rating_words).values(values)
    return connection.execute(statement.on_conflict_do_nothing().returning(rating_words.c.number)).first() is not None


def why(connection: Connection, number: str, kiosk_id: str) -> Why | None:
    """Why it was bad, as it was told at the terminal that drew the number."""
    query = select(rating_words).where(rating_words.c.number == number, rating_words.c.kiosk_id == kiosk_id)
    row = connection.execute(query).mappings().first()
    return Why(**(dict(row) | {"reasons": tuple(row["reasons"])})) if row else None


def levels(connection: Connection, hall_id: str, first: datetime, end: datetime) -> dict[int, int]:
    """How often each level was given in a span. Who gave none is not in it."""
    return _count(connection, hall_id, first, end, aside=False)


def levels_set_aside(connection: Connection, hall_id: str, first: datetime, end: datetime) -> dict[int, int]:
    """How often each was given by mistake, as an appeal found before the end."""
    return _count(connection, hall_id, first, end, aside=True)


def _count(connection: Connection, hall_id: str, first: datetime, end: datetime, *, aside: bool) -> dict[int, int]:
    query = (
        select(ratings.c.level, func.count().label("given"))
        .join(cases, cases.c.case_id == ratings.c.case_id)
        .where(cases.c.hall_id == hall_id, ratings.c.at >= first, ratings.c.at < end)
        .group_by(ratings.c.level)
    )
    if aside:
        act = VoiceAct.SET_ASIDE.value
        task = exists().where(
            voices.c.case_id == cases.c.case_id,
            events.c.number == voices.c.number,
            events.c.act == act,
            events.c.at < end,
        )
        query = query.where(task)
    return {row.level: row.given for row in connection.execute(query)}


def asked_and_rated(connection: Connection, hall_id: str, first: datetime, end: datetime) -> tuple[int, int]:
    """How many cases were opened in a span, and how many of these were rated before its end."""
    query = (
        select(func.count(), func.count(ratings.c.case_id))
        .select_from(cases)
        .outerjoin(ratings, and_(ratings.c.case_id == cases.c.case_id, ratings.c.at < end))
        .where(cases.c.hall_id == hall_id, cases.c.opened_at >= first, cases.c.opened_at < end)
    )
    asked, given = connection.execute(query).one()
    return asked, given
