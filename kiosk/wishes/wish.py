"""What a journey can wish for.

A wish is a frozen dataclass that says what is wanted; a journey awaits it and gets a typed answer. A journey
therefore has no clock, no I/O and no Qt, and a test drives it with a list of answers. `kiosk.runner` carries
wishes out.

Three kinds. A `ScreenWish` is answered by the citizen: its class name is also the name of its view model and of its
QML file. `Ask` is a question, safe to repeat. `Do` and `Print` change the world: past them there is no way back.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from central.contract.agency import (
    ActAsAgent,
    AgreementKept,
    DraftAgreement,
    EndAgreement,
    ReadAgreements,
    SignAgreement,
)
from central.contract.following import (
    AskPerson,
    CaseUrged,
    CaseWithdrawn,
    FindCases,
    FindCompanies,
    PersonAsked,
    ReadCase,
    UrgeCase,
    WithdrawCase,
)
from central.contract.handing_in import HandIn, ThingsHandedIn
from central.contract.messages import (
    BookingFound,
    BookingsFound,
    FindBookings,
    HallBoard,
    ItemOnBoard,
    RecordCopy,
    TakeTicket,
    Ticket,
    Words,
)
from central.contract.project import PlanProject
from central.contract.rating import ExplainRating, RateCase
from central.contract.survey import AnswerSurvey
from central.contract.voice import RaiseVoice, ReadVoice
from devices.id_card import IdCard
from devices.paper import PaperState
from devices.portrait import Portrait, PortraitSpec
from devices.states import Fault
from kiosk.wishes.agency_requests import AgreementSheet, FindAgents
from kiosk.wishes.application_requests import (
    ApplicationAnswer,
    ApplicationEffect,
    ApplicationQuestion,
    CaseSheet,
    ItemNotice,
    PlanSheet,
    Result,
)
from kiosk.wishes.voice_requests import DrawNumber, MaySpeak, VoiceReceipt

T = TypeVar("T")


class Wish(Generic[T]):
    """Something that a journey wants; awaiting it yields the wish itself to whoever drives the journey."""

    def __await__(self) -> Generator[Wish[T], T, T]:
        return (yield self)


class ScreenWish(Wish[T]):
    """A wish that the citizen answers on a screen of the same name."""


# ---------------------------------------------------------------- what a citizen can show


class Way(StrEnum):
    """How a citizen may say who they are or which booking is theirs."""

    BOOKING_CODE = "booking_code"
    IDENTITY_CODE = "identity_code"
    ID_CARD = "id_card"
    TYPED = "typed"


@dataclass(frozen=True)
class CodeShown:
    """A code was held before the scanner. The payload is hostile until it has been checked."""

    payload: str


@dataclass(frozen=True)
class CardShown:
    """An identity card lay on the reader and was read."""

    card: IdCard


@dataclass(frozen=True)
class TypeInstead:
    """The citizen prefers the keypad."""


@dataclass(frozen=True)
class NotRead:
    """Something was shown on the home screen and could not be read: the journey begins with saying why."""

    fault: Fault


Shown = CodeShown | CardShown | TypeInstead | NotRead


@dataclass(frozen=True)
class Notice:
    """One plain sentence for the citizen, found by its code, with facts for its gaps."""

    code: str
    facts: dict[str, str | int] = field(default_factory=dict)

    @classmethod
    def of(cls, fault: Fault) -> Notice:
        return cls(fault.code, dict(fault.facts))


@dataclass(frozen=True)
class Present(ScreenWish[Shown]):
    """Show a code, lay an ID card, or choose the keypad: whichever comes first."""

    ways: tuple[Way, ...]
    notice: Notice | None = None  # what was wrong with what was shown before


class Entry(StrEnum):
    """What is typed on the touch keypad. Each has a length and an alphabet, checked before it leaves the screen."""

    BOOKING_NUMBER = "booking_number"
    PHONE = "phone"
    CALL_BACK = "call_back"
    PHONE_LAST4 = "phone_last4"
    ID_LAST4 = "id_last4"
    CASE_NUMBER = "case_number"
    CASE_LAST4 = "case_last4"  # of the phone or of the ID number
    VOICE_NUMBER = "voice_number"
    CREDIT_CODE = "credit_code"


@dataclass(frozen=True)
class EnterNumber(ScreenWish[str]):
    """One number by touch keypad. `BOOKING_NUMBER` also accepts a phone number: the length tells them apart."""

    entry: Entry
    notice: Notice | None = None


@dataclass(frozen=True)
class ChooseBooking(ScreenWish[BookingFound]):
    """Several bookings are there today: which one?"""

    bookings: tuple[BookingFound, ...]


@dataclass(frozen=True)
class ChooseItem(ScreenWish[ItemOnBoard]):
    """Which business is it, without a booking? Items that cannot be taken now say why."""

    board: HallBoard


class Next(StrEnum):
    """What the citizen may do when a rule stands against what was wanted."""

    COPY = "copy"  # print the open ticket again
    OTHER_WAY = "other_way"  # show something else
    OTHER_COMPANY = "other_company"  # type another credit code
    COMPANY = "company"  # the cases of a company, not one's own
    OTHER_ITEM = "other_item"  # choose another business
    WALK_IN = "walk_in"  # take a ticket without booking
    AGAIN = "again"  # the same once more
    NO_PORTRAIT = "no_portrait"  # go on without a picture
    AGREEMENTS = "agreements"  # those with an agent
    HOME = "home"


@dataclass(frozen=True)
class Explain(ScreenWish[Next]):
    """The rule that hit the citizen, in one plain sentence, and what to do next."""

    notice: Notice
    choices: tuple[Next, ...]
    ticket: Ticket | None = None
    booking: BookingFound | None = None


@dataclass(frozen=True)
class TakePaper(ScreenWish[PaperState | None]):
    """The ticket is out: number, place, people ahead. `paper` says what is known of the slip.

    One that is `PRESENTED` is followed, and the answer is what became of it; otherwise the citizen says it is over.
    """

    ticket: Ticket
    paper: PaperState


@dataclass(frozen=True)
class KeepNumber(ScreenWish[None]):
    """The ticket is valid and its paper failed: photograph the number, or go to the service desk."""

    ticket: Ticket
    notice: Notice


@dataclass(frozen=True)
class AgreeToPortrait(ScreenWish[bool]):
    """Before the camera goes on: what the picture is for, where it stays, and that nobody has to. False: no picture.

    A face is sensitive personal information (PIPL 28, 29): it takes an agreement of its own, for this one purpose.
    """

    purpose: Words


@dataclass(frozen=True)
class CapturePortrait(ScreenWish[Portrait]):
    """The camera is on, and the citizen before it is guided until the picture is taken. The camera answers."""

    spec: PortraitSpec


@dataclass(frozen=True)
class ReviewPortrait(ScreenWish[bool]):
    """The picture as it would stand on the certificate; the camera is off again. False: take another one."""

    portrait: Portrait


# ---------------------------------------------------------------- questions


@dataclass(frozen=True)
class CheckCode:
    """Is this a code of our office and of this kind, and is its time not over? Answered on the spot, without the
    network. Raises `kiosk.faults.CodeRefused`."""

    way: Way
    payload: str


@dataclass(frozen=True)
class LookAtHall:
    """The hall's board, as fresh as can be had."""


@dataclass(frozen=True)
class CheckPrinter:
    """Can a slip be printed now? Raises the printer's fault when not, before anybody shows a card."""


@dataclass(frozen=True)
class WasPrinted:
    """May a paper of the ticket exist? False only for one that this terminal sent itself and of which a
    power cut or a fault let no byte reach the printer: then the next paper is still the original."""

    subject: str


@dataclass(frozen=True)
class CountPapers:
    """How many papers of an application this terminal has put out, or may have."""

    subject: str


CaseQuestion = FindCases | FindCompanies | ReadCase
AgencyQuestion = FindAgents | DraftAgreement | ReadAgreements
AgencyEffect = SignAgreement | EndAgreement | ActAsAgent

Question = (
    FindBookings
    | CheckCode
    | LookAtHall
    | CheckPrinter
    | WasPrinted
    | CountPapers
    | ApplicationQuestion
    | PlanProject
    | CaseQuestion
    | AgencyQuestion
    | MaySpeak
    | DrawNumber
    | ReadVoice
)


@dataclass(frozen=True)
class Ask(Wish[T]):
    """A question: safe to repeat, changes nothing. Use the functions below, which carry the answer's type."""

    question: Question


def ask_bookings(question: FindBookings) -> Ask[BookingsFound]:
    return Ask(question)


def ask_hall() -> Ask[HallBoard]:
    return Ask(LookAtHall())


def check_code(way: Way, payload: str) -> Ask[str]:
    """The payload again, once its kind, signature and time are found good."""
    return Ask(CheckCode(way, payload))


def check_printer() -> Ask[None]:
    return Ask(CheckPrinter())


def was_printed(subject: str) -> Ask[bool]:
    return Ask(WasPrinted(subject))


def count_papers(subject: str) -> Ask[int]:
    return Ask(CountPapers(subject))


# ---------------------------------------------------------------- effects


Effect = (
    TakeTicket
    | RecordCopy
    | ApplicationEffect
    | UrgeCase
    | AskPerson
    | WithdrawCase
    | HandIn
    | RaiseVoice
    | RateCase
    | ExplainRating
    | AnswerSurvey
    | AgencyEffect
)
Answered = Ticket | ApplicationAnswer | CaseUrged | PersonAsked | CaseWithdrawn | ThingsHandedIn | AgreementKept
"""What the office answers to an effect: all of it may stand in a terminal's ledger, nothing of it is personal."""


@dataclass(frozen=True)
class Do(Wish[T]):
    """An effect at the office: in the ledger, with its key, before it is sent. Use the functions below, and those of
    `kiosk.wishes.application`, which carry the answer's type."""

    effect: Effect


def take_ticket(effect: TakeTicket) -> Do[Ticket]:
    return Do(effect)


def record_copy(ticket: Ticket) -> Do[Ticket]:
    return Do(RecordCopy(ticket_id=ticket.ticket_id))


Printable = Ticket | Result | ItemNotice | PlanSheet | CaseSheet | VoiceReceipt | AgreementSheet


@dataclass(frozen=True)
class Print(ScreenWish[PaperState]):
    """Put it on paper and follow it. For a ticket the screen shows the number while the printer works.

    `copy_number` 0 is the original; every other paper of the same subject says 补打 and its number.
    """

    what: Printable
    copy_number: int = 0

    @property
    def subject(self) -> str | None:
        """Whose paper it is in the ledger; none: a leaflet, of which there may be as many as anybody likes."""
        match self.what:
            case Ticket(ticket_id=subject) | Result(application_id=subject):
                return subject
            case ItemNotice() | PlanSheet() | CaseSheet() | VoiceReceipt() | AgreementSheet():
                return None


class Outcome(StrEnum):
    """How a journey ended; all that is ever recorded of it."""

    TICKET_PRINTED = "ticket_printed"
    TICKET_WITHOUT_PAPER = "ticket_without_paper"
    PAPER_UNKNOWN = "paper_unknown"
    PAPER_RETRACTED = "paper_retracted"
    COPY_PRINTED = "copy_printed"
    RULE_EXPLAINED = "rule_explained"
    RESULT_PRINTED = "result_printed"
    RESULT_WITHOUT_PAPER = "result_without_paper"
    DECISION_SHOWN = "decision_shown"
    HANDED_OVER = "handed_over"
    PLAN_SHOWN = "plan_shown"
    CASE_SHOWN = "case_shown"
    AGREEMENT_SHOWN = "agreement_shown"
    VOICE_RECEIVED = "voice_received"
    VOICE_READ = "voice_read"
