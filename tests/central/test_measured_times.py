"""What items took, counted for all in one walk and kept for the terminals; on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from central.__main__ import main
from central.contract.clock import ClockKind
from central.contract.item import StartEvent, TimeLimit, Unit
from central.contract.measured import MOST, MeasuredTime, MeasuredTimes
from central.services import kiosks, measured_times, months
from central.store import measured_times as store
from kiosk.office_line import BODY_LIMIT
from tests.central.house import House
from tests.central.terminal import Terminal, serving
from tests.central.test_supervise import Hall, decide

Open = Callable[..., House]
AT_ONCE = TimeLimit(amount=0, unit=Unit.AT_ONCE, starts_at=StartEvent.SUBMITTED)
PLAIN = TimeLimit(amount=15, unit=Unit.DAY, starts_at=StartEvent.SUBMITTED)
APRIL = "2026-04-01 02:00"


def busy(hall: Hall) -> Hall:
    """A month of three items: one of them with limits in two units, one that is done at once."""
    for days in range(1, 4):
        for item in ("lease", "permit"):
            decide(hall, hall.at("2026-03-02 10:00").open(item=item), f"2026-03-{2 + days:02} 10:00")
    decide(hall, hall.at("2026-03-02 10:00").open(legal_limit=None, promised_limit=PLAIN), "2026-03-12 10:00")
    at_once = hall.at("2026-03-02 10:00").open(item="card", legal_limit=None, promised_limit=AT_ONCE)
    decide(hall, at_once, "2026-03-02 15:30")
    hall.at("2026-03-02 10:00").open(item="waiting")
    return hall.at(APRIL)


def test_one_walk_tells_of_each_item_what_the_command_tells_of_it_alone(open_house: Open) -> None:
    hall = busy(Hall(open_house()))
    kept = measured_times.measure(hall.office)
    period = measured_times.window(hall.office)
    assert (period.first, period.last) == (date(2026, 1, 1), date(2026, 3, 31))
    for item in ("lease", "permit", "card", "waiting"):
        alone = [
            (each.kind, each.unit, each.starts_at, each.taken.median.amount, each.taken.ninety.amount, each.taken.count)
            for each in months.measured(hall.office, item, period)
        ]
        rows = [row for row in kept if row.item == item]
        assert [(r.kind, r.limit_unit, r.starts_at, r.median, r.ninety, r.count) for r in rows] == alone
    assert {row.item for row in kept} == {"lease", "permit", "card"}
    stored = hall.house.look(lambda desk: store.listed(desk.connection, 100))
    assert sorted(map(vars_of, stored)) == sorted(map(vars_of, kept))
    assert len(hall.house.look(lambda desk: store.listed(desk.connection, 2))) == 2
    measured_times.measure(hall.at("2026-08-01 02:00").office)
    assert hall.house.look(lambda desk: store.listed(desk.connection, 100)) == [], (
        "nothing of March is of late any more"
    )


def vars_of(row: object) -> tuple[object, ...]:
    return tuple(map(str, vars(row).values()))


def test_units_are_never_mixed_and_what_is_at_once_is_told_in_hours(open_small: Open) -> None:
    kept = measured_times.measure(busy(Hall(open_small())).office)
    lease = [(row.kind, row.limit_unit, row.unit, row.median, row.count) for row in kept if row.item == "lease"]
    assert lease == [
        ("legal", "working_day", "working_day", 0, 3),
        ("promised", "day", "day", 10, 1),
        ("promised", "working_day", "working_day", 2, 3),
    ]
    [card] = [row for row in kept if row.item == "card"]
    assert (card.limit_unit, card.unit, card.median) == ("at_once", "hour", 5)


def test_of_few_cases_only_their_number_leaves_the_office(open_small: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    hall = busy(Hall(open_small()))
    assert measured_times.shown(hall.office) == MeasuredTimes()
    measured_times.measure(hall.office)
    assert {(each.median, each.ninety) for each in measured_times.shown(hall.office).times} == {(None, None)}
    monkeypatch.setattr(measured_times, "FEW", 3)
    enough = {each.item: each.median for each in measured_times.shown(hall.office).times if each.median is not None}
    assert enough == {"lease": 2, "permit": 2}


def test_a_terminal_is_told_and_nobody_else(open_small: Open) -> None:
    hall = busy(Hall(open_small()))
    measured_times.measure(hall.office)
    with serving(hall.office) as url:
        terminal = Terminal(url, kiosks.invite(hall.office, hall.house.hall_id))
        told = MeasuredTimes.model_validate(terminal.get("/v1/kiosk/measured-times").json())
        assert told == measured_times.shown(hall.office)
        assert terminal.line.get(f"{url}/v1/kiosk/measured-times").status_code == 401
        terminal.line.close()


def test_the_daily_command(open_small: Open, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    open_small()
    database = str(next(tmp_path.glob("office*.db")))
    assert main(["supervision", "measure", "--database", database, "--keys", str(tmp_path / "office.keys")]) == 0
    assert capsys.readouterr().out.startswith("0 items, 0 limits from ")


FIGURE = MeasuredTime(
    item="lease",
    kind=ClockKind.PROMISED,
    limit_unit=Unit.DAY,
    starts_at=StartEvent.SUBMITTED,
    unit=Unit.DAY,
    median=3,
    ninety=5,
    count=128,
    left_out=0,
    first=date(2026, 8, 25),
    last=date(2026, 11, 22),
)


@pytest.mark.parametrize(
    "change",
    [
        {"median": None},
        {"ninety": 2},
        {"ninety": 100_001},
        {"count": 0},
        {"left_out": -1},
        {"last": date(2026, 8, 24)},
        {"first": date(1, 1, 1)},
        {"item": "\x1b[2J"},
        {"share": 0.9},
    ],
)
def test_a_figure_without_its_evidence_is_none(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        MeasuredTime.model_validate(FIGURE.model_dump() | change)


def test_the_largest_answer_is_one_that_a_terminal_reads() -> None:
    figure = FIGURE.model_dump() | {"item": "x" * 64, "limit_unit": "working_day", "unit": "working_day"}
    figure |= {"median": 99_999, "ninety": 99_999, "count": 99_999_999, "left_out": 99_999_999}
    longest = MeasuredTimes(times=(MeasuredTime.model_validate(figure),) * MOST)
    assert len(longest.model_dump_json()) < BODY_LIMIT
