"""`central supervision run | due | scores | publish | export | measured | measure`: the pass, days, months, items."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from multiprocessing import get_context
from typing import Any

from central.commands import Refused, opening
from central.commands.evidence import month, rate_shown, say
from central.contract.clock import CaseClock, Light
from central.contract.supervision_records import SupervisionExport
from central.limits.figure import FEW
from central.limits.score import POINTS, Score
from central.services import (
    case_clocks,
    cases,
    measured_times,
    months,
    open_supervision,
    supervision_records,
    voice_supervision,
)
from central.services.editions import EditionBroken
from central.services.months import Measured
from central.services.supervision import Looked, Part, PassRuns, look, parts, reported

MOST_PROCESSES = 32
MANY = 5000
"""Cases for which further processes are worth their start."""

EXPECTED = (*opening.EXPECTED, PassRuns, EditionBroken)


def add(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    run = verbs.add_parser("run", help="one pass, by a timer: lights, orders, days that moved")
    opening.add_stocked(run)
    run.add_argument(
        "--processes",
        type=_count,
        default=1,
        metavar="N",
        help="so many at once, on PostgreSQL, when many wait: at midnight, after a new notice, the first time",
    )
    run.set_defaults(run=_run)
    due = verbs.add_parser("due", help="the clocks of one case")
    opening.add_stocked(due)
    due.add_argument("number")
    due.set_defaults(run=_due)
    scores = verbs.add_parser("scores", help="the units' month as JSON, to be published")
    opening.add_stocked(scores)
    scores.add_argument("period", type=month, metavar="YYYY-MM")
    scores.set_defaults(run=_scores)
    publish = verbs.add_parser("publish", help="keep the units' month as it is shown to everybody")
    opening.add_stocked(publish)
    publish.add_argument("period", type=month, metavar="YYYY-MM")
    publish.add_argument("--by", default="", help="who publishes it")
    publish.add_argument("--reason", default="", help="why there is another edition")
    publish.set_defaults(run=_publish)
    export = verbs.add_parser("export", help="a month's warnings and orders for the city (GB/T 39046, table 11)")
    opening.add_stocked(export)
    what = export.add_mutually_exclusive_group(required=True)
    what.add_argument("period", type=month, metavar="YYYY-MM", nargs="?")
    what.add_argument("--schema", action="store_true", help="the JSON Schema of what is exported")
    export.add_argument("--csv", action="store_true", help="a table instead of JSON")
    export.set_defaults(run=_export)
    measured = verbs.add_parser("measured", help="what an item's cases took in a month, as JSON")
    opening.add_stocked(measured)
    measured.add_argument("item")
    measured.add_argument("period", type=month, metavar="YYYY-MM")
    measured.set_defaults(run=_measured)
    measure = verbs.add_parser("measure", help="by a timer, daily: what every item took of late, for its page")
    opening.add_stocked(measure)
    measure.set_defaults(run=_keep_measured)


def _run(options: argparse.Namespace) -> None:
    if options.processes > 1 and "://" not in options.database:
        raise Refused("SQLite lets one write at a time: --processes is for PostgreSQL")
    with opening.stocked(options) as office:
        looked = look(office, Part(), most=None if options.processes == 1 else MANY)
        if options.processes > 1 and looked.looked_at >= MANY:
            looked += _in_parts(options)
        found = reported(office, looked)
        heard = voice_supervision.supervise(office)
    print(
        f"{found.looked_at} cases looked at, {found.turned} lights turned, {found.called} orders,"
        f" {found.recounted} days counted again"
    )
    print(f"{heard.open} open voices looked at, {heard.called} orders")
    for unit in sorted({unit for unit, _ in found.lights}):
        shown = ", ".join(f"{light} {count}" for light in Light if (count := found.lights.get((unit, light), 0)))
        print(f"{unit}: {shown}")
    if found.unread:
        raise Refused(f"{len(found.unread)} cases are not what was written: central cases replay names them")


def _in_parts(options: argparse.Namespace) -> Looked:
    """What is left, in several processes, each with an office of its own."""
    with get_context("spawn").Pool(options.processes) as pool:
        return sum(pool.starmap(_part, [(options, part) for part in parts(options.processes)]), Looked())


def _part(options: argparse.Namespace, part: Part) -> Looked:
    with opening.stocked(options) as office:
        return look(office, part)


def _count(typed: str) -> int:
    """Raises `ValueError`, which the parser tells."""
    count = int(typed)
    if not 1 <= count <= MOST_PROCESSES:
        raise ValueError(typed)
    return count


def _due(options: argparse.Namespace) -> None:
    with opening.stocked(options) as office:
        with office.database.read() as connection:
            case = cases.numbered(connection, options.number)
            known = cases.read(office.keys, connection, case)
            hall = office.hall(connection, case.hall_id)
            moved = case_clocks.moves(connection, [case.case_id])
        now = office.clock.now()
        clocks, shares = case_clocks.shown(office, hall, known, now, moved), case_clocks.shares_of(known, now)
    print("\n".join(map(_line, clocks)) or "no clock runs")
    for share in shares:
        print(f"{share.unit or 'the clock stood'}: {share.minutes // 60} h {share.minutes % 60} min")


def _line(clock: CaseClock) -> str:
    said = f"{clock.kind}: {clock.limit.amount} {clock.limit.unit} from {clock.limit.starts_at}, {clock.light}"
    if clock.due is not None:
        said += f", due {clock.due:%Y-%m-%d %a}"
    if clock.stands_since is not None:
        said += f", stands since {clock.stands_since:%Y-%m-%d %H:%M}"
    if clock.year_unknown is not None:
        said += f", no due day: the holidays of {clock.year_unknown} are not known"
    if clock.counted is not None:
        said += f"; {clock.counted} counted, {clock.left} left, {clock.over} over"
    if clock.moved is not None:
        said += f"; told {clock.moved.told}, a newer notice counts {clock.moved.counted}"
    return said + ("; accepted by five days of silence" if clock.by_law else "")


def _scores(options: argparse.Namespace) -> None:
    with opening.stocked(options) as office:
        found = months.month(office, options.period)
        counted = {"points": dict(POINTS), "units": [_score(score) for score in found.scores]}
        say(office, options.period, counted | {"exceptions": [vars(each) for each in found.exceptions]})


def _publish(options: argparse.Namespace) -> None:
    with opening.stocked(options) as office:
        kept = open_supervision.publish(office, options.period, options.by, options.reason)
    print(f"{kept.scores.month}, edition {kept.edition}: {len(kept.scores.units)} units, {kept.digest}")


def _export(options: argparse.Namespace) -> None:
    if options.schema:
        print(json.dumps(SupervisionExport.model_json_schema(), ensure_ascii=False, indent=2))
        return
    with opening.stocked(options) as office:
        found = supervision_records.export(office, options.period)
    if not options.csv:
        print(found.model_dump_json(indent=2))
        return
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(supervision_records.COLUMNS.values())
    for record in found.records:
        said = record.model_dump(mode="json")
        table.writerow([said[name] or "" for name in supervision_records.COLUMNS])


def _measured(options: argparse.Namespace) -> None:
    with opening.stocked(options) as office:
        found = months.measured(office, options.item, options.period)
        say(office, options.period, {"item": options.item, "limits": [_measure(each) for each in found]})


def _keep_measured(options: argparse.Namespace) -> None:
    with opening.stocked(options) as office:
        period, found = measured_times.window(office), measured_times.measure(office)
    few = sum(1 for each in found if each.count < FEW)
    items = len({each.item for each in found})
    print(f"{items} items, {len(found)} limits from {period.first} to {period.last}, {few} with too few cases")


def _score(score: Score) -> dict[str, Any]:
    return {
        "unit": score.unit,
        "points": score.points,
        "grounds": dict(score.grounds),
        "in_time": rate_shown(score.in_time),
    }


def _measure(each: Measured) -> dict[str, Any]:
    return {
        "limit": each.kind,
        "unit": each.taken.median.unit,
        "counted_from": each.starts_at,
        "median": each.taken.median.amount,
        "ninety_percent": each.taken.ninety.amount,
        "count": each.taken.count,
        "left_out": each.taken.left_out,
        "method": each.taken.method,
        "sample_too_small": each.taken.few,
        "in_time": rate_shown(each.in_time),
    }
