"""进度查询: an applicant's own cases, by card, by code, or by a number with a second factor, and those of a company in
which they hold an office; and urging whoever has one.

What was typed wrong, what there is not and what is somebody else's get one answer; each is counted as a guess.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from central.cases.event import Change
from central.contract import case_number
from central.contract.agency import ByAgreement
from central.contract.application import ByCard
from central.contract.case import FINAL, EventKind, Stage
from central.contract.clock import Light, weightiest
from central.contract.following import (
    AskPerson,
    CaseFound,
    CasesFound,
    CaseUrged,
    CaseWithdrawn,
    CompaniesFound,
    Company,
    FindCases,
    FindCompanies,
    FollowedCase,
    PersonAsked,
    ReadCase,
    UrgeCase,
    WithdrawCase,
)
from central.contract.handing_in import HandIn, ThingsHandedIn
from central.contract.messages import Message, Received, RuleCode, Words
from central.contract.rating import RateCase
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
    companies,
    guessing,
    hand_ins,
    ratings,
    urges,
    withdrawals,
)
from central.services.case_clocks import Moves
from central.services.case_proofs import Whose
from central.services.case_proofs import whose as whose_by
from central.services.cases import Known
from central.services.commands import prepared
from central.services.guessing import InVain
from central.services.refusals import Refusal
from central.store import agencies, applications
from central.store import cases as stored
from central.store.cases import Case
from central.store.kiosks import Kiosk

MOST_LISTED = 30

_APPLICANTS_ALONE = {
    "application": None,
    "version": None,
    "can_ask_person": False,
    "can_rate": False,
    "url": "",
    "withdrawal": None,
    "to_hand_in": (),
    "by_agent": True,
}
"""What an agent reads of a case otherwise."""

M = TypeVar("M", bound=Message)


# ---------------------------------------------------------------- questions


def find(office: Office, kiosk: Kiosk, wanted: FindCases) -> CasesFound:
    """The applicant's cases or the company's, the newest first, at whichever hall they were opened.

    Raises:
        Refusal: case_number_invalid, case_not_found (of a typed number), too_many_lookups, and those of
            `case_proofs.whose`.
    """
    with guessing.counted(office, kiosk):
        whose = whose_by(office, kiosk, wanted.proof, anew=True)
        if whose.typed is not None:
            return CasesFound(cases=(_read_own(office, kiosk, whose.typed.number, whose, _listed),))
    with office.database.read() as connection:
        desk = office.desk(connection, kiosk.hall_id)
        rows = whose.rows(desk, MOST_LISTED + 1)
        known = cases.read_all(desk.keys, connection, [row.case_id for row in rows[:MOST_LISTED]])
        moved = case_clocks.moves(connection, [each.case.case_id for each in known])
        newest = sorted(known, key=lambda each: each.case.opened_at, reverse=True)
        found = CasesFound(
            cases=tuple(_listed(desk, each, moved) for each in newest),
            more=len(rows) > MOST_LISTED,
            agreements=isinstance(wanted.proof, ByCard) and agencies.any_of_person(connection, whose.person),
            company=whose.company,
        )
    if whose.right is not None:
        agency_rights.note_look(office, kiosk, whose.right)
    return found


def find_companies(office: Office, kiosk: Kiosk, wanted: FindCompanies) -> CompaniesFound:
    """The companies whose cases somebody may follow. Raises `Refusal` id_number_invalid, identity_code_…."""
    holder = applicants.known(office, kiosk, wanted.holder)
    return companies.of_person(office, kiosk, holder.id_number)


def read(office: Office, kiosk: Kiosk, wanted: ReadCase) -> FollowedCase:
    """One case, whole. Raises `Refusal` like `find`."""
    with guessing.counted(office, kiosk):
        whose = whose_by(office, kiosk, wanted.proof, anew=False)
        found = _read_own(office, kiosk, wanted.number, whose, lambda desk, known: followed(desk, known, whose.company))
    if whose.right is None:
        return found
    agency_rights.note_look(office, kiosk, whose.right, wanted.number)
    return found.model_copy(update=_APPLICANTS_ALONE)


def _read_own(office: Office, kiosk: Kiosk, number: str, whose: Whose, tell: Callable[[Desk, Known], M]) -> M:
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


# ---------------------------------------------------------------- effects


def prepare_urge(office: Office, kiosk: Kiosk, wanted: UrgeCase) -> Callable[[Desk], CaseUrged]:
    """See whose case it is before any transaction; what comes back writes the urging down, or refuses."""
    return _prepared(office, kiosk, wanted, _urge)


def prepare_rating(office: Office, kiosk: Kiosk, wanted: RateCase) -> Callable[[Desk], Received]:
    """The same, for a rating."""
    return _prepared(office, kiosk, wanted, lambda desk, kiosk, case, _by: ratings.rate(desk, kiosk, case, wanted))


def prepare_ask(office: Office, kiosk: Kiosk, wanted: AskPerson) -> Callable[[Desk], PersonAsked]:
    """The same, for a person's decision."""
    return _prepared(office, kiosk, wanted, _ask_person)


def prepare_withdrawal(office: Office, kiosk: Kiosk, wanted: WithdrawCase) -> Callable[[Desk], CaseWithdrawn]:
    """The same, to take it back."""
    return _prepared(office, kiosk, wanted, _withdraw)


def prepare_hand_in(office: Office, kiosk: Kiosk, wanted: HandIn) -> Callable[[Desk], ThingsHandedIn]:
    """The same, for what it waits for; the pictures are looked at before too."""
    return _prepared(
        office,
        kiosk,
        wanted,
        lambda desk, kiosk, case, _by: hand_ins.hand_in(desk, kiosk, case, wanted),
        lambda: hand_ins.check_pages(office, kiosk, wanted),
    )


def _prepared(
    office: Office,
    kiosk: Kiosk,
    wanted: UrgeCase | AskPerson | WithdrawCase | RateCase | HandIn,
    do: Callable[[Desk, Kiosk, Case, Whose], M],
    check: Callable[[], None] = lambda: None,
) -> Callable[[Desk], M]:
    def effect(desk: Desk, whose: Whose) -> M:
        if not case_number.is_one(wanted.number):
            raise Refusal("case_number_invalid", status=422)
        guessing.refuse(desk, whose.tries)
        found = stored.find_by_number(desk.connection, wanted.number)
        if not whose.owns(desk.keys, found):
            raise InVain(RuleCode.CASE_NOT_FOUND, whose.tries)
        assert found is not None
        case = stored.lock(desk.connection, found.case_id)
        assert case is not None, "cases are never deleted"
        done = do(desk, kiosk, case, whose)
        if whose.right is not None:
            agency_rights.note_urged(desk, kiosk, whose.right, case.number)
        return done

    def prepare() -> Whose:
        whose = whose_by(office, kiosk, wanted.proof, anew=False)
        check()
        return whose

    return prepared(prepare, effect)


def note_refused(
    desk: Desk, kiosk: Kiosk, wanted: UrgeCase | AskPerson | WithdrawCase | RateCase | HandIn, refusal: Refusal
) -> None:
    """Count what was tried in vain; what an agent tried beyond the agreement is written down there too."""
    guessing.note_refused(desk, refusal)
    if isinstance(refusal, InVain) and isinstance(wanted.proof, ByAgreement):
        agency_rights.note_refused(desk, kiosk, wanted.proof, refusal, wanted.number)


def _urge(desk: Desk, kiosk: Kiosk, case: Case, whose: Whose) -> CaseUrged:
    """Raises `Refusal` urge_closed, urge_too_soon."""
    known = cases.read(desk.keys, desk.connection, case)

    def said(to: str) -> Change:
        return replace(application_cases.by_citizen(EventKind.URGED, to, kiosk, desk.now), behalf=whose.behalf)

    return urges.written(desk, known, urges.possible(known, APPLICANT, desk.now), said)


def _ask_person(desk: Desk, kiosk: Kiosk, case: Case, whose: Whose) -> PersonAsked:
    """Raises `Refusal` case_moved_on where no application waits for its decision."""
    application = applications.find(desk.connection, case.case_id)
    if application is None:
        raise Refusal(RuleCode.CASE_MOVED_ON)
    asked = application_cases.hand_over(desk, kiosk, application, whose.behalf)
    return PersonAsked(number=asked.number, answer_by=asked.answer_by)


def _withdraw(desk: Desk, kiosk: Kiosk, case: Case, _by: Whose) -> CaseWithdrawn:
    """Raises `Refusal` case_moved_on."""
    return withdrawals.withdraw(desk, kiosk, case)


# ---------------------------------------------------------------- what is told


def _listed(desk: Desk, known: Known, moved: Moves | None = None) -> CaseFound:
    moved = case_clocks.moves(desk.connection, [known.case.case_id]) if moved is None else moved
    case, clock = known.case, weightiest(case_clocks.shown(desk.office, desk.hall, known, desk.now, moved))
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


def followed(desk: Desk, known: Known, company: Company | None = None) -> FollowedCase:
    """A case as its applicant sees it; or as a company does, for which it is read."""
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
        can_rate=company is None and ratings.can_rate(desk.connection, known),
        can_ask_person=case.applied and standing.stage is Stage.SUBMITTED and not standing.level,
        withdrawal=withdrawals.way(known) if company is None else None,
        to_hand_in=hand_ins.asked(desk, known) if company is None else (),
        company=company,
    )
