# ruff: noqa: T201 - a bench prints
"""What do cases cost? `python -m tests.bench.bench_cases [cases]`.

Departments report eight changes of each case, each as a command of its own with its key, over the services; the same
comes as a file of rows; and the model folds without any store. One thread, SQLite and PostgreSQL, each durable.
"""

from __future__ import annotations

import secrets
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from central.cases.history import History
from central.cases.report_file import read
from central.contract.case import CaseApplicant, OpenCase, ReportChanges, ReportedChange
from central.contract.messages import Message, Words
from central.office import Desk
from central.services import case_imports, commands, departments
from central.services import cases as services
from central.services.commands import Command
from central.services.departments import Reporter
from central.store import cases as stored
from tests.central.house import ANNA, SHANGHAI, House
from tests.central.postgresql import PostgreSQL

WATER = Reporter("water", "department:1")
STEPS = ("accepted", "review_begun", "stopped", "resumed", "extended", "granted", "issued", "closed")
NEEDS: dict[str, dict[str, Any]] = {
    "accepted": {"notice": "受1"},
    "stopped": {"special": "site_visit", "reason": "现场踏勘", "notice": "特1"},
    "extended": {
        "extension": {"amount": 5, "unit": "working_day"},
        "reason": "情况复杂",
        "approver": "张局长",
        "notice": "延1",
    },
}
HEAD = "own_number,kind,at,item,name,applicant,id_number,notice,reason,special,approver,extension"


def main(count: int = 500) -> None:
    """Measure, and print the figures."""
    with tempfile.TemporaryDirectory() as directory:
        house = House(str(Path(directory) / "office.db"), Path(directory))
        measure("SQLite", house, count)
        house.close()
    server = PostgreSQL()
    with tempfile.TemporaryDirectory() as directory:
        house = House(server.empty_database(), Path(directory))
        measure("PostgreSQL", house, count)
        house.close()
    server.stop()


def measure(name: str, house: House, count: int) -> None:
    """One database: reports, a file, the fold."""
    start = house.at("10:00").clock.at
    house.later(days=2)
    took = -time.perf_counter()
    for number in range(count):
        report(house, f"SW-{number}", start)
    took += time.perf_counter()
    told = count * (len(STEPS) + 1)
    sheet = "\n".join([HEAD, *(row for number in range(count) for row in rows(f"F-{number}", start))]).encode()
    took_file = -time.perf_counter()
    came = case_imports.take_in(house.office, house.hall_id, WATER, read(sheet, SHANGHAI))
    took_file += time.perf_counter()
    assert not came.faults, came.faults[:3]
    assert came.opened + came.changed == told
    histories = house.look(
        lambda desk: [
            services.read(desk.keys, desk.connection, case).history
            for case in stored.of_department(desk.connection, "water", ["closed"], count)
        ]
    )
    took_fold = -time.perf_counter()
    for history in histories:
        assert History(history.events).standing.stage == "closed"
    took_fold += time.perf_counter()
    folded = sum(len(history.events) for history in histories)
    print(
        f"{name:<12}{told / took:6.0f} reported changes/s, {told / took_file:6.0f} rows of a file/s,"
        f" {folded / took_fold:8.0f} events folded/s"
    )


def report(house: House, own_number: str, start: datetime) -> None:
    """A case from its opening to its end, each change sent for itself."""
    wanted = OpenCase(
        own_number=own_number,
        item="water_supply",
        name=Words(zh_CN="用水报装"),
        applicant=CaseApplicant(name="李秀英", id_number=ANNA),
        at=start,
    )
    opened = carry_out(house, lambda desk: departments.open_case(desk, WATER, wanted))
    for hours, kind in enumerate(STEPS, 1):
        change = ReportedChange.model_validate(
            {"kind": kind, "at": start + timedelta(hours=hours), **NEEDS.get(kind, {})}
        )
        said = ReportChanges(changes=(change,))
        carry_out(house, partial(departments.report, reporter=WATER, number=opened, wanted=said))


def carry_out(house: House, effect: Callable[[Desk], Message]) -> str:
    """As a route does it; the case's number."""
    key = secrets.token_hex(16)
    command = Command("department:1", house.hall_id, key, key * 2)
    answer = commands.carry_out(house.office, command, effect)
    assert answer.status == 200, answer.body
    return answer.body.split('"number":"')[1][:14]


def rows(own_number: str, start: datetime) -> list[str]:
    """The same case as rows of a file."""
    cells = dict.fromkeys(HEAD.split(","), "") | {"own_number": own_number}
    opened = {"kind": "submitted", "at": start.isoformat(), "item": "water_supply", "name": "用水报装"}
    lines = [cells | opened | {"applicant": "李秀英", "id_number": ANNA}]
    for hours, kind in enumerate(STEPS, 1):
        needs = {name: str(value) for name, value in NEEDS.get(kind, {}).items() if name != "extension"}
        if kind == "extended":
            needs["extension"] = "5个工作日"
        lines.append(cells | {"kind": kind, "at": (start + timedelta(hours=hours)).isoformat(), **needs})
    return [",".join(line.values()) for line in lines]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
