"""What the windows of a hall do: a caller's terminal, or `central call`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from central.api.guards import TheOffice, WindowClient, WindowCommand, http, ok
from central.api.problems import COMMAND, responses
from central.contract.agency import Agreement
from central.contract.messages import Ticket, WindowState
from central.services import agencies, tickets, windows
from central.services.commands import carry_out
from central.services.windows import Act

router = APIRouter(prefix="/v1/windows", tags=["windows"])
WindowId = Annotated[str, Path(pattern=r"^[0-9A-Z]{1,8}$")]
TicketId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
TypedNumber = Annotated[str, Path(max_length=36)]
"""Of a case, a voice or an agreement, in any writing."""

_COMMAND = responses(*COMMAND, 404)


@router.get("/{window_id}", response_model=WindowState, responses=responses(401, 404, 422))
def state(office: TheOffice, client: WindowClient, window_id: WindowId) -> Response:
    """A window now."""
    return ok(windows.state(office, client.hall_id, window_id))


@router.get("/{window_id}/papers", response_model=Ticket, responses=responses(401, 404, 409, 422))
def paper(
    office: TheOffice,
    client: WindowClient,
    window_id: WindowId,
    verify: Annotated[str, Query(pattern=r"^[0-9A-Z:]{1,120}$")],
) -> Response:
    """The ticket behind the verification QR of a paper that was handed over the counter."""
    windows.state(office, client.hall_id, window_id)
    return ok(tickets.verified(office, client.hall_id, verify))


@router.get(
    "/{window_id}/agreements/{number}", response_model=Agreement, responses=responses(401, 404, 422), tags=["agencies"]
)
def agreement(office: TheOffice, client: WindowClient, window_id: WindowId, number: TypedNumber) -> Response:
    """帮办代办: whether an agent who shows this number may take a step for somebody, and which."""
    windows.state(office, client.hall_id, window_id)
    return ok(agencies.shown(office, client.hall_id, number))


@router.post("/{window_id}/open", response_model=WindowState, responses=_COMMAND)
def open_window(office: TheOffice, client: WindowClient, command: WindowCommand, window_id: WindowId) -> Response:
    """Somebody begins to work here."""
    return _set_open(office, client, command, window_id, is_open=True)


@router.post("/{window_id}/close", response_model=WindowState, responses=_COMMAND)
def close_window(office: TheOffice, client: WindowClient, command: WindowCommand, window_id: WindowId) -> Response:
    """Nobody works here any more."""
    return _set_open(office, client, command, window_id, is_open=False)


@router.post("/{window_id}/call-next", response_model=WindowState, responses=_COMMAND)
def call_next(office: TheOffice, client: WindowClient, command: WindowCommand, window_id: WindowId) -> Response:
    """Call the next ticket; `serving` is empty when nobody waits."""
    return http(
        carry_out(
            office,
            command,
            lambda desk: windows.call_next(desk, window_id, command.principal),
        )
    )


@router.post("/{window_id}/tickets/{ticket_id}/{act}", response_model=WindowState, responses=_COMMAND)
def act_on_ticket(
    *,
    office: TheOffice,
    client: WindowClient,
    command: WindowCommand,
    window_id: WindowId,
    ticket_id: TicketId,
    act: Act,
) -> Response:
    """Recall, serve, pass (过号), hold, resume or finish a ticket."""
    return http(
        carry_out(
            office,
            command,
            lambda desk: windows.act(desk, window_id, ticket_id, act, command.principal),
        )
    )


def _set_open(
    office: TheOffice, client: WindowClient, command: WindowCommand, window_id: str, is_open: bool
) -> Response:
    return http(
        carry_out(
            office,
            command,
            lambda desk: windows.set_open(desk, window_id, is_open),
        )
    )
