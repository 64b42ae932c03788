"""An agreement with an agent on paper: its number, who does what until when, and how it is ended."""

from __future__ import annotations

from central.contract.agency import Agreement
from central.contract.messages import HallBoard
from central.contract.texts import Phrases
from devices.paper import Align, Element, Pair, Rule, Slip, Text
from kiosk.words import agency as agency_words


def agreement_slip(agreement: Agreement, board: HallBoard, terminal: str, texts: Phrases) -> Slip:
    """For the applicant to keep, and for an agent to show at a counter. The applicant's name on it is masked."""
    say = texts.text
    elements: list[Element] = [
        Text(texts.words(board.name), align=Align.CENTRE, bold=True),
        Text(say("slip.agreement"), align=Align.CENTRE),
        Rule(),
        Text(agreement.number, scale=2, align=Align.CENTRE, bold=True),
        Text(agency_words.state(texts, agreement), align=Align.CENTRE, bold=True),
        Rule(),
        Pair(say("slip.agreement_agent"), agreement.agent.name),
        Pair(say("slip.agreement_applicant"), agreement.applicant),
        *([Pair(say("slip.agreement_company"), agreement.company)] if agreement.company else []),
        Text(say("slip.agreement_span"), bold=True),
        Text(agency_words.span(texts, agreement)),
        Rule(),
        Text(texts.words(agreement.project), bold=True),
        *(Text(f"{number}. {texts.words(each.name)}") for number, each in enumerate(agreement.steps, 1)),
        Rule(),
        Text(say("agreement.scope")),
        *([Text(say("agreement.how_to_end"))] if agency_words.ends(agreement) else []),
        Pair(say("slip.enquiry"), board.phone),
        Text(say("slip.terminal", {"name": terminal}), align=Align.CENTRE),
    ]
    return Slip(tuple(elements))
