"""From a ticket to paper in the hand; shared by the journeys that end with one."""

from __future__ import annotations

from central.contract.messages import BookingFound, Ticket
from devices.paper import PaperState
from devices.states import Fault
from kiosk.faults import RuleHit
from kiosk.wishes.wish import Explain, KeepNumber, Next, Notice, Outcome, Print, TakePaper, record_copy, was_printed


async def hand_out(ticket: Ticket, copy_number: int = 0) -> Outcome:
    """Print the ticket. The number is valid whatever becomes of the paper, and the citizen is told so."""
    try:
        paper = await Print(ticket, copy_number)
    except Fault as fault:
        await KeepNumber(ticket, Notice.of(fault))
        return Outcome.TICKET_WITHOUT_PAPER
    if paper is PaperState.UNKNOWN:
        await KeepNumber(ticket, Notice("paper_unknown"))
        return Outcome.PAPER_UNKNOWN
    became = await TakePaper(ticket, paper)
    if became is PaperState.RETRACTED:
        # Whoever stands there now may be somebody else: neither the number nor a copy without showing who it is.
        await Explain(Notice("paper_retracted"), (Next.HOME,))
        return Outcome.PAPER_RETRACTED
    if became is PaperState.UNKNOWN:  # the printer fell silent: from here on the citizen says when it is over
        await TakePaper(ticket, became)
    return Outcome.COPY_PRINTED if copy_number else Outcome.TICKET_PRINTED


async def hand_out_again(ticket: Ticket) -> Outcome:
    """A ticket is already open: never a second number, but its paper again, marked as a copy.

    When this terminal took the ticket and no paper of it can exist, the paper is still the original.
    """
    if not await was_printed(ticket.ticket_id):
        return await hand_out(ticket)
    choice = await Explain(Notice("ticket_open", {"number": ticket.number}), (Next.COPY, Next.HOME), ticket)
    if choice is not Next.COPY:
        return Outcome.RULE_EXPLAINED
    copied = await record_copy(ticket)
    return await hand_out(copied, copied.copies)


async def explain(hit: RuleHit, *choices: Next, booking: BookingFound | None = None) -> Next:
    """The rule that hit the citizen, and what to do next."""
    return await Explain(Notice.of(hit), (*choices, Next.HOME), booking=booking)
