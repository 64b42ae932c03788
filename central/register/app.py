"""The register over HTTP: what a city's own platform must answer, and nothing of the office behind it."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from central.api.problems import BodyLimit
from central.contract.messages import Received
from central.contract.source import SourceAnswer, SourceQuery
from central.register.moods import Moods, SetMood
from central.register.records import Records

ZONE = ZoneInfo("Asia/Shanghai")


def create_register(
    records: Mapping[str, Records], token: str, now: Callable[[], datetime], control_token: str | None = None
) -> FastAPI:
    """The application.

    Args:
        token: of those who may ask.
        now: the register's time, in which its answers are given and its relative dates are meant.
        control_token: of those who may change how it answers; none: nobody may.
    """
    app = FastAPI(title="Register of invented people", openapi_url=None, docs_url=None, redoc_url=None)
    app.add_middleware(BodyLimit)
    moods = Moods()

    @app.post("/v1/sources/{source}/query", dependencies=[Depends(_holder_of(token))])
    async def query(request: Request, source: str, question: SourceQuery) -> Response:
        """What does the source know?"""
        if source not in records:
            raise HTTPException(404)
        at = now()
        record = records[source].find(question.by, at.astimezone(ZONE).date())
        return await moods.answer(
            request, source, SourceAnswer(found=record is not None, as_of=at, values=record or {})
        )

    if control_token is not None:

        @app.post("/v1/control", dependencies=[Depends(_holder_of(control_token))])
        async def control(wanted: SetMood) -> Received:
            """Answer otherwise from now on."""
            moods.set(wanted)
            return Received()

    return app


def _holder_of(token: str) -> Callable[..., None]:
    def check(given: HTTPAuthorizationCredentials | None = Depends(HTTPBearer(auto_error=False))) -> None:  # noqa: B008
        if given is None or not hmac.compare_digest(given.credentials.encode(), token.encode()):
            raise HTTPException(401)

    return check
