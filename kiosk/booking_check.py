"""Is this a booking code of our office, and is its time not over? Answered without the network."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from central.contract import booking_code, signed_code
from kiosk.faults import CodeRefused


def check(payload: str, issuers: Mapping[int, Ed25519PublicKey], now: datetime) -> str:
    """The payload, once it is known to be good.

    What is told apart here needs no word of the office: a code that is none, a forged one, one whose time is over.
    How early somebody may check in is the office's published rule, and of another hall it knows the name.

    Raises:
        CodeRefused: with the code of the sentence for the citizen.
    """
    try:
        code = booking_code.read(payload, issuers)
    except signed_code.Stranger as error:
        raise CodeRefused("code_not_ours") from error
    except signed_code.Forged as error:
        raise CodeRefused("code_forged") from error
    if now.timestamp() >= code.expiry:
        raise CodeRefused("code_expired", slot_start=datetime.fromtimestamp(code.slot_start, UTC).isoformat())
    return payload
