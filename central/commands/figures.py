"""`central figures [PERIOD]`: every figure of a period with its evidence, counted anew; `publish` and `check`.

A period is a month (2026-10) or goes from one day to another (2026-10-01..2026-10-15); without one it is the last month
that is over.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import timedelta

from central.commands import Refused, opening
from central.contract.figures import Cell, Counted, Figure, Figures, Undefined
from central.limits.calendar import local_day
from central.limits.figure import NotAFigure, Period
from central.office import Office
from central.services import figure_editions, figures
from central.services.editions import EditionBroken

EXPECTED = (*opening.EXPECTED, EditionBroken)

VERBS = ("publish", "check")
_WHY_NOT = {
    Undefined.NOTHING: "没有可以统计的",
    Undefined.NO_CALENDAR: "当年放假安排未公布，算不出",
    Undefined.FEW_PEOPLE: "不足5人，不公布",
    Undefined.BY_CELL: "只分项计算",
}


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="*", metavar="[publish | check] [PERIOD]", help="nothing: count and print")
    opening.add_stocked(parser)
    parser.add_argument("--hall", help="of one hall alone; never published")
    parser.add_argument("--table", action="store_true", help="for people; else JSON")
    parser.add_argument("--by", default="", help="publish: who does it")
    parser.add_argument("--reason", default="", help="publish: why there is another edition")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    words: list[str] = options.words
    verb = words.pop(0) if words and words[0] in VERBS else ""
    if len(words) > 1:
        raise Refused("one period at a time: 2026-10, or 2026-10-01..2026-10-15")
    with opening.stocked(options) as office:
        period = _period(office, words[0] if words else "")
        _VERBS[verb](office, period, options)


def _period(office: Office, name: str) -> Period:
    """Raises `Refused`."""
    try:
        return Period.named(name) if name else last_month(office)
    except NotAFigure as error:
        raise Refused(str(error)) from None


def last_month(office: Office) -> Period:
    """The newest that is over."""
    before = local_day(office.clock.now()).replace(day=1) - timedelta(days=1)
    return Period(before.replace(day=1), before)


def _show(office: Office, period: Period, options: argparse.Namespace) -> None:
    _write(figures.count(office, period, options.hall), options)


def _write(found: Figures, options: argparse.Namespace) -> None:
    print("\n".join(table(found)) if options.table else found.model_dump_json(indent=2))


def table(found: Figures) -> Iterator[str]:
    """A line for each figure, then its parts and cells."""
    until = f"{found.as_of:%Y-%m-%d %H:%M %z}"
    yield f"{found.period}（{found.first} 至 {found.last}），截止 {until}{'' if found.over else '，还没有结束'}"
    yield f"{found.cases} 件，{found.events} 条记录，日历 {found.calendar}，算法 {found.program}"
    for figure in found.figures:
        yield ""
        yield f"{figure.name.zh_CN}  {figure.code}  {_said(figure)}"
        yield f"    {figure.of.zh_CN}，{figure.counted.zh_CN}"
        for part in figure.parts:
            yield f"    {part.name.zh_CN} {part.count}"
        for split in figure.splits:
            for cell in split.cells:
                yield f"    {split.by} {cell.key} {cell.name.zh_CN if cell.name else ''}  {_cell(cell)}"
        for left in figure.left_out:
            yield f"    {left.key} {left.name.zh_CN if left.name else ''}  {left.why_name.zh_CN}"


def _said(figure: Figure) -> str:
    if figure.undefined is not None:
        return _WHY_NOT[figure.undefined]
    return _rate(figure.rate) if figure.rate is not None else ""


def _cell(cell: Cell) -> str:
    if cell.rate is None:
        return "不公布"
    lost = "、".join(f"{why} {count}" for why, count in cell.parts.items())
    return _rate(cell.rate) + (f" {cell.unit}" if cell.unit else "") + (f"（{lost}）" if lost else "")


def _rate(rate: Counted) -> str:
    few = " 样本不足" if rate.sample_too_small else ""
    return f"{rate.numerator}/{rate.denominator} = {rate.percent} %{few}{' 100%，请复核' if rate.second_look else ''}"


def _publish(office: Office, period: Period, options: argparse.Namespace) -> None:
    if options.hall is not None:
        raise Refused("what is published is of all halls; a hall's figures are cells of it")
    made = figure_editions.publish(office, period, options.by, options.reason)
    print(f"{made.period}, edition {made.edition}, as of {made.as_of.isoformat()}: {made.digest}")


def _check(office: Office, period: Period, _options: argparse.Namespace) -> None:
    """Ends with an error where what is published is not what is counted: a timer that runs it is noticed."""
    edition, found = figure_editions.check(office, period)
    for each in found:
        print(f"{each.place}: {each.published} published, {each.counted} now")
    if found:
        raise Refused(f"{len(found)} numbers of {edition.period}, edition {edition.edition}, are others now")
    print(f"{edition.period}, edition {edition.edition}: every number is the same")


_VERBS = {"": _show, "publish": _publish, "check": _check}
