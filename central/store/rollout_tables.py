"""The tables of rollouts: which catalogue version may go where, what a hall sets in it, what terminals say of it."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Integer, MetaData, String, Table

from central.store.tables import Instant

metadata = MetaData()

rollouts = Table(
    "rollouts",
    metadata,
    Column("catalogue", Integer, primary_key=True, autoincrement=False, comment="version of the targets metadata"),
    Column("change", Integer, nullable=False, unique=True, comment="grows with every change of any rollout"),
    Column("state", String(10), nullable=False),
    Column("waves", JSON, nullable=False, comment="percent of the terminals, growing, the last 100"),
    Column("wave", Integer, nullable=False, comment="the one that may go now, from 0"),
    Column("done_percent", Integer, nullable=False, comment="of a wave, until the next one may go"),
    Column("failed_percent", Integer, nullable=False, comment="of a wave, at which everything stops"),
    Column("started_at", Instant, nullable=False),
)

hall_parameters = Table(
    "hall_parameters",
    metadata,
    Column("change", Integer, primary_key=True, autoincrement=False, comment="grows with every change of any rollout"),
    Column("hall_id", String(10), nullable=False, index=True),
    Column("item", String(48), nullable=False),
    Column("name", String(64), nullable=False),
    Column("value", JSON, nullable=False, comment="null: the item's own again"),
    Column("set_at", Instant, nullable=False),
    Column("actor", String(60), nullable=False),
    comment="what halls have set instead of an item's own parameters; every setting stays",
)

catalogue_reports = Table(
    "catalogue_reports",
    metadata,
    Column("kiosk_id", String(32), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("report", JSON, nullable=False),
    comment="how each terminal stands to the catalogue: its newest word",
)
