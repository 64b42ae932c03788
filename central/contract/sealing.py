"""Personal data, readable by the office alone: HPKE (RFC 9180), X25519, HKDF-SHA256, AES-256-GCM.

Gateways between terminal and office end TLS, and a terminal keeps what it could not send on its disk; in both
places stands only what the office's private key opens. `info` binds a box to its purpose, so that a sealed question
cannot be posted as a command.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from central.contract.messages import Sealed

S = TypeVar("S", bound=Sealed)

_ADDED = 32 + 16  # X25519 encapsulated key, AES-GCM tag
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class Unopenable(ValueError):
    """The box was sealed to another key, for another purpose, or was changed on the way."""


def key_id(key: X25519PublicKey) -> str:
    """Eight hex digits that name a sealing key."""
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:8]


def boxed(most: int) -> int:
    """Characters of the box that `most` bytes are sealed in."""
    return (most + _ADDED + 2) // 3 * 4


def seal(plain: bytes, purpose: str, key: X25519PublicKey) -> Sealed:
    """Seal `plain` to the office for `purpose`."""
    return seal_as(Sealed, plain, purpose, key)


def seal_as(message: type[S], plain: bytes, purpose: str, key: X25519PublicKey) -> S:
    """The same, as the message that allows for its size."""
    box = _SUITE.encrypt(plain, key, info=purpose.encode())
    return message(key_id=key_id(key), box=base64.urlsafe_b64encode(box).decode("ascii"))


def unseal(sealed: Sealed, purpose: str, key: X25519PrivateKey) -> bytes:
    """Open a box at the office. Raises `Unopenable`."""
    if sealed.key_id != key_id(key.public_key()):
        raise Unopenable
    try:
        return _SUITE.decrypt(base64.urlsafe_b64decode(sealed.box), key, info=purpose.encode())
    except (InvalidTag, ValueError) as error:
        raise Unopenable from error
