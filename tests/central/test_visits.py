"""How often anybody may ask, and that an asking crowd takes no more memory than is meant for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from central.api import visits
from central.api.visits import MOST, WITHIN, Visits

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
GO = timedelta(0)


def admitted(door: Visits, address: str, now: datetime, times: int) -> int:
    return sum(door.wait(address, now) == GO for _ in range(times))


def test_thirty_may_come_at_once_and_the_next_is_told_when() -> None:
    door = Visits()
    assert admitted(door, "203.0.113.7", NOON, 50) == MOST
    wait = door.wait("203.0.113.7", NOON)
    assert wait == timedelta(seconds=2)
    assert door.wait("203.0.113.7", NOON + wait - timedelta(milliseconds=1)) > GO
    assert door.wait("203.0.113.7", NOON + wait) == GO
    assert door.wait("203.0.113.8", NOON) == GO, "somebody else"
    assert admitted(door, "203.0.113.7", NOON + wait + WITHIN, 50) == MOST


@given(st.lists(st.integers(0, 5_000), max_size=200))
def test_in_no_minute_are_there_more_than_thirty_and_those_that_were_earned_meanwhile(pauses_ms: list[int]) -> None:
    door, now, came = Visits(), NOON, list[datetime]()
    for pause in pauses_ms:
        now += timedelta(milliseconds=pause)
        wait = door.wait("203.0.113.7", now)
        assert GO <= wait <= WITHIN
        came += [now] if wait == GO else []
    for first in range(len(came)):
        within = [each for each in came[first:] if each - came[first] < WITHIN]
        assert len(within) <= 2 * MOST


def test_a_clock_that_was_put_back_locks_nobody_out_for_long() -> None:
    door = Visits()
    admitted(door, "203.0.113.7", NOON + timedelta(hours=5), MOST)
    wait = door.wait("203.0.113.7", NOON)
    assert wait <= timedelta(seconds=2)
    assert door.wait("203.0.113.7", NOON + wait) == GO


def test_one_household_is_one_however_many_addresses_it_has() -> None:
    door = Visits()
    assert sum(door.wait(f"2001:db8:7:1::{n:x}", NOON) == GO for n in range(100)) == MOST
    assert door.wait("2001:db8:7:2::1", NOON) == GO
    assert admitted(door, "::ffff:203.0.113.7", NOON, MOST) == MOST
    assert door.wait("203.0.113.7", NOON) > GO
    assert door.wait("", NOON) == door.wait("unix socket " * 100, NOON) == GO


def test_a_crowd_fills_no_memory_and_shuts_nobody_out() -> None:
    door = Visits()
    for n in range(visits.MOST_ADDRESSES + 500):
        assert door.wait(f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}", NOON) == GO
    assert len(door) == visits.MOST_ADDRESSES
    assert door.wait("203.0.113.7", NOON + WITHIN) == GO
    assert len(door) == 1, "those whose time is over are forgotten"
