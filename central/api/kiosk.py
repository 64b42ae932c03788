"""What terminals ask, signed with their own key."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import TypeAdapter

from central.api.guards import KioskCommand, SignedKiosk, TheOffice, http, ok
from central.api.problems import COMMAND, TICKET, responses
from central.api.sealed import unseal
from central.contract.measured import MeasuredTimes
from central.contract.messages import (
    BookingsFound,
    FindBookings,
    HallBoard,
    KioskReport,
    PaperReport,
    Received,
    RecordCopy,
    Sealed,
    TakeTicket,
    Ticket,
)
from central.services import halls, kiosks, lookups, measured_times, tickets
from central.services.commands import carry_out

router = APIRouter(prefix="/v1/kiosk", tags=["kiosk"])

_FIND: TypeAdapter[FindBookings] = TypeAdapter(FindBookings)
_TAKE: TypeAdapter[TakeTicket] = TypeAdapter(TakeTicket)


@router.get("/hall", response_model=HallBoard, responses=responses(401))
def hall(office: TheOffice, kiosk: SignedKiosk) -> Response:
    """The hall of this kiosk, now."""
    return ok(halls.board(office, kiosk.hall_id))


@router.get("/measured-times", response_model=MeasuredTimes, responses=responses(401))
def read_measured_times(office: TheOffice, kiosk: SignedKiosk) -> Response:
    """What items really took of late, as it was counted last."""
    return ok(measured_times.shown(office))


@router.post("/bookings/find", response_model=BookingsFound, responses=responses(*COMMAND))
def find_bookings(office: TheOffice, kiosk: SignedKiosk, sealed: Sealed) -> Response:
    """Whose bookings are these? The body is a sealed `FindBookings`, purpose `find-bookings`."""
    return ok(lookups.find(office, kiosk, unseal(office, sealed, "find-bookings", _FIND)))


@router.post("/tickets", response_model=Ticket, responses=TICKET)
def take_ticket(office: TheOffice, kiosk: SignedKiosk, command: KioskCommand, sealed: Sealed) -> Response:
    """Take a ticket. The body is a sealed `TakeTicket`, purpose `take-ticket`."""
    wanted = unseal(office, sealed, "take-ticket", _TAKE)
    office.lay_out_days(kiosk.hall_id, office.clock.now())
    answer = carry_out(
        office,
        command,
        lambda desk: tickets.take(desk, kiosk, wanted),
        lambda desk, refusal: tickets.note_refused(desk, kiosk, wanted, refusal),
    )
    return http(answer)


@router.post("/tickets/copies", response_model=Ticket, responses=responses(*COMMAND))
def record_copy(office: TheOffice, kiosk: SignedKiosk, command: KioskCommand, wanted: RecordCopy) -> Response:
    """A copy is about to be printed."""
    return http(carry_out(office, command, lambda desk: tickets.record_copy(desk, kiosk, wanted)))


@router.post("/papers", response_model=Received, responses=responses(*COMMAND))
def report_paper(office: TheOffice, kiosk: SignedKiosk, command: KioskCommand, report: PaperReport) -> Response:
    """What became of a piece of paper."""
    return http(carry_out(office, command, lambda desk: tickets.keep_paper(desk, kiosk, report)))


@router.post("/report", response_model=Received, responses=responses(400, 401, 413, 422))
def report_kiosk(office: TheOffice, kiosk: SignedKiosk, report: KioskReport) -> Response:
    """How the kiosk is; its absence tells that a machine is dark."""
    return ok(kiosks.keep_report(office, kiosk, report))
