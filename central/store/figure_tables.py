"""The tables that figures are counted from besides cases and ratings."""

from __future__ import annotations

from sqlalchemy import Column, Index, MetaData, String, Table, column

from central.store.tables import Instant

metadata = MetaData()

_ID = String(32)
_CODE = String(64)

sessions = Table(
    "item_sessions",
    metadata,
    Column("session_id", _ID, primary_key=True, comment="drawn by the terminal; it names nobody"),
    Column("item", String(48), primary_key=True),
    Column("kiosk_id", _ID, nullable=False),
    Column("hall_id", String(10), nullable=False),
    Column("at", Instant, nullable=False, comment="when the item was begun first"),
    Column("application_id", _ID, comment="what it led to"),
    Index("item_sessions_by_time", "at"),
    comment="somebody began an item at a terminal; who, is not written down",
)

contacts = Table(
    "kiosk_contacts",
    metadata,
    Column("kiosk_id", _ID, primary_key=True),
    Column("first", Instant, primary_key=True),
    Column("last", Instant, nullable=False, comment="of reports that came one soon after the other"),
    comment="when a terminal was heard; between two rows it was dark",
)

abilities = Table(
    "kiosk_abilities",
    metadata,
    Column("kiosk_id", _ID, primary_key=True),
    Column("kind", String(8), primary_key=True, comment="kiosk, service or item"),
    Column("code", _CODE, primary_key=True),
    Column("since", Instant, primary_key=True),
    Column("until", Instant, comment="none: that is how it is"),
    Column("why", _CODE, nullable=False, comment="why it could not be done; empty: it could"),
    Index(
        "kiosk_abilities_now",
        "kiosk_id",
        sqlite_where=column("until").is_(None),
        postgresql_where=column("until").is_(None),
    ),
    comment="what a terminal could do: a row only where that changed",
)
