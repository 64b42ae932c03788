"""The terminal's own key, and what the office told it when it took its place in a hall.

The private key is made here, in a file that its owner alone may read, and never leaves the machine. The facts of the
enrolment stand beside it, written whole after the office's answer.
"""

from __future__ import annotations

import base64
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from central.contract import sealing
from central.contract.messages import Enrolled
from kiosk.faults import NotEnrolled
from kiosk.storage import keep

KEY_FILE = "kiosk-key.pem"
FACTS_FILE = "enrolment.json"
_UNREADABLE = (OSError, ValueError, TypeError, UnsupportedAlgorithm)


@dataclass(frozen=True)
class Enrolment:
    """Who this terminal is, where it stands, and the office's public keys."""

    kiosk_id: str
    hall_id: str
    fingerprint: str
    issuers: Mapping[int, Ed25519PublicKey]
    sealing_key: X25519PublicKey
    key: Ed25519PrivateKey = field(repr=False)


def load(directory: Path) -> Enrolment:
    """The enrolment kept in the storage directory. Raises `NotEnrolled`."""
    try:
        key = _read_key(directory / KEY_FILE)
        enrolled = Enrolled.model_validate_json((directory / FACTS_FILE).read_bytes())
        return _enrolment(enrolled, key)
    except FileNotFoundError as error:
        raise NotEnrolled(f"{error.filename} is not there: run `kiosk enrol`") from error
    except _UNREADABLE as error:
        raise NotEnrolled(f"the enrolment in {directory} cannot be read: {error}") from error


def own_key(directory: Path) -> Ed25519PrivateKey:
    """The terminal's key; made and kept when there is none yet. Raises `NotEnrolled` when it cannot be."""
    path = directory / KEY_FILE
    try:
        if path.exists():
            return _read_key(path)
        key = Ed25519PrivateKey.generate()
        keep(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return key
    except _UNREADABLE as error:
        raise NotEnrolled(f"{path}: {error}") from error


def public_text(key: Ed25519PrivateKey) -> str:
    """The public half as `Enrol` carries it."""
    return _text(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


def keep_enrolled(directory: Path, enrolled: Enrolled, key: Ed25519PrivateKey) -> Enrolment:
    """Check and keep the office's answer. Raises `NotEnrolled` when its keys are none or it cannot be written."""
    try:
        enrolment = _enrolment(enrolled, key)
        keep(directory / FACTS_FILE, enrolled.model_dump_json(indent=2).encode())
    except (OSError, ValueError) as error:
        raise NotEnrolled(f"the office's answer cannot be kept: {error}") from error
    return enrolment


def _enrolment(enrolled: Enrolled, key: Ed25519PrivateKey) -> Enrolment:
    sealing_key = X25519PublicKey.from_public_bytes(_raw(enrolled.sealing_key))
    if sealing.key_id(sealing_key) != enrolled.sealing_key_id:
        raise ValueError("the sealing key is not the one that its id names")
    return Enrolment(
        enrolled.kiosk_id,
        enrolled.hall_id,
        enrolled.fingerprint,
        {issuer.key_id: Ed25519PublicKey.from_public_bytes(_raw(issuer.public_key)) for issuer in enrolled.issuers},
        sealing_key,
        key,
    )


def _read_key(path: Path) -> Ed25519PrivateKey:
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ValueError(f"{path} must be readable by its owner alone (chmod 600)")
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path} holds no Ed25519 key")
    return key


def _raw(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode("ascii")
