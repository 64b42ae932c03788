"""The signed booking code on a citizen's phone: 116 bytes, base45, prefix `ZW1:`, 178 characters.

A terminal checks it before it asks anybody; `central.contract.signed_code` says how.

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

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from central.contract.signed_code import Form

PREFIX = "ZW1:"
LENGTH = 178
_FORM = Form(PREFIX, LENGTH, b"kiosk-booking-v1\0", struct.Struct(">BBIII16s10sI8s"))


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
    return _FORM.sign(
        key,
        code.key_id,
        code.not_before,
        code.expiry,
        code.slot_start,
        bytes.fromhex(code.booking_id),
        code.hall_id.encode("ascii"),
        code.item_id,
        code.person,
    )


def read(payload: str, issuers: Mapping[int, Ed25519PublicKey]) -> BookingCode:
    """Check and unpack a scanned text. Raises `signed_code.Stranger` or `signed_code.Forged`."""
    key_id, not_before, expiry, slot_start, booking_id, hall, item_id, person = _FORM.read(payload, issuers)
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
