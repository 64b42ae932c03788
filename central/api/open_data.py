"""What programs read without showing who they are: kept by gateways for a while, and not asked for too often."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from central.api.page import wait_of
from central.api.problems import to_wait
from central.contract.messages import Message
from central.office import Office


def kept(message: Message, seconds: int) -> Response:
    """An answer. `seconds`: how long a gateway may keep it."""
    headers = {"Cache-Control": f"public, max-age={seconds}", "X-Content-Type-Options": "nosniff"}
    return Response(message.model_dump_json(), headers=headers, media_type="application/json")


def told_to_wait(request: Request, office: Office) -> Response | None:
    """The answer to a program that asks too often; none: come in, and the visit counts."""
    wait = wait_of(request, office)
    return to_wait("too_many_requests", wait) if wait else None
