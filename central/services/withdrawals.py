"""撤回: the applicant takes an application back before it is decided, or asks a department to let a case go.

What was applied for here is this office's own case, and its applicant's word ends it. A case that a department reported
lives in that department's system: this office can write down that its applicant wants it withdrawn, and nothing more.
The department answers with `withdrawn`, or goes on.
"""

from __future__ import annotations

from central.contract.case import UNDECIDED, EventKind, Role
from central.contract.following import CaseWithdrawn, Withdrawal
from central.contract.messages import RuleCode
from central.office import Desk
from central.services import application_cases, cases
from central.services.cases import Known
from central.services.refusals import Refusal
from central.store.cases import Case
from central.store.kiosks import Kiosk

_WAYS = {EventKind.WITHDRAWN: Withdrawal.AT_ONCE, EventKind.WITHDRAWAL_ASKED: Withdrawal.REQUEST}


def way(known: Known) -> Withdrawal | None:
    """How its applicant may withdraw it now; none: it is decided or over, or the department knows already."""
    standing = known.standing
    if standing.stage not in UNDECIDED:
        return None
    if known.case.applied:
        return Withdrawal.AT_ONCE
    return None if standing.withdrawal_asked else Withdrawal.REQUEST


def withdraw(desk: Desk, kiosk: Kiosk, case: Case) -> CaseWithdrawn:
    """Write it down; what was withdrawn before stays withdrawn as of then. `case` is locked.

    Raises:
        Refusal: case_moved_on, where it was decided meanwhile.
    """
    known = cases.read(desk.keys, desk.connection, case)
    now = way(known)
    if now is None:
        return _before(desk, known)
    kind = EventKind.WITHDRAWN if now is Withdrawal.AT_ONCE else EventKind.WITHDRAWAL_ASKED
    at = application_cases.moment(desk, known)
    said = application_cases.by_citizen(kind, known.standing.unit, kiosk, at)
    cases.change(desk, case.case_id, [said])
    return CaseWithdrawn(number=case.number, at=desk.hall.local(at), done=now)


def _before(desk: Desk, known: Known) -> CaseWithdrawn:
    for event in reversed(known.history.in_order):
        if event.kind in _WAYS and event.role is Role.CITIZEN:
            return CaseWithdrawn(number=known.case.number, at=desk.hall.local(event.at), done=_WAYS[event.kind])
    raise Refusal(RuleCode.CASE_MOVED_ON)
