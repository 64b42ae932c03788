"""Where the sources are, and asking several of them at once."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillAsking
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from central.contract.source import DataSource, SourceQuery
from central.sources.answers import Heard, silent, understand
from central.sources.line import Exchange, Line, NoAnswer

_AT_ONCE = 8  # questions to one source; the others wait their turn, within their own time
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Register:
    """A register that answers for sources: its URL without path, and the token that lets the office ask."""

    url: str
    token: str = field(repr=False)
    ca_file: Path | None = None


@dataclass(frozen=True)
class Question:
    """One question to one source. `by`: its inputs. `reason`: the application, so that the owner can audit."""

    source: DataSource
    by: Mapping[str, Any]
    item: str
    reason: str


class Registers:
    """Asks sources. Each has its own few threads and connections: one that hangs delays nobody but itself."""

    def __init__(self, everyone: Register | None, others: Mapping[str, Register] | None = None) -> None:
        """
        Args:
            everyone: answers for every source that has no register of its own.
            others: register by source.
        """
        self._everyone, self._others = everyone, dict(others or {})
        self._desks: dict[str, _Desk] = {}
        self._lock = threading.Lock()

    def ask(self, questions: Iterable[Question], now: datetime) -> dict[str, Heard]:
        """Ask all at once; by source. Returns when the last has answered or its time is over, and never raises.

        Args:
            now: business time, by which the age of an answer is judged.
        """
        asked: list[tuple[Question, Exchange, Future[bytes]]] = []
        heard: dict[str, Heard] = {}
        for question in questions:
            code = question.source.source
            desk = self._desk(code)
            if desk is None:
                heard[code] = silent(code, "no register answers for it")
                continue
            exchange = Exchange(question.source.timeout_s)
            asked.append((question, exchange, desk.ask(exchange, question)))
        for question, exchange, answer in sorted(asked, key=lambda each: each[0].source.timeout_s):
            heard[question.source.source] = _hear(question.source, exchange, answer, now)
        for each in heard.values():
            if each.fault:
                _log.warning("source %s: %s", each.source, each.fault)
        return heard

    def close(self) -> None:
        """Stop asking. Questions under way end by their own deadlines."""
        with self._lock:
            desks, self._desks = self._desks, {}
        for desk in desks.values():
            desk.close()

    def _desk(self, code: str) -> _Desk | None:
        register = self._others.get(code, self._everyone)
        if register is None:
            return None
        with self._lock:
            if code not in self._desks:
                self._desks[code] = _Desk(code, register)
            return self._desks[code]


class _Desk:
    """Where the questions to one source are asked."""

    def __init__(self, code: str, register: Register) -> None:
        self._url = f"{register.url.rstrip('/')}/v1/sources/{code}/query"
        self._line = Line(register.token, register.ca_file, _AT_ONCE)
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix=f"source {code}")

    def ask(self, exchange: Exchange, question: Question) -> Future[bytes]:
        query = SourceQuery(by=dict(question.by), item=question.item, reason=question.reason)
        return self._threads.submit(self._line.post, exchange, self._url, query.model_dump_json().encode())

    def close(self) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)
        self._line.close()


def _hear(source: DataSource, exchange: Exchange, answer: Future[bytes], now: datetime) -> Heard:
    try:
        return understand(source, answer.result(exchange.remaining()), now)
    except NoAnswer as error:
        return silent(source.source, str(error))
    except StillAsking:
        answer.cancel()
        exchange.cut()
        return silent(source.source, "time-out")
