"""The keys that sign the catalogue: one file for each, so that each can lie on a stick of its own.

Root is 2 of 3 and stays offline; targets is 2 of 2, editor and reviewer; one online key signs snapshot and timestamp,
and can neither add nor change an item.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Root, Snapshot, Targets, Timestamp

from central.keys import KeysExposed

HOLDERS: Mapping[str, tuple[str, ...]] = {
    Root.type: ("root-1", "root-2", "root-3"),
    Targets.type: ("editor", "reviewer"),
    Snapshot.type: ("online",),
    Timestamp.type: ("online",),
}
"""Who signs in which role."""

EVERYBODY = tuple(dict.fromkeys(name for names in HOLDERS.values() for name in names))

THRESHOLDS: Mapping[str, int] = {Root.type: 2, Targets.type: 2, Snapshot.type: 1, Timestamp.type: 1}


class KeyMissing(RuntimeError):
    """A key that must sign here is not at hand, or is none."""


@dataclass(frozen=True, repr=False)
class Keyring:
    """The keys at hand, by their holder's name."""

    signers: Mapping[str, CryptoSigner]

    def at_hand(self, role: str) -> list[CryptoSigner]:
        """Whoever of the role is at hand, be it nobody."""
        return [self.signers[name] for name in HOLDERS[role] if name in self.signers]

    def of(self, role: str) -> list[CryptoSigner]:
        """Whoever of the role is at hand. Raises `KeyMissing` when they are too few to sign."""
        present = self.at_hand(role)
        if len(present) < THRESHOLDS[role]:
            missing = ", ".join(name for name in HOLDERS[role] if name not in self.signers)
            raise KeyMissing(f"{role} needs {THRESHOLDS[role]} signatures; not at hand: {missing}")
        return present

    def all_of(self, role: str) -> list[CryptoSigner]:
        """Every key of the role: the first root names them all. Raises `KeyMissing`."""
        if missing := [name for name in HOLDERS[role] if name not in self.signers]:
            raise KeyMissing(f"the first root names every key; not at hand: {', '.join(missing)}")
        return [self.signers[name] for name in HOLDERS[role]]


def make_keys(directory: Path, only: Sequence[str] | None = None) -> list[Path]:
    """A key for every holder, or for these, in files that their owner alone may read.

    Raises `OSError` when one is there already.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = []
    for path in (directory / f"{name}.pem" for name in only or EVERYBODY):
        pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "wb") as stream:
            stream.write(pem)
            stream.flush()
            os.fsync(stream.fileno())
        made.append(path)
    return made


def open_keyring(directories: Sequence[Path]) -> Keyring:
    """The keys in these directories, such as the sticks of two people.

    Raises:
        KeysExposed: a key can be read by others than its owner.
        KeyMissing: a file is no Ed25519 key.
    """
    files = [path for directory in directories for path in sorted(directory.glob("*.pem")) if path.stem in EVERYBODY]
    return Keyring({path.stem: _read(path) for path in files})


def _read(path: Path) -> CryptoSigner:
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeysExposed(f"{path} must be readable by its owner alone (chmod 600)")
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError) as error:
        raise KeyMissing(f"{path} holds no key that can be read") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyMissing(f"{path} holds no Ed25519 key")
    return CryptoSigner(key)
