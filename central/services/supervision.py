"""电子监察: a pass over the cases writes down what turned, calls who is to be called, and counts.

A pass looks only at cases to which something happened, or whose next turn has come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from central.cases.clocks import Limits, clocks
from central.cases.history import History
from central.cases.observation import Before, Observation, observe
from central.contract.clock import WEIGHT, DayMoved, Light
from central.limits.deadline import Due
from central.office import Office
from central.services import case_clocks, cases, open_supervision
from central.store import supervision as store
from central.store.database import Conflict
from central.store.supervision import ClockRow, Found, OrderRow, RecountRow, TurnRow, Waiting, WatchedRow

_AT_A_TIME = 500
"""Cases in one transaction: others write between."""


class PassRuns(RuntimeError):
    """Another pass is at work; this one has ended, and what it wrote so far is right.

    `exit_status`: EX_TEMPFAIL, which a timer's unit takes for no failure.
    """

    exit_status = 75


@dataclass(frozen=True)
class Looked:
    """What a look at some cases came to. `unread`: those whose rows are not what was written; they stop nobody else's
    clock, and `central cases replay` says what is wrong with them."""

    looked_at: int = 0
    turned: int = 0
    called: int = 0
    recounted: int = 0
    unread: frozenset[str] = frozenset()

    def __add__(self, other: Looked) -> Looked:
        return Looked(
            self.looked_at + other.looked_at,
            self.turned + other.turned,
            self.called + other.called,
            self.recounted + other.recounted,
            self.unread | other.unread,
        )


@dataclass(frozen=True)
class Pass(Looked):
    """One pass. `lights`: of every unit's clocks, seen now or before."""

    lights: Mapping[tuple[str, Light], int] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """The cases whose ids come after one and up to another; without `last`, all that follow."""

    after: str = ""
    last: str | None = None


def parts(count: int) -> list[Part]:
    """All cases in so many parts, of about the same size because ids are random. Each may have a process of its own."""
    bounds = [f"{place * 2**32 // count:08x}" for place in range(1, count)]
    return [Part(after, last) for after, last in zip(["", *bounds], [*bounds, None], strict=True)]


def supervise(office: Office) -> Pass:
    """Look at every case that needs it. Raises `PassRuns`."""
    return reported(office, look(office, Part()))


def reported(office: Office, looked: Looked) -> Pass:
    """What was looked at in whatever parts, with the lights as they are now; everybody may see them from here on."""
    open_supervision.make_board(office)
    with office.database.read() as connection:
        return Pass(**vars(looked), lights=store.lights(connection))


def look(office: Office, part: Part, most: int | None = None) -> Looked:
    """Look at the cases of a part that need it, or at the first of them: at `most`, and what fills a transaction.

    Raises:
        PassRuns: see there.
    """
    now, after, looked = office.clock.now(), part.after, Looked()
    try:
        while True:
            with office.database.read() as connection:
                waiting = store.to_look_at(
                    connection, now, office.calendar.digest, after=after, last=part.last, most=_AT_A_TIME
                )
            if not waiting or (most is not None and looked.looked_at >= most):
                return looked
            looked += _batch(office, waiting, now)
            after = waiting[-1].case_id
    except Conflict as conflict:
        raise PassRuns("another pass over the cases is at work") from conflict


def _batch(office: Office, waiting: Sequence[Waiting], now: datetime) -> Looked:
    """Some cases in one transaction."""
    shelf = office.shelf
    with office.database.write() as connection:
        histories = cases.readable(office.keys, connection, [case.case_id for case in waiting])
        read = [case for case in waiting if case.case_id in histories]
        counted = {case.case_id for case in read if case.events is not None}
        seen, moved = store.clocks_of(connection, counted), case_clocks.moves(connection, counted)
        found = [
            _seen(
                office,
                case,
                cases.limits_of(shelf, case),
                histories[case.case_id],
                before=seen.get(case.case_id, ()),
                moved=moved.get(case.case_id, {}),
                now=now,
            )
            for case in read
        ]
        called = store.keep(connection, found, counted)
    unread = frozenset(case.case_id for case in waiting) - histories.keys()
    turned, recounted = sum(len(each.turns) for each in found), sum(len(each.recounts) for each in found)
    return Looked(len(found), turned, called, recounted, unread)


def _seen(
    office: Office,
    case: Waiting,
    limits: Limits,
    history: History,
    *,
    before: Iterable[ClockRow],
    moved: Mapping[str, DayMoved],
    now: datetime,
) -> Found:
    """One case: its clocks now, and what is new of them."""
    calendar, events = office.calendar, len(history.events)
    quiet, other = case.events == events, case.calendar not in (None, calendar.digest)
    rows = {row.kind: row for row in before}
    seen: dict[str, Observation] = {}
    for clock in clocks(history.in_order, limits, calendar, now):
        row = rows.get(clock.kind)
        last = Before(Light(row.light), row.due, quiet, other) if row is not None else None
        seen[clock.kind.value] = observe(
            clock,
            last,
            moved=moved.get(clock.kind),
            unit=case.department,
            calendar=calendar,
            rules=office.supervision,
            now=now,
        )
    looks = [each.look_at for each in seen.values() if each.look_at is not None]
    first = next((kind for kind in WEIGHT if kind in seen), None)
    return Found(
        case=WatchedRow(case.case_id, events, calendar.digest, min(looks, default=None)),
        clocks=[
            ClockRow(case.case_id, kind, case.department, each.light, each.due, kind == first)
            for kind, each in seen.items()
        ],
        turns=[
            TurnRow(
                case_id=case.case_id,
                kind=kind,
                unit=case.department,
                was=rows[kind].light if kind in rows else "",
                light=each.light,
                at=each.turned_at,
                seen_at=now,
            )
            for kind, each in seen.items()
            if each.turned_at is not None
        ],
        orders=[order for kind, each in seen.items() for order in _orders(case, kind, each)],
        recounts=[
            RecountRow(case.case_id, kind, calendar.digest, now, line.move, line.told, line.counted, line.holds)
            for kind, each in seen.items()
            if (line := each.recounted) is not None
        ],
    )


def _orders(case: Waiting, kind: str, seen: Observation) -> list[OrderRow]:
    return [
        OrderRow(
            case_id=case.case_id,
            kind=kind,
            over_at=seen.over or step.opened,
            level=step.level,
            unit=case.department,
            owner=step.owner,
            at=step.opened,
            until=step.due.over if isinstance(step.due, Due) else None,
        )
        for step in seen.called
    ]
