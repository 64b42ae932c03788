"""Papers: what an approval leads to, given to its holder alone, and what anybody may verify of it."""

from __future__ import annotations

import base64
import json
import re
import secrets
from dataclasses import dataclass
from datetime import date

from cryptography.exceptions import InvalidSignature

from central.contract.application import MaterialSent, Paper, PaperLine, ReadPaper, ResultPaperReport
from central.contract.item import DocumentKind, ResultDocument, Sentence
from central.contract.messages import Message, Received, RuleCode, Words
from central.keys import Keys
from central.office import Desk, Office
from central.rules.masks import masked_id, masked_name
from central.rules.papers import PaperText
from central.services import application_cases, materials
from central.services.applicants import Somebody
from central.services.refusals import Refusal
from central.store import applications, cases
from central.store.applications import Application
from central.store.kiosks import Kiosk

CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}")
"""A verification code: 80 random bits, in letters that can be read aloud and typed."""

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CONTEXT = b"kiosk-paper-v1\0"
_PORTRAIT_BYTES = 280_000  # of the 400,000 characters that base64 may have


class Public(Message):
    """What whoever verifies a paper may see. The issuer's signature is over this, so that nobody can write one."""

    code: str
    title: Words
    body: Words
    holder: str  # masked
    holder_number: str  # masked
    issued_on: date
    valid_until: str = ""
    key_id: int


class Content(Message):
    """What stands on a paper besides."""

    kind: DocumentKind
    statement: Sentence
    lines: tuple[PaperLine, ...]
    holder: str
    portrait: str = ""  # digest of the picture


@dataclass(frozen=True)
class Verified:
    """A paper that is genuine, and whether it is still valid today."""

    public: Public
    valid: bool


@dataclass(frozen=True)
class Holder:
    """Whose paper it is, and the pictures that may stand on it."""

    person: Somebody
    sent: tuple[MaterialSent, ...]


def issue(desk: Desk, application: Application, body: Words, text: PaperText, holder: Holder) -> None:
    """Write one paper down, signed."""
    document = text.document
    public = Public(
        code=_new_code(),
        title=text.title,
        body=body,
        holder=masked_name(holder.person.name),
        holder_number=masked_id(holder.person.id_number),
        issued_on=desk.today,
        valid_until=text.valid_until,
        key_id=desk.keys.issuer_id,
    )
    content = Content(
        kind=document.kind,
        statement=text.statement,
        lines=text.lines,
        holder=holder.person.name,
        portrait=_portrait(document, holder.sent),
    )
    applications.add_paper(
        desk.connection,
        applications.Paper(
            application_id=application.application_id,
            document=document.document,
            verify_code=public.code,
            public=public.model_dump(mode="json"),
            signature=_sign(desk.keys, public),
            content=desk.keys.seal_record(
                content.model_dump_json().encode(), _place(application.application_id, document.document)
            ),
        ),
    )


def read(office: Office, kiosk: Kiosk, application: Application, wanted: ReadPaper, base_url: str) -> Paper:
    """A paper of this application, for its holder who is there. Raises `Refusal` not_found."""
    with office.database.read() as connection:
        found = applications.paper(connection, application.application_id, wanted.document)
        if found is None:
            raise Refusal(RuleCode.NOT_FOUND, status=404)
        hall = office.hall(connection, kiosk.hall_id)
        granted_at = cases.granted_at(connection, application.application_id)
        public = genuine(office.keys, found)
        sealed = office.keys.open_record(found.content, _place(found.application_id, found.document))
        content = Content.model_validate_json(sealed)
        portrait = b""
        if content.portrait:
            picture = materials.read(office, connection, application.kiosk_id, content.portrait)
            portrait = materials.portrait(picture, _PORTRAIT_BYTES)
    return Paper(
        paper_number=public.code,
        document=found.document,
        kind=content.kind,
        title=public.title,
        statement=content.statement,
        holder=content.holder,
        holder_number=public.holder_number,
        lines=content.lines,
        body=public.body,
        issued_at=hall.local(granted_at or application.submitted_at),
        valid_until=public.valid_until,
        receipt=application.receipt,
        verify_code=public.code,
        verify_url=f"{base_url}/verify/{public.code}.{found.signature}",
        portrait=base64.b64encode(portrait).decode("ascii"),
    )


def keep_sheet(desk: Desk, kiosk: Kiosk, report: ResultPaperReport) -> Received:
    """Keep what a kiosk knows of a piece of paper. Raises `Refusal` for a paper that no application has."""
    if report.document not in applications.papers_of(desk.connection, report.application_id):
        raise Refusal(RuleCode.NOT_FOUND)
    applications.keep_sheet(desk.connection, kiosk.kiosk_id, report)
    application_cases.paper_out(desk, kiosk, report.application_id)
    return Received()


def verify(office: Office, code: str) -> Verified:
    """The paper behind a code as it was typed, or with its signature as it was scanned.

    Raises:
        Refusal: paper_not_genuine, for a code that nobody gave out, a signature that is not ours, or a changed store.
    """
    letters, dot, signature = code.strip().partition(".")
    letters = letters.upper()
    if not CODE.fullmatch(letters):
        raise Refusal("paper_not_genuine", status=404)
    with office.database.read() as connection:
        found = applications.paper_by_code(connection, letters)
    if found is None or (dot and not secrets.compare_digest(signature.encode(), found.signature.encode())):
        raise Refusal("paper_not_genuine", status=404)
    public = genuine(office.keys, found)
    today = office.clock.now().date().isoformat()
    return Verified(public, valid=not public.valid_until or public.valid_until >= today)


def genuine(keys: Keys, paper: applications.Paper) -> Public:
    """What the issuer has signed of a stored paper. Raises `Refusal` paper_not_genuine when it was changed since."""
    try:
        public = Public.model_validate(paper.public)
        issuer = keys.verifiers()[public.key_id]
        issuer.verify(base64.urlsafe_b64decode(paper.signature + "=="), _signed(public))
    except (InvalidSignature, KeyError, ValueError) as error:
        raise Refusal("paper_not_genuine", status=404) from error
    if public.code != paper.verify_code:
        raise Refusal("paper_not_genuine", status=404)
    return public


def _sign(keys: Keys, public: Public) -> str:
    signature = keys.issuers[public.key_id].sign(_signed(public))
    return base64.urlsafe_b64encode(signature).rstrip(b"=").decode("ascii")


def _signed(public: Public) -> bytes:
    return _CONTEXT + json.dumps(public.model_dump(mode="json"), sort_keys=True, ensure_ascii=False).encode()


def _new_code() -> str:
    letters = "".join(secrets.choice(_CROCKFORD) for _ in range(16))
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def _portrait(document: ResultDocument, sent: tuple[MaterialSent, ...]) -> str:
    """The picture that the paper shows, by its digest."""
    return next((each.pages[0] for each in sent if each.material == document.portrait), "")


def _place(application_id: str, document: str) -> str:
    return f"application_papers/{application_id}/{document}"
