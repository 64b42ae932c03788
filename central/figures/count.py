"""One figure being counted, overall and told apart by place. What is looked at comes one thing after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from central.contract.figures import By, Undefined
from central.figures.definition import Definition
from central.limits.figure import Period, Rate

Places = Mapping[By, str]
"""Where a thing belongs: its hall, its department, its item."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What one thing is to a figure.

    `part`: why it is not in the numerator, or what is told beside it, so many `times`. `within`: it belongs to the
    denominator. `undated`: whether it does, nobody can say, for want of a calendar.
    """

    counts: bool = False
    part: str = ""
    times: int = 1
    within: bool = True
    undated: bool = False


YES = Mark(counts=True)
UNDATED = Mark(part="no_calendar", within=False, undated=True)


def no(part: str) -> Mark:
    """In the denominator, and why not in the numerator."""
    return Mark(part=part)


def outside(part: str) -> Mark:
    """Told beside the figure, and not in it."""
    return Mark(part=part, within=False)


@dataclass(frozen=True)
class Cell:
    """The figure of one place. `unit`: of a time limit; `parts`: why the rest is not in the numerator."""

    rate: Rate
    unit: str | None = None
    parts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """A figure as it came out. `left_out`: why, by what it could not be made of."""

    definition: Definition
    rate: Rate | None
    undefined: Undefined | None = None
    parts: Mapping[str, int] = field(default_factory=dict)
    cells: Mapping[By, Mapping[str, Cell]] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)


class Count:
    """Adds up marks."""

    def __init__(self, definition: Definition, period: Period) -> None:
        self._definition, self._period = definition, period
        self._whole = [0, 0]
        self._parts: Counter[str] = Counter()
        self._cells: dict[By, dict[str, list[int]]] = {}
        self._undated: set[str] = set()
        self._without_calendar = False

    def add(self, mark: Mark, places: Places) -> None:
        """One thing more."""
        if mark.part:
            self._parts[mark.part] += mark.times
        if mark.undated:
            self._without_calendar = True
            self._undated.update(places.values())
        if not mark.within:
            return
        self._whole[0] += mark.counts
        self._whole[1] += 1
        for by, key in places.items():
            self.add_to(by, key, counts=mark.counts)

    def add_to(self, by: By, key: str, *, counts: bool) -> None:
        """One thing more in a cell alone: cells that are no parts of one whole."""
        cell = self._cells.setdefault(by, {}).setdefault(key, [0, 0])
        cell[0] += counts
        cell[1] += 1

    def found(self) -> Found:
        """What came of it. Where some could not be counted for want of a calendar, there is no share: it would be that
        of the others."""
        whole = Rate(self._whole[0], self._whole[1], self._period, self._definition.code)
        return Found(
            self._definition,
            None if self._without_calendar else whole,
            Undefined.NO_CALENDAR if self._without_calendar else None,
            dict(self._parts),
            {by: {key: Cell(rate) for key, rate in self._rates(cells)} for by, cells in self._cells.items()},
            dict.fromkeys(self._undated, "no_calendar"),
        )

    def _rates(self, cells: Mapping[str, list[int]]) -> Iterator[tuple[str, Rate]]:
        for key, (numerator, denominator) in cells.items():
            if key not in self._undated:
                yield key, Rate(numerator, denominator, self._period, self._definition.code)
