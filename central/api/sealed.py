"""Opening what a terminal has sealed to the office."""

from __future__ import annotations

from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from central.contract import sealing
from central.contract.messages import Sealed
from central.office import Office
from central.services.refusals import Refusal

T = TypeVar("T")


def unseal(office: Office, sealed: Sealed, purpose: str, adapter: TypeAdapter[T]) -> T:
    """The message in a box. Raises `Refusal` bad_request: 400 for a box that does not open, 422 for what is in it."""
    try:
        return adapter.validate_json(unseal_bytes(office, sealed, purpose))
    except ValidationError:
        raise Refusal("bad_request", {"field": "box"}, status=422) from None


def unseal_bytes(office: Office, sealed: Sealed, purpose: str) -> bytes:
    """The bytes in a box. Raises `Refusal` bad_request, 400."""
    try:
        return sealing.unseal(sealed, purpose, office.keys.sealing)
    except sealing.Unopenable:
        raise Refusal("bad_request", {"field": "box"}, status=400) from None
