"""Applying for an item: what a terminal asks and sends, and what comes back.

A terminal begins (a question: nothing comes to be), uploads materials (content-addressed, so repeating is harmless),
submits (an effect, under its idempotency key) and then reads the decision and its papers. Everything about the
applicant travels sealed. The answer to the effect holds nothing personal, because a terminal's ledger keeps it;
decision and papers are questions, answered to the applicant who is there, and never written to a terminal's disk.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, JsonValue, StringConstraints

from central.contract.case import Stage
from central.contract.case_number import CaseNumber
from central.contract.item import DocumentKind, IfFalse, ItemCode, Outcome, Sentence
from central.contract.messages import Code, IdNumber, Line, Message, Moment, OpaqueId, Phone, Sealed, Words
from central.contract.sealing import boxed

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 in hex."""

ReceiptNumber = CaseNumber
"""An application's receipt carries the number of its case."""

MATERIAL_BYTES = 1_500_000
"""The most that one material may have."""

ANSWERS_BYTES = 64 * 1024
"""The most that the answers of one form take as JSON; the linter holds every form against it."""

APPLICATION_BYTES = ANSWERS_BYTES + 36 * 1024
"""The most that an application takes: besides the answers, the messages below with every field at its own bound."""


class SealedApplication(Sealed):
    """A `BeginApplication`, `SubmitApplication` or `SupplementApplication`, sealed, with the longest form answered to
    the last character."""

    box: str = Field(max_length=boxed(APPLICATION_BYTES))


class ByCard(Message):
    """The applicant's identity card, as read."""

    by: Literal["id_card"] = "id_card"
    id_number: IdNumber
    name: Line = Field(min_length=1, max_length=120)
    nation: Line = Field(default="", max_length=40)
    address: Line = Field(default="", max_length=200)
    valid_until: str = Field(default="", pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2}|permanent|)$")


class ByIdentityCode(Message):
    """A code that the citizen's phone shows: signed by the office, good for some minutes and for one terminal."""

    by: Literal["identity_code"] = "identity_code"
    payload: str = Field(max_length=200)


Applicant = Annotated[ByCard | ByIdentityCode, Field(discriminator="by")]


class MakeIdentityCode(Message):
    """A channel that knows its user by real name asks for a code to show at a terminal."""

    name: Line = Field(min_length=1, max_length=120)
    id_number: IdNumber
    phone: Phone


class IdentityCode(Message):
    payload: str = Field(max_length=200)
    expires_at: Moment


# ---------------------------------------------------------------- beginning


class BeginApplication(Message):
    """Whose application is it, what do the sources say? Sealed, purpose `begin-application`; nothing comes to be.

    `answers`: what the sources' inputs need and the citizen has typed already. `anew`: card or code was shown just now,
    so that no code whose time is over begins anything; who has begun goes on with it. `session`: drawn for this visit;
    it names nobody, and says that an item was begun once, however often it is asked.
    """

    item: ItemCode
    version: int = Field(ge=1)
    applicant: Applicant
    consents: tuple[Code, ...] = Field(default=(), max_length=20)
    situation: dict[Code, Code] = Field(default_factory=dict, max_length=20)
    answers: dict[Code, JsonValue] = Field(default_factory=dict)
    anew: bool = False
    session: OpaqueId | None = None


class Filled(Message):
    """A field's value from the card or a source, as it may be shown. A masked one is never sent back."""

    value: JsonValue
    source: Code | None = Field(default=None, description="none: the identity card or code")
    masked: bool = False


class SourceState(StrEnum):
    ANSWERED = "answered"
    NOT_FOUND = "not_found"
    SILENT = "silent"
    STALE = "stale"
    NOT_ASKED = "not_asked"  # no consent, or its inputs are not known yet


class SourceSeen(Message):
    source: Code
    state: SourceState
    as_of: Moment | None = None


class ApplicationOpen(Message):
    """One identical application is open: it is shown instead of a second one."""

    application_id: OpaqueId
    receipt: ReceiptNumber
    outcome: Outcome
    submitted_at: Moment


class Begun(Message):
    """What is known before anything is typed."""

    person: str = Field(max_length=40, description="masked name: 张*")
    filled: dict[Code, Filled] = Field(default_factory=dict)
    sources: tuple[SourceSeen, ...] = ()
    stopped_by: Code | None = Field(default=None, description="a silent source without which nothing is begun")
    open_application: ApplicationOpen | None = None


# ---------------------------------------------------------------- submitting


class SealedMaterial(Sealed):
    """One material, sealed, purpose `material`. Its plain text is what the digest in the URL is of."""

    box: str = Field(max_length=2_100_000)


class MaterialKept(Message):
    digest: Digest


class MaterialSent(Message):
    """A material of the application: pages in their order, each uploaded before."""

    material: Code
    media_type: Literal["image/jpeg", "application/json"]
    pages: tuple[Digest, ...] = Field(min_length=1, max_length=20)


class SignatureSheet(Message):
    """What is uploaded for a signature: strokes bound to the text that was read. Points: x, y in turn, 0 to 1000."""

    text: Digest
    strokes: tuple[tuple[Annotated[int, Field(ge=0, le=1000)], ...], ...] = Field(min_length=1, max_length=200)
    signed_at: Moment


class SubmitApplication(Message):
    """An application. Sealed, purpose `submit-application`. `answers` holds what the citizen gave; what a source filled
    in and nobody changed is fetched by the office again. `asked_at` as in `TakeWalkInTicket`, `session` as in
    `BeginApplication`."""

    application_id: OpaqueId
    item: ItemCode
    version: int = Field(ge=1)
    applicant: Applicant
    consents: tuple[Code, ...] = Field(default=(), max_length=20)
    situation: dict[Code, Code] = Field(default_factory=dict, max_length=20)
    answers: dict[Code, JsonValue] = Field(default_factory=dict)
    materials: tuple[MaterialSent, ...] = Field(default=(), max_length=20)
    promise: Digest | None = Field(default=None, description="of the promise's text, when it was signed")
    asked_at: Moment
    session: OpaqueId | None = None


class SupplementApplication(Message):
    """补正: exactly what the one-time notice asks for. Sealed, purpose `supplement-application`. An effect.

    What is put right elsewhere (`rule.x` of the notice) is looked up again. `asked_at` as in `SubmitApplication`.
    """

    application_id: OpaqueId
    applicant: Applicant
    answers: dict[Code, JsonValue] = Field(default_factory=dict)
    materials: tuple[MaterialSent, ...] = Field(default=(), max_length=20)
    promise: Digest | None = None
    asked_at: Moment


class ApplicationReceived(Message):
    """The office has it, and has decided what it can. Nothing personal: a terminal's ledger keeps this."""

    application_id: OpaqueId
    receipt: ReceiptNumber
    item: ItemCode
    outcome: Outcome
    submitted_at: Moment


# ---------------------------------------------------------------- decision and papers


class Law(Message):
    """A legal basis as it is shown."""

    law: Words
    article: str = ""
    version: str = ""


class Seen(Message):
    """One value that a rule looked at, as it may be shown."""

    label: Words
    value: Words
    source: Words | None = None
    as_of: Moment | None = None


class Finding(Message):
    """What one rule found. `holds` none: it could not be answered."""

    rule: Code
    holds: bool | None
    sentence: Sentence
    basis: Law
    seen: tuple[Seen, ...] = ()
    if_false: IfFalse


class PaperOffered(Message):
    document: Code
    kind: DocumentKind
    title: Words
    a4: bool
    copies: int = Field(default=0, ge=0, description="of it came out, or may have, at any terminal")


class Decision(Message):
    """The decision of an application, rule by rule."""

    application_id: OpaqueId
    receipt: ReceiptNumber
    item: ItemCode
    version: int
    name: Words
    outcome: Outcome
    decided_at: Moment
    by_machine: bool
    findings: tuple[Finding, ...]
    missing: tuple[Code, ...] = Field(default=(), description="materials to be supplemented")
    papers: tuple[PaperOffered, ...] = ()
    answer_by: date | None = Field(default=None, description="the last day of a person's answer; none: not known yet")
    handed_over: bool = False
    stage: Stage | None = Field(default=None, description="of its case")
    situation: dict[Code, Code] = Field(default_factory=dict, description="which fields and materials are in force")
    asked: tuple[str, ...] = Field(
        default=(), description="all that the one-time notice asks for: material.x, field.x, rule.x"
    )
    reason: str = Field(default="", description="of the person who decided, or who asks")
    appeal: str = ""
    notice: str = Field(default="", description="number of the written decision or notice")
    can_rate: bool = Field(default=False, description="好差评: there is a result, and nobody has rated it")


class ReadDecision(Message):
    """Sealed, purpose `read-decision`."""

    application_id: OpaqueId
    applicant: Applicant


class ReadPaper(Message):
    """Sealed, purpose `read-paper`."""

    application_id: OpaqueId
    document: Code
    applicant: Applicant


class PaperLine(Message):
    label: Words
    value: str = Field(max_length=200)


class Paper(Message):
    """A certificate or receipt as it stands on paper: given to its holder alone, held in memory only."""

    paper_number: str = Field(max_length=40)
    document: Code
    kind: DocumentKind
    title: Words
    statement: Sentence
    holder: str = Field(max_length=120)
    holder_number: str = Field(max_length=18, description="masked: first three and last four")
    lines: tuple[PaperLine, ...]
    body: Words
    issued_at: Moment
    valid_until: str = ""
    receipt: ReceiptNumber
    verify_code: str = Field(max_length=40, description="what `central verify` and the public page check")
    verify_url: str = Field(max_length=300, description="the public page; also where a phone fetches the PDF")
    portrait: str = Field(default="", max_length=400_000, description="JPEG, base64; none: empty")


class ResultPaperReport(Message):
    """What became of one piece of paper of a result (see the terminal's paper ledger). An effect."""

    paper_id: OpaqueId
    application_id: OpaqueId
    document: Code
    copy_number: int = Field(ge=0, le=9999)
    state: Literal["sent", "processed", "printed", "presented", "taken", "retracted", "failed", "unknown"]
    at: Moment


class HandOver(Message):
    """转人工: the citizen wants a person to decide. An effect."""

    application_id: OpaqueId


class HandedOver(Message):
    application_id: OpaqueId
    receipt: ReceiptNumber
    answer_by: date | None = None
