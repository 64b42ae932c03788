"""The tables of cases. Events are only ever added; what a case row says of its standing is their fold, kept for looking
up. Whose case it is stands there as keyed hashes; what was written in words is sealed (`Keys.seal_record`)."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    column,
)

from central.store.tables import Instant

metadata = MetaData()

_ID = String(32)
_HASH = String(64)
_CODE = String(64)

cases = Table(
    "cases",
    metadata,
    Column("case_id", _ID, primary_key=True, comment="of the application, where one opened it"),
    Column("number", String(14), nullable=False, unique=True),
    Column("own_number", String(50), comment="in the department's own system"),
    Column("hall_id", String(10), nullable=False),
    Column("department", _CODE, nullable=False),
    Column("item", _CODE, nullable=False),
    Column("version", Integer, comment="of the item that it began with, where this office publishes it"),
    Column("name", JSON, nullable=False, comment="of the item"),
    Column("kind", String(1), nullable=False, comment="GB/T 39046 A.6"),
    Column("applied", Boolean, nullable=False, comment="opened by an application at a terminal"),
    Column("person", _HASH, nullable=False, comment="keyed hash of the ID number"),
    Column("company", _HASH, comment="keyed hash of the credit code"),
    Column("id_last4", _HASH, nullable=False, comment="second factor beside the number, bound to it"),
    Column("phone_last4", _HASH, comment="the same, of the phone"),
    Column("masked_name", String(40), nullable=False),
    Column("legal_limit", JSON),
    Column("promised_limit", JSON),
    Column("opened_at", Instant, nullable=False),
    Column("stage", String(16), nullable=False),
    Column("since", Instant, nullable=False),
    Column("unit", _CODE, nullable=False, comment="who has it"),
    Column("with_person", Boolean, nullable=False, comment="转人工: was handed over to a person"),
    Column("waits", Boolean, nullable=False, comment="an application, for a person's decision"),
    Column("events", Integer, nullable=False, comment="how many there are"),
    Column("answer_by", Date, comment="the last day of a person's answer"),
    Column("head", _ID, nullable=False, comment="keyed hash: how many events, and the last"),
    Index("cases_of_person", "person", "opened_at"),
    Index(
        "cases_of_company",
        "company",
        "opened_at",
        sqlite_where=column("company").is_not(None),
        postgresql_where=column("company").is_not(None),
    ),
    Index("cases_of_department", "department", "stage", "opened_at"),
    Index("cases_of_hall", "hall_id", "stage", "opened_at"),
    Index(
        "one_own_number",
        "department",
        "own_number",
        unique=True,
        sqlite_where=column("own_number").is_not(None),
        postgresql_where=column("own_number").is_not(None),
    ),
    Index(
        "one_waiting_application",
        "person",
        "item",
        unique=True,
        sqlite_where=column("waits", Boolean),
        postgresql_where=column("waits", Boolean),
    ),
)

events = Table(
    "case_events",
    metadata,
    Column("case_id", _ID, primary_key=True),
    Column("sequence", Integer, primary_key=True, comment="in the order of writing"),
    Column("kind", String(20), nullable=False),
    Column("at", Instant, nullable=False, comment="when it happened, as reported"),
    Column("written_at", Instant, nullable=False),
    Column("late", Boolean, nullable=False),
    Column("role", String(10), nullable=False),
    Column("unit", _CODE, nullable=False),
    Column("actor", String(120), nullable=False),
    Column("notice", String(60), nullable=False),
    Column("approver", String(60), nullable=False),
    Column("special", String(20)),
    Column("until", Date),
    Column("extension", JSON),
    Column("level", Integer, nullable=False),
    Column("at_once", Boolean, nullable=False),
    Column("by_unit", _CODE, nullable=False, comment="催办 by a unit: which one; else empty"),
    Column("words", LargeBinary, comment="sealed: reason, way of appeal, what is missing, who acted"),
    Column("digest", _ID, nullable=False, comment="keyed hash: the row before, and this one"),
    ForeignKeyConstraint(["case_id"], ["cases.case_id"]),
)

hand_ins = Table(
    "case_hand_ins",
    metadata,
    Column("case_id", _ID, primary_key=True),
    Column("number", Integer, primary_key=True, comment="in the order of writing"),
    Column("kiosk_id", _ID, nullable=False, comment="with whose materials the pages lie"),
    Column("at", Instant, nullable=False),
    Column("content", LargeBinary, nullable=False, comment="sealed: of which thing which pages"),
    ForeignKeyConstraint(["case_id"], ["cases.case_id"]),
    comment="what was photographed at a terminal for a case",
)

ratings = Table(
    "ratings",
    metadata,
    Column("case_id", _ID, primary_key=True),
    Column("level", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    CheckConstraint("level BETWEEN 1 AND 5"),
    ForeignKeyConstraint(["case_id"], ["cases.case_id"]),
    comment="好差评: one for each case; none is none, and never a good one",
)
