"""`central cases`: take in a department's file, show a case, prove that cases are the fold of their events."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

from central.cases import report_file
from central.contract.case import Case, CaseEvent
from central.office import Office
from central.services import case_imports, case_records, cases
from central.services.departments import Reporter
from central.store import cases as stored

OpenOffice = Callable[[argparse.Namespace], AbstractContextManager[Office]]
FindHall = Callable[[Office, str | None], str]


class NotAllTaken(RuntimeError):
    """Some rows were refused, or some cases are not the fold of their events; each was named before."""


def add_commands(verbs: Any, store: argparse.ArgumentParser, open_office: OpenOffice, hall: FindHall) -> None:
    """Put `import`, `show` and `replay` below `central cases`."""
    taking = verbs.add_parser("import", parents=[store], help="take in a department's changes, CSV or JSON")
    taking.add_argument("file", type=Path)
    taking.add_argument("--department", required=True, help="whose cases they are: its code")
    taking.add_argument("--hall", help="default: the only one")
    taking.add_argument("--encoding", choices=["utf-8", "gb18030"], help="default: UTF-8 if it is that, else GB18030")
    taking.set_defaults(run=partial(_import, open_office, hall))
    show = verbs.add_parser("show", parents=[store], help="how a case stands, and what happened to it")
    show.add_argument("number", help="as it stands on the receipt")
    show.set_defaults(run=partial(_show, open_office))
    replay = verbs.add_parser("replay", parents=[store], help="fold every case's events again")
    replay.set_defaults(run=partial(_replay, open_office))


def _import(open_office: OpenOffice, hall: FindHall, options: argparse.Namespace) -> None:
    with open_office(options) as office:
        hall_id = hall(office, options.hall)
        with office.database.read() as connection:
            zone = office.hall(connection, hall_id).zone
        rows = report_file.read(options.file.read_bytes(), zone, options.encoding)
        came = case_imports.take_in(office, hall_id, Reporter(options.department, "department:file"), rows)
    for fault in came.faults:
        sys.stderr.write(f"row {fault.row}{f', {fault.column}' if fault.column else ''}: {fault.reason}\n")
    sys.stdout.write(
        f"{came.opened} opened, {came.changed} changed, {came.known} known already, {len(came.faults)} refused\n"
    )
    if came.faults:
        raise NotAllTaken(f"{len(came.faults)} rows were refused; mend them, and send the file again")


def _show(open_office: OpenOffice, options: argparse.Namespace) -> None:
    with open_office(options) as office, office.database.read() as connection:
        case = cases.numbered(connection, options.number)
        desk = office.desk(connection, case.hall_id)
        _print(case_records.told(desk, cases.read(office.keys, connection, case)))


def _print(case: Case) -> None:
    own = f" ({case.own_number})" if case.own_number else ""
    sys.stdout.write(f"{case.number}{own}  {case.name.zh_CN}, {case.applicant}: {case.stage}, {case.unit}\n")
    for clock in case.clocks:
        until = f" until {clock.due}" if clock.due else ""
        sys.stdout.write(f"  {clock.kind} {clock.limit.amount} {clock.limit.unit}: {clock.light}{until}\n")
    for event in case.events:
        sys.stdout.write(f"  {event.at:%Y-%m-%d %H:%M}  {event.kind}  {event.unit}{_said(event)}\n")


def _said(event: CaseEvent) -> str:
    words = [event.notice, event.reason, "、".join(event.missing), f"approved by {event.approver}"]
    said = "; ".join(word for word in words if word and word != "approved by ")
    late = f"  [late, written {event.written_at:%Y-%m-%d %H:%M}]" if event.late else ""
    return (f"  {said}" if said else "") + late


def _replay(open_office: OpenOffice, options: argparse.Namespace) -> None:
    faults = 0
    with open_office(options) as office, office.database.read() as connection:
        every = stored.every_id(connection)
        for case_id in every:
            try:
                cases.replay(office.keys, connection, case_id)
            except cases.NotTheFold as fault:
                faults += 1
                sys.stderr.write(f"{fault}\n")
    sys.stdout.write(f"{len(every) - faults} of {len(every)} cases are the fold of their events\n")
    if faults:
        raise NotAllTaken(f"{faults} of {len(every)} cases are not the fold of their events")
