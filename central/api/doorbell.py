"""The doorbell: a terminal asks what it should run, and the answer waits until there is something newer."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from central.api.guards import SignedKiosk, TheOffice, ok
from central.api.problems import responses
from central.contract.catalogue import CatalogueReport, Desired
from central.contract.messages import Received
from central.office import Office
from central.services import rollouts
from central.store.database import Unavailable

router = APIRouter(prefix="/v1/kiosk", tags=["doorbell"])

LONGEST = 25  # seconds; gateways cut at 30 and more
_LOOK = 0.5  # seconds between two looks at the database, however many wait


class Doorbell:
    """One look at the database for all who wait in this process: another process may have made the change."""

    def __init__(self) -> None:
        self._newest = 0
        self._changed = asyncio.Event()
        self._waiting = 0
        self._watch: asyncio.Task[None] | None = None

    async def rings(self, office: Office, since: int, within: float) -> bool:
        """Wait until there is a change newer than `since`; false when the time is over."""
        self._waiting += 1
        if self._watch is None or self._watch.done():
            self._watch = asyncio.create_task(self._look(office))
        try:
            async with asyncio.timeout(within):
                while self._newest <= since:
                    await self._changed.wait()
        except TimeoutError:
            return False
        finally:
            self._waiting -= 1
        return True

    async def _look(self, office: Office) -> None:
        while self._waiting:
            newest = self._newest
            with suppress(Unavailable):  # the next look may find it
                newest = await to_thread.run_sync(rollouts.newest_change, office)
            if newest != self._newest:
                self._newest = newest
                self._changed.set()
                self._changed = asyncio.Event()
            await asyncio.sleep(_LOOK)


@router.get(
    "/desired",
    response_model=Desired,
    responses={304: {"description": "Nothing is newer than `since`."}, **responses(401, 422)},
)
async def desired(
    request: Request,
    office: TheOffice,
    kiosk: SignedKiosk,
    since: Annotated[int, Query(ge=0, lt=2**31)] = 0,
    wait: Annotated[int, Query(ge=0, le=LONGEST)] = 0,
) -> Response:
    """What this terminal should run; waits up to `wait` seconds for something newer than `since`."""
    found = await to_thread.run_sync(rollouts.desired, office, kiosk)
    if found.version <= since and wait:
        doorbell: Doorbell = request.app.state.doorbell
        if await doorbell.rings(office, since, wait):
            found = await to_thread.run_sync(rollouts.desired, office, kiosk)
    return ok(found) if found.version > since else Response(status_code=304)


@router.post("/catalogue", response_model=Received, responses=responses(400, 401, 413, 422))
def report_catalogue(office: TheOffice, kiosk: SignedKiosk, report: CatalogueReport) -> Response:
    """How this terminal stands to the catalogue: sent whenever that changes."""
    return ok(rollouts.keep_report(office, kiosk, report))
