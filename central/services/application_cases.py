"""The case that an application is: what the machine's verdict does to it, and what the applicant is told of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from central.cases.event import Change
from central.contract.application import Finding
from central.contract.case import EventKind, Role, Stage
from central.contract.item import CaseKind, DecisionRule, IfFalse, ItemDocument, Outcome, ResultKind
from central.contract.messages import RuleCode
from central.office import Desk, Office
from central.services import cases
from central.services.cases import Known
from central.services.decisions import Verdict
from central.services.refusals import Refusal
from central.store import applications
from central.store import cases as stored
from central.store.applications import Application
from central.store.cases import Case
from central.store.kiosks import Kiosk

SHOWN_FOR = timedelta(days=30)
"""How long an application that a person accepted, and a department goes on with, is shown instead of a second one."""

OWED_FOR = timedelta(days=1)
"""The same for a machine's result whose paper is not known to be out: power, line or printer failed before. Afterwards
it is fetched by its code, or from a person."""

MACHINE = "machine"
_ANSWER = re.compile(r"\banswers\.([a-z][a-z0-9_]*)")
_PROMISED = re.compile(r"(?<![.\w])promised\b")
_SETTLED = frozenset({Stage.GRANTED, Stage.REFUSED, Stage.ISSUED})


def submitted(item: ItemDocument, kiosk: Kiosk, at: datetime) -> Change:
    """An application begins its case."""
    at_once = item.case_kind is CaseKind.AT_ONCE
    return by_citizen(EventKind.SUBMITTED, item.department, kiosk, at, at_once=at_once)


def by_machine(item: ItemDocument, verdict: Verdict, asked: tuple[str, ...], number: str, at: datetime) -> list[Change]:
    """What a verdict does to a case that is submitted. `asked`: everything that is to be supplemented.

    One that is granted with a paper ends when the paper is out; see `paper_out`.
    """
    plain = Change(kind=EventKind.ACCEPTED, at=at, role=Role.MACHINE, unit=item.department, actor=MACHINE)
    match verdict.outcome:
        case Outcome.APPROVED if item.result.kind is ResultKind.RECEIPT:
            return [replace(plain, notice=notice(number, "S"))]  # a department goes on with it
        case Outcome.APPROVED:
            granted = [replace(plain, kind=kind, notice=told) for kind, told in granting(item, number)]
            return granted if verdict.papers else [*granted, replace(plain, kind=EventKind.CLOSED)]
        case Outcome.SUPPLEMENT:
            return [replace(plain, kind=EventKind.SUPPLEMENT_ASKED, missing=asked, notice=notice(number, "B"))]
        case Outcome.REFUSAL_PROPOSED:
            return [replace(plain, kind=EventKind.REFUSAL_PROPOSED)]
    return [replace(plain, kind=EventKind.HANDED_OVER, level=1)]


def granting(item: ItemDocument, number: str) -> Iterator[tuple[EventKind, str]]:
    """From the submission to the paper: each change with the number of its notice."""
    yield from deciding(item, number)
    yield EventKind.GRANTED, notice(number, "J")
    yield EventKind.ISSUED, ""


def deciding(item: ItemDocument, number: str) -> Iterator[tuple[EventKind, str]]:
    """From the submission to where it can be decided. 安阳条例 36: what is done on the spot needs no receipt."""
    at_once = item.case_kind is CaseKind.AT_ONCE
    yield EventKind.ACCEPTED, "" if at_once else notice(number, "S")
    if not at_once:
        yield EventKind.REVIEW_BEGUN, ""


def notice(number: str, kind: str, count: int = 1) -> str:
    """The number of a notice that the office itself gives: S 受理, B 补正, J 决定."""
    return f"{number}/{kind}{count}"


def owed(item: ItemDocument, findings: tuple[Finding, ...], missing: tuple[str, ...]) -> tuple[str, ...]:
    """Everything that a verdict asks the applicant for: materials, answers, and what is only put right elsewhere."""
    keys = [f"material.{material}" for material in missing]
    false = {finding.rule for finding in findings if finding.holds is False}
    for rule in item.rules:
        if rule.rule in false and rule.if_false is IfFalse.SUPPLEMENT:
            keys += _read_by(rule)
    return tuple(dict.fromkeys(keys))


def _read_by(rule: DecisionRule) -> list[str]:
    keys = [f"field.{name}" for name in _ANSWER.findall(rule.test)]
    if _PROMISED.search(rule.test):
        keys.append("material.promise")
    return keys or [f"rule.{rule.rule}"]


# ---------------------------------------------------------------- the applicant comes again


def make_room(desk: Desk, kiosk: Kiosk, person: str, item: str) -> None:
    """A new application takes the place of one that waits for the applicant alone.

    Raises `Refusal` application_waits where a person is at work on one.
    """
    for case in stored.undecided_applications(desk.connection, person, item):
        if case.waits:
            raise Refusal("application_waits", {"receipt": case.number})
        withdrawn = by_citizen(EventKind.WITHDRAWN, case.department, kiosk, desk.now)
        cases.change(desk, case.case_id, [withdrawn])


def to_show(desk: Desk, person: str, item: str) -> Case | None:
    """The application that is shown instead of a second one, at any terminal: with a person, to be supplemented, or to
    be collected."""
    known = stored.open_applications(desk.connection, person, item)
    return next((case for case in known if _is_shown(desk, case)), None)


def _is_shown(desk: Desk, case: Case) -> bool:
    stage, age = Stage(case.stage), desk.now - case.since
    if case.waits or stage in (Stage.SUPPLEMENTING, Stage.REFUSED):
        return True
    if case.with_person:
        return stage in _SETTLED or (stage in (Stage.ACCEPTED, Stage.REVIEWING) and age < SHOWN_FOR)
    by_machine = stage in (Stage.ACCEPTED, Stage.ISSUED)  # a receipt for what a department goes on with, or a result
    return by_machine and age < OWED_FOR and not applications.is_handed_out(desk.connection, case.case_id)


def hand_over(desk: Desk, kiosk: Kiosk, application: Application, behalf: str = "") -> Case:
    """转人工 at the citizen's wish; twice is once. `behalf`: of a `Change`."""
    case = stored.find(desk.connection, application.application_id)
    assert case is not None, "every application is a case"
    if case.with_person and Stage(case.stage) is not Stage.WITHDRAWN:
        return case
    if Stage(case.stage) is not Stage.SUBMITTED:
        raise Refusal(RuleCode.CASE_MOVED_ON)
    wanted = by_citizen(EventKind.HANDED_OVER, case.department, kiosk, desk.now)
    return cases.change(desk, case.case_id, [replace(wanted, level=1, behalf=behalf)]).case


def decision_read(office: Office, kiosk: Kiosk, application: Application) -> None:
    """The applicant has read what was decided: a refusal with its reasons, or a grant that has no paper. 送达, 办结."""
    with office.database.read() as connection:
        case = stored.find(connection, application.application_id)
        papers = applications.papers_of(connection, application.application_id)
    assert case is not None, "every application is a case"
    stage = Stage(case.stage)
    if not (stage is Stage.REFUSED or (stage is Stage.ISSUED and not papers)):
        return
    with office.database.write() as connection:
        desk = office.desk(connection, kiosk.hall_id)
        case = stored.lock(connection, case.case_id)
        if case is None or Stage(case.stage) is not stage:
            return  # somebody else's reading came before
        kinds = [EventKind.CLOSED] if stage is Stage.ISSUED else [EventKind.ISSUED, EventKind.CLOSED]
        cases.change(desk, case.case_id, [by_citizen(kind, case.department, kiosk, desk.now) for kind in kinds])


def paper_out(desk: Desk, kiosk: Kiosk, application_id: str) -> None:
    """A paper of an application came out. With the last of them the result is in the applicant's hands: 送达, 办结."""
    case = stored.lock(desk.connection, application_id)
    if case is not None and case.stage == Stage.ISSUED and applications.is_handed_out(desk.connection, case.case_id):
        cases.change(desk, case.case_id, [by_citizen(EventKind.CLOSED, case.department, kiosk, desk.now)])


def moment(desk: Desk, known: Known) -> datetime:
    """Now; not before what happened last, because a department's clock may be ahead of ours."""
    return max(desk.now, known.history.in_order[-1].at)


def by_citizen(kind: EventKind, unit: str, kiosk: Kiosk, at: datetime, *, at_once: bool = False) -> Change:
    """What the applicant does at a terminal."""
    actor = f"kiosk:{kiosk.kiosk_id}"
    return Change(kind=kind, at=at, role=Role.CITIZEN, unit=unit, actor=actor, at_once=at_once)
