"""A code is judged on the spot, without the network: is it ours, of the kind that is asked for, in its time?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from central.contract import identity_code
from central.contract.booking_code import LENGTH, BookingCode, sign
from central.contract.identity_code import SignedIdentity
from kiosk import code_check
from kiosk.faults import CodeRefused
from kiosk.wishes.wish import Way

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ISSUERS = {1: KEY.public_key()}
START = 1_763_600_000
GOOD = BookingCode(1, START - 1800, START + 1800, START, "ab" * 16, "YX-01", 7, b"12345678")
NOW = datetime.fromtimestamp(START, UTC)
PERSON = SignedIdentity(1, START + 600, "cd" * 16)
PHONE = identity_code.sign(PERSON, KEY)
BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def check(payload: str, now: datetime = NOW, way: Way = Way.BOOKING_CODE) -> str:
    return code_check.check(way, payload, ISSUERS, now)


def refusal(payload: str, now: datetime = NOW, way: Way = Way.BOOKING_CODE) -> str:
    with pytest.raises(CodeRefused) as refused:
        check(payload, now, way)
    return refused.value.code


def identity_refusal(payload: str, now: datetime = NOW) -> str:
    return refusal(payload, now, Way.IDENTITY_CODE)


def test_a_good_code_passes_whole() -> None:
    assert check(sign(GOOD, KEY)) == sign(GOOD, KEY)


def test_a_code_is_small_enough_for_a_dim_phone() -> None:
    assert len(sign(GOOD, KEY)) == LENGTH == 178


def test_the_end_of_its_time_is_exact() -> None:
    assert check(sign(GOOD, KEY), datetime.fromtimestamp(START + 1799, UTC))
    assert refusal(sign(GOOD, KEY), datetime.fromtimestamp(START + 1800, UTC)) == "code_expired"


def test_another_halls_code_is_for_the_office_which_knows_the_halls_name() -> None:
    elsewhere = sign(replace(GOOD, hall_id="GM-02"), KEY)
    assert check(elsewhere) == elsewhere


def test_a_code_signed_by_somebody_else() -> None:
    assert refusal(sign(GOOD, Ed25519PrivateKey.generate())) == "code_forged"
    assert refusal(sign(replace(GOOD, key_id=9), KEY)) == "code_forged"


@pytest.mark.parametrize("payload", ["", "https://example.invalid", "😀" * 178, "A" * 4096, "ZW1:" + "é" * 174])
def test_anything_else_is_not_ours(payload: str) -> None:
    assert refusal(payload) == "code_not_ours"


@given(st.text(alphabet=BASE45, min_size=174, max_size=174))
def test_no_garbage_of_the_right_length_is_accepted(body: str) -> None:
    assert refusal("ZW1:" + body) in {"code_not_ours", "code_forged"}


@given(st.integers(4, LENGTH - 1), st.sampled_from(BASE45))
def test_no_changed_character_is_accepted(at: int, character: str) -> None:
    payload = sign(GOOD, KEY)
    changed = payload[:at] + character + payload[at + 1 :]
    if changed != payload:
        assert refusal(changed) in {"code_not_ours", "code_forged"}


# ---------------------------------------------------------------- of a person


def test_a_good_identity_code_passes_until_the_end_of_its_time() -> None:
    assert len(PHONE) == 133
    assert check(PHONE, way=Way.IDENTITY_CODE) == PHONE
    assert check(PHONE, datetime.fromtimestamp(START + 599, UTC), Way.IDENTITY_CODE) == PHONE
    assert identity_refusal(PHONE, datetime.fromtimestamp(START + 600, UTC)) == "identity_code_expired"


def test_an_identity_code_signed_by_somebody_else() -> None:
    assert identity_refusal(identity_code.sign(PERSON, Ed25519PrivateKey.generate())) == "identity_code_forged"
    assert identity_refusal(identity_code.sign(replace(PERSON, key_id=9), KEY)) == "identity_code_forged"


def test_a_good_code_of_the_other_kind_is_named_even_when_its_time_is_over() -> None:
    for now in (NOW, datetime.fromtimestamp(START + 3600, UTC)):
        assert identity_refusal(sign(GOOD, KEY), now) == "booking_code_here"
        assert refusal(PHONE, now) == "identity_code_here"


def test_a_signature_for_one_kind_is_none_for_the_other() -> None:
    """The context that is signed with it keeps them apart, whatever prefix and length somebody gives it."""
    for kind in (PHONE.replace("ZI1:", "ZW1:"), sign(GOOD, KEY).replace("ZW1:", "ZI1:")):
        assert identity_refusal(kind) == "identity_code_not_ours"
        assert refusal(kind) == "code_not_ours"


@given(st.one_of(st.text(max_size=300), st.text(BASE45, min_size=129, max_size=129).map("ZI1:".__add__)))
def test_no_garbage_is_a_person(payload: str) -> None:
    assert identity_refusal(payload) in {"identity_code_not_ours", "identity_code_forged"}


@given(st.integers(0, len(PHONE) - 1), st.sampled_from(BASE45))
def test_no_changed_identity_code_is_accepted(at: int, character: str) -> None:
    changed = PHONE[:at] + character + PHONE[at + 1 :]
    if changed != PHONE:
        assert identity_refusal(changed) in {"identity_code_not_ours", "identity_code_forged"}
