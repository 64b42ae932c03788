"""转人工, settled: what a clerk at a window sees of the applications that wait for a person, and decides."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from central.api.guards import TheOffice, WindowClient, WindowCommand, http, ok
from central.api.problems import COMMAND, responses
from central.api.windows import TypedNumber, WindowId
from central.contract.case import Case, Cases
from central.contract.settling import CaseToSettle, SettleCase
from central.services import settling
from central.services.commands import carry_out
from central.services.settling import Clerk

router = APIRouter(prefix="/v1/windows", tags=["cases"])


@router.get("/{window_id}/cases", response_model=Cases, responses=responses(401, 404, 422))
def cases_to_settle(office: TheOffice, client: WindowClient, window_id: WindowId) -> Response:
    """The hall's applications that wait for a person, the oldest first."""
    return ok(settling.waiting(office, client.hall_id, window_id))


@router.get("/{window_id}/cases/{number}", response_model=CaseToSettle, responses=responses(401, 404, 422))
def look_at_case(office: TheOffice, client: WindowClient, window_id: WindowId, number: TypedNumber) -> Response:
    """Everything that a clerk decides by."""
    return ok(settling.look(office, client.hall_id, window_id, number))


@router.post("/{window_id}/cases/{number}/settle", response_model=Case, responses=responses(*COMMAND, 404))
def settle_case(
    *,
    office: TheOffice,
    client: WindowClient,
    command: WindowCommand,
    window_id: WindowId,
    number: TypedNumber,
    wanted: SettleCase,
) -> Response:
    """转人工 settled: approve, refuse, ask for what is missing, or pass it up."""
    clerk = Clerk(client.client_id, window_id, wanted.clerk)
    return http(carry_out(office, command, lambda desk: settling.settle(desk, clerk, number, wanted)))
