"""What a clerk at a window does with applications: look at one, grant or refuse it, ask for what is missing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from central.cases.event import Change
from central.contract import form
from central.contract.case import Case, Cases, EventKind, Role, Stage
from central.contract.item import ItemDocument, MaterialFrom, ResultKind, holds
from central.contract.messages import RuleCode
from central.contract.settling import CaseToSettle, SettleCase
from central.office import Desk, Office
from central.rules.papers import PaperIncomplete
from central.services import (
    application_cases,
    application_content,
    case_records,
    cases,
    decisions,
    materials,
    papers,
    windows,
)
from central.services.application_cases import notice
from central.services.cases import Known
from central.services.refusals import Refusal
from central.store import applications
from central.store import cases as stored
from central.store.applications import Application


@dataclass(frozen=True)
class Clerk:
    """Who does it, and at which window: the client's token stands for the hall, the name is what the window says."""

    client_id: str
    window_id: str
    name: str

    @property
    def actor(self) -> str:
        return f"window:{self.client_id[:8]}:{self.window_id}:{self.name}"


def waiting(office: Office, hall_id: str, window_id: str) -> Cases:
    """The hall's applications that wait for a person, the oldest first. Raises `Refusal` window_unknown."""
    with office.database.read() as connection:
        desk = office.desk(connection, hall_id)
        windows.window_of(desk, window_id)
        return case_records.work_list(desk, stored.for_clerks(connection, hall_id, case_records.MOST_LISTED + 1))


def look(office: Office, hall_id: str, window_id: str, number: str) -> CaseToSettle:
    """Everything that a clerk decides by.

    Raises:
        Refusal: window_unknown, case_number_invalid, not_found, decision_broken.
    """
    with office.database.read() as connection:
        desk = office.desk(connection, hall_id)
        windows.window_of(desk, window_id)
        known, application = _own(desk, number)
        decided = decisions.newest(office, connection, application)
        person = application_content.read(desk.keys, application).person
        return CaseToSettle(
            case=case_records.told(desk, known),
            name=person.name,
            id_number=person.id_number,
            answers=decided.grounds.facts.answers,
            materials=tuple(sorted(decided.grounds.facts.materials)),
            findings=decided.verdict.findings,
        )


def settle(desk: Desk, clerk: Clerk, number: str, wanted: SettleCase) -> Case:
    """Let a person's word be done, in this transaction.

    Raises:
        Refusal: window_unknown, case_number_invalid, not_found, what the model says, paper_incomplete,
            case_missing_unknown.
    """
    windows.window_of(desk, clerk.window_id)
    known, application = _own(desk, number)
    decided = decisions.newest(desk.office, desk.connection, application)
    plain = Change(
        kind=EventKind.GRANTED,
        at=desk.now,
        role=Role.CLERK,
        unit=known.case.department,
        actor=clerk.actor,
        reason=wanted.reason,
        approver=wanted.approver,
    )
    match wanted.settle:
        case "approve":
            changes = _approve(known, decided.item, plain, wanted)
        case "refuse":
            changes = _refuse(known, decided.item, plain, wanted)
        case "ask_supplements":
            changes = [_ask(known, decided, plain, wanted)]
        case "take_supplements":
            changes = _take(known, plain)
        case "escalate":
            level = known.standing.level + 1
            if not wanted.reason:
                raise Refusal("case_needs", {"kind": EventKind.HANDED_OVER, "what": "reason"})
            changes = [replace(plain, kind=EventKind.HANDED_OVER, level=level)]
    if not known.standing.level and known.standing.stage is Stage.SUBMITTED and wanted.settle != "escalate":
        taken = replace(plain, kind=EventKind.HANDED_OVER, level=1, reason="", approver="")
        changes = [taken, *changes]  # a refusal that a machine proposed, and nobody had asked for a person
    if wanted.late_reason:
        explained = replace(plain, kind=EventKind.LATE_EXPLAINED, reason=wanted.late_reason, approver="")
        changes = [explained, *changes]
    changed = cases.change(desk, known.case.case_id, changes)
    if wanted.settle == "approve":
        issue_papers(desk, application, decided)
    return case_records.told(desk, changed)


def _approve(known: Known, item: ItemDocument, plain: Change, wanted: SettleCase) -> list[Change]:
    """What is only received here goes on in its department."""
    number = known.case.number
    if item.result.kind is ResultKind.RECEIPT:
        return [replace(plain, kind=EventKind.ACCEPTED, notice=wanted.notice or notice(number, "S"))]
    return [replace(plain, kind=kind, notice=told) for kind, told in _to_decision(known, item)] + [
        replace(plain, kind=EventKind.GRANTED, notice=wanted.notice or notice(number, "J")),
        replace(plain, kind=EventKind.ISSUED, reason="", approver=""),
    ]


def issue_papers(desk: Desk, application: Application, kept: decisions.Kept) -> None:
    """The papers are there from now on: the applicant finds them at a terminal. Raises `Refusal` paper_incomplete."""
    try:
        texts = decisions.papers_by_person(kept)
    except PaperIncomplete:
        raise Refusal("paper_incomplete") from None
    content = application_content.read(desk.keys, application)
    holder = papers.Holder(content.person, content.materials)
    for text in texts:
        papers.issue(desk, application, kept.item.body.name, text, holder)


def _refuse(known: Known, item: ItemDocument, plain: Change, wanted: SettleCase) -> list[Change]:
    """With its reason and the way of appeal; what the item says of that holds where the clerk says nothing else."""
    before = [replace(plain, kind=kind, notice=told, reason="") for kind, told in _to_decision(known, item)]
    told = wanted.notice or notice(known.case.number, "J")
    appeal = wanted.appeal or item.appeal.zh_CN
    return [*before, replace(plain, kind=EventKind.REFUSED, notice=told, appeal=appeal)]


def _to_decision(known: Known, item: ItemDocument) -> list[tuple[EventKind, str]]:
    return list(application_cases.deciding(item, known.case.number)) if known.standing.stage is Stage.SUBMITTED else []


def _ask(known: Known, kept: decisions.Kept, plain: Change, wanted: SettleCase) -> Change:
    """Only what the item asks for can be asked for, and that the applicant can give at a terminal."""
    item, situation = kept.item, kept.grounds.facts.situation
    could = {
        f"material.{each.material}"
        for each in item.materials
        if each.comes_from is not MaterialFrom.SOURCE and holds(each.when, situation)
    } | {f"field.{each.name}" for each in form.asked(item.form, situation)}
    if item.promise is not None:
        could.add(f"material.{materials.PROMISE}")
    if strange := [each for each in wanted.missing if each not in could]:
        raise Refusal("case_missing_unknown", {"missing": strange[0]}, status=422)
    told = wanted.notice or notice(known.case.number, "B", known.standing.notices + 1)
    return replace(plain, kind=EventKind.SUPPLEMENT_ASKED, missing=wanted.missing, notice=told)


def _take(known: Known, plain: Change) -> list[Change]:
    """Everything that the notice asks for lies on the clerk's desk."""
    came = replace(plain, kind=EventKind.SUPPLEMENTED, missing=known.standing.missing)
    handed = replace(plain, kind=EventKind.HANDED_OVER, level=1)
    return [came] if known.standing.level else [came, handed]


def _own(desk: Desk, number: str) -> tuple[Known, Application]:
    """An application of this hall, by the number of its case."""
    case = cases.numbered(desk.connection, number)
    application = applications.find(desk.connection, case.case_id)
    if application is None or case.hall_id != desk.hall.hall_id:
        raise Refusal(RuleCode.NOT_FOUND, status=404)
    return cases.read(desk.keys, desk.connection, case), application
