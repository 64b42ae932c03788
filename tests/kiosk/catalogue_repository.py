"""A TUF repository in memory that an attacker runs: signs with whichever keys it has, and hands out what it likes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ROLES = ("root", "targets", "snapshot", "timestamp")


class SimulatedRepository:
    """`files` is what a transport finds; `asked` what it asked for."""

    def __init__(self, now: datetime = NOW) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []
        expires = now + timedelta(days=1000)
        self.root = Root(1, expires=expires, consistent_snapshot=True)
        self.targets = Targets(1, expires=expires)
        self.snapshot = Snapshot(1, expires=expires)
        self.timestamp = Timestamp(1, expires=now + timedelta(days=7))
        for signed in (self.targets, self.snapshot, self.timestamp):
            signed.version = 0  # the first signature makes it 1
        self.keys = {role: [CryptoSigner.generate_ed25519() for _ in range(2)] for role in ROLES}
        for role, signers in self.keys.items():
            self.root.roles[role].threshold = len(signers)
            for signer in signers:
                self.root.add_key(signer.public_key, role)
        self.sign_root()

    def read(self, name: str) -> bytes | None:
        """The transport."""
        self.asked.append(name)
        return self.files.get(name)

    @property
    def first_root(self) -> bytes:
        return self.files["metadata/1.root.json"]

    # ------------------------------------------------------------ an honest office

    def publish(self, documents: dict[str, bytes]) -> int:
        self.targets.version += 1
        self.targets.targets = {path: TargetFile.from_data(path, data, ["sha256"]) for path, data in documents.items()}
        for path, data in documents.items():
            folder, _, name = path.rpartition("/")
            sha256 = self.targets.targets[path].hashes["sha256"]
            self.files[f"targets/{folder}/{sha256}.{name}"] = data
        self.sign_all()
        return self.targets.version

    def sign_all(self) -> None:
        self.sign_targets()
        self.sign_snapshot()
        self.sign_timestamp()

    def rotate(self, role: str) -> None:
        """New keys in place of the old; the root signed by the old keys and the new."""
        old, new = self.keys[role], [CryptoSigner.generate_ed25519() for _ in range(2)]
        for signer in old:
            self.root.revoke_key(signer.public_key.keyid, role)
        for signer in new:
            self.root.add_key(signer.public_key, role)
        self.keys[role] = new
        self.root.version += 1
        self.sign_root(*(old if role == "root" else ()))

    # ------------------------------------------------------------ one role

    def sign_root(self, *others: CryptoSigner) -> None:
        self.files[f"metadata/{self.root.version}.root.json"] = self._signed(
            Metadata(self.root), [*self.keys["root"], *others]
        )

    def sign_targets(self, signers: list[CryptoSigner] | None = None) -> None:
        data = self._signed(Metadata(self.targets), self.keys["targets"] if signers is None else signers)
        self.files[f"metadata/{self.targets.version}.targets.json"] = data
        self.snapshot.meta["targets.json"] = MetaFile.from_data(self.targets.version, data, ["sha256"])

    def sign_snapshot(self) -> None:
        self.snapshot.version += 1
        data = self._signed(Metadata(self.snapshot), self.keys["snapshot"])
        self.files[f"metadata/{self.snapshot.version}.snapshot.json"] = data
        self.timestamp.snapshot_meta = MetaFile.from_data(self.snapshot.version, data, ["sha256"])

    def sign_timestamp(self) -> None:
        self.timestamp.version += 1
        self.files["metadata/timestamp.json"] = self._signed(Metadata(self.timestamp), self.keys["timestamp"])

    @staticmethod
    def _signed(metadata: Metadata, signers: list[CryptoSigner]) -> bytes:  # type: ignore[type-arg]
        for signer in signers:
            metadata.sign(signer, append=True)
        return metadata.to_bytes()
