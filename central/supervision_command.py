"""`central supervision run | due | scores | measured`: the pass over the cases, one case's days, the units' months."""

from __future__ import annotations

import argparse
import calendar
import json
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from functools import partial
from typing import Any

from central.contract.clock import CaseClock, Light
from central.limits.figure import Period, Rate
from central.limits.score import POINTS, Score
from central.office import Office
from central.services import case_clocks, cases, months
from central.services.months import Measured
from central.services.supervision import supervise

OpenOffice = Callable[[argparse.Namespace], AbstractContextManager[Office]]


def add_commands(verbs: Any, store: argparse.ArgumentParser, open_office: OpenOffice) -> None:
    """Put the verbs below `central supervision`."""
    run = verbs.add_parser("run", parents=[store], help="one pass, by a timer: lights, orders, days that moved")
    run.set_defaults(run=partial(_run, open_office))
    due = verbs.add_parser("due", parents=[store], help="the clocks of one case")
    due.add_argument("number")
    due.set_defaults(run=partial(_due, open_office))
    scores = verbs.add_parser("scores", parents=[store], help="the units' month as JSON, to be published")
    scores.add_argument("period", type=month, metavar="YYYY-MM")
    scores.set_defaults(run=partial(_scores, open_office))
    measured = verbs.add_parser("measured", parents=[store], help="what an item's cases took in a month, as JSON")
    measured.add_argument("item")
    measured.add_argument("period", type=month, metavar="YYYY-MM")
    measured.set_defaults(run=partial(_measured, open_office))


def _run(open_office: OpenOffice, options: argparse.Namespace) -> None:
    with open_office(options) as office:
        found = supervise(office)
    sys.stdout.write(
        f"{found.looked_at} cases looked at, {found.turned} lights turned, {found.called} orders,"
        f" {found.recounted} days counted again\n"
    )
    for unit in sorted({unit for unit, _ in found.lights}):
        shown = ", ".join(f"{light} {count}" for light in Light if (count := found.lights.get((unit, light), 0)))
        sys.stdout.write(f"{unit}: {shown}\n")


def _due(open_office: OpenOffice, options: argparse.Namespace) -> None:
    with open_office(options) as office:
        with office.database.read() as connection:
            case = cases.numbered(connection, options.number)
            known = cases.read(office.keys, connection, case)
            hall = office.hall(connection, case.hall_id)
        now = office.clock.now()
        clocks, shares = case_clocks.shown(office, hall, known, now), case_clocks.shares_of(known, now)
    sys.stdout.write("".join(f"{_line(clock)}\n" for clock in clocks) or "no clock runs\n")
    for share in shares:
        sys.stdout.write(f"{share.unit or 'the clock stood'}: {share.minutes // 60} h {share.minutes % 60} min\n")


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
    return said + ("; accepted by five days of silence" if clock.by_law else "")


def _scores(open_office: OpenOffice, options: argparse.Namespace) -> None:
    with open_office(options) as office:
        found = months.month(office, options.period)
        say(office, options.period, {"points": dict(POINTS), "units": [_score(score) for score in found]})


def _measured(open_office: OpenOffice, options: argparse.Namespace) -> None:
    with open_office(options) as office:
        found = months.measured(office, options.item, options.period)
        say(office, options.period, {"item": options.item, "limits": [_measure(each) for each in found]})


def say(office: Office, period: Period, figures: dict[str, Any]) -> None:
    """Every figure with its period, what it was counted by, and until when."""
    evidence = {
        "first": str(period.first),
        "last": str(period.last),
        "as_of": months.until(office, period).isoformat(),
        "calendar": office.calendar.digest,
    }
    sys.stdout.write(json.dumps(evidence | figures, ensure_ascii=False, indent=2) + "\n")


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


def rate_shown(rate: Rate) -> dict[str, Any]:
    """A rate as it may be published."""
    return {
        "numerator": rate.numerator,
        "denominator": rate.denominator,
        "method": rate.method,
        "sample_too_small": rate.few,
        "second_look": rate.too_good,
    }


def month(text: str) -> Period:
    """A month as it is typed."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        raise argparse.ArgumentTypeError("a month is written 2026-11") from None
    return Period(first, first.replace(day=calendar.monthrange(first.year, first.month)[1]))
