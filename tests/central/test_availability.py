"""Measured availability: what terminals report, written down where it changes, and the minutes counted from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from central.contract.figures import By, Figure, Figures
from central.contract.messages import KioskReport
from central.figures.availability import ITEM, KIOSK, SILENCE, Heard, Said, common, minutes, of_terminals, united
from central.figures.count import Found
from central.limits.figure import Period
from central.services import figures, kiosks
from central.store.figure_tables import abilities, contacts
from tests.central.courses import at
from tests.central.house import House

Open = Callable[..., House]
DAY = Period.named("2026-03-02..2026-03-02")
MIDNIGHT = at("2026-03-02 00:00")


def told(**other: Any) -> KioskReport:
    said: dict[str, Any] = {"version": "1", "components": (), "ledger_waiting": 0, "ledger_refused": 0}
    said |= {"oldest_waiting_s": 0, "in_service": True}
    return KioskReport(**(said | other))


class Wall:
    """A terminal that reports each minute, on an office whose clock is put."""

    def __init__(self, house: House) -> None:
        self.house, self.office = house, house.office
        house.clock.machine_at = house.clock.at = MIDNIGHT
        self.kiosk = house.enrol()
        with house.office.database.write() as connection:
            assert kiosks.kiosks.revoke(connection, house.kiosk.kiosk_id, MIDNIGHT), "the house's own is another"

    def at(self, clock: str) -> Wall:
        self.house.clock.machine_at = self.house.clock.at = at(f"2026-03-02 {clock}")
        return self

    def report(self, until: str = "", **said: Any) -> Wall:
        """Once, or each minute up to a time and with it."""
        end = at(f"2026-03-02 {until}") if until else self.house.clock.at
        while self.house.clock.at <= end:
            kiosks.keep_report(self.office, self.kiosk, told(**said))
            self.house.clock.at += timedelta(minutes=1)
        self.house.clock.at -= timedelta(minutes=1)
        self.house.clock.machine_at = self.house.clock.at
        return self

    def figures(self) -> Figures:
        return figures.count(self.office, DAY)

    def rows(self) -> tuple[int, int]:
        with self.office.database.read() as connection:
            return tuple(
                connection.scalar(select(func.count()).select_from(each)) or 0 for each in (abilities, contacts)
            )


def figure(found: Figures, code: str) -> Figure:
    return next(each for each in found.figures if each.code == code)


def cell(found: Figures, code: str, by: By, key: str) -> tuple[str, dict[str, int]]:
    split = next(each for each in figure(found, code).splits if each.by is by)
    one = next(each for each in split.cells if each.key == key)
    assert one.rate is not None
    return f"{one.rate.numerator}/{one.rate.denominator}", one.parts


@pytest.fixture
def wall(open_house: Open) -> Wall:
    return Wall(open_house())


@pytest.fixture
def small(open_small: Open) -> Wall:
    return Wall(open_small())


def test_a_row_is_written_only_where_something_changed(wall: Wall) -> None:
    good = {"services": {"follow_case": ""}, "items": {"lease": "", "permit": "item_closed"}}
    wall.report("00:20", **good)
    assert wall.rows() == (4, 1)
    wall.at("00:21").report(**(good | {"items": {"lease": "paper_out", "permit": "item_closed"}}))
    wall.at("00:22").report("00:30", **good)
    assert wall.rows() == (6, 1)
    wall.at("00:40").report("00:50", **good)
    assert wall.rows() == (6, 2), "silence is told by contacts, and changes nothing of what was said"


def test_minutes_that_were_good_of_all_of_them(wall: Wall) -> None:
    wall.report("00:10", items={"lease": ""})
    wall.at("00:11").report("00:15", items={"lease": "paper_out"})
    wall.at("00:16").report("00:20", items={"lease": ""})
    wall.at("00:30").report("00:40", items={"lease": ""})
    found = wall.at("01:00").figures()
    terminal = cell(found, "available_terminals", By.TERMINAL, wall.kiosk.kiosk_id)
    assert terminal == ("30/60", {"dark": 30})
    lease = cell(found, "available_items", By.ITEM, "lease")
    assert lease == ("25/60", {"dark": 30, "paper_out": 5})
    assert cell(found, "available_halls", By.HALL, "HALL-1")[0] == "30/60"
    parts = {part.code: part.count for part in figure(found, "available_items").parts}
    assert parts == {"dark": 30, "reported_away": 5}


def test_a_silent_terminal_is_dark_and_not_as_it_was(small: Wall) -> None:
    small.report("00:30")
    found = small.at("10:00").figures()
    assert cell(found, "available_terminals", By.TERMINAL, small.kiosk.kiosk_id) == ("30/600", {"dark": 570})


def test_a_report_may_be_lost_and_no_more(small: Wall) -> None:
    small.report("00:10").at("00:13").report("00:20").at("00:23").report("00:30").at("00:34").report("00:40")
    found = small.figures()
    assert cell(found, "available_terminals", By.TERMINAL, small.kiosk.kiosk_id) == ("36/40", {"dark": 4})


def test_what_a_terminal_no_longer_says_is_not_known_and_not_good(small: Wall) -> None:
    small.report("00:10", items={"lease": ""})
    small.at("00:11").report("00:20")
    assert cell(small.figures(), "available_items", By.ITEM, "lease") == ("11/20", {"unknown": 9})


def test_an_item_that_left_the_terminal_has_no_minutes_there_any_more(small: Wall) -> None:
    small.report("00:10", items={"lease": "", "permit": ""})
    small.at("00:11").report("00:20", items={"permit": ""})
    found = small.figures()
    assert cell(found, "available_items", By.ITEM, "lease") == ("11/11", {})
    assert cell(found, "available_items", By.ITEM, "permit") == ("20/20", {})


def test_a_terminal_counts_from_its_enrolment_to_its_end(small: Wall) -> None:
    small.at("00:05").report("00:20", in_service=False, paused="technician_at_work")
    kiosks.revoke(small.office, small.kiosk.kiosk_id)
    found = small.at("05:00").figures()
    lost = {"dark": 5, "technician_at_work": 15}
    assert cell(found, "available_terminals", By.TERMINAL, small.kiosk.kiosk_id) == ("0/20", lost)


def test_a_clock_that_was_put_back_loses_nothing(small: Wall) -> None:
    small.report("00:20", items={"lease": ""}).at("00:10").report(items={"lease": "paper_out"})
    small.report(items={"lease": ""}).at("00:15").report(items={}).report(items={"lease": ""})
    small.at("00:21").report("00:30", items={"lease": ""})
    assert cell(small.figures(), "available_items", By.ITEM, "lease") == ("30/30", {})


# ---------------------------------------------------------------- held against minutes counted one by one

seconds = st.integers(0, 3600)
stretches = st.tuples(seconds, seconds).map(sorted).map(lambda both: (both[0], both[1]))


def stretch(both: tuple[int, int]) -> tuple[datetime, datetime]:
    return MIDNIGHT + timedelta(seconds=both[0]), MIDNIGHT + timedelta(seconds=both[1])


@given(
    st.lists(stretches, max_size=6),
    st.lists(st.tuples(stretches, st.sampled_from(["", "paper_out"])), max_size=6),
    stretches,
)
def test_an_independent_count_finds_the_same(
    heard: list[tuple[int, int]], said: list[tuple[tuple[int, int], str]], life: tuple[int, int]
) -> None:
    clipped = [(max(first, life[0]), min(last, life[1])) for first, last in heard]
    apart: list[tuple[tuple[int, int], str]] = []  # a terminal says one thing at a time
    for (first, last), why in sorted(said):
        begin = max(first, life[0], apart[-1][0][1] if apart else 0)
        if begin < min(last, life[1]):
            apart.append(((begin, min(last, life[1])), why))
    terminal = Heard(
        "1",
        "h",
        stretch(life),
        [stretch(each) for each in clipped if each[0] < each[1]],
        [Said(KIOSK, KIOSK, stretch(both), why) for both, why in apart]
        + [Said(ITEM, "x", stretch(both), why) for both, why in apart],
    )
    found = {each.definition.code: each for each in of_terminals([terminal], DAY)}

    def good(minute: int) -> bool:
        return all(
            any(first <= each < last for first, last in clipped)
            and any(first <= each < last and not why for (first, last), why in apart)
            for each in range(60 * minute, 60 * minute + 60)
        )

    whole = [minute for minute in range(60) if life[0] <= 60 * minute and 60 * minute + 60 <= life[1]]
    terminals = rate(found["available_terminals"])
    assert terminals == (sum(map(good, whole)), len(whole))
    parts = found["available_terminals"].cells[By.TERMINAL]["1"].parts
    assert terminals[0] + sum(parts.values()) == terminals[1]
    assert rate(found["available_halls"]) == terminals
    offered = united(stretch(both) for both, _ in apart)
    assert rate(found["available_items"])[1] == minutes(offered)
    assert rate(found["available_items"])[0] == minutes(
        common(united(stretch(each) for each in clipped), united(stretch(both) for both, why in apart if not why))
    )


def rate(found: Found) -> tuple[int, int]:
    assert found.rate is not None
    return found.rate.numerator, found.rate.denominator


def test_reports_come_oftener_than_silence_begins() -> None:
    from kiosk.reporting import EVERY

    assert timedelta(seconds=EVERY) * 3 <= SILENCE
