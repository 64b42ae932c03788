"""How an agreement with an agent is said, on screens and on paper alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from central.contract.agency import AgencyEvent, Agreement, AgreementState, HappenedTo
from central.contract.messages import RuleCode
from central.contract.texts import Phrases

_TOLD = {RuleCode.AGREEMENT_NOT_IN_FORCE, RuleCode.STEP_OUT_OF_SCOPE, RuleCode.CASE_NOT_FOUND}
"""Why an agent was refused, as far as there are words for it."""


@dataclass(frozen=True)
class EventSaid:
    """One event: what, when, about which step or case, and why it was refused."""

    what: str
    when: str
    about: str
    why: str


def span(texts: Phrases, agreement: Agreement) -> str:
    """2026年11月23日 至 2027年2月23日: both days count."""
    terms = agreement.terms
    return texts.text("agreement.span", {"from": day(texts, terms.first), "to": day(texts, terms.last)})


def day(texts: Phrases, wanted: date) -> str:
    """With its year: an agreement outlasts one, and so does its paper."""
    return texts.of_year(texts.short_day(wanted), wanted)


def ends(agreement: Agreement) -> bool:
    """Whether its applicant can still end it."""
    return agreement.state in (AgreementState.COMING, AgreementState.IN_FORCE)


def state(texts: Phrases, agreement: Agreement) -> str:
    """Whether it counts today."""
    return texts.text(f"agreement.state.{agreement.state.value}")


def whom(texts: Phrases, agreement: Agreement) -> str:
    """The applicant, masked, and the company that they signed for."""
    if not agreement.company:
        return agreement.applicant
    return texts.text("agreement.of_company", {"name": agreement.applicant, "company": agreement.company})


def events(texts: Phrases, agreement: Agreement) -> list[EventSaid]:
    """Everything that happened, the newest first."""
    return [_event(texts, each) for each in reversed(agreement.events)]


def _event(texts: Phrases, event: HappenedTo) -> EventSaid:
    refused = event.kind is AgencyEvent.REFUSED and event.reason in _TOLD
    about = [texts.words(event.name) if event.name else "", event.number or ""]
    return EventSaid(
        what=texts.text(f"agreement.event.{event.kind.value}"),
        when=f"{texts.short_day(event.at.date())} {event.at:%H:%M}",
        about="　".join(each for each in about if each),
        why=texts.text(f"notice.{event.reason}.title") if refused else "",
    )
