"""A case's events in a chain, so that one that is changed, deleted or put elsewhere in the database is noticed.

Each row bears a keyed hash of the one before and of itself, h_i = HMAC(h_{i-1} ‖ row). A chain cannot show that its end
was cut off, so the case bears a keyed hash of how many there are and of the last, and of what it began with: whose it
is, and its limits. Without the office's key, which is in no database, none of them can be made.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace

from central.keys import Keys
from central.services.row_hashes import row_hash
from central.store.cases import Case, EventRow

_GENESIS = ""
_BEGUN_WITH = (
    "case_id",
    "number",
    "own_number",
    "hall_id",
    "department",
    "item",
    "version",
    "name",
    "kind",
    "applied",
    "person",
    "company",
    "id_last4",
    "phone_last4",
    "masked_name",
    "legal_limit",
    "promised_limit",
    "opened_at",
)
_LINKED = [field.name for field in fields(EventRow) if field.name != "digest"]


class ChainBroken(RuntimeError):
    """What stands there is not what was written; the text says where."""


def linked(keys: Keys, before: Sequence[EventRow], added: Iterable[EventRow]) -> list[EventRow]:
    """New rows behind those that are there."""
    last, rows = before[-1].digest if before else _GENESIS, []
    for row in added:
        last = _digest(keys, last, row)
        rows.append(replace(row, digest=last))
    return rows


def head(keys: Keys, case: Case, rows: Sequence[EventRow]) -> str:
    """What the case bears."""
    begun_with = [getattr(case, name) for name in _BEGUN_WITH]
    return row_hash(keys, "case_head", [*begun_with, len(rows), rows[-1].digest if rows else _GENESIS])


def check_head(keys: Keys, case: Case, rows: Sequence[EventRow]) -> None:
    """Before another is written, so that nothing is written over a cut. Raises `ChainBroken`."""
    if not hmac.compare_digest(case.head, head(keys, case, rows)):
        raise ChainBroken(f"{case.number}: its row or its last events are not what was written")


def check(keys: Keys, case: Case, rows: Sequence[EventRow]) -> None:
    """Every row in its place, and the head. Raises `ChainBroken`."""
    last = _GENESIS
    for number, row in enumerate(rows, 1):
        last = _digest(keys, last, row)
        if row.sequence != number or not hmac.compare_digest(row.digest, last):
            raise ChainBroken(f"{case.number}: event {number} is not the one that was written")
    check_head(keys, case, rows)


def _digest(keys: Keys, before: str, row: EventRow) -> str:
    return row_hash(keys, "case_event", [before, *(getattr(row, name) for name in _LINKED)])
