"""What a hall publishes: read with every fault named, put in force without taking places away."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from stdnum.cn import ric

from central.office import slots_of_day
from central.published import Hall, NotPublishable, parse_hall, read_hall
from central.services import halls
from central.services.queue import item_of
from tests.central.house import BERT, MONDAY, House, hall_file, item, moment

Open = Callable[..., House]
HALLS = Path(__file__).parents[2] / "assets" / "halls"


def test_the_demo_halls_can_be_published() -> None:
    for name in ("demo.toml", "demo_other.toml"):
        assert read_hall(HALLS / name).hall_id.startswith("DEMO")


def test_the_people_of_the_demo_are_consistent() -> None:
    people = tomllib.loads((HALLS / "demo_people.toml").read_text(encoding="utf-8"))["person"]
    for person in people:
        assert ric.validate(person["number"]) == person["number"]
        assert ric.get_birth_date(person["number"]) == person["birth"]
        assert (int(person["number"][-2]) % 2 == 0) is (person["sex"] == "female")
    for field in ("label", "number", "phone"):
        assert len({person[field] for person in people}) == len(people)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"hall_id": "lower"}, "hall_id"),
        ({"time_zone": "Asia/Nowhere"}, "time_zone"),
        ({"time_zone": "../etc"}, "time_zone"),
        ({"items": [item(1), item(1)]}, "twice"),
        ({"windows": [{"window_id": "1", "items": [9], "hours": []}]}, r"\[9\]"),
        ({"windows": [{"window_id": "1", "items": [1], "hours": [{"first": "12:00", "last": "09:00"}]}]}, "hours.0"),
        ({"windows": [{"window_id": "1", "items": [1], "hours": [{"first": "12:00", "last": "24:01"}]}]}, "hours.0"),
        ({"items": [item(max_calls=0)]}, "max_calls"),
        ({"items": [item(late_policy="maybe")]}, "late_policy"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_faulty_file_names_the_place(change: dict[str, Any], told: str) -> None:
    with pytest.raises(NotPublishable, match=told):
        parse_hall(hall_file().model_dump(mode="json") | change)


def test_a_file_that_is_no_toml_or_not_there(tmp_path: Path) -> None:
    (tmp_path / "hall.toml").write_text("hall_id = ")
    for name in ("hall.toml", "none.toml"):
        with pytest.raises(NotPublishable, match=name):
            read_hall(tmp_path / name)


def test_slots_follow_the_plan_and_a_remainder_is_none() -> None:
    plan = [{"first": "09:00", "last": "10:40", "every_min": 30, "booked": 1, "walk_in": 1, "days": [1, 2]}]
    hall = Hall(hall_file(item() | {"plan": plan}), 1)
    starts = [slot.starts_at for slot in slots_of_day(hall, date(2026, 11, 23))]
    assert starts == [moment("09:00"), moment("09:30"), moment("10:00")]
    assert slots_of_day(hall, date(2026, 11, 25)) == []  # a Wednesday


def test_opening_hours() -> None:
    closed = [{"window_id": "1", "items": [1], "hours": [{"first": "09:00", "last": "12:00", "days": [1]}]}]
    hall = Hall(hall_file(windows=closed), 1)
    assert [hall.in_hours(1, moment(clock)) for clock in ("08:59:59", "09:00", "11:59:59", "12:00")] == [
        False,
        True,
        True,
        False,
    ]
    assert hall.opens_at(1, moment("08:00")) == moment("09:00")
    assert hall.opens_at(1, moment("09:00")) == moment("09:00", "2026-11-30")
    assert Hall(hall_file(windows=[]), 1).opens_at(1, moment("08:00")) is None


def test_a_new_publication_is_in_force_at_once_and_places_given_stand(open_house: Open) -> None:
    house = open_house(item(1, booked=2))
    booked = house.book("10:00")
    changed = item(1, booked=5, max_calls=2)
    changed["plan"][0]["every_min"] = 60
    halls.publish(house.office, hall_file(changed, item(2, "B")))
    kept, new = house.slot("10:00"), house.slot("09:00")
    assert (kept.booked_quota, kept.ends_at) == (2, moment("10:30"))
    assert (new.booked_quota, new.ends_at) == (5, moment("10:00"))
    assert house.slot("09:00", item_id=2).booked_quota == 2
    assert house.look(lambda desk: item_of(desk.hall, 1).rules.max_calls) == 2
    assert house.at("09:45").take_booked(booked).number == "A001"
    assert house.take_walk_in(BERT, 2).number == "B001"


def test_an_item_in_which_people_hold_places_cannot_vanish(open_house: Open) -> None:
    house = open_house(item(1), item(2, "B"))
    house.book("10:00")
    with pytest.raises(NotPublishable, match=r"\[1\]"):
        halls.publish(house.office, hall_file(item(2, "B")))
    house.at("08:00", "2026-11-24")
    halls.publish(house.office, hall_file(item(2, "B")))
    assert [one.item_id for one in halls.board(house.office, house.hall_id).items] == [2]


def test_slots_of_a_new_day_come_by_themselves(open_house: Open) -> None:
    house = open_house()
    house.clock.at = moment("09:00", "2026-12-01")
    assert halls.board(house.office, house.hall_id).items[0].walk_in_left == 8
    assert MONDAY < "2026-12-01"
