"""Every scanner family with its habits, driver and far end on one line in virtual time."""

from __future__ import annotations

import pytest

from devices.bench.scanner_packets import Ssi, Vbar
from devices.bench.scanner_streams import Datalogic, Gm65, Keyboard
from devices.bench.scanner_tongue import Tongue
from devices.bench.scanner_tongues import TONGUES
from devices.code_frames import CodeUnreadable
from devices.code_scanner import Scanned
from devices.scanner_family import families, load_family
from devices.states import Cancelled, HardwareFailed, Link, Mute, TimedOut, WrongDevice
from tests.devices.booth import Booth
from tests.devices.faulty_line import BYTE

CODE = "ZW1:预约 ABC"
TRIGGERED = [name for name in families() if load_family(name).triggered]
FREE = [name for name in families() if not load_family(name).triggered]
LONG = "ZW1:" + "x" * 500


def tongue(booth: Booth, kind: type[Tongue]) -> Tongue:
    assert isinstance(booth.bench._tongue, kind)
    return booth.bench._tongue


def test_every_family_has_a_far_end() -> None:
    assert set(families()) == set(TONGUES)


@pytest.mark.parametrize("name", families())
def test_a_good_day(name: str) -> None:
    booth = Booth(name)
    identity = booth.hello()
    assert (identity.kind, identity.model) == ("code_scanner", load_family(name).title)
    for _ in range(3):
        assert booth.scan_shown(CODE).text == CODE
        assert booth.driver.condition(booth.clock.deadline(1)).link is Link.ONLINE
        booth.clock.wait(5.0)


@pytest.mark.parametrize("name", families())
@pytest.mark.parametrize("terminator", [b"\n", b"\r\n", b""])
def test_however_a_code_ends(name: str, terminator: bytes) -> None:
    booth = Booth(name, terminator)
    booth.hello()
    for code in ("first", "二", LONG):
        assert booth.scan_shown(code).text == code


@pytest.mark.parametrize("name", [name for name in families() if "keyboard" not in name])
def test_bytes_first_and_text_from_them(name: str) -> None:
    gbk = "京MD0926".encode("gb18030")
    assert Booth(name).scan_shown(gbk) == Scanned(gbk, "京MD0926")


@pytest.mark.parametrize("name", families())
def test_control_characters_are_refused(name: str) -> None:
    booth = Booth(name)
    with pytest.raises(CodeUnreadable):
        booth.scan_shown(b"\x1b[2J")
    assert booth.scan_shown(CODE).text == CODE


# ---------------------------------------------------------------- the light


@pytest.mark.parametrize("name", TRIGGERED)
def test_the_light_is_out_after_a_code_a_time_out_and_a_cancel(name: str) -> None:
    booth = Booth(name)
    booth.hello()
    booth.driver.condition(booth.clock.deadline(1))
    assert not booth.bench.lit
    with pytest.raises(TimedOut):
        booth.scan(within=1.0)
    assert not booth.bench.lit
    booth.after(0.5, lambda: assert_lit(booth))
    booth.after(0.6, booth.clock.set)
    with pytest.raises(Cancelled):
        booth.scan()
    assert not booth.bench.lit
    booth.clock.clear()
    booth.scan_shown(CODE)
    assert not booth.bench.lit


def assert_lit(booth: Booth) -> None:
    assert booth.bench.armed


@pytest.mark.parametrize("name", TRIGGERED)
def test_a_scanner_that_gave_up_looking_is_told_to_look_on(name: str) -> None:
    booth = Booth(name)
    assert booth.scan_shown(CODE, after=45.0).text == CODE


@pytest.mark.parametrize("name", TRIGGERED)
def test_settings_that_were_lost_with_the_power_are_back_for_the_next_scan(name: str) -> None:
    booth = Booth(name)
    booth.hello()
    booth.bench.cycle_power()
    assert booth.scan_shown(CODE).text == CODE
    assert not booth.bench.lit


@pytest.mark.parametrize("name", TRIGGERED)
def test_a_code_that_was_read_for_somebody_else_is_dropped(name: str) -> None:
    booth = Booth(name)
    booth.hello()
    booth.line.answer(b"")
    booth.line.write(b"")
    booth.bench._tongue.read(b"of somebody who has left")
    assert booth.scan_shown(CODE).text == CODE


@pytest.mark.parametrize("name", TRIGGERED)
def test_silence_is_mute(name: str) -> None:
    booth = Booth(name)
    booth.answer_with = lambda answer: b""
    deadline = booth.clock.deadline
    for question in (booth.driver.hello, booth.driver.condition, booth.driver.scan):
        with pytest.raises(Mute):
            question(deadline(5))
    assert booth.clock.time < 5


def test_every_family_refuses_every_other_one() -> None:
    talkers = [name for name in TRIGGERED if not name.endswith("_raw")]
    for name in talkers:
        for other in talkers:
            if name != other:
                booth = Booth(name)
                booth.bench._tongue = TONGUES[other](booth.bench, b"\r")
                with pytest.raises((WrongDevice, Mute, HardwareFailed)):
                    booth.hello()


@pytest.mark.parametrize(
    ("name", "answer", "facts"),
    [
        ("newland", b"\r\n$$%~ER\r\n", {"expected": "newland", "found": "code_scanner"}),
        (
            "honeywell",
            bytes.fromhex("AA AA AA 96 69 00 04 00 00 90 94"),
            {"expected": "code_scanner", "found": "id_card_reader"},
        ),
        ("ssi", bytes.fromhex("16 12 12 12"), {"expected": "code_scanner", "found": "receipt_printer"}),
        ("gm65", b"what?\r\n", {"expected": "code_scanner", "found": "unknown"}),
    ],
)
def test_another_device_is_refused_by_both_names(name: str, answer: bytes, facts: dict[str, str]) -> None:
    booth = Booth(name)
    booth.line.far = _Parrot(booth, answer)  # type: ignore[assignment]
    with pytest.raises(WrongDevice) as raised:
        booth.hello()
    assert raised.value.facts == facts


class _Parrot:
    def __init__(self, booth: Booth, answer: bytes) -> None:
        self._booth = booth
        self._answer = answer

    def receive(self, data: bytes) -> None:
        if data != b"\0":
            self._booth.line.answer(self._answer)

    def pass_time(self) -> None: ...


# ---------------------------------------------------------------- presentations


@pytest.mark.parametrize("name", FREE)
def test_a_code_that_is_held_is_one_presentation(name: str) -> None:
    booth = Booth(name)
    assert booth.scan_shown(CODE).text == CODE
    for number in range(1, 12):
        booth.after(0.4 * number, lambda: booth.bench.show(CODE))
    with pytest.raises(TimedOut):
        booth.scan(within=5.0)
    booth.clock.wait(2.0)
    assert booth.scan_shown(CODE).text == CODE  # taken away, and shown again


@pytest.mark.parametrize("name", FREE)
def test_another_code_is_another_presentation(name: str) -> None:
    booth = Booth(name)
    assert booth.scan_shown(CODE).text == CODE
    assert booth.scan_shown("another", after=0.1).text == "another"


@pytest.mark.parametrize("name", families())
def test_what_is_shown_while_nobody_asks_is_dropped(name: str) -> None:
    booth = Booth(name)
    booth.bench.show("of somebody who has left")
    booth.bench.withdraw()
    booth.clock.wait(1.0)
    with pytest.raises(TimedOut):
        booth.scan(within=0.9)


@pytest.mark.parametrize("name", FREE)
def test_the_second_half_of_what_was_shown_unasked_is_dropped_too(name: str) -> None:
    booth = Booth(name)
    events = []
    booth.line.answer = events.append  # type: ignore[method-assign]
    booth.bench.show("of somebody who has left")
    del booth.line.answer
    code = b"".join(events)
    half = len(code) // 2
    booth.line.answer(code[:half])
    booth.clock.wait(half * BYTE)
    booth.after(0.05, lambda: booth.line.answer(code[half:]))
    with pytest.raises(TimedOut):
        booth.scan(within=2.0)


def test_a_phone_that_is_held_for_long_is_one_presentation() -> None:
    booth = Booth("plain")
    booth.bench._repeat = 0.3
    for number in range(1, 40):
        booth.after(0.1 * number, booth.bench.pass_time)
    assert booth.scan_shown(CODE, after=0.05).text == CODE
    with pytest.raises(TimedOut):
        booth.scan(within=4.0)
    booth.bench.withdraw()
    assert booth.scan_shown("another").text == "another"


# ---------------------------------------------------------------- SSI


def test_ssi_wakes_a_sleeping_scanner_first() -> None:
    booth = Booth("ssi")
    booth.hello()
    booth.clock.wait(60.0)
    booth.said.clear()
    assert booth.scan_shown(CODE).text == CODE
    assert booth.said[0] == b"\0"


def test_ssi_sends_a_command_again_that_was_not_understood() -> None:
    booth = Booth("ssi")
    booth.hello()
    understand = booth.line.far.receive
    spoilt = []

    def receive(data: bytes) -> None:
        if len(data) > 1 and len(spoilt) < 2:
            spoilt.append(data)
            data = data[:-1] + bytes([data[-1] ^ 0xFF])
        understand(data)

    booth.line.far.receive = receive  # type: ignore[method-assign]
    assert booth.scan_shown(CODE).text == CODE
    assert [packet[3] for packet in spoilt] == [0, 1], "the second time it says so"


def test_ssi_gives_up_on_a_scanner_that_never_understands() -> None:
    booth = Booth("ssi")
    booth.answer_with = lambda answer: bytes.fromhex("05 D1 00 00 01 FF 29")
    with pytest.raises(HardwareFailed):
        booth.hello()
    assert len(booth.said) == 4, "the wake byte, and three tries"


def test_ssi_acknowledges_every_packet_of_a_long_code() -> None:
    booth = Booth("ssi")
    booth.hello()
    booth.said.clear()
    assert booth.scan_shown(LONG).text == LONG
    assert booth.said.count(bytes.fromhex("04 D0 04 00 FF 28")) == -(-len(LONG) // Ssi.PART)
    assert tongue(booth, Ssi).waiting == []  # type: ignore[attr-defined]


def test_ssi_a_packet_that_arrived_damaged_comes_again() -> None:
    booth = Booth("ssi")
    booth.hello()
    damaged: list[bytes] = []

    def damage(answer: bytes) -> bytes:
        if answer[1] == 0xF3 and not damaged:
            damaged.append(answer)
            return answer[:8] + b"?" + answer[9:]
        return answer

    booth.answer_with = damage
    assert booth.scan_shown(CODE).text == CODE
    assert damaged


def test_ssi_a_code_whose_ack_was_lost_does_not_come_twice() -> None:
    booth = Booth("ssi")
    booth.hello()
    understand = booth.line.far.receive
    booth.line.far.receive = lambda data: None if data[1:2] == b"\xd0" else understand(data)  # type: ignore[method-assign]
    assert booth.scan_shown(CODE).text == CODE
    booth.line.far.receive = understand  # type: ignore[method-assign]
    booth.after(2.5, booth.bench.pass_time)
    with pytest.raises(TimedOut):
        booth.scan(within=5.0)
    assert tongue(booth, Ssi).waiting == []  # type: ignore[attr-defined]


# ---------------------------------------------------------------- GM65, Vbar, Datalogic, keyboards


def test_gm65_answers_a_bad_command_with_silence() -> None:
    booth = Booth("gm65", query="05 0000 01")
    with pytest.raises(Mute):
        booth.hello()
    bench = Booth("gm65")
    bench.bench.receive(bytes.fromhex("7E 00 08 01 00 02 01 02 DB"))
    assert not bench.bench.armed
    bench.bench.receive(bytes.fromhex("7E 00 08 01 00 00 D5 AB CD 7E 00 08 01 00 02 01 AB CD"))  # no checksum asked for
    assert bench.bench.armed
    assert tongue(bench, Gm65).zones[0] == 0xD5  # type: ignore[attr-defined]


def test_vbar_goes_on_looking_and_is_told_to_stop() -> None:
    booth = Booth("vbar")
    booth.hello()
    assert booth.scan_shown(CODE).text == CODE
    assert booth.said[-2:] == [bytes.fromhex("55 AA 05 01 00 01 FA"), bytes.fromhex("55 AA 24 01 00 00 DA")]
    assert not tongue(booth, Vbar).light  # type: ignore[attr-defined]


def test_a_vbar_that_cannot_scan_says_so() -> None:
    booth = Booth("vbar")
    booth.hello()
    booth.answer_with = lambda answer: answer.replace(b"\x05\x00\x00\x00\xfa", b"\x05\x02\x00\x00\xf8")
    with pytest.raises(HardwareFailed, match="05 00"):
        booth.scan()


def test_datalogic_a_scanner_that_was_disabled_is_enabled() -> None:
    booth = Booth("datalogic")
    booth.bench.receive(b"D")
    assert not tongue(booth, Datalogic).enabled  # type: ignore[attr-defined]
    assert booth.scan_shown(CODE).text == CODE
    assert tongue(booth, Datalogic).enabled  # type: ignore[attr-defined]
    assert b"R" not in b"".join(booth.said)


def test_datalogic_throws_away_what_it_holds_when_it_is_reset() -> None:
    booth = Booth("datalogic")
    for end, kept in ((b"E", b"CODE\r"), (b"RE", b"")):
        booth.bench.receive(b"D")
        booth.bench._tongue.read(b"CODE")
        booth.bench.receive(end)
        booth.clock.wait(1.0)
        assert booth.read(100, 0.0) == kept


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("honeywell", "NOSUCH1"),  # ENQ
        ("honeywell", "TRGMOD-"),  # NAK
        ("newland", "#NOSUCH1"),
        ("newland", "#SCNMODx"),
        ("newland_classic", "1234"),
        ("ssi", "12"),
        ("vbar", "77 00"),
    ],
)
def test_a_setting_that_is_refused_is_not_taken_for_done(name: str, words: str) -> None:
    booth = Booth(name, settings=(words,))
    with pytest.raises(HardwareFailed, match=words):
        booth.scan()
    assert not booth.bench.armed


def test_datalogic_says_what_it_is() -> None:
    assert Booth("datalogic").hello().firmware == "QuickScan 610022345"
    assert Booth("ssi").hello().firmware == Ssi.REVISION.decode()


def test_a_keyboard_is_told_nothing() -> None:
    booth = Booth("keyboard_wedge")
    booth.hello()
    assert booth.scan_shown(CODE).text == CODE
    assert booth.said == []
    assert tongue(booth, Keyboard).watching
