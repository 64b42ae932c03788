"""A booking code is judged on the spot, without the network."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from central.contract.booking_code import LENGTH, BookingCode, sign
from kiosk.booking_check import check
from kiosk.faults import CodeRefused

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ISSUERS = {1: KEY.public_key()}
START = 1_763_600_000
GOOD = BookingCode(1, START - 1800, START + 1800, START, "ab" * 16, "YX-01", 7, b"12345678")
NOW = datetime.fromtimestamp(START, UTC)


def refusal(payload: str, now: datetime = NOW) -> str:
    with pytest.raises(CodeRefused) as refused:
        check(payload, ISSUERS, now)
    return refused.value.code


def test_a_good_code_passes_whole() -> None:
    assert check(sign(GOOD, KEY), ISSUERS, NOW) == sign(GOOD, KEY)


def test_a_code_is_small_enough_for_a_dim_phone() -> None:
    assert len(sign(GOOD, KEY)) == LENGTH == 178


def test_the_end_of_its_time_is_exact() -> None:
    assert check(sign(GOOD, KEY), ISSUERS, datetime.fromtimestamp(START + 1799, UTC))
    assert refusal(sign(GOOD, KEY), datetime.fromtimestamp(START + 1800, UTC)) == "code_expired"


def test_another_halls_code_is_for_the_office_which_knows_the_halls_name() -> None:
    elsewhere = sign(replace(GOOD, hall_id="GM-02"), KEY)
    assert check(elsewhere, ISSUERS, NOW) == elsewhere


def test_a_code_signed_by_somebody_else() -> None:
    assert refusal(sign(GOOD, Ed25519PrivateKey.generate())) == "code_forged"
    assert refusal(sign(replace(GOOD, key_id=9), KEY)) == "code_forged"


@pytest.mark.parametrize("payload", ["", "https://example.invalid", "😀" * 178, "A" * 4096, "ZW1:" + "é" * 174])
def test_anything_else_is_not_ours(payload: str) -> None:
    assert refusal(payload) == "code_not_ours"


@given(st.text(alphabet="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", min_size=174, max_size=174))
def test_no_garbage_of_the_right_length_is_accepted(body: str) -> None:
    assert refusal("ZW1:" + body) in {"code_not_ours", "code_forged"}


@given(st.integers(4, LENGTH - 1), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"))
def test_no_changed_character_is_accepted(at: int, character: str) -> None:
    payload = sign(GOOD, KEY)
    changed = payload[:at] + character + payload[at + 1 :]
    if changed != payload:
        assert refusal(changed) in {"code_not_ours", "code_forged"}
