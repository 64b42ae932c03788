"""Many at once: no number twice, no place sold twice, no ticket at two windows, no deadlock."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from central.contract.messages import Booking, ByIdCard
from central.services.refusals import Refusal
from central.services.windows import Act
from tests.central.books import audit
from tests.central.house import House, hall_file, item, moment, somebody

Open = Callable[..., House]
CLIENTS = 50
_WINDOWS = [str(number) for number in range(1, 5)]


def test_a_thousand_tickets_of_fifty_clients(open_house: Open) -> None:
    """Two items share a prefix; half of the people booked. An unexpected failure, deadlock among them, is raised."""
    house = open_house(
        item(1, "A", booked=80, walk_in=100), item(2, "A", booked=80, walk_in=100), item(3, "B", booked=80, walk_in=100)
    )

    def book(number: int) -> Booking:
        return house.book("10:00", id_number=somebody(number), item_id=number % 3 + 1)

    def take(number: int) -> str:
        try:
            if number < len(booked):
                booking = booked[number]
                return house.take_booked(booking, ByIdCard(id_number=somebody(number))).number
            return house.take_walk_in(somebody(number), number % 3 + 1).number
        except Refusal as refusal:
            return refusal.code

    with ThreadPoolExecutor(CLIENTS) as pool:
        booked = list(pool.map(book, range(240)))
        house.at("10:00")
        answers = list(pool.map(take, range(1240)))
    refusals = Counter(answer for answer in answers if answer[1:].isalpha() or "_" in answer)
    assert refusals == {}
    assert len(set(answers)) == 1240 == audit(house.office.database)


def test_the_last_places_are_sold_once(open_house: Open) -> None:
    house = open_house(item(booked=3, walk_in=3, walk_in_release="at_check_in_close"))

    def book(number: int) -> str:
        try:
            house.book("09:00", id_number=somebody(number))
        except Refusal as refusal:
            return refusal.code
        return "booked"

    def take(number: int) -> str:
        try:
            house.take_walk_in(somebody(number))
        except Refusal as refusal:
            return refusal.code
        return "issued"

    with ThreadPoolExecutor(CLIENTS) as pool:
        assert Counter(pool.map(book, range(100))) == {"booked": 3, "quota_exhausted": 97}
        house.at("09:15")  # what nobody came for goes to the walk-ins, once
        assert Counter(pool.map(take, range(100))) == {"issued": 15, "quota_exhausted": 85}
        house.at("10:50")
        assert Counter(pool.map(take, range(100, 200))) == {"issued": 9, "quota_exhausted": 91}
    assert audit(house.office.database) == 24


def test_windows_citizens_and_channel_all_at_once(open_house: Open) -> None:
    """Tickets are taken, called, passed, held, resumed and finished, bookings made and cancelled, by fifty hands."""
    hours = [{"first": "00:00", "last": "24:00"}]
    windows = [{"window_id": name, "items": [1, 2], "hours": hours} for name in _WINDOWS]
    items = (item(1, "A", booked=30, walk_in=60, max_calls=2), item(2, "B", booked=30, walk_in=60, max_calls=2))
    house = open_house(file=hall_file(*items, windows=windows))
    house.at("08:00").open(*_WINDOWS)

    def clerk(window_id: str, seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(40):
            ticket = house.call(window_id)
            while ticket is not None:
                act = chance.choice([Act.RECALL, Act.SERVE, Act.PASS, Act.HOLD, Act.FINISH])
                try:
                    there = house.act(act, ticket, window_id)
                except Refusal:
                    continue
                if act is Act.HOLD:
                    house.act(Act.RESUME, ticket, window_id)
                ticket = there

    def citizen(number: int, seed: int) -> None:
        chance = random.Random(seed)
        number_of_item = chance.choice([1, 2])
        with suppress(Refusal):
            booking = house.book("10:30", id_number=somebody(number), item_id=number_of_item)
            if chance.random() < 0.5:
                house.cancel(booking)
        with suppress(Refusal):
            house.take_walk_in(somebody(number), number_of_item)

    assert house.clock.at == moment("08:00")
    with ThreadPoolExecutor(CLIENTS) as pool:
        work = [pool.submit(clerk, name, seed) for seed, name in enumerate(_WINDOWS)]
        work += [pool.submit(citizen, number % 150, number) for number in range(300)]
        for one in work:
            one.result()
    assert audit(house.office.database) >= 150
