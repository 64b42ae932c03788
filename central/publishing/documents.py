"""What of the documents is signed, and what must never be signed twice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from central.contract.item import TESTS
from central.items.library import Library
from central.published import NotPublishable
from central.publishing.publications import Publications
from central.publishing.repository import SOURCES


def signable(library: Library) -> dict[str, bytes]:
    """Every document by its path in the catalogue, without what only its editor needs, and the same bytes however it
    was typed."""
    return {
        f"{path}.json": json.dumps(
            {name: value for name, value in document.items() if name not in TESTS},
            ensure_ascii=False,
            separators=(",", ":"),
        ).encode()
        for path, document in library.written.items()
    }


def check_versions(documents: Mapping[str, bytes], repository: Path) -> None:
    """Cases name their item's version, plans their project's: none may mean two things. Raises `NotPublishable`."""
    publications = Publications(repository)
    publications.refresh()
    known: dict[tuple[str, int], str] = {}
    for earlier in publications.versions.values():
        for path, file in earlier.items():
            if not path.startswith(f"{SOURCES}/"):
                known[path, json.loads(publications.read(path, file))["version"]] = file.hashes["sha256"]
    again = [
        f"{path}: differs from what was published as version {version}; raise it"
        for path, data in documents.items()
        if not path.startswith(f"{SOURCES}/")
        and known.get((path, version := json.loads(data)["version"]), digest := sha256(data).hexdigest()) != digest
    ]
    if again:
        raise NotPublishable("\n".join(again))
