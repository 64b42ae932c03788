"""Rollouts and what terminals report of them, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from central.store.database import upsert
from central.store.kiosks import Kiosk
from central.store.rollout_tables import catalogue_reports, hall_parameters, rollouts
from central.store.tables import kiosks


class State(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"  # nobody new; goes on where it was
    STOPPED = "stopped"  # nobody new, and it does not go on by itself
    WITHDRAWN = "withdrawn"  # whoever runs it goes back
    DONE = "done"


@dataclass(frozen=True)
class Rollout:
    """One catalogue version on its way."""

    catalogue: int
    change: int
    state: State
    waves: tuple[int, ...]
    wave: int
    done_percent: int
    failed_percent: int
    started_at: datetime

    @property
    def percent(self) -> int:
        """How much of the terminals may go now."""
        return self.waves[self.wave]


def newest_change(connection: Connection) -> int:
    """The number of the newest change of a rollout or of a hall's parameters; 0 before the first."""
    newest = (connection.scalar(select(func.max(table.c.change))) for table in (rollouts, hall_parameters))
    return max(int(change or 0) for change in newest)


def listed(connection: Connection) -> list[Rollout]:
    """Every rollout, the oldest version first."""
    rows = connection.execute(select(rollouts).order_by(rollouts.c.catalogue)).mappings()
    return [Rollout(**{**row, "state": State(row["state"]), "waves": tuple(row["waves"])}) for row in rows]


def add(connection: Connection, rollout: Rollout) -> None:
    """Begin one."""
    connection.execute(insert(rollouts).values(asdict(rollout) | {"waves": list(rollout.waves)}))


def change(connection: Connection, catalogue: int, state: State, wave: int) -> None:
    """Another state or wave; it counts as a change."""
    values = {"state": state.value, "wave": wave, "change": newest_change(connection) + 1}
    connection.execute(update(rollouts).where(rollouts.c.catalogue == catalogue).values(values))


def keep_report(connection: Connection, kiosk_id: str, at: datetime, report: Mapping[str, Any]) -> None:
    """The newest word of a terminal."""
    statement = upsert(connection.dialect.name, catalogue_reports).values(kiosk_id=kiosk_id, at=at, report=report)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["kiosk_id"], set_={"at": at, "report": dict(report)})
    )


def reported(connection: Connection) -> list[tuple[Kiosk, Mapping[str, Any] | None]]:
    """Every terminal that is not shut out, with its newest word."""
    query = (
        select(kiosks, catalogue_reports.c.report)
        .join(catalogue_reports, kiosks.c.kiosk_id == catalogue_reports.c.kiosk_id, isouter=True)
        .where(kiosks.c.revoked_at.is_(None))
    )
    rows = connection.execute(query).mappings()
    return [(Kiosk(**{column.name: row[column.name] for column in kiosks.columns}), row["report"]) for row in rows]
