"""What an agent may do by an agreement, today; and what is written down of everything that was done or tried by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from central.contract.agency import AgencyEvent, AgreementState, ByAgreement, SignAgreement, Terms
from central.contract.case import FINAL
from central.contract.messages import RuleCode
from central.contract.project import ProjectStep
from central.office import Desk, Office
from central.services import people
from central.services.refusals import Refusal
from central.store import agencies as stored
from central.store.cases import Case
from central.store.kiosks import Kiosk

SEALED = "agreements"

SAME_LOOK = timedelta(minutes=5)
"""Whoever looks at the same again so soon has looked once."""


@dataclass(frozen=True)
class Right:
    """An agent's to one step. `item`: that the step's cases carry; none: nobody knows which they are. `since`: cases
    that were over before it began are none of the agent's business."""

    row: stored.Agreement
    step: str
    item: str | None
    since: datetime

    def covers(self, case: Case) -> bool:
        """Whether the agent may see that case."""
        alive = case.stage not in {stage.value for stage in FINAL} or case.since >= self.since
        return case.person == self.row.person and case.item == self.item and alive


def held(desk: Desk, proof: ByAgreement) -> Right:
    """The right as it stands.

    Raises:
        Refusal: agreement_unknown (none of this agent's), agreement_not_in_force (facts: standing, first, last),
            step_out_of_scope.
    """
    row = of_agent(desk, proof)
    standing = state(desk, row)
    if standing is not AgreementState.IN_FORCE:
        facts = {"standing": standing.value, "first": row.first.isoformat(), "last": row.last.isoformat()}
        raise Refusal(RuleCode.AGREEMENT_NOT_IN_FORCE, facts)
    terms = signed(desk, row).terms
    if proof.step not in terms.steps:
        raise Refusal(RuleCode.STEP_OUT_OF_SCOPE)
    known = steps(desk, terms).get(proof.step)
    return Right(row, proof.step, known.item if known else None, desk.hall.moment(row.first, "00:00"))


def asked(office: Office, kiosk: Kiosk, proof: ByAgreement) -> Right:
    """The right by which something is looked at; whoever reached beyond it is written down. Raises like `held`."""
    with office.database.write() as connection:
        desk = office.desk(connection, kiosk.hall_id)
        try:
            return held(desk, proof)
        except Refusal as refusal:
            note_refused(desk, kiosk, proof, refusal)
            against = refusal
    raise against


def note_look(office: Office, kiosk: Kiosk, right: Right, number: str | None = None) -> None:
    """The agent has seen the step's cases, or that one of them."""
    with office.database.write() as connection:
        desk = office.desk(connection, kiosk.hall_id)
        stored.lock(connection, right.row.agreement_id)
        said = (AgencyEvent.LOOKED.value, right.step, number)
        for event in stored.events_of(connection, right.row.agreement_id):
            if (event.kind, event.step, event.number) == said and desk.now - event.at < SAME_LOOK:
                return
        note(desk, kiosk, right.row, AgencyEvent.LOOKED, step=right.step, number=number)


def note_urged(desk: Desk, kiosk: Kiosk, right: Right, number: str) -> None:
    """The agent urges whoever has a case, by a right that still stands. Raises `Refusal` where it was ended since."""
    row = stored.lock(desk.connection, right.row.agreement_id)
    if row is None or state(desk, row) is not AgreementState.IN_FORCE:
        raise Refusal(RuleCode.AGREEMENT_UNKNOWN, status=404)
    note(desk, kiosk, row, AgencyEvent.URGED, step=right.step, number=number)


def note_refused(desk: Desk, kiosk: Kiosk, proof: ByAgreement, refusal: Refusal, number: str | None = None) -> None:
    """An agent who reached beyond the agreement is written down too; a stranger's try is nobody's event. `number`: of
    the case that it was about."""
    try:
        row = of_agent(desk, proof)
    except Refusal:
        return
    note(desk, kiosk, row, AgencyEvent.REFUSED, step=proof.step, number=number, reason=refusal.code)


def note_beyond(office: Office, kiosk: Kiosk, right: Right, number: str, refusal: Refusal) -> None:
    """The agent wanted to see a case that the right does not cover."""
    with office.database.write() as connection:
        desk = office.desk(connection, kiosk.hall_id)
        stored.lock(connection, right.row.agreement_id)
        note(desk, kiosk, right.row, AgencyEvent.REFUSED, step=right.step, number=number, reason=refusal.code)


def note(desk: Desk, kiosk: Kiosk, row: stored.Agreement, kind: AgencyEvent, **more: str | None) -> None:
    """One event more of an agreement that is locked."""
    stored.note(desk.connection, stored.Event(row.agreement_id, kind.value, desk.now, kiosk.kiosk_id, **more))


# ---------------------------------------------------------------- how an agreement stands


def of_agent(desk: Desk, proof: ByAgreement) -> stored.Agreement:
    """The agreement, locked, by which whoever has the card works in this hall. Raises `Refusal` agreement_unknown."""
    row = stored.lock(desk.connection, proof.agreement_id)
    person = people.person(desk.keys, proof.card.id_number)
    if row is None or row.hall_id != desk.hall.hall_id or agent(desk, row.agent_id).person != person:
        raise Refusal(RuleCode.AGREEMENT_UNKNOWN, status=404)
    return row


def agent(desk: Desk, agent_id: str) -> stored.Agent:
    """Raises `Refusal` agent_unknown."""
    found = stored.agent(desk.connection, agent_id)
    if found is None:
        raise Refusal(RuleCode.AGENT_UNKNOWN, status=404)
    return found


def state(desk: Desk, row: stored.Agreement) -> AgreementState:
    """Whether it counts today."""
    if row.ended_at is not None:
        return AgreementState.ENDED
    if desk.today > row.last:
        return AgreementState.OVER
    if agent(desk, row.agent_id).left_at is not None:
        return AgreementState.AGENT_LEFT
    return AgreementState.COMING if desk.today < row.first else AgreementState.IN_FORCE


def signed(desk: Desk, row: stored.Agreement) -> SignAgreement:
    """What was signed."""
    return SignAgreement.model_validate_json(desk.keys.open_record(row.content, f"{SEALED}:{row.agreement_id}"))


def steps(desk: Desk, terms: Terms) -> dict[str, ProjectStep]:
    """All of the project's version that was agreed on, however many have followed it."""
    project = desk.office.shelf.project(terms.project, terms.version)
    return {each.step: each for each in project.steps} if project else {}
