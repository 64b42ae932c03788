"""Identity codes: a channel that knows its user by real name vouches for them at one terminal, for some minutes."""

from __future__ import annotations

import secrets
from datetime import timedelta

from central.contract import identity_code, signed_code
from central.contract.application import IdentityCode, MakeIdentityCode
from central.contract.identity_code import SignedIdentity
from central.keys import RecordBroken
from central.office import Desk, Office
from central.services import people
from central.services.refusals import Refusal
from central.store import applications
from central.store.kiosks import Kiosk

GOOD_FOR = timedelta(minutes=10)
SESSION = timedelta(hours=1)
"""How long the terminal that a code is bound to may go on with it: to submit, and to read the result."""


def make(desk: Desk, wanted: MakeIdentityCode) -> IdentityCode:
    """A code for somebody. Raises `Refusal` id_number_invalid."""
    if not people.has_good_check_digit(wanted.id_number):
        raise Refusal("id_number_invalid", status=422)
    code_id = secrets.token_hex(16)
    expires_at = desk.now.replace(microsecond=0) + GOOD_FOR
    content = desk.keys.seal_record(wanted.model_dump_json().encode(), _place(code_id))
    code = applications.IdentityCode(code_id, desk.hall.hall_id, content, expires_at)
    applications.add_identity_code(desk.connection, code, forget_before=desk.now - SESSION)
    signed = SignedIdentity(desk.keys.issuer_id, int(expires_at.timestamp()), code_id)
    payload = identity_code.sign(signed, desk.keys.issuers[signed.key_id])
    return IdentityCode(payload=payload, expires_at=desk.hall.local(expires_at))


def show(office: Office, kiosk: Kiosk, payload: str, *, anew: bool) -> MakeIdentityCode:
    """Whose code this terminal shows; the first time binds it.

    Args:
        anew: somebody begins with it. Who goes on with what they began has `SESSION`, at the same terminal.

    Raises:
        Refusal: identity_code_unknown, identity_code_expired, identity_code_used (at another terminal).
    """
    try:
        code_id = identity_code.read(payload, office.keys.verifiers()).code_id
    except (signed_code.Stranger, signed_code.Forged):
        raise Refusal("identity_code_unknown") from None
    now = office.clock.now()
    with office.database.read() as connection:
        found = applications.identity_code(connection, code_id)
    if found is None:
        raise Refusal("identity_code_expired")
    bound_to, expires_at = found.kiosk_id, found.expires_at
    if bound_to not in (None, kiosk.kiosk_id):
        raise Refusal("identity_code_used")
    if now >= (expires_at if anew or bound_to is None else expires_at + SESSION):
        raise Refusal("identity_code_expired")
    if bound_to is None:
        with office.database.write() as connection:
            if not applications.bind_identity_code(connection, code_id, kiosk.kiosk_id):
                raise Refusal("identity_code_used")
    try:
        return MakeIdentityCode.model_validate_json(office.keys.open_record(found.content, _place(code_id)))
    except RecordBroken:
        raise Refusal("identity_code_unknown") from None


def _place(code_id: str) -> str:
    return f"identity_codes/{code_id}"
