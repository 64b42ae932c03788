"""IPP as bytes: what is encoded comes back, known bytes of RFC 8010 are understood, and everything else is refused."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices import ipp
from devices.ipp import Attribute, Group, Operation, Tag, attributes_end, decode, encode
from devices.states import Garbled

_NAMES = st.from_regex(r"[a-z][a-z-]{0,30}", fullmatch=True)
_INTEGERS = st.integers(-(2**31), 2**31 - 1)
_ATTRIBUTES = st.one_of(
    st.builds(
        Attribute, st.just(Tag.INTEGER), _NAMES, st.lists(st.integers(-(2**31), 2**31 - 1), min_size=1).map(tuple)
    ),
    st.builds(Attribute, st.just(Tag.BOOLEAN), _NAMES, st.lists(st.booleans(), min_size=1).map(tuple)),
    st.builds(Attribute, st.just(Tag.KEYWORD), _NAMES, st.lists(st.text(max_size=60), min_size=1).map(tuple)),
)
_GROUPS = st.lists(
    st.tuples(
        st.sampled_from([Group.OPERATION, Group.JOB, Group.PRINTER]),
        st.lists(_ATTRIBUTES, max_size=6, unique_by=lambda attribute: attribute.name),
    ),
    max_size=4,
)

# RFC 8010, A.1: a Print-Job request, up to the attribute job-name
PRINT_JOB = (
    bytes.fromhex("0101 0002 00000001 01")
    + b"\x47\x00\x12attributes-charset\x00\x05utf-8"
    + b"\x48\x00\x1battributes-natural-language\x00\x05en-us"
    + b"\x45\x00\x0bprinter-uri\x00\x2aipp://printer.example.com/ipp/print/pinetree"
    + b"\x42\x00\x08job-name\x00\x06foobar"
    + b"\x22\x00\x16ipp-attribute-fidelity\x00\x01\x01"
    + b"\x02\x21\x00\x06copies\x00\x04\x00\x00\x00\x14"
    + b"\x44\x00\x05sides\x00\x13two-sided-long-edge"
    + b"\x03%!PDF..."
)


@given(st.integers(0, 0xFFFF), st.integers(1, 2**31 - 1), _GROUPS, st.binary(max_size=100))
def test_what_is_encoded_comes_back(
    code: int, number: int, groups: list[tuple[Group, list[Attribute]]], behind: bytes
) -> None:
    data = encode(code, number, groups)
    message = decode(data + behind)
    assert (message.code, message.request_id, message.document) == (code, number, behind)
    told = [(tag, {each.name: each.values for each in attributes}) for tag, attributes in groups]
    assert [(tag, dict(attributes)) for tag, attributes in message.groups] == told
    assert attributes_end(data + behind) == len(data)


def test_the_example_of_the_standard_is_understood() -> None:
    message = decode(PRINT_JOB.replace(b"\x00\x2aipp", b"\x00\x2cipp"))
    assert message.code == Operation.PRINT_JOB
    assert ipp.word(message.group(Group.OPERATION), "job-name") == "foobar"
    assert message.group(Group.OPERATION)["ipp-attribute-fidelity"] == (True,)
    assert ipp.number(message.group(Group.JOB), "copies") == 20
    assert message.document == b"%!PDF..."


def test_a_collection_does_not_disturb_what_follows() -> None:
    inside = b"\x4a\x00\x00\x00\x0amedia-size" + b"\x34\x00\x00\x00\x00" + b"\x37\x00\x00\x00\x00"
    data = (
        bytes.fromhex("0200 0000 00000007 04")
        + b"\x34\x00\x09media-col\x00\x00" + inside + b"\x37\x00\x00\x00\x00"
        + b"\x23\x00\x0dprinter-state\x00\x04\x00\x00\x00\x03" + b"\x13\x00\x05queue\x00\x00" + b"\x03"
    )  # fmt: skip
    printer = decode(data).group(Group.PRINTER)
    assert ipp.number(printer, "printer-state") == 3
    assert printer["queue"] == (None,)
    assert ipp.words(printer, "queue") == ()


def test_what_cannot_be_seen_is_no_word() -> None:
    data = encode(0, 1, [(Group.PRINTER, [Attribute.of(Tag.TEXT, "name", "HP\x1b[2J", "well")])])
    assert ipp.words(decode(data).group(Group.PRINTER), "name") == ("well",)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        PRINT_JOB[:5],
        PRINT_JOB[:60],
        b"\x09" + PRINT_JOB[1:],
        b"HTTP/1.1 200 OK\r\n\r\n",
        bytes.fromhex("0101 0000 00000001 04 44 0000 0001 61 03"),  # a further value of nothing
        bytes.fromhex("0101 0000 00000001 44 0001 61 0001 61 03"),  # outside a group
        bytes.fromhex("0101 0000 00000001 04 21 0001 61 0002 0001 03"),  # an integer of two bytes
        bytes.fromhex("0101 0000 00000001 04 22 0001 61 0001 02 03"),  # a boolean of 2
        bytes.fromhex("0101 0000 00000001 04 34 0001 61 0000 03"),  # a collection without an end
        bytes.fromhex("0101 0000 00000001 04 37 0001 61 0000 03"),
        bytes.fromhex("0101 0000 00000001 04 44 ffff") + 70_000 * b"a",
        bytes.fromhex("0101 0000 00000001 04") + 3000 * bytes.fromhex("44 0001 61 0000"),
        bytes.fromhex("0101 0000 00000001 04 44 0001 61 0000") + 3000 * bytes.fromhex("44 0000 0000"),
    ],
)
def test_what_does_not_follow_the_grammar_is_refused(data: bytes) -> None:
    with pytest.raises(Garbled):
        decode(data)


@given(st.binary(max_size=300))
def test_garbage_is_refused_or_understood_and_never_worse(data: bytes) -> None:
    for message in (data, b"\x01\x01\0\0\0\0\0\x01\x04" + data):
        with suppress(Garbled):
            decode(message)
