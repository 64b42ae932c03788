"""figures, and what they are counted from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "figure_editions",
        sa.Column("period", sa.String(length=22), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False, comment="from 1; a later one stands beside the first"),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("publisher", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False, comment="why it is not the first"),
        sa.Column("digest", sa.String(length=64), nullable=False, comment="SHA-256 of the content"),
        sa.Column("content", sa.Text(), nullable=False, comment="the JSON, byte for byte"),
        sa.PrimaryKeyConstraint("period", "edition"),
        comment="published figures; rows are added and never changed",
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
    op.create_index("item_sessions_by_time", "item_sessions", ["at"])
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
