"""The published rules, at the minute before, at and after each boundary."""

from __future__ import annotations

from datetime import timedelta

import pytest

from central.contract.messages import BookingRules
from central.services.rules import CheckIn, check_in, may_cancel, released_before
from tests.central.house import moment, rules

START, END = moment("10:00"), moment("10:30")


def of(**other: object) -> BookingRules:
    return BookingRules.model_validate(rules(**other))


@pytest.mark.parametrize(
    ("clock", "void", "until_slot_end", "join_walk_in"),
    [
        ("09:29:59", CheckIn.TOO_EARLY, CheckIn.TOO_EARLY, CheckIn.TOO_EARLY),
        ("09:30:00", CheckIn.ON_TIME, CheckIn.ON_TIME, CheckIn.ON_TIME),
        ("10:00:00", CheckIn.ON_TIME, CheckIn.ON_TIME, CheckIn.ON_TIME),
        ("10:14:59", CheckIn.ON_TIME, CheckIn.ON_TIME, CheckIn.ON_TIME),
        ("10:15:00", CheckIn.TOO_LATE, CheckIn.ON_TIME, CheckIn.AS_WALK_IN),
        ("10:29:59", CheckIn.TOO_LATE, CheckIn.ON_TIME, CheckIn.AS_WALK_IN),
        ("10:30:00", CheckIn.TOO_LATE, CheckIn.TOO_LATE, CheckIn.AS_WALK_IN),
        ("23:59:59", CheckIn.TOO_LATE, CheckIn.TOO_LATE, CheckIn.AS_WALK_IN),
    ],
)
def test_check_in_by_the_minute(clock: str, void: CheckIn, until_slot_end: CheckIn, join_walk_in: CheckIn) -> None:
    expected = {"void": void, "until_slot_end": until_slot_end, "join_walk_in": join_walk_in}
    assert {policy: check_in(of(late_policy=policy), START, END, moment(clock)) for policy in expected} == expected


def test_a_closing_after_the_slot_outlives_it() -> None:
    late = of(late_policy="until_slot_end", check_in_closes_min=45)
    assert check_in(late, START, END, moment("10:44:59")) is CheckIn.ON_TIME
    assert check_in(late, START, END, moment("10:45:00")) is CheckIn.TOO_LATE


def test_check_in_can_be_shut_at_the_stroke_of_the_slot() -> None:
    strict = of(check_in_opens_min=0, check_in_closes_min=0)
    around = [START + timedelta(seconds=seconds) for seconds in (-1, 0, 1)]
    assert [check_in(strict, START, END, now) for now in around] == [
        CheckIn.TOO_EARLY,
        CheckIn.TOO_LATE,
        CheckIn.TOO_LATE,
    ]


@pytest.mark.parametrize("policy", ["void", "until_slot_end", "join_walk_in"])
def test_places_are_released_exactly_when_nobody_can_claim_them_as_booked(policy: str) -> None:
    giving = of(late_policy=policy, walk_in_release="at_check_in_close")
    for minutes in range(-60, 120):
        now = START + timedelta(minutes=minutes)
        due = released_before(giving, now)
        assert due is not None
        released = due[0] >= START and (due[1] is None or due[1] >= END)
        claimable = check_in(giving, START, END, now) in (CheckIn.TOO_EARLY, CheckIn.ON_TIME)
        assert released is not claimable, now


def test_nothing_is_released_where_the_rule_says_never() -> None:
    assert released_before(of(walk_in_release="never"), END + timedelta(days=1)) is None


def test_cancelling_ends_two_hours_before() -> None:
    assert may_cancel(of(), START, moment("07:59:59"))
    assert not may_cancel(of(), START, moment("08:00:00"))
