"""The signed identity code on a citizen's phone: 86 bytes, base45, prefix `ZI1:`, 133 characters.

It names a record at the office and says nothing about the person. It is good for some minutes and for the first
terminal that shows it; the office keeps both. A terminal checks the signature before it asks anybody.

| field | bytes |
|---|---|
| version, issuer key id | 1 each |
| expiry (seconds since 1970, UTC) | 4, big-endian |
| code id | 16 |
| Ed25519 over b"kiosk-identity-v1\\0" + the 22 bytes above | 64 |
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass

import base45
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PREFIX = "ZI1:"
LENGTH = 133
_VERSION = 1
_CONTEXT = b"kiosk-identity-v1\0"
_BODY = struct.Struct(">BBI16s")
_SIGNATURE = 64


class NotAnIdentityCode(ValueError):
    """The scanned text is something else: another code, a URL, noise."""


class Forged(ValueError):
    """It has the shape of an identity code, and no key that we know has signed it."""


@dataclass(frozen=True)
class SignedIdentity:
    """The contents of a code whose signature is good. `expiry`: seconds since 1970, UTC."""

    key_id: int
    expiry: int
    code_id: str


def sign(code: SignedIdentity, key: Ed25519PrivateKey) -> str:
    """The text for the QR code."""
    body = _BODY.pack(_VERSION, code.key_id, code.expiry, bytes.fromhex(code.code_id))
    return PREFIX + str(base45.b45encode(body + key.sign(_CONTEXT + body)), "ascii")


def read(payload: str, issuers: Mapping[int, Ed25519PublicKey]) -> SignedIdentity:
    """Check and unpack a scanned text. Raises `NotAnIdentityCode` or `Forged`."""
    if len(payload) != LENGTH or not payload.startswith(PREFIX):
        raise NotAnIdentityCode
    try:
        raw = base45.b45decode(payload[len(PREFIX) :])
    except ValueError as error:
        raise NotAnIdentityCode from error
    if len(raw) != _BODY.size + _SIGNATURE:
        raise NotAnIdentityCode
    body, signature = raw[: _BODY.size], raw[_BODY.size :]
    issuer = issuers.get(body[1])
    if issuer is None:
        raise Forged
    try:
        issuer.verify(signature, _CONTEXT + body)
    except InvalidSignature as error:
        raise Forged from error
    version, key_id, expiry, code_id = _BODY.unpack(body)
    if version != _VERSION:
        raise NotAnIdentityCode
    return SignedIdentity(key_id, expiry, code_id.hex())
