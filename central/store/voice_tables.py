"""The tables of voices. A voice never changes and never leaves; what was done about it are events that are only added.

Of an integrity report there is the hall and the day, and the database itself refuses more. On SQLite the rows lie in
the order of their random numbers, so that their order tells nothing either. What was said is sealed
(`Keys.seal_record`).
"""

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
)

from central.store.tables import Instant

metadata = MetaData()

_NUMBER = String(14)
_ID = String(32)

voices = Table(
    "voices",
    metadata,
    Column("number", _NUMBER, primary_key=True),
    Column("hall_id", String(10), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("subject", String(20), nullable=False),
    Column("day", Date, nullable=False),
    Column("at", Instant, comment="none of an integrity report"),
    Column("kiosk_id", _ID, comment="none of an integrity report"),
    Column("case_id", _ID, unique=True, comment="of a bad rating"),
    Column("content", LargeBinary, nullable=False, comment="sealed: what was said, and a telephone number"),
    CheckConstraint(
        "kind <> 'integrity' OR (at IS NULL AND kiosk_id IS NULL AND case_id IS NULL)", name="voices_anonymous"
    ),
    CheckConstraint("kind = 'integrity' OR at IS NOT NULL", name="voices_timed"),
    Index("voices_of_hall", "hall_id", "day"),
    sqlite_with_rowid=False,
)

events = Table(
    "voice_events",
    metadata,
    Column("number", _NUMBER, primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("act", String(20), nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor", String(140), nullable=False),
    Column("words", LargeBinary, nullable=False, comment="sealed: answer, reason, who approved"),
    ForeignKeyConstraint(["number"], ["voices.number"]),
)

rating_words = Table(
    "rating_words",
    metadata,
    Column("number", _NUMBER, primary_key=True, comment="of the rating's voice, which may come later"),
    Column("kiosk_id", _ID, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("content", LargeBinary, nullable=False, comment="sealed: words, and a telephone number"),
    Column("at", Instant, nullable=False),
    comment="why a rating was bad",
)

survey_counts = Table(
    "survey_counts",
    metadata,
    Column("hall_id", String(10), primary_key=True),
    Column("month", Date, primary_key=True, comment="its first day"),
    Column("question", String(10), primary_key=True),
    Column("good", Boolean, primary_key=True),
    Column("times", Integer, nullable=False),
    comment="what visitors answered; of nobody's answers there is a row",
)
