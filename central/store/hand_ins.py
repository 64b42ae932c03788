"""What was photographed at terminals for cases; of which thing which pages comes and goes sealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from central.store.case_tables import hand_ins


@dataclass(frozen=True)
class KeptHandIn:
    """`number`: the how-many-th of its case; `kiosk_id`: with whose materials the pages lie."""

    case_id: str
    number: int
    kiosk_id: str
    at: datetime
    content: bytes


def add(connection: Connection, hand_in: KeptHandIn) -> None:
    """One more; the case is locked."""
    connection.execute(insert(hand_ins), vars(hand_in))


def of_case(connection: Connection, case_id: str) -> list[KeptHandIn]:
    """In the order of writing."""
    query = select(hand_ins).where(hand_ins.c.case_id == case_id).order_by(hand_ins.c.number)
    return [KeptHandIn(**row) for row in connection.execute(query).mappings()]
