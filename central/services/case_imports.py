"""Taking in a department's file: each row whole or not at all, in the order in which things happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from central.cases.report_file import HEADERS, Fault, Row
from central.contract.messages import RuleCode
from central.office import Desk, Office
from central.services import departments
from central.services.departments import Reporter
from central.services.refusals import Refusal
from central.store import cases as stored
from central.store.database import Conflict

_ROWS_AT_ONCE = 100  # in one transaction; each row in a savepoint of its own
_TRIES = 3
_COLUMNS = {
    "id_number_invalid": "id_number",
    "case_name_missing": "name",
    "case_item_not_yours": "item",
    "case_own_number_taken": "own_number",
    "not_found": "own_number",
    "case_change_in_future": "at",
    "case_not_open_yet": "at",
    "case_overdue": "reason",
    "case_notice_was_once": "approver",
    "case_supplement_unknown": "missing",
}
"""The column that a refusal is about; of what a change needs, that is what it needs; of all others, the change."""


@dataclass(frozen=True)
class Imported:
    """What came of a file. `faults`: the rows that were not taken, in the order of the file."""

    opened: int
    changed: int
    known: int
    faults: tuple[Fault, ...]


def take_in(office: Office, hall_id: str, reporter: Reporter, read: Iterable[Row | Fault]) -> Imported:
    """Take a file in. What is known already changes nothing, so that a file may be sent again, mended or as it was.

    Raises:
        Conflict: somebody else changed the same cases all the while; send the file again.
    """
    faults: list[Fault] = []
    rows: list[Row] = []
    for each in read:
        if isinstance(each, Fault):
            faults.append(each)
        else:
            rows.append(each)
    rows.sort(key=lambda row: (row.opens is None, row.change.at, row.row))
    tally = {"opened": 0, "changed": 0, "known": 0}
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        for came, fault in _batch(office, hall_id, reporter, rows[start : start + _ROWS_AT_ONCE]):
            if fault is not None:
                faults.append(fault)
            else:
                tally[came] += 1
    return Imported(**tally, faults=tuple(sorted(faults, key=lambda fault: fault.row)))


def _batch(office: Office, hall_id: str, reporter: Reporter, rows: list[Row]) -> list[tuple[str, Fault | None]]:
    for attempt in range(1, _TRIES + 1):
        try:
            with office.database.write() as connection:
                desk = office.desk(connection, hall_id)
                return [_one(desk, reporter, row) for row in rows]
        except Conflict:
            if attempt == _TRIES:
                raise
    raise AssertionError("the last try returns or raises")


def _one(desk: Desk, reporter: Reporter, row: Row) -> tuple[str, Fault | None]:
    try:
        with desk.connection.begin_nested():
            return _taken(desk, reporter, row), None
    except Refusal as refusal:
        needed = str(refusal.facts.get("what", ""))
        column = needed if needed in HEADERS else _COLUMNS.get(refusal.code, "kind")
        facts = ", ".join(f"{name} {value}" for name, value in refusal.facts.items())
        reason = refusal.code.replace("_", " ") + (f" ({facts})" if facts else "")
        return "refused", Fault(row.row, HEADERS[column], reason)


def _taken(desk: Desk, reporter: Reporter, row: Row) -> str:
    before = stored.find_by_own_number(desk.connection, reporter.department, row.own_number)
    if row.opens is not None:
        departments.opened(desk, reporter, row.opens, before)
        return "opened" if before is None else "known"
    if before is None:
        raise Refusal(RuleCode.NOT_FOUND)
    after = departments.let_happen(desk, reporter, before, (row.change,))
    return "changed" if after.case.events > before.events else "known"
