"""What departments' own systems report: cases opened and changed; twice, late and out of order as it comes."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from central.cases.event import Change
from central.contract.case import (
    Case,
    Cases,
    EventKind,
    OpenCase,
    ReportChanges,
    ReportedChange,
    Role,
    Stage,
)
from central.contract.item import CaseKind, ResultKind
from central.contract.messages import RuleCode
from central.office import Desk, Office
from central.services import case_records, cases, decisions, hand_ins, people, settling
from central.services.cases import Known, Subject
from central.services.refusals import Refusal
from central.store import applications
from central.store import cases as stored
from central.store.kiosks import Client

_LISTS = frozenset(
    {EventKind.SUPPLEMENT_ASKED, EventKind.SUPPLEMENTED, EventKind.ACCEPTED_WITH_GAP, EventKind.GAP_FILLED}
)


@dataclass(frozen=True)
class Reporter:
    """Who reports, and for which department. `actor` stands in the events."""

    department: str
    actor: str

    @classmethod
    def of(cls, client: Client) -> Reporter:
        """Raises `Refusal` token_unknown for a token without department."""
        if client.department is None:
            raise Refusal("token_unknown", status=401)
        return cls(client.department, f"department:{client.client_id}")


def open_case(desk: Desk, reporter: Reporter, wanted: OpenCase) -> Case:
    """A case of the department's own; the same one again is the same one.

    Raises:
        Refusal: case_item_not_yours, case_name_missing, id_number_invalid, case_own_number_taken, and what the
            model says.
    """
    before = stored.find_by_own_number(desk.connection, reporter.department, wanted.own_number)
    return case_records.told(desk, opened(desk, reporter, wanted, before))


def opened(desk: Desk, reporter: Reporter, wanted: OpenCase, before: stored.Case | None) -> Known:
    """The case that is opened. `before`: the one that its own number names. Raises `Refusal` like `open_case`."""
    subject = _subject(desk, reporter, wanted)
    if before is not None:
        if (before.person, before.item) != (people.person(desk.keys, subject.id_number), subject.item):
            raise Refusal("case_own_number_taken")
        return cases.read(desk.keys, desk.connection, before)
    begun = Change(
        kind=EventKind.SUBMITTED,
        at=wanted.at,
        role=Role.DEPARTMENT,
        unit=reporter.department,
        actor=reporter.actor,
        at_once=subject.kind is CaseKind.AT_ONCE,
    )
    return cases.open_case(desk, secrets.token_hex(16), subject, [begun], own_number=wanted.own_number)


def report(desk: Desk, reporter: Reporter, number: str, wanted: ReportChanges) -> Case:
    """Changes of one of the department's cases, all or none; one that is known already is not written again.

    Raises:
        Refusal: case_number_invalid, not_found, paper_incomplete, and what the model says.
    """
    return case_records.told(desk, let_happen(desk, reporter, _own(desk, reporter, number), wanted.changes))


def let_happen(desk: Desk, reporter: Reporter, case: stored.Case, said: Sequence[ReportedChange]) -> Known:
    """Changes of a case that is the department's own. Raises `Refusal` like `report`."""
    changes = [changed(reporter, each) for each in said]
    known = cases.change(desk, case.case_id, changes)
    if case.applied:
        _issue_papers(desk, known, changes)
    return known


def show(office: Office, client: Client, number: str) -> Case:
    """One of the department's cases. Raises `Refusal` case_number_invalid, not_found."""
    with office.database.read() as connection:
        desk = office.desk(connection, client.hall_id)
        case = _own(desk, Reporter.of(client), number)
        told = case_records.told(desk, cases.read(desk.keys, connection, case))
        return told.model_copy(update={"handed_in": hand_ins.kept(desk, case)})


def handed_in(office: Office, client: Client, number: str, digest: str) -> bytes:
    """A page that was handed in for one of the department's cases. Raises `Refusal` case_number_invalid, not_found."""
    with office.database.read() as connection:
        desk = office.desk(connection, client.hall_id)
        return hand_ins.page(desk, _own(desk, Reporter.of(client), number), digest)


def work_list(office: Office, client: Client, stages: Sequence[Stage], own_number: str | None) -> Cases:
    """清单式调度: the department's cases in these stages, the oldest first; or the one with its own number."""
    department = Reporter.of(client).department
    with office.database.read() as connection:
        desk = office.desk(connection, client.hall_id)
        if own_number is not None:
            one = stored.find_by_own_number(connection, department, own_number)
            return case_records.work_list(desk, [one] if one is not None else [])
        wanted, most = [stage.value for stage in stages], case_records.MOST_LISTED + 1
        return case_records.work_list(desk, stored.of_department(connection, department, wanted, most))


def changed(reporter: Reporter, said: ReportedChange) -> Change:
    """What was reported, without what does not belong to such a change."""
    kind = said.kind
    return Change(
        kind=kind,
        at=said.at,
        role=Role.DEPARTMENT,
        unit=reporter.department,
        actor=reporter.actor,
        reason=said.reason,
        notice=said.notice,
        approver=said.approver,
        appeal=said.appeal if kind is EventKind.REFUSED else "",
        missing=said.missing if kind in _LISTS else (),
        special=said.special if kind is EventKind.STOPPED else None,
        until=said.until if kind is EventKind.ACCEPTED_WITH_GAP else None,
        extension=said.extension if kind is EventKind.EXTENDED else None,
        level=said.level if kind is EventKind.HANDED_OVER else 0,
    )


def _subject(desk: Desk, reporter: Reporter, wanted: OpenCase) -> Subject:
    """Published items speak for themselves; of its own ones a department says name, kind and limits."""
    applicant = wanted.applicant
    if not people.has_good_check_digit(applicant.id_number):
        raise Refusal("id_number_invalid", status=422)
    volume = desk.office.shelf.in_force(wanted.item, desk.today)
    if volume is not None:
        if volume.item.department != reporter.department:
            raise Refusal("case_item_not_yours", status=422)
        return Subject.of_item(
            volume.item, applicant.id_number, applicant.name, applicant.phone or "", applicant.credit_code
        )
    if wanted.name is None or not wanted.name.zh_CN.strip():
        raise Refusal("case_name_missing", status=422)
    return Subject(
        department=reporter.department,
        item=wanted.item,
        name=wanted.name,
        kind=wanted.kind,
        id_number=applicant.id_number,
        person_name=applicant.name,
        phone=applicant.phone or "",
        credit_code=applicant.credit_code,
        legal_limit=wanted.legal_limit,
        promised_limit=wanted.promised_limit,
    )


def _own(desk: Desk, reporter: Reporter, number: str) -> stored.Case:
    """A case of this department; another's is told the same as none."""
    case = cases.numbered(desk.connection, number)
    if case.department != reporter.department:
        raise Refusal(RuleCode.NOT_FOUND, status=404)
    return case


def _issue_papers(desk: Desk, known: Known, changes: Sequence[Change]) -> None:
    """A department that grants what was applied for at a terminal: the applicant finds the papers there."""
    if not any(change.kind is EventKind.GRANTED for change in changes):
        return
    application = applications.find(desk.connection, known.case.case_id)
    assert application is not None, "the case was opened by it"
    if applications.papers_of(desk.connection, application.application_id):
        return  # the receipt that it began with
    kept = decisions.newest(desk.office, desk.connection, application)
    if kept.item.result.kind is not ResultKind.RECEIPT:
        settling.issue_papers(desk, application, kept)
