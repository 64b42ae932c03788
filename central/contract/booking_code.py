"""The signed booking code on a citizen's phone: 116 bytes, base45, prefix `ZW1:`, 178 characters.

A terminal checks it before it asks anybody. Order of the checks: length, alphabet, signature, and only then the
contents, so that no attacker's bytes are interpreted before the office's signature on them is known to be good.

| field | bytes |
|---|---|
| version, issuer key id | 1 each |
| not before, expiry, slot start (seconds since 1970, UTC) | 4 each, big-endian |
| booking id | 16 |
| hall id, ASCII, padded with NUL | 10 |
| item id | 4 |
| keyed hash of the ID number (HMAC-SHA-256 with the hall's key, truncated) | 8 |
| Ed25519 over b"kiosk-booking-v1\\0" + the 52 bytes above | 64 |
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from collections.abc import Mapping
from dataclasses import dataclass

import base45
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PREFIX = "ZW1:"
LENGTH = 178
_VERSION = 1
_CONTEXT = b"kiosk-booking-v1\0"
_BODY = struct.Struct(">BBIII16s10sI8s")
_SIGNATURE = 64


class NotABookingCode(ValueError):
    """The scanned text is something else: another code, a URL, noise."""


class Forged(ValueError):
    """It has the shape of a booking code, and no key that we know has signed it."""


@dataclass(frozen=True)
class BookingCode:
    """The contents of a code whose signature is good. Times are seconds since 1970, UTC."""

    key_id: int
    not_before: int
    expiry: int
    slot_start: int
    booking_id: str
    hall_id: str
    item_id: int
    person: bytes


def person_hash(hall_key: bytes, id_number: str) -> bytes:
    """Eight bytes that tie a code to a person without telling who it is; a plain hash would be guessable."""
    return hmac.digest(hall_key, id_number.encode(), hashlib.sha256)[:8]


def sign(code: BookingCode, key: Ed25519PrivateKey) -> str:
    """The text for the QR code."""
    body = _BODY.pack(
        _VERSION,
        code.key_id,
        code.not_before,
        code.expiry,
        code.slot_start,
        bytes.fromhex(code.booking_id),
        code.hall_id.encode("ascii"),
        code.item_id,
        code.person,
    )
    return PREFIX + str(base45.b45encode(body + key.sign(_CONTEXT + body)), "ascii")


def read(payload: str, issuers: Mapping[int, Ed25519PublicKey]) -> BookingCode:
    """Check and unpack a scanned text. Raises `NotABookingCode` or `Forged`."""
    if len(payload) != LENGTH or not payload.startswith(PREFIX):
        raise NotABookingCode
    try:
        raw = base45.b45decode(payload[len(PREFIX) :])
    except ValueError as error:
        raise NotABookingCode from error
    if len(raw) != _BODY.size + _SIGNATURE:
        raise NotABookingCode
    body, signature = raw[: _BODY.size], raw[_BODY.size :]
    issuer = issuers.get(body[1])
    if issuer is None:
        raise Forged
    try:
        issuer.verify(signature, _CONTEXT + body)
    except InvalidSignature as error:
        raise Forged from error
    version, key_id, not_before, expiry, slot_start, booking_id, hall, item_id, person = _BODY.unpack(body)
    if version != _VERSION:
        raise NotABookingCode
    return BookingCode(
        key_id,
        not_before,
        expiry,
        slot_start,
        booking_id.hex(),
        hall.rstrip(b"\0").decode("ascii"),
        item_id,
        person,
    )
