"""The items in force, as figures: what was promised against the law, what ends at a terminal, how complete the guides
are. Counted over documents; nothing here happened."""

from __future__ import annotations

from collections.abc import Iterable

from central.contract.figures import By, Source, Things
from central.contract.item import ItemDocument, ResultKind, TimeLimit, Unit
from central.figures.count import YES, Cell, Count, Found, Mark
from central.figures.definition import Definition
from central.items import completeness
from central.limits.figure import Period, Rate
from central.limits.measured import compression
from central.limits.term import Term, UnitsDiffer

COMPRESSION = Definition("compression", Source.CATALOGUE, Things.DAYS)
FINISHED_HERE = Definition("finished_here", Source.CATALOGUE, Things.ITEMS)
ONE_VISIT = Definition("one_visit", Source.CATALOGUE, Things.ITEMS)
GUIDE_COMPLETE = Definition("guide_complete", Source.CATALOGUE, Things.FIELDS)
DEFINITIONS = (COMPRESSION, FINISHED_HERE, ONE_VISIT, GUIDE_COMPLETE)


def of_catalogue(items: Iterable[ItemDocument], period: Period) -> list[Found]:
    """Every figure of this family, over the items in force."""
    known = sorted(items, key=lambda item: item.item)
    finished, visits = Count(FINISHED_HERE, period), Count(ONE_VISIT, period)
    for item in known:
        places = {By.DEPARTMENT: item.department}
        finished.add(YES if item.result.kind is not ResultKind.RECEIPT else Mark(), places)
        visits.add(YES if item.visits <= 1 else Mark(), places)
    return [_shortened(known, period), finished.found(), visits.found(), _complete(known, period)]


def shortened(legal: TimeLimit | None, promised: TimeLimit | None) -> tuple[int, int] | str:
    """压缩率 of one item: by how much, of how much; or why it has none. Limits of different units, or counted from
    different events, are not compared; at once is within each."""
    if legal is None:
        return "no_legal_limit"
    if promised is None:
        return "no_promised_limit"
    if legal.amount == 0:
        return "legal_at_once"
    if legal.starts_at is not promised.starts_at and promised.unit is not Unit.AT_ONCE:
        return "starts_differ"
    try:
        share = compression(Term.of(legal), Term.of(promised))
    except UnitsDiffer:
        return "units_differ"
    assert share is not None, "there is a legal limit"
    return int(share * legal.amount), legal.amount


def _shortened(items: Iterable[ItemDocument], period: Period) -> Found:
    cells: dict[str, Cell] = {}
    sums: dict[str, list[int]] = {}
    left_out: dict[str, str] = {}
    for item in items:
        found = shortened(item.legal_limit, item.promised_limit)
        if isinstance(found, str):
            left_out[item.item] = found
        elif item.legal_limit is not None:
            unit = item.legal_limit.unit.value
            cells[item.item] = Cell(Rate(*found, period, COMPRESSION.code), unit)
            whole = sums.setdefault(unit, [0, 0])
            whole[0] += found[0]
            whole[1] += found[1]
    by_unit = {unit: Cell(Rate(whole[0], whole[1], period, COMPRESSION.code), unit) for unit, whole in sums.items()}
    return Found(COMPRESSION, None, cells={By.UNIT: by_unit, By.ITEM: cells}, left_out=left_out)


def _complete(items: Iterable[ItemDocument], period: Period) -> Found:
    cells, filled, wanted = {}, 0, 0
    for item in items:
        found = completeness.of_item(item)
        cells[item.item] = Cell(Rate(found.filled, found.wanted, period, GUIDE_COMPLETE.code))
        filled, wanted = filled + found.filled, wanted + found.wanted
    return Found(GUIDE_COMPLETE, Rate(filled, wanted, period, GUIDE_COMPLETE.code), cells={By.ITEM: cells})
