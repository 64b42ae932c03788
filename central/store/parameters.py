"""What halls have set instead of an item's own parameters: every setting stays, the newest counts."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from central.store.rollout_tables import hall_parameters


@dataclass(frozen=True)
class Setting:
    """One setting. `value` none: the item's own value again. `change`: see `rollouts.newest_change`."""

    change: int
    hall_id: str
    item: str
    name: str
    value: Any
    set_at: datetime
    actor: str


def add(connection: Connection, setting: Setting) -> None:
    """One more; it counts from now on."""
    connection.execute(insert(hall_parameters).values(asdict(setting)))


def listed(connection: Connection, hall_id: str) -> list[Setting]:
    """Every setting of a hall, the oldest first."""
    query = select(hall_parameters).where(hall_parameters.c.hall_id == hall_id).order_by(hall_parameters.c.change)
    return [Setting(**row) for row in connection.execute(query).mappings()]
