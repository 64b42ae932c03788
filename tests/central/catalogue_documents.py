"""Documents of the catalogue for tests: the sample item and source under as many names as are wanted."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from central.contract.item import TESTS
from central.items.library import read_library
from central.publishing.documents import signable
from central.publishing.keyring import make_keys, open_keyring
from central.publishing.repository import Repository

ASSETS = Path(__file__).parents[2] / "assets"
_WRITTEN = json.loads((ASSETS / "items" / "senior_card.json").read_text("utf-8"))
_ITEM = {name: value for name, value in _WRITTEN.items() if name not in TESTS}
_SOURCES = {"sources/population.json": (ASSETS / "sources" / "population.json").read_bytes()}


def publish_assets(repository: Path, keys: Path) -> None:
    """Sign every item of the product, with keys that are made."""
    make_keys(keys)
    library = read_library(ASSETS / "items", ASSETS / "sources")
    Repository(repository).publish(signable(library), open_keyring([keys]), datetime.now(UTC))


def documents(*names: str, version: int = 1) -> dict[str, bytes]:
    """Items of these names in this version of theirs, with the source that they ask. A newer one has other words."""
    said = (
        {"summary": {"zh_CN": f"老年优待证，第{version}版。", "en": f"The senior card, {version}."}}
        if version > 1
        else {}
    )
    items = {
        f"items/{name}.json": json.dumps(
            _ITEM | said | {"item": name, "version": version}, ensure_ascii=False, separators=(",", ":")
        ).encode()
        for name in names
    }
    return items | _SOURCES
