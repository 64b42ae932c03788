# ruff: noqa: T201 - a bench prints
"""How many tickets a second does the office give out? `python -m tests.bench.bench_tickets [tickets] [clients]`.

Fifty enrolled kiosks, each on a connection of its own, send signed and sealed requests to `central serve`, a process of
its own, on SQLite and on PostgreSQL with fsync. Signing and sealing is the kiosks' own work and is done beforehand;
sending and reading the answers shares the machine with the office. Afterwards the books are audited: no number twice,
no place sold twice.
"""

from __future__ import annotations

import secrets
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

from central.clock import Clock
from central.contract.messages import TakeWalkInTicket
from central.keys import open_keys
from central.office import Office
from central.published import HallFile
from central.services import halls, kiosks
from central.store.database import Database
from tests.bench.serving import Asked, running, send
from tests.central.books import audit
from tests.central.house import hall_file, item, somebody
from tests.central.postgresql import PostgreSQL
from tests.central.terminal import Terminal

TICKETS, CLIENTS = 10_000, 50
ITEMS = 4  # each with a prefix of its own: a day has 9,999 numbers of a prefix
_PATH = "/v1/kiosk/tickets"


def main(tickets: int = TICKETS, clients: int = CLIENTS) -> None:
    """Measure both databases and print the figures."""
    print(f"{tickets} tickets, {clients} clients, signed and sealed, over HTTP")
    with tempfile.TemporaryDirectory() as directory:
        measure("SQLite", str(Path(directory) / "office.db"), Path(directory), tickets, clients)
    server = PostgreSQL()
    try:
        with tempfile.TemporaryDirectory() as directory:
            measure("PostgreSQL", server.empty_database(), Path(directory), tickets, clients)
    finally:
        server.stop()


def measure(name: str, target: str, directory: Path, tickets: int, clients: int) -> None:
    """Give out tickets on one database; print what it took; raise when the books are wrong."""
    keys = directory / "office.keys"
    office = Office(Database(target), open_keys(keys), Clock())
    halls.publish(office, _hall(tickets))
    codes = [kiosks.invite(office, "BENCH") for _ in range(clients)]
    office.database.close()
    with running("central", "serve", "--port", "0", "--database", target, "--keys", str(keys)) as (url, _):
        prepared = [_prepare(url, code, place, tickets // clients) for place, code in enumerate(codes)]
        took, latencies = send(url, prepared)
    database = Database(target)
    issued = audit(database)
    database.close()
    assert issued == len(latencies), f"{len(latencies)} answers, {issued} tickets"
    cuts = quantiles(latencies, n=100)
    p50, p99 = cuts[49] * 1000, cuts[98] * 1000
    print(
        f"{name:<11}{issued / took:6.0f} tickets/s   answered in p50 {p50:.0f} ms, p99 {p99:.0f} ms"
        f"   {issued} tickets, no number and no place twice"
    )


def _hall(tickets: int) -> HallFile:
    plan = [{"first": "00:00", "last": "24:00", "every_min": 1440, "booked": 0, "walk_in": min(tickets, 9_999)}]
    items = [item(number + 1, prefix) | {"plan": plan} for number, prefix in enumerate("ABCD"[:ITEMS])]
    hours = [{"first": "00:00", "last": "24:00"}]
    windows = [{"window_id": "1", "items": [one["item_id"] for one in items], "hours": hours}]
    return hall_file(*items, hall_id="BENCH", windows=windows)


def _prepare(url: str, code: str, place: int, tickets: int) -> list[Asked]:
    terminal = Terminal(url, code)
    terminal.line.close()
    asked = []
    for number in range(tickets):
        wanted = TakeWalkInTicket(
            item_id=number % ITEMS + 1,
            id_number=somebody(place * tickets + number),
            name="",
            asked_at=datetime.now(UTC),
        )
        body = terminal.seal(wanted, "take-ticket").model_dump_json().encode()
        asked.append(Asked(_PATH, body, terminal.signed("POST", _PATH, body, secrets.token_hex(16))))
    return asked


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
