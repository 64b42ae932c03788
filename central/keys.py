"""The office's own keys: one file beside the database, readable by its owner alone, never in the database."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import stat
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

_KEY_BYTES = 32
_NONCE_BYTES = 12


class KeysExposed(RuntimeError):
    """Others on this machine may read the key file."""


class RecordBroken(ValueError):
    """A sealed record was changed, moved to another place, or sealed with another key."""


@dataclass(frozen=True, repr=False)
class Keys:
    """What the office signs, opens and hashes with."""

    issuers: Mapping[int, Ed25519PrivateKey]
    """Sign booking codes. Codes made by an older one stay good; the highest id signs."""
    sealing: X25519PrivateKey
    """Opens what terminals have sealed."""
    secret: bytes
    """The root of every keyed hash."""
    records: bytes
    """Seals what is personal in the database (AES-256-GCM)."""

    @property
    def issuer_id(self) -> int:
        """The key that signs now."""
        return max(self.issuers)

    def verifiers(self) -> dict[int, Ed25519PublicKey]:
        """The public halves of the issuers."""
        return {number: key.public_key() for number, key in self.issuers.items()}

    def keyed_hash(self, purpose: str, value: str) -> str:
        """A value that can be compared and not read back: an ID number or a phone alone would soon be guessed."""
        return hmac.digest(self.secret, f"{purpose}\0{value}".encode(), hashlib.sha256).hex()[:32]

    def hall_key(self, hall_id: str) -> bytes:
        """The hall's key for the person hash inside a booking code."""
        return hmac.digest(self.secret, f"hall\0{hall_id}".encode(), hashlib.sha256)

    def seal_record(self, plain: bytes, place: str) -> bytes:
        """What only the office reads again, and only at `place`: a table and the row's id."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + AESGCM(self.records).encrypt(nonce, plain, place.encode())

    def open_record(self, sealed: bytes, place: str) -> bytes:
        """What was sealed for `place`. Raises `RecordBroken`."""
        try:
            return AESGCM(self.records).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place.encode())
        except (InvalidTag, ValueError, TypeError) as error:
            raise RecordBroken(f"{place} is not what was sealed there") from error


def open_keys(path: Path) -> Keys:
    """The keys in `path`; made there when the office starts for the first time.

    Raises:
        KeysExposed: the file can be read by others than its owner.
    """
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    with os.fdopen(file, "w") as new:
        json.dump(_fresh(), new, indent=2)
        new.flush()
        os.fsync(new.fileno())
    return _read(path)


def _fresh() -> dict[str, object]:
    raw = (Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    return {
        "issuers": {"1": _text(Ed25519PrivateKey.generate().private_bytes(*raw))},
        "sealing": _text(X25519PrivateKey.generate().private_bytes(*raw)),
        "secret": _text(secrets.token_bytes(_KEY_BYTES)),
        "records": _text(secrets.token_bytes(_KEY_BYTES)),
    }


def _read(path: Path) -> Keys:
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeysExposed(f"{path} must be readable by its owner alone (chmod 600)")
    stored = json.loads(path.read_text())
    secret = urlsafe_b64decode(stored["secret"])
    return Keys(
        issuers={
            int(number): Ed25519PrivateKey.from_private_bytes(urlsafe_b64decode(key))
            for number, key in stored["issuers"].items()
        },
        sealing=X25519PrivateKey.from_private_bytes(urlsafe_b64decode(stored["sealing"])),
        secret=secret,
        records=urlsafe_b64decode(stored["records"]) if "records" in stored else _derived(secret),
    )


def _derived(secret: bytes) -> bytes:
    """The key for records of an office whose key file is older than records are; the same at each start."""
    return HKDF(SHA256(), _KEY_BYTES, salt=None, info=b"central-records-v1").derive(secret)


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode("ascii")
