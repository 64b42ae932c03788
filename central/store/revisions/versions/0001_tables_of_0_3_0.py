"""tables of 0.3.0."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "commands",
        sa.Column("principal", sa.String(length=50), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column(
            "fingerprint",
            sa.String(length=64),
            nullable=False,
            comment="keyed: who has the database cannot try what was asked",
        ),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column(
            "body", sa.LargeBinary(), nullable=False, comment="sealed: an answer to a clerk may hold names and words"
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("principal", "key"),
        comment="idempotency: kept for good, at least 400 days, because a hall may be dark for a month",
    )
    op.create_table(
        "counters",
        sa.Column("hall_id", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("prefix", sa.String(length=2), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "day", "prefix"),
    )
    op.create_table(
        "days",
        sa.Column("hall_id", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "day"),
        comment="days whose slots have been laid out",
    )
    op.create_table(
        "halls",
        sa.Column("hall_id", sa.String(length=10), nullable=False),
        sa.Column("file", sa.JSON(), nullable=False, comment="what it has published"),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column(
            "shift_s", sa.Integer(), nullable=False, comment="a demo hall's business clock against the machine's"
        ),
        sa.PrimaryKeyConstraint("hall_id"),
    )
    op.create_table(
        "kiosk_reports",
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("kiosk_id"),
        comment="the newest report of each kiosk; a row of its own, so that a heartbeat locks nothing else",
    )
    op.create_table(
        "misses",
        sa.Column("miss_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "subject",
            sa.String(length=80),
            nullable=False,
            comment="a terminal, a person or a number; the last two as hashes",
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("miss_id"),
        comment="look-ups that found nothing",
    )
    with op.batch_alter_table("misses", schema=None) as batch_op:
        batch_op.create_index("misses_by_age", ["at"], unique=False)
        batch_op.create_index("misses_of_subject", ["subject", "at"], unique=False)

    op.create_table(
        "person_days",
        sa.Column("hall_id", sa.String(length=10), nullable=False),
        sa.Column("item_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("bookings", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "item_id", "day", "person"),
    )
    op.create_table(
        "clients",
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("hall_id", sa.String(length=10), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=True, comment="whose cases it may report"),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["hall_id"],
            ["halls.hall_id"],
        ),
        sa.PrimaryKeyConstraint("client_id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_table(
        "enrolment_codes",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("hall_id", sa.String(length=10), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["hall_id"],
            ["halls.hall_id"],
        ),
        sa.PrimaryKeyConstraint("code_hash"),
    )
    op.create_table(
        "kiosks",
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("hall_id", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("public_key", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=40), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False, comment="the enrolment code that let it in"),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["hall_id"],
            ["halls.hall_id"],
        ),
        sa.PrimaryKeyConstraint("kiosk_id"),
    )
    op.create_table(
        "slots",
        sa.Column("slot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hall_id", sa.String(length=10), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("booked_quota", sa.Integer(), nullable=False),
        sa.Column("booked_taken", sa.Integer(), nullable=False),
        sa.Column("arrived", sa.Integer(), nullable=False, comment="bookings that became tickets"),
        sa.Column("walk_in_quota", sa.Integer(), nullable=False),
        sa.Column("walk_in_taken", sa.Integer(), nullable=False),
        sa.Column("released", sa.Boolean(), nullable=False, comment="places not arrived for were given to walk-ins"),
        sa.CheckConstraint("arrived <= booked_quota"),
        sa.CheckConstraint("booked_taken >= 0 AND arrived >= 0 AND (released OR booked_taken <= booked_quota)"),
        sa.CheckConstraint("walk_in_taken >= 0 AND walk_in_taken <= walk_in_quota"),
        sa.ForeignKeyConstraint(
            ["hall_id"],
            ["halls.hall_id"],
        ),
        sa.PrimaryKeyConstraint("slot_id"),
        sa.UniqueConstraint("hall_id", "item_id", "starts_at"),
    )
    with op.batch_alter_table("slots", schema=None) as batch_op:
        batch_op.create_index("slots_of_day", ["hall_id", "day", "item_id", "starts_at"], unique=False)

    op.create_table(
        "windows",
        sa.Column("hall_id", sa.String(length=10), nullable=False),
        sa.Column("window_id", sa.String(length=8), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hall_id"],
            ["halls.hall_id"],
        ),
        sa.PrimaryKeyConstraint("hall_id", "window_id"),
    )
    op.create_table(
        "bookings",
        sa.Column("booking_id", sa.String(length=32), nullable=False),
        sa.Column("booking_number", sa.String(length=10), nullable=False),
        sa.Column("hall_id", sa.String(length=10), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("slot_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False, comment="keyed hash of the ID number"),
        sa.Column(
            "code_person", sa.String(length=16), nullable=False, comment="the person hash inside the booking code"
        ),
        sa.Column("id_last4", sa.String(length=64), nullable=False),
        sa.Column("phone", sa.String(length=64), nullable=False),
        sa.Column("phone_last4", sa.String(length=64), nullable=False),
        sa.Column("masked_name", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["slot_id"],
            ["slots.slot_id"],
        ),
        sa.PrimaryKeyConstraint("booking_id"),
        sa.UniqueConstraint("booking_number"),
    )
    with op.batch_alter_table("bookings", schema=None) as batch_op:
        batch_op.create_index("bookings_of_person", ["hall_id", "day", "person"], unique=False)
        batch_op.create_index("bookings_of_phone", ["hall_id", "day", "phone"], unique=False)

    op.create_table(
        "tickets",
        sa.Column("ticket_id", sa.String(length=32), nullable=False),
        sa.Column("hall_id", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("prefix", sa.String(length=2), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("booking_id", sa.String(length=32), nullable=True),
        sa.Column("slot_id", sa.BigInteger(), nullable=False, comment="whose quota it took"),
        sa.Column("booked", sa.Boolean(), nullable=False),
        sa.Column("prior", sa.Boolean(), nullable=False, comment="served before walk-ins from order_at on"),
        sa.Column("order_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("window_id", sa.String(length=8), nullable=True),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("serving_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("service_s", sa.Integer(), nullable=True),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"],
            ["bookings.booking_id"],
        ),
        sa.ForeignKeyConstraint(
            ["hall_id"],
            ["halls.hall_id"],
        ),
        sa.PrimaryKeyConstraint("ticket_id"),
        sa.UniqueConstraint("booking_id"),
        sa.UniqueConstraint("hall_id", "day", "prefix", "ordinal"),
    )
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.create_index(
            "one_open_ticket",
            ["hall_id", "day", "item_id", "person"],
            unique=True,
            sqlite_where=sa.text("state IN ('waiting', 'called', 'serving', 'on_hold')"),
            postgresql_where=sa.text("state IN ('waiting', 'called', 'serving', 'on_hold')"),
        )
        batch_op.create_index(
            "one_ticket_at_window",
            ["hall_id", "day", "window_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('called', 'serving')"),
            postgresql_where=sa.text("state IN ('called', 'serving')"),
        )
        batch_op.create_index("tickets_finished", ["hall_id", "item_id", "finished_at"], unique=False)
        batch_op.create_index("tickets_waiting", ["hall_id", "day", "state", "item_id", "order_at"], unique=False)

    op.create_table(
        "papers",
        sa.Column("paper_id", sa.String(length=32), nullable=False),
        sa.Column("ticket_id", sa.String(length=32), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("copy_number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["tickets.ticket_id"],
        ),
        sa.PrimaryKeyConstraint("paper_id"),
    )
    with op.batch_alter_table("papers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_papers_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "ticket_events",
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ticket_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("principal", sa.String(length=50), nullable=False, comment="who did it: a kiosk, a window's client"),
        sa.Column("window_id", sa.String(length=8), nullable=True),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["tickets.ticket_id"],
        ),
        sa.PrimaryKeyConstraint("event_id"),
    )
    with op.batch_alter_table("ticket_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ticket_events_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "agents",
        sa.Column("agent_id", sa.String(length=32), nullable=False),
        sa.Column("hall_id", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False, comment="keyed hash of the ID number"),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True, comment="acts no more"),
        sa.PrimaryKeyConstraint("agent_id"),
    )
    with op.batch_alter_table("agents", schema=None) as batch_op:
        batch_op.create_index("agents_of_hall", ["hall_id", "left_at"], unique=False)
        batch_op.create_index("agents_of_person", ["person"], unique=False)

    op.create_table(
        "agreements",
        sa.Column("agreement_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=14), nullable=False),
        sa.Column("hall_id", sa.String(length=10), nullable=False),
        sa.Column("agent_id", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False, comment="the applicant: keyed hash of the ID number"),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True, comment="by the applicant"),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="sealed: terms, applicant, text and signature"),
        sa.ForeignKeyConstraint(
            ["agent_id"],
            ["agents.agent_id"],
        ),
        sa.PrimaryKeyConstraint("agreement_id"),
        sa.UniqueConstraint("number"),
    )
    with op.batch_alter_table("agreements", schema=None) as batch_op:
        batch_op.create_index("agreements_of_agent", ["agent_id"], unique=False)
        batch_op.create_index("agreements_of_person", ["person"], unique=False)

    op.create_table(
        "agreement_events",
        sa.Column("agreement_id", sa.String(length=32), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False, comment="where"),
        sa.Column("step", sa.String(length=64), nullable=True),
        sa.Column("number", sa.String(length=14), nullable=True, comment="of the case that it was about"),
        sa.Column("reason", sa.String(length=64), nullable=True, comment="why it was refused"),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreements.agreement_id"],
        ),
        sa.PrimaryKeyConstraint("agreement_id", "sequence"),
    )
    op.create_table(
        "applications",
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("receipt", sa.String(length=14), nullable=False),
        sa.Column("hall_id", sa.String(length=10), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=48), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False, comment="keyed hash of the ID number"),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "content", sa.LargeBinary(), nullable=False, comment="sealed: applicant, answers, consents, materials"
        ),
        sa.PrimaryKeyConstraint("application_id"),
        sa.UniqueConstraint("receipt"),
    )
    op.create_table(
        "documents",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
        comment="item documents that decisions were made by, byte for byte, content-addressed",
    )
    op.create_table(
        "identity_codes",
        sa.Column("code_id", sa.String(length=32), nullable=False),
        sa.Column("hall_id", sa.String(length=10), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="sealed: whose it is"),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=True, comment="the first terminal that showed it"),
        sa.PrimaryKeyConstraint("code_id"),
    )
    op.create_table(
        "materials",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="sealed"),
        sa.Column(
            "used",
            sa.Boolean(),
            nullable=False,
            comment="belongs to an application or a case; what does not is forgotten",
        ),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", "kiosk_id"),
    )
    with op.batch_alter_table("materials", schema=None) as batch_op:
        batch_op.create_index("materials_unused", ["used", "uploaded_at"], unique=False)

    op.create_table(
        "application_papers",
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("document", sa.String(length=64), nullable=False),
        sa.Column("verify_code", sa.String(length=19), nullable=False),
        sa.Column("public", sa.JSON(), nullable=False, comment="what whoever verifies it may see"),
        sa.Column("signature", sa.String(length=86), nullable=False, comment="the issuer's, over `public`"),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="sealed: what stands on the paper"),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.application_id"],
        ),
        sa.PrimaryKeyConstraint("application_id", "document"),
        sa.UniqueConstraint("verify_code"),
    )
    op.create_table(
        "application_sheets",
        sa.Column("paper_id", sa.String(length=32), nullable=False),
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("document", sa.String(length=64), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("copy_number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.application_id"],
        ),
        sa.PrimaryKeyConstraint("paper_id"),
        comment="the pieces of paper that terminals have put a result on",
    )
    with op.batch_alter_table("application_sheets", schema=None) as batch_op:
        batch_op.create_index("application_sheets_by_paper", ["application_id", "document"], unique=False)

    op.create_table(
        "decisions",
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False, comment="0 of the submission, then one for each supplement"),
        sa.Column("document", sa.String(length=64), nullable=False, comment="the item document that it was made by"),
        sa.Column("engine", sa.String(length=40), nullable=False, comment="version of the rules' engine"),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False, comment="sealed: all that the rules looked at"),
        sa.Column("verdict", sa.LargeBinary(), nullable=False, comment="sealed: what they found"),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.application_id"],
        ),
        sa.ForeignKeyConstraint(
            ["document"],
            ["documents.digest"],
        ),
        sa.PrimaryKeyConstraint("application_id", "round"),
    )
    op.create_table(
        "cases",
        sa.Column("case_id", sa.String(length=32), nullable=False, comment="of the application, where one opened it"),
        sa.Column("number", sa.String(length=14), nullable=False),
        sa.Column("own_number", sa.String(length=50), nullable=True, comment="in the department's own system"),
        sa.Column("hall_id", sa.String(length=10), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column(
            "version",
            sa.Integer(),
            nullable=True,
            comment="of the item that it began with, where this office publishes it",
        ),
        sa.Column("name", sa.JSON(), nullable=False, comment="of the item"),
        sa.Column("kind", sa.String(length=1), nullable=False, comment="GB/T 39046 A.6"),
        sa.Column("applied", sa.Boolean(), nullable=False, comment="opened by an application at a terminal"),
        sa.Column("person", sa.String(length=64), nullable=False, comment="keyed hash of the ID number"),
        sa.Column("company", sa.String(length=64), nullable=True, comment="keyed hash of the credit code"),
        sa.Column(
            "id_last4", sa.String(length=64), nullable=False, comment="second factor beside the number, bound to it"
        ),
        sa.Column("phone_last4", sa.String(length=64), nullable=True, comment="the same, of the phone"),
        sa.Column("masked_name", sa.String(length=40), nullable=False),
        sa.Column("legal_limit", sa.JSON(), nullable=True),
        sa.Column("promised_limit", sa.JSON(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False, comment="who has it"),
        sa.Column("with_person", sa.Boolean(), nullable=False, comment="转人工: was handed over to a person"),
        sa.Column("waits", sa.Boolean(), nullable=False, comment="an application, for a person's decision"),
        sa.Column("events", sa.Integer(), nullable=False, comment="how many there are"),
        sa.Column("answer_by", sa.Date(), nullable=True, comment="the last day of a person's answer"),
        sa.Column("head", sa.String(length=32), nullable=False, comment="keyed hash: how many events, and the last"),
        sa.PrimaryKeyConstraint("case_id"),
        sa.UniqueConstraint("number"),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(
            "cases_of_company",
            ["company", "opened_at"],
            unique=False,
            sqlite_where=sa.text("company IS NOT NULL"),
            postgresql_where=sa.text("company IS NOT NULL"),
        )
        batch_op.create_index("cases_of_department", ["department", "stage", "opened_at"], unique=False)
        batch_op.create_index("cases_of_hall", ["hall_id", "stage", "opened_at"], unique=False)
        batch_op.create_index("cases_of_person", ["person", "opened_at"], unique=False)
        batch_op.create_index(
            "one_own_number",
            ["department", "own_number"],
            unique=True,
            sqlite_where=sa.text("own_number IS NOT NULL"),
            postgresql_where=sa.text("own_number IS NOT NULL"),
        )
        batch_op.create_index(
            "one_waiting_application",
            ["person", "item"],
            unique=True,
            sqlite_where=sa.text("waits"),
            postgresql_where=sa.text("waits"),
        )

    op.create_table(
        "case_events",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False, comment="in the order of writing"),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="when it happened, as reported"),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("notice", sa.String(length=60), nullable=False),
        sa.Column("approver", sa.String(length=60), nullable=False),
        sa.Column("special", sa.String(length=20), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("extension", sa.JSON(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("at_once", sa.Boolean(), nullable=False),
        sa.Column("by_unit", sa.String(length=64), nullable=False, comment="催办 by a unit: which one; else empty"),
        sa.Column(
            "words",
            sa.LargeBinary(),
            nullable=True,
            comment="sealed: reason, way of appeal, what is missing, who acted",
        ),
        sa.Column("digest", sa.String(length=32), nullable=False, comment="keyed hash: the row before, and this one"),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.case_id"],
        ),
        sa.PrimaryKeyConstraint("case_id", "sequence"),
    )
    op.create_table(
        "case_hand_ins",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="in the order of writing"),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False, comment="with whose materials the pages lie"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="sealed: of which thing which pages"),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.case_id"],
        ),
        sa.PrimaryKeyConstraint("case_id", "number"),
        comment="what was photographed at a terminal for a case",
    )
    op.create_table(
        "ratings",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 5"),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.case_id"],
        ),
        sa.PrimaryKeyConstraint("case_id"),
        comment="好差评: one for each case; none is none, and never a good one",
    )
    op.create_table(
        "item_sessions",
        sa.Column("session_id", sa.String(length=32), nullable=False, comment="drawn by the terminal; it names nobody"),
        sa.Column("item", sa.String(length=48), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("hall_id", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="when the item was begun first"),
        sa.Column("application_id", sa.String(length=32), nullable=True, comment="what it led to"),
        sa.PrimaryKeyConstraint("session_id", "item"),
        comment="somebody began an item at a terminal; who, is not written down",
    )
    with op.batch_alter_table("item_sessions", schema=None) as batch_op:
        batch_op.create_index("item_sessions_by_time", ["at"], unique=False)

    op.create_table(
        "kiosk_abilities",
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False, comment="kiosk, service or item"),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True, comment="none: that is how it is"),
        sa.Column("why", sa.String(length=64), nullable=False, comment="why it could not be done; empty: it could"),
        sa.PrimaryKeyConstraint("kiosk_id", "kind", "code", "since"),
        comment="what a terminal could do: a row only where that changed",
    )
    with op.batch_alter_table("kiosk_abilities", schema=None) as batch_op:
        batch_op.create_index(
            "kiosk_abilities_now",
            ["kiosk_id"],
            unique=False,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )

    op.create_table(
        "kiosk_contacts",
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("first", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "last", sa.DateTime(timezone=True), nullable=False, comment="of reports that came one soon after the other"
        ),
        sa.PrimaryKeyConstraint("kiosk_id", "first"),
        comment="when a terminal was heard; between two rows it was dark",
    )
    op.create_table(
        "catalogue_reports",
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("kiosk_id"),
        comment="how each terminal stands to the catalogue: its newest word",
    )
    op.create_table(
        "hall_parameters",
        sa.Column(
            "change",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="grows with every change of any rollout",
        ),
        sa.Column("hall_id", sa.String(length=10), nullable=False),
        sa.Column("item", sa.String(length=48), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False, comment="null: the item's own again"),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("change"),
        comment="what halls have set instead of an item's own parameters; every setting stays",
    )
    with op.batch_alter_table("hall_parameters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hall_parameters_hall_id"), ["hall_id"], unique=False)

    op.create_table(
        "rollouts",
        sa.Column(
            "catalogue", sa.Integer(), autoincrement=False, nullable=False, comment="version of the targets metadata"
        ),
        sa.Column("change", sa.Integer(), nullable=False, comment="grows with every change of any rollout"),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("waves", sa.JSON(), nullable=False, comment="percent of the terminals, growing, the last 100"),
        sa.Column("wave", sa.Integer(), nullable=False, comment="the one that may go now, from 0"),
        sa.Column("done_percent", sa.Integer(), nullable=False, comment="of a wave, until the next one may go"),
        sa.Column("failed_percent", sa.Integer(), nullable=False, comment="of a wave, at which everything stops"),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("catalogue"),
        sa.UniqueConstraint("change"),
    )
    op.create_table(
        "calendar_recounts",
        sa.Column("recount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("calendar", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("move", sa.String(length=10), nullable=False),
        sa.Column("told", sa.Date(), nullable=True),
        sa.Column("counted", sa.Date(), nullable=True),
        sa.Column("holds", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("recount"),
        comment="what a newer calendar changed of a day that somebody was told",
    )
    with op.batch_alter_table("calendar_recounts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_recounts_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_clocks",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False, comment="legal, promised or answer"),
        sa.Column("unit", sa.String(length=64), nullable=False, comment="the department that answers for the case"),
        sa.Column("light", sa.String(length=12), nullable=False, comment="as it was seen last"),
        sa.Column("due", sa.Date(), nullable=True, comment="the day that the citizen may rely on"),
        sa.Column(
            "first", sa.Boolean(), nullable=False, comment="of the case's clocks the one that counts for its applicant"
        ),
        sa.PrimaryKeyConstraint("case_id", "kind"),
    )
    with op.batch_alter_table("case_clocks", schema=None) as batch_op:
        batch_op.create_index(
            "late_cases",
            ["due"],
            unique=False,
            sqlite_where=sa.text("first AND light = 'red'"),
            postgresql_where=sa.text("first AND light = 'red'"),
        )

    op.create_table(
        "case_lights",
        sa.Column("turn", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("was", sa.String(length=12), nullable=False, comment="empty: nobody had looked before"),
        sa.Column("light", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="when it turned"),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("turn"),
    )
    with op.batch_alter_table("case_lights", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_lights_case_id"), ["case_id"], unique=False)

    op.create_table(
        "measured_times",
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("limit_unit", sa.String(length=12), nullable=False, comment="units are never mixed"),
        sa.Column("starts_at", sa.String(length=10), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False, comment="of median and ninety"),
        sa.Column("median", sa.Integer(), nullable=False),
        sa.Column("ninety", sa.Integer(), nullable=False, comment="the ninetieth percentile, by nearest rank"),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column(
            "left_out", sa.Integer(), nullable=False, comment="could not be counted: a year's calendar is missing"
        ),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False, comment="nothing after its end is counted"),
        sa.PrimaryKeyConstraint("item", "kind", "limit_unit", "starts_at"),
        comment="what cases of the last days took, counted anew each day",
    )
    op.create_table(
        "public_documents",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False, comment="from 1; a later one stands beside the first"),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("publisher", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False, comment="why it is not the first"),
        sa.Column("digest", sa.String(length=64), nullable=False, comment="SHA-256 of the content"),
        sa.Column(
            "seal", sa.String(length=32), nullable=False, comment="the office's keyed hash of all but the content"
        ),
        sa.Column("content", sa.Text(), nullable=False, comment="the JSON, byte for byte"),
        sa.PrimaryKeyConstraint("name", "edition"),
        comment="figures and supervision as everybody may see them; editions are added and never changed",
    )
    op.create_table(
        "supervision_orders",
        sa.Column("case_id", sa.String(length=32), nullable=False, comment="or the number of a voice"),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=False, comment="the end of the limit that it is for"),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("owner", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="when the level was opened"),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True, comment="when it opens the next one"),
        sa.PrimaryKeyConstraint("case_id", "kind", "over_at", "level"),
        comment="督办: who was called when a limit was over",
    )
    op.create_table(
        "watched_cases",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False, comment="of the case, when its clocks were counted"),
        sa.Column("calendar", sa.String(length=16), nullable=False, comment="by which calendar"),
        sa.Column(
            "look_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when something turns next; none: when something happens to the case",
        ),
        sa.PrimaryKeyConstraint("case_id"),
    )
    with op.batch_alter_table("watched_cases", schema=None) as batch_op:
        batch_op.create_index("watched_cases_to_look_at", ["look_at"], unique=False)

    op.create_table(
        "rating_words",
        sa.Column(
            "number", sa.String(length=14), nullable=False, comment="of the rating's voice, which may come later"
        ),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="sealed: words, and a telephone number"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        comment="why a rating was bad",
    )
    op.create_table(
        "survey_counts",
        sa.Column("hall_id", sa.String(length=10), nullable=False),
        sa.Column("month", sa.Date(), nullable=False, comment="its first day"),
        sa.Column("question", sa.String(length=10), nullable=False),
        sa.Column("good", sa.Boolean(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "month", "question", "good"),
        comment="what visitors answered; of nobody's answers there is a row",
    )
    op.create_table(
        "voices",
        sa.Column("number", sa.String(length=14), nullable=False),
        sa.Column("hall_id", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True, comment="none of an integrity report"),
        sa.Column("kiosk_id", sa.String(length=32), nullable=True, comment="none of an integrity report"),
        sa.Column("case_id", sa.String(length=32), nullable=True, comment="of a bad rating"),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="sealed: what was said, and a telephone number"),
        sa.CheckConstraint(
            "kind <> 'integrity' OR (at IS NULL AND kiosk_id IS NULL AND case_id IS NULL)", name="voices_anonymous"
        ),
        sa.CheckConstraint("kind = 'integrity' OR at IS NOT NULL", name="voices_timed"),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("case_id"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("voices", schema=None) as batch_op:
        batch_op.create_index("voices_of_hall", ["hall_id", "day"], unique=False)

    op.create_table(
        "voice_events",
        sa.Column("number", sa.String(length=14), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=140), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False, comment="sealed: answer, reason, who approved"),
        sa.ForeignKeyConstraint(
            ["number"],
            ["voices.number"],
        ),
        sa.PrimaryKeyConstraint("number", "sequence"),
    )
