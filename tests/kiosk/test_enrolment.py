"""Key and enrolment on disk: whole or not there, for the owner alone."""

from __future__ import annotations

import base64
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from central.contract import sealing
from central.contract.messages import Enrolled, IssuerKey
from kiosk.enrolment import FACTS_FILE, KEY_FILE, keep_enrolled, load, own_key, public_text
from kiosk.faults import NotEnrolled
from kiosk.storage import keep

ISSUER = Ed25519PrivateKey.generate()
SEALING = X25519PrivateKey.generate().public_key()


def text(key: object) -> str:
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)  # type: ignore[attr-defined]
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


ENROLLED = Enrolled(
    kiosk_id="0a" * 16,
    hall_id="SZ-01",
    issuers=(IssuerKey(key_id=7, public_key=text(ISSUER.public_key())),),
    sealing_key_id=sealing.key_id(SEALING),
    sealing_key=text(SEALING),
    fingerprint="AAAA-BBBB",
)


def test_what_was_kept_is_loaded(tmp_path: Path) -> None:
    key = own_key(tmp_path / "new" / "storage")
    kept = keep_enrolled(tmp_path / "new" / "storage", ENROLLED, key)
    loaded = load(tmp_path / "new" / "storage")
    assert (loaded.kiosk_id, loaded.hall_id, loaded.fingerprint) == ("0a" * 16, "SZ-01", "AAAA-BBBB")
    assert public_text(loaded.key) == public_text(key) == public_text(kept.key)
    assert loaded.issuers == {7: ISSUER.public_key()}
    assert sealing.key_id(loaded.sealing_key) == ENROLLED.sealing_key_id


def test_the_key_is_made_once_and_shown_to_nobody(tmp_path: Path) -> None:
    first = own_key(tmp_path / "storage")
    assert public_text(own_key(tmp_path / "storage")) == public_text(first)
    assert stat.S_IMODE((tmp_path / "storage").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "storage" / KEY_FILE).stat().st_mode) == 0o600
    enrolment = keep_enrolled(tmp_path / "storage", ENROLLED, first)
    assert "key" not in repr(enrolment).replace("sealing_key", "")
    (tmp_path / "storage" / KEY_FILE).chmod(0o640)
    with pytest.raises(NotEnrolled, match="chmod 600"):
        load(tmp_path / "storage")


def test_no_enrolment_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotEnrolled, match="kiosk enrol"):
        load(tmp_path)
    own_key(tmp_path)
    with pytest.raises(NotEnrolled, match="kiosk enrol"):
        load(tmp_path)


def pem(key: object, encryption: object = None) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption or NoEncryption())  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize(
    ("file", "content"),
    [
        (KEY_FILE, b""),
        (KEY_FILE, b"\xff" * 100),
        (KEY_FILE, pem(ec.generate_private_key(ec.SECP256R1()))),
        (KEY_FILE, pem(Ed25519PrivateKey.generate(), BestAvailableEncryption(b"secret"))),
        (FACTS_FILE, b""),
        (FACTS_FILE, b"{}"),
        (FACTS_FILE, ENROLLED.model_dump_json()[:-9].encode()),
        (FACTS_FILE, ENROLLED.model_copy(update={"sealing_key_id": "00000000"}).model_dump_json().encode()),
        (FACTS_FILE, ENROLLED.model_copy(update={"sealing_key": "AAAA"}).model_dump_json().encode()),
        (FACTS_FILE, ENROLLED.model_copy(update={"sealing_key": "\N{SNOWMAN}"}).model_dump_json().encode()),
    ],
)
def test_what_cannot_be_read_is_no_enrolment(tmp_path: Path, file: str, content: bytes) -> None:
    keep_enrolled(tmp_path, ENROLLED, own_key(tmp_path))
    load(tmp_path)
    (tmp_path / file).write_bytes(content)
    with pytest.raises(NotEnrolled, match="cannot be read"):
        load(tmp_path)


def test_an_answer_with_keys_that_are_none_is_not_kept(tmp_path: Path) -> None:
    wrong = ENROLLED.model_copy(update={"issuers": (IssuerKey(key_id=1, public_key="AAAA"),)})
    with pytest.raises(NotEnrolled):
        keep_enrolled(tmp_path, wrong, own_key(tmp_path))
    assert not (tmp_path / FACTS_FILE).exists()


def test_a_disk_that_takes_nothing_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotEnrolled):
        own_key(tmp_path / "file")
    with pytest.raises(NotEnrolled):
        keep_enrolled(tmp_path / "file", ENROLLED, Ed25519PrivateKey.generate())


def test_a_file_is_replaced_whole_whatever_a_cut_left_behind(tmp_path: Path) -> None:
    path = tmp_path / "facts"
    path.write_bytes(b"old")
    left = tmp_path / "facts.new"
    left.write_bytes(b"half of a longer one")
    left.chmod(0o666)
    keep(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]
