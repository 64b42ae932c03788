"""Tickets, their numbers, their events and their papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from sqlalchemy import (
    Connection,
    Executable,
    Integer,
    UpdateBase,
    and_,
    bindparam,
    case,
    func,
    insert,
    select,
    tuple_,
    update,
)

from central.contract.messages import PaperReport, TicketState
from central.published import Window
from central.store.database import upsert
from central.store.tables import AT_WINDOW, OPEN, Instant, counters, papers, ticket_events, tickets

MOST_NUMBERS = 9999  # four digits fit on a ticket


@dataclass(frozen=True)
class Ticket:
    """A number in the queue of an item."""

    ticket_id: str
    hall_id: str
    day: date
    prefix: str
    ordinal: int
    item_id: int
    person: str
    booking_id: str | None
    slot_id: int
    booked: bool
    prior: bool
    order_at: datetime
    state: str
    kiosk_id: str
    issued_at: datetime
    calls: int = 0
    window_id: str | None = None
    called_at: datetime | None = None
    serving_at: datetime | None = None
    finished_at: datetime | None = None
    service_s: int | None = None
    copies: int = 0

    @property
    def number(self) -> str:
        """As printed and called."""
        return f"{self.prefix}{self.ordinal:03d}"

    @property
    def is_open(self) -> bool:
        """Still in the queue, at a window or put aside."""
        return self.state in OPEN


def next_ordinal(connection: Connection, hall_id: str, day: date, prefix: str) -> int | None:
    """The next number of a prefix on a day; None when all have been given out."""
    scope = {"hall_id": hall_id, "day": day, "prefix": prefix, "last": 1}
    found: int | None = connection.scalar(_next_ordinal(connection.dialect.name), scope)
    return found


@cache
def _next_ordinal(dialect: str) -> UpdateBase:
    return (
        upsert(dialect, counters)
        .on_conflict_do_update(
            index_elements=["hall_id", "day", "prefix"],
            set_={"last": counters.c.last + 1},
            where=counters.c.last < MOST_NUMBERS,
        )
        .returning(counters.c.last)
    )


_ADD = insert(tickets)
_NOTE = insert(ticket_events)
_OF_PERSON = select(tickets).where(
    tickets.c.hall_id == bindparam("hall_id"),
    tickets.c.day == bindparam("day"),
    tickets.c.item_id == bindparam("item_id"),
    tickets.c.person == bindparam("person"),
    tickets.c.state.in_(OPEN),
)
_AT_WINDOWS = (
    select(tickets)
    .where(tickets.c.hall_id == bindparam("hall_id"), tickets.c.day == bindparam("day"), tickets.c.state.in_(AT_WINDOW))
    .order_by(tickets.c.called_at.desc())
)
_WAITING = and_(
    tickets.c.hall_id == bindparam("in_hall"),
    tickets.c.day == bindparam("on_day"),
    tickets.c.state == TicketState.WAITING.value,
)
# 0 for those who booked and whose slot has begun, 1 for everybody else
_RANK = case((and_(tickets.c.prior, tickets.c.order_at <= bindparam("now", type_=Instant)), 0), else_=1)
_COUNT_WAITING = select(tickets.c.item_id, func.count()).where(_WAITING).group_by(tickets.c.item_id)
_OWN_PLACE = tuple_(
    bindparam("rank", type_=Integer), bindparam("order_at", type_=Instant), bindparam("ordinal", type_=Integer)
)
_COUNT_AHEAD = select(func.count()).where(
    _WAITING,
    tickets.c.item_id == bindparam("item_id"),
    tuple_(_RANK, tickets.c.order_at, tickets.c.ordinal)
    < tuple_(
        bindparam("rank", type_=Integer), bindparam("order_at", type_=Instant), bindparam("ordinal", type_=Integer)
    ),
)
_SERVICE_TIMES = (
    select(tickets.c.service_s)
    .where(
        tickets.c.hall_id == bindparam("hall_id"),
        tickets.c.item_id == bindparam("item_id"),
        tickets.c.finished_at >= bindparam("since"),
    )
    .order_by(tickets.c.finished_at.desc())
    .limit(bindparam("most", type_=Integer))
)


def add(connection: Connection, ticket: Ticket) -> None:
    """Write down a ticket. A second open one of the same person, day and item is a conflict."""
    connection.execute(_ADD, vars(ticket))


def find(connection: Connection, ticket_id: str) -> Ticket | None:
    """By its id."""
    return _first(connection, select(tickets).where(tickets.c.ticket_id == ticket_id))


def lock(connection: Connection, ticket_id: str) -> Ticket | None:
    """By its id, and nobody else changes it before this transaction ends."""
    return _first(connection, select(tickets).where(tickets.c.ticket_id == ticket_id).with_for_update())


def of_booking(connection: Connection, booking_id: str) -> Ticket | None:
    """The ticket that a booking became."""
    return _first(connection, select(tickets).where(tickets.c.booking_id == booking_id))


def open_of_person(connection: Connection, hall_id: str, day: date, item_id: int, person: str) -> Ticket | None:
    """The one open ticket of a person for an item."""
    return _first(connection, _OF_PERSON, hall_id=hall_id, day=day, item_id=item_id, person=person)


def at_windows(connection: Connection, hall_id: str, day: date) -> list[Ticket]:
    """What is called or served at the windows, the newest call first."""
    rows = connection.execute(_AT_WINDOWS, {"hall_id": hall_id, "day": day}).mappings()
    return [Ticket(**row) for row in rows]


def change(connection: Connection, ticket_id: str, **values: object) -> Ticket:
    """Move a locked ticket on."""
    statement = update(tickets).where(tickets.c.ticket_id == ticket_id).values(values).returning(tickets)
    return Ticket(**connection.execute(statement).mappings().one())


def note(
    connection: Connection, ticket_id: str, kind: str, *, at: datetime, principal: str, window_id: str | None = None
) -> None:
    """Add to a ticket's history."""
    event = {"ticket_id": ticket_id, "kind": kind, "at": at, "principal": principal, "window_id": window_id}
    connection.execute(_NOTE, event)


def history(connection: Connection, ticket_id: str) -> list[str]:
    """What has happened to a ticket, in order."""
    query = select(ticket_events.c.kind).where(ticket_events.c.ticket_id == ticket_id)
    return list(connection.scalars(query.order_by(ticket_events.c.event_id)))


# ---------------------------------------------------------------- the queue


def call_first(connection: Connection, hall_id: str, day: date, window: Window, now: datetime) -> Ticket | None:
    """Call the first waiting ticket of a window's items to it; two windows never get the same."""
    first = (
        select(tickets.c.ticket_id)
        .where(_WAITING, tickets.c.item_id.in_(window.items))
        .order_by(_RANK, tickets.c.order_at, tickets.c.ordinal, tickets.c.prefix)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    call = {
        "state": TicketState.CALLED.value,
        "calls": tickets.c.calls + 1,
        "window_id": window.window_id,
        "called_at": now,
    }
    statement = update(tickets).where(tickets.c.ticket_id == first).values(call).returning(tickets)
    return _first(connection, statement, in_hall=hall_id, on_day=day, now=now)


def count_ahead(connection: Connection, ticket: Ticket, now: datetime) -> int:
    """How many of the same item are called before this one, as things stand now."""
    own = {
        "in_hall": ticket.hall_id,
        "on_day": ticket.day,
        "item_id": ticket.item_id,
        "now": now,
        "rank": 0 if ticket.prior and ticket.order_at <= now else 1,
        "order_at": ticket.order_at,
        "ordinal": ticket.ordinal,
    }
    return int(connection.scalar(_COUNT_AHEAD, own) or 0)


def count_waiting(connection: Connection, hall_id: str, day: date) -> dict[int, int]:
    """People waiting per item."""
    counts = connection.execute(_COUNT_WAITING, {"in_hall": hall_id, "on_day": day})
    return {int(item_id): int(count) for item_id, count in counts}


def service_times(connection: Connection, hall_id: str, item_id: int, *, since: datetime, most: int) -> list[int]:
    """Seconds at the window of the newest finished tickets of an item."""
    wanted = {"hall_id": hall_id, "item_id": item_id, "since": since, "most": most}
    return [int(seconds) for seconds in connection.scalars(_SERVICE_TIMES, wanted)]


# ---------------------------------------------------------------- paper


def keep_paper(connection: Connection, kiosk_id: str, report: PaperReport) -> None:
    """The newest that is known of a piece of paper; an older report, or another kiosk's, changes nothing."""
    statement = upsert(connection.dialect.name, papers).values(kiosk_id=kiosk_id, **report.model_dump())
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["paper_id"],
            set_={"state": report.state, "at": report.at},
            where=and_(papers.c.at <= statement.excluded["at"], papers.c.kiosk_id == kiosk_id),
        )
    )


def _first(connection: Connection, statement: Executable, **values: object) -> Ticket | None:
    row = connection.execute(statement, values).mappings().first()
    return Ticket(**row) if row else None
