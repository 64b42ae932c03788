"""Plans of projects: properties of random ones, and what people are told of real ones."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from central.contract.item import Unit
from central.contract.project import PlanProject, ProjectDocument, Span, StepState
from central.limits.calendar import WorkCalendar
from central.plans.plan import NotPlannable, plan
from central.plans.point import UNKNOWN, Counting, Leg, Point, Way, last
from central.plans.schedule import Cycle, Schedule, Task, schedule

ASSETS = Path(__file__).parents[2] / "assets"
CALENDAR = WorkCalendar.read(ASSETS / "calendars")
MONDAY = date(2024, 3, 4)
LATE = date(2026, 11, 23)
FACTORY = ProjectDocument.model_validate_json((ASSETS / "projects" / "private_factory.json").read_bytes())
ANSWERS = {
    "land": "auction",
    "environment": "form",
    "energy": "no",
    "soil": "no",
    "size": "small",
    "fire": "special",
    "building_time": "m12",
}


def days(amount: int) -> Span:
    return Span(amount=amount, unit=Unit.WORKING_DAY if amount else Unit.AT_ONCE)


def random_tasks(seed: int, count: int, most: int = 12) -> dict[str, Task]:
    """Each waits for up to three of those before it, and the names say nothing of the order."""
    random = Random(seed)
    names = [f"step_{number}" for number in range(count)]
    random.shuffle(names)
    tasks = {
        name: Task(tuple(random.sample(names[:at], min(at, random.randint(0, 3)))), days(random.randint(0, most)))
        for at, name in enumerate(names)
    }
    return dict(sorted(tasks.items()))


def counted(found: Schedule) -> int:
    """How long all of it takes, in working days."""
    assert found.end.way is not None
    return sum(leg.amount for leg in found.end.way)


def longest(tasks: dict[str, Task]) -> int:
    """The same, found another way: by looking at every chain's length once."""
    length: dict[str, int] = {}

    def until(name: str) -> int:
        if name not in length:
            length[name] = tasks[name].limit.amount + max(map(until, tasks[name].needs), default=0)
        return length[name]

    return max(map(until, tasks))


@settings(max_examples=25)
@given(st.integers(0, 2**32), st.integers(1, 200))
@example(1, 200)
def test_nothing_begins_before_what_it_waits_for_and_the_path_is_a_longest_one(seed: int, count: int) -> None:
    tasks = random_tasks(seed, count)
    found = schedule(tasks, MONDAY, CALENDAR)
    assert found.placed.keys() == tasks.keys()
    order = {name: index for index, name in enumerate(found.placed)}
    for name, placed in found.placed.items():
        for needed in tasks[name].needs:
            assert order[needed] < order[name]
            assert placed.start.reaches(found.placed[needed].end)
            assert found.placed[needed].row < placed.row
        if not tasks[name].needs:
            assert placed.start.day == MONDAY
        assert placed.latest.reaches(placed.start)
    assert counted(found) == longest(tasks) == sum(tasks[name].limit.amount for name in found.path)
    assert all(before in tasks[after].needs for before, after in pairwise(found.path))
    assert all(found.placed[name].critical for name in found.path)
    assert found.end.day == CALENDAR.working_after(MONDAY, longest(tasks))


@settings(max_examples=15)
@given(st.integers(0, 2**32), st.integers(2, 40))
def test_a_step_may_wait_as_long_as_its_room_and_no_longer(seed: int, count: int) -> None:
    tasks = random_tasks(seed, count)
    found = schedule(tasks, MONDAY, CALENDAR)
    for name, placed in list(found.placed.items())[::7]:
        assert placed.start.way is not None
        assert placed.latest.way is not None
        room = sum(leg.amount for leg in placed.latest.way) - sum(leg.amount for leg in placed.start.way)
        for wait, moved in ((room, False), (room + 1, True)):
            length = sum(leg.amount for leg in placed.start.way) + wait
            needs = (*tasks[name].needs, "pause")
            later = {**tasks, "pause": Task((), days(length)), name: Task(needs, tasks[name].limit)}
            assert (counted(schedule(later, MONDAY, CALENDAR)) > counted(found)) is moved
        assert (room == 0) is placed.critical


@settings(max_examples=25)
@given(st.integers(0, 2**32), st.integers(2, 60))
def test_a_cycle_is_refused_with_its_members(seed: int, count: int) -> None:
    tasks = random_tasks(seed, count)
    found = schedule(tasks, MONDAY, CALENDAR)
    first = found.path[0]
    tasks[first] = Task((*tasks[first].needs, found.path[-1]), tasks[first].limit)
    with pytest.raises(Cycle) as refused:
        schedule(tasks, MONDAY, CALENDAR)
    members = refused.value.members
    assert all(after in tasks[before].needs for before, after in pairwise((*members, members[0])))


LEGS = st.lists(
    st.builds(
        lambda unit, amount, own: Leg(unit, amount, own and unit is not Unit.WORKING_DAY),
        st.sampled_from([Unit.WORKING_DAY, Unit.DAY, Unit.MONTH]),
        st.integers(1, 4),
        st.booleans(),
    ),
    max_size=4,
)


def way(legs: list[Leg]) -> Way:
    found = Way()
    for leg in legs:
        found = found.plus(Span(amount=leg.amount, unit=leg.unit), own=leg.own)
    return found


@settings(max_examples=400)
@given(LEGS, LEGS, st.dates(date(2024, 1, 1), date(2025, 6, 30)))
def test_what_surely_reaches_farther_does_by_every_calendar(one: list[Leg], other: list[Leg], begin: date) -> None:
    counting = Counting(CALENDAR)

    def end(legs: list[Leg]) -> date:
        day: date | None = begin
        for leg in legs:
            assert day is not None
            day = counting.day_after(day, Span(amount=leg.amount, unit=leg.unit), own=leg.own)
        assert day is not None
        return day

    if way(one).reaches(way(other)):
        assert end(one) >= end(other)
    assert way(one).reaches(way(one[:-1]))


def test_units_are_not_compared_where_no_calendar_tells() -> None:
    sixteen = Way().plus(days(16), own=False)
    twenty = Way().plus(Span(amount=20, unit=Unit.DAY), own=False)
    assert last([Point(None, sixteen), Point(None, twenty)]) == UNKNOWN
    assert last([Point(date(2026, 3, 1), sixteen), Point(date(2026, 3, 2), twenty)]).way == twenty
    tasks = {
        "short": Task((), days(16)),
        "days": Task((), Span(amount=20, unit=Unit.DAY)),
        "then": Task(("short", "days"), days(3)),
    }
    known = schedule(tasks, MONDAY, CALENDAR)
    assert known.path == ("short", "then")
    unknown = schedule(tasks, date(2026, 12, 28), CALENDAR)
    assert (unknown.end, unknown.path, unknown.unknown_from) == (UNKNOWN, (), 2027)
    assert {each.critical for each in unknown.placed.values()} == {None}


def planned(begins: date = MONDAY, **more: object) -> PlanProject:
    wanted = {"project": FACTORY.project, "version": 1, "situation": ANSWERS, "begins": begins}
    return PlanProject.model_validate(wanted | more)


def test_a_factory_is_planned_to_the_day() -> None:
    found = plan(FACTORY, planned(), CALENDAR)
    steps = {each.step: each for each in found.steps}
    assert {name for name, each in steps.items() if each.state is StepState.FREE} == {
        "filing",
        "land_contract",
        "environment",
    }
    assert {steps[name].starts for name in ("filing", "land_contract", "environment")} == {MONDAY}
    assert steps["land_contract"].due == date(2024, 3, 18)
    assert steps["land_permit"].due == date(2024, 3, 25)
    assert steps["land_registration"].room == days(17)
    assert steps["building"].due == date(2025, 4, 26)  # a Saturday: own time ends whenever it ends
    assert found.ends == date(2025, 5, 20)
    assert found.path[0] == "land_contract"
    assert found.path[-2:] == ("completion_filing", "registration")


def test_without_the_next_notice_the_plan_says_what_it_knows() -> None:
    found = plan(FACTORY, planned(LATE), CALENDAR)
    steps = {each.step: each for each in found.steps}
    assert (found.ends, found.unknown_from) == (None, 2027)
    assert found.lasts == (days(38), Span(amount=12, unit=Unit.MONTH), days(15))
    assert steps["design_scheme"].due == date(2026, 12, 28)
    assert (steps["works_permit"].starts, steps["works_permit"].after) == (None, (days(35),))
    assert steps["works_permit"].critical is True
    assert steps["power_supply"].critical is False


def test_what_is_done_is_waited_for_no_more() -> None:
    done = ("filing", "land_contract", "land_permit")
    found = plan(FACTORY, planned(done=done, running={"environment": MONDAY - timedelta(days=3)}), CALENDAR)
    steps = {each.step: each for each in found.steps}
    assert all(steps[name].state is StepState.DONE for name in done)
    assert (steps["design_scheme"].state, steps["design_scheme"].starts) == (StepState.FREE, MONDAY)
    assert (steps["environment"].state, steps["environment"].due) == (StepState.RUNNING, date(2024, 3, 15))
    assert plan(FACTORY, planned(done=tuple(each.step for each in found.steps)), CALENDAR).ends == MONDAY


def test_what_runs_late_ends_today_at_the_earliest() -> None:
    found = plan(FACTORY, planned(running={"land_contract": date(2024, 1, 8)}), CALENDAR)
    steps = {each.step: each for each in found.steps}
    assert (steps["land_contract"].state, steps["land_contract"].due) == (StepState.LATE, MONDAY)
    assert steps["land_permit"].starts == MONDAY


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"situation": {**ANSWERS, "land": "stolen"}}, "situation"),
        ({"situation": {**ANSWERS, "weather": "fine"}}, "situation"),
        ({"situation": {"land": "auction"}}, "situation"),
        ({"done": ("environment_filing",)}, "done"),
        ({"done": ("filing",), "running": {"filing": MONDAY}}, "running"),
        ({"running": {"filing": MONDAY + timedelta(days=1)}}, "running"),
    ],
)
def test_what_cannot_be_so_is_refused(change: dict[str, object], field: str) -> None:
    with pytest.raises(NotPlannable) as refused:
        plan(FACTORY, planned(**change), CALENDAR)
    assert refused.value.field == field
