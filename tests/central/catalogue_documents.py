"""Documents of the catalogue for tests: the sample item and source under as many names as are wanted."""

from __future__ import annotations

import json
from pathlib import Path

ASSETS = Path(__file__).parents[2] / "assets"
_ITEM = json.loads((ASSETS / "items" / "senior_card.json").read_text("utf-8"))
_SOURCES = {"sources/population.json": (ASSETS / "sources" / "population.json").read_bytes()}


def documents(*names: str, version: int = 1) -> dict[str, bytes]:
    """Items of these names in this version of theirs, with the source that they ask."""
    items = {
        f"items/{name}.json": json.dumps(_ITEM | {"item": name, "version": version}, ensure_ascii=False).encode()
        for name in names
    }
    return items | _SOURCES
