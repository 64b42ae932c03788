"""The printer's answers told apart on one stream, and what its bits mean."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import devices.models
from devices.printer_model import Sign, load_model
from devices.printer_status import (
    Answer,
    AutoStatus,
    Block,
    Flow,
    FullStatus,
    PrinterReceiver,
    PrinterStatus,
    QueuedStatus,
    RealTimeStatus,
)
from devices.states import Link, Media

EPSON = load_model("epson_80")
SNBC = load_model("snbc_80")
MODELS = tomllib.loads((Path(devices.models.__path__[0]) / "printers.toml").read_text("utf-8"))

# ---------------------------------------------------------------- answers

ANSWERS: dict[bytes, Answer] = {
    b"\x12": RealTimeStatus(0x12),
    b"\x7e": RealTimeStatus(0x7E),
    b"\x14\x00\x0f\x00": AutoStatus(b"\x14\x00\x0f\x00"),
    b"\x38\x60\x0c\x0f": AutoStatus(b"\x38\x60\x0c\x0f"),
    b"\x00": QueuedStatus(0x00),
    b"\x0c": QueuedStatus(0x0C),
    b"\x11": Flow(go=True),
    b"\x13": Flow(go=False),
    b"\x37\x22ABCO\x00": Block(0x37, b"\x22ABCO"),
    b"\x37\x25\x00": Block(0x37, b"\x25"),
    b"\x5fTM-T20III\x00": Block(0x5F, b"TM-T20III"),
}


CUSTOMS = {answer: told for answer, told in ANSWERS.items() if not isinstance(told, AutoStatus)} | {
    b"\x10\x0f\x00\x00\x00\x00": FullStatus(0),
    b"\x10\x0f\x25\x03\x49\x0f": FullStatus(0x2503490F),
    b"\x10\x0f\xe5\x6f\xab\x0f": FullStatus(0xE56FAB0F),  # every bit that a manual names
}


@pytest.mark.parametrize(("answers", "full_status"), [(ANSWERS, False), (CUSTOMS, True)])
@given(data=st.data())
def test_answers_do_not_depend_on_how_the_stream_is_cut(
    answers: dict[bytes, Answer], full_status: bool, data: st.DataObject
) -> None:
    sent = data.draw(st.lists(st.sampled_from(list(answers)), max_size=12))
    stream = b"".join(sent)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
    receiver = PrinterReceiver(full_status=full_status)
    heard = [
        answer
        for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)
        for answer in receiver.feed(stream[start:end])
    ]
    assert heard == [answers[answer] for answer in sent]


@given(st.binary(max_size=400))
def test_garbage_is_survived(noise: bytes) -> None:
    receiver = PrinterReceiver()
    receiver.feed(noise)
    receiver.feed(b"\x80\x80")  # ends whatever the noise began
    assert receiver.feed(b"\x12") == [RealTimeStatus(0x12)]


@given(st.binary(max_size=400))
def test_garbage_before_a_full_status_is_survived(noise: bytes) -> None:
    receiver = PrinterReceiver(full_status=True)
    receiver.feed(noise)
    receiver.feed(b"\x90\x90")  # ends whatever the noise began
    assert receiver.feed(b"\x10\x0f\x20\x00\x00\x00") == [FullStatus(0x20000000)]


def test_xoff_inside_a_full_status_and_one_that_is_broken_off() -> None:
    receiver = PrinterReceiver(full_status=True)
    assert receiver.feed(b"\x10\x0f\x20\x13\x00\x11\x00\x00") == [
        Flow(go=False),
        Flow(go=True),
        FullStatus(0x20000000),
    ]
    assert receiver.feed(b"\x10\x0f\x01\x10\x0f\x00\x00\x00\x00") == [FullStatus(0)]
    assert receiver.feed(b"\x10\x04\x12") == [QueuedStatus(0x04), RealTimeStatus(0x12)]


def test_xoff_inside_automatic_status() -> None:
    assert PrinterReceiver().feed(b"\x18\x00\x13\x0c\x11\x00") == [
        Flow(go=False),
        Flow(go=True),
        AutoStatus(b"\x18\x00\x0c\x00"),
    ]


def test_a_status_answer_inside_a_job_id_is_not_part_of_it() -> None:
    assert PrinterReceiver().feed(b"\x37\x22AB\x12CD\x00") == [RealTimeStatus(0x12), Block(0x37, b"\x22ABCD")]


def test_broken_automatic_status_does_not_swallow_the_next_answer() -> None:
    assert PrinterReceiver().feed(b"\x14\x00\x12") == [RealTimeStatus(0x12)]


def test_an_endless_block_is_given_up() -> None:
    receiver = PrinterReceiver()
    assert receiver.feed(b"\x5f" + b"A" * 80) == []
    assert receiver.feed(b"\x12") == [RealTimeStatus(0x12)]


# ---------------------------------------------------------------- meaning

FINE = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}


@pytest.mark.parametrize(
    ("answers", "link", "media", "code"),
    [
        ({}, Link.ONLINE, Media.FULL, ""),
        ({4: 0x1E}, Link.ONLINE, Media.LOW, ""),
        ({1: 0x1A, 2: 0x32, 4: 0x7E}, Link.ONLINE, Media.OUT, "paper_out"),
        ({4: 0x72}, Link.ONLINE, Media.OUT, "paper_out"),
        ({1: 0x1A, 2: 0x16}, Link.USER_ERROR, Media.UNKNOWN, "cover_open"),
        ({1: 0x1A, 2: 0x56, 3: 0x1A, 4: 0x72}, Link.USER_ERROR, Media.UNKNOWN, "cover_open"),
        ({1: 0x1A, 2: 0x52, 3: 0x1A, 4: 0x72}, Link.HARDWARE_ERROR, Media.JAMMED, "cutter_jammed"),
        ({1: 0x1A, 2: 0x52, 3: 0x32}, Link.HARDWARE_ERROR, Media.UNKNOWN, "printer_failed"),
        ({1: 0x1A, 2: 0x52}, Link.HARDWARE_ERROR, Media.UNKNOWN, "printer_failed"),
        ({1: 0x1A, 2: 0x52, 3: 0x52}, Link.DEVICE_BUSY, Media.UNKNOWN, "printer_hot"),
        ({1: 0x1A, 2: 0x1A}, Link.DEVICE_BUSY, Media.UNKNOWN, "printer_busy"),
        ({1: 0x1A}, Link.DEVICE_BUSY, Media.UNKNOWN, "printer_busy"),
    ],
)
def test_condition(answers: dict[int, int], link: Link, media: Media, code: str) -> None:
    condition = PrinterStatus.read(FINE | answers, EPSON.status).condition()
    assert (condition.link, condition.media, condition.code) == (link, media, code)


def test_the_same_bit_means_a_paper_jam_on_another_model() -> None:
    answers = FINE | {1: 0x1A, 2: 0x52, 3: 0x16}
    assert PrinterStatus.read(answers, SNBC.status).condition().code == "paper_jammed"
    assert PrinterStatus.read(answers, EPSON.status).condition().code == "printer_failed"


def test_a_half_set_sensor_pair_is_no_sign() -> None:
    assert PrinterStatus.read(FINE | {4: 0x52}, EPSON.status).fault() is None


@pytest.mark.parametrize(
    ("packet", "sign"),
    [
        (b"\x30\x00\x00\x00", Sign.COVER_OPEN),
        (b"\x18\x00\x00\x00", Sign.OFFLINE),
        (b"\x10\x08\x00\x00", Sign.CUTTER_JAMMED),
        (b"\x10\x20\x00\x00", Sign.FAILED),
        (b"\x10\x40\x00\x00", Sign.HOT),
        (b"\x10\x00\x03\x00", Sign.NEAR_END),
        (b"\x10\x00\x0c\x00", Sign.PAPER_END),
    ],
)
def test_automatic_status(packet: bytes, sign: Sign) -> None:
    assert PrinterStatus.read_asb(packet).signs == {sign}


def test_heat_does_not_end_a_job_that_has_begun() -> None:
    hot = PrinterStatus(frozenset({Sign.HOT, Sign.ERROR, Sign.OFFLINE}))
    assert hot.fault() is not None
    assert hot.fault(begun=True) is None


# ---------------------------------------------------------------- models


@pytest.mark.parametrize(
    ("value", "link", "media", "code"),
    [
        (0x00000000, Link.ONLINE, Media.FULL, ""),
        (0x20000000, Link.ONLINE, Media.FULL, ""),  # a slip at the exit is nobody's fault by itself
        (0x04000000, Link.ONLINE, Media.LOW, ""),
        (0x05000000, Link.ONLINE, Media.OUT, "paper_out"),
        (0x05030000, Link.USER_ERROR, Media.UNKNOWN, "cover_open"),
        (0x00004000, Link.HARDWARE_ERROR, Media.JAMMED, "paper_jammed"),
        (0x00000001, Link.HARDWARE_ERROR, Media.JAMMED, "cutter_jammed"),
        (0x00000100, Link.DEVICE_BUSY, Media.UNKNOWN, "printer_hot"),
    ],
)
def test_full_status(value: int, link: Link, media: Media, code: str) -> None:
    status = PrinterStatus.read({20: value}, load_model("custom_presenter").status)
    condition = status.condition()
    assert (condition.link, condition.media, condition.code) == (link, media, code)
    assert (Sign.AT_EXIT in status.signs) is bool(value & 0x20000000)


@pytest.mark.parametrize(
    ("name", "paper", "signs"),
    [
        ("citizen_pmu2300", 0x52, set()),  # nothing at the exit
        ("citizen_pmu2300", 0x12, {Sign.AT_EXIT}),
        ("citizen_pmu2300", 0x72, {Sign.PAPER_END}),
        ("snbc_ur056", 0x1E, set()),
        ("snbc_ur056", 0x12, {Sign.NEAR_END}),
    ],
)
def test_paper_bits_that_mean_something_else(name: str, paper: int, signs: set[Sign]) -> None:
    assert PrinterStatus.read(FINE | {4: paper}, load_model(name).status).signs == signs


@pytest.mark.parametrize("name", MODELS)
def test_models_that_are_shipped(name: str) -> None:
    model = load_model(name)
    assert model.dots - 12 < model.columns * 12 <= model.dots
    assert {bit.request for bit in model.status.values()} <= set(model.asks)
    assert (Sign.AT_EXIT in model.status) or model.presenter is None
    assert {Sign.COVER_OPEN, Sign.PAPER_END, Sign.NEAR_END, Sign.FAILED} <= model.status.keys()


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        (('speaks_up = "asb"', 'speaks_up = "abs"'), r"speaks_up = 'abs': one of '', 'asb', 'full'"),
        (('charset = "gb18030"', 'charset = "gbk"'), "charset = 'gbk'"),
        (("offline = [1,", "offline = [20,"), r"status.offline: 20 is not in asks = \[2, 3, 4, 1\]"),
    ],
)
def test_a_word_or_a_sign_that_cannot_be_is_told(tmp_path: Path, wrong: tuple[str, str], complaint: str) -> None:
    path = tmp_path / "printers.toml"
    path.write_text((Path(devices.models.__path__[0]) / "printers.toml").read_text("utf-8").replace(*wrong), "utf-8")
    with pytest.raises(ValueError, match=complaint):
        load_model("epson_80", path)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[other]", "no printer model 'epson_80', only other"),
        ("[epson_80]\nwidth = 3", "unknown keys: width"),
        ('[epson_80]\ncut = "1D"\nclear = "zz"\n[epson_80.status]', "non-hexadecimal"),
        ('[epson_80]\ncut = ""\nclear = ""\n[epson_80.status]\nlid = [1, 2, 3]', "lid"),
        ('[epson_80]\ncut = ""\nclear = ""\n[epson_80.status]', "missing"),
        ('[epson_80]\ncut = ""\nclear = ""\npresenter = { push = "1D" }\n[epson_80.status]', "push"),
        ('[epson_80]\ncut = ""\nclear = ""\npresenter = { retract = "1G" }\n[epson_80.status]', "non-hexadecimal"),
    ],
)
def test_a_model_that_is_wrong_names_its_file(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "printers.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=complaint) as raised:
        load_model("epson_80", path)
    assert str(path) in str(raised.value)
