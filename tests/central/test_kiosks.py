"""Enrolment, revocation and reports of kiosks."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import ValidationError

from central.contract.messages import Enrol, Enrolled, KioskReport
from central.services import kiosks
from central.services.refusals import Refusal
from central.store import kiosks as store
from tests.central.house import House

Open = Callable[..., House]


def key() -> str:
    raw = Ed25519PrivateKey.generate().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return urlsafe_b64encode(raw).decode()


def enrol(house: House, code: str, public_key: str) -> Enrolled:
    return kiosks.enrol(house.office, Enrol(code=code, public_key=public_key, name="厅内1号机"))


def test_a_code_lets_one_kiosk_in(open_house: Open) -> None:
    house = open_house()
    code, mine = kiosks.invite(house.office, house.hall_id), key()
    enrolled = enrol(house, code, mine)
    assert enrolled.hall_id == house.hall_id
    assert enrol(house, code, mine) == enrolled  # the answer was lost: the same place again
    with pytest.raises(Refusal, match="enrolment_code_invalid") as caught:
        enrol(house, code, key())
    assert caught.value.status == 403


def test_a_code_has_sixty_bits_and_lives_for_fifteen_minutes(open_house: Open) -> None:
    house = open_house()
    now = house.clock.machine_at = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    codes = [kiosks.invite(house.office, house.hall_id) for _ in range(2)]
    assert all(len(set(code) - {"-"}) > 1 and len(code.replace("-", "")) == 12 for code in codes)
    house.clock.machine_at = now + timedelta(minutes=15) - timedelta(seconds=1)
    enrol(house, codes[0], key())
    house.clock.machine_at = now + timedelta(minutes=15)
    with pytest.raises(Refusal, match="enrolment_code_invalid"):
        enrol(house, codes[1], key())


def test_a_wrong_code_or_key_is_refused(open_house: Open) -> None:
    house = open_house()
    with pytest.raises(Refusal, match="enrolment_code_invalid"):
        enrol(house, "0000-0000-0000", key())
    code = kiosks.invite(house.office, house.hall_id)
    for bad in ("", "A" * 42, "A" * 64, "ä" * 43):
        with pytest.raises(Refusal, match="key_invalid"):
            enrol(house, code, bad)
    with pytest.raises(ValidationError):
        enrol(house, "0000-0000-000I", key())
    enrol(house, code, key())  # nothing of that used it up


def test_a_revoked_kiosk_is_out_at_once_and_its_code_does_not_bring_it_back(open_house: Open) -> None:
    house = open_house()
    code, mine = kiosks.invite(house.office, house.hall_id), key()
    kiosk_id = enrol(house, code, mine).kiosk_id
    assert kiosks.admitted(house.office, kiosk_id).hall_id == house.hall_id
    assert kiosks.revoke(house.office, kiosk_id)
    assert not kiosks.revoke(house.office, kiosk_id)
    with pytest.raises(Refusal, match="kiosk_revoked"):
        kiosks.admitted(house.office, kiosk_id)
    with pytest.raises(Refusal, match="enrolment_code_invalid"):
        enrol(house, code, mine)


def test_the_list_tells_who_is_dark(open_house: Open) -> None:
    house = open_house()
    told = KioskReport(
        version="1", components=(), ledger_waiting=3, ledger_refused=0, oldest_waiting_s=9, in_service=False
    )
    kiosks.keep_report(house.office, house.kiosk, told.model_copy(update={"in_service": True}))
    kiosks.keep_report(house.office, house.kiosk, told)
    silent = house.enrol()
    with house.office.database.read() as connection:
        listed = {kiosk.kiosk_id: (at, report) for kiosk, at, report in store.listed(connection)}
    assert listed[silent.kiosk_id] == (None, None)
    at, report = listed[house.kiosk.kiosk_id]
    assert at is not None
    assert report == told.model_dump(mode="json")


def test_a_logbook_that_was_cut_short_is_found_and_not_forgotten(open_house: Open) -> None:
    house = open_house()

    def told(length: int | None, head: str) -> dict[str, Any]:
        report = KioskReport(
            version="1", components=(), ledger_waiting=0, ledger_refused=0, oldest_waiting_s=0, in_service=True,
            logbook_length=length, logbook_head=head * 64 if length is not None else None,
        )  # fmt: skip
        kiosks.keep_report(house.office, house.kiosk, report)
        with house.office.database.read() as connection:
            return dict(store.newest_report(connection, house.kiosk.kiosk_id) or {})

    for length, head in [(5, "a"), (5, "a"), (9, "b"), (None, "")]:
        assert "logbook_cut" not in told(length, head)
    since = told(8, "c")["logbook_cut"]
    for length, head in [(None, ""), (20, "d")]:
        assert told(length, head)["logbook_cut"] == since


def test_an_end_that_was_exchanged_is_found(open_house: Open) -> None:
    house = open_house()
    report = KioskReport(
        version="1", components=(), ledger_waiting=0, ledger_refused=0, oldest_waiting_s=0, in_service=True,
        logbook_length=5, logbook_head="a" * 64,
    )  # fmt: skip
    kiosks.keep_report(house.office, house.kiosk, report)
    kiosks.keep_report(house.office, house.kiosk, report.model_copy(update={"logbook_head": "b" * 64}))
    with house.office.database.read() as connection:
        assert "logbook_cut" in (store.newest_report(connection, house.kiosk.kiosk_id) or {})


def test_fingerprints_can_be_read_aloud() -> None:
    one, other = (kiosks.fingerprint(Ed25519PrivateKey.generate().public_key()) for _ in range(2))
    assert one != other
    assert [len(group) for group in one.split("-")] == [4] * 6
    assert not set(one) & set("ILOU")


def test_a_token_is_good_for_its_role(open_house: Open) -> None:
    house = open_house()
    token = kiosks.make_token(house.office, "channel", house.hall_id, "小程序")
    assert kiosks.client(house.office, token, "channel").name == "小程序"
    for bad, role in ((token, "window"), ("", "channel"), (token[:-1], "channel")):
        with pytest.raises(Refusal, match="token_unknown"):
            kiosks.client(house.office, bad, role)  # type: ignore[arg-type]
