"""The vocabulary of the office's API. Times are ISO 8601 with offset; texts come per language.

No answer to a terminal carries a full name, an ID number or a phone number: the office sends what may be
shown, already masked. What a terminal sends about a person travels inside `Sealed`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

OpaqueId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
"""A random 128-bit id in lower-case hex. Never counted, never guessed."""

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,63}$")]
"""An English code that finds a text; never shown."""

IdNumber = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{15,18}$")]
Phone = Annotated[str, StringConstraints(pattern=r"^1[3-9][0-9]{9}$")]
BookingNumber = Annotated[str, StringConstraints(pattern=r"^[0-9]{10}$")]
"""Ten digits, the last one a Luhn check digit, so that a slip of the finger is caught before anybody is asked."""

Line = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$")]
"""One line of text without control characters: what others type ends on screens, on paper and in databases."""

UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that no text has: controls, directions, halves of characters, private and unknown ones."""

Moment = Annotated[AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC))]
"""A time with offset that somebody sends. The bounds keep every calendar and every database able to hold it."""


class Message(BaseModel):
    """Immutable, and closed: an unknown field is an error on both sides."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Message):
    """One text in the languages of the product."""

    zh_CN: str = Field(max_length=200)  # noqa: N815
    en: str = Field(default="", max_length=300)


# ---------------------------------------------------------------- refusals


class Problem(Message):
    """Every answer of 400 and above (RFC 9457, application/problem+json).

    `code` finds the sentence for the citizen, `facts` fills its gaps (times, numbers, names of places).
    """

    type: str = "about:blank"
    title: str
    status: int
    code: Code
    facts: dict[str, str | int] = Field(default_factory=dict)


class RuleCode(StrEnum):
    """The rules that can hit a citizen; each has a sentence with what to do next in every language."""

    TOO_EARLY = "too_early"  # facts: opens_at, slot_start, slot_end
    TOO_LATE = "too_late"  # facts: closed_at, slot_start, slot_end
    BOOKING_CANCELLED = "booking_cancelled"
    BOOKING_USED = "booking_used"  # the ticket of this booking was served; facts: number
    BOOKING_MISSED = "booking_missed"  # called as often as the rule says, and passed; facts: number
    OTHER_HALL = "other_hall"  # facts: hall
    OTHER_DAY = "other_day"  # facts: day
    NOT_FOUND = "not_found"
    TOO_MANY_LOOKUPS = "too_many_lookups"  # facts: minutes, or hours
    TICKET_OPEN = "ticket_open"  # one open ticket per person and item; facts: ticket_id, number
    QUOTA_EXHAUSTED = "quota_exhausted"  # facts: next_at when more are released today
    WINDOW_CLOSED = "window_closed"  # facts: opens_at
    ITEM_UNKNOWN = "item_unknown"
    REQUEST_STALE = "request_stale"  # asked for so long ago that whoever asked has left
    ITEM_NOT_IN_FORCE = "item_not_in_force"
    APPLICATION_WAITS = "application_waits"  # an identical one is with a person; facts: receipt
    SOURCE_SILENT = "source_silent"  # nothing goes without it; facts: source
    ID_NUMBER_INVALID = "id_number_invalid"
    IDENTITY_WAY_CLOSED = "identity_way_closed"  # this item takes the card alone
    IDENTITY_CODE_UNKNOWN = "identity_code_unknown"
    IDENTITY_CODE_EXPIRED = "identity_code_expired"
    IDENTITY_CODE_USED = "identity_code_used"  # at another terminal
    RATED_ALREADY = "rated_already"
    SUPPLEMENT_INCOMPLETE = "supplement_incomplete"  # something of the notice is not there yet; facts: field
    CASE_MOVED_ON = "case_moved_on"  # somebody decided, or asked for something, meanwhile
    NOTHING_MISSING = "nothing_missing"  # the case waits for nothing that could be handed in
    GAP_OVER = "gap_over"  # 容缺: its last day is past, and the unit decides; facts: day
    NO_CASES = "no_cases"  # of this person; a terminal says so by itself
    CASE_NOT_FOUND = "case_not_found"  # unknown, or somebody else's: told the same
    NO_COMPANY_CASES = "no_company_cases"  # of this company; a terminal says so by itself
    COMPANY_NOT_YOURS = "company_not_yours"  # unknown, or this person holds no office in it: told the same
    COMPANY_UNPROVEN = "company_unproven"  # the register of companies does not say now
    URGE_CLOSED = "urge_closed"  # nobody has anything left to do, or the applicant has
    URGE_TOO_SOON = "urge_too_soon"  # facts: again_at
    AGENT_UNKNOWN = "agent_unknown"  # or gone meanwhile
    AGENT_IS_APPLICANT = "agent_is_applicant"
    SPAN_INVALID = "span_invalid"  # of an agreement: its first day is past meanwhile
    TEXT_UNKNOWN = "text_unknown"  # what was signed is not what would be agreed on now
    AGREEMENT_UNKNOWN = "agreement_unknown"  # or somebody else's: told the same
    AGREEMENT_NOT_IN_FORCE = "agreement_not_in_force"  # facts: standing, first, last
    STEP_OUT_OF_SCOPE = "step_out_of_scope"


# ---------------------------------------------------------------- the hall as a terminal sees it


class BookingRules(Message):
    """Booking and ticket rules of one item in one hall: published data (no default is law)."""

    check_in_opens_min: int = Field(ge=0, le=24 * 60, description="minutes before the slot at which check-in opens")
    check_in_closes_min: int = Field(
        ge=0, le=24 * 60, description="minutes after the slot's START at which check-in closes"
    )
    late_policy: Literal["void", "until_slot_end", "join_walk_in"]
    max_calls: int = Field(ge=1, le=9, description="calls before a ticket counts as missed")
    walk_in_release: Literal["never", "at_check_in_close"]
    cancel_until_min: int = Field(ge=0, description="minutes before the slot until which a booking may be cancelled")
    per_person_per_day: int = Field(ge=1, le=99, description="bookings of this item per person and day")


class WaitEstimate(Message):
    """A range that is meant to hold for 8 of 10 people; minutes. Absent where it cannot be estimated."""

    low_min: int = Field(ge=0)
    high_min: int = Field(ge=0)


class ItemOnBoard(Message):
    """One service item as it stands in this hall now."""

    item_id: int = Field(ge=1, lt=2**32)
    name: Words
    prefix: str = Field(pattern=r"^[A-Z]{1,2}$")
    area: Words
    windows_open: int = Field(ge=0)
    waiting: int = Field(ge=0)
    wait: WaitEstimate | None = None
    walk_in_left: int = Field(ge=0, description="tickets for people without booking that are left today")
    closed_code: Code | None = Field(default=None, description="why no walk-in ticket can be taken now; none: it can")
    opens_at: Moment | None = None
    now_serving: str | None = None


class HallBoard(Message):
    """The hall now. `now` is the office's business time; a terminal uses it instead of its own clock."""

    hall_id: str = Field(pattern=r"^[A-Z0-9-]{3,10}$")
    name: Words
    address: Words
    phone: str = Field(max_length=30)
    now: Moment
    service_desk: Words = Field(description="where a person helps, in words")
    items: tuple[ItemOnBoard, ...]
    notice: Words | None = None


# ---------------------------------------------------------------- finding a booking


class ByBookingCode(Message):
    by: Literal["booking_code"] = "booking_code"
    payload: str = Field(max_length=200, description="the code as scanned; the office checks its signature again")


class ByIdCard(Message):
    by: Literal["id_card"] = "id_card"
    id_number: IdNumber


class ByBookingNumber(Message):
    """Typed: two factors, exact match."""

    by: Literal["booking_number"] = "booking_number"
    booking_number: BookingNumber
    phone_last4: str = Field(pattern=r"^[0-9]{4}$")


class ByPhone(Message):
    """Typed: two factors, exact match."""

    by: Literal["phone"] = "phone"
    phone: Phone
    id_last4: str = Field(pattern=r"^[0-9]{3}[0-9X]$")


Proof = Annotated[ByBookingCode | ByIdCard | ByBookingNumber | ByPhone, Field(discriminator="by")]


class FindBookings(Message):
    """Whose bookings of today, in this hall? Safe to repeat."""

    proof: Proof


class BookingFound(Message):
    """One booking of the person, and whether its ticket may be taken now."""

    booking_id: OpaqueId
    item_id: int
    item: Words
    area: Words
    slot_start: Moment
    slot_end: Moment
    person: str = Field(max_length=40, description="masked name: 张*")
    rule: RuleCode | None = Field(default=None, description="the rule that stands against a ticket now")
    facts: dict[str, str | int] = Field(default_factory=dict)
    open_ticket: Ticket | None = Field(default=None, description="a ticket already taken for it: offer the copy")


class BookingsFound(Message):
    bookings: tuple[BookingFound, ...]


# ---------------------------------------------------------------- taking a ticket


class TakeBookedTicket(Message):
    """Turn a booking into a ticket. The proof is checked again: the booking id alone opens nothing."""

    kind: Literal["booked"] = "booked"
    booking_id: OpaqueId
    proof: Proof


class TakeWalkInTicket(Message):
    """A ticket for now. `asked_at` lets the office refuse a request that a dark terminal sends days later."""

    kind: Literal["walk_in"] = "walk_in"
    item_id: int = Field(ge=1, lt=2**32)
    id_number: IdNumber
    name: str = Field(max_length=120)
    asked_at: Moment


TakeTicket = Annotated[TakeBookedTicket | TakeWalkInTicket, Field(discriminator="kind")]


class TicketState(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    ON_HOLD = "on_hold"
    FINISHED = "finished"
    MISSED = "missed"


class Ticket(Message):
    """A queue ticket: what is shown and printed. No full name, no ID number."""

    ticket_id: OpaqueId
    number: str = Field(pattern=r"^[A-Z]{1,2}[0-9]{3,4}$")
    state: TicketState
    item_id: int
    item: Words
    area: Words
    windows: tuple[str, ...] = Field(description="windows that serve it, as printed over the counter")
    booked: bool
    slot_start: Moment | None = None
    slot_end: Moment | None = None
    issued_at: Moment
    ahead: int = Field(ge=0)
    wait: WaitEstimate | None = None
    max_calls: int = Field(ge=1, description="calls before the number counts as missed; printed in plain words")
    copies: int = Field(ge=0, description="copies (补打) recorded so far")
    verify: str = Field(max_length=120, description="payload of the verification QR on the paper")


class TicketRefused(Problem):
    """409 to a request for a ticket. With code `ticket_open` it carries the ticket that is open."""

    open_ticket: Ticket | None = None


class RecordCopy(Message):
    """A copy of a ticket is about to be printed; the answer is the ticket with the copy counted."""

    ticket_id: OpaqueId


# ---------------------------------------------------------------- what a terminal reports


class PaperReport(Message):
    """What became of one piece of paper (see the terminal's paper ledger)."""

    paper_id: OpaqueId
    ticket_id: OpaqueId
    copy_number: int = Field(ge=0, le=9999)
    state: Literal["sent", "processed", "printed", "presented", "taken", "retracted", "failed", "unknown"]
    at: Moment


class ComponentState(Message):
    name: str = Field(max_length=40)
    link: str = Field(max_length=40)
    media: str = Field(max_length=40)
    code: str = Field(default="", max_length=64)


WhyNot = Code | Literal[""]
"""Why something cannot be done; empty: it can."""


class KioskReport(Message):
    """How the terminal is. Absence of reports is what tells the office that a machine is dark."""

    version: str = Field(max_length=40)
    components: tuple[ComponentState, ...] = Field(max_length=20)
    ledger_waiting: int = Field(ge=0)
    ledger_refused: int = Field(ge=0)
    oldest_waiting_s: int = Field(ge=0)
    in_service: bool
    paused: WhyNot = Field(default="", description="why a technician took it out of service, if one did")
    services: dict[Code, WhyNot] | None = Field(
        default=None, max_length=20, description="every service that is offered here; none: it does not say"
    )
    items: dict[Code, WhyNot] | None = Field(
        default=None, max_length=600, description="every item of the catalogue in use; none: it does not say"
    )
    logbook_length: int | None = Field(default=None, ge=0, le=10**10)
    logbook_head: str | None = Field(
        default=None,
        pattern=r"^[0-9a-f]{64}$",
        description="hash of the technicians' logbook; with its length, it shows a logbook that was cut short",
    )


class Received(Message):
    received: Literal[True] = True


# ---------------------------------------------------------------- sealing, enrolment


class Sealed(Message):
    """A message readable by the office alone: HPKE to the office's key; see `central.contract.sealing`."""

    key_id: str = Field(pattern=r"^[0-9a-f]{8}$")
    box: str = Field(max_length=16384, description="base64url of encapsulated key and ciphertext")


class Enrol(Message):
    """A technician's one-time code, exchanged for a place in the hall. The private key never leaves the terminal."""

    code: str = Field(pattern=r"^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$")
    public_key: str = Field(description="Ed25519, raw, base64url", max_length=64)
    name: Line = Field(max_length=60)


class IssuerKey(Message):
    key_id: int = Field(ge=0, le=255)
    public_key: str = Field(max_length=64)


class Enrolled(Message):
    kiosk_id: OpaqueId
    hall_id: str
    issuers: tuple[IssuerKey, ...] = Field(description="Ed25519 keys that sign booking codes")
    sealing_key_id: str
    sealing_key: str = Field(description="X25519 public key, raw, base64url")
    fingerprint: str = Field(description="of the terminal's key; the technician compares it with the office's list")


# ---------------------------------------------------------------- the booking channel


class SlotOffered(Message):
    slot_id: int
    item_id: int
    start: Moment
    end: Moment
    left: int = Field(ge=0)


class SlotsOffered(Message):
    slots: tuple[SlotOffered, ...]


class Book(Message):
    """A citizen books a slot through a channel (a WeChat mini-program's back end)."""

    slot_id: int = Field(ge=1, lt=2**31)
    name: Line = Field(min_length=1, max_length=120)
    id_number: IdNumber
    phone: Phone


class Booking(Message):
    booking_id: OpaqueId
    booking_number: BookingNumber
    code: str = Field(description="payload of the QR to show at the hall", max_length=200)
    item: Words
    hall: Words
    slot_start: Moment
    slot_end: Moment
    check_in_opens_at: Moment
    check_in_closes_at: Moment
    state: Literal["booked", "cancelled", "ticketed"]


# ---------------------------------------------------------------- windows


class WindowState(Message):
    window_id: str
    open: bool
    serving: Ticket | None = None


class CallNext(Message):
    """Call the next waiting ticket to this window; the answer's `serving` is empty when nobody waits."""


class Health(Message):
    status: Literal["ok"] = "ok"
    version: str
    now: Moment


BookingFound.model_rebuild()
