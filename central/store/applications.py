"""Applications, their decisions, materials and papers. What is personal comes and goes sealed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, or_, select, update

from central.contract.application import ResultPaperReport
from central.store.application_tables import (
    applications,
    decisions,
    documents,
    identity_codes,
    materials,
    papers,
    sheets,
)
from central.store.database import upsert

_BEGUN = "sent"
_OUT = ("processed", "printed", "taken")
"""The states in which a piece of paper ends that is out; one at the exit may still be drawn back."""


@dataclass(frozen=True)
class Application:
    """What somebody applied for. `content` is sealed."""

    application_id: str
    receipt: str
    hall_id: str
    kiosk_id: str
    item: str
    version: int
    person: str
    outcome: str
    submitted_at: datetime
    content: bytes


@dataclass(frozen=True)
class Decision:
    """What the rules found, and what they looked at; both sealed. `document`: digest of the item document. `round`: 0
    of the submission, then one for each supplement."""

    application_id: str
    round: int
    document: str
    engine: str
    decided_at: datetime
    facts: bytes
    verdict: bytes


@dataclass(frozen=True)
class Paper:
    """A paper. `public`: what its verification shows; `content` is sealed."""

    application_id: str
    document: str
    verify_code: str
    public: Mapping[str, Any]
    signature: str
    content: bytes


def add(connection: Connection, application: Application) -> None:
    """A new application."""
    connection.execute(insert(applications), vars(application))


def find(connection: Connection, application_id: str) -> Application | None:
    """By its id."""
    row = connection.execute(select(applications).where(applications.c.application_id == application_id)).mappings()
    return Application(**found) if (found := row.first()) else None


def keep_content(connection: Connection, application_id: str, content: bytes) -> None:
    """The application as it is with its supplements; sealed."""
    connection.execute(
        update(applications).where(applications.c.application_id == application_id).values(content=content)
    )


# ---------------------------------------------------------------- decisions


def keep_document(connection: Connection, digest: str, content: bytes) -> None:
    """Keep an item document; the same one again changes nothing."""
    statement = upsert(connection.dialect.name, documents).values(digest=digest, content=content)
    connection.execute(statement.on_conflict_do_nothing())


def document(connection: Connection, digest: str) -> bytes | None:
    """An item document as a decision was made by it."""
    found: bytes | None = connection.scalar(select(documents.c.content).where(documents.c.digest == digest))
    return found


def keep_decision(connection: Connection, decision: Decision) -> None:
    """The decision of an application; a second one is a conflict."""
    connection.execute(insert(decisions), vars(decision))


def decision_rounds(connection: Connection, application_id: str) -> list[Decision]:
    """The decisions of an application, in the order of their rounds."""
    query = select(decisions).where(decisions.c.application_id == application_id).order_by(decisions.c.round)
    return [Decision(**row) for row in connection.execute(query).mappings()]


def decided(connection: Connection) -> list[str]:
    """Every application that has a decision, the oldest first."""
    query = select(decisions.c.application_id).where(decisions.c.round == 0)
    return list(connection.scalars(query.order_by(decisions.c.decided_at, decisions.c.application_id)))


def decided_first(
    connection: Connection, first: datetime, end: datetime, hall: str | None, *, after: str, most: int
) -> list[tuple[str, Decision]]:
    """The first decisions of a span, of a hall or of all, in order of their applications, each with its item."""
    query = (
        select(decisions, applications.c.item)
        .join(applications, applications.c.application_id == decisions.c.application_id)
        .where(
            decisions.c.round == 0,
            decisions.c.decided_at >= first,
            decisions.c.decided_at < end,
            decisions.c.application_id > after,
        )
    )
    if hall is not None:
        query = query.where(applications.c.hall_id == hall)
    rows = connection.execute(query.order_by(decisions.c.application_id).limit(most)).mappings()
    return [(row["item"], Decision(**{name: row[name] for name in decisions.c.keys()})) for row in rows]  # noqa: SIM118


# ---------------------------------------------------------------- materials


def keep_material(connection: Connection, digest: str, kiosk_id: str, content: bytes, at: datetime) -> None:
    """Keep a material that a kiosk has sent; the same one again changes nothing."""
    statement = upsert(connection.dialect.name, materials).values(
        digest=digest, kiosk_id=kiosk_id, content=content, used=False, uploaded_at=at
    )
    connection.execute(statement.on_conflict_do_nothing())


def material(connection: Connection, digest: str, kiosk_id: str) -> bytes | None:
    """A material that this kiosk has sent, sealed."""
    query = select(materials.c.content).where(materials.c.digest == digest, materials.c.kiosk_id == kiosk_id)
    found: bytes | None = connection.scalar(query)
    return found


def adopt_materials(connection: Connection, digests: Iterable[str], kiosk_id: str, into: str) -> None:
    """What one terminal has sent lies with the materials of another too; what lies there already stays."""
    found = select(materials).where(materials.c.digest.in_(list(digests)), materials.c.kiosk_id == kiosk_id)
    for row in connection.execute(found).mappings().all():
        statement = upsert(connection.dialect.name, materials).values({**row, "kiosk_id": into})
        connection.execute(statement.on_conflict_do_nothing())


def use_materials(connection: Connection, digests: Iterable[str], kiosk_id: str) -> None:
    """They belong to an application or a case now, and stay."""
    connection.execute(
        update(materials)
        .where(materials.c.digest.in_(list(digests)), materials.c.kiosk_id == kiosk_id)
        .values(used=True)
    )


def forget_materials(connection: Connection, before: datetime) -> None:
    """Forget what came before then and belongs to no application and no case."""
    connection.execute(delete(materials).where(~materials.c.used, materials.c.uploaded_at < before))


# ---------------------------------------------------------------- papers


def add_paper(connection: Connection, paper: Paper) -> None:
    """A paper that an application has led to."""
    connection.execute(insert(papers), vars(paper))


def paper(connection: Connection, application_id: str, document_code: str) -> Paper | None:
    """One paper of an application."""
    query = select(papers).where(papers.c.application_id == application_id, papers.c.document == document_code)
    row = connection.execute(query).mappings().first()
    return Paper(**row) if row else None


def papers_of(connection: Connection, application_id: str) -> list[str]:
    """Which papers an application has led to."""
    return list(connection.scalars(select(papers.c.document).where(papers.c.application_id == application_id)))


def keep_sheet(connection: Connection, kiosk_id: str, report: ResultPaperReport) -> None:
    """The newest that is known of a piece of paper; an older report, or another kiosk's, changes nothing. A terminal's
    time may step back between the first byte and the last: what became of a paper counts, whenever it was sent."""
    statement = upsert(connection.dialect.name, sheets).values(kiosk_id=kiosk_id, **report.model_dump())
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["paper_id"],
            set_={"state": report.state, "at": report.at},
            where=and_(
                sheets.c.kiosk_id == kiosk_id,
                statement.excluded["state"] != _BEGUN,
                or_(sheets.c.state == _BEGUN, sheets.c.at <= statement.excluded["at"]),
            ),
        )
    )


def count_sheets(connection: Connection, application_id: str) -> dict[str, int]:
    """By document, how many pieces of paper came out or may have. One that is on the way may."""
    query = (
        select(sheets.c.document, func.count())
        .where(sheets.c.application_id == application_id, sheets.c.state != "failed")
        .group_by(sheets.c.document)
    )
    return {str(row[0]): int(row[1]) for row in connection.execute(query)}


def is_handed_out(connection: Connection, application_id: str) -> bool:
    """Whether each of its papers came out, as far as a printer can tell: taken, where it sees that."""
    out = select(sheets.c.document).where(sheets.c.application_id == application_id, sheets.c.state.in_(_OUT))
    left = select(papers.c.document).where(papers.c.application_id == application_id, papers.c.document.not_in(out))
    return connection.execute(left.limit(1)).first() is None


def paper_by_code(connection: Connection, verify_code: str) -> Paper | None:
    """The paper that carries this verification code."""
    row = connection.execute(select(papers).where(papers.c.verify_code == verify_code)).mappings().first()
    return Paper(**row) if row else None


# ---------------------------------------------------------------- identity codes


@dataclass(frozen=True)
class IdentityCode:
    """A code, whose it is (sealed), until when, and the first terminal that showed it."""

    code_id: str
    hall_id: str
    content: bytes
    expires_at: datetime
    kiosk_id: str | None = None


def add_identity_code(connection: Connection, code: IdentityCode, forget_before: datetime) -> None:
    """Remember a code, and forget those that expired before `forget_before`."""
    connection.execute(delete(identity_codes).where(identity_codes.c.expires_at < forget_before))
    connection.execute(insert(identity_codes), vars(code))


def identity_code(connection: Connection, code_id: str) -> IdentityCode | None:
    """By its id."""
    row = connection.execute(select(identity_codes).where(identity_codes.c.code_id == code_id)).mappings().first()
    return IdentityCode(**row) if row else None


def bind_identity_code(connection: Connection, code_id: str, kiosk_id: str) -> bool:
    """Bind a code to the first terminal that shows it; false when it is bound to another."""
    statement = (
        update(identity_codes)
        .where(identity_codes.c.code_id == code_id, identity_codes.c.kiosk_id.is_(None))
        .values(kiosk_id=kiosk_id)
    )
    connection.execute(statement)
    bound = connection.scalar(select(identity_codes.c.kiosk_id).where(identity_codes.c.code_id == code_id))
    return bound == kiosk_id
