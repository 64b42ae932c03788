"""The office's HTTP API: one request at a time over one connection, its refusals as typed faults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from central.contract.messages import RuleCode, TicketRefused
from devices.deadline import Deadline
from devices.states import Fault
from kiosk.faults import KioskRefused, OfficeFailed, OfficeSilent, RuleHit
from kiosk.version import program_version

if TYPE_CHECKING:
    from kiosk.office_line import Answer, Line

M = TypeVar("M", bound=BaseModel)
Sign = Callable[[str, Mapping[str, str]], dict[str, str]]
"""Adds the fields of a signature to the URL and header fields of a request."""

_KIOSK_REFUSED = frozenset({"kiosk_unknown", "kiosk_revoked", "signature_bad"})
_RULES = frozenset(RuleCode)


@dataclass(frozen=True)
class OfficeAddress:
    """Where the office is. `ca_file`: the only authority to trust, instead of the public ones."""

    url: str
    ca_file: Path | None = None
    proxy: str | None = None


class ClockSkew(OfficeFailed):
    """The office found our machine time too far from its own, and says its own."""

    def __init__(self, office_time: datetime) -> None:
        super().__init__("clock_skew", status=401, office_code="clock_skew")
        self.office_time = office_time


class Api:
    """The office's HTTP API, opened at its first use: the library behind it takes 150 ms to import."""

    def __init__(self, address: OfficeAddress) -> None:
        self._address = address

    @cached_property
    def _line(self) -> Line:
        from kiosk.office_line import Line

        return Line(self._address.ca_file, self._address.proxy, f"kiosk/{program_version()}")

    def ask(self, by: Deadline, method: str, path: str, model: type[M], body: bytes | None = None) -> M:
        return understand(self.exchange(by, method, path, body), model)

    def exchange(
        self,
        by: Deadline,
        method: str,
        path: str,
        body: bytes | None,
        *,
        headers: Mapping[str, str] = MappingProxyType({}),
        sign: Sign = lambda _url, _headers: {},
        limit: int | None = None,
    ) -> Answer:
        """One exchange; a second one, freshly signed, when the connection had gone stale under the first."""
        from kiosk.office_line import Dropped

        url = self._address.url.rstrip("/") + path
        sent = {"Content-Type": "application/json"} if body is not None else {}
        sent |= headers
        try:
            return self._line.exchange(by, method, url, sent | sign(url, sent), body, limit=limit)
        except Dropped:
            return self._line.exchange(by, method, url, sent | sign(url, sent), body, limit=limit)

    def close(self) -> None:
        if "_line" in self.__dict__:
            self._line.close()


def understand(answer: Answer, model: type[M]) -> M:
    """The message in an answer; a fault for everything else. What was received is never quoted."""
    try:
        return model.model_validate_json(content(answer))
    except ValidationError as error:
        raise OfficeFailed(f"the answer is no {model.__name__}", status=answer.status) from error


def content(answer: Answer) -> bytes:
    """What was asked for; a fault when it is not that."""
    if answer.status == 200 and answer.media_type == "application/json":
        return answer.body
    if answer.status >= 400 and answer.media_type == "application/problem+json":
        raise _refusal(answer)
    if answer.status >= 500:
        raise _failed(answer)
    raise OfficeSilent(f"a stranger answers {answer.status}", status=answer.status)


def _refusal(answer: Answer) -> Fault:
    try:
        problem = TicketRefused.model_validate_json(answer.body)
    except ValidationError:
        return _failed(answer)
    if problem.code in _RULES:
        return RuleHit(RuleCode(problem.code), problem.facts, problem.open_ticket)
    if answer.status in (401, 403) and problem.code in _KIOSK_REFUSED:
        return KioskRefused(problem.code, office_code=problem.code)
    if answer.status == 401 and problem.code == "clock_skew" and answer.date is not None:
        return ClockSkew(answer.date)
    return _failed(answer, problem.code)


def _failed(answer: Answer, code: str = "") -> OfficeFailed:
    facts: dict[str, str | int] = {"status": answer.status}
    if code:
        facts["office_code"] = code
    if answer.retry_after is not None:
        facts["retry_after_s"] = answer.retry_after
    return OfficeFailed(f"the office answers {answer.status} {code}".rstrip(), **facts)
