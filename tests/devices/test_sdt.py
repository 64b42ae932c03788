"""Frames of the card reader against published bytes, and the parser against everything else."""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import xor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.sdt import LENGTH_MAX, PREAMBLE, Answer, AnswerParser, Command, Status, module_id, slices

VENDOR_TIMEOUT = bytes.fromhex("AAAAAA96690005 050505")
FIND_OK = bytes.fromhex("AAAAAA9669000800009F0000000097")
SELECT_OK = bytes.fromhex("AAAAAA9669000C00009000000000000000009C")


def frame(status: int, data: bytes = b"", sw: bytes = b"\0\0") -> bytes:
    body = (len(data) + 4).to_bytes(2, "big") + sw + bytes((status,)) + data
    return PREAMBLE + body + bytes((reduce(xor, body),))


def test_an_answer_shows_nothing_of_a_card() -> None:
    assert repr(Answer(Status.SUCCESS, bytearray(b"11010519491231002X"))) == f"Answer(status={Status.SUCCESS!r})"


def take_all(parser: AnswerParser) -> list[Answer]:
    answers = []
    while answer := parser.take():
        answers.append(answer)
    return answers


def parsed(stream: bytes) -> list[Answer]:
    parser = AnswerParser()
    parser.feed(stream)
    return take_all(parser)


@pytest.mark.parametrize(
    ("command", "request_frame"),
    [
        (Command.RESET, "AA AA AA 96 69 00 03 10 FF EC"),
        (Command.STATUS, "AA AA AA 96 69 00 03 11 FF ED"),
        (Command.SAM_ID, "AA AA AA 96 69 00 03 12 FF EE"),
        (Command.FIND, "AA AA AA 96 69 00 03 20 01 22"),
        (Command.SELECT, "AA AA AA 96 69 00 03 20 02 21"),
        (Command.READ, "AA AA AA 96 69 00 03 30 01 32"),
        (Command.READ_NEWEST_ADDRESS, "AA AA AA 96 69 00 03 30 03 30"),
    ],
)
def test_requests_are_the_published_ones(command: Command, request_frame: str) -> None:
    assert command.request == bytes.fromhex(request_frame)


@pytest.mark.parametrize(
    ("published", "status", "size"),
    [
        ("AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97", Status.CARD_FOUND, 4),
        ("AA AA AA 96 69 00 04 00 00 80 84", Status.NO_CARD, 0),
        ("AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C", Status.SUCCESS, 8),
        ("AA AA AA 96 69 00 04 00 00 81 85", Status.SELECT_FAILED, 0),
        ("AA AA AA 96 69 00 04 00 00 41 45", Status.READ_FAILED, 0),
        ("AA AA AA 96 69 00 04 00 00 90 94", Status.SUCCESS, 0),
        ("AA AA AA 96 69 00 04 00 00 60 64", Status.SELF_TEST_FAILED, 0),
    ],
)
def test_published_answers_are_understood(published: str, status: Status, size: int) -> None:
    (answer,) = parsed(bytes.fromhex(published))
    assert (answer.status, len(answer.data)) == (status, size)


def test_every_status_of_the_table_is_a_frame_and_those_of_the_host_library_are_none() -> None:
    table = "10 11 21 23 24 31 32 33 40 41 47 60 66 80 81 90 91"
    checks = "14 15 25 27 20 35 36 37 44 45 43 64 62 84 85 94 95"
    for status, check in zip(bytes.fromhex(table), bytes.fromhex(checks), strict=True):
        (answer,) = parsed(bytes.fromhex("AAAAAA966900040000") + bytes((status, check)))
        assert answer.status == status
    for status in (0x00, 0x01, 0x02, 0x03, 0x05, 0xFF):
        assert parsed(frame(status)) == []


def test_only_sw3_is_the_readers_word() -> None:
    (answer,) = parsed(frame(0x41, sw=b"\x6a\x82"))
    assert answer.status is Status.READ_FAILED


@pytest.mark.parametrize("fingerprint", [None, 0, 512, 1024])
def test_a_reading_is_cut_by_its_length_words(fingerprint: int | None) -> None:
    text, photo = b"T" * 256, b"P" * 1024
    words = [256, 1024] + ([] if fingerprint is None else [fingerprint])
    data = b"".join(word.to_bytes(2, "big") for word in words) + text + photo + b"F" * (fingerprint or 0)
    whole = frame(0x90, data)
    assert len(whole) == {None: 1295, 0: 1297, 512: 1809, 1024: 2321}[fingerprint]
    (answer,) = parsed(whole)
    assert Command.READ.answered_by(answer)
    assert slices(answer.data) == (text, photo)


@given(data=st.binary(max_size=64))
def test_length_words_that_do_not_add_up_are_refused(data: bytes) -> None:
    cut = slices(bytearray(data))
    assert cut is None or len(cut[0]) + len(cut[1]) <= len(data)
    assert slices(bytearray(b"\x01\x00\x04\x00" + bytes(1279))) is None
    assert slices(bytearray(b"\x01")) is None


def test_the_published_id_of_a_module_is_read_unsigned() -> None:
    (answer,) = parsed(
        bytes.fromhex("AAAAAA9669001400009005000100C114340140E20100B168DE3AFE"),
    )
    assert module_id(answer.data) == ("05.01-20190401-000123456-987654321", date(2019, 4, 1))
    assert module_id(answer.data[:8] + b"\xff" * 8).text == "05.01-20190401-4294967295-4294967295"


@given(data=st.binary(min_size=16, max_size=16))
def test_every_id_has_a_text(data: bytes) -> None:
    assert module_id(data).text.isascii()


def test_the_illegal_vendor_frame_costs_itself_and_not_the_next_answer() -> None:
    parser = AnswerParser()
    parser.feed(VENDOR_TIMEOUT)
    assert parser.take() is None
    assert parser.unfinished
    parser.feed(FIND_OK)
    (answer,) = take_all(parser)
    assert answer.status is Status.CARD_FOUND
    parser.feed(VENDOR_TIMEOUT)
    assert parser.take() is None
    assert parser.give_up() is None
    assert not parser.unfinished


def test_a_length_out_of_bounds_is_no_frame() -> None:
    for length in (0, 3, LENGTH_MAX + 1, 0xFFFF):
        assert [a.status for a in parsed(PREAMBLE + length.to_bytes(2, "big") + FIND_OK)] == [Status.CARD_FOUND]


def test_giving_up_finds_the_frame_behind_a_head_that_never_ended() -> None:
    parser = AnswerParser()
    parser.feed(PREAMBLE + b"\x05\x08\x00\x00\x90\x01\x00" + SELECT_OK)
    assert parser.take() is None
    answer = parser.give_up()
    assert answer is not None
    assert len(answer.data) == 8


def test_a_late_answer_does_not_answer_another_command() -> None:
    (found,), (selected,), (done,) = parsed(FIND_OK), parsed(SELECT_OK), parsed(frame(0x90))
    (read,) = parsed(frame(0x90, b"\1\0\4\0" + bytes(1280)))
    assert Command.FIND.answered_by(found)
    assert not any(Command.FIND.answered_by(late) for late in (selected, done, read))
    assert Command.SELECT.answered_by(selected)
    assert not any(Command.SELECT.answered_by(late) for late in (found, read))
    assert Command.READ.answered_by(read)
    assert not any(Command.READ.answered_by(late) for late in (found, selected, done))


def test_wiping_leaves_no_byte_of_an_answer_behind() -> None:
    (answer,) = parsed(frame(0x90, b"personal"))
    view = answer.data
    answer.wipe()
    assert view == bytes(8)


FRAMES = st.lists(
    st.tuples(st.sampled_from([int(status) for status in Status]), st.binary(max_size=40)), min_size=1, max_size=5
)


@given(frames=FRAMES, cuts=st.lists(st.integers(1, 30), max_size=40))
def test_frames_are_found_however_they_are_cut(frames: list[tuple[int, bytes]], cuts: list[int]) -> None:
    stream, parser, answers = b"".join(frame(*one) for one in frames), AnswerParser(), []
    for cut in [*cuts, len(stream)]:
        parser.feed(stream[:cut])
        stream = stream[cut:]
        answers += take_all(parser)
    assert [(answer.status, bytes(answer.data)) for answer in answers] == frames


@given(before=st.binary(max_size=60), between=st.binary(max_size=60))
def test_frames_are_found_between_garbage(before: bytes, between: bytes) -> None:
    noise = before.replace(PREAMBLE, b"") + b"\0", between.replace(PREAMBLE, b"") + b"\0"
    found = parsed(noise[0] + FIND_OK + noise[1] + SELECT_OK)
    assert [answer.status for answer in found] == [Status.CARD_FOUND, Status.SUCCESS]


@given(stream=st.lists(st.one_of(st.binary(max_size=30), st.sampled_from([PREAMBLE, VENDOR_TIMEOUT, FIND_OK[:9]]))))
def test_any_stream_ends_and_leaves_little_behind(stream: list[bytes]) -> None:
    parser = AnswerParser()
    for chunk in stream:
        parser.feed(chunk)
        take_all(parser)
        assert len(parser._buffer) < 7 + LENGTH_MAX + len(chunk)
    while parser.give_up():
        pass
    assert len(parser._buffer) < len(PREAMBLE)


@given(at=st.integers(5, 18), bit=st.integers(0, 7))
def test_no_single_flipped_bit_passes(at: int, bit: int) -> None:
    broken = bytearray(SELECT_OK)
    broken[at] ^= 1 << bit
    assert parsed(bytes(broken)) == []
