"""The flight recorder passes everything on, keeps the last minutes, and keeps nothing of anybody."""

from __future__ import annotations

import json
import queue
import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from devices.bench.cards import PHOTO_SIZE, SAMPLES, BenchCard, sample
from devices.bench.code_scanner import BenchCodeScanner
from devices.bench.scanner_tongues import TONGUES
from devices.deadline import Deadline
from devices.device import Device, Done, Event, Pace
from devices.flight_recorder import ENTRY, FlightRecorder
from devices.id_card_reader import SdtIdCardReader
from devices.id_card_text import LAYOUTS, CardInconsistent, CardUnsupported, parse
from devices.masking import Mask, veil
from devices.masking.code_scanner import CodeScannerMask
from devices.masking.id_card_reader import IdCardReaderMask, person
from devices.masking.receipt_printer import ReceiptPrinterMask
from devices.paper import Pair, QrCode, Slip, Text
from devices.ports import Port
from devices.print_job import build_job, clearing
from devices.printer_model import load_model
from devices.scanner_codecs import codec_of
from devices.scanner_family import load_family
from devices.sdt import PREAMBLE, AnswerParser, Command, checksum, slices
from devices.states import Condition, Fault, Identity, Link, Offline
from tests.devices.faulty_line import FarCable, FaultyLine
from tests.devices.patience import until

PEOPLE = [card for card in SAMPLES if card.select_status == card.read_status == 0x90]


class Tape:
    """A port whose far end is a list. Implements `Port`."""

    def __init__(self, *chunks: bytes) -> None:
        self.written: list[bytes] = []
        self.chunks = list(chunks)
        self.gone = False

    def write(self, data: bytes) -> None:
        if self.gone:
            raise Offline
        self.written.append(data)

    def read(self, size: int, wait: float) -> bytes:
        if self.gone:
            raise Offline
        return self.chunks.pop(0) if self.chunks else b""

    def flush_input(self) -> None:
        self.chunks.clear()

    def close(self) -> None:
        self.gone = True


class Watch:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


def lines(recorder: FlightRecorder) -> list[dict[str, Any]]:
    return [json.loads(line) for line in recorder.dump().splitlines()]


def received(recorder: FlightRecorder) -> bytes:
    return b"".join(bytes.fromhex(line["hex"]) for line in lines(recorder)[1:] if line["event"] == "received")


def recorded(mask: Callable[[], Mask], asked: bytes, chunks: list[bytes], then: bytes = b"") -> FlightRecorder:
    """A request, its answer in pieces, and another request if there is one."""
    recorder = FlightRecorder("device", mask, now=Watch())
    port = recorder.on(Tape(*chunks))
    port.write(asked)
    for chunk in chunks:
        assert port.read(4096, 0.0) == chunk
    if then:
        port.write(then)
    return recorder


def cut(data: bytes, cuts: list[int]) -> list[bytes]:
    places = sorted({cut % len(data) for cut in cuts} | {0, len(data)}) if data else []
    return [data[start:end] for start, end in pairwise(places)]


def reading(card: BenchCard, fingerprint: int | None = None) -> bytes:
    """The reader's answer with this card."""
    words = [len(card.text), len(card.photo), *([] if fingerprint is None else [fingerprint])]
    prints = random.Random(card.label).randbytes(fingerprint or 0)
    data = b"".join(word.to_bytes(2, "big") for word in words) + card.text + card.photo + prints
    body = (4 + len(data)).to_bytes(2, "big") + b"\0\0\x90" + data
    return PREAMBLE + body + bytes([checksum(body)])


# ---------------------------------------------------------------- the recorder


def test_it_passes_everything_on_and_tells_what_happened(tmp_path: Path) -> None:
    watch = Watch()
    tape = Tape(b"\x06", b"")
    recorder = FlightRecorder("code_scanner", lambda: CodeScannerMask("newland"), now=watch)
    port = recorder.on(tape)
    watch.time += 0.5
    port.write(b"hello")
    watch.time += 0.25
    assert port.read(10, 0.1) == b"\x06"
    assert port.read(10, 0.1) == b""
    port.flush_input()
    tape.gone = True
    for call in (lambda: port.read(1, 0.0), lambda: port.write(b"x")):
        with pytest.raises(Offline):
            call()
    port.close()
    port.close()
    recorder.save(tmp_path / "recording.jsonl")
    assert tape.written == [b"hello"]
    header, *events = lines(recorder)
    assert header == {
        "recording": 1,
        "device": "code_scanner",
        "driver": "code_scanner:newland",
        "program": header["program"],
        "seconds": 0.75,
    }
    assert events == [
        {"at": 0.0, "event": "opened"},
        {"at": 0.5, "event": "sent", "hex": b"hello".hex()},
        {"at": 0.75, "event": "received", "hex": "06"},
        {"at": 0.75, "event": "fault", "code": "device_gone"},
        {"at": 0.75, "event": "sent", "hex": b"x".hex()},
        {"at": 0.75, "event": "fault", "code": "device_gone"},
        {"at": 0.75, "event": "closed"},
    ]
    assert (tmp_path / "recording.jsonl").read_bytes() == recorder.dump()


def test_the_ring_is_bounded_in_time_and_in_bytes() -> None:
    watch = Watch()
    recorder = FlightRecorder("d", lambda: CodeScannerMask("plain"), minutes=1, limit_bytes=10_000, now=watch)
    port = recorder.on(Tape(*[bytes(100)] * 500))
    for _ in range(500):
        watch.time += 0.01
        port.read(100, 0.0)
    assert len(received(recorder)) == 10_000 // (100 + ENTRY) * 100
    watch.time += 61
    port.write(b"late")
    (_, event) = lines(recorder)
    assert event == {"at": 0.0, "event": "sent", "hex": b"late".hex()}


def test_one_event_larger_than_the_ring_is_not_kept() -> None:
    recorder = FlightRecorder("d", lambda: CodeScannerMask("plain"), limit_bytes=64, now=Watch())
    recorder.on(Tape()).write(bytes(100))
    assert len(lines(recorder)) == 1


class Bell:
    """Implements `Driver`."""

    def hello(self, by: Deadline) -> Identity:
        return Identity("bell")

    def condition(self, by: Deadline) -> Condition:
        return Condition(Link.ONLINE)

    def ring(self, by: Deadline) -> None: ...

    def close(self) -> None: ...


def test_a_device_notes_what_it_asks() -> None:
    events: queue.Queue[Event] = queue.Queue()
    recorder = FlightRecorder("bell", lambda: CodeScannerMask("plain"), now=Watch())
    device = Device("bell", Bell, events.put, Pace(poll=60.0), note=recorder.asked)
    device.start()
    device.ask(Bell.ring, within=5.0)
    until(lambda: any(isinstance(event, Done) for event in list(events.queue)))
    device.stop()
    asked = [line["code"] for line in lines(recorder)[1:] if line["event"] == "asked"]
    assert asked == ["hello", "condition", "ring"]


# ---------------------------------------------------------------- cards


@pytest.mark.parametrize("mark", LAYOUTS)
def test_the_synthetic_people_are_as_consistent_as_they_should_be(mark: str) -> None:
    assert parse(person(mark)).layout is LAYOUTS[mark][0]
    with pytest.raises(CardInconsistent):
        parse(person(mark, consistent=False))
    with pytest.raises(CardUnsupported):
        parse(person("?"))


def verdict(text: bytes | bytearray) -> str:
    try:
        return parse(text).layout
    except Fault as fault:
        return fault.code


@pytest.mark.parametrize("card", PEOPLE, ids=lambda card: card.label)
@pytest.mark.parametrize("fingerprint", [None, 0, 512, 1024])
def test_a_driver_fares_with_a_recorded_card_as_with_the_real_one(card: BenchCard, fingerprint: int | None) -> None:
    frame = reading(card, fingerprint)
    masked = received(recorded(IdCardReaderMask, Command.READ.request, [frame]))
    parser = AnswerParser()
    parser.feed(masked)
    answer = parser.take()
    assert answer is not None
    assert len(masked) == len(frame)
    parts = slices(answer.data)
    assert parts is not None
    assert verdict(parts[0]) == verdict(card.text)
    assert parts[1] == bytes(PHOTO_SIZE)


def test_what_says_nothing_about_a_person_stays(tmp_path: Path) -> None:
    line = FaultyLine(0, [])
    recorder = FlightRecorder("id_card_reader", IdCardReaderMask, now=line.clock)
    answers: list[bytes] = []
    line.holds_back = lambda answer: bool(answers.append(answer))
    driver = SdtIdCardReader(recorder.on(line), line.clock)
    identity = driver.hello(line.clock.deadline(5))
    driver.condition(line.clock.deadline(5))
    assert identity.serial
    assert received(recorder) == b"".join(answers)


def test_a_card_number_behind_a_late_question_for_the_module_is_no_module() -> None:
    address = b"\x05\0\x01\0" + "测试路8号".encode("utf-16-le")
    body = (4 + len(address)).to_bytes(2, "big") + b"\0\0\x90" + address
    frame = PREAMBLE + body + bytes([checksum(body)])
    recorder = FlightRecorder("d", IdCardReaderMask, now=Watch())
    port = recorder.on(Tape(frame))
    port.write(Command.READ_NEWEST_ADDRESS.request)
    port.write(Command.SAM_ID.request)
    port.read(4096, 0.0)
    assert address not in received(recorder)
    assert received(recorder)[: len(PREAMBLE)] == PREAMBLE


Spoil = tuple[str, int, bytes]
spoils = st.lists(
    st.tuples(st.sampled_from(["put", "cut", "swap", "end"]), st.integers(0, 2400), st.binary(min_size=1, max_size=9)),
    max_size=4,
)


def spoilt(data: bytes, how: list[Spoil]) -> bytes:
    for what, place, noise in how:
        at = place % (len(data) or 1)
        match what:
            case "put":
                data = data[:at] + noise + data[at:]
            case "cut":
                data = data[:at] + data[at + len(noise) :]
            case "swap":
                data = data[:at] + bytes(byte ^ 0x40 for byte in data[at : at + len(noise)]) + data[at + len(noise) :]
            case "end":
                data = data[:at]
    return data


def windows(data: bytes, size: int) -> set[bytes]:
    return {data[at : at + size] for at in range(len(data) - size + 1)}


PUBLIC = windows(b"".join(person(mark, consistent=good) for mark in (*LAYOUTS, "?") for good in (True, False)), 4)


@settings(max_examples=150)
@given(
    st.sampled_from(PEOPLE),
    st.sampled_from([None, 512]),
    spoils,
    st.lists(st.integers(0, 2400), max_size=12),
    st.tuples(
        st.sampled_from([Command.READ, Command.READ_NEWEST_ADDRESS, Command.SAM_ID, Command.FIND]),
        st.sampled_from([b"", Command.FIND.request]),
    ),
)
def test_nothing_of_a_card_survives(
    card: BenchCard, fingerprint: int | None, how: list[Spoil], cuts: list[int], requests: tuple[Command, bytes]
) -> None:
    asked, then = requests
    noise = b"".join(noise for _, _, noise in how)
    stream = spoilt(reading(card, fingerprint), how)
    recorder = recorded(IdCardReaderMask, asked.request, cut(stream, cuts), then)
    secret = windows(card.text, 4) - PUBLIC - windows(noise, 4)
    assert not secret & windows(received(recorder), 4)
    assert not windows(card.photo, 4) & windows(received(recorder), 4) - windows(noise, 4)


@settings(max_examples=100, derandomize=True)  # one noise in thousands makes one person's checksum right
@example([("cut", 5, bytes(4)), ("cut", 5, bytes(4))], [])  # the text slides into the place of the length
@given(spoils.map(lambda how: [one for one in how if one[0] != "swap"]), st.lists(st.integers(0, 1294), max_size=12))
def test_two_people_leave_the_same_recording(how: list[Spoil], cuts: list[int]) -> None:
    first, second = (sample(label) for label in ("li_ming", "bayinna"))
    one, other = (
        recorded(IdCardReaderMask, Command.READ.request, cut(spoilt(reading(card), how), cuts), b"x").dump()
        for card in (first, second)
    )
    assert one == other


@settings(max_examples=100)
@given(st.lists(st.binary(min_size=1, max_size=60), max_size=8))
def test_no_bytes_trouble_a_mask(chunks: list[bytes]) -> None:
    masks: list[Callable[[], Mask]] = [IdCardReaderMask, lambda: ReceiptPrinterMask("epson_80")]
    for mask in masks:
        recorder = FlightRecorder("d", mask, now=Watch())
        port: Port = recorder.on(Tape(*chunks))
        for chunk in chunks:
            port.write(chunk)
            port.read(4096, 0.0)
        port.close()
        assert len(received(recorder)) == len(b"".join(chunks))


# ---------------------------------------------------------------- codes


codes = st.one_of(
    st.text("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrst0123456789:/?=-", min_size=8, max_size=60).map(str.encode),
    st.text("张李王办事大厅预约取号0123456789ABC", min_size=8, max_size=40).map(lambda text: text.encode("gb18030")),
    st.binary(min_size=8, max_size=80),
)


@settings(max_examples=25)
@given(codes, st.lists(st.integers(0, 400), max_size=8), spoils)
@pytest.mark.parametrize("family", sorted(set(TONGUES) - {"keyboard_wedge", "keyboard_wedge_gbk"}))
def test_nothing_of_a_code_survives(family: str, code: bytes, cuts: list[int], how: list[Spoil]) -> None:
    """Whatever stands around it: answers to commands, packets, noise."""
    answers: list[bytes] = []
    bench = BenchCodeScanner(FarCable(answers.append), family, now=Watch())
    codec = codec_of(load_family(family))
    requests = [codec.ask(words) for words in load_family(family).words]
    for request in requests:
        bench.receive(request)
    public = b"".join([*requests, *answers])
    bench.show(code)
    bench.light(5.0)
    bench.receive(b"")
    heard = spoilt(b"".join(answers), how)
    recorder = FlightRecorder("d", lambda: CodeScannerMask(family), now=Watch())
    port = recorder.on(Tape(*cut(heard, cuts)))
    for request in requests:
        port.write(request)
    while port.read(4096, 0.0):
        pass
    assert len(received(recorder)) == len(heard)
    noise = b"".join(noise for _, _, noise in how)
    told = {window for window in windows(code, 4) if max(window) >= 0x20}
    told -= windows(public, 4) | windows(noise, 4) | windows(veil(code), 4)
    assert not told & windows(received(recorder), 4)


@given(st.text(min_size=1, max_size=60))
def test_a_veil_keeps_a_code_readable_and_tells_nothing(text: str) -> None:
    for encoding in ("utf-8", "gb18030"):
        data = text.encode(encoding, "ignore")
        assert len(veil(data)) == len(data)
        assert veil(veil(data)) == veil(data)
    veil(text.encode("utf-8", "ignore")).decode("utf-8")


# ---------------------------------------------------------------- slips


words = st.text("张李王办事大厅预约取号0123456789ABCdefg", min_size=4, max_size=24)


@settings(max_examples=15)
@given(words, words, st.text("ABCDEFGHIJ0123456789:/", min_size=6, max_size=40), st.integers(24, 700))
@pytest.mark.parametrize("name", ["epson_80", "plain_58", "custom_presenter"])
def test_nothing_of_a_slip_survives(name: str, text: str, label: str, payload: str, chunk: int) -> None:
    model = load_model(name)
    slip = Slip((Text(text), Pair(label, text), Text(label, bold=True), QrCode(payload)))
    job = clearing(model) + build_job(slip, model, b"ABCD")
    recorder = FlightRecorder("d", lambda: ReceiptPrinterMask(name), limit_bytes=1 << 20, now=Watch())
    port = recorder.on(Tape())
    for start in range(0, len(job), chunk):
        port.write(b"\x10\x04\x01")  # a question between two pieces, wherever they are cut
        port.write(job[start : start + chunk])
    kept = b"".join(bytes.fromhex(line["hex"]) for line in lines(recorder)[1:] if line["event"] == "sent")
    kept = kept.replace(b"\x10\x04\x01", b"")
    assert len(kept) == len(job.replace(b"\x10\x04\x01", b""))
    said = "".join((text, label, payload)).encode(model.charset, "replace")
    public = windows(veil(said), 4) | windows("字字字字".encode("gb18030"), 4) | {b"ABCD"}
    secret = set().union(*(windows(part.encode(model.charset), 4) for part in (text, label, payload)))
    assert not (secret - public) & windows(kept, 4)
    assert kept.count(b"\x1dv0") == job.count(b"\x1dv0")


@settings(max_examples=60)
@given(st.binary(min_size=4, max_size=200))
def test_a_scanner_on_the_printers_port_is_not_kept(said: bytes) -> None:
    recorder = recorded(lambda: ReceiptPrinterMask("epson_80"), b"\x10\x04\x01", [said])
    told = {window for window in windows(said, 4) if min(window) >= 0x20}
    assert not told & windows(received(recorder), 4)


def test_what_a_printer_says_by_itself_stays() -> None:
    recorder = recorded(
        lambda: ReceiptPrinterMask("custom_presenter"), b"\x1d\xe0\x0f", [b"\x10\x0f\x24\x03", b"\x40\x01"]
    )
    assert received(recorder) == b"\x10\x0f\x24\x03\x40\x01"


def test_a_text_that_nobody_asked_for_is_not_kept() -> None:
    text = b"\x5fZW1:A012\x00"
    recorder = FlightRecorder("d", lambda: ReceiptPrinterMask("epson_80"), now=Watch())
    port = recorder.on(Tape(text))
    port.write(b"\x1dIC")
    port.write(b"\x10\x04\x01")
    port.read(64, 0.0)
    assert b"ZW1" not in received(recorder)


def test_what_a_printer_answers_stays() -> None:
    recorder = FlightRecorder("d", lambda: ReceiptPrinterMask("epson_80"), now=Watch())
    answers = [b"\x32", b"\x30\x08\x0c\x00", b"\x37\x22ABCD\x00", b"\x5fTM-T20\x00", b"\x11"]
    asked = [b"\x10\x04\x02", b"\x1da\x0e", b"\x1d(H\x06\x0000ABCD", b"\x1dIC", b"x"]
    port = recorder.on(Tape(*answers))
    for request in asked:
        port.write(request)
        port.read(64, 0.0)
    assert received(recorder) == b"".join(answers)
