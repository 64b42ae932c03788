"""The supervision pass over very many open cases in PostgreSQL.

python -m tests.bench.bench_supervision [CASES [PROCESSES]]. Every case has a legal and a promised clock and was
submitted in the last forty days; a fifth was accepted; nobody has looked at any. The first pass looks at all, in
several processes like `central supervision run --processes`, and so does the last one, which counts every day again by
another calendar; those between are single ones, as the timer makes them. Times are of the whole pass, with the database
on the same machine.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from multiprocessing import get_context
from pathlib import Path

from sqlalchemy import text

from central.keys import open_keys
from central.limits.calendar import WorkCalendar, midnight
from central.office import Office
from central.services.supervision import Looked, Part, Pass, look, parts, reported, supervise
from central.store.database import Database
from tests.central.house import House, StandingClock
from tests.central.postgresql import PostgreSQL

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
MIDNIGHT = midnight(date(2026, 11, 21))
AIM = 60.0  # seconds: a pass each minute
LEGAL = json.dumps({"amount": 20, "unit": "working_day", "starts_at": "accepted", "certainty": "law"})
PROMISED = json.dumps({"amount": 20, "unit": "working_day", "starts_at": "submitted", "certainty": "local"})

_CASES = """
INSERT INTO cases (case_id, number, hall_id, department, item, name, kind, applied, person, id_last4, masked_name,
  legal_limit, promised_limit, opened_at, stage, since, unit, with_person, waits, events, head)
SELECT md5(n::text), to_char(n, 'FM0000"-"0000"-"0000'), 'HALL-1', 'unit_' || n % 30, 'lease',
  '{"zh_CN": "x"}', '2', false,
  'p' || n, '', 'x', CAST(:legal AS json), CAST(:promised AS json), at,
  CASE WHEN n % 5 = 0 THEN 'accepted' ELSE 'submitted' END, at, 'unit_' || n % 30, false, false,
  CASE WHEN n % 5 = 0 THEN 2 ELSE 1 END, ''
FROM (SELECT n, CAST(:now AS timestamptz) - n % 57600 * interval '1 minute' AS at
  FROM generate_series(1, CAST(:count AS int)) n) s
"""
_EVENTS = """
INSERT INTO case_events
  (case_id, sequence, kind, at, written_at, late, role, unit, actor, notice, approver, level, at_once, by_unit, digest)
SELECT case_id, sequence, CASE WHEN sequence = 1 THEN 'submitted' ELSE 'accepted' END, opened_at, opened_at, false,
  'department', unit, 'department:1', 'x', '', 0, false, '', ''
FROM cases, generate_series(1, 2) sequence WHERE sequence <= events
"""


def main(count: int, processes: int) -> None:
    server = PostgreSQL()
    try:
        with tempfile.TemporaryDirectory() as directory:
            url = server.empty_database()
            house = House(url, Path(directory))
            house.clock.at = NOW
            with house.office.database.write() as connection:
                values = {"legal": LEGAL, "promised": PROMISED, "now": NOW, "count": count}
                connection.execute(text(_CASES), values)
                connection.execute(text(_EVENTS))
                connection.execute(text("ANALYZE"))
            run(f"first pass, {processes} processes", lambda: together(house, url, directory, processes))
            run("at once again", lambda: supervise(house.office))
            house.later(minutes=1)
            run("a minute later", lambda: supervise(house.office))
            house.clock.at = MIDNIGHT
            run("at midnight, when days end", lambda: supervise(house.office))
            house.office.calendar = amended(house.office.calendar)
            run(f"by an amended calendar, {processes} processes", lambda: together(house, url, directory, processes))
            house.close()
    finally:
        server.stop()


def amended(calendar: WorkCalendar) -> WorkCalendar:
    """The same with one weekend day more that is worked."""
    notice = calendar.notices[NOW.year]
    more = notice.model_copy(update={"work": (*notice.work, date(2026, 11, 28))})
    return WorkCalendar([each for each in calendar.notices.values() if each is not notice] + [more])


def together(house: House, url: str, directory: str, processes: int) -> Pass:
    at, calendar = house.clock.at, house.office.calendar
    with get_context("spawn").Pool(processes) as pool:
        looked = pool.starmap(part_of, [(url, directory, at, calendar, part) for part in parts(processes)])
    return reported(house.office, sum(looked, Looked()))


def part_of(url: str, directory: str, at: datetime, calendar: WorkCalendar, part: Part) -> Looked:
    """In a process of its own."""
    keys = open_keys(Path(directory) / "office.keys")
    return look(Office(Database(url), keys, StandingClock(at), calendar=calendar), part)


def run(name: str, supervised: Callable[[], Pass]) -> None:
    began = time.perf_counter()
    found = supervised()
    took = time.perf_counter() - began
    ratio, load = took / AIM, os.getloadavg()[0]
    each = f"{found.looked_at / took:,.0f} cases a second, " if found.looked_at else ""
    sys.stdout.write(
        f"{name}: {took:.2f} s, {each}{found.looked_at:,} looked at, {found.turned:,} lights turned,"
        f" {found.called:,} orders, {found.recounted:,} days counted again, load {load:.1f}"
        f" (ratio to {AIM:.0f} s {ratio:.2f}{', MISSED' if ratio > 1 else ''})\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    typed = [int(each) for each in sys.argv[1:]]
    main(typed[0] if typed else 1_000_000, typed[1] if len(typed) > 1 else os.cpu_count() or 1)
