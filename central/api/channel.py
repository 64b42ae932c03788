"""The booking channel: what a WeChat mini-program's back end calls."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from central.api.guards import ChannelClient, ChannelCommand, TheOffice, http, ok
from central.api.problems import COMMAND, responses
from central.contract.application import IdentityCode, MakeIdentityCode
from central.contract.messages import Book, Booking, SlotsOffered
from central.services import bookings, identity_codes
from central.services.commands import carry_out

router = APIRouter(prefix="/v1/channel", tags=["channel"])
BookingId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


@router.get("/slots", response_model=SlotsOffered, responses=responses(401, 409, 422))
def slots(
    office: TheOffice,
    client: ChannelClient,
    item_id: Annotated[int, Query(ge=1, lt=2**32)],
    day: Annotated[date, Query()],
) -> Response:
    """The slots of an item on a day."""
    return ok(bookings.offered(office, client.hall_id, item_id, day))


@router.post("/bookings", response_model=Booking, responses=responses(*COMMAND, 404))
def book(office: TheOffice, client: ChannelClient, command: ChannelCommand, wanted: Book) -> Response:
    """Book a slot for a person."""
    return http(carry_out(office, command, lambda desk: bookings.book(desk, wanted)))


@router.get("/bookings/{booking_id}", response_model=Booking, responses=responses(401, 404, 409, 422))
def booking(office: TheOffice, client: ChannelClient, booking_id: BookingId) -> Response:
    """A booking of this hall."""
    return ok(bookings.read(office, client.hall_id, booking_id))


@router.post("/bookings/{booking_id}/cancel", response_model=Booking, responses=responses(*COMMAND, 404))
def cancel(office: TheOffice, client: ChannelClient, command: ChannelCommand, booking_id: BookingId) -> Response:
    """Give a booking's place back."""
    return http(carry_out(office, command, lambda desk: bookings.cancel(desk, booking_id)))


@router.post("/identity-codes", tags=["applications"], response_model=IdentityCode, responses=responses(*COMMAND))
def make_identity_code(
    office: TheOffice, client: ChannelClient, command: ChannelCommand, wanted: MakeIdentityCode
) -> Response:
    """A code that a citizen shows at one terminal, within ten minutes, to say who they are."""
    return http(carry_out(office, command, lambda desk: identity_codes.make(desk, wanted)))
