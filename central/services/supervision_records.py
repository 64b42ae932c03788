"""督办 and 预警 of a month, as they are handed on: from the turned lights and the orders that the passes wrote down."""

from __future__ import annotations

from collections.abc import Mapping

from central.contract.clock import ClockKind, Light
from central.contract.supervision_records import SupervisionExport, SupervisionRecord, Warned
from central.limits.calendar import ZONE, midnight
from central.limits.figure import Period
from central.office import Office
from central.services import months
from central.store import supervision as store

COLUMNS: Mapping[str, str] = {
    "case_number": "办件编号",
    "item": "事项编码",
    "department": "承办机构",
    "clock": "时限种类",
    "rule": "监察规则编号",
    "warned": "预警类型",
    "owner": "责任人",
    "at": "发生时间",
    "until": "督办期限",
    "settled_at": "解除时间",
}
"""Of a table, by the names in the record."""


def export(office: Office, period: Period) -> SupervisionExport:
    """Everything that happened in a period, so far as a pass has seen it."""
    as_of = months.until(office, period)
    with office.database.read() as connection:
        found = store.warned_between(connection, midnight(period.first), as_of)
    return SupervisionExport(
        first=period.first, last=period.last, as_of=as_of.astimezone(ZONE), records=tuple(map(_record, found))
    )


def _record(row: store.Warned) -> SupervisionRecord:
    warned = Warned.ORDER if row.level else Warned.NEAR if row.light == Light.YELLOW else Warned.OVER
    return SupervisionRecord(
        case_number=row.number,
        item=row.item,
        department=row.unit,
        clock=ClockKind(row.kind),
        rule=f"{row.kind}-{row.level or warned}",
        warned=warned,
        owner=row.owner or row.unit,
        at=row.at.astimezone(ZONE),
        until=row.until.astimezone(ZONE) if row.until else None,
        settled_at=row.settled_at.astimezone(ZONE) if row.settled_at else None,
    )
