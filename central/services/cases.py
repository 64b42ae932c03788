"""Cases: opened, changed, read. Each change is an event; how a case stands is the fold of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from central.cases.clocks import Limits, clocks
from central.cases.course import answer_day
from central.cases.event import Change, Event
from central.cases.history import History
from central.cases.model import NotAllowed, Standing
from central.contract import case_number
from central.contract.case import EventKind, Extension, Role, Special, Stage
from central.contract.clock import ClockKind
from central.contract.item import ANSWERED_WITHIN, CaseKind, ItemDocument, TimeLimit
from central.contract.messages import RuleCode, Words
from central.keys import Keys
from central.limits.deadline import Due, deadline
from central.office import Desk
from central.rules.masks import masked_name
from central.services import case_chain, people, receipt_numbers
from central.services.refusals import Refusal
from central.shelf import Shelf
from central.store import cases
from central.store.cases import Case, EventRow
from central.store.database import Connection
from central.store.supervision import Waiting


class NotTheFold(RuntimeError):
    """What a case row says of its standing is not what its events say; the text names the case."""


@dataclass(frozen=True)
class Subject:
    """Whose case it is, for whom, and about what. `version`: of an item that this office publishes."""

    department: str
    item: str
    name: Words
    kind: CaseKind
    id_number: str
    person_name: str
    phone: str = ""
    credit_code: str | None = None
    version: int | None = None
    legal_limit: TimeLimit | None = None
    promised_limit: TimeLimit | None = None

    @classmethod
    def of_item(
        cls, item: ItemDocument, id_number: str, person_name: str, phone: str = "", credit_code: str | None = None
    ) -> Subject:
        """About an item as it is published: a running case keeps the limits that it began with."""
        return cls(
            department=item.department,
            item=item.item,
            name=item.name,
            kind=item.case_kind,
            id_number=id_number,
            person_name=person_name,
            phone=phone,
            credit_code=credit_code,
            version=item.version,
            legal_limit=item.legal_limit,
            promised_limit=item.promised_limit,
        )


@dataclass(frozen=True)
class Known:
    """A case with everything that happened to it."""

    case: Case
    history: History

    @property
    def standing(self) -> Standing:
        """How it stands."""
        return self.history.standing


# ---------------------------------------------------------------- opening and changing


def open_case(
    desk: Desk,
    case_id: str,
    subject: Subject,
    changes: Sequence[Change],
    *,
    number: str | None = None,
    own_number: str | None = None,
    applied: bool = False,
) -> Known:
    """A new case with its first changes, in this transaction. Raises `Refusal` with what the model says."""
    number = number or case_number.new()
    history = _followed(History(), case_id, changes, desk.now)
    standing = history.standing
    case = Case(
        case_id=case_id,
        number=number,
        own_number=own_number,
        hall_id=desk.hall.hall_id,
        department=subject.department,
        item=subject.item,
        version=subject.version,
        name=subject.name.model_dump(),
        kind=subject.kind.value,
        applied=applied,
        person=people.person(desk.keys, subject.id_number),
        company=company(desk.keys, subject.credit_code) if subject.credit_code else None,
        id_last4=id_factor(desk.keys, number, subject.id_number[-4:]),
        phone_last4=phone_factor(desk.keys, number, subject.phone[-4:]) if subject.phone else None,
        masked_name=masked_name(subject.person_name),
        legal_limit=_limit(subject.legal_limit),
        promised_limit=_limit(subject.promised_limit),
        opened_at=standing.opened_at,
        answer_by=_answer_by(desk, subject.item, subject.version, history),
        **_projected(history, applied),
    )
    rows = case_chain.linked(desk.keys, (), (_row(desk.keys, event) for event in history.events))
    case = replace(case, head=case_chain.head(desk.keys, case, rows))
    cases.add(desk.connection, case)
    cases.add_events(desk.connection, rows)
    return Known(case, history)


def change(desk: Desk, case_id: str, changes: Sequence[Change]) -> Known:
    """Let something happen to a case, all of it or nothing. What is known already is not written again.

    Raises:
        Refusal: not_found, and what the model says.
        ChainBroken: the last events are not those that were written.
    """
    case = cases.lock(desk.connection, case_id)
    if case is None:
        raise Refusal(RuleCode.NOT_FOUND, status=404)
    there = cases.events_of(desk.connection, case_id)
    before = _history(desk.keys, there)
    after = _followed(before, case_id, changes, desk.now)
    added = after.events[len(before.events) :]
    if not added:
        return Known(case, before)
    _refuse_silent_lateness(desk, case, after, added)
    case_chain.check_head(desk.keys, case, there)
    rows = case_chain.linked(desk.keys, there, (_row(desk.keys, event) for event in added))
    cases.add_events(desk.connection, rows)
    projected = _projected(after, case.applied)
    projected["head"] = case_chain.head(desk.keys, case, [*there, *rows])
    projected["answer_by"] = _answer_by(desk, case.item, case.version, after)
    cases.stand(desk.connection, case_id, projected)
    return Known(replace(case, **projected), after)


def _refuse_silent_lateness(desk: Desk, case: Case, history: History, added: Iterable[Event]) -> None:
    """优化营商环境条例 36: whoever ends a case after a limit says why; the limits are those that the case began with.

    A grant may say it itself. The reason for which a case is refused, turned away or withdrawn is another one, so it is
    told apart.
    """
    explained = any(each.kind is EventKind.LATE_EXPLAINED for each in history.events)
    for event in added:
        if event.kind not in _ENDINGS or event.role not in _UNITS or explained:
            continue
        if event.kind is EventKind.GRANTED and event.reason:
            continue
        for clock in clocks(history.in_order, limits_of(desk.office.shelf, case), desk.office.calendar, event.at):
            if clock.kind is ClockKind.GAP:
                continue  # the applicant's
            end = deadline(clock.limit, clock.course, desk.office.calendar)
            if isinstance(end, Due) and event.at >= end.over:
                raise Refusal("case_overdue", {"kind": event.kind, "day": end.day.isoformat()})


def limits_of(shelf: Shelf, case: Case | Waiting) -> Limits:
    """What a case began with."""
    legal, promised = (
        None if said is None else TimeLimit.model_validate(said) for said in (case.legal_limit, case.promised_limit)
    )
    return Limits(legal, promised, _answer_limit(shelf, case.item, case.version))


def _answer_limit(shelf: Shelf, item: str, version: int | None) -> TimeLimit:
    volume = shelf.find(item, version) if version is not None else None
    return ANSWERED_WITHIN if volume is None else volume.item.answer_limit


_ENDINGS = frozenset(
    {EventKind.GRANTED, EventKind.REFUSED, EventKind.NOT_ACCEPTED, EventKind.REFERRED, EventKind.WITHDRAWN}
)
_UNITS = frozenset({Role.CLERK, Role.DEPARTMENT})


def _followed(history: History, case_id: str, changes: Iterable[Change], now: datetime) -> History:
    try:
        for each in changes:
            if not history.knows(each):
                history = history.after(case_id, each, now)
    except NotAllowed as fault:
        raise Refusal(fault.code, fault.facts) from None
    return history


def _answer_by(desk: Desk, item: str, version: int | None, history: History) -> date | None:
    return answer_day(history.in_order, _answer_limit(desk.office.shelf, item, version), desk.office.calendar)


def _projected(history: History, applied: bool) -> dict[str, Any]:
    standing = history.standing
    return {
        "stage": standing.stage.value,
        "since": standing.since,
        "unit": standing.unit,
        "with_person": standing.level > 0,
        "waits": applied and standing.level > 0 and standing.stage is Stage.SUBMITTED,
        "events": len(history.events),
    }


# ---------------------------------------------------------------- reading


def read(keys: Keys, connection: Connection, case: Case) -> Known:
    """Everything that happened to a case. Raises `RecordBroken` for words that were changed."""
    return Known(case, _history(keys, cases.events_of(connection, case.case_id)))


def read_all(keys: Keys, connection: Connection, case_ids: Sequence[str]) -> list[Known]:
    """These cases in order of id, with everything that happened to them. Raises `RecordBroken`."""
    return read_each(keys, connection, cases.all_of(connection, case_ids))


def read_each(keys: Keys, connection: Connection, found: Sequence[Case]) -> list[Known]:
    """The same of cases that were looked up already, in their order."""
    happened = cases.events_of_each(connection, [case.case_id for case in found])
    return [Known(case, _history(keys, happened[case.case_id])) for case in found]


def readable(keys: Keys, connection: Connection, case_ids: Sequence[str]) -> dict[str, History]:
    """What happened to each of these cases, without those whose rows are not what was written."""
    happened, found = cases.events_of_each(connection, case_ids), {}
    for case_id in case_ids:
        with suppress(ValueError):  # words that were changed, and codes that nobody wrote
            found[case_id] = _history(keys, happened[case_id])
    return found


def numbered(connection: Connection, typed: str) -> Case:
    """The case that a number names, as somebody typed it. A slip of the pen is told before anybody looks.

    Raises:
        Refusal: case_number_invalid, not_found.
    """
    case = cases.find_by_number(connection, receipt_numbers.read(typed))
    if case is None:
        raise Refusal(RuleCode.NOT_FOUND, status=404)
    return case


def replay(keys: Keys, connection: Connection, case_id: str) -> Stage:
    """Hold a case's events against their chain, fold them again, and hold that against what its row says.

    Raises:
        ChainBroken: events were changed, deleted or put elsewhere.
        NotTheFold: the row says something else than they do.
    """
    case = cases.find(connection, case_id)
    if case is None:
        raise NotTheFold(f"{case_id}: there is no such case")
    rows = cases.events_of(connection, case_id)
    case_chain.check(keys, case, rows)
    try:
        known = Known(case, _history(keys, rows))
        projected = _projected(known.history, case.applied)
    except (NotAllowed, ValueError) as fault:
        raise NotTheFold(f"{case.number}: its events cannot have happened so ({fault})") from fault
    differ = sorted(name for name, value in projected.items() if getattr(case, name) != value)
    if differ:
        raise NotTheFold(f"{case.number}: {', '.join(differ)} came out different")
    return known.standing.stage


def company(keys: Keys, credit_code: str) -> str:
    """Stands for a company."""
    return keys.keyed_hash("credit_code", credit_code)


def id_factor(keys: Keys, number: str, last4: str) -> str:
    """The end of the ID number as second factor beside a case's number; bound to it, so that equal ends do not show."""
    return keys.keyed_hash("case_id_last4", f"{number}\0{last4}")


def phone_factor(keys: Keys, number: str, last4: str) -> str:
    """The same, of the phone."""
    return keys.keyed_hash("case_phone_last4", f"{number}\0{last4}")


# ---------------------------------------------------------------- rows


def _row(keys: Keys, event: Event) -> EventRow:
    said = {"reason": event.reason, "appeal": event.appeal, "missing": event.missing, "behalf": event.behalf}
    words = None
    if any(said.values()):
        plain = json.dumps(said, ensure_ascii=False).encode()
        words = keys.seal_record(plain, _place(event.case_id, event.sequence))
    return EventRow(
        case_id=event.case_id,
        sequence=event.sequence,
        kind=event.kind.value,
        at=event.at,
        written_at=event.written_at,
        late=event.late,
        role=event.role.value,
        unit=event.unit,
        actor=event.actor,
        notice=event.notice,
        approver=event.approver,
        special=event.special.value if event.special else None,
        until=event.until,
        extension=event.extension.model_dump(mode="json") if event.extension else None,
        level=event.level,
        at_once=event.at_once,
        by_unit=event.by_unit,
        words=words,
    )


def _history(keys: Keys, rows: Iterable[EventRow]) -> History:
    return History(tuple(_events(keys, rows)))


def _events(keys: Keys, rows: Iterable[EventRow]) -> Iterable[Event]:
    for row in rows:
        said: dict[str, Any] = {"reason": "", "appeal": "", "missing": (), "behalf": ""}
        if row.words is not None:
            said |= json.loads(keys.open_record(row.words, _place(row.case_id, row.sequence)))
        yield Event(
            case_id=row.case_id,
            sequence=row.sequence,
            kind=EventKind(row.kind),
            at=row.at,
            written_at=row.written_at,
            late=row.late,
            role=Role(row.role),
            unit=row.unit,
            actor=row.actor,
            reason=said["reason"],
            notice=row.notice,
            approver=row.approver,
            appeal=said["appeal"],
            missing=tuple(said["missing"]),
            special=Special(row.special) if row.special else None,
            until=row.until,
            extension=Extension.model_validate(row.extension) if row.extension else None,
            level=row.level,
            behalf=said["behalf"],
            at_once=row.at_once,
            by_unit=row.by_unit,
        )


def _limit(limit: TimeLimit | None) -> dict[str, Any] | None:
    return limit.model_dump(mode="json") if limit is not None else None


def _place(case_id: str, sequence: int) -> str:
    return f"case_events/{case_id}/{sequence}"
