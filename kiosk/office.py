"""The line to the office: its API as typed verbs, its refusals as typed faults.

`Office` is a driver like any other, so that the line has the same supervision as a device: `devices.device.Device`
opens it, asks how it is, and gives it commands, all on one thread. All requests may be repeated: questions change
nothing, and effects carry the idempotency key under which the ledger holds them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from central.contract import sealing
from central.contract.agency import (
    ActAsAgent,
    AgentsFound,
    AgreementDraft,
    AgreementKept,
    Agreements,
    DraftAgreement,
    EndAgreement,
    ReadAgreements,
    SealedAgreement,
    SignAgreement,
)
from central.contract.application import (
    ApplicationReceived,
    BeginApplication,
    Begun,
    Decision,
    HandedOver,
    HandOver,
    MaterialKept,
    Paper,
    ReadDecision,
    ReadPaper,
    ResultPaperReport,
    SealedApplication,
    SealedMaterial,
    SubmitApplication,
    SupplementApplication,
)
from central.contract.catalogue import CatalogueReport, Desired
from central.contract.following import (
    AskPerson,
    CasesFound,
    CaseUrged,
    CaseWithdrawn,
    CompaniesFound,
    FindCases,
    FindCompanies,
    FollowedCase,
    PersonAsked,
    ReadCase,
    UrgeCase,
    WithdrawCase,
)
from central.contract.handing_in import HandIn, ThingsHandedIn
from central.contract.measured import MeasuredTimes
from central.contract.messages import (
    BookingsFound,
    Enrol,
    Enrolled,
    FindBookings,
    HallBoard,
    Health,
    KioskReport,
    PaperReport,
    Received,
    RecordCopy,
    Sealed,
    TakeBookedTicket,
    TakeWalkInTicket,
    Ticket,
)
from central.contract.project import PlanProject, ProjectPlan
from central.contract.rating import ExplainRating, RateCase
from central.contract.signatures import KioskSigner
from central.contract.survey import AnswerSurvey
from central.contract.voice import ROOM, RaiseVoice, ReadVoice, Voice
from devices.deadline import Deadline
from devices.states import Condition, Identity, Link, WrongDevice
from kiosk import enrolment as enrolments
from kiosk.enrolment import Enrolment
from kiosk.faults import EffectRefused, KioskRefused, NotEnrolled, OfficeFailed, OfficeSilent
from kiosk.office_api import Api, ClockSkew, OfficeAddress, content, understand
from kiosk.office_clock import OfficeClock
from kiosk.wishes.agency_requests import FindAgents
from kiosk.wishes.wish import Answered, Effect

if TYPE_CHECKING:
    from kiosk.office_line import Answer

M = TypeVar("M", bound=BaseModel)

_NOT_MODIFIED = 304
_CATALOGUE_FILE = 5_000_000  # bytes
_NO_VERDICT = frozenset({401, 408, 409, 425, 429})
"""Refusals that say nothing of the effect itself: another moment or a corrected clock may let it pass."""


@dataclass(frozen=True)
class _Kind:
    """One kind of effect: where it is posted, what comes back, and what its body is sealed as, if it is. `room`: bytes
    that it is filled up to before, so that its length tells nothing."""

    name: str
    path: str
    answer: type[Answered]
    sealed: type[Sealed] | None = None
    room: int = 0


TAKE_TICKET = "take-ticket"
"""The kind of an effect by which a ticket comes to be; a copy of one is another kind."""

RAISE_VOICE = "raise-voice"
"""The kind of a complaint, a praise or a report, all the same in the ledger."""

_APPLICATIONS = "/v1/kiosk/applications"
_CASES = "/v1/kiosk/cases"
_AGENCIES = "/v1/kiosk/agencies"
_TAKE_TICKET = _Kind(TAKE_TICKET, "/v1/kiosk/tickets", Ticket, Sealed)
_KINDS = {
    TakeBookedTicket: _TAKE_TICKET,
    TakeWalkInTicket: _TAKE_TICKET,
    RecordCopy: _Kind("record-copy", "/v1/kiosk/tickets/copies", Ticket),
    PaperReport: _Kind("report-paper", "/v1/kiosk/papers", Received),
    SubmitApplication: _Kind("submit-application", f"{_APPLICATIONS}/submit", ApplicationReceived, SealedApplication),
    SupplementApplication: _Kind(
        "supplement-application", f"{_APPLICATIONS}/supplement", ApplicationReceived, SealedApplication
    ),
    ResultPaperReport: _Kind("report-result-paper", f"{_APPLICATIONS}/papers", Received),
    HandOver: _Kind("hand-over", f"{_APPLICATIONS}/hand-over", HandedOver),
    UrgeCase: _Kind("urge-case", f"{_CASES}/urge", CaseUrged, Sealed),
    AskPerson: _Kind("ask-person", f"{_CASES}/person", PersonAsked, Sealed),
    SignAgreement: _Kind("sign-agreement", f"{_AGENCIES}/sign", AgreementKept, SealedAgreement),
    EndAgreement: _Kind("end-agreement", f"{_AGENCIES}/end", AgreementKept, Sealed),
    ActAsAgent: _Kind("act-as-agent", f"{_AGENCIES}/act", AgreementKept, Sealed),
    RateCase: _Kind("rate-case", f"{_CASES}/rate", Received, Sealed),
    ExplainRating: _Kind("explain-rating", f"{_CASES}/rate/why", Received, Sealed, ROOM),
    AnswerSurvey: _Kind("answer-survey", "/v1/kiosk/survey", Received, Sealed, ROOM),
    RaiseVoice: _Kind(RAISE_VOICE, "/v1/kiosk/voices", Received, Sealed, ROOM),
    WithdrawCase: _Kind("withdraw-case", f"{_CASES}/withdraw", CaseWithdrawn, Sealed),
    HandIn: _Kind("hand-in", f"{_CASES}/hand-in", ThingsHandedIn, Sealed),
}
_BY_NAME = {kind.name: kind for kind in _KINDS.values()}


def seal(enrolment: Enrolment, effect: Effect | PaperReport | ResultPaperReport) -> tuple[str, bytes]:
    """An effect's kind and payload for the ledger. What is personal in it, this terminal cannot read back."""
    kind = _KINDS[type(effect)]
    plain = effect.model_dump_json().encode().ljust(kind.room)
    if kind.sealed is not None:
        return kind.name, sealing.seal_as(
            kind.sealed, plain, kind.name, enrolment.sealing_key
        ).model_dump_json().encode()
    return kind.name, plain


class Office:
    """The office as one terminal sees it. Every verb raises the faults below; one thread at a time.

    Raises:
        OfficeSilent: no answer in time, a broken connection, or a stranger answers (a portal's page, a redirect).
        OfficeFailed: the office says that it cannot, or does not speak its contract; facts `status`, `retry_after_s`.
        KioskRefused: this terminal is unknown or revoked, or its signatures are not believed; fact `office_code`.
        RuleHit: a published rule stands against it.
        Cancelled: taken back.
    """

    def __init__(self, address: OfficeAddress, enrolment: Enrolment, clock: OfficeClock) -> None:
        """Opens nothing yet: the first verb does."""
        self.board: HallBoard | None = None
        self._api = Api(address)
        self._enrolment = enrolment
        self._clock = clock
        self._signer = KioskSigner(enrolment.kiosk_id, enrolment.key)

    # ------------------------------------------------------------ a driver

    def hello(self, by: Deadline) -> Identity:
        """The office is well, knows this terminal, and places it where it was enrolled; else `WrongDevice`."""
        health = self._api.ask(by, "GET", "/v1/health", Health)
        hall = self.hall(by).hall_id
        if hall != self._enrolment.hall_id:
            raise WrongDevice(f"the office places this terminal in hall {hall}", hall=hall)
        return Identity("office", model=f"central {health.version}", serial=hall)

    def condition(self, by: Deadline) -> Condition:
        """Looks at the hall. A terminal that is refused is off line at once, not after several misses."""
        try:
            self.hall(by)
        except KioskRefused as refused:
            return Condition(Link.OFFLINE, code=refused.code)
        return Condition(Link.ONLINE)

    def close(self) -> None:
        """Give the connection back."""
        self._api.close()

    # ------------------------------------------------------------ questions

    def hall(self, by: Deadline) -> HallBoard:
        """The hall's board; it also sets the clock."""
        board = self._signed(by, "GET", "/v1/kiosk/hall", HallBoard)
        try:
            self._clock.tell(board.now)
        except ValueError as error:
            raise OfficeFailed(str(error)) from error
        self.board = board
        return board

    def find_bookings(self, by: Deadline, question: FindBookings) -> BookingsFound:
        """Whose bookings of today? The proof travels sealed."""
        return self._sealed(by, "/v1/kiosk/bookings/find", "find-bookings", question, BookingsFound)

    def begin_application(self, by: Deadline, question: BeginApplication) -> Begun:
        """What do card and sources say already? Nothing comes to be."""
        return self._sealed(by, f"{_APPLICATIONS}/begin", "begin-application", question, Begun)

    def upload_material(self, by: Deadline, content: bytes) -> MaterialKept:
        """Hand a page or a signature sheet in, under its own digest: repeating it changes nothing."""
        digest = hashlib.sha256(content).hexdigest()
        sealed = sealing.seal_as(SealedMaterial, content, "material", self._enrolment.sealing_key)
        kept = self._signed(
            by, "PUT", f"{_APPLICATIONS}/materials/{digest}", MaterialKept, body=sealed.model_dump_json().encode()
        )
        if kept.digest != digest:
            raise OfficeFailed("the office keeps another material")
        return kept

    def read_decision(self, by: Deadline, question: ReadDecision) -> Decision:
        """The decision, for its applicant."""
        return self._sealed(by, f"{_APPLICATIONS}/decision", "read-decision", question, Decision)

    def read_paper(self, by: Deadline, question: ReadPaper) -> Paper:
        """A certificate or receipt, for its holder."""
        return self._sealed(by, f"{_APPLICATIONS}/paper", "read-paper", question, Paper)

    def plan_project(self, by: Deadline, question: PlanProject) -> ProjectPlan:
        """The plan of a project: nothing personal is asked, and nothing comes to be."""
        return self._signed(by, "POST", "/v1/kiosk/plans", ProjectPlan, body=question.model_dump_json().encode())

    def find_cases(self, by: Deadline, question: FindCases) -> CasesFound:
        """Whose cases? The proof travels sealed."""
        return self._sealed(by, f"{_CASES}/find", "find-cases", question, CasesFound)

    def find_companies(self, by: Deadline, question: FindCompanies) -> CompaniesFound:
        """In which companies does somebody hold an office?"""
        return self._sealed(by, f"{_CASES}/companies", "find-companies", question, CompaniesFound)

    def read_case(self, by: Deadline, question: ReadCase) -> FollowedCase:
        """One of them, for its applicant."""
        return self._sealed(by, f"{_CASES}/read", "read-case", question, FollowedCase)

    def find_agents(self, by: Deadline, _question: FindAgents) -> AgentsFound:
        """Who of the hall may be chosen."""
        return self._signed(by, "GET", "/v1/kiosk/agents", AgentsFound)

    def draft_agreement(self, by: Deadline, question: DraftAgreement) -> AgreementDraft:
        """The text that would be signed; nothing comes to be."""
        return self._sealed(by, f"{_AGENCIES}/draft", "draft-agreement", question, AgreementDraft)

    def read_agreements(self, by: Deadline, question: ReadAgreements) -> Agreements:
        """Somebody's agreements, or one of them whole."""
        return self._sealed(by, f"{_AGENCIES}/mine", "read-agreements", question, Agreements)

    def read_voice(self, by: Deadline, question: ReadVoice) -> Voice:
        """How far a complaint or report is, by its number alone."""
        return self._signed(by, "POST", "/v1/kiosk/voices/read", Voice, body=question.model_dump_json().encode())

    def measured_times(self, by: Deadline) -> MeasuredTimes:
        """What items really took of late."""
        return self._signed(by, "GET", "/v1/kiosk/measured-times", MeasuredTimes)

    def report(self, by: Deadline, report: KioskReport) -> Received:
        """Say how this terminal is."""
        return self._signed(by, "POST", "/v1/kiosk/report", Received, body=report.model_dump_json().encode())

    def desired(self, by: Deadline, since: int, wait: int) -> Desired | None:
        """What this terminal should run; none when nothing is newer than `since` after `wait` seconds, 25 at most.

        The line is taken meanwhile: ask on one of its own, with a deadline some seconds longer than the wait.
        """
        try:
            return self._signed(by, "GET", f"/v1/kiosk/desired?since={since}&wait={wait}", Desired)
        except OfficeSilent as silent:
            if silent.facts.get("status") == _NOT_MODIFIED:
                return None
            raise

    def report_catalogue(self, by: Deadline, report: CatalogueReport) -> Received:
        """Say how this terminal stands to the catalogue: whenever that changes."""
        return self._signed(by, "POST", "/v1/kiosk/catalogue", Received, body=report.model_dump_json().encode())

    def catalogue_file(self, by: Deadline, name: str) -> bytes | None:
        """`metadata/<name>` or `targets/<path>` of the catalogue, none when there is no such file; TUF verifies it."""
        packed = {"Accept-Encoding": "gzip"}
        path = f"/v1/catalogue/{name}"
        answer = self._api.exchange(by, "GET", path, None, headers=packed, limit=_CATALOGUE_FILE)
        if answer.status == 404 and answer.media_type == "application/problem+json":
            return None
        return content(answer)

    # ------------------------------------------------------------ effects

    def send(self, by: Deadline, effect_id: str, kind: str, payload: bytes) -> Answered:
        """Send an effect from the ledger, made by `seal`. Raises `EffectRefused` when the office never will take it.

        After `OfficeSilent` and `OfficeFailed` the outcome is unknown: the same effect must be sent again.
        """
        known = _BY_NAME.get(kind)
        if known is None:
            raise EffectRefused("another version of this program wrote it", office_code="kind_unknown")
        try:
            return self._signed(by, "POST", known.path, known.answer, body=payload, key=effect_id)
        except OfficeFailed as failed:
            status = int(failed.facts.get("status", 0))
            if 400 <= status < 500 and status not in _NO_VERDICT and "office_code" in failed.facts:
                raise EffectRefused(failed.detail, **failed.facts) from failed
            raise

    # ------------------------------------------------------------ sealing and signing

    def _sealed(self, by: Deadline, path: str, purpose: str, question: BaseModel, model: type[M]) -> M:
        """Ask something about a person."""
        box = SealedApplication if isinstance(question, BeginApplication) else Sealed
        sealed = sealing.seal_as(box, question.model_dump_json().encode(), purpose, self._enrolment.sealing_key)
        return self._signed(by, "POST", path, model, body=sealed.model_dump_json().encode())

    def _signed(
        self, by: Deadline, method: str, path: str, model: type[M], *, body: bytes | None = None, key: str | None = None
    ) -> M:
        """Ask as this terminal. A clock that is off is corrected by the office's, once."""
        headers = {"Idempotency-Key": key} if key else {}

        def sign(url: str, sent: Mapping[str, str]) -> dict[str, str]:
            return self._signer.sign(method, url, sent, body, self._clock.machine())

        def once() -> Answer:
            return self._api.exchange(by, method, path, body, headers=headers, sign=sign)

        try:
            return self._understood(once(), model)
        except ClockSkew as skew:
            try:
                self._clock.correct(skew.office_time)
            except ValueError as error:
                raise OfficeFailed(str(error)) from error
            return self._understood(once(), model)

    def _understood(self, answer: Answer, model: type[M]) -> M:
        message = understand(answer, model)
        if answer.date is not None:
            self._clock.raise_floor(answer.date)
        return message


def enrol(by: Deadline, address: OfficeAddress, code: str, name: str, directory: Path) -> Enrolment:
    """Exchange a technician's one-time code for a place in the hall; keeps key and facts in `directory`.

    Raises the faults of `Office`, and `kiosk.faults.NotEnrolled` when the code has not the form of one or the disk
    does not take the answer. The same code may be tried again: the key stays the same.
    """
    key = enrolments.own_key(directory)
    try:
        question = Enrol(code=code, public_key=enrolments.public_text(key), name=name)
    except ValidationError as error:
        raise NotEnrolled("a code looks like 7K2M-Q9TX-4HBD") from error
    api = Api(address)
    try:
        enrolled = api.ask(by, "POST", "/v1/kiosks/enrol", Enrolled, question.model_dump_json().encode())
    finally:
        api.close()
    return enrolments.keep_enrolled(directory, enrolled, key)
