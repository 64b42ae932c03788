"""What a window does with tickets: call, recall, serve, pass, hold, resume, finish.

waiting → called → serving → finished
   ↑        ├ pass → waiting, behind those who wait now; or missed, after as many calls as the rule says
   └ resume ┴ hold ← serving
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any

from central.contract.messages import RuleCode, TicketState, WindowState
from central.office import Desk, Office
from central.published import Window
from central.services import queue
from central.services.refusals import Refusal
from central.store import halls, tickets


class Act(StrEnum):
    """What can be done with one ticket at a window; the last word of the URL."""

    RECALL = "recall"
    SERVE = "serve"
    PASS = "pass"  # noqa: S105  # 过号: the citizen did not come
    HOLD = "hold"
    RESUME = "resume"
    FINISH = "finish"


def state(office: Office, hall_id: str, window_id: str) -> WindowState:
    """A window now. Raises `Refusal`."""
    with office.database.read() as connection:
        desk = office.desk(connection, hall_id)
        is_open = window_of(desk, window_id).window_id in halls.open_windows(connection, hall_id)
        return _state(desk, window_id, is_open)


def set_open(desk: Desk, window_id: str, is_open: bool) -> WindowState:
    """Begin or end work at a window. Raises `Refusal` window_busy when somebody is still there."""
    _lock(desk, window_id)
    if not is_open:
        _refuse_busy(desk, window_id)
    halls.set_open(desk.connection, desk.hall.hall_id, window_id, is_open)
    return _state(desk, window_id, is_open)


def call_next(desk: Desk, window_id: str, principal: str) -> WindowState:
    """Call the next ticket of the window's items; nobody when nobody waits. Raises `Refusal`."""
    if not _lock(desk, window_id):
        raise Refusal("window_not_open")
    _refuse_busy(desk, window_id)
    window = window_of(desk, window_id)
    ticket = tickets.call_first(desk.connection, desk.hall.hall_id, desk.today, window, desk.now)
    if ticket is not None:
        _note(desk, ticket.ticket_id, "called", principal, window_id)
    return _state(desk, window_id, is_open=True)


def act(desk: Desk, window_id: str, ticket_id: str, wanted: Act, principal: str) -> WindowState:
    """Do something with one ticket. Raises `Refusal` when it is not at this window, or not in a state for it."""
    is_open = _lock(desk, window_id)
    ticket = tickets.lock(desk.connection, ticket_id)
    served = window_of(desk, window_id).items
    if ticket is None or ticket.hall_id != desk.hall.hall_id or ticket.item_id not in served:
        raise Refusal(RuleCode.NOT_FOUND, status=404)
    from_states, move = _MOVES[wanted]
    here = wanted is Act.RESUME or ticket.window_id == window_id
    if not here or ticket.state not in from_states or ticket.day != desk.today:
        raise Refusal("ticket_state_other", {"number": ticket.number, "state": ticket.state})
    kind, values = move(ticket, queue.item_of(desk.hall, ticket.item_id).rules.max_calls, desk.now)
    tickets.change(desk.connection, ticket_id, **values)
    _note(desk, ticket_id, kind, principal, window_id)
    return _state(desk, window_id, is_open)


_Move = Callable[[tickets.Ticket, int, datetime], tuple[str, dict[str, Any]]]


def _recall(ticket: tickets.Ticket, max_calls: int, now: datetime) -> tuple[str, dict[str, Any]]:
    if ticket.calls >= max_calls:
        raise Refusal("calls_used_up", {"number": ticket.number, "calls": ticket.calls})
    return "recalled", {"calls": ticket.calls + 1, "called_at": now}


def _serve(_ticket: tickets.Ticket, _max_calls: int, now: datetime) -> tuple[str, dict[str, Any]]:
    return "serving", {"state": TicketState.SERVING.value, "serving_at": now}


def _pass(ticket: tickets.Ticket, max_calls: int, now: datetime) -> tuple[str, dict[str, Any]]:
    if ticket.calls >= max_calls:
        return "missed", {"state": TicketState.MISSED.value, "window_id": None}
    return "passed", {"state": TicketState.WAITING.value, "window_id": None, "order_at": now, "prior": False}


def _hold(_ticket: tickets.Ticket, _max_calls: int, _now: datetime) -> tuple[str, dict[str, Any]]:
    return "held", {"state": TicketState.ON_HOLD.value, "window_id": None}


def _resume(_ticket: tickets.Ticket, _max_calls: int, _now: datetime) -> tuple[str, dict[str, Any]]:
    return "resumed", {"state": TicketState.WAITING.value}


def _finish(ticket: tickets.Ticket, _max_calls: int, now: datetime) -> tuple[str, dict[str, Any]]:
    begun = ticket.serving_at or now
    seconds = max(0, round((now - begun).total_seconds()))
    return "finished", {"state": TicketState.FINISHED.value, "finished_at": now, "service_s": seconds}


_MOVES: dict[Act, tuple[frozenset[str], _Move]] = {
    Act.RECALL: (frozenset({TicketState.CALLED}), _recall),
    Act.SERVE: (frozenset({TicketState.CALLED}), _serve),
    Act.PASS: (frozenset({TicketState.CALLED}), _pass),
    Act.HOLD: (frozenset({TicketState.CALLED, TicketState.SERVING}), _hold),
    Act.RESUME: (frozenset({TicketState.ON_HOLD}), _resume),
    Act.FINISH: (frozenset({TicketState.SERVING}), _finish),
}


def window_of(desk: Desk, window_id: str) -> Window:
    """A window of the desk's hall. Raises `Refusal` window_unknown."""
    for window in desk.hall.file.windows:
        if window.window_id == window_id:
            return window
    raise Refusal("window_unknown", status=404)


def _lock(desk: Desk, window_id: str) -> bool:
    window_of(desk, window_id)
    is_open = halls.lock_window(desk.connection, desk.hall.hall_id, window_id)
    assert is_open is not None, "publishing a window makes its row"
    return is_open


def _refuse_busy(desk: Desk, window_id: str) -> None:
    there = _there(desk, window_id)
    if there is not None:
        raise Refusal("window_busy", {"number": there.number, "state": there.state})


def _there(desk: Desk, window_id: str) -> tickets.Ticket | None:
    called = tickets.at_windows(desk.connection, desk.hall.hall_id, desk.today)
    return next((ticket for ticket in called if ticket.window_id == window_id), None)


def _note(desk: Desk, ticket_id: str, kind: str, principal: str, window_id: str) -> None:
    tickets.note(desk.connection, ticket_id, kind, at=desk.now, principal=principal, window_id=window_id)


def _state(desk: Desk, window_id: str, is_open: bool) -> WindowState:
    there = _there(desk, window_id)
    return WindowState(window_id=window_id, open=is_open, serving=queue.shown(desk, there) if there else None)
