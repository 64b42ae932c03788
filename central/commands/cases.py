"""`central cases`: take in a department's file, show a case, prove that cases are the fold of their events."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from central.cases import report_file
from central.commands import Refused, opening
from central.commands.options import add_hall
from central.contract.case import Case, CaseEvent
from central.services import case_imports, case_records, cases
from central.services.case_chain import ChainBroken
from central.services.departments import Reporter
from central.store import cases as stored
from central.store import supervision

EXPECTED = (*opening.EXPECTED, report_file.FileUnreadable, ChainBroken)


def add(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    taking = verbs.add_parser("import", help="take in a department's changes, CSV or JSON")
    opening.add_stocked(taking)
    taking.add_argument("file", type=Path)
    taking.add_argument("--department", required=True, help="whose cases they are: its code")
    add_hall(taking)
    taking.add_argument("--encoding", choices=["utf-8", "gb18030"], help="default: UTF-8 if it is that, else GB18030")
    taking.set_defaults(run=_import)
    show = verbs.add_parser("show", help="how a case stands, and what happened to it")
    opening.add_stocked(show)
    show.add_argument("number", help="as it stands on the receipt")
    show.set_defaults(run=_show)
    replay = verbs.add_parser("replay", help="hold every case's events against their chain, and fold them again")
    opening.add_stocked(replay)
    replay.set_defaults(run=_replay)


def _import(options: argparse.Namespace) -> None:
    with opening.stocked(options) as office:
        hall_id = opening.hall_id(office, options.hall)
        with office.database.read() as connection:
            zone = office.hall(connection, hall_id).zone
        rows = report_file.read(options.file.read_bytes(), zone, options.encoding)
        came = case_imports.take_in(office, hall_id, Reporter(options.department, "department:file"), rows)
    for fault in came.faults:
        print(f"row {fault.row}{f', {fault.column}' if fault.column else ''}: {fault.reason}", file=sys.stderr)
    print(f"{came.opened} opened, {came.changed} changed, {came.known} known already, {len(came.faults)} refused")
    if came.faults:
        raise Refused(f"{len(came.faults)} rows were refused; mend them, and send the file again")


def _show(options: argparse.Namespace) -> None:
    with opening.stocked(options) as office, office.database.read() as connection:
        case = cases.numbered(connection, options.number)
        desk = office.desk(connection, case.hall_id)
        _print(case_records.told(desk, cases.read(office.keys, connection, case)))


def _print(case: Case) -> None:
    own = f" ({case.own_number})" if case.own_number else ""
    print(f"{case.number}{own}  {case.name.zh_CN}, {case.applicant}: {case.stage}, {case.unit}")
    for clock in case.clocks:
        until = f" until {clock.due}" if clock.due else ""
        print(f"  {clock.kind} {clock.limit.amount} {clock.limit.unit}: {clock.light}{until}")
    for event in case.events:
        print(f"  {event.at:%Y-%m-%d %H:%M}  {event.kind}  {event.unit}{_said(event)}")


def _said(event: CaseEvent) -> str:
    words = [event.notice, event.reason, "、".join(event.missing), f"approved by {event.approver}"]
    said = "; ".join(word for word in words if word and word != "approved by ")
    late = f"  [late, written {event.written_at:%Y-%m-%d %H:%M}]" if event.late else ""
    return (f"  {said}" if said else "") + late


def _replay(options: argparse.Namespace) -> None:
    faults: list[str] = []
    with opening.stocked(options) as office, office.database.read() as connection:
        every = stored.every_id(connection)
        for case_id in every:
            try:
                cases.replay(office.keys, connection, case_id)
            except (cases.NotTheFold, ChainBroken) as fault:
                faults.append(str(fault))
        gone = supervision.vanished(connection)
    for line in (*faults, *(f"{case_id}: there was such a case, and it is gone" for case_id in gone)):
        print(line, file=sys.stderr)
    whole = len(every) - len(faults)
    print(f"{whole} of {len(every)} cases are the fold of their events, and none of these was touched")
    if faults or gone:
        raise Refused(f"{len(faults)} of {len(every)} cases are not what was written, {len(gone)} are gone")
