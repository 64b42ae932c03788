"""A case as it is told: to its department, to a clerk, and to its applicant. Never who did it, always which unit."""

from __future__ import annotations

from collections.abc import Sequence

from central.cases.event import BY_AGENT, Event
from central.contract.case import Case, CaseEvent, Cases
from central.contract.item import CaseKind, TimeLimit
from central.contract.messages import Words
from central.office import Desk
from central.published import Hall
from central.services import case_clocks, cases
from central.services.case_clocks import Moves
from central.services.cases import Known
from central.store.cases import Case as CaseRow

MOST_LISTED = 200


def work_list(desk: Desk, found: Sequence[CaseRow]) -> Cases:
    """Cases as they were found; where they are more than `MOST_LISTED`, the first of them."""
    known = cases.read_each(desk.keys, desk.connection, found[:MOST_LISTED])
    moved = case_clocks.moves(desk.connection, [each.case.case_id for each in known])
    return Cases(cases=tuple(told(desk, each, moved) for each in known), more=len(found) > MOST_LISTED)


def told(desk: Desk, known: Known, moved: Moves | None = None) -> Case:
    """Everything that may be said of a case, in the hall's own time. `moved`: where that was looked up already."""
    moved = case_clocks.moves(desk.connection, [known.case.case_id]) if moved is None else moved
    case, standing, hall = known.case, known.standing, desk.hall
    return Case(
        number=case.number,
        own_number=case.own_number or "",
        item=case.item,
        name=Words.model_validate(case.name),
        kind=CaseKind(case.kind),
        department=case.department,
        applicant=case.masked_name,
        stage=standing.stage,
        unit=standing.unit,
        opened_at=hall.local(case.opened_at),
        since=hall.local(standing.since),
        with_person=standing.level > 0,
        withdrawal_asked=standing.withdrawal_asked,
        missing=standing.missing,
        gap=standing.gap,
        gap_until=standing.gap_until,
        stopped_for=standing.special,
        answer_by=case.answer_by,
        legal_limit=TimeLimit.model_validate(case.legal_limit) if case.legal_limit else None,
        promised_limit=TimeLimit.model_validate(case.promised_limit) if case.promised_limit else None,
        clocks=case_clocks.shown(desk.office, hall, known, desk.now, moved),
        shares=case_clocks.shares_of(known, desk.now),
        events=tuple(_event(hall, event) for event in known.history.in_order),
    )


def _event(hall: Hall, event: Event) -> CaseEvent:
    return CaseEvent(
        sequence=event.sequence,
        kind=event.kind,
        at=hall.local(event.at),
        written_at=hall.local(event.written_at),
        late=event.late,
        role=event.role,
        unit=event.unit,
        reason=event.reason,
        notice=event.notice,
        approver=event.approver,
        appeal=event.appeal,
        missing=event.missing,
        special=event.special,
        until=event.until,
        extension=event.extension,
        by_unit=event.by_unit,
        for_company=bool(event.behalf) and not event.behalf.startswith(BY_AGENT),
        by_agent=event.behalf.startswith(BY_AGENT),
    )
