"""Agents, agreements and what happened under them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import Connection, case, func, insert, or_, select, update

from central.store.agency_tables import agents, agreements, events


@dataclass(frozen=True)
class Agent:
    """Somebody who may act for others. `left_at`: since when no more."""

    agent_id: str
    hall_id: str
    name: str
    person: str
    since: datetime
    left_at: datetime | None = None


@dataclass(frozen=True)
class Agreement:
    """One agreement; `content` is sealed."""

    agreement_id: str
    number: str
    hall_id: str
    agent_id: str
    person: str
    first: date
    last: date
    content: bytes
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Event:
    """Something that happened under an agreement."""

    agreement_id: str
    kind: str
    at: datetime
    kiosk_id: str
    step: str | None = None
    number: str | None = None
    reason: str | None = None


def add_agent(connection: Connection, agent: Agent) -> None:
    connection.execute(insert(agents).values(asdict(agent)))


def let_go(connection: Connection, agent_id: str, now: datetime) -> bool:
    """The agent acts no more; false when there is none, or has left already."""
    there = (agents.c.agent_id == agent_id) & agents.c.left_at.is_(None)
    return connection.execute(update(agents).where(there).values(left_at=now)).rowcount == 1


def agents_of(connection: Connection, hall_id: str) -> list[Agent]:
    """Everybody who ever was one in this hall, by name."""
    found = connection.execute(select(agents).where(agents.c.hall_id == hall_id).order_by(agents.c.name))
    return [Agent(**row) for row in found.mappings()]


def agent(connection: Connection, agent_id: str) -> Agent | None:
    row = connection.execute(select(agents).where(agents.c.agent_id == agent_id)).mappings().first()
    return Agent(**row) if row else None


def add(connection: Connection, agreement: Agreement) -> None:
    """A new agreement; its id a second time is a conflict."""
    connection.execute(insert(agreements).values(asdict(agreement)))


def find(connection: Connection, agreement_id: str) -> Agreement | None:
    """By its id."""
    row = connection.execute(select(agreements).where(agreements.c.agreement_id == agreement_id)).mappings().first()
    return Agreement(**row) if row else None


def find_by_number(connection: Connection, number: str) -> Agreement | None:
    """By its number."""
    row = connection.execute(select(agreements).where(agreements.c.number == number)).mappings().first()
    return Agreement(**row) if row else None


def lock(connection: Connection, agreement_id: str) -> Agreement | None:
    """By its id, held until the end of the transaction."""
    query = select(agreements).where(agreements.c.agreement_id == agreement_id).with_for_update()
    row = connection.execute(query).mappings().first()
    return Agreement(**row) if row else None


def of_person(connection: Connection, person: str, hall_id: str, today: date, most: int) -> list[Agreement]:
    """Those of an applicant, and those of an agent in a hall: what is not over first, then the newest."""
    own_agents = select(agents.c.agent_id).where(agents.c.person == person, agents.c.hall_id == hall_id)
    query = select(agreements).where(or_(agreements.c.person == person, agreements.c.agent_id.in_(own_agents)))
    alive = case((agreements.c.ended_at.is_(None) & (agreements.c.last >= today), 0), else_=1)
    found = connection.execute(query.order_by(alive, agreements.c.first.desc(), agreements.c.number).limit(most))
    return [Agreement(**row) for row in found.mappings()]


def any_of_person(connection: Connection, person: str) -> bool:
    """Whether somebody has ever signed an agreement, or is an agent."""
    query = select(agreements.c.agreement_id).where(agreements.c.person == person).limit(1)
    own_agents = select(agents.c.agent_id).where(agents.c.person == person).limit(1)
    return any(connection.execute(each).first() is not None for each in (query, own_agents))


def end(connection: Connection, agreement_id: str, now: datetime) -> None:
    connection.execute(update(agreements).where(agreements.c.agreement_id == agreement_id).values(ended_at=now))


def note(connection: Connection, event: Event) -> None:
    """One event more. The agreement is locked meanwhile."""
    newest = select(func.coalesce(func.max(events.c.sequence), 0)).where(events.c.agreement_id == event.agreement_id)
    sequence = connection.execute(newest).scalar_one() + 1
    connection.execute(insert(events).values(sequence=sequence, **asdict(event)))


def events_of(connection: Connection, agreement_id: str) -> list[Event]:
    """In the order of writing."""
    query = select(events).where(events.c.agreement_id == agreement_id).order_by(events.c.sequence)
    return [
        Event(**{name: value for name, value in row.items() if name != "sequence"})
        for row in connection.execute(query).mappings()
    ]
