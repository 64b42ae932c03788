"""The published rules, as pure functions of a slot and a moment. A span of time contains its beginning, not its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from central.contract.messages import BookingRules


class CheckIn(Enum):
    """What a booking is good for at a moment."""

    TOO_EARLY = auto()
    ON_TIME = auto()  # a ticket of the slot, served before walk-ins once the slot has begun
    AS_WALK_IN = auto()  # too late for that, and the rule lets it join the walk-ins
    TOO_LATE = auto()


@dataclass(frozen=True)
class Span:
    """From the opening of check-in to its closing, for the people of one slot."""

    opens_at: datetime
    closes_at: datetime


def check_in_span(rules: BookingRules, starts_at: datetime, ends_at: datetime) -> Span:
    """When a booking of the slot becomes a ticket of the slot."""
    closes_at = starts_at + timedelta(minutes=rules.check_in_closes_min)
    if rules.late_policy == "until_slot_end":
        closes_at = max(closes_at, ends_at)
    return Span(starts_at - timedelta(minutes=rules.check_in_opens_min), closes_at)


def check_in(rules: BookingRules, starts_at: datetime, ends_at: datetime, now: datetime) -> CheckIn:
    """What the booking is good for now."""
    span = check_in_span(rules, starts_at, ends_at)
    if now < span.opens_at:
        return CheckIn.TOO_EARLY
    if now < span.closes_at:
        return CheckIn.ON_TIME
    return late(rules)


def late(rules: BookingRules) -> CheckIn:
    """What a booking is good for after its check-in has closed."""
    return CheckIn.AS_WALK_IN if rules.late_policy == "join_walk_in" else CheckIn.TOO_LATE


def released_before(rules: BookingRules, now: datetime) -> tuple[datetime, datetime | None] | None:
    """Slots whose unused places are with the walk-ins now: begun at the first moment or before, and, where there is a
    second, ended at it or before. None: this item never gives them away."""
    if rules.walk_in_release == "never":
        return None
    started_by = now - timedelta(minutes=rules.check_in_closes_min)
    return started_by, (now if rules.late_policy == "until_slot_end" else None)


def may_cancel(rules: BookingRules, starts_at: datetime, now: datetime) -> bool:
    """Is it early enough to give the place back?"""
    return now < cancel_until(rules, starts_at)


def cancel_until(rules: BookingRules, starts_at: datetime) -> datetime:
    """The moment from which a booking cannot be cancelled any more."""
    return starts_at - timedelta(minutes=rules.cancel_until_min)
