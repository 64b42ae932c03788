"""A keyed hash over a row of the database: whoever changes the row without the office's key cannot make it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime

from central.keys import Keys


def row_hash(keys: Keys, purpose: str, values: Iterable[object]) -> str:
    """Of a row's values in their order, as both databases give them back."""
    written = json.dumps([_said(value) for value in values], ensure_ascii=False, sort_keys=True)
    return keys.keyed_hash(purpose, written)


def _said(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if hasattr(value, "isoformat") else value
