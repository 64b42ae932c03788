"""Published figures, open to everybody: what was published, and how it was counted."""

from __future__ import annotations

import math
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from central.api.guards import TheOffice
from central.api.problems import answer, responses
from central.contract.figures import PeriodName, Publications, Published
from central.contract.messages import Message, Problem
from central.office import Office
from central.services import figure_editions
from central.services.figure_editions import EditionBroken
from central.services.refusals import Refusal

router = APIRouter(prefix="/v1/public/figures", tags=["open"])

_KEPT_S = 300
"""How long a gateway may keep an answer. An edition that was asked for by its number never changes."""


@router.get("", response_model=Publications, responses=responses(429))
def list_figures(request: Request, office: TheOffice) -> Response:
    """Every period that was published, with its newest edition, the newest first."""
    return told_to_wait(request, office) or _kept(figure_editions.listed(office))


@router.get("/{period}", response_model=Published, responses=responses(404, 422, 429))
def read_figures(
    request: Request,
    office: TheOffice,
    period: PeriodName,
    edition: Annotated[int | None, Query(ge=1, lt=2**31)] = None,
) -> Response:
    """A period's figures, each with its evidence; the newest edition, or the one that is asked for."""
    if wait := told_to_wait(request, office):
        return wait
    try:
        return _kept(figure_editions.read(office, period, edition))
    except EditionBroken:
        raise Refusal("figures_broken", status=500) from None


def _kept(message: Message) -> Response:
    headers = {"Cache-Control": f"public, max-age={_KEPT_S}", "X-Content-Type-Options": "nosniff"}
    return Response(message.model_dump_json(), headers=headers, media_type="application/json")


def told_to_wait(request: Request, office: Office) -> Response | None:
    """The answer to a program that asks too often; none: come in, and the visit counts."""
    wait = request.app.state.visits.wait(request.client.host if request.client else "", office.clock.machine())
    if not wait:
        return None
    problem = Problem(title="too many requests", status=429, code="too_many_requests")
    return answer(problem, **{"Retry-After": str(math.ceil(wait.total_seconds()))})
