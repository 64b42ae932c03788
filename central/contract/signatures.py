"""Requests signed by the terminal's own key: RFC 9421 with Ed25519, the body bound by Content-Digest (RFC 9530).

Gateways between terminal and office end TLS, so a client certificate would prove the gateway; a signature over the
request proves the terminal, end to end. It covers the method, the target URI, the body's digest and the idempotency
key, and carries the moment, the key id and a nonce. How old a request may be and whether its nonce was seen before is
for the office to judge, by its own clock and store.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    MappingKeyResolver,
    algorithms,
)

LABEL = "kiosk"
FIELDS = ("Content-Digest", "Signature-Input", "Signature")
"""The header fields that a signature adds to a request."""

_ALWAYS_COVERED = ("@method", "@target-uri")
_ONCE = frozenset({"content-digest", "idempotency-key", "signature", "signature-input"})
_PARAMETERS = frozenset({"created", "keyid", "alg", "nonce"})
_KIOSK_ID = re.compile(r"[0-9a-f]{32}")
_NONCE = re.compile(r"[A-Za-z0-9_-]{22,86}")  # 16 to 64 bytes, base64url


class SignatureBad(ValueError):
    """The request is not signed as the contract says, or was changed on the way."""


@dataclass(frozen=True)
class Verified:
    """Who signed a request, when by the signer's clock, and the nonce that must never be seen twice."""

    kiosk_id: str
    created: datetime
    nonce: str


@dataclass
class _Request:
    """The three things that the library asks of a message, whatever client or server it comes from."""

    method: str
    url: str
    headers: Mapping[str, str]


class KioskSigner:
    """Signs what one terminal sends."""

    def __init__(self, kiosk_id: str, key: Ed25519PrivateKey) -> None:
        self._kiosk_id = kiosk_id
        self._signer = HTTPMessageSigner(
            signature_algorithm=algorithms.ED25519,
            key_resolver=MappingKeyResolver(public_keys={}, private_keys={kiosk_id: key}),
        )

    def sign(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, created: datetime
    ) -> dict[str, str]:
        """The header fields to add to the request. `url` is absolute and encoded, as it goes on the wire."""
        request = _Request(method, url, dict(headers))
        self._signer.sign(
            request,
            key_id=self._kiosk_id,
            created=created,
            nonce=secrets.token_urlsafe(16),
            label=LABEL,
            covered_component_ids=_required(headers, None),
            body=body or None,
        )
        return {name: request.headers[name] for name in FIELDS if name in request.headers}


def verify(
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes | None,
    key_of: Callable[[str], Ed25519PublicKey],
) -> Verified:
    """Check a request that has arrived. Raises `SignatureBad` for every way in which it may be wrong.

    `headers.items()` yields each field line as it came, repeated ones too (Starlette's do). `key_of` is asked for the
    key of a kiosk id; what it raises when it knows none passes through.
    """
    names = [name.lower() for name in (pair[0] for pair in headers.items())]
    if any(names.count(name) > 1 for name in _ONCE):
        raise SignatureBad("a signed field is repeated")
    keys = _Keys(key_of)
    try:
        (result,) = _Verifier(signature_algorithm=algorithms.ED25519, key_resolver=keys).verify(
            _Request(method, url, headers),
            max_age=None,
            require_components=_required(headers, body),
            body=body or b"",
        )
        parameters = result.parameters
        created = datetime.fromtimestamp(int(parameters["created"]), UTC)
    except Exception as error:  # the library parses what a stranger wrote: whatever it trips over is a bad signature
        if keys.refusal is not None:
            raise keys.refusal from None
        raise SignatureBad(str(error)) from error
    nonce = str(parameters["nonce"])
    if result.label != LABEL:
        raise SignatureBad("the label is another")
    return Verified(str(parameters["keyid"]), created, nonce)


def _required(headers: Mapping[str, str], body: bytes | None) -> tuple[str, ...]:
    """What a signature must cover. With a body its digest too; the signer's library adds that one by itself."""
    keyed = any(name.lower() == "idempotency-key" for name in headers)
    return (*_ALWAYS_COVERED, *(("content-digest",) if body else ()), *(("idempotency-key",) if keyed else ()))


class _Keys(HTTPSignatureKeyResolver):
    """Asks the office for a key, and remembers its refusal through the library's own exceptions."""

    def __init__(self, key_of: Callable[[str], Ed25519PublicKey]) -> None:
        self._key_of = key_of
        self.refusal: Exception | None = None

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey:
        if not _KIOSK_ID.fullmatch(key_id):
            raise SignatureBad("the key id is no kiosk id")
        try:
            return self._key_of(key_id)
        except Exception as refusal:
            self.refusal = refusal
            raise


class _Verifier(HTTPMessageVerifier):
    """The library's verifier with our parameters, and without this machine's clock: the office judges age."""

    def validate_created_and_expires(self, sig_input: Any, max_age: timedelta | None = None) -> None:
        """Called for each signature before its key is looked up."""
        if set(sig_input.params) != _PARAMETERS:
            raise SignatureBad("the parameters are not created, keyid, alg and nonce")
        if not _NONCE.fullmatch(sig_input.params["nonce"]):
            raise SignatureBad("the nonce is too short")
