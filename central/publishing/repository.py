"""The catalogue as a TUF repository on disk (TUF specification 1.0.34), with consistent snapshots.

    metadata/1.root.json 7.targets.json 9.snapshot.json timestamp.json
    targets/items/<sha256>.senior_card.json  targets/sources/<sha256>.population.json

Every file is staged, flushed and renamed, and `timestamp.json` comes last: whoever reads meanwhile, and whoever reads
after a power cut, sees the old catalogue or the new one. A number that was written once is never written again.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from securesystemslib.signer import CryptoSigner
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp
from tuf.api.serialization.json import JSONSerializer

from central.publishing.keyring import HOLDERS, THRESHOLDS, KeyMissing, Keyring

LASTS: Mapping[str, timedelta] = {
    Root.type: timedelta(days=5 * 365),
    Targets.type: timedelta(days=400),
    Snapshot.type: timedelta(days=30),
    Timestamp.type: timedelta(days=7),
}
"""How long a signature is good. The timestamp's is how long a terminal may be kept from news without noticing."""

ITEMS, SOURCES, PROJECTS = "items", "sources", "projects"
METADATA_NAME = re.compile(r"(?:[1-9][0-9]{0,8}\.(?:root|targets|snapshot)|timestamp)\.json")
TARGET_NAME = re.compile(r"[0-9a-f]{64}\.[a-z][a-z0-9_]{1,63}\.json")
_TARGET_PATH = re.compile(r"(?:items|sources|projects)/[a-z][a-z0-9_]{1,63}\.json")
_SERIALIZER = JSONSerializer(compact=True)

S = TypeVar("S", Root, Targets, Snapshot, Timestamp)


class RepositoryBroken(RuntimeError):
    """What lies in the repository is not what this program wrote, or its keys are others."""


class Repository:
    """One directory of published catalogue versions; one writer at a time."""

    def __init__(self, directory: Path) -> None:
        self._metadata = directory / "metadata"
        self._targets = directory / "targets"

    # ------------------------------------------------------------ reading

    @property
    def root_path(self) -> Path:
        """The first root: what a terminal is given to trust."""
        return self._metadata / "1.root.json"

    def version(self) -> int:
        """The version that terminals find now; 0 before the first. Raises `RepositoryBroken`."""
        targets = self._published()
        return targets.version if targets else 0

    def documents(self) -> dict[str, str]:
        """Path and SHA-256 of every document of the version in force. Raises `RepositoryBroken`."""
        targets = self._published()
        return {path: file.hashes["sha256"] for path, file in targets.targets.items()} if targets else {}

    # ------------------------------------------------------------ writing

    def publish(self, documents: Mapping[str, bytes], keys: Keyring, now: datetime) -> int:
        """Sign these documents, and no others, as the next version; its number. The old number when nothing changed.

        Raises:
            KeyMissing: too few of those who must sign are at hand.
            RepositoryBroken: see above.
            ValueError: a path is none of `items/<name>.json`, `sources/…` or `projects/…`.
        """
        if strange := [path for path in documents if not _TARGET_PATH.fullmatch(path)]:
            raise ValueError(f"no path of the catalogue: {strange[0]!r}")
        files = {path: TargetFile.from_data(path, data, ["sha256"]) for path, data in documents.items()}
        with self._locked():
            root = self._root(keys, now)
            before = self._published()
            unchanged = before and before.targets == files and before.expires - now > LASTS[Targets.type] / 2
            if before and unchanged:
                self._sign_snapshot(root, keys.of(Snapshot.type), before.version, now)
                return before.version
            signers, online = keys.of(Targets.type), keys.of(Snapshot.type)
            self._keep_documents(documents, files)
            version = self._next(Targets.type)
            self._sign(root, Targets(version, expires=now + LASTS[Targets.type], targets=files), signers)
            self._sign_snapshot(root, online, version, now)
            return version

    def renew(self, keys: Keyring, now: datetime) -> None:
        """Sign what is published anew, with the online key alone, before its time stamp runs out.

        Raises `KeyMissing`, and `RepositoryBroken` when nothing is published.
        """
        with self._locked():
            version = self.version()
            if not version:
                raise RepositoryBroken("nothing is published here")
            self._sign_snapshot(self._newest_root(), keys.of(Snapshot.type), version, now)

    def rotate(self, keys: Keyring, new: Keyring, now: datetime) -> int:
        """The next root, in which each holder in `new` has another key; its number. With none, the same for longer.

        Terminals follow from root to root: enough root keys of the one before must sign. Where a key of another role
        changes, what it had signed is signed again first, by the old one too if it is at hand, so that terminals
        understand it before and after. A new key of editor or reviewer makes a new version, which wants a rollout.

        Raises:
            KeyMissing: too few of those who must sign are at hand; or it cannot be told whose key is replaced.
            RepositoryBroken: nothing is published, or its keys are others.
        """
        with self._locked():
            before = self._published()
            if before is None:
                raise RepositoryBroken("nothing is published here")
            old = self._newest_root()
            root = _successor(old, keys, new, now)
            both = {role: [*new.at_hand(role), *keys.at_hand(role)] for role in HOLDERS}
            version = before.version
            if root.roles[Targets.type].keyids != old.roles[Targets.type].keyids:
                version = self._next(Targets.type)
                targets = Targets(version, expires=now + LASTS[Targets.type], targets=before.targets)
                self._sign(root, targets, both[Targets.type])
            if version != before.version or root.roles[Snapshot.type].keyids != old.roles[Snapshot.type].keyids:
                self._sign_snapshot(root, both[Snapshot.type], version, now)
            metadata = Metadata(root)
            for signer in both[Root.type]:
                metadata.sign(signer, append=True)
            try:
                old.verify_delegate(Root.type, metadata.signed_bytes, metadata.signatures)
            except RepositoryError as error:
                raise KeyMissing("the root before is not at hand: two of its three keys must sign the next") from error
            self._sign(root, root, both[Root.type])
            return root.version

    # ------------------------------------------------------------ the roles

    def _root(self, keys: Keyring, now: datetime) -> Root:
        if self._next(Root.type) > 1:
            return self._newest_root()
        root = Root(1, expires=now + LASTS[Root.type], consistent_snapshot=True)
        for role, threshold in THRESHOLDS.items():
            root.roles[role].threshold = threshold
            for signer in keys.all_of(role):
                root.add_key(signer.public_key, role)
        self._sign(root, root, keys.of(Root.type))
        return root

    def _newest_root(self) -> Root:
        return self._read(f"{self._next(Root.type) - 1}.root.json", Root)

    def _published(self) -> Targets | None:
        """What the time stamp leads to; what a publication that was cut off left behind is not seen."""
        if not (self._metadata / "timestamp.json").exists():
            return None
        timestamp = self._read("timestamp.json", Timestamp)
        snapshot = self._read(f"{timestamp.snapshot_meta.version}.snapshot.json", Snapshot)
        return self._read(f"{snapshot.meta['targets.json'].version}.targets.json", Targets)

    def _sign_snapshot(self, root: Root, online: list[CryptoSigner], targets_version: int, now: datetime) -> None:
        """A new snapshot of this version, and the time stamp that puts it in force."""
        snapshot = Snapshot(self._next(Snapshot.type), expires=now + LASTS[Snapshot.type])
        snapshot.meta["targets.json"] = self._meta(Targets.type, targets_version)
        self._sign(root, snapshot, online)
        stamp = self._metadata / "timestamp.json"
        version = self._read(stamp.name, Timestamp).version + 1 if stamp.exists() else 1
        timestamp = Timestamp(version, expires=now + LASTS[Timestamp.type])
        timestamp.snapshot_meta = self._meta(Snapshot.type, snapshot.version)
        self._sign(root, timestamp, online)

    def _meta(self, role: str, version: int) -> MetaFile:
        return MetaFile.from_data(version, (self._metadata / f"{version}.{role}.json").read_bytes(), ["sha256"])

    def _sign(self, root: Root, signed: S, signers: list[CryptoSigner]) -> None:
        """Sign, check against the root in force, write. Raises `RepositoryBroken` when the root names other keys."""
        metadata = Metadata(signed)
        for signer in signers:
            metadata.sign(signer, append=True)
        data = metadata.to_bytes(_SERIALIZER)
        try:
            root.verify_delegate(signed.type, metadata.signed_bytes, metadata.signatures)
        except (RepositoryError, ValueError) as error:
            holders = ", ".join(HOLDERS[signed.type])
            raise RepositoryBroken(f"the root in force does not accept these keys: {holders}") from error
        name = f"{signed.type}.json"
        _write(self._metadata / (name if signed.type == Timestamp.type else f"{signed.version}.{name}"), data)

    # ------------------------------------------------------------ files

    def _next(self, role: str) -> int:
        """The first number that no file of the role has."""
        names = self._metadata.glob(f"*.{role}.json")
        return max((int(name) for path in names if (name := path.name.partition(".")[0]).isdecimal()), default=0) + 1

    def _read(self, name: str, kind: type[S]) -> S:
        return read_metadata(self._metadata / name, kind).signed

    def _keep_documents(self, documents: Mapping[str, bytes], files: Mapping[str, TargetFile]) -> None:
        """Each one flushed; their directories once, before anything names them."""
        for path, data in documents.items():
            folder, _, name = path.partition("/")
            file = self._targets / folder / f"{files[path].hashes['sha256']}.{name}"
            if not file.exists():
                _stage(file, data)
        for folder in {path.partition("/")[0] for path in documents}:
            _settle(self._targets / folder)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self._metadata.mkdir(parents=True, exist_ok=True)
        file = os.open(self._metadata, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        finally:
            os.close(file)


def read_metadata(path: Path, kind: type[S]) -> Metadata[S]:
    """A file of one role; nothing of its signatures is checked. Raises `RepositoryBroken`."""
    try:
        metadata = Metadata[S].from_bytes(path.read_bytes())
    except (OSError, RepositoryError, ValueError) as error:
        raise RepositoryBroken(f"{path} cannot be read: {error}") from error
    if not isinstance(metadata.signed, kind):
        raise RepositoryBroken(f"{path} is no {kind.__name__}")
    return metadata


def _successor(root: Root, keys: Keyring, new: Keyring, now: datetime) -> Root:
    """The next root, unsigned: in each role that a new key belongs to, whoever stays is at hand, and the rest go."""
    after = deepcopy(root)
    after.version, after.expires = root.version + 1, now + LASTS[Root.type]
    for role, holders in HOLDERS.items():
        if not new.at_hand(role):
            continue
        if missing := [name for name in holders if name not in keys.signers and name not in new.signers]:
            raise KeyMissing(f"who stays in {role} must be there to be told from who goes: {', '.join(missing)}")
        stay = {keys.signers[name].public_key.keyid for name in holders if name not in new.signers}
        for keyid in set(after.roles[role].keyids) - stay:
            after.revoke_key(keyid, role)
        for signer in new.at_hand(role):
            after.add_key(signer.public_key, role)
    return after


def _write(path: Path, data: bytes) -> None:
    """Put `data` in place of the file, whole or not at all; on disk when this returns."""
    _stage(path, data)
    _settle(path.parent)


def _stage(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(path.name + ".new")
    with new.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    new.rename(path)


def _settle(directory: Path) -> None:
    """Make the renames within the directory durable."""
    file = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(file)
    finally:
        os.close(file)
