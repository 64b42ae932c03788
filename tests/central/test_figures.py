"""The office's figures, held against an independent count of the same events."""

from __future__ import annotations

import json
from collections import Counter as Tally
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from central.cases.clocks import Limits, clocks
from central.cases.event import Change
from central.cases.history import History
from central.cases.model import RULES, NotAllowed
from central.contract.case import EventKind, Role, Special
from central.contract.clock import ClockKind
from central.contract.figures import By, Things
from central.contract.item import ANSWERED_WITHIN, ItemDocument, StartEvent, TimeLimit, Unit
from central.figures import availability, cases, catalogue, ratings, rules, sessions
from central.figures.cases import Look, Seen
from central.figures.count import Cell, Count, Found
from central.figures.definition import text
from central.figures.showing import shown, withheld
from central.limits.calendar import ZONE, end_of, local_day
from central.limits.deadline import Due, deadline
from central.limits.figure import Period, Rate
from central.services import figures, halls
from tests.central.courses import CALENDAR
from tests.central.house import House, hall_file
from tests.central.test_figure_editions import figure, said
from tests.central.test_supervise import Hall, decide

Open = Callable[..., House]
MARCH = Period.named("2026-03")
PROMISED = TimeLimit(amount=5, unit=Unit.WORKING_DAY, starts_at=StartEvent.SUBMITTED)
LEGAL = TimeLimit(amount=3, unit=Unit.WORKING_DAY, starts_at=StartEvent.ACCEPTED)
LIMITS = Limits(LEGAL, PROMISED, ANSWERED_WITHIN)
Trace = tuple[int, str, str, Sequence[tuple[EventKind, int, int]]]
ENDS = ("withdrawn", "not_accepted", "referred")

# ---------------------------------------------------------------- traces

USUAL = (
    "accepted review_begun granted issued closed",
    "supplement_asked supplemented accepted review_begun stopped resumed granted",
    "accepted_with_gap review_begun gap_filled granted issued",
    "handed_over accepted review_begun refused issued",
    "supplement_asked supplemented supplement_asked supplemented withdrawn",
    "urged not_accepted",
)
roles = st.integers(0, 11)  # which of those who may
steps = st.tuples(st.sampled_from(list(EventKind)), st.integers(0, 150), roles)
plans = st.sampled_from(USUAL).flatmap(
    lambda plan: st.tuples(*(st.tuples(st.just(EventKind(kind)), st.integers(0, 70), roles) for kind in plan.split()))
)
traces = st.tuples(
    st.integers(0, 40 * 24),  # hours after the 20th of February
    st.sampled_from(["HALL-1", "HALL-2"]),
    st.sampled_from(["fire", "housing"]),
    st.one_of(
        plans, plans, st.lists(steps, max_size=12), st.tuples(plans, steps).map(lambda both: (*both[0], both[1]))
    ),
)


def happened(start: int, steps: Iterable[tuple[EventKind, int, int]]) -> list[Change]:
    """What of the steps the model lets happen."""
    moment = datetime(2026, 2, 20, 9, tzinfo=ZONE) + timedelta(hours=start)
    history = History().after("1", change(EventKind.SUBMITTED, moment, Role.CITIZEN), moment)
    for kind, hours, who in steps:
        moment += timedelta(hours=hours)
        able = sorted(RULES[kind].roles)
        try:
            history = history.after("1", change(kind, moment, able[who % len(able)]), moment)
        except NotAllowed:
            continue
    return list(history.in_order)


def change(kind: EventKind, moment: datetime, role: Role) -> Change:
    said: dict[str, Any] = {"reason": "见通知", "notice": "文1号", "approver": "王主任", "appeal": "行政复议"}
    missing = ("a",) if kind in ("supplement_asked", "supplemented", "accepted_with_gap", "gap_filled") else ()
    until = local_day(moment) + timedelta(days=6) if kind == "accepted_with_gap" else None
    return Change(
        kind=kind,
        at=moment,
        role=role,
        unit="fire",
        actor="x",
        missing=missing,
        until=until,
        special=Special.HEARING if kind == "stopped" else None,
        level=1 if kind == "handed_over" else 0,
        by_unit="water" if kind == "urged" and role is Role.DEPARTMENT else "",
        **said,
    )


def look_of(traces: list[Trace], as_of: datetime) -> dict[str, Found]:
    look = Look(MARCH, as_of, CALENDAR)
    counts = [(Count(definition, MARCH), judge) for definition, judge in cases.FIGURES]
    for start, hall, department, steps in traces:
        events = [event for event in happened(start, steps) if event.at < as_of]
        if not events:
            continue
        found = clocks(events, LIMITS, CALENDAR, as_of)
        accepted, unknown = cases.accepted(events, found, CALENDAR, as_of)
        assert (accepted, unknown) == cases.accepted(events, (), CALENDAR, as_of)
        stage = folded(events)
        seen = Seen(hall, department, "lease", department == "fire", stage, events, found, accepted, unknown)
        for each, judge in counts:
            mark = judge(seen, look)
            if mark is not None:
                each.add(mark, seen.places)
    return {each.found().definition.code: each.found() for each, _ in counts}


def folded(events: list[Change]) -> Any:
    history = History()
    for event in events:
        history = history.after("1", event, event.at)
    return history.standing.stage


# ---------------------------------------------------------------- the same, counted by hand


def independent(traces: list[Trace], as_of: datetime) -> dict[str, Tally[str]]:
    """Every figure: how often `yes`, how many in `all`, and each hall's `all`."""
    made: dict[str, Tally[str]] = {definition.code: Tally() for definition, _ in cases.FIGURES}
    for start, hall, department, steps in traces:
        events = [event for event in happened(start, steps) if event.at < as_of]
        if not events:
            continue
        when: dict[str, list[datetime]] = {}
        for event in events:
            when.setdefault(event.kind.value, []).append(event.at)

        def march(moment: datetime | None) -> bool:
            return moment is not None and (moment.astimezone(ZONE).year, moment.astimezone(ZONE).month) == (2026, 3)

        def add(code: str, *, yes: bool, hall: str = hall) -> None:
            made[code].update({"all": 1, "yes": int(yes), hall: 1})

        received, accepted = when["submitted"][0], by_hand(when, as_of)
        decided = min([*when.get("granted", []), *when.get("refused", [])], default=None)
        if march(received):
            add("accepted_of_received", yes=accepted is not None)
        if march(accepted):
            add("closed_of_accepted", yes=decided is not None)
        if march(decided):
            assert decided is not None
            add("in_time_of_closed", yes=in_time(events, ClockKind.PROMISED, as_of))
            add("in_law_of_closed", yes=in_time(events, ClockKind.LEGAL, as_of))
            add("handed_out_of_decided", yes="closed" in when)
        if department == "fire" and march(received):
            add("automatic", yes=any(e.kind == "granted" and e.role is Role.MACHINE for e in events))
        if any(map(march, when.get("supplement_asked", []))):
            add("told_once", yes=len(when["supplement_asked"]) == 1)
        add("urged", yes=any(e.kind == "urged" and e.role is Role.CITIZEN and march(e.at) for e in events))
        for event in events:
            if event.kind == "accepted_with_gap" and event.until is not None and march(end_of(event.until) - TICK):
                filled = min(when.get("gap_filled", []), default=None)
                over = as_of >= end_of(event.until) or "withdrawn" in when or "closed" in when
                if filled is not None or over:
                    add("gap_filled", yes=filled is not None and local_day(filled) <= event.until)
    return made


TICK = timedelta(microseconds=1)


def by_hand(when: dict[str, list[datetime]], as_of: datetime) -> datetime | None:
    """When a case was accepted: by the first word for it, unless five working days had passed without any before."""

    def silent(since: datetime, words: list[datetime]) -> bool:
        day, left = local_day(since), 5
        while left:
            day += timedelta(days=1)
            left -= CALENDAR.is_working(day)
        return min([*words, as_of]) >= end_of(day)

    accepted = [*when.get("accepted", []), *when.get("accepted_with_gap", [])]
    words = accepted + [at for kind in ENDS for at in when.get(kind, [])]
    received, asked, supplied = when["submitted"][0], when.get("supplement_asked", []), when.get("supplemented", [])
    if silent(received, [*words, *asked[:1]]):
        return received
    added = [at for at in [*supplied, *when.get("accepted_with_gap", [])] if asked and at >= asked[0]]
    if added and min(added) < min(words, default=as_of) and silent(min(added), words):
        return min(added)
    return min(accepted, default=None)


def in_time(events: list[Change], kind: ClockKind, as_of: datetime) -> bool:
    """By the clock itself, which is tested elsewhere."""
    clock = next(each for each in clocks(events, LIMITS, CALENDAR, as_of) if each.kind is kind)
    end = deadline(clock.limit, clock.course, CALENDAR)
    assert isinstance(end, Due)
    assert clock.course.closed is not None
    return clock.course.closed < end.over


@settings(max_examples=60)
@given(st.lists(traces, max_size=8), st.just(40 * 24) | st.integers(0, 40 * 24))
def test_every_figure_equals_an_independent_count(trace: list[Trace], hours: int) -> None:
    as_of = min(datetime(2026, 2, 20, tzinfo=ZONE) + timedelta(hours=hours), end_of(MARCH.last))
    found, by_hand = look_of(trace, as_of), independent(trace, as_of)
    for code, expected in by_hand.items():
        rate = found[code].rate
        assert rate is not None
        assert (rate.numerator, rate.denominator) == (expected["yes"], expected["all"]), code
        halls = {hall: cell.rate.denominator for hall, cell in found[code].cells.get(By.HALL, {}).items()}
        assert halls == {hall: expected[hall] for hall in ("HALL-1", "HALL-2") if expected[hall]}
    closed = found["closed_of_accepted"]
    open_ones = sum(count for part, count in closed.parts.items())
    assert closed.rate is not None
    assert closed.rate.numerator + open_ones == closed.rate.denominator, "what is not decided is told apart, all of it"


# ---------------------------------------------------------------- edges


def test_a_case_that_is_open_and_in_time_is_neither_done_nor_late(open_small: Open) -> None:
    hall = Hall(open_small()).at("2026-03-30 10:00")
    hall.say(hall.open(), "accepted")
    stopped = hall.open()
    hall.say(stopped, "accepted")
    hall.say(stopped, "stopped", special=Special.HEARING)
    late = hall.at("2026-03-02 10:00").open()
    hall.say(late, "accepted")
    decide(hall, hall.open(), "2026-03-04 10:00")
    found = figures.count(hall.at("2026-05-01 10:00").office, MARCH)
    assert said(found, "closed_of_accepted") == "1/4"
    parts = {part.code: part.count for part in figure(found, "closed_of_accepted").parts}
    assert parts == {"still_in_time": 1, "overdue": 1, "stands": 1}
    assert said(found, "in_time_of_closed") == "1/1"
    assert [(part.code, part.count) for part in figure(found, "in_time_of_closed").parts] == [("overdue", 1)]


def test_a_hall_is_counted_for_itself_and_all_of_them_together(open_house: Open) -> None:
    hall = Hall(open_house()).at("2026-03-02 10:00")
    halls.publish(hall.office, hall_file(hall_id="HALL-2"))
    for here in ("HALL-1", "HALL-2", "HALL-2"):
        hall.house.hall_id = here
        hall.say(hall.open(), "accepted")
    hall.at("2026-04-02 10:00")
    found = {here: figures.count(hall.office, MARCH, here) for here in (None, "HALL-1", "HALL-2")}
    assert [said(each, "closed_of_accepted") for each in found.values()] == ["0/3", "0/1", "0/2"]
    [split] = [each for each in figure(found[None], "closed_of_accepted").splits if each.by is By.HALL]
    assert [(cell.key, cell.rate and cell.rate.denominator) for cell in split.cells] == [("HALL-1", 1), ("HALL-2", 2)]
    assert {each.code for each in found[None].figures} - {each.code for each in found["HALL-1"].figures} == {
        definition.code for definition in catalogue.DEFINITIONS
    }, "the catalogue is that of all halls"


def test_an_empty_month_has_no_share(open_small: Open) -> None:
    found = figures.count(Hall(open_small()).at("2026-04-01 10:00").office, Period.named("2026-01"))
    for each in found.figures:
        if each.things is not Things.MINUTES:
            assert each.undefined in ("nothing", "by_cell")
            assert each.rate is None or (each.rate.denominator, each.rate.percent) == (0, None)


def test_a_year_without_a_calendar_leaves_a_figure_undefined_and_not_zero(open_small: Open) -> None:
    hall = Hall(open_small()).at("2026-12-29 10:00")
    before, after = hall.open(legal_limit=None), hall.open(legal_limit=None, department="fire")
    decide(hall, before, "2026-12-31 10:00")
    december = Period.named("2026-12")
    known = figures.count(hall.at("2027-01-01 02:00").office, december)
    assert said(known, "in_time_of_closed") == "1/1", "a limit that ends in the next year is not over in this one"
    decide(hall, after, "2027-01-20 10:00")
    january = figures.count(hall.at("2027-02-02 02:00").office, Period.named("2027-01"))
    in_time = figure(january, "in_time_of_closed")
    assert (in_time.rate, in_time.undefined) == (None, "no_calendar")
    assert [(part.code, part.count) for part in in_time.parts] == [("no_calendar", 1)]
    assert {left.key: left.why for left in in_time.left_out}["fire"] == "no_calendar"
    assert said(january, "handed_out_of_decided") == "0/1", "what needs no calendar is counted"


def test_what_was_reported_late_counts_when_it_happened(open_small: Open) -> None:
    hall = Hall(open_small()).at("2026-03-30 10:00")
    case_id = hall.open()
    then = {"at": hall.house.clock.at + timedelta(hours=5)}
    hall.say(case_id, "accepted")
    hall.at("2026-04-10 10:00")
    hall.say(case_id, "review_begun", **then)
    hall.say(case_id, "granted", **then)
    assert said(figures.count(hall.office, MARCH), "closed_of_accepted") == "1/1"


@pytest.mark.parametrize(
    ("filled", "found"),
    [("2026-03-08 23:59", "1/1"), ("2026-03-09 00:00", "0/1"), (None, "0/1")],
)
def test_a_gap_is_filled_in_time_until_its_day_ends(open_small: Open, filled: str | None, found: str) -> None:
    hall = Hall(open_small()).at("2026-03-02 10:00")
    case_id = hall.open()
    hall.say(case_id, "accepted_with_gap", missing=("a",), until=date(2026, 3, 8))
    if filled is not None:
        hall.at(filled).say(case_id, "gap_filled", missing=("a",))
    told = figures.count(hall.at("2026-04-02 10:00").office, MARCH)
    assert said(told, "gap_filled") == found
    assert [part.code for part in figure(told, "gap_filled").parts] == (
        [] if found == "1/1" else ["filled_late" if filled else "gap_overdue"]
    )


def test_second_notices_are_counted_with_their_number(open_small: Open) -> None:
    hall = Hall(open_small()).at("2026-03-02 10:00")
    for notices in (1, 3):
        case_id = hall.open()
        for _ in range(notices):
            hall.say(case_id, "supplement_asked", missing=("material.a",))
            hall.house.later(minutes=1)
            hall.say(case_id, "supplemented", missing=("material.a",))
            hall.house.later(minutes=5)
    found = figure(figures.count(hall.at("2026-04-02 10:00").office, MARCH), "told_once")
    assert found.rate is not None
    assert (found.rate.numerator, found.rate.denominator) == (1, 2)
    assert [(part.code, part.count) for part in found.parts] == [("notices_again", 2)]


# ---------------------------------------------------------------- words, and what is withheld


def test_every_figure_has_its_words_and_no_words_are_left() -> None:
    known = [definition for definition, _ in cases.FIGURES]
    known += [*availability.DEFINITIONS, *catalogue.DEFINITIONS, sessions.ON_THE_SPOT, rules.STOPPED_BY_RULE]
    known += [ratings.SATISFIED, ratings.ANSWERED, ratings.CALLED_IN_TIME]
    assert {each.code for each in known} == set(text().figures)
    rooms = [Path("central/figures"), Path("central/services")]
    source = "".join(path.read_text("utf-8") for room in rooms for path in room.glob("*.py"))
    stages = {*ENDS, "closed"}
    for code in text().parts:
        assert code in stages or f'"{code}"' in source, f"{code} is nobody's"


cells_of_people = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(1, 40), max_size=8)


@given(cells_of_people)
def test_nobody_works_out_a_small_cell_from_the_whole(people: dict[str, int]) -> None:
    hidden = withheld(people)
    assert {key for key, count in people.items() if count < 5} <= hidden
    if hidden and hidden != set(people):
        assert len(hidden) > 1
        assert sum(people[key] for key in hidden) >= 5
    if all(count >= 5 for count in people.values()):
        assert not hidden


def test_a_small_cell_is_withheld_from_the_public_and_from_nobody_else() -> None:
    definition, _ = cases.FIGURES[1]
    numbers = {"big": 30, "middle": 6, "small": 2}
    cells = {key: Cell(Rate(1, count, MARCH, definition.code)) for key, count in numbers.items()}
    found = Found(definition, Rate(3, 38, MARCH, definition.code), cells={By.ITEM: cells}, parts={"overdue": 1})
    [inside] = shown(found, {}, public=False).splits
    assert all(cell.rate is not None for cell in inside.cells)
    [outside] = shown(found, {}, public=True).splits
    assert {cell.key for cell in outside.cells if cell.rate is None} == {"small", "middle"}
    few = shown(Found(definition, Rate(1, 4, MARCH, definition.code), parts={"overdue": 3}), {}, public=True)
    assert (few.rate, few.undefined, few.parts) == (None, "few_people", ())


# ---------------------------------------------------------------- the catalogue


def documents() -> Iterator[ItemDocument]:
    for path in sorted(Path("assets/items").glob("*.json")):
        yield ItemDocument.model_validate_json(path.read_bytes())


def test_what_was_promised_against_the_law_is_counted_over_the_whole_catalogue() -> None:
    items = list(documents())
    found = {each.definition.code: each for each in catalogue.of_catalogue(items, MARCH)}
    cells, left = found["compression"].cells[By.ITEM], found["compression"].left_out
    assert cells.keys() | left.keys() == {item.item for item in items}, "an item without is listed, not skipped"
    assert not cells.keys() & left.keys()
    for path in Path("assets/items").glob("*.json"):
        raw = json.loads(path.read_bytes())
        legal, promised = raw.get("legal_limit"), raw.get("promised_limit")
        if raw["item"] in cells:
            took = 0 if promised["unit"] == "at_once" else promised["amount"]
            rate = cells[raw["item"]].rate
            assert (rate.numerator, rate.denominator) == (legal["amount"] - took, legal["amount"])
            assert cells[raw["item"]].unit == legal["unit"]
    units = found["compression"].cells[By.UNIT]
    whole, parts = (sum(cell.rate.denominator for cell in each.values()) for each in (units, cells))
    assert whole == parts
    assert units.keys() == {cell.unit for cell in cells.values()}


def limit(amount: int, unit: str, starts_at: str = "accepted") -> TimeLimit:
    return TimeLimit(amount=amount, unit=Unit(unit), starts_at=StartEvent(starts_at))


@pytest.mark.parametrize(
    ("legal", "promised", "found"),
    [
        (limit(5, "day"), limit(2, "day"), (3, 5)),
        (limit(20, "working_day"), limit(0, "at_once", "submitted"), (20, 20)),
        (limit(20, "working_day"), limit(20, "working_day"), (0, 20)),
        (limit(20, "working_day"), limit(5, "day"), "units_differ"),
        (limit(20, "day"), limit(5, "day", "submitted"), "starts_differ"),
        (limit(0, "at_once"), limit(0, "at_once"), "legal_at_once"),
        (None, limit(5, "day"), "no_legal_limit"),
        (limit(5, "day"), None, "no_promised_limit"),
    ],
)
def test_compression_never_crosses_units(legal: TimeLimit | None, promised: TimeLimit | None, found: object) -> None:
    assert catalogue.shortened(legal, promised) == found


def test_five_to_two_is_exactly_sixty_per_cent() -> None:
    assert Rate(3, 5, MARCH, "x").percent == "60.00"
