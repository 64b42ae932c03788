"""The application: routes, answers and the OpenAPI document that describes both."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from anyio import to_thread
from fastapi import FastAPI
from fastapi.responses import Response

from central.api import (
    agencies,
    applications,
    case_page,
    catalogue,
    channel,
    department,
    doorbell,
    figures,
    figures_page,
    following,
    kiosk,
    problems,
    projects,
    settling,
    supervision_page,
    verification,
    visits,
    voices,
    windows,
)
from central.api.guards import Nonces, TheOffice, ok
from central.api.problems import responses
from central.contract.messages import Enrol, Enrolled, Health
from central.office import Office
from central.services import kiosks

VERSION = "0.3.0"
_THREADS = 16  # more would only wait for the same interpreter and the same rows


def create_app(office: Office, public_url: str | None = None, catalogue_directory: Path | None = None) -> FastAPI:
    """The office over HTTP.

    Args:
        public_url: the office's URL as terminals know it, where a gateway stands before it; terminals sign that one.
        catalogue_directory: what `central items publish` has signed; none: there is no catalogue here.
    """
    app = routes()
    app.state.office = office
    app.state.nonces = Nonces()
    app.state.doorbell = doorbell.Doorbell()
    app.state.visits = visits.Visits()
    app.state.spoken = visits.Visits(voices.MOST, voices.WITHIN)
    app.state.public_url = public_url
    app.state.catalogue = catalogue_directory
    return app


@asynccontextmanager
async def _few_threads(_app: FastAPI) -> AsyncIterator[None]:
    to_thread.current_default_thread_limiter().total_tokens = _THREADS
    yield


def routes() -> FastAPI:
    """Every route, with nobody behind them yet: enough for the OpenAPI document."""
    app = FastAPI(
        lifespan=_few_threads,
        title="Office of the service halls",
        version=VERSION,
        description="Bookings, tickets and queues of the halls. Times are ISO 8601 with offset.",
        redirect_slashes=False,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    problems.install(app)

    @app.get("/v1/health", tags=["open"], response_model=Health, responses=responses())
    def health(the_office: TheOffice) -> Response:
        """Is the office there, and what time is it?"""
        with the_office.database.read():
            return ok(Health(version=VERSION, now=the_office.clock.now()))

    @app.post("/v1/kiosks/enrol", tags=["open"], response_model=Enrolled, responses=responses(400, 403, 413, 422))
    def enrol(the_office: TheOffice, wanted: Enrol) -> Response:
        """A technician's one-time code lets a kiosk in."""
        return ok(kiosks.enrol(the_office, wanted))

    parts = (
        kiosk,
        doorbell,
        applications,
        following,
        channel,
        windows,
        settling,
        department,
        catalogue,
        projects,
        agencies,
        voices,
        verification,
        case_page,
        figures,
        supervision_page,
        figures_page,
    )
    for router in (part.router for part in parts):
        app.include_router(router)
    generated = app.openapi

    def exact() -> dict[str, Any]:
        document = generated()
        for path in document["paths"].values():
            for operation in path.values():
                for status, response in operation["responses"].items():
                    content = response.get("content", {})
                    if int(status) >= 400 and "application/json" in content:
                        content[problems.MEDIA_TYPE] = content.pop("application/json")
        return document

    app.openapi = exact  # type: ignore[method-assign]  # the way that FastAPI documents
    return app
