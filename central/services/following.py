"""进度查询: an applicant's own cases, by card, by code, or by a number with a second factor; and urging whoever has it.

What was typed wrong, what there is not and what is somebody else's get one answer; each is counted as a guess.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from central.cases.event import Change
from central.contract import case_number
from central.contract.agency import ByAgreement
from central.contract.application import ByCard
from central.contract.case import FINAL, EventKind, Stage
from central.contract.clock import Light, weightiest
from central.contract.following import (
    AskPerson,
    ByCaseNumber,
    CaseFound,
    CasesFound,
    CaseUrged,
    FindCases,
    FollowedCase,
    LookProof,
    PersonAsked,
    ReadCase,
    UrgeCase,
)
from central.contract.messages import Message, Received, RuleCode, Words
from central.contract.rating import RateCase
from central.keys import Keys
from central.limits import urging
from central.limits.urging import APPLICANT, Urge
from central.office import Desk, Office
from central.services import (
    agency_rights,
    applicants,
    application_cases,
    case_clocks,
    case_materials,
    case_records,
    cases,
    guessing,
    people,
    ratings,
    urges,
)
from central.services.agency_rights import Right
from central.services.cases import Known
from central.services.commands import prepared
from central.services.guessing import InVain, Subject
from central.services.refusals import Refusal
from central.store import agencies, applications
from central.store import cases as stored
from central.store.cases import Case
from central.store.database import Connection
from central.store.kiosks import Kiosk

MOST_LISTED = 30

M = TypeVar("M", bound=Message)


@dataclass(frozen=True)
class _Whose:
    """What a proof proves: a person, the one case whose number was typed with its second factor, or an agent's right
    to the cases of a step.

    `tries`: of what it is counted when it proves nothing of the case that it is shown for.
    """

    tries: tuple[Subject, ...]
    person: str | None = None
    typed: ByCaseNumber | None = None
    right: Right | None = None

    def owns(self, keys: Keys, case: Case | None) -> bool:
        """Whether it is their case, or an agent's to look after."""
        if self.typed is not None:
            return proves(keys, case, self.typed)
        if case is None:
            return False
        return case.person == self.person if self.right is None else self.right.covers(case)


def proves(keys: Keys, case: Case | None, typed: ByCaseNumber) -> bool:
    """Whether number and second factor are this case's, exactly. It takes as long for a case that there is not."""
    kept = ("", "") if case is None or case.number != typed.number else (case.id_last4, case.phone_last4 or "")
    shown = (
        cases.id_factor(keys, typed.number, typed.last4),
        cases.phone_factor(keys, typed.number, typed.last4),
    )
    by_id, by_phone = (hmac.compare_digest(*each) for each in zip(kept, shown, strict=True))
    return by_id or by_phone


# ---------------------------------------------------------------- questions


def find(office: Office, kiosk: Kiosk, wanted: FindCases) -> CasesFound:
    """The applicant's cases, the newest first, at whichever hall they were opened.

    Raises:
        Refusal: case_number_invalid, case_not_found (of a typed number), too_many_lookups, id_number_invalid,
            identity_code_….
    """
    with guessing.counted(office, kiosk):
        whose = _whose(office, kiosk, wanted.proof, anew=True)
        if whose.typed is not None:
            return CasesFound(cases=(_read_own(office, kiosk, whose.typed.number, whose, _listed),))
    with office.database.read() as connection:
        desk = office.desk(connection, kiosk.hall_id)
        rows = _of(connection, whose)
        known = cases.read_all(desk.keys, connection, [row.case_id for row in rows[:MOST_LISTED]])
        newest = sorted(known, key=lambda each: each.case.opened_at, reverse=True)
        found = CasesFound(
            cases=tuple(_listed(desk, each) for each in newest),
            more=len(rows) > MOST_LISTED,
            agreements=isinstance(wanted.proof, ByCard) and agencies.any_of_person(connection, whose.person or ""),
        )
    if whose.right is not None:
        agency_rights.note_look(office, kiosk, whose.right)
    return found


def read(office: Office, kiosk: Kiosk, wanted: ReadCase) -> FollowedCase:
    """One case, whole. Raises `Refusal` like `find`."""
    with guessing.counted(office, kiosk):
        whose = _whose(office, kiosk, wanted.proof, anew=False)
        found = _read_own(office, kiosk, wanted.number, whose, followed)
    if whose.right is None:
        return found
    agency_rights.note_look(office, kiosk, whose.right, wanted.number)
    return found.model_copy(update={"application": None, "version": None, "can_ask_person": False})


def _of(connection: Connection, whose: _Whose) -> list[Case]:
    """Their cases, and one more than are told of."""
    if (right := whose.right) is None:
        return stored.of_person(connection, whose.person or "", MOST_LISTED + 1)
    if right.item is None:
        return []
    return stored.of_person_and_item(connection, right.row.person, right.item, right.since, MOST_LISTED + 1)


def _read_own(office: Office, kiosk: Kiosk, number: str, whose: _Whose, tell: Callable[[Desk, Known], M]) -> M:
    """What is to be told of somebody's own case."""
    if not case_number.is_one(number):
        raise Refusal("case_number_invalid", status=422)
    with office.database.read() as connection:
        desk = office.desk(connection, kiosk.hall_id)
        guessing.refuse(desk, whose.tries)
        case = stored.find_by_number(connection, number)
        if whose.owns(desk.keys, case):
            assert case is not None
            return tell(desk, cases.read(desk.keys, connection, case))
    unknown = InVain(RuleCode.CASE_NOT_FOUND, whose.tries)
    if whose.right is not None:
        agency_rights.note_beyond(office, kiosk, whose.right, number, unknown)
    raise unknown


def _whose(office: Office, kiosk: Kiosk, proof: LookProof, *, anew: bool) -> _Whose:
    if isinstance(proof, ByAgreement):
        tries = (guessing.by(people.person(office.keys, proof.card.id_number)),)
        return _Whose(tries, right=agency_rights.asked(office, kiosk, proof))
    if isinstance(proof, ByCaseNumber):
        return _Whose((guessing.at(kiosk), guessing.on(office.keys, proof.number)), typed=proof)
    person = people.person(office.keys, applicants.known(office, kiosk, proof, anew=anew).id_number)
    return _Whose((guessing.by(person),), person=person)


# ---------------------------------------------------------------- effects


def prepare_urge(office: Office, kiosk: Kiosk, wanted: UrgeCase) -> Callable[[Desk], CaseUrged]:
    """See whose case it is before any transaction; what comes back writes the urging down, or refuses."""
    return _prepared(office, kiosk, wanted, _urge)


def prepare_rating(office: Office, kiosk: Kiosk, wanted: RateCase) -> Callable[[Desk], Received]:
    """The same, for a rating."""
    return _prepared(office, kiosk, wanted, lambda desk, kiosk, case: ratings.rate(desk, kiosk, case, wanted))


def prepare_ask(office: Office, kiosk: Kiosk, wanted: AskPerson) -> Callable[[Desk], PersonAsked]:
    """The same, for a person's decision."""
    return _prepared(office, kiosk, wanted, _ask_person)


def _prepared(
    office: Office, kiosk: Kiosk, wanted: UrgeCase | AskPerson | RateCase, do: Callable[[Desk, Kiosk, Case], M]
) -> Callable[[Desk], M]:
    def effect(desk: Desk, whose: _Whose) -> M:
        guessing.refuse(desk, whose.tries)
        found = stored.find_by_number(desk.connection, wanted.number)
        if not whose.owns(desk.keys, found):
            raise InVain(RuleCode.CASE_NOT_FOUND, whose.tries)
        assert found is not None
        case = stored.lock(desk.connection, found.case_id)
        assert case is not None, "cases are never deleted"
        done = do(desk, kiosk, case)
        if whose.right is not None:
            agency_rights.note_urged(desk, kiosk, whose.right, case.number)
        return done

    return prepared(lambda: _whose(office, kiosk, wanted.proof, anew=False), effect)


def _urge(desk: Desk, kiosk: Kiosk, case: Case) -> CaseUrged:
    """Raises `Refusal` urge_closed, urge_too_soon."""
    known = cases.read(desk.keys, desk.connection, case)

    def said(to: str) -> Change:
        return application_cases.by_citizen(EventKind.URGED, to, kiosk, desk.now)

    return urges.written(desk, known, urges.possible(known, APPLICANT, desk.now), said)


def _ask_person(desk: Desk, kiosk: Kiosk, case: Case) -> PersonAsked:
    """Raises `Refusal` case_moved_on where no application waits for its decision."""
    application = applications.find(desk.connection, case.case_id)
    if application is None:
        raise Refusal(RuleCode.CASE_MOVED_ON)
    asked = application_cases.hand_over(desk, kiosk, application)
    return PersonAsked(number=asked.number, answer_by=asked.answer_by)


# ---------------------------------------------------------------- what is told


def _listed(desk: Desk, known: Known) -> CaseFound:
    case, clock = known.case, weightiest(case_clocks.shown(desk.office, desk.hall, known, desk.now))
    ended = known.standing.stage in FINAL
    return CaseFound(
        number=case.number,
        name=Words.model_validate(case.name),
        stage=known.standing.stage,
        unit=desk.office.shelf.body(known.standing.unit),
        opened_at=desk.hall.local(case.opened_at),
        light=Light.GREEN if ended else clock.light if clock else None,
        due=clock.due if clock and not ended else None,
    )


def followed(desk: Desk, known: Known) -> FollowedCase:
    """A case as its applicant sees it."""
    case, standing = known.case, known.standing
    told = case_records.told(desk, known)
    units = {unit for event in known.history.events for unit in (event.unit, event.by_unit)}
    units |= {case.department, standing.unit}
    named = {unit: name for unit in units if (name := desk.office.shelf.body(unit)) is not None}
    found = urges.possible(known, APPLICANT, desk.now)
    before = [each for each in urges.of(known) if each.by == APPLICANT]
    again = found.again if isinstance(found, urging.Refused) else None
    return FollowedCase(
        case=told,
        units=named,
        materials=case_materials.of(desk, known),
        application=case.case_id if case.applied else None,
        version=case.version,
        urged_at=desk.hall.local(before[-1].at) if before else None,
        can_urge=isinstance(found, Urge),
        urge_again=desk.hall.local(again) if again else None,
        can_rate=ratings.can_rate(desk, known),
        can_ask_person=case.applied and standing.stage is Stage.SUBMITTED and not standing.level,
    )
