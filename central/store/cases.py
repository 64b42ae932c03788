"""Cases and their events. Events are added and never changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from central.contract.case import FINAL, EventKind, Stage
from central.store.case_tables import cases, events
from central.store.database import one_of

_ENDED = [stage.value for stage in FINAL]


@dataclass(frozen=True)
class Case:
    """A case, with its standing as of the newest event."""

    case_id: str
    number: str
    hall_id: str
    department: str
    item: str
    version: int | None
    name: Mapping[str, str]
    kind: str
    applied: bool
    person: str
    id_last4: str
    masked_name: str
    opened_at: datetime
    stage: str
    since: datetime
    unit: str
    with_person: bool
    waits: bool
    events: int
    own_number: str | None = None
    company: str | None = None
    phone_last4: str | None = None
    legal_limit: Mapping[str, Any] | None = None
    promised_limit: Mapping[str, Any] | None = None
    answer_by: date | None = None
    head: str = ""


@dataclass(frozen=True)
class EventRow:
    """An event as it is stored; `words` is sealed; `digest`: see `central.services.case_chain`."""

    case_id: str
    sequence: int
    kind: str
    at: datetime
    written_at: datetime
    late: bool
    role: str
    unit: str
    actor: str
    notice: str
    approver: str
    special: str | None
    until: date | None
    extension: Mapping[str, Any] | None
    level: int
    at_once: bool
    by_unit: str
    words: bytes | None
    digest: str = ""


_FIND = select(cases).where(cases.c.case_id == bindparam("case_id"))
_LOCK = _FIND.with_for_update()
_BY_NUMBER = select(cases).where(cases.c.number == bindparam("number"))
_BY_OWN_NUMBER = select(cases).where(
    cases.c.department == bindparam("department"), cases.c.own_number == bindparam("own_number")
)
_ADD, _ADD_EVENT = insert(cases), insert(events)
_EVENT_COLUMNS = [events.c[field.name] for field in fields(EventRow)]
_EVENTS = select(events).where(events.c.case_id == bindparam("case_id")).order_by(events.c.sequence)
_OPEN_OF_PERSON = (
    select(cases)
    .where(
        cases.c.person == bindparam("person"),
        cases.c.item == bindparam("item"),
        cases.c.applied,
        cases.c.stage.not_in(_ENDED),
    )
    .order_by(cases.c.opened_at.desc())
)


_UNDECIDED_OF_PERSON = select(cases).where(
    cases.c.person == bindparam("person"),
    cases.c.item == bindparam("item"),
    cases.c.applied,
    cases.c.stage.in_([Stage.SUBMITTED.value, Stage.SUPPLEMENTING.value]),
)


def add(connection: Connection, case: Case) -> None:
    """A new case; its number, or its department's own number, a second time is a conflict."""
    connection.execute(_ADD, vars(case))


def add_events(connection: Connection, added: Iterable[EventRow]) -> None:
    """What happened. An event of the same sequence is a conflict: somebody else was there first."""
    connection.execute(_ADD_EVENT, [vars(event) for event in added])


def stand(
    connection: Connection,
    case_id: str,
    standing: Mapping[str, Any],
) -> None:
    """The fold of a case's events, kept beside them for looking up."""
    connection.execute(update(cases).where(cases.c.case_id == case_id).values(**standing))


def find(connection: Connection, case_id: str) -> Case | None:
    """By its id."""
    row = connection.execute(_FIND, {"case_id": case_id}).mappings().first()
    return Case(**row) if row else None


def lock(connection: Connection, case_id: str) -> Case | None:
    """By its id, held until the end of the transaction."""
    row = connection.execute(_LOCK, {"case_id": case_id}).mappings().first()
    return Case(**row) if row else None


def find_by_number(connection: Connection, number: str) -> Case | None:
    """By its number."""
    row = connection.execute(_BY_NUMBER, {"number": number}).mappings().first()
    return Case(**row) if row else None


def find_by_own_number(connection: Connection, department: str, own_number: str) -> Case | None:
    """By its number in the department's own system."""
    row = connection.execute(_BY_OWN_NUMBER, {"department": department, "own_number": own_number}).mappings().first()
    return Case(**row) if row else None


def events_of(connection: Connection, case_id: str) -> list[EventRow]:
    """What happened to a case, in the order of writing."""
    return [EventRow(**row) for row in connection.execute(_EVENTS, {"case_id": case_id}).mappings()]


def events_of_each(connection: Connection, case_ids: Sequence[str]) -> dict[str, list[EventRow]]:
    """The same of several, by id."""
    happened: dict[str, list[EventRow]] = {case_id: [] for case_id in case_ids}
    query = select(*_EVENT_COLUMNS).where(one_of(connection, events.c.case_id, case_ids))
    query = query.order_by(events.c.case_id, events.c.sequence)
    for row in connection.execute(query):
        happened[row[0]].append(EventRow(*row))
    return happened


def all_of(connection: Connection, case_ids: Sequence[str]) -> list[Case]:
    """These cases, in order of id."""
    rows = connection.execute(
        select(cases).where(one_of(connection, cases.c.case_id, case_ids)).order_by(cases.c.case_id)
    )
    return [Case(**row) for row in rows.mappings()]


def open_applications(connection: Connection, person: str, item: str) -> list[Case]:
    """The person's applications for the item that have not come to their end, the newest first."""
    rows = connection.execute(_OPEN_OF_PERSON, {"person": person, "item": item}).mappings()
    return [Case(**row) for row in rows]


def undecided_applications(connection: Connection, person: str, item: str) -> list[Case]:
    """Those of them that nobody has accepted or decided."""
    rows = connection.execute(_UNDECIDED_OF_PERSON, {"person": person, "item": item}).mappings()
    return [Case(**row) for row in rows]


def of_person(connection: Connection, person: str, most: int) -> list[Case]:
    """A person's cases, the newest first."""
    query = select(cases).where(cases.c.person == person).order_by(cases.c.opened_at.desc()).limit(most)
    return [Case(**row) for row in connection.execute(query).mappings()]


def of_person_and_item(connection: Connection, person: str, item: str, since: datetime, most: int) -> list[Case]:
    """A person's cases of an item that are open, or were at a moment; the newest first."""
    alive = or_(cases.c.stage.not_in(_ENDED), cases.c.since >= since)
    query = select(cases).where(cases.c.person == person, cases.c.item == item, alive)
    found = connection.execute(query.order_by(cases.c.opened_at.desc()).limit(most))
    return [Case(**row) for row in found.mappings()]


def of_company(connection: Connection, company: str, most: int) -> list[Case]:
    """A company's cases, the newest first."""
    query = select(cases).where(cases.c.company == company).order_by(cases.c.opened_at.desc()).limit(most)
    return [Case(**row) for row in connection.execute(query).mappings()]


def of_department(connection: Connection, department: str, stages: Iterable[str], most: int) -> list[Case]:
    """A department's work list: its cases in these stages, the oldest first."""
    query = select(cases).where(cases.c.department == department, cases.c.stage.in_(list(stages)))
    return [Case(**row) for row in connection.execute(query.order_by(cases.c.opened_at).limit(most)).mappings()]


def for_clerks(connection: Connection, hall_id: str, most: int) -> list[Case]:
    """Applications of a hall that a person has to settle: handed over, or with a refusal proposed; oldest first."""
    unsettled = or_(cases.c.waits, cases.c.stage == Stage.SUBMITTED.value)
    query = select(cases).where(cases.c.hall_id == hall_id, cases.c.applied, unsettled)
    return [Case(**row) for row in connection.execute(query.order_by(cases.c.opened_at).limit(most)).mappings()]


def granted_at(connection: Connection, case_id: str) -> datetime | None:
    """When a case was decided in the applicant's favour, if it was."""
    query = select(events.c.at).where(events.c.case_id == case_id, events.c.kind == EventKind.GRANTED.value)
    found: datetime | None = connection.scalar(query)
    return found


def every_id(connection: Connection) -> list[str]:
    """Every case, the oldest first."""
    return list(connection.scalars(select(cases.c.case_id).order_by(cases.c.opened_at, cases.c.case_id)))
