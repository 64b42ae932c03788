"""Is this a code of our office, of the kind that is asked for, and still in its time? Answered without the network."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from central.contract import booking_code, identity_code
from central.contract.booking_code import BookingCode
from central.contract.identity_code import SignedIdentity
from central.contract.signed_code import Forged, Stranger
from kiosk.faults import CodeRefused
from kiosk.wishes.wish import Way

_SAID = {Way.BOOKING_CODE: "code", Way.IDENTITY_CODE: "identity_code"}


def check(way: Way, payload: str, issuers: Mapping[int, Ed25519PublicKey], now: datetime) -> str:
    """The payload, once it is known to be a good code of this kind.

    What is told apart here needs no word of the office: a code that is none, a forged one, one of the other kind, one
    whose time is over. How early somebody may check in is the office's published rule, of another hall it knows the
    name, and at which terminal an identity code was shown first, it alone knows.

    Raises:
        CodeRefused: with the code of the sentence for the citizen.
    """
    said = _SAID[way]
    try:
        code = _read(payload, issuers)
    except Stranger as error:
        raise CodeRefused(f"{said}_not_ours") from error
    except Forged as error:
        raise CodeRefused(f"{said}_forged") from error
    match code:
        case BookingCode() if way is not Way.BOOKING_CODE:
            raise CodeRefused("booking_code_here")
        case SignedIdentity() if way is not Way.IDENTITY_CODE:
            raise CodeRefused("identity_code_here")
        case BookingCode() if now.timestamp() >= code.expiry:
            raise CodeRefused("code_expired", slot_start=datetime.fromtimestamp(code.slot_start, UTC).isoformat())
        case SignedIdentity() if now.timestamp() >= code.expiry:
            raise CodeRefused("identity_code_expired")
    return payload


def _read(payload: str, issuers: Mapping[int, Ed25519PublicKey]) -> BookingCode | SignedIdentity:
    """Its contents, whichever of our kinds it is. Raises `Stranger` or `Forged`."""
    try:
        return booking_code.read(payload, issuers)
    except Stranger:
        return identity_code.read(payload, issuers)
