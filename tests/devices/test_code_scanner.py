"""The scanner driver against a simulated scanner at the far end of a real wire.

One family of each kind: one that cannot be told anything, one whose answers stand between its codes, and one that
speaks in packets. What families differ in is in `test_scanner_families.py`.
"""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from devices.bench.code_scanner import BenchCodeScanner
from devices.bench.wire import Wire
from devices.code_frames import CodeTooLong, CodeUnreadable, Frame
from devices.code_scanner import CodeScanner, Scanned
from devices.deadline import Deadline
from devices.ports import open_port
from devices.scanner_family import ScannerFamily, load_family
from devices.states import Cancelled, Fault, Garbled, HardwareFailed, Link, Mute, Offline, WrongDevice
from tests.devices.patience import SOON, until

FAMILIES = ("plain", "newland", "ssi")
CODE = "ZW1:预约 ABC"


def family_of(name: str) -> ScannerFamily:
    family = load_family(name)
    return replace(family, answer_within=1.0, silence=0.03, same_code=0.2 if family.same_code else 0.0)


class Counter:
    """One scanner, its wire and its driver."""

    def __init__(self, wire: Wire, name: str = "newland", terminator: bytes = b"\r") -> None:
        self.wire = wire
        self.family = family_of(name)
        self.bench = BenchCodeScanner(wire, name, terminator=terminator)
        self.bench.start()
        self.driver = self.open()

    def open(self) -> CodeScanner:
        self.driver = CodeScanner(open_port(self.wire.address), self.family)
        return self.driver

    def scan(self, within: float = SOON) -> Scanned:
        return self.driver.scan(Deadline(within))

    def scan_shown(self, *payloads: bytes | str) -> Scanned:
        """Scan while somebody shows these, one after the other, once the scanner looks."""

        def show() -> None:
            for payload in payloads:
                self.bench.show(payload)

        shower = threading.Timer(0.02, show)
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
    counter.driver.hello(Deadline(SOON))
    yield counter
    counter.close()


@pytest.fixture(params=FAMILIES)
def any_counter(request: pytest.FixtureRequest, wire: Wire) -> Iterator[Counter]:
    counter = Counter(wire, request.param)
    counter.driver.hello(Deadline(SOON))
    yield counter
    counter.close()


# ---------------------------------------------------------------- a good day


def test_one_code(any_counter: Counter) -> None:
    assert any_counter.scan_shown(CODE) == Scanned(CODE.encode(), CODE)
    assert any_counter.driver.condition(Deadline(SOON)).link is Link.ONLINE


def test_over_tcp(tcp_wire: Wire) -> None:
    counter = Counter(tcp_wire)
    counter.driver.hello(Deadline(SOON))
    assert counter.scan_shown(CODE).text == CODE
    counter.close()


def test_bytes_that_come_one_by_one(any_counter: Counter) -> None:
    any_counter.wire.pace = 0.001
    assert any_counter.scan_shown(CODE).text == CODE


def test_a_code_does_not_show_in_a_log() -> None:
    assert "secret" not in repr(Scanned(b"secret", "secret")) + repr(Frame(b"secret"))


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
    assert counter.driver.condition(Deadline(SOON)).link is Link.ONLINE
    assert counter.scan_shown(CODE).text == CODE


def test_lines_behind_the_first_do_not_reach_the_next_citizen(any_counter: Counter) -> None:
    assert any_counter.scan_shown("BEGIN\rEND").text == "BEGIN"
    assert any_counter.scan_shown(CODE).text == CODE


# ---------------------------------------------------------------- presentations


def test_a_new_command_may_read_the_same_code_again(counter: Counter) -> None:
    assert [counter.scan_shown(CODE).text for _ in range(2)] == [CODE, CODE]


# ---------------------------------------------------------------- the light


def test_a_phone_that_is_held_already_is_read_at_once(counter: Counter) -> None:
    counter.bench.show(CODE)
    assert counter.bench.shown
    start = time.monotonic()
    assert counter.scan().text == CODE
    assert time.monotonic() - start < 1.0


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
    counter.driver._command("#SCNTRG1", Deadline(SOON))
    assert counter.bench.lit
    counter.driver.condition(Deadline(SOON))
    assert not counter.bench.lit


# ---------------------------------------------------------------- bad days


def test_silence(counter: Counter) -> None:
    counter.wire.silent = True
    counter.driver._family = replace(counter.family, answer_within=0.1)
    for question in (counter.driver.hello, counter.driver.condition, counter.driver.scan):
        with pytest.raises(Mute):
            question(Deadline(SOON))


def test_a_pulled_cable(any_counter: Counter) -> None:
    puller = threading.Timer(0.05, any_counter.wire.pull)
    puller.start()
    with pytest.raises(Offline):
        any_counter.scan()
    puller.join()
    with pytest.raises(Offline):
        any_counter.driver.condition(Deadline(SOON))


def test_a_refused_command_is_not_taken_for_done(wire: Wire) -> None:
    counter = Counter(wire)
    for words in ("#NOSUCH1", "#SCNMODx"):
        with pytest.raises(HardwareFailed):
            counter.driver._command(words, Deadline(SOON))
    counter.close()


@pytest.mark.parametrize(
    ("answers", "fault", "found"),
    [
        ([b"\r\n$$%~ER"], WrongDevice, "code_scanner"),
        ([bytes.fromhex("AA AA AA 96 69 00 04 00 00 80 84")], WrongDevice, "id_card_reader"),
        ([b"\x81\x10", b"\x33"], Garbled, None),
        ([b"\x01#SCNTRG1\x06\x3b\x03", b"\x01"], Garbled, None),
    ],
)
def test_something_else_answers(wire: Wire, answers: list[bytes], fault: type[Fault], found: str | None) -> None:
    driver = CodeScanner(open_port(wire.address), replace(family_of("newland"), answer_within=0.4))

    def answer() -> None:
        for number in range(2):
            wire.read(SOON)
            wire.write(answers[number % len(answers)])

    stranger = threading.Thread(target=answer)
    stranger.start()
    with pytest.raises(fault) as raised:
        driver.hello(Deadline(SOON))
    stranger.join()
    assert raised.value.facts.get("found") == found
    driver.close()


class Chatterbox:
    """A port whose device never stops talking. Implements `Port`."""

    def write(self, data: bytes) -> None: ...

    def read(self, size: int, wait: float) -> bytes:
        return b"x" * size

    def flush_input(self) -> None: ...

    def close(self) -> None: ...


@pytest.mark.parametrize("name", FAMILIES)
def test_a_device_that_never_stops_talking_holds_nobody(name: str) -> None:
    driver = CodeScanner(Chatterbox(), replace(family_of(name), answer_within=0.02))
    for question in (driver.hello, driver.condition, driver.scan):
        with contextlib.suppress(Fault):
            question(Deadline(0.1))  # comes back


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
        counter.open().hello(Deadline(SOON))
        shower = threading.Timer(0.01, counter.bench.show, (f"C{day:03}",))
        shower.start()
        assert counter.scan().text == f"C{day:03}"
        shower.join()
    counter.close()


def test_a_bench_for_no_family() -> None:
    with pytest.raises(ValueError, match="nobody"):
        BenchCodeScanner(None, "nobody")  # type: ignore[arg-type]
