"""A signed code on a citizen's phone: a fixed binary layout, Ed25519 and base45, short enough for a QR of one hand.

Order of the checks: length, alphabet, signature, and only then the contents, so that no attacker's bytes are
interpreted before the office's signature on them is known to be good.

| field | bytes |
|---|---|
| version, issuer key id | 1 each |
| the code's own fields | |
| Ed25519 over the context + all bytes above | 64 |
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import base45
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_VERSION = 1
_SIGNATURE = 64


class Stranger(ValueError):
    """The scanned text is something else: another code, a URL, noise."""


class Forged(ValueError):
    """It has the shape of the code, and no key that we know has signed it."""


@dataclass(frozen=True)
class Form:
    """One kind of code. `context` keeps its signatures apart from those of the others; `body` begins with `>BB`."""

    prefix: str
    length: int  # characters of the whole text
    context: bytes
    body: struct.Struct

    def sign(self, key: Ed25519PrivateKey, key_id: int, *fields: Any) -> str:
        """The text for the QR code."""
        body = self.body.pack(_VERSION, key_id, *fields)
        return self.prefix + str(base45.b45encode(body + key.sign(self.context + body)), "ascii")

    def read(self, payload: str, issuers: Mapping[int, Ed25519PublicKey]) -> tuple[Any, ...]:
        """The issuer's key id and the code's own fields. Raises `Stranger` or `Forged`."""
        if len(payload) != self.length or not payload.startswith(self.prefix):
            raise Stranger
        try:
            raw = base45.b45decode(payload[len(self.prefix) :])
        except ValueError as error:
            raise Stranger from error
        if len(raw) != self.body.size + _SIGNATURE:
            raise Stranger
        body, signature = raw[: self.body.size], raw[self.body.size :]
        issuer = issuers.get(body[1])
        if issuer is None:
            raise Forged
        try:
            issuer.verify(signature, self.context + body)
        except InvalidSignature as error:
            raise Forged from error
        version, *fields = self.body.unpack(body)
        if version != _VERSION:
            raise Stranger
        return tuple(fields)
