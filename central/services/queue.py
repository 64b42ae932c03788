"""A ticket as people see it: its number, how many are ahead, how long it may take."""

from __future__ import annotations

import hashlib
import hmac

from central.contract import messages
from central.contract.messages import RuleCode, TicketState, WaitEstimate
from central.keys import Keys
from central.office import Desk
from central.published import Hall, Item
from central.services import wait
from central.services.refusals import Refusal
from central.store import halls, tickets

VERIFY_PREFIX = "ZT1:"


def item_of(hall: Hall, item_id: int) -> Item:
    """An item of this hall. Raises `Refusal` item_unknown."""
    try:
        return hall.items[item_id]
    except KeyError:
        raise Refusal(RuleCode.ITEM_UNKNOWN) from None


def shown(desk: Desk, ticket: tickets.Ticket) -> messages.Ticket:
    """The ticket for screen and paper. People ahead are counted now; nobody is ahead of somebody already called."""
    hall = desk.hall
    item = item_of(hall, ticket.item_id)
    slot = halls.slot(desk.connection, ticket.slot_id) if ticket.booked else None
    waits = ticket.state == TicketState.WAITING
    ahead = tickets.count_ahead(desk.connection, ticket, desk.now) if waits else 0
    return messages.Ticket(
        ticket_id=ticket.ticket_id,
        number=ticket.number,
        state=TicketState(ticket.state),
        item_id=item.item_id,
        item=item.name,
        area=item.area,
        windows=tuple(window.window_id for window in hall.windows_of(item.item_id)),
        booked=ticket.booked,
        slot_start=hall.local(slot.starts_at) if slot else None,
        slot_end=hall.local(slot.ends_at) if slot else None,
        issued_at=hall.local(ticket.issued_at),
        ahead=ahead,
        wait=estimate(desk, item.item_id, ahead) if waits else None,
        max_calls=item.rules.max_calls,
        copies=ticket.copies,
        verify=verify_payload(desk.keys, ticket.ticket_id),
    )


def estimate(desk: Desk, item_id: int, ahead: int) -> WaitEstimate | None:
    """How long somebody with so many ahead will wait, or None.

    A window that serves other items too works for each of its queues as much as people wait in them.
    """
    connection, hall = desk.connection, desk.hall
    open_windows = halls.open_windows(connection, hall.hall_id)
    serving = [window for window in hall.windows_of(item_id) if window.window_id in open_windows]
    if not serving:
        return None
    measured = tickets.service_times(
        connection, hall.hall_id, item_id, since=desk.now - wait.LOOK_BACK, most=wait.MOST_SAMPLES
    )
    waiting = tickets.count_waiting(connection, hall.hall_id, desk.today) | {item_id: ahead + 1}
    share = sum(waiting[item_id] / sum(waiting.get(other, 0) for other in window.items) for window in serving)
    names = {window.window_id for window in serving}
    busy = sum(ticket.window_id in names for ticket in tickets.at_windows(connection, hall.hall_id, desk.today))
    return wait.estimate(ahead, busy * share / len(serving), share, measured)


def verify_payload(keys: Keys, ticket_id: str) -> str:
    """What the QR on the paper says: upper case, so that the code stays small."""
    mac = hmac.digest(keys.secret, f"ticket\0{ticket_id}".encode(), hashlib.sha256).hex()[:16]
    return f"{VERIFY_PREFIX}{ticket_id}:{mac}".upper()


def verified_ticket_id(keys: Keys, payload: str) -> str:
    """The ticket that a paper stands for. Raises `Refusal` when the office has not made this code."""
    ticket_id = payload.removeprefix(VERIFY_PREFIX).partition(":")[0].lower()
    if not hmac.compare_digest(payload.encode(), verify_payload(keys, ticket_id).encode()):
        raise Refusal("ticket_not_genuine", status=404)
    return ticket_id
