"""The signed identity code on a citizen's phone: 86 bytes, base45, prefix `ZI1:`, 133 characters.

It names a record at the office and says nothing about the person. It is good for some minutes and for the first
terminal that shows it; the office keeps both. `central.contract.signed_code` says how it is checked.

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

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from central.contract.signed_code import Form

_FORM = Form("ZI1:", 133, b"kiosk-identity-v1\0", struct.Struct(">BBI16s"))


@dataclass(frozen=True)
class SignedIdentity:
    """The contents of a code whose signature is good. `expiry`: seconds since 1970, UTC."""

    key_id: int
    expiry: int
    code_id: str


def sign(code: SignedIdentity, key: Ed25519PrivateKey) -> str:
    """The text for the QR code."""
    return _FORM.sign(key, code.key_id, code.expiry, bytes.fromhex(code.code_id))


def read(payload: str, issuers: Mapping[int, Ed25519PublicKey]) -> SignedIdentity:
    """Check and unpack a scanned text. Raises `signed_code.Stranger` or `signed_code.Forged`."""
    key_id, expiry, code_id = _FORM.read(payload, issuers)
    return SignedIdentity(key_id, expiry, code_id.hex())
