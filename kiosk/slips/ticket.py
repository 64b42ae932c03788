"""What a queue ticket says. It bears no name and no ID number."""

from __future__ import annotations

from datetime import datetime

from central.contract.messages import Ticket, Words
from central.contract.texts import Phrases
from devices.paper import Align, Element, Feed, Pair, QrCode, Rule, Slip, Text


def ticket_slip(ticket: Ticket, copy_number: int, hall: Words, terminal: str, texts: Phrases) -> Slip:
    """A queue ticket, to be read at arm's length by somebody of 70: the number first, the rule in plain words last.

    `copy_number` above 0 is printed as 补打, with the same number: a copy can never pass for a second ticket.
    """
    say = texts.text
    elements: list[Element] = [
        Text(texts.words(hall), align=Align.CENTRE, bold=True),
        Text(say("slip.booked" if ticket.booked else "slip.walk_in"), align=Align.CENTRE),
        Rule(),
        Text(ticket.number, scale=5, align=Align.CENTRE, bold=True),
    ]
    if copy_number:
        elements.append(Text(say("slip.copy", {"n": copy_number}), scale=2, align=Align.CENTRE, bold=True))
    elements += [
        Text(texts.words(ticket.item), scale=2, align=Align.CENTRE, bold=True),
        Rule(),
        Pair(say("slip.where"), texts.words(ticket.area)),
    ]
    if ticket.windows:
        elements.append(Pair(say("slip.windows"), say("slip.between").join(ticket.windows)))
    if ticket.slot_start and ticket.slot_end:
        elements.append(Pair(say("slip.slot"), f"{_time(ticket.slot_start)}-{_time(ticket.slot_end)}"))
    elements += [
        Pair(say("slip.ahead"), say("slip.people", {"n": ticket.ahead})),
        Pair(say("slip.wait"), _wait(ticket, texts)),
        Pair(say("slip.issued"), f"{ticket.issued_at:%Y-%m-%d %H:%M}"),
        Rule(),
        Text(say("slip.rule", {"calls": ticket.max_calls})),
        Feed(),
        QrCode(ticket.verify),
        Text(say("slip.verify"), align=Align.CENTRE),
        Text(say("slip.terminal", {"name": terminal}), align=Align.CENTRE),
    ]
    return Slip(tuple(elements))


def _time(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def _wait(ticket: Ticket, texts: Phrases) -> str:
    if ticket.wait is None:
        return texts.text("slip.wait_unknown")
    return texts.text("slip.minutes", {"low": ticket.wait.low_min, "high": ticket.wait.high_min})
