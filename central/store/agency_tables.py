"""The tables of agents and agreements. Whose they are stands there as keyed hashes; what was signed is sealed
(`Keys.seal_record`). Events are only ever added."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKeyConstraint, Index, Integer, LargeBinary, MetaData, String, Table

from central.store.tables import Instant

metadata = MetaData()

_ID = String(32)
_HASH = String(64)

agents = Table(
    "agents",
    metadata,
    Column("agent_id", _ID, primary_key=True),
    Column("hall_id", String(10), nullable=False),
    Column("name", String(40), nullable=False),
    Column("person", _HASH, nullable=False, comment="keyed hash of the ID number"),
    Column("since", Instant, nullable=False),
    Column("left_at", Instant, comment="acts no more"),
    Index("agents_of_hall", "hall_id", "left_at"),
    Index("agents_of_person", "person"),
)

agreements = Table(
    "agreements",
    metadata,
    Column("agreement_id", _ID, primary_key=True),
    Column("number", String(14), nullable=False, unique=True),
    Column("hall_id", String(10), nullable=False),
    Column("agent_id", _ID, nullable=False),
    Column("person", _HASH, nullable=False, comment="the applicant: keyed hash of the ID number"),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("ended_at", Instant, comment="by the applicant"),
    Column("content", LargeBinary, nullable=False, comment="sealed: terms, applicant, text and signature"),
    ForeignKeyConstraint(["agent_id"], ["agents.agent_id"]),
    Index("agreements_of_person", "person"),
    Index("agreements_of_agent", "agent_id"),
)

events = Table(
    "agreement_events",
    metadata,
    Column("agreement_id", _ID, primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("at", Instant, nullable=False),
    Column("kiosk_id", _ID, nullable=False, comment="where"),
    Column("step", String(64)),
    Column("number", String(14), comment="of the case that it was about"),
    Column("reason", String(64), comment="why it was refused"),
    ForeignKeyConstraint(["agreement_id"], ["agreements.agreement_id"]),
)
