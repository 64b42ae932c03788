"""A decision as it is explained to its applicant: what the rules found, and what a person has made of it since."""

from __future__ import annotations

from central.cases.event import Event
from central.contract.application import Decision, PaperOffered
from central.contract.case import EventKind, Role, Stage
from central.contract.item import Outcome
from central.office import Office
from central.services import cases, decisions, ratings
from central.store import applications
from central.store import cases as stored
from central.store.applications import Application

_PERSONS = frozenset({Role.CLERK, Role.DEPARTMENT})
_OUTCOMES = {
    EventKind.ACCEPTED: Outcome.APPROVED,  # of an item that a department goes on with
    EventKind.GRANTED: Outcome.APPROVED,
    EventKind.REFUSED: Outcome.REFUSED,
    EventKind.NOT_ACCEPTED: Outcome.REFUSED,
    EventKind.SUPPLEMENT_ASKED: Outcome.SUPPLEMENT,
}


def read(office: Office, application: Application) -> Decision:
    """The decision of an application as it stands. Raises `Refusal` decision_broken when it was tampered with."""
    with office.database.read() as connection:
        hall = office.hall(connection, application.hall_id)
        kept = decisions.newest(office, connection, application)
        case = stored.find(connection, application.application_id)
        assert case is not None, "every application is a case"
        known = cases.read(office.keys, connection, case)
        issued = set(applications.papers_of(connection, application.application_id))
        copies = applications.count_sheets(connection, application.application_id)
        can_rate = ratings.can_rate(connection, known)
    standing, said = known.standing, _said_by_person(known)
    outcome = kept.verdict.outcome
    if said is not None:
        outcome = _OUTCOMES[said.kind]
    elif case.waits and outcome is not Outcome.REFUSAL_PROPOSED:
        outcome = Outcome.MANUAL
    asked = standing.missing if standing.stage is Stage.SUPPLEMENTING else ()
    return Decision(
        application_id=application.application_id,
        receipt=application.receipt,
        item=kept.item.item,
        version=kept.item.version,
        name=kept.item.name,
        outcome=outcome,
        decided_at=hall.local(said.at if said is not None else kept.stored.decided_at),
        by_machine=said is None,
        findings=kept.verdict.findings,
        missing=tuple(key.removeprefix("material.") for key in asked if key.startswith("material.")),
        papers=tuple(
            PaperOffered(
                document=each.document,
                kind=each.kind,
                title=each.title,
                a4=each.a4,
                copies=copies.get(each.document, 0),
            )
            for each in kept.item.documents
            if each.document in issued
        ),
        answer_by=case.answer_by if case.waits else None,
        handed_over=case.waits,
        stage=standing.stage,
        situation=kept.grounds.facts.situation,
        asked=asked,
        reason=said.reason if said is not None else "",
        appeal=said.appeal if said is not None else "",
        notice=said.notice if said is not None else "",
        can_rate=can_rate,
    )


def _said_by_person(known: cases.Known) -> Event | None:
    """The newest word of a person that still holds: one that asked for supplements ends when they came."""
    words = [event for event in known.history.in_order if event.role in _PERSONS and event.kind in _OUTCOMES]
    if not words:
        return None
    newest = words[-1]
    over = newest.kind is EventKind.SUPPLEMENT_ASKED and known.standing.stage is not Stage.SUPPLEMENTING
    return None if over else newest
