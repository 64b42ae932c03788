"""催办: a case's applicant, or a unit that waits for it (后项追前项), urges whoever has it. An event of the case."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from central.cases.event import Change
from central.cases.model import URGEABLE
from central.contract.case import OPEN_STAGES, EventKind, Role, UrgeAsUnit
from central.contract.following import CaseUrged
from central.contract.messages import RuleCode
from central.limits import urging
from central.limits.urging import APPLICANT, Urge
from central.office import Desk
from central.services import cases
from central.services.cases import Known
from central.services.departments import Reporter
from central.services.refusals import Refusal
from central.store import cases as stored

_MOST = 1000  # cases of one applicant that are looked through


def of(known: Known) -> list[Urge]:
    """Who urged whom so far, in order of time."""
    return [
        Urge(event.by_unit or APPLICANT, event.unit, event.at)
        for event in known.history.in_order
        if event.kind is EventKind.URGED
    ]


def possible(known: Known, by: str, now: datetime, waiting: Collection[str] = ()) -> Urge | urging.Refused:
    """What urging now would be, or why it cannot be."""
    holder = known.standing.unit if known.standing.stage in URGEABLE else None
    return urging.urge(by, holder, of(known), now, waiting=waiting)


def written(desk: Desk, known: Known, found: Urge | urging.Refused, said: Callable[[str], Change]) -> CaseUrged:
    """Write it down. `said`: the change, of the unit that is urged. Raises `Refusal` urge_closed, urge_too_soon."""
    if isinstance(found, urging.Refused):
        raise Refusal(found.why.value, {"again_at": desk.hall.text(found.again)} if found.again else {})
    cases.change(desk, known.case.case_id, [said(found.to)])
    again = desk.hall.local(found.at + urging.EVERY)
    return CaseUrged(number=known.case.number, at=desk.hall.local(found.at), again_at=again)


def by_department(desk: Desk, reporter: Reporter, number: str, wanted: UrgeAsUnit) -> CaseUrged:
    """A department urges whoever has a case. Whether there is one that it does not wait for is nobody's to find out.

    Raises:
        Refusal: case_number_invalid, not_found, urge_closed, urge_not_next (it has the case itself), urge_too_soon.
    """
    case = stored.lock(desk.connection, cases.numbered(desk.connection, number).case_id)
    assert case is not None, "cases are never deleted"
    known = cases.read(desk.keys, desk.connection, case)
    if not _waits(desk, reporter.department, known):
        raise Refusal(RuleCode.NOT_FOUND, status=404)
    found = possible(known, reporter.department, desk.now, {reporter.department})

    def said(to: str) -> Change:
        return Change(
            kind=EventKind.URGED,
            at=desk.now,
            role=Role.DEPARTMENT,
            unit=to,
            actor=reporter.actor,
            reason=wanted.reason,
            by_unit=reporter.department,
        )

    return written(desk, known, found, said)


def _waits(desk: Desk, department: str, known: Known) -> bool:
    """Whether a department waits for a case: it is the department's own; the department had it before; or it has a step
    of a published project that waits for this one, as an item of its own or in a case of the same applicant."""
    case = known.case
    if department == case.department or department in {event.unit for event in known.history.events}:
        return True
    shelf = desk.office.shelf
    following = shelf.waiting_for(case.item)
    published = (volume for item in following if (volume := shelf.newest(item)) is not None)
    if any(volume.item.department == department for volume in published):
        return True
    of_applicant = stored.of_person(desk.connection, case.person, _MOST)
    if case.company is not None:
        of_applicant += stored.of_company(desk.connection, case.company, _MOST)
    return any(
        each.item in following and each.department == department and each.stage in OPEN_STAGES for each in of_applicant
    )
