"""The scanner driver against a simulated scanner at the far end of a real wire."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.bench.code_scanner import BenchCodeScanner
from devices.bench.wire import Wire
from devices.code_frames import LIMIT, CodeFramer, CodeTooLong, CodeUnreadable, Frame, read_text
from devices.code_scanner import CodeScanner, Scanned
from devices.deadline import Deadline
from devices.ports import open_port
from devices.scanner_family import ScannerFamily, families, load_family
from devices.states import Cancelled, Fault, Garbled, HardwareFailed, Link, Mute, Offline, TimedOut, WrongDevice
from tests.devices.patience import until

FAMILIES = families()
CODE = "ZW1:预约 ABC"


def quick(name: str) -> ScannerFamily:
    family = load_family(name)
    return replace(family, answer_within=0.15, silence=0.03, same_code=0.2 if family.same_code else 0.0)


class Counter:
    """One scanner, its wire and its driver."""

    def __init__(self, wire: Wire, name: str = "newland", terminator: bytes = b"\r") -> None:
        self.wire = wire
        self.family = quick(name)
        self.bench = BenchCodeScanner(wire, name, terminator=terminator)
        self.bench.start()
        self.driver = self.open()

    def open(self) -> CodeScanner:
        self.driver = CodeScanner(open_port(self.wire.address), self.family)
        return self.driver

    def scan(self, within: float = 3.0) -> Scanned:
        return self.driver.scan(Deadline(within))

    def scan_shown(self, *payloads: bytes | str) -> Scanned:
        """Scan while somebody shows these, one after the other, once the scanner looks."""

        def show() -> None:
            for payload in payloads:
                self.bench.show(payload)

        shower = threading.Timer(0.05, show)
        shower.start()
        try:
            return self.scan()
        finally:
            shower.join()

    def close(self) -> None:
        self.driver.close()
        self.bench.stop()


@pytest.fixture
def counter(wire: Wire) -> Iterator[Counter]:
    counter = Counter(wire)
    counter.driver.hello(Deadline(1))
    yield counter
    counter.close()


@pytest.fixture(params=FAMILIES)
def any_counter(request: pytest.FixtureRequest, wire: Wire) -> Iterator[Counter]:
    counter = Counter(wire, request.param)
    counter.driver.hello(Deadline(1))
    yield counter
    counter.close()


# ---------------------------------------------------------------- framing


@given(
    st.lists(st.binary(min_size=1, max_size=LIMIT).filter(lambda code: not set(code) & {10, 13}), max_size=5),
    st.sampled_from([b"\r", b"\n", b"\r\n"]),
    st.data(),
)
def test_codes_do_not_depend_on_how_the_stream_is_cut(
    codes: list[bytes], terminator: bytes, data: st.DataObject
) -> None:
    stream = b"".join(code + terminator for code in codes)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    framer = CodeFramer()
    frames = [
        frame
        for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)
        for frame in framer.feed(stream[start:end])
    ]
    assert frames == [Frame(code) for code in codes]
    assert not framer.open


@given(st.binary(max_size=2000))
def test_garbage_is_survived(noise: bytes) -> None:
    framer = CodeFramer()
    assert all(len(frame.data) <= LIMIT for frame in framer.feed(noise) + framer.pause())
    assert framer.feed(b"A\r") == [Frame(b"A")]


def test_a_pause_ends_a_code() -> None:
    framer = CodeFramer()
    assert framer.feed(b"ABC") == []
    assert framer.pause() == [Frame(b"ABC")]
    assert framer.pause() == []


def test_an_endless_code_is_swallowed_to_its_end() -> None:
    framer = CodeFramer()
    assert framer.feed(b"x" * LIMIT + b"\r") == [Frame(b"x" * LIMIT)]
    assert framer.feed(b"x" * 4096) == []
    assert framer.feed(b"x\rnext\r") == [Frame(b"", too_long=True), Frame(b"next")]


# ---------------------------------------------------------------- text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("京MD0926".encode(), "京MD0926"),
        ("京MD0926".encode("gb18030"), "京MD0926"),
        ("张𠮷".encode("gb18030"), "张𠮷"),
        (b"\xef\xbb\xbfABC", "ABC"),
        ("😀 https://evil.example/?a=1".encode(), "😀 https://evil.example/?a=1"),
    ],
)
def test_text(data: bytes, text: str) -> None:
    assert read_text(data) == text


@pytest.mark.parametrize("data", [b"\xff\xfe\x80", b"A\x00B", b"A\x1bB", b"A\x7f", "A\x9bB".encode(), b"A\tB"])
def test_unreadable(data: bytes) -> None:
    with pytest.raises(CodeUnreadable):
        read_text(data)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])).filter(lambda text: not text.startswith("\ufeff")))
def test_utf8_is_exact(text: str) -> None:
    assert read_text(text.encode()) == text


@given(st.binary(max_size=LIMIT))
def test_any_bytes_give_text_or_the_fault(data: bytes) -> None:
    try:
        text = read_text(data)
    except CodeUnreadable:
        return
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for c in text)


# ---------------------------------------------------------------- a good day


def test_one_code(any_counter: Counter) -> None:
    assert any_counter.scan_shown(CODE) == Scanned(CODE.encode(), CODE)
    assert any_counter.driver.condition(Deadline(1)).link is Link.ONLINE


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("terminator", [b"\r", b"\n", b"\r\n", b""])
def test_terminators(wire: Wire, name: str, terminator: bytes) -> None:
    counter = Counter(wire, name, terminator)
    for code in ("first", "second"):
        assert counter.scan_shown(code).text == code
    counter.close()


def test_over_tcp(tcp_wire: Wire) -> None:
    counter = Counter(tcp_wire)
    counter.driver.hello(Deadline(1))
    assert counter.scan_shown(CODE).text == CODE
    counter.close()


def test_bytes_that_come_one_by_one(any_counter: Counter) -> None:
    any_counter.wire.pace = 0.001
    assert any_counter.scan_shown(CODE).text == CODE


def test_gbk_from_a_scanner_that_recodes(any_counter: Counter) -> None:
    data = "京MD0926".encode("gb18030")
    assert any_counter.scan_shown(data) == Scanned(data, "京MD0926")


def test_a_code_does_not_show_in_a_log() -> None:
    assert "secret" not in repr(Scanned(b"secret", "secret")) + repr(Frame(b"secret"))


def test_identity(wire: Wire) -> None:
    counter = Counter(wire, "plain")
    identity = counter.driver.hello(Deadline(1))
    assert (identity.kind, identity.model) == ("code_scanner", "plain")
    counter.close()


# ---------------------------------------------------------------- hostile codes


def test_a_code_of_4_kb_is_refused_and_the_next_one_is_fine(any_counter: Counter) -> None:
    with pytest.raises(CodeTooLong):
        any_counter.scan_shown(b"x" * 4096)
    assert any_counter.scan_shown(CODE).text == CODE


def test_control_characters_are_refused_and_the_next_one_is_fine(any_counter: Counter) -> None:
    with pytest.raises(CodeUnreadable):
        any_counter.scan_shown(b"\x1b[2J\x00")
    assert any_counter.scan_shown(CODE).text == CODE


def test_a_code_that_imitates_an_answer_is_data(counter: Counter) -> None:
    imitation = bytes.fromhex("02 01 30 30 30 30") + b"#SCNTRG0\x06\x3b\x03"
    with pytest.raises(CodeUnreadable):
        counter.scan_shown(imitation)
    assert counter.driver.condition(Deadline(1)).link is Link.ONLINE
    assert counter.scan_shown(CODE).text == CODE


def test_lines_behind_the_first_do_not_reach_the_next_citizen(any_counter: Counter) -> None:
    assert any_counter.scan_shown("BEGIN\rEND").text == "BEGIN"
    assert any_counter.scan_shown(CODE).text == CODE


# ---------------------------------------------------------------- presentations


def test_what_is_shown_while_nobody_asks_is_dropped(wire: Wire) -> None:
    counter = Counter(wire, "plain")
    counter.bench.show("of somebody who has left")
    until(lambda: not counter.bench.shown)
    with pytest.raises(TimedOut):
        counter.scan(within=0.2)
    counter.close()


def test_the_second_half_of_what_was_shown_unasked_is_dropped_too(wire: Wire) -> None:
    counter = Counter(wire, "plain")
    counter.wire.pace = 0.002
    shower = threading.Thread(target=counter.bench.show, args=("of somebody who has left",))
    shower.start()
    time.sleep(0.02)
    with pytest.raises(TimedOut):
        counter.scan(within=0.3)
    shower.join()
    counter.close()


def test_a_code_that_is_held_is_one_presentation(wire: Wire) -> None:
    counter = Counter(wire, "plain")
    assert counter.scan_shown(CODE).text == CODE
    repeats = [threading.Timer(0.05 * number, counter.bench.show, (CODE,)) for number in range(1, 6)]
    for repeat in repeats:
        repeat.start()
    with pytest.raises(TimedOut):
        counter.scan(within=0.4)
    for repeat in repeats:
        repeat.join()
    until(lambda: time.monotonic() - counter.driver._last_seen > counter.family.same_code)
    assert counter.scan_shown(CODE).text == CODE  # taken away, and shown again
    counter.close()


def test_another_code_is_another_presentation(wire: Wire) -> None:
    counter = Counter(wire, "plain")
    assert counter.scan_shown(CODE).text == CODE
    assert counter.scan_shown("another").text == "another"
    counter.close()


def test_a_new_command_may_read_the_same_code_again(counter: Counter) -> None:
    assert [counter.scan_shown(CODE).text for _ in range(2)] == [CODE, CODE]


# ---------------------------------------------------------------- the light


def test_a_phone_that_is_held_already_is_read_at_once(counter: Counter) -> None:
    counter.bench.show(CODE)
    assert counter.bench.shown
    start = time.monotonic()
    assert counter.scan().text == CODE
    assert time.monotonic() - start < 1.0


def test_the_light_is_on_only_while_somebody_asks(counter: Counter) -> None:
    assert not counter.bench.lit
    with pytest.raises(TimedOut):
        counter.scan(within=0.1)
    assert not counter.bench.lit
    counter.scan_shown(CODE)
    assert not counter.bench.lit


def test_a_cancel_puts_the_light_out(counter: Counter) -> None:
    cancelled = threading.Event()

    def cancel() -> None:
        until(lambda: counter.bench.lit)
        cancelled.set()

    begun = time.monotonic()
    canceller = threading.Thread(target=cancel)
    canceller.start()
    with pytest.raises(Cancelled):
        counter.driver.scan(Deadline(60.0, cancelled))
    canceller.join()
    assert time.monotonic() - begun < 5.0
    assert not counter.bench.lit


def test_a_light_that_was_left_on_is_put_out_by_the_next_question(counter: Counter) -> None:
    counter.driver._command("#SCNTRG1", Deadline(1))
    assert counter.bench.lit
    counter.driver.condition(Deadline(1))
    assert not counter.bench.lit


def test_a_scanner_that_gives_up_looking_is_told_to_look_on(wire: Wire) -> None:
    counter = Counter(wire)
    counter.family = replace(counter.family, settings=("#SCNMOD0", "#ORTSET50"), retrigger=0.1)
    counter.driver.close()
    counter.open()
    shower = threading.Timer(0.35, counter.bench.show, (CODE,))
    shower.start()
    assert counter.scan().text == CODE
    shower.join()
    counter.close()


def test_settings_that_were_lost_with_the_power_are_back_for_the_next_scan(counter: Counter) -> None:
    counter.bench.cycle_power()
    assert counter.bench.lit  # of its own accord: the factory's mode
    assert counter.scan_shown(CODE).text == CODE
    assert not counter.bench.lit


@pytest.mark.parametrize("name", FAMILIES)
def test_nothing_permanent_is_ever_written(name: str) -> None:
    """It would wear the flash and survive a swap."""
    family = load_family(name)
    permanent = {"newland": "@", "honeywell": ".", "gm65": "09"}.get(family.language)
    assert permanent is None or not any(words.startswith(permanent) or words.endswith(".") for words in family.words)


# ---------------------------------------------------------------- bad days


def test_silence(counter: Counter) -> None:
    counter.wire.silent = True
    for question in (counter.driver.hello, counter.driver.condition, counter.driver.scan):
        with pytest.raises(Mute):
            question(Deadline(1))


def test_a_pulled_cable(any_counter: Counter) -> None:
    puller = threading.Timer(0.05, any_counter.wire.pull)
    puller.start()
    with pytest.raises(Offline):
        any_counter.scan()
    puller.join()
    with pytest.raises(Offline):
        any_counter.driver.condition(Deadline(1))


def test_a_refused_command_is_not_taken_for_done(wire: Wire) -> None:
    counter = Counter(wire)
    for words in ("#NOSUCH1", "#SCNMODx"):
        with pytest.raises(HardwareFailed):
            counter.driver._command(words, Deadline(1))
    counter.close()


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        ([b"\r\n$$%~ER"], WrongDevice),
        ([bytes.fromhex("AA AA AA 96 69 00 04 00 00 80 84")], WrongDevice),
        ([b"\x81\x10", b"\x33"], Garbled),
        ([b"\x01#SCNTRG1\x06\x3b\x03", b"\x01"], Garbled),
    ],
)
def test_something_else_answers(wire: Wire, answers: list[bytes], fault: type[Fault]) -> None:
    driver = CodeScanner(open_port(wire.address), quick("newland"))

    def answer() -> None:
        for number in range(2):
            wire.read(1.0)
            wire.write(answers[number % len(answers)])

    stranger = threading.Thread(target=answer)
    stranger.start()
    with pytest.raises(fault) as raised:
        driver.hello(Deadline(2))
    stranger.join()
    assert issubclass(raised.type, fault)
    if fault is WrongDevice:
        assert raised.value.facts["expected"] == "newland"
    driver.close()


def _disturb(counter: Counter, dice: random.Random) -> threading.Timer | None:
    """One bad thing, now or soon."""
    wire, when = counter.wire, dice.uniform(0, 0.02)
    match dice.randrange(6):
        case 0:
            return threading.Timer(when, wire.pull)
        case 1:
            return threading.Timer(when, setattr, (wire, "silent", True))
        case 2:
            wire.noise = True
        case 3:
            wire.cut_after = dice.randrange(12)
        case 4:
            return threading.Timer(when, wire.write, (dice.randbytes(dice.randrange(1, 30)),))
        case _:
            return threading.Timer(when, counter.bench.cycle_power)
    return None


@pytest.mark.parametrize("name", FAMILIES)
def test_bad_days(wire: Wire, name: str) -> None:
    """Whatever happens: a code or a typed fault, in time; and after it the next citizen's code, exactly."""
    counter = Counter(wire, name)
    counter.family = replace(counter.family, silence=0.02, same_code=0.0)
    impatient = replace(counter.family, answer_within=0.02)
    dice = random.Random(name)
    for day in range(15):
        timers = [threading.Timer(dice.uniform(0, 0.02), counter.bench.show, (f"B{day:03}",))]
        timers += [timer for timer in [_disturb(counter, dice)] if timer]
        for timer in timers:
            timer.start()
        start = time.monotonic()
        counter.driver._family = impatient
        with contextlib.suppress(Fault):
            counter.scan(within=0.04)
        assert time.monotonic() - start < 1.0
        for timer in timers:
            timer.join()
        wire.silent = wire.noise = False
        wire.cut_after = None
        wire.plug()
        counter.bench.withdraw()
        counter.driver.close()
        counter.open().hello(Deadline(2))
        shower = threading.Timer(0.01, counter.bench.show, (f"C{day:03}",))
        shower.start()
        assert counter.scan().text == f"C{day:03}"
        shower.join()
    counter.close()


# ---------------------------------------------------------------- families


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[other]", "no scanner family 'newland', only other"),
        ("[newland]\nbaud = 3", "unknown keys: baud"),
        ('[newland]\ntitle = "x"\nlanguage = "none"\nsilence = 0.1\nwake = "zz"', "hexadecimal"),
        ('[newland]\ntitle = "x"', "silence"),
    ],
)
def test_a_family_that_is_wrong_names_its_file(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "scanners.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=complaint) as raised:
        load_family("newland", path)
    assert str(path) in str(raised.value)


def test_a_bench_for_no_family() -> None:
    with pytest.raises(ValueError, match="nobody"):
        BenchCodeScanner(None, "nobody")  # type: ignore[arg-type]
