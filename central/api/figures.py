"""Published figures, open to everybody: what was published, and how it was counted."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from central.api.guards import TheOffice
from central.api.open_data import kept, told_to_wait
from central.api.problems import responses
from central.contract.figures import PeriodName, Publications, Published
from central.services import figure_editions

router = APIRouter(prefix="/v1/public/figures", tags=["open"])

_KEPT_S = 300
"""How long a gateway may keep an answer. An edition that was asked for by its number never changes."""


@router.get("", response_model=Publications, responses=responses(429))
def list_figures(request: Request, office: TheOffice) -> Response:
    """Every period that was published, with its newest edition, the newest first."""
    return told_to_wait(request, office) or kept(figure_editions.listed(office), _KEPT_S)


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
    return kept(figure_editions.read(office, period, edition), _KEPT_S)
