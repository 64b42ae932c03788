"""Who may talk to the office: enrolment by one-time code, signed requests, tokens of channels and windows."""

from __future__ import annotations

import hashlib
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from central.contract import sealing
from central.contract.messages import Enrol, Enrolled, IssuerKey, KioskReport, Received
from central.figures.availability import ITEM, KIOSK, OUT_OF_SERVICE, SERVICE, SILENCE, UNKNOWN
from central.office import Office
from central.services.refusals import Refusal
from central.store import availability, kiosks
from central.store.availability import Ability, AbilityRow
from central.store.kiosks import Client, Kiosk

Role = Literal["channel", "window", "department"]
CODE_GOOD_FOR = timedelta(minutes=15)
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LETTERS = 12  # 60 bits
_FINGERPRINT_LETTERS = 24  # 120 bits
_KEY_BYTES = 32


def invite(office: Office, hall_id: str) -> str:
    """A code that lets one kiosk into a hall, once, within 15 minutes. Only its hash is kept."""
    code = _grouped("".join(secrets.choice(_CROCKFORD) for _ in range(_CODE_LETTERS)))
    with office.database.write() as connection:
        office.hall(connection, hall_id)
        kiosks.add_code(connection, _sha256(code), hall_id, office.clock.machine() + CODE_GOOD_FOR)
    return code


def enrol(office: Office, wanted: Enrol) -> Enrolled:
    """Let a kiosk in. The same code with the same key again gets the same place, because an answer can be lost.

    Raises:
        Refusal: enrolment_code_invalid, key_invalid.
    """
    key = _public_key(wanted.public_key)
    key_text = _text(key.public_bytes(Encoding.Raw, PublicFormat.Raw))
    code_hash = _sha256(wanted.code)
    now = office.clock.machine()
    with office.database.write() as connection:
        kiosk = kiosks.enrolled_by(connection, code_hash, key_text)
        if kiosk is None:
            hall_id = kiosks.use_code(connection, code_hash, now)
            if hall_id is None:
                raise Refusal("enrolment_code_invalid", status=403)
            kiosk = Kiosk(
                kiosk_id=secrets.token_hex(16),
                hall_id=hall_id,
                name=wanted.name,
                public_key=key_text,
                fingerprint=fingerprint(key),
                code_hash=code_hash,
                enrolled_at=now,
            )
            kiosks.add(connection, kiosk)
        elif kiosk.revoked_at is not None:
            raise Refusal("enrolment_code_invalid", status=403)
    sealing_key = office.keys.sealing.public_key()
    return Enrolled(
        kiosk_id=kiosk.kiosk_id,
        hall_id=kiosk.hall_id,
        issuers=tuple(
            IssuerKey(key_id=number, public_key=_text(issuer.public_bytes(Encoding.Raw, PublicFormat.Raw)))
            for number, issuer in office.keys.verifiers().items()
        ),
        sealing_key_id=sealing.key_id(sealing_key),
        sealing_key=_text(sealing_key.public_bytes(Encoding.Raw, PublicFormat.Raw)),
        fingerprint=kiosk.fingerprint,
    )


def fingerprint(key: Ed25519PublicKey) -> str:
    """Six groups of four letters that two people can compare by reading them aloud."""
    digest = int.from_bytes(hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).digest())
    return _grouped("".join(_CROCKFORD[digest >> (5 * place) & 31] for place in range(_FINGERPRINT_LETTERS)))


def signing_key(kiosk: Kiosk) -> Ed25519PublicKey:
    """The key that a kiosk's requests are signed with."""
    return _public_key(kiosk.public_key)


def admitted(office: Office, kiosk_id: str) -> Kiosk:
    """A kiosk that may talk to the office. Raises `Refusal` kiosk_unknown or kiosk_revoked."""
    with office.database.read() as connection:
        kiosk = kiosks.find(connection, kiosk_id)
    if kiosk is None:
        raise Refusal("kiosk_unknown", status=401)
    if kiosk.revoked_at is not None:
        raise Refusal("kiosk_revoked", status=401)
    return kiosk


def revoke(office: Office, kiosk_id: str) -> bool:
    """Shut a kiosk out at once; false when there was none to shut out."""
    with office.database.write() as connection:
        return kiosks.revoke(connection, kiosk_id, office.clock.machine())


def keep_report(office: Office, kiosk: Kiosk, report: KioskReport) -> Received:
    """Keep the newest word of a kiosk about itself.

    A technicians' logbook only grows. One that is shorter than before, or as long with another end, was tampered with:
    `logbook_cut` says since when, and stays.
    """
    now = office.clock.machine()
    with office.database.write() as connection:
        before = kiosks.newest_report(connection, kiosk.kiosk_id) or {}
        kept = report.model_dump(mode="json")
        if report.logbook_length is None:  # it could not be read: what it was is still what it must be
            kept |= {name: before.get(name) for name in ("logbook_length", "logbook_head")}
        if cut := before.get("logbook_cut") or (_is_cut(before, report) and now.isoformat()):
            kept["logbook_cut"] = cut
        kiosks.keep_report(connection, kiosk.kiosk_id, now, kept)
        heard = availability.hear(connection, kiosk.kiosk_id, office.clock.now(), SILENCE)
        if any(name not in before or before[name] != kept[name] for name in _OF_ABILITIES):
            known = availability.now(connection, kiosk.kiosk_id)
            availability.keep(connection, kiosk.kiosk_id, heard, known, _abilities(report, known))
    return Received()


_OF_ABILITIES = ("in_service", "paused", "services", "items")
"""While these are as they were, nothing has changed of what a terminal can do."""


def _abilities(report: KioskReport, known: Mapping[Ability, AbilityRow]) -> dict[Ability, str]:
    """What a terminal can do, as it says. Of what it does not say any more, nothing is known, and that is not good."""
    said: dict[Ability, str] = {(KIOSK, KIOSK): "" if report.in_service else report.paused or OUT_OF_SERVICE}
    for kind, told in ((SERVICE, report.services), (ITEM, report.items)):
        if told is None:
            said |= {ability: UNKNOWN for ability in known if ability[0] == kind}
        else:
            said |= {(kind, code): why for code, why in told.items()}
    return said


def _is_cut(before: Mapping[str, Any], report: KioskReport) -> bool:
    length, head = before.get("logbook_length"), before.get("logbook_head")
    if length is None or report.logbook_length is None:
        return False
    return report.logbook_length < length or (report.logbook_length == length and report.logbook_head != head)


def make_token(office: Office, role: Role, hall_id: str, name: str, department: str | None = None) -> str:
    """A token for a booking channel, for a hall's windows or for a department. Only its hash is kept."""
    token = secrets.token_hex(32)  # never begins with a hyphen, which a command line would take for an option
    with office.database.write() as connection:
        office.hall(connection, hall_id)
        client = Client(
            secrets.token_hex(16), role, hall_id, name, _sha256(token), office.clock.machine(), department=department
        )
        kiosks.add_client(connection, client)
    return token


def client(office: Office, token: str, role: Role) -> Client:
    """Whose token it is. Raises `Refusal` token_unknown."""
    with office.database.read() as connection:
        found = kiosks.client_by_token(connection, _sha256(token))
    if found is None or found.role != role:
        raise Refusal("token_unknown", status=401)
    return found


def _public_key(text: str) -> Ed25519PublicKey:
    try:
        raw = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        if len(raw) != _KEY_BYTES:
            raise ValueError("an Ed25519 key has 32 bytes")
        return Ed25519PublicKey.from_public_bytes(raw)
    except ValueError as error:
        raise Refusal("key_invalid", status=422) from error


def _grouped(letters: str) -> str:
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode("ascii")
