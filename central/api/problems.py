"""Every answer of 400 and above is a `Problem`, and is declared."""

from __future__ import annotations

import logging
import math
import re
import traceback
from datetime import timedelta
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from central.contract.application import APPLICATION_BYTES
from central.contract.messages import Problem, TicketRefused
from central.contract.sealing import boxed
from central.services.editions import EditionBroken
from central.services.refusals import Refusal
from central.store.database import Conflict, Unavailable

MEDIA_TYPE = "application/problem+json"
MOST_BODY = 64 * 1024
MOST_APPLICATION = boxed(APPLICATION_BYTES) + 200  # a sealed application, and nothing else
MOST_MATERIAL = 2_200_000  # a sealed material, and nothing else
_APPLICATIONS = "/v1/kiosk/applications/"
_RETRY_AFTER_S = 2
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
_log = logging.getLogger(__name__)

_MEANINGS = {
    400: "The body is no JSON, cannot be unsealed, or the Idempotency-Key is missing.",
    401: "Who asks is not known, or the proof of it is bad, too old or used before.",
    403: "The one-time code is wrong, used up or too old.",
    404: "There is no such thing here.",
    409: "A published rule, or the present state, stands against it.",
    413: "The body is longer than 64 KiB, or a material or an application is longer than it may be.",
    422: "The message is not what the contract says, or the Idempotency-Key came with another command.",
    429: "Too often from this address or terminal; Retry-After says when to come again.",
    500: "The office failed. Nothing was done; the same command may be sent again with the same key.",
    503: "The office's database cannot be reached. Nothing was done; try again after a while.",
}


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route declares. Every route can fail, so 500 and 503 come by themselves."""
    return {status: {"model": Problem, "description": _MEANINGS[status]} for status in sorted({*statuses, 500, 503})}


COMMAND = (400, 401, 409, 413, 422)
"""What a command with a body and a key can be answered."""

TICKET = responses(*COMMAND) | {409: {"model": TicketRefused, "description": _MEANINGS[409]}}


def answer(problem: Problem, **headers: str) -> Response:
    """A problem as an HTTP answer."""
    return Response(problem.model_dump_json(), problem.status, headers, media_type=MEDIA_TYPE)


def to_wait(code: str, wait: timedelta) -> Response:
    """429, for whoever asks too often: when to come again."""
    return answer(_problem(429, code), **{"Retry-After": str(math.ceil(wait.total_seconds()))})


def install(app: FastAPI) -> None:
    """Let every way in which a request can fail end in a `Problem`."""
    app.add_middleware(BodyLimit)
    app.add_middleware(Failsafe)

    @app.exception_handler(Refusal)
    def refused(_request: Request, refusal: Refusal) -> Response:
        return answer(refusal.problem())

    @app.exception_handler(EditionBroken)
    def not_what_was_published(_request: Request, broken: EditionBroken) -> Response:
        _log.error("%s", broken)
        return answer(_problem(500, "figures_broken"))

    @app.exception_handler(RequestValidationError)
    def not_the_contract(_request: Request, error: RequestValidationError) -> Response:
        faults = error.errors()
        if any(fault["type"] == "missing" and fault["loc"] == ("header", "Idempotency-Key") for fault in faults):
            return answer(_problem(400, "idempotency_key_missing"))
        status = 400 if any(fault["type"] == "json_invalid" for fault in faults) else 422
        return answer(_problem(status, "bad_request", field=_place(faults[0]["loc"])))

    @app.exception_handler(HTTPException)
    def refused_by_framework(_request: Request, error: HTTPException) -> Response:
        codes = {404: "no_such_route", 405: "no_such_method", 413: "too_large"}
        return answer(_problem(error.status_code, codes.get(error.status_code, "bad_request")), **(error.headers or {}))

    @app.exception_handler(Unavailable)
    @app.exception_handler(Conflict)
    def unavailable(_request: Request, error: Exception) -> Response:
        _log.error("the database did not answer: %s", error)
        return answer(_problem(503, "office_busy"), **{"Retry-After": str(_RETRY_AFTER_S)})


def _most(path: str) -> int:
    """Bytes of a body sent there."""
    if path.startswith(f"{_APPLICATIONS}materials/"):
        return MOST_MATERIAL
    long = {f"{_APPLICATIONS}{verb}" for verb in ("begin", "submit", "supplement")}
    return MOST_APPLICATION if path in long else MOST_BODY


class BodyLimit:
    """Refuses a body that is too long, by what it announces or else by what has come of it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = _most(scope["path"])
        announced = dict(scope["headers"]).get(b"content-length", b"0").decode("latin-1")
        if announced.isdecimal() and int(announced[:12]) > most:
            await answer(_problem(413, "too_large"))(scope, receive, send)
            return
        come = 0

        async def count() -> Message:
            nonlocal come
            message = await receive()
            come += len(message.get("body", b""))
            if come > most:
                raise HTTPException(413)
            return message

        await self._app(scope, count, send)


class Failsafe:
    """The last resort for a bug: an answer, and a log entry that says where but never what was in hand."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except Exception as error:  # noqa: BLE001  # the top of a request
            place = "".join(traceback.format_tb(error.__traceback__))
            _log.error("%s in %s\n%s", type(error).__name__, scope.get("path"), place)
            if scope["type"] == "http" and not started:
                await answer(_problem(500, "office_failed"))(scope, receive, send)


def _problem(status: int, code: str, **facts: str) -> Problem:
    return Problem(title=code.replace("_", " "), status=status, code=code, facts=dict(facts))


def _place(location: tuple[int | str, ...]) -> str:
    """The place of a fault in the message. A name that nobody but the sender knows is not repeated."""
    return ".".join("?" if isinstance(part, str) and not _NAME.fullmatch(part) else str(part) for part in location[:4])
