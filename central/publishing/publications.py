"""The repository as a terminal would believe it: every version that was ever in force, its signatures checked.

Nothing here asks whether a signature has run out: that is news for whoever operates the office (`expires`), and no
reason to stop deciding by what editor and reviewer have signed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Root, Snapshot, TargetFile, Targets, Timestamp

from central.publishing.repository import RepositoryBroken, read_metadata

S = TypeVar("S", Root, Targets, Snapshot, Timestamp)


class Publications:
    """One repository's versions. What was checked once is not read again."""

    def __init__(self, directory: Path) -> None:
        self._metadata = directory / "metadata"
        self._targets = directory / "targets"
        self._roots: list[Root] = []
        self.version = 0
        """The one in force; 0 before the first."""
        self.expires: datetime | None = None
        """When the first of the signatures in force runs out."""
        self.versions: dict[int, Mapping[str, TargetFile]] = {}
        """Every version's documents by their path in the catalogue, the oldest version first."""

    def stamp(self) -> tuple[int, int] | None:
        """What changes whenever a publication goes into force; none before the first."""
        try:
            found = (self._metadata / "timestamp.json").stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns

    def refresh(self) -> None:
        """Look at what is in force now. Raises `RepositoryBroken`, and then stays as it was."""
        if self.stamp() is None:
            return
        while self._metadata.joinpath(f"{len(self._roots) + 1}.root.json").exists():
            self._follow_root(len(self._roots) + 1)
        if not self._roots:
            raise RepositoryBroken(f"{self._metadata} holds no root")
        timestamp = self._newest("timestamp.json", Timestamp)
        name = f"{timestamp.snapshot_meta.version}.snapshot.json"
        snapshot = self._newest(name, Snapshot)
        version = snapshot.meta["targets.json"].version
        versions = dict(self.versions)
        for number in range(1, version + 1):
            path = self._metadata / f"{number}.targets.json"
            if number not in versions and (path.exists() or number == version):
                versions[number] = self._trusted(path.name, Targets, self._roots).targets
        targets = self._newest(f"{version}.targets.json", Targets)
        self.versions, self.version = versions, version
        self.expires = min(each.expires for each in (self._roots[-1], timestamp, snapshot, targets))

    def read(self, path: str, file: TargetFile) -> bytes:
        """A document, as it was signed. Raises `RepositoryBroken`."""
        folder, _, name = path.partition("/")
        try:
            data = (self._targets / folder / f"{file.hashes['sha256']}.{name}").read_bytes()
            file.verify_length_and_hashes(data)
        except (OSError, RepositoryError) as error:
            raise RepositoryBroken(f"{path} is not what was signed: {error}") from error
        return data

    def _follow_root(self, number: int) -> None:
        """The next root, signed by itself and by the one before (TUF 5.3.4)."""
        name = f"{number}.root.json"
        root = self._trusted(name, Root, self._roots[-1:] or [read_metadata(self._metadata / name, Root).signed])
        self._roots.append(self._trusted(name, Root, [root]))

    def _newest(self, name: str, kind: type[S]) -> S:
        return self._trusted(name, kind, self._roots[-1:])

    def _trusted(self, name: str, kind: type[S], roots: list[Root]) -> S:
        """What one of these roots' keys have signed. An older version was signed by the keys of its time."""
        metadata = read_metadata(self._metadata / name, kind)
        for root in reversed(roots):
            try:
                root.verify_delegate(kind.type, metadata.signed_bytes, metadata.signatures)
            except RepositoryError:
                continue
            return metadata.signed
        raise RepositoryBroken(f"{self._metadata / name} is not signed by those who must")
