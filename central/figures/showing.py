"""Figures as they may be shown: with their words and numbers, and without what could name somebody.

A cell of fewer than five people is withheld, and so are the next smallest ones, until nobody can work it out from the
whole: at least two of a split are, and together they are at least five people.
"""

from __future__ import annotations

from collections.abc import Mapping

from central.contract import figures as contract
from central.contract.figures import FEW_PEOPLE, PEOPLE, By, Counted, Figure, LeftOut, Part, Split, Things, Undefined
from central.contract.messages import Words
from central.figures.count import Cell, Found
from central.figures.definition import text
from central.limits.figure import Rate

Names = Mapping[tuple[By, str], Words]
"""What halls, departments, items and terminals are called."""

_SAMPLED = PEOPLE | {Things.MINUTES}
"""Of these a few are too few; the items of a catalogue are all there are."""


def shown(found: Found, names: Names, *, public: bool) -> Figure:
    """A figure with its evidence. `public`: what could name somebody is withheld."""
    definition, words, people = found.definition, found.definition.words, found.definition.things in PEOPLE
    few = public and people and found.rate is not None and 0 < found.rate.denominator < FEW_PEOPLE
    rate = None if few or found.rate is None else counted(found.rate, definition.things)
    undefined = Undefined.FEW_PEOPLE if few else found.undefined
    if rate is None and undefined is None:
        undefined = Undefined.BY_CELL
    if rate is not None and rate.percent is None:
        undefined = Undefined.NOTHING
    hidden = public and people
    return Figure(
        code=definition.code,
        name=words.name,
        counted=words.counted,
        of=words.of,
        method=words.method,
        source=definition.source,
        things=definition.things,
        rate=rate,
        undefined=undefined,
        parts=() if few else _parts(found.parts),
        splits=()
        if few
        else tuple(
            Split(by=by, cells=_cells(by, cells, names, definition.things, hidden=hidden))
            for by, cells in sorted(found.cells.items())
            if cells
        ),
        left_out=_left_out(found, names),
        beside=definition.beside,
    )


def counted(rate: Rate, things: Things) -> Counted:
    """The numbers of a rate."""
    return Counted(
        numerator=rate.numerator,
        denominator=rate.denominator,
        percent=rate.percent,
        sample_too_small=things in _SAMPLED and rate.few,
        second_look=rate.too_good,
    )


def withheld(people: Mapping[str, int]) -> frozenset[str]:
    """Which cells of a split are not told, by how many people each has: those below five, and as many of the next
    smallest as it takes to hide them."""
    ordered = sorted(people, key=lambda key: (people[key], key))
    taken = [key for key in ordered if people[key] < FEW_PEOPLE]
    if taken:
        for key in ordered[len(taken) :]:
            if sum(people[each] for each in taken) >= FEW_PEOPLE:  # so there are at least two
                break
            taken.append(key)
    return frozenset(taken)


def _cells(
    by: By, cells: Mapping[str, Cell], names: Names, things: Things, *, hidden: bool
) -> tuple[contract.Cell, ...]:
    closed = withheld({key: cell.rate.denominator for key, cell in cells.items()}) if hidden else frozenset()
    return tuple(
        contract.Cell(
            key=key,
            name=names.get((by, key)),
            unit=cell.unit,
            rate=None if key in closed else counted(cell.rate, things),
            parts={} if key in closed else dict(sorted(cell.parts.items())),
        )
        for key, cell in sorted(cells.items())
    )


def _parts(parts: Mapping[str, int]) -> tuple[Part, ...]:
    """In the order of the file of words."""
    known = text().parts
    ordered = [code for code in known if parts.get(code)]
    return tuple(Part(code=code, name=known[code], count=parts[code]) for code in ordered)


def _left_out(found: Found, names: Names) -> tuple[LeftOut, ...]:
    known = {key: name for (_, key), name in names.items()}
    return tuple(
        LeftOut(key=key, name=known.get(key), why=why, why_name=text().parts[why])
        for key, why in sorted(found.left_out.items())
    )
