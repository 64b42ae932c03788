"""What must hold in the office's books whatever has happened."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from central.store.database import Database
from central.store.tables import AT_WINDOW, OPEN, bookings, counters, person_days, slots, ticket_events, tickets


def audit(database: Database) -> int:
    """Check every number, place and ticket against each other; how many tickets there are."""
    with database.read() as connection:
        issued = connection.execute(select(tickets)).mappings().all()
        laid_out = connection.execute(select(slots)).mappings().all()
        booked = connection.execute(select(bookings)).mappings().all()
        last = {(row.hall_id, row.day, row.prefix): row.last for row in connection.execute(select(counters))}
        counted = connection.execute(select(person_days)).mappings().all()
        calls = Counter(
            connection.scalars(
                select(ticket_events.c.ticket_id).where(ticket_events.c.kind.in_(("called", "recalled")))
            )
        )
    for scope, highest in last.items():
        ordinals = sorted(t["ordinal"] for t in issued if (t["hall_id"], t["day"], t["prefix"]) == scope)
        assert ordinals == list(range(1, highest + 1)), f"numbers of {scope} have gaps or duplicates"
    assert len(issued) == sum(last.values())
    arrived = Counter(t["slot_id"] for t in issued if t["booked"])
    walked_in = Counter(t["slot_id"] for t in issued if not t["booked"])
    held = Counter(b["slot_id"] for b in booked if b["state"] != "cancelled")
    for slot in laid_out:
        number = slot["slot_id"]
        assert slot["arrived"] == arrived[number] <= slot["booked_quota"]
        assert slot["walk_in_taken"] == walked_in[number] <= slot["walk_in_quota"]
        assert slot["released"] or slot["booked_taken"] == held[number] <= slot["booked_quota"]
    persons = Counter((b["hall_id"], b["item_id"], b["day"], b["person"]) for b in booked if b["state"] != "cancelled")
    for row in counted:
        assert row["bookings"] == persons[row["hall_id"], row["item_id"], row["day"], row["person"]]
    _at_most_one(Counter((t["day"], t["item_id"], t["person"]) for t in issued if t["state"] in OPEN))
    _at_most_one(Counter((t["day"], t["window_id"]) for t in issued if t["state"] in AT_WINDOW))
    _at_most_one(Counter(t["booking_id"] for t in issued if t["booking_id"]))
    ticketed = {b["booking_id"] for b in booked if b["state"] == "ticketed"}
    assert ticketed == {t["booking_id"] for t in issued if t["booking_id"]}
    assert all(t["calls"] == calls[t["ticket_id"]] for t in issued), "a ticket was called twice at once"
    return len(issued)


def _at_most_one(counts: Counter[object]) -> None:
    assert not [key for key, count in counts.items() if count > 1]
