"""Scanners that pass for a keyboard: what their keys spell, and what of it a recording may keep."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from devices.bench.keystrokes import DROPPED, REPORT, alt_number, event, keystrokes, press, release, stroke
from devices.code_frames import Frame
from devices.keyboard_layout import EVENT, EventType, Key, load_layout
from devices.masking.keyboard import KeyboardMask
from devices.ports import open_port
from devices.ports.input_events import siblings
from devices.scanner_codecs import Heard, ScannerCodec
from devices.scanner_codecs.keyboard import KeyboardCodec
from devices.states import Offline
from tests.devices import emulated_usb

ENTER = stroke(Key.ENTER)
LAYOUT = load_layout("us")
A, Q, F1, KEYPAD_5 = 30, 16, 59, 76
UTF8 = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60)


def codec(alt_numbers: str = "unicode") -> ScannerCodec:
    return KeyboardCodec(LAYOUT, alt_numbers)


def heard(events: bytes, alt_numbers: str = "unicode") -> list[Heard]:
    return codec(alt_numbers).feed(events)


def test_on_emulated_input_nodes() -> None:
    emulated_usb.run("keyboard_wedge_cases.py")


@pytest.mark.parametrize("alt_numbers", ["unicode", "gb18030"])
@given(text=UTF8)
def test_what_is_typed_is_read(alt_numbers: str, text: str) -> None:
    events = keystrokes(text.encode(), gb18030=alt_numbers == "gb18030") + ENTER
    assert heard(events, alt_numbers) == [Frame(text.encode())]


@given(texts=st.lists(UTF8, max_size=3), data=st.data())
def test_codes_do_not_depend_on_how_the_events_are_cut(texts: list[str], data: st.DataObject) -> None:
    stream = b"".join(keystrokes(text.encode()) + ENTER for text in texts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    whole = codec()
    frames = [
        frame
        for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)
        for frame in whole.feed(stream[start:end])
    ]
    assert frames == [Frame(text.encode()) for text in texts]
    assert not whole.open


@given(st.binary(max_size=2000), UTF8)
def test_garbage_is_survived(noise: bytes, text: str) -> None:
    one = KeyboardCodec(LAYOUT, "unicode")
    one.feed(noise)
    assume(not one._caps and not one._blind)
    one.pause()
    one.forget()
    for key in (Key.LEFT_SHIFT, Key.RIGHT_SHIFT, Key.LEFT_CTRL, Key.RIGHT_CTRL, Key.LEFT_ALT, Key.RIGHT_ALT):
        one.feed(release(key))
    one.pause()
    assert one.feed(keystrokes(text.encode()) + ENTER) == [Frame(text.encode())]


@pytest.mark.parametrize(
    ("events", "text"),
    [
        (alt_number(31508) + alt_number(35760) + alt_number(26412), "笔记本"),
        (stroke(Q, Key.RIGHT_SHIFT) + stroke(Q), "Qq"),
        (stroke(Key.CAPS_LOCK) + stroke(Q) + stroke(Q, Key.LEFT_SHIFT) + stroke(2) + stroke(Key.CAPS_LOCK), "Qq1"),
        (stroke(2, Key.LEFT_SHIFT) + stroke(43, Key.LEFT_SHIFT) + stroke(57), "!| "),
        (stroke(KEYPAD_5) + stroke(83) + stroke(98), "5./"),
        (press(Q) + event(EventType.KEY, Q, 2) + REPORT + release(Q), "q"),  # a repeat is no key
        (press(Key.LEFT_ALT) + alt_number(65), "A"),  # Alt pressed twice
        (alt_number(0x1F600), "😀"),
    ],
)
def test_keys(events: bytes, text: str) -> None:
    assert heard(events + ENTER) == [Frame(text.encode())]
    assert heard(events + stroke(Key.KEYPAD_ENTER)) == [Frame(text.encode())]


@pytest.mark.parametrize(
    "events",
    [
        alt_number(29),  # GS, as FNC1 comes
        stroke(27, Key.LEFT_CTRL),  # the same with Ctrl
        stroke(F1),
        stroke(62, Key.LEFT_ALT),  # Alt F4
        alt_number(0xD800),
        alt_number(0x110000),
        alt_number(99_999_999),
        press(Key.LEFT_ALT) + stroke(KEYPAD_5),  # never released
    ],
)
def test_what_no_code_may_hold_makes_it_unreadable(events: bytes) -> None:
    frames = heard(stroke(Q) + events + ENTER)
    assert [isinstance(frame, Frame) and any(byte < 0x20 for byte in frame.data) for frame in frames] == [True]


def test_bytes_that_are_spelt_one_by_one() -> None:
    name = "张𠮷预约".encode("gb18030")
    assert heard(b"".join(alt_number(byte) for byte in name) + ENTER, "gb18030") == [Frame("张𠮷预约".encode())]


def test_bytes_that_are_no_gb18030_stay_as_they_are() -> None:
    assert heard(alt_number(0xFF) + ENTER, "gb18030") == [Frame(b"\xff")]


def test_ctrl_m_ends_a_code() -> None:
    assert heard(stroke(Q) + stroke(50, Key.LEFT_CTRL)) == [Frame(b"q")]


def test_a_pause_ends_a_code_that_no_enter_ends() -> None:
    one = codec()
    assert one.feed(stroke(Q)) == []
    assert one.open
    assert one.pause() == [Frame(b"q")]
    assert not one.open


@pytest.mark.parametrize("end", [ENTER, stroke(50, Key.LEFT_CTRL)])
def test_dropped_events_take_the_whole_code_with_them(end: bytes) -> None:
    one = codec()
    assert one.feed(keystrokes(b"lost") + press(Key.LEFT_SHIFT) + DROPPED + keystrokes(b"tail")) == []
    assert one.open
    assert one.feed(end + keystrokes(b"next") + ENTER) == [Frame(b"next")]


def test_between_a_drop_and_the_next_report_nothing_counts() -> None:
    assert heard(DROPPED.removesuffix(REPORT) + stroke(Q)[: EVENT.size] + press(A) + ENTER + ENTER) == []


def test_nothing_can_be_sent_to_it() -> None:
    with pytest.raises(ValueError, match="no commands"):
        codec().ask("T")


def test_unknown_alt_numbers() -> None:
    with pytest.raises(ValueError, match="big5"):
        KeyboardCodec(LAYOUT, "big5")


@pytest.mark.parametrize(
    ("text", "complaint"), [("[other]", "only other"), ("[us]\nrows = [[1, 'a', '']]", "us"), ("[us]", "rows")]
)
def test_a_layout_that_is_wrong_names_its_file(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "keyboards.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=complaint) as raised:
        load_layout("us", path)
    assert str(path) in str(raised.value)


@pytest.mark.parametrize("path", ["/nowhere/event0", "/dev/null", "", str(Path(__file__).parent)])
def test_what_is_no_keyboard_is_offline(path: str) -> None:
    with pytest.raises(Offline):
        open_port(f"input://{path}")


def test_which_nodes_belong_together(tmp_path: Path) -> None:
    names = ["usb-A_1-event-kbd", "usb-A_1-if01-event-kbd", "usb-A_1-event-mouse", "usb-A_12-event-kbd", "event3"]
    for name in names:
        (tmp_path / name).touch()
    first, second = tmp_path / names[0], tmp_path / names[1]
    assert siblings(first) == [first, second]
    assert siblings(second) == [second, first]
    assert siblings(tmp_path / "event3") == [tmp_path / "event3"]


# ---------------------------------------------------------------- recordings


@given(UTF8, st.integers(1, 50))
def test_a_recording_does_not_tell_what_was_typed(text: str, cut: int) -> None:
    events = keystrokes(text.encode()) + ENTER
    mask, kept = KeyboardMask("keyboard_wedge"), bytearray(len(events))
    for start in range(0, len(events), cut):
        piece = events[start : start + cut]
        for legible in mask.received(piece):
            at = start + len(piece) - legible.ago
            kept[at : at + len(legible.data)] = legible.data
    assert {code for _, _, kind, code, _ in EVENT.iter_unpack(bytes(kept)) if kind == EventType.KEY} <= {
        *(30, 79, Key.ENTER, Key.LEFT_ALT, Key.LEFT_SHIFT, Key.NUM_LOCK)
    }
    frames = codec().feed(bytes(kept))
    assert len(frames) == 1
