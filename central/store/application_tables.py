"""The tables of applications. What is personal is sealed (`Keys.seal_record`), bound to its table and row."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)

from central.store.tables import Instant

metadata = MetaData()

_ID = String(32)
_DIGEST = String(64)

documents = Table(
    "documents",
    metadata,
    Column("digest", _DIGEST, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    comment="item documents that decisions were made by, byte for byte, content-addressed",
)

applications = Table(
    "applications",
    metadata,
    Column("application_id", _ID, primary_key=True),
    Column("receipt", String(14), nullable=False, unique=True),
    Column("hall_id", String(10), nullable=False),
    Column("kiosk_id", _ID, nullable=False),
    Column("item", String(48), nullable=False),
    Column("version", Integer, nullable=False),
    Column("person", String(64), nullable=False, comment="keyed hash of the ID number"),
    Column("outcome", String(20), nullable=False),
    Column("submitted_at", Instant, nullable=False),
    Column("content", LargeBinary, nullable=False, comment="sealed: applicant, answers, consents, materials"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("application_id", _ID, primary_key=True),
    Column("round", Integer, primary_key=True, comment="0 of the submission, then one for each supplement"),
    Column("document", _DIGEST, nullable=False, comment="the item document that it was made by"),
    Column("engine", String(40), nullable=False, comment="version of the rules' engine"),
    Column("decided_at", Instant, nullable=False),
    Column("facts", LargeBinary, nullable=False, comment="sealed: all that the rules looked at"),
    Column("verdict", LargeBinary, nullable=False, comment="sealed: what they found"),
    ForeignKeyConstraint(["application_id"], ["applications.application_id"]),
    ForeignKeyConstraint(["document"], ["documents.digest"]),
)

materials = Table(
    "materials",
    metadata,
    Column("digest", _DIGEST, primary_key=True),
    Column("kiosk_id", _ID, primary_key=True),
    Column("content", LargeBinary, nullable=False, comment="sealed"),
    Column("used", Boolean, nullable=False, comment="belongs to an application or a case; what does not is forgotten"),
    Column("uploaded_at", Instant, nullable=False),
    Index("materials_unused", "used", "uploaded_at"),
)

papers = Table(
    "application_papers",
    metadata,
    Column("application_id", _ID, primary_key=True),
    Column("document", String(64), primary_key=True),
    Column("verify_code", String(19), nullable=False, unique=True),
    Column("public", JSON, nullable=False, comment="what whoever verifies it may see"),
    Column("signature", String(86), nullable=False, comment="the issuer's, over `public`"),
    Column("content", LargeBinary, nullable=False, comment="sealed: what stands on the paper"),
    ForeignKeyConstraint(["application_id"], ["applications.application_id"]),
)

sheets = Table(
    "application_sheets",
    metadata,
    Column("paper_id", _ID, primary_key=True),
    Column("application_id", _ID, nullable=False),
    Column("document", String(64), nullable=False),
    Column("kiosk_id", _ID, nullable=False),
    Column("copy_number", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("at", Instant, nullable=False),
    ForeignKeyConstraint(["application_id"], ["applications.application_id"]),
    Index("application_sheets_by_paper", "application_id", "document"),
    comment="the pieces of paper that terminals have put a result on",
)

identity_codes = Table(
    "identity_codes",
    metadata,
    Column("code_id", _ID, primary_key=True),
    Column("hall_id", String(10), nullable=False),
    Column("content", LargeBinary, nullable=False, comment="sealed: whose it is"),
    Column("expires_at", Instant, nullable=False),
    Column("kiosk_id", _ID, comment="the first terminal that showed it"),
)
