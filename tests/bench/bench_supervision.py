"""The supervision pass over very many open cases in PostgreSQL.

python -m tests.bench.bench_supervision [CASES]. Every case has a legal and a promised clock and was submitted in the
last forty days; a fifth was accepted. All but 20,000 were looked at before, and something of them turns in the next
twenty days. Times are of the whole pass, with the database on the same machine.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from central.services.supervision import Pass, supervise
from tests.central.house import House
from tests.central.postgresql import PostgreSQL

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
AIM = 60.0  # seconds: a pass each minute
LEGAL = json.dumps({"amount": 20, "unit": "working_day", "starts_at": "accepted", "certainty": "law"})
PROMISED = json.dumps({"amount": 5, "unit": "working_day", "starts_at": "submitted", "certainty": "local"})

_CASES = """
INSERT INTO cases (case_id, number, hall_id, department, item, name, kind, applied, person, id_last4, masked_name,
  legal_limit, promised_limit, opened_at, stage, since, unit, with_person, waits, events)
SELECT md5(n::text), lpad(n::text, 14, '0'), 'HALL-1', 'unit_' || n % 30, 'lease', '{"zh_CN": "x"}', '2', false,
  'p' || n, '', 'x', CAST(:legal AS json), CAST(:promised AS json), at,
  CASE WHEN n % 5 = 0 THEN 'accepted' ELSE 'submitted' END, at, 'unit_' || n % 30, false, false,
  CASE WHEN n % 5 = 0 THEN 2 ELSE 1 END
FROM (SELECT n, CAST(:now AS timestamptz) - n % 57600 * interval '1 minute' AS at
  FROM generate_series(1, CAST(:count AS int)) n) s
"""
_EVENTS = """
INSERT INTO case_events
  (case_id, sequence, kind, at, written_at, late, role, unit, actor, notice, approver, level, at_once)
SELECT case_id, sequence, CASE WHEN sequence = 1 THEN 'submitted' ELSE 'accepted' END, opened_at, opened_at, false,
  'department', unit, 'department:1', 'x', '', 0, false
FROM cases, generate_series(1, 2) sequence WHERE sequence <= events
"""
_WATCHED = """
INSERT INTO watched_cases (case_id, events, calendar, look_at)
SELECT md5(n::text), CASE WHEN n % 5 = 0 THEN 2 ELSE 1 END, :calendar,
  CAST(:now AS timestamptz) + (n % 28800 + 1) * interval '1 minute'
FROM generate_series(CAST(:first AS int), CAST(:count AS int)) n
"""
_CLOCKS = """
INSERT INTO case_clocks (case_id, kind, unit, light, due)
SELECT md5(n::text), kind, 'unit_' || n % 30, 'white', '2026-12-01'
FROM generate_series(CAST(:first AS int), CAST(:count AS int)) n, (VALUES ('legal'), ('promised')) k (kind)
"""
NEW = 20_000


def main(count: int) -> None:
    server = PostgreSQL()
    try:
        with tempfile.TemporaryDirectory() as directory:
            house = House(server.empty_database(), Path(directory))
            house.clock.at = NOW
            with house.office.database.write() as connection:
                values = {"legal": LEGAL, "promised": PROMISED, "now": NOW, "count": count}
                connection.execute(text(_CASES), values)
                connection.execute(text(_EVENTS))
                looked = {"first": NEW + 1, "count": count}
                counted = {"calendar": house.office.calendar.digest, "now": NOW}
                connection.execute(text(_WATCHED), looked | counted)
                connection.execute(text(_CLOCKS), looked)
            took, found = timed(lambda: supervise(house.office))
            sys.stdout.write(
                f"first look: {1000 * took / found.looked_at:.2f} ms a case, {found.looked_at:,} of them\n"
            )
            run(house, "at once again", count)
            house.later(minutes=1)
            run(house, "a minute later", count)
            house.later(hours=1)
            run(house, "after an hour without a pass", count)
            house.close()
    finally:
        server.stop()


def run(house: House, name: str, count: int) -> None:
    took, found = timed(lambda: supervise(house.office))
    ratio = took / AIM
    sys.stdout.write(
        f"{name}: {took:.2f} s for {count:,} open cases, {found.looked_at:,} looked at, {found.turned:,} lights turned,"
        f" {found.called:,} orders (ratio to {AIM:.0f} s {ratio:.2f}{', MISSED' if ratio > 1 else ''})\n"
    )
    sys.stdout.flush()


def timed(work: Callable[[], Pass]) -> tuple[float, Pass]:
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 1_000_000)
