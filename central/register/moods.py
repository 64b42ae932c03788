"""The ways in which a register can fail those who ask it, on command: for tests and for a demonstration."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from datetime import timedelta
from enum import StrEnum
from typing import Any

from fastapi import Request
from fastapi.responses import Response, StreamingResponse
from pydantic import Field

from central.contract.messages import Code, Message
from central.contract.source import SourceAnswer
from central.rules import dates

EVERY_SOURCE = "every_source"
_LONG = 300_000  # bytes
_DRIP_S = 0.05


class Mood(StrEnum):
    """How a source answers."""

    WELL = "well"
    SLOW = "slow"  # after `delay_s`
    SILENT = "silent"  # takes the question, and never says anything
    DRIPPING = "dripping"  # begins, and never comes to an end
    BROKEN = "broken"  # status 503
    GARBAGE = "garbage"  # bytes that are no JSON
    WRONG = "wrong"  # values of other types than it says
    UNCLEAN = "unclean"  # control characters in its texts
    LONG = "long"  # longer than any answer
    STALE = "stale"  # of years ago
    CONTRADICTORY = "contradictory"  # well formed, and says something else than before
    TALKATIVE = "talkative"  # fields that nobody asked for


class SetMood(Message):
    """POST /v1/control."""

    source: Code = EVERY_SOURCE
    mood: Mood
    delay_s: float = Field(default=1.0, ge=0, le=60)


class Moods:
    """The mood of each source."""

    def __init__(self) -> None:
        self._set: dict[str, SetMood] = {}
        self._lock = threading.Lock()

    def set(self, wanted: SetMood) -> None:
        with self._lock:
            if wanted.source == EVERY_SOURCE:
                self._set.clear()
            self._set[wanted.source] = wanted

    async def answer(self, request: Request, source: str, answer: SourceAnswer) -> Response:
        """The answer as this mood gives it."""
        with self._lock:
            how = self._set.get(source) or self._set.get(EVERY_SOURCE) or SetMood(mood=Mood.WELL)
        if how.mood is Mood.SLOW:
            await asyncio.sleep(how.delay_s)
        if how.mood is Mood.SILENT:
            while not await request.is_disconnected():
                await asyncio.sleep(_DRIP_S)
        if how.mood is Mood.DRIPPING:
            return StreamingResponse(_drops(), media_type="application/json")
        if how.mood is Mood.BROKEN:
            return Response(status_code=503)
        if how.mood is Mood.GARBAGE:
            return Response(b'{"found": tr\xff\x00', media_type="application/json")
        return Response(json.dumps(_said(how.mood, answer), ensure_ascii=False), media_type="application/json")


def _said(mood: Mood, answer: SourceAnswer) -> dict[str, Any]:
    said = answer.model_dump(mode="json")
    values: dict[str, Any] = said["values"]
    match mood:
        case Mood.WRONG:
            said["values"] = {name: {"value": value} for name, value in values.items()}
        case Mood.UNCLEAN:
            said["values"] = {
                name: f"{each}\x1b[2J" if isinstance(each, str) else each for name, each in values.items()
            }
        case Mood.LONG:
            said["values"] = {**values, "note": "长" * _LONG}
        case Mood.STALE:
            said["as_of"] = (answer.as_of - timedelta(days=3660)).isoformat()
        case Mood.CONTRADICTORY:
            said["values"] = {name: _other(value) for name, value in values.items()}
        case Mood.TALKATIVE:
            said["values"] = {**values, "religion": "无", "blood_type": "O"}
    return said


def _other(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, list):
        return value[1:]
    if isinstance(value, str):
        try:
            return dates.add_days(value, 400)
        except dates.NoDate:
            return f"{value}二"
    return value


async def _drops() -> AsyncIterator[bytes]:
    while True:
        yield b" "
        await asyncio.sleep(_DRIP_S)
