"""The tables of supervision. What turned and who was called is only added; the other rows say what to look at next."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Integer, MetaData, String, Table, Text, text

from central.store.tables import Instant

metadata = MetaData()

_ID = String(32)
_CODE = String(64)
_SERIAL = BigInteger().with_variant(Integer, "sqlite")

watched = Table(
    "watched_cases",
    metadata,
    Column("case_id", _ID, primary_key=True),
    Column("events", Integer, nullable=False, comment="of the case, when its clocks were counted"),
    Column("calendar", String(16), nullable=False, comment="by which calendar"),
    Column("look_at", Instant, comment="when something turns next; none: when something happens to the case"),
    Index("watched_cases_to_look_at", "look_at"),
)

clocks = Table(
    "case_clocks",
    metadata,
    Column("case_id", _ID, primary_key=True),
    Column("kind", String(10), primary_key=True, comment="legal, promised or answer"),
    Column("unit", _CODE, nullable=False, comment="the department that answers for the case"),
    Column("light", String(12), nullable=False, comment="as it was seen last"),
    Column("due", Date, comment="the day that the citizen may rely on"),
    Column("first", Boolean, nullable=False, comment="of the case's clocks the one that counts for its applicant"),
    Index(
        "late_cases",
        "due",
        sqlite_where=text("first AND light = 'red'"),
        postgresql_where=text("first AND light = 'red'"),
    ),
)

turns = Table(
    "case_lights",
    metadata,
    Column("turn", _SERIAL, primary_key=True),
    Column("case_id", _ID, nullable=False, index=True),
    Column("kind", String(10), nullable=False),
    Column("unit", _CODE, nullable=False),
    Column("was", String(12), nullable=False, comment="empty: nobody had looked before"),
    Column("light", String(12), nullable=False),
    Column("at", Instant, nullable=False, comment="when it turned"),
    Column("seen_at", Instant, nullable=False),
)

orders = Table(
    "supervision_orders",
    metadata,
    Column("case_id", _ID, primary_key=True, comment="or the number of a voice"),
    Column("kind", String(10), primary_key=True),
    Column("over_at", Instant, primary_key=True, comment="the end of the limit that it is for"),
    Column("level", String(10), primary_key=True),
    Column("unit", _CODE, nullable=False),
    Column("owner", String(60), nullable=False),
    Column("at", Instant, nullable=False, comment="when the level was opened"),
    Column("until", Instant, comment="when it opens the next one"),
    comment="督办: who was called when a limit was over",
)

measured_times = Table(
    "measured_times",
    metadata,
    Column("item", _CODE, primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("limit_unit", String(12), primary_key=True, comment="units are never mixed"),
    Column("starts_at", String(10), primary_key=True),
    Column("unit", String(12), nullable=False, comment="of median and ninety"),
    Column("median", Integer, nullable=False),
    Column("ninety", Integer, nullable=False, comment="the ninetieth percentile, by nearest rank"),
    Column("count", Integer, nullable=False),
    Column("left_out", Integer, nullable=False, comment="could not be counted: a year's calendar is missing"),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False, comment="nothing after its end is counted"),
    comment="what cases of the last days took, counted anew each day",
)

recounts = Table(
    "calendar_recounts",
    metadata,
    Column("recount", _SERIAL, primary_key=True),
    Column("case_id", _ID, nullable=False, index=True),
    Column("kind", String(10), nullable=False),
    Column("calendar", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    Column("move", String(10), nullable=False),
    Column("told", Date),
    Column("counted", Date),
    Column("holds", Date),
    comment="what a newer calendar changed of a day that somebody was told",
)

documents = Table(
    "public_documents",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("edition", Integer, primary_key=True, comment="from 1; a later one stands beside the first"),
    Column("as_of", Instant, nullable=False),
    Column("at", Instant, nullable=False),
    Column("publisher", String(60), nullable=False),
    Column("reason", String(300), nullable=False, comment="why it is not the first"),
    Column("digest", String(64), nullable=False, comment="SHA-256 of the content"),
    Column("seal", String(32), nullable=False, comment="the office's keyed hash of all but the content"),
    Column("content", Text, nullable=False, comment="the JSON, byte for byte"),
    comment="figures and supervision as everybody may see them; editions are added and never changed",
)
