"""Measured availability: whole minutes in which something could be done, of all minutes.

A terminal says each minute what it can do. Where it was silent for longer than `SILENCE` it is dark, and nothing could
be done there as far as anybody knows. A minute of which a part was not good is not good.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from central.contract.figures import By, Source, Things
from central.figures.count import Cell, Found
from central.figures.definition import Definition
from central.limits.figure import Period, Rate

SILENCE = timedelta(minutes=3)
"""Terminals report each minute, and a report may be lost."""

KIOSK, SERVICE, ITEM = "kiosk", "service", "item"

OUT_OF_SERVICE, UNKNOWN = "out_of_service", "unknown"
"""Why nothing could be done where a terminal did not say why; and where it said nothing of it any more."""

HALLS = Definition("available_halls", Source.REPORTS, Things.MINUTES)
TERMINALS = Definition("available_terminals", Source.REPORTS, Things.MINUTES)
SERVICES = Definition("available_services", Source.REPORTS, Things.MINUTES)
ITEMS = Definition("available_items", Source.REPORTS, Things.MINUTES)
DEFINITIONS = (HALLS, TERMINALS, SERVICES, ITEMS)

DARK, REPORTED, BROKEN = "dark", "reported_away", "broken_minutes"
"""Why minutes were lost: silence; the terminal said that it could not; changes within the minute."""

Stretch = tuple[datetime, datetime]
_MINUTE = timedelta(minutes=1)
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Said:
    """What a terminal said of one thing it is there for. `why` empty: it could be done."""

    kind: str
    code: str
    stretch: Stretch
    why: str


@dataclass(frozen=True)
class Heard:
    """A terminal: since when it was let in, when it was heard, and what it said. All of it within the period."""

    terminal: str
    hall: str
    life: Stretch
    contacts: Sequence[Stretch]
    said: Sequence[Said]


def united(stretches: Iterable[Stretch]) -> list[Stretch]:
    """In order, each apart from the next."""
    found: list[Stretch] = []
    for first, last in sorted(stretches):
        if first >= last:
            continue
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def common(one: Sequence[Stretch], other: Sequence[Stretch]) -> list[Stretch]:
    """Where both are. Each in order and apart."""
    found, here, there = [], 0, 0
    while here < len(one) and there < len(other):
        first, last = max(one[here][0], other[there][0]), min(one[here][1], other[there][1])
        if first < last:
            found.append((first, last))
        if one[here][1] <= other[there][1]:
            here += 1
        else:
            there += 1
    return found


def minutes(stretches: Iterable[Stretch]) -> int:
    """Whole minutes of the clock, each from its first moment to its last."""
    return sum(
        max((last - _BEGINNING) // _MINUTE + (_BEGINNING - first) // _MINUTE, 0) for first, last in united(stretches)
    )


@dataclass
class _Sum:
    """Minutes of one thing at however many terminals. `lost` none: nobody asks why."""

    good: int = 0
    whole: int = 0
    lost: Counter[str] | None = None

    def add(self, life: Sequence[Stretch], heard: Sequence[Stretch], said: Iterable[Said]) -> list[Stretch]:
        """One terminal more; where it was good."""
        known: dict[str, list[Stretch]] = {}
        for each in said:
            known.setdefault(each.why, []).append(each.stretch)
        alive = common(life, heard)
        good = common(alive, united(known.pop("", [])))
        away = {why: minutes(common(alive, united(spans))) for why, spans in known.items()}
        whole = minutes(life)
        dark = _without(life, heard)
        self.good += minutes(good)
        self.whole += whole
        self.lost = (self.lost or Counter()) + Counter(away) + Counter({DARK: minutes(dark)})
        return good

    @property
    def parts(self) -> dict[str, int]:
        """Why the rest was lost; what is left over changed within the minute."""
        if self.lost is None:
            return {}
        lost = +self.lost
        rest = self.whole - self.good - lost.total()
        return {**lost, **({BROKEN: rest} if rest else {})}

    def cell(self, period: Period, definition: Definition) -> Cell:
        return Cell(Rate(self.good, self.whole, period, definition.code), parts=self.parts)


def _without(life: Sequence[Stretch], heard: Sequence[Stretch]) -> list[Stretch]:
    """The rest of a life, in which nothing was heard."""
    found: list[Stretch] = []
    for first, last in life:
        at = first
        for begin, end in common([(first, last)], heard):
            found.append((at, begin))
            at = end
        found.append((at, last))
    return united(found)


def of_terminals(terminals: Iterable[Heard], period: Period) -> list[Found]:
    """Every figure of this family."""
    by_terminal: dict[str, _Sum] = {}
    by_hall: dict[str, _Sum] = {}
    by_code: dict[str, dict[str, _Sum]] = {SERVICE: {}, ITEM: {}}
    lives: dict[str, list[Stretch]] = {}
    served: dict[str, list[Stretch]] = {}
    for each in terminals:
        life, heard = united([each.life]), united(each.contacts)
        own = [said for said in each.said if said.kind == KIOSK]
        good = by_terminal.setdefault(each.terminal, _Sum()).add(life, heard, own)
        by_hall.setdefault(each.hall, _Sum()).add(life, heard, own)
        lives.setdefault(each.hall, []).extend(life)
        served.setdefault(each.hall, []).extend(good)
        told: dict[tuple[str, str], list[Said]] = {}
        for said in each.said:
            if said.kind in by_code:
                told.setdefault((said.kind, said.code), []).append(said)
        for (kind, code), spans in told.items():
            offered = common(life, united(said.stretch for said in spans))
            by_code[kind].setdefault(code, _Sum()).add(offered, heard, spans)
    halls = {hall: _Sum(minutes(served[hall]), minutes(lives[hall])) for hall in lives}
    return [
        _found(HALLS, period, {By.HALL: halls}, halls.values()),
        _found(TERMINALS, period, {By.HALL: by_hall, By.TERMINAL: by_terminal}, by_terminal.values()),
        _found(SERVICES, period, {By.SERVICE: by_code[SERVICE]}, by_code[SERVICE].values()),
        _found(ITEMS, period, {By.ITEM: by_code[ITEM]}, by_code[ITEM].values()),
    ]


def _found(
    definition: Definition, period: Period, cells: Mapping[By, Mapping[str, _Sum]], sums: Iterable[_Sum]
) -> Found:
    known = list(sums)
    lost: Counter[str] = Counter()
    for each in known:
        for why, count in each.parts.items():
            lost[why if why in (DARK, BROKEN) else REPORTED] += count
    whole = Rate(sum(each.good for each in known), sum(each.whole for each in known), period, definition.code)
    told = {by: {code: each.cell(period, definition) for code, each in split.items()} for by, split in cells.items()}
    return Found(definition, whole, parts=dict(lost), cells=told)
