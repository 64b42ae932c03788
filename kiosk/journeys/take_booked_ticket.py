"""预约取号: a time slot booked in WeChat becomes a queue ticket on paper."""

from __future__ import annotations

from central.contract.messages import BookingFound, FindBookings, RuleCode, TakeBookedTicket
from kiosk.faults import RuleHit
from kiosk.journeys.identity import identify
from kiosk.journeys.take_walk_in_ticket import take_walk_in_ticket
from kiosk.journeys.ticket import explain, hand_out, hand_out_again
from kiosk.wishes.wish import ChooseBooking, Next, Outcome, Shown, ask_bookings, check_printer, take_ticket

_WAYS_ON = {
    RuleCode.NOT_FOUND: (Next.OTHER_WAY, Next.WALK_IN),
    RuleCode.BOOKING_CANCELLED: (Next.WALK_IN, Next.OTHER_WAY),
    RuleCode.BOOKING_USED: (Next.WALK_IN,),
    RuleCode.BOOKING_MISSED: (Next.WALK_IN,),
    RuleCode.TOO_LATE: (Next.WALK_IN,),
    RuleCode.OTHER_DAY: (Next.WALK_IN, Next.OTHER_WAY),
    RuleCode.OTHER_HALL: (Next.OTHER_WAY,),
}
"""What the citizen can do here about a rule, besides going home, as its sentence says it: the best way first."""


async def take_booked_ticket(shown: Shown | None = None) -> Outcome:
    """Turn a booked time slot into a printed queue ticket. `shown`: what was presented on the home screen."""
    await check_printer()
    while True:
        proof, card = await identify(shown)
        try:
            booking = await choose((await ask_bookings(FindBookings(proof=proof))).bookings)
            if booking.open_ticket is not None:
                return await hand_out_again(booking.open_ticket)
            ticket = await take_ticket(TakeBookedTicket(booking_id=booking.booking_id, proof=proof))
            return await hand_out(ticket)
        except RuleHit as hit:
            if hit.open_ticket is not None:
                return await hand_out_again(hit.open_ticket)
            match await explain(hit, *_WAYS_ON.get(hit.rule, ())):
                case Next.OTHER_WAY:
                    shown = None
                case Next.WALK_IN:
                    return await take_walk_in_ticket(card=card)
                case _:
                    return Outcome.RULE_EXPLAINED


async def choose(bookings: tuple[BookingFound, ...]) -> BookingFound:
    """The booking that the citizen means. Raises `RuleHit` when there is none, or when a rule stands against it."""
    if not bookings:
        raise RuleHit(RuleCode.NOT_FOUND)
    booking = bookings[0] if len(bookings) == 1 else await ChooseBooking(bookings)
    if booking.rule is not None and booking.open_ticket is None:
        raise RuleHit(booking.rule, booking.facts)
    return booking
