"""The queue against a model: whatever hands do in whatever order, the office and the model agree."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
)

from central.contract.messages import Booking, ByIdCard, Ticket
from central.services.refusals import Refusal
from central.services.windows import Act
from tests.central.books import audit
from tests.central.house import House, hall_file, item, moment, somebody

PERSONS = st.integers(0, 9)
WINDOWS = ("1", "2")
SLOTS, BOOKED_PLACES, WALK_IN_PLACES = 4, 2, 3
MAX_CALLS = 2
PER_DAY = 2
T = TypeVar("T")


@dataclass
class Waiting:
    """A ticket as the model sees it."""

    ticket: Ticket
    person: int
    order_at: datetime
    prior: bool = False
    booking: Booking | None = None
    state: str = "waiting"
    window: str | None = None
    calls: int = 0


def answer(work: Callable[[], T]) -> tuple[str | None, T | None]:
    """What the office said no with, or what it gave."""
    try:
        return None, work()
    except Refusal as refusal:
        return refusal.code, None


class Hall(RuleBasedStateMachine):
    """One item, two windows, ten people; every slot has room for two with and three without booking."""

    bookings = Bundle("bookings")

    def __init__(self) -> None:
        super().__init__()
        self.directory = tempfile.TemporaryDirectory()
        path = Path(self.directory.name)
        hours = [{"first": "00:00", "last": "24:00"}]
        windows = [{"window_id": name, "items": [1], "hours": hours} for name in WINDOWS]
        file = hall_file(
            item(booked=BOOKED_PLACES, walk_in=WALK_IN_PLACES, max_calls=MAX_CALLS, cancel_until_min=0), windows=windows
        )
        self.house = House(str(path / "office.db"), path, file)
        self.house.at("08:55").open(*WINDOWS)
        self.queue: list[Waiting] = []
        self.booked: dict[Booking, int] = {}

    def teardown(self) -> None:
        self.house.close()
        self.directory.cleanup()

    def open_of(self, person: int) -> Waiting | None:
        return next(
            (one for one in self.queue if one.person == person and one.state not in ("finished", "missed")), None
        )

    def ticket_of(self, booking: Booking) -> Waiting | None:
        return next((one for one in self.queue if one.booking == booking), None)

    def at(self, window: str) -> Waiting | None:
        return next((one for one in self.queue if one.window == window), None)

    def in_order(self) -> list[Waiting]:
        now = self.house.clock.at
        waiting = [one for one in self.queue if one.state == "waiting"]
        return sorted(
            waiting, key=lambda one: (not (one.prior and one.order_at <= now), one.order_at, one.ticket.number)
        )

    @initialize(target=bookings, early=st.sampled_from(["09:00", "09:30"]))
    def begin(self, early: str) -> MultipleResults[tuple[int, Booking] | None]:
        """People are there already, or the short runs would seldom come to the interesting places."""
        known = [self.book(person, slot) for person, slot in ((0, "09:00"), (1, early), (2, "09:30"))]
        for booked in known[:2]:
            self.check_in(booked)
        for person in (7, 8, 9):
            self.walk_in(person)
        self.house.later(minutes=6)
        return multiple(*known)

    # ------------------------------------------------------------ time, the channel, the kiosk

    @rule(minutes=st.integers(1, 12))
    def pass_time(self, minutes: int) -> None:
        if self.house.clock.at < moment("12:00"):
            self.house.later(minutes=minutes)

    @rule(target=bookings, person=PERSONS, slot=st.sampled_from(["09:00", "09:30", "10:00", "10:30"]))
    def book_some(self, person: int, slot: str) -> tuple[int, Booking] | None:
        return self.book(person, slot)

    def book(self, person: int, slot: str) -> tuple[int, Booking] | None:
        held = [known for known in self.booked if known.slot_start == moment(slot)]
        mine = [known for known in self.booked.values() if known == person]
        expected = (
            "slot_past"
            if moment(slot) <= self.house.clock.at
            else "booking_limit"
            if len(mine) == PER_DAY
            else "quota_exhausted"
            if len(held) == BOOKED_PLACES
            else None
        )
        code, booking = answer(lambda: self.house.book(slot, id_number=somebody(person)))
        assert code == expected
        if booking is None:
            return None
        self.booked[booking] = person
        return person, booking

    @rule(known=consumes(bookings))
    def cancel(self, known: tuple[int, Booking] | None) -> None:
        if known is None:
            return
        booking = known[1]
        used = self.ticket_of(booking) is not None
        late = self.house.clock.at >= booking.slot_start
        code, _ = answer(lambda: self.house.cancel(booking))
        assert code == ("booking_used" if used else "cancel_too_late" if late else None)
        if code is None:
            del self.booked[booking]

    @rule(known=bookings)
    def check_somebody_in(self, known: tuple[int, Booking] | None) -> None:
        self.check_in(known)

    def check_in(self, known: tuple[int, Booking] | None) -> None:
        if known is None:
            return
        person, booking = known
        now, own = self.house.clock.at, self.ticket_of(booking)
        if own is not None and own.state in ("finished", "missed"):
            expected = "booking_used" if own.state == "finished" else "booking_missed"
        elif self.open_of(person) is not None:
            expected = "ticket_open"
        elif now < booking.check_in_opens_at:
            expected = "too_early"
        else:
            expected = "too_late" if now >= booking.check_in_closes_at else None
        code, ticket = answer(lambda: self.house.take_booked(booking, ByIdCard(id_number=somebody(person))))
        assert code == expected
        if ticket is not None:
            self.queue.append(Waiting(ticket, person, booking.slot_start, prior=True, booking=booking))

    @rule(person=PERSONS)
    def let_somebody_in(self, person: int) -> None:
        self.walk_in(person)

    def walk_in(self, person: int) -> None:
        taken = sum(one.booking is None for one in self.queue)
        full = "quota_exhausted" if taken == SLOTS * WALK_IN_PLACES else None
        code, ticket = answer(lambda: self.house.take_walk_in(somebody(person)))
        assert code == ("ticket_open" if self.open_of(person) else full)
        if ticket is not None:
            self.queue.append(Waiting(ticket, person, self.house.clock.at))

    # ------------------------------------------------------------ the windows

    @rule(window=st.sampled_from(WINDOWS))
    def call(self, window: str) -> None:
        expected = next(iter(self.in_order()), None)
        if self.at(window) is not None:
            with pytest.raises(Refusal, match="window_busy"):
                self.house.call(window)
            return
        called = self.house.call(window)
        assert (called and called.number) == (expected and expected.ticket.number)
        if expected is not None:
            expected.state, expected.window, expected.calls = "called", window, expected.calls + 1

    @precondition(lambda self: any(one.window for one in self.queue))
    @rule(window=st.sampled_from(WINDOWS), act=st.sampled_from([act for act in Act if act is not Act.RESUME]))
    def act(self, window: str, act: Act) -> None:
        one = self.at(window)
        if one is None:
            return
        allowed = {
            Act.RECALL: one.state == "called" and one.calls < MAX_CALLS,
            Act.SERVE: one.state == "called",
            Act.PASS: one.state == "called",
            Act.HOLD: True,
            Act.FINISH: one.state == "serving",
        }[act]
        if not allowed:
            with pytest.raises(Refusal):
                self.house.act(act, one.ticket, window)
            return
        self.house.act(act, one.ticket, window)
        match act:
            case Act.RECALL:
                one.calls += 1
            case Act.SERVE:
                one.state = "serving"
            case Act.HOLD:
                one.state, one.window = "on_hold", None
            case Act.FINISH:
                one.state, one.window = "finished", None
            case Act.PASS if one.calls >= MAX_CALLS:
                one.state, one.window = "missed", None
            case Act.PASS:
                one.state, one.window, one.prior, one.order_at = "waiting", None, False, self.house.clock.at

    @rule(window=st.sampled_from(WINDOWS))
    def resume(self, window: str) -> None:
        held = next((one for one in self.queue if one.state == "on_hold"), None)
        if held is not None:
            self.house.act(Act.RESUME, held.ticket, window)
            held.state = "waiting"

    @invariant()
    def books_are_right_and_people_ahead_are_true(self) -> None:
        assert audit(self.house.office.database) == len(self.queue)
        for place, one in enumerate(self.in_order()):
            with pytest.raises(Refusal, match="ticket_open") as again:
                self.house.take_walk_in(somebody(one.person))
            assert again.value.open_ticket is not None
            assert again.value.open_ticket.ahead == place


TestHall = Hall.TestCase
TestHall.settings = settings(max_examples=12, stateful_step_count=25, suppress_health_check=list(HealthCheck))
