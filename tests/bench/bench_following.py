# ruff: noqa: T201 - a bench prints
"""From the question to the page: one's cases, and one of them, with a million cases in PostgreSQL and fifty kiosks.

python -m tests.bench.bench_following [CASES] [KIOSKS]. Everybody has eight cases, each with four changes and two
limits. A look is both questions, one after the other, as the terminal asks them; each kiosk looks once every two
seconds. Sealing is the kiosks' own work and is done beforehand.
"""

from __future__ import annotations

import http.client
import json
import random
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlsplit

from sqlalchemy import text

from central.clock import Clock
from central.contract import case_number
from central.contract.application import ByCard
from central.contract.following import CasesFound, FindCases, FollowedCase, ReadCase
from central.keys import open_keys
from central.office import Office
from central.services import cases, halls, kiosks, people
from central.store.database import Database
from tests.bench.bench_supervision import LEGAL, PROMISED
from tests.bench.serving import running
from tests.central.house import hall_file
from tests.central.postgresql import PostgreSQL
from tests.central.terminal import Terminal

AIM_S = 0.3
EVERY_S, LOOKS = 2.0, 12
SOMEBODY = ByCard(id_number="110105195602059997", name="林立春")
_OF_EACH = 8

_CASES = """
INSERT INTO cases (case_id, number, hall_id, department, item, name, kind, applied, person, id_last4, masked_name,
  legal_limit, promised_limit, opened_at, stage, since, unit, with_person, waits, events, head)
SELECT md5(n::text), lpad(n::text, 14, '0'), 'BENCH', 'unit_' || n % 30, 'lease', '{"zh_CN": "租赁备案"}', '2', false,
  'p' || n / 8, '', '林**', CAST(:legal AS json), CAST(:promised AS json),
  CAST(:now AS timestamptz) - n % 57600 * interval '1 minute' - interval '1 day', 'reviewing',
  CAST(:now AS timestamptz) - n % 57600 * interval '1 minute', 'unit_' || n % 30, false, false, 4, ''
FROM generate_series(1, CAST(:count AS int)) n
"""
_EVENTS = """
INSERT INTO case_events
  (case_id, sequence, kind, at, written_at, late, role, unit, actor, notice, approver, level, at_once, by_unit, digest)
SELECT case_id, s, (ARRAY['submitted', 'accepted', 'handed_over', 'review_begun'])[s],
  opened_at + s * interval '1 hour', opened_at + s * interval '1 hour', false, 'department', unit, 'department:1', 'x',
  '', CASE s WHEN 3 THEN 1 ELSE 0 END, false, '', ''
FROM cases, generate_series(1, 4) s
"""
_MINE = "UPDATE cases SET person = :person, number = :number WHERE case_id = md5(:n)"
_WORDS = "UPDATE case_events SET words = :words WHERE case_id = md5(:n) AND sequence = 4"


@dataclass(frozen=True)
class Asked:
    """One request, ready to be signed and sent."""

    path: str
    body: bytes


def main(count: int = 1_000_000, clients: int = 50) -> None:
    """Fill, ask, print."""
    server = PostgreSQL()
    try:
        with tempfile.TemporaryDirectory() as directory:
            measure(server.empty_database(), Path(directory), count, clients)
    finally:
        server.stop()


def measure(target: str, directory: Path, count: int, clients: int) -> None:
    """Print what a look took."""
    keys = directory / "office.keys"
    office = Office(Database(target), open_keys(keys), Clock())
    halls.publish(office, hall_file(hall_id="BENCH"))
    codes = [kiosks.invite(office, "BENCH") for _ in range(clients)]
    numbers = _fill(office, count)
    office.database.close()
    arguments = ["serve", "--port", "0", "--database", target, "--keys", str(keys)]
    with running("central", *arguments) as (url, _):
        terminals = [Terminal(url, code) for code in codes]
        finding, reading = _look(url, terminals, numbers)
    for name, took in (
        ("whose cases", finding),
        ("one of them", reading),
        ("from question to page", _sums(finding, reading)),
    ):
        cuts = quantiles(took, n=100)
        aim = f" (aim {AIM_S * 1000:.0f}{'' if cuts[98] <= AIM_S else ', MISSED'})" if name.startswith("from") else ""
        print(f"{name:<22} p50 {cuts[49] * 1000:5.0f} ms   p99 {cuts[98] * 1000:5.0f} ms{aim}   of {len(took)}")


def _sums(finding: list[float], reading: list[float]) -> list[float]:
    return [sum(pair) for pair in zip(finding, reading, strict=True)]


def _fill(office: Office, count: int) -> list[str]:
    """Very many cases, and among them somebody's own eight; their numbers."""
    begun, now = time.perf_counter(), datetime.now(UTC)
    said = json.dumps({"reason": "资料齐全", "appeal": "", "missing": []}, ensure_ascii=False).encode()
    own = random.Random(1).sample(range(1, count), _OF_EACH)
    numbers = [case_number.new() for _ in own]
    with office.database.write() as connection:
        connection.execute(text(_CASES), {"count": count, "now": now, "legal": LEGAL, "promised": PROMISED})
        connection.execute(text(_EVENTS))
        person = people.person(office.keys, SOMEBODY.id_number)
        for n, number in zip(own, numbers, strict=True):
            connection.execute(text(_MINE), {"person": person, "number": number, "n": str(n)})
            case_id = connection.scalar(text("SELECT md5(:n)"), {"n": str(n)})
            words = office.keys.seal_record(said, cases._place(case_id, 4))
            connection.execute(text(_WORDS), {"words": words, "n": str(n)})
    with office.database.write() as connection:
        connection.execute(text("ANALYZE cases"))
        connection.execute(text("ANALYZE case_events"))
    print(f"{count} cases with {4 * count} changes, filled in {time.perf_counter() - begun:.0f} s")
    return numbers


def _look(url: str, terminals: list[Terminal], numbers: list[str]) -> tuple[list[float], list[float]]:
    together = threading.Barrier(len(terminals))
    finding: list[float] = []
    reading: list[float] = []
    guard = threading.Lock()

    def kiosk(terminal: Terminal, place: int) -> None:
        find = Asked("/v1/kiosk/cases/find", _sealed(terminal, FindCases(proof=SOMEBODY), "find-cases"))
        read = Asked(
            "/v1/kiosk/cases/read",
            _sealed(terminal, ReadCase(number=numbers[place % len(numbers)], proof=SOMEBODY), "read-case"),
        )
        line = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        line.connect()
        together.wait()
        start = time.perf_counter() + EVERY_S * place / len(terminals)
        for number in range(LOOKS):
            time.sleep(max(0.0, start + number * EVERY_S - time.perf_counter()))
            first, found = _ask(line, terminal, find)
            second, page = _ask(line, terminal, read)
            assert len(CasesFound.model_validate_json(found).cases) == _OF_EACH
            assert len(FollowedCase.model_validate_json(page).case.events) == 4
            with guard:
                finding.append(first)
                reading.append(second)
        line.close()

    threads = [threading.Thread(target=kiosk, args=(each, place)) for place, each in enumerate(terminals)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(finding) == len(terminals) * LOOKS, "some kiosks got no answer"
    return finding, reading


def _sealed(terminal: Terminal, question: FindCases | ReadCase, purpose: str) -> bytes:
    return terminal.seal(question, purpose).model_dump_json().encode()


def _ask(line: http.client.HTTPConnection, terminal: Terminal, asked: Asked) -> tuple[float, bytes]:
    headers = terminal.signed("POST", asked.path, asked.body)
    begun = time.perf_counter()
    line.request("POST", asked.path, asked.body, headers)
    answer = line.getresponse()
    body = answer.read()
    took = time.perf_counter() - begun
    assert answer.status == http.HTTPStatus.OK, body
    return took, body


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
