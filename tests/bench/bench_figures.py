# ruff: noqa: T201 - a bench prints
"""Every figure of one month over very many cases in PostgreSQL. `python -m tests.bench.bench_figures [CASES]`.

Every case was handed in during the month, has a legal and a promised clock and six events; four in five are closed. The
time is of the whole count, with the database on the same machine; memory is what the program needed more than before.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from central.limits.figure import Period
from central.services import figures
from tests.central.house import House
from tests.central.postgresql import PostgreSQL

FIRST, NOW = datetime(2026, 9, 30, 16, tzinfo=UTC), datetime(2026, 11, 20, 2, tzinfo=UTC)
LEGAL = json.dumps({"amount": 20, "unit": "working_day", "starts_at": "accepted", "certainty": "law"})
PROMISED = json.dumps({"amount": 5, "unit": "working_day", "starts_at": "submitted", "certainty": "local"})

_CASES = """
INSERT INTO cases (case_id, number, hall_id, department, item, name, kind, applied, person, id_last4, masked_name,
  legal_limit, promised_limit, opened_at, stage, since, unit, with_person, waits, events, head)
SELECT md5(n::text), lpad(n::text, 14, '0'), 'HALL-1', 'unit_' || n % 30, 'item_' || n % 500, '{"zh_CN": "x"}', '2',
  false, 'p' || n, '', 'x', CAST(:legal AS json), CAST(:promised AS json), at,
  CASE WHEN n % 5 = 0 THEN 'reviewing' ELSE 'closed' END, at, 'unit_' || n % 30, false, false,
  CASE WHEN n % 5 = 0 THEN 3 ELSE 6 END, ''
FROM (SELECT n, CAST(:first AS timestamptz) + n % 36000 * interval '1 minute' AS at
  FROM generate_series(1, CAST(:count AS int)) n) s
"""
_EVENTS = """
INSERT INTO case_events
  (case_id, sequence, kind, at, written_at, late, role, unit, actor, notice, approver, level, at_once, by_unit, digest)
SELECT case_id, sequence,
  ('{submitted,accepted,review_begun,granted,issued,closed}'::text[])[sequence],
  opened_at + sequence * interval '11 hours', opened_at, false, 'department', unit, 'department:1', 'x', '', 0, false,
  '', ''
FROM cases, generate_series(1, 6) sequence WHERE sequence <= events
"""


def main(count: int) -> None:
    server = PostgreSQL()
    try:
        with tempfile.TemporaryDirectory() as directory:
            house = House(server.empty_database(), Path(directory))
            house.clock.at = NOW
            with house.office.database.write() as connection:
                values = {"legal": LEGAL, "promised": PROMISED, "first": FIRST, "count": count}
                connection.execute(text(_CASES), values)
                connection.execute(text(_EVENTS))
                connection.execute(text("ANALYZE"))
            before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
            found = figures.count(house.office, Period.named("2026-10"))
            took = time.perf_counter() - began
            more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
            rate = next(each.rate for each in found.figures if each.code == "closed_of_accepted")
            assert rate is not None
            print(
                f"{found.cases:,} cases, {found.events:,} events: {took:.1f} s, {found.cases / took:,.0f} cases/s,"
                f" {more:.0f} MiB more; decided of accepted {rate.numerator}/{rate.denominator} = {rate.percent} %"
            )
            house.close()
    finally:
        server.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 1_000_000)
