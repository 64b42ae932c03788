"""A request's signature: what it binds, and that nothing hostile gets further than `SignatureBad`."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from http_message_signatures import HTTPMessageSigner, MappingKeyResolver, algorithms
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from central.contract.signatures import KioskSigner, SignatureBad, Verified, verify

KIOSK = "0123456789abcdef" * 2
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
URL = "https://office.example.gov.cn/v1/kiosk/tickets?hall=A"
CREATED = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
BODY = b'{"key_id":"00000000","box":"AAAA"}'


class KioskUnknown(Exception):
    pass


def key_of(kiosk_id: str) -> Ed25519PublicKey:
    if kiosk_id != KIOSK:
        raise KioskUnknown(kiosk_id)
    return KEY.public_key()


def signed(method: str = "POST", body: bytes | None = BODY, **headers: str) -> dict[str, str]:
    sent = {"Content-Type": "application/json", **headers}
    return sent | KioskSigner(KIOSK, KEY).sign(method, URL, sent, body, CREATED)


def check(headers: Any, method: str = "POST", url: str = URL, body: bytes | None = BODY) -> Verified:
    return verify(method, url, headers, body, key_of)


def crafted(body: bytes | None = None, kiosk_id: str = KIOSK, **changes: Any) -> dict[str, str]:
    """Headers by the same key, with a freedom that `KioskSigner` does not give."""
    request = requests.Request("POST", URL, headers={"Idempotency-Key": "k"}).prepare()
    keys = MappingKeyResolver(public_keys={}, private_keys={kiosk_id: KEY})
    chosen: dict[str, Any] = {
        "created": CREATED,
        "nonce": "A" * 22,
        "label": "kiosk",
        "covered_component_ids": ("@method", "@target-uri", "idempotency-key"),
    }
    HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=keys).sign(
        request, key_id=kiosk_id, body=body, **(chosen | changes)
    )
    return dict(request.headers)


def test_a_signed_request_says_who_and_when() -> None:
    verified = check(signed(**{"Idempotency-Key": "a" * 32}))
    assert (verified.kiosk_id, verified.created) == (KIOSK, CREATED)
    assert len(verified.nonce) >= 22


def test_a_request_without_a_body_carries_no_digest() -> None:
    headers = signed("GET", None)
    assert "Content-Digest" not in headers
    assert check(headers, "GET", body=b"").kiosk_id == KIOSK
    assert check(headers, "GET", body=None).kiosk_id == KIOSK


def test_no_two_signatures_share_a_nonce() -> None:
    assert check(signed()).nonce != check(signed()).nonce


def test_it_survives_requests_and_the_wire_order_of_asgi() -> None:
    prepared = requests.Request("POST", URL, data=BODY, headers={"Idempotency-Key": "b" * 32}).prepare()
    assert prepared.url is not None
    prepared.headers.update(KioskSigner(KIOSK, KEY).sign("POST", prepared.url, prepared.headers, BODY, CREATED))
    raw = [(name.lower().encode(), str(value).encode()) for name, value in prepared.headers.items()]
    assert check(Headers(raw=raw)).kiosk_id == KIOSK


@pytest.mark.parametrize(
    "change",
    [
        {"method": "PUT"},
        {"url": URL.replace("tickets", "papers")},
        {"url": URL.replace("hall=A", "hall=B")},
        {"url": URL.replace("office", "other")},
        {"body": BODY.replace(b"AAAA", b"AAAB")},
        {"body": b""},
        {"body": None},
        {"url": "not a url"},
        {"url": "https://office.example.gov.cn/\N{SNOWMAN}"},
    ],
)
def test_what_is_changed_on_the_way_is_felt(change: dict[str, Any]) -> None:
    headers = signed(**{"Idempotency-Key": "a" * 32})
    with pytest.raises(SignatureBad):
        check(headers, **change)


def test_the_idempotency_key_is_bound_both_ways() -> None:
    headers = signed(**{"Idempotency-Key": "a" * 32})
    with pytest.raises(SignatureBad):
        check(headers | {"Idempotency-Key": "b" * 32})
    with pytest.raises(SignatureBad):
        check({name: value for name, value in headers.items() if name != "Idempotency-Key"})
    with pytest.raises(SignatureBad):
        check(signed() | {"Idempotency-Key": "a" * 32})


@pytest.mark.parametrize("field", ["Content-Digest", "Signature-Input", "Signature"])
def test_a_missing_field_is_refused(field: str) -> None:
    headers = signed()
    del headers[field]
    with pytest.raises(SignatureBad):
        check(headers)


@pytest.mark.parametrize("field", ["Content-Digest", "Signature-Input", "Signature", "Idempotency-Key"])
def test_a_repeated_field_is_refused(field: str) -> None:
    headers = signed(**{"Idempotency-Key": "a" * 32})
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    assert check(Headers(raw=raw)).kiosk_id == KIOSK
    with pytest.raises(SignatureBad):
        check(Headers(raw=[*raw, (field.lower().encode(), headers[field].encode())]))


@pytest.mark.parametrize(
    "changes",
    [
        {"created": None, "covered_component_ids": ("@method", "idempotency-key")},
        {"covered_component_ids": ("@target-uri", "idempotency-key")},
        {"covered_component_ids": ("@method", "@target-uri")},
        {"covered_component_ids": ("@method", "@path", "idempotency-key")},
        {"covered_component_ids": ("@method", "@target-uri", '"idempotency-key";bs')},
        {"nonce": None},
        {"nonce": "A" * 21},
        {"nonce": "A" * 87},
        {"nonce": "!" * 22},
        {"include_alg": False},
        {"expires": datetime(2030, 1, 1, tzinfo=UTC)},
        {"tag": "another"},
        {"label": "pyhms"},
        {"kiosk_id": "A" * 32},
        {"kiosk_id": ""},
    ],
)
def test_a_good_key_does_not_excuse_another_shape(changes: dict[str, Any]) -> None:
    assert check(crafted(), body=None).kiosk_id == KIOSK
    with pytest.raises(SignatureBad):
        check(crafted(**changes), body=None)


def test_a_body_needs_its_whole_digest_covered() -> None:
    assert check(crafted(BODY)).kiosk_id == KIOSK
    member = ("@method", "@target-uri", "idempotency-key", '"content-digest";key="sha-256"')
    with pytest.raises(SignatureBad):
        check(crafted(BODY, covered_component_ids=member))


@pytest.mark.parametrize("created", ["0", "-99999999999999", "999999999999999", "1.5", '"1"', "?1"])
def test_a_created_that_is_no_moment_or_was_not_signed_is_refused(created: str) -> None:
    headers = signed()
    headers["Signature-Input"] = re.sub(r"created=\d+", f"created={created}", headers["Signature-Input"])
    with pytest.raises(SignatureBad):
        check(headers)


def test_a_signature_without_created_is_refused() -> None:
    headers = signed()
    headers["Signature-Input"] = re.sub(r";created=\d+", "", headers["Signature-Input"])
    with pytest.raises(SignatureBad):
        check(headers)


def test_two_signatures_are_refused() -> None:
    request = requests.Request("POST", URL, headers=crafted()).prepare()
    keys = MappingKeyResolver(public_keys={}, private_keys={KIOSK: KEY})
    HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=keys).sign(
        request, key_id=KIOSK, created=CREATED, label="second", append_if_signature_exists=True
    )
    with pytest.raises(SignatureBad):
        check(dict(request.headers), body=None)


def test_the_refusal_of_a_key_passes_through() -> None:
    with pytest.raises(KioskUnknown, match="f" * 32):
        check(crafted(kiosk_id="f" * 32), body=None)


def test_another_kiosks_key_is_refused() -> None:
    other = Ed25519PrivateKey.generate().public_key()
    with pytest.raises(SignatureBad):
        verify("POST", URL, signed(), BODY, lambda _: other)


_TEXT = st.text(st.characters(max_codepoint=0x2FF), max_size=120)
_FIELD = st.one_of(
    _TEXT,
    st.builds(lambda a, b: f"kiosk={a};{b}", _TEXT, _TEXT),
    st.builds(lambda n: "kiosk=" + "(" * n, st.integers(1, 3000)),
    st.sampled_from(['kiosk=("@method" "@method")', "kiosk=:AAAA:", "kiosk=()", "kiosk", "kiosk=?1, kiosk=1", ""]),
)


@given(
    st.dictionaries(st.sampled_from(["Content-Digest", "Signature-Input", "Signature", "Idempotency-Key"]), _FIELD),
    st.binary(max_size=20),
    _TEXT,
)
def test_garbage_is_a_bad_signature_and_nothing_else(fields: dict[str, str], body: bytes, url: str) -> None:
    with pytest.raises(SignatureBad):
        check(fields, url=url, body=body)
    with pytest.raises(SignatureBad):
        check(signed() | {"Signature": ""} | fields, body=body)


@given(st.sampled_from(["Signature-Input", "Signature", "Content-Digest"]), st.data())
def test_one_changed_character_of_a_signed_field_is_felt(field: str, data: st.DataObject) -> None:
    headers = signed()
    value = headers[field]
    at = data.draw(st.integers(0, len(value) - 1))
    other = data.draw(st.characters(min_codepoint=0x21, max_codepoint=0x7E).filter(lambda c: c != value[at]))
    headers[field] = value[:at] + other + value[at + 1 :]
    try:
        verified = check(headers)
    except (SignatureBad, KioskUnknown):
        return
    # The last base64 digit before the padding has bits that mean nothing.
    assert (field, at >= len(value) - 4) == ("Signature", True)
    assert verified.kiosk_id == KIOSK
