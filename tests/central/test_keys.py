"""The office's own keys, and what is never written down."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from central.contract.messages import ByBookingNumber, ByIdCard, ByPhone, FindBookings
from central.keys import KeysExposed, RecordBroken, open_keys
from central.services import lookups
from tests.central.house import ANNA, BERT, PHONE, House

Open = Callable[..., House]


def test_keys_are_made_once_and_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "office.keys"
    first = open_keys(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = open_keys(path)
    assert again.secret == first.secret
    assert again.sealing.private_bytes_raw() == first.sealing.private_bytes_raw()
    assert again.issuers[1].private_bytes_raw() == first.issuers[1].private_bytes_raw()
    assert again.issuer_id == 1
    assert repr(first).find(first.secret.hex()) == -1


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_keys_that_others_can_read_are_not_used(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "office.keys"
    open_keys(path)
    path.chmod(mode)
    with pytest.raises(KeysExposed):
        open_keys(path)


def test_hashes_differ_by_purpose_and_key(tmp_path: Path) -> None:
    keys, others = open_keys(tmp_path / "a"), open_keys(tmp_path / "b")
    hashes = {one.keyed_hash(purpose, ANNA) for one in (keys, others) for purpose in ("phone", "id_number")}
    assert len(hashes) == 4
    assert keys.hall_key("HALL-1") != keys.hall_key("HALL-2")


def test_nothing_about_a_person_is_on_the_disk_in_clear(open_small: Open, tmp_path: Path) -> None:
    house = open_small()
    booking = house.book("10:00")
    house.at("10:00").take_booked(booking)
    house.take_walk_in(BERT)
    for proof in (
        ByIdCard(id_number=ANNA),
        ByPhone(phone=PHONE, id_last4="0000"),
        ByBookingNumber(booking_number=booking.booking_number, phone_last4="0000"),
    ):
        lookups.find(house.office, house.kiosk, FindBookings(proof=proof))
    house.office.database.close()
    written = b"".join(path.read_bytes() for path in tmp_path.glob("office0.db*"))
    assert booking.booking_number.encode() in written  # the look at the disk does see things
    for secret in (ANNA, BERT, PHONE, "李秀英", "秀英", ANNA[:-1], PHONE[:-4]):
        assert secret.encode() not in written
    assert stat.S_IMODE((tmp_path / "office0.db").stat().st_mode) == 0o600


def test_an_older_key_file_gains_the_key_for_records_and_keeps_it(tmp_path: Path) -> None:
    path = tmp_path / "office.keys"
    open_keys(path)
    stored = json.loads(path.read_text())
    del stored["records"]
    path.write_text(json.dumps(stored))
    sealed = open_keys(path).seal_record(b"plain", "table/1")
    assert open_keys(path).open_record(sealed, "table/1") == b"plain"
    assert open_keys(path).records not in (open_keys(path).secret, open_keys(tmp_path / "other.keys").records)


def test_a_record_opens_in_its_own_place_and_unchanged_alone(tmp_path: Path) -> None:
    keys, others = open_keys(tmp_path / "a"), open_keys(tmp_path / "b")
    sealed = keys.seal_record("李秀英".encode(), "applications/1")
    assert keys.seal_record("李秀英".encode(), "applications/1") != sealed
    broken = [sealed[:-1] + bytes([sealed[-1] ^ 1]), bytes([sealed[0] ^ 1]) + sealed[1:], sealed[:12], b"", b"\0" * 40]
    for box, place, opener in [(sealed, "applications/2", keys), (sealed, "applications/1", others)] + [
        (each, "applications/1", keys) for each in broken
    ]:
        with pytest.raises(RecordBroken):
            opener.open_record(box, place)
