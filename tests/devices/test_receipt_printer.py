"""The printer driver against a simulated printer at the far end of a real wire."""

from __future__ import annotations

import os
import random
import re
import select
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

import devices.models
from devices.bench.escpos import Interpreter
from devices.bench.receipt_printer import BenchReceiptPrinter
from devices.bench.wire import Wire
from devices.deadline import Deadline
from devices.paper import Align, Element, Feed, Pair, PaperState, QrCode, Rule, Slip, Text
from devices.ports import open_port, serial_line
from devices.print_job import build_job, clearing, job_ids
from devices.printer_model import Face, PrinterModel, Sign, load_model
from devices.printer_status import (
    CoverOpen,
    CutterJammed,
    PaperJammed,
    PaperOut,
    PrinterFailed,
    PrinterFault,
    PrinterHot,
)
from devices.receipt_printer import ReceiptPrinter
from devices.states import Cancelled, Fault, Garbled, Link, Media, Mute, Offline, WrongDevice
from tests.devices.patience import SOON, until

MODELS = tuple(tomllib.loads((Path(devices.models.__path__[0]) / "printers.toml").read_text("utf-8")))


def patient(name: str) -> PrinterModel:
    """Waits longer for an answer than a busy machine keeps its simulated printer from giving it."""
    return replace(load_model(name), answer_within=1.0, stall_within=3.0, finish_within=5.0, recover_every=0.0)


def hurry(driver: ReceiptPrinter) -> None:
    """From now on nothing but silence is waited for."""
    model = replace(driver._model, answer_within=0.05, stall_within=0.2, finish_within=0.2)
    driver._model = driver._line.model = model


def ticket(number: str = "A012") -> Slip:
    return Slip(
        (
            Text("政务服务大厅", scale=2, align=Align.CENTRE, bold=True),
            Text(number, scale=6, align=Align.CENTRE, bold=True),
            Rule(),
            Pair("号码", number),
            Pair("取号人", "𠮷*"),
            QrCode(f"https://hall.example/t/{number}"),
            Text("叫号三次未到即过号", align=Align.CENTRE),
        )
    )


class Hall:
    """One printer, its wire and its driver."""

    def __init__(self, wire: Wire, name: str = "epson_80", **bench: Any) -> None:
        self.wire = wire
        self.model = patient(name)
        self.bench = BenchReceiptPrinter(wire, name, **bench)
        self.bench.start()
        self.driver = self.open()

    def open(self) -> ReceiptPrinter:
        self.driver = ReceiptPrinter(open_port(self.wire.address), self.model)
        return self.driver

    def print(self, slip: Slip | None = None, within: float = 20.0) -> PaperState:
        return self.driver.print(Deadline(within), slip or ticket())

    def halfway(self, happens: Callable[[], object]) -> None:
        """Once, when 200 dots of the next slip are out."""

        def look() -> None:
            if self.bench._interpreter.paper.length > 200:
                self.bench.on_change = None
                happens()

        self.bench.on_change = look

    def finish_within(self, seconds: float) -> None:
        self.driver._model = replace(self.model, finish_within=seconds)

    def be_patient(self) -> None:
        self.driver._model = self.driver._line.model = self.model

    @property
    def outcome(self) -> PaperState:
        """The best that its model can say of a slip."""
        if Sign.AT_EXIT in self.model.status:
            return PaperState.PRESENTED
        return PaperState.PRINTED if self.model.job_id else PaperState.PROCESSED

    def codes(self) -> list[str]:
        """What a citizen's phone reads on the latest slip."""
        return [code.text for code in zxingcpp.read_barcodes(self.bench.slips[-1].image.convert("L"))]

    def close(self) -> None:
        self.driver.close()
        self.bench.stop()


@pytest.fixture
def hall(wire: Wire) -> Iterator[Hall]:
    hall = Hall(wire)
    yield hall
    hall.close()


# ---------------------------------------------------------------- a good day


@pytest.mark.parametrize("name", MODELS)
def test_a_ticket_on_every_model(wire: Wire, name: str) -> None:
    hall = Hall(wire, name)
    hall.driver.hello(Deadline(SOON))
    state = hall.print()
    assert state is hall.outcome
    if not hall.model.cut:
        hall.bench.tear()
    (slip,) = hall.bench.slips
    assert slip.whole is bool(hall.model.cut)
    assert slip.dots.width == hall.model.dots
    assert hall.codes() == ["https://hall.example/t/A012"]
    assert re.fullmatch("号码 +A012", next(line for line in slip.lines if line.startswith("号码")))
    assert hall.bench.unknown == []
    hall.close()


def test_over_tcp(tcp_wire: Wire) -> None:
    hall = Hall(tcp_wire)
    assert hall.driver.hello(Deadline(SOON)).model == "TM-BENCH"
    assert hall.print() is PaperState.PRINTED
    hall.close()


def test_identity(hall: Hall) -> None:
    identity = hall.driver.hello(Deadline(SOON))
    assert (identity.kind, identity.model, identity.serial) == ("receipt_printer", "TM-BENCH", "BENCH00001")


def test_every_job_falls_as_a_slip_of_its_own(hall: Hall) -> None:
    for number in ("A001", "A002", "A003"):
        assert hall.print(ticket(number)) is PaperState.PRINTED
        assert hall.codes() == [f"https://hall.example/t/{number}"]
    assert hall.bench.strips == 1  # before the first job nobody knows what hangs at the cutter


def test_a_slow_printer_is_waited_for(wire: Wire) -> None:
    hall = Hall(wire, speed=4000)
    assert hall.print() is PaperState.PRINTED
    hall.close()


def test_low_paper_is_enough(hall: Hall) -> None:
    hall.bench.near_end()
    assert hall.driver.condition(Deadline(5)).media is Media.LOW
    assert hall.print() is PaperState.PRINTED


# ---------------------------------------------------------------- what stands on the paper


def test_characters_that_the_font_lacks_are_drawn(hall: Hall) -> None:
    hall.print(Slip((Pair("姓名", "张㐂𠮷"),)))
    (slip,) = hall.bench.slips
    assert slip.lines == ()  # no glyph of the printer's own
    assert slip.dots.point(lambda dot: 255 - dot).getbbox() is not None


def test_without_the_image_a_rare_character_is_rubbish(wire: Wire) -> None:
    """What the printer does with four bytes of GB 18030: the reason for drawing the line."""
    paper = Interpreter(load_model("epson_80"), lambda _: None, lambda: None)
    buffer = bytearray("¥12".encode("gb18030") + b"\n")
    while buffer:
        paper.step(buffer)
    assert paper.paper.lines == ["0 612"]


def test_without_a_font_a_mark_stands_for_it() -> None:
    model = replace(load_model("epson_80"), faces=(Face(Path("/nowhere.ttf")),), bold_faces=())
    interpreter = obey(build_job(Slip((Text("张𠮷", scale=3),)), model, b"AAAA"), model)
    assert interpreter.paper.lines == ["张〓"]


def test_a_glyph_that_no_font_has_is_the_same_mark() -> None:
    model = load_model("epson_80")
    emoji, mark = (obey(build_job(Slip((Text(t, scale=4),)), model, b"AAAA"), model) for t in ("😀", "〓"))
    assert emoji.paper.dots().tobytes() == mark.paper.dots().tobytes()


def test_a_rule_has_no_gaps(hall: Hall) -> None:
    hall.print(Slip((Rule(),)))
    ink = hall.bench.slips[0].dots.point(lambda dot: 255 - dot)
    box = ink.getbbox()
    assert box is not None
    assert (box[0], box[2]) == (0, 576)
    assert ink.crop(box).getextrema() == (255, 255)


@pytest.mark.parametrize("payload", ["A" * 300, "预约:北京", "tab\there"])
@pytest.mark.parametrize("name", ["epson_80", "plain_58"])
def test_codes_that_a_printer_cannot_make_are_drawn(wire: Wire, name: str, payload: str) -> None:
    hall = Hall(wire, name)
    hall.print(Slip((QrCode(payload, module=12),)))
    hall.bench.tear()
    assert hall.codes() == [payload]
    hall.close()


# ---------------------------------------------------------------- nothing but our own commands


def obey(job: bytes, model: PrinterModel) -> Interpreter:
    """Feed a job to the simulated printer's interpreter, to its last byte."""
    answers: list[bytes] = []
    cuts: list[bool] = []
    interpreter = Interpreter(model, answers.append, lambda: cuts.append(True))
    buffer = bytearray(job)
    while buffer:
        assert interpreter.step(buffer), "a command was left unfinished"
    assert answers == ([b"\x37\x22AAAA\0"] if model.job_id else 3 * [b"\0"])
    assert len(cuts) == bool(model.cut)
    assert interpreter.unknown == []
    return interpreter


texts = st.text(st.characters() | st.sampled_from("\x1b\x1d\x10\x04\x05\x14\x1c@V\n\u202e 中𠮷¥"), max_size=30)
elements: st.SearchStrategy[Element] = st.one_of(
    st.builds(Text, texts, st.integers(-1, 7), st.sampled_from(Align), st.booleans()),
    st.builds(Pair, texts, texts),
    st.builds(Rule),
    st.builds(Feed, st.integers(-1, 300)),
    st.builds(QrCode, texts.filter(lambda text: not re.search("[\ud800-\udfff]", text)), st.integers(-1, 40)),
)


@settings(max_examples=120)
@given(st.lists(elements, max_size=4), st.sampled_from(MODELS))
def test_no_text_becomes_a_command(slip: list[Element], name: str) -> None:
    model = load_model(name)
    job = build_job(Slip(tuple(slip)), model, b"AAAA")
    obey(job, model)
    assert not re.search(rb"\x10[\x04\x05\x14]", job)


@pytest.mark.parametrize("name", ["epson_80", "epson_t88", "plain_58"])  # one of each width
def test_no_picture_contains_a_real_time_command(name: str) -> None:
    """Every pair of bytes a raster can hold, 10 04 among them, goes through a picture."""
    model = load_model(name)
    for seed in range(40):
        code = "".join(random.Random(seed).choices("0123456789ABCDEFGHIJ-中", k=200))
        slip = Slip((QrCode(code, module=1), QrCode(code, module=3), Text("𠮷" + code, scale=2)))
        assert not re.search(rb"\x10[\x04\x05\x14]", build_job(slip, replace(model, qr_native=False), b"AAAA"))


def test_the_hazard_is_real(wire: Wire, hall: Hall) -> None:
    """DLE EOT inside a picture is obeyed by the simulated printer, as by real ones."""
    port = hall.driver._line.port
    port.write(b"\x1dv0\x00\x08\x00\x01\x00" + b"\x00\x10\x04\x01\x00\x00\x00\x00")
    assert port.read(1, 1.0) == b"\x12"


def test_job_ids_cannot_be_taken_for_status_bytes() -> None:
    ids = job_ids()
    seen = [next(ids) for _ in range(15**4 + 1)]
    assert len(set(seen)) == 15**4
    assert seen[-1] == seen[0]
    assert not [byte for job_id in set(seen) for byte in job_id if byte & 0x10 or not 0x20 <= byte <= 0x7E]


def test_importing_escpos_leaves_nothing_behind(tmp_path: Path) -> None:
    """It would leave a directory with a pickle, a handler on the root logger, and lines on stdout."""
    program = (
        "import logging, pathlib, tempfile, devices.print_job as p, devices.printer_model as m\n"
        "p.warm_up(m.load_model())\n"
        "assert not logging.getLogger().handlers\n"
        "assert not list(pathlib.Path(tempfile.gettempdir()).iterdir())\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


# ---------------------------------------------------------------- before the job


@pytest.mark.parametrize(
    ("hand", "fault", "link", "media"),
    [
        (BenchReceiptPrinter.open_cover, CoverOpen, Link.USER_ERROR, Media.UNKNOWN),
        (BenchReceiptPrinter.empty_paper, PaperOut, Link.ONLINE, Media.OUT),
        (BenchReceiptPrinter.overheat, PrinterHot, Link.DEVICE_BUSY, Media.UNKNOWN),
        (BenchReceiptPrinter.break_down, PrinterFailed, Link.HARDWARE_ERROR, Media.UNKNOWN),
    ],
)
def test_a_printer_that_cannot_print_is_not_sent_a_job(
    hall: Hall, hand: Callable[[BenchReceiptPrinter], None], fault: type[PrinterFault], link: Link, media: Media
) -> None:
    hall.print()
    hand(hall.bench)
    condition = hall.driver.condition(Deadline(5))
    assert (condition.link, condition.media, condition.code) == (link, media, fault.code)
    with pytest.raises(fault) as raised:
        hall.print()
    assert raised.value.paper is PaperState.FAILED
    assert not raised.value.begun
    assert hall.bench.held == 0
    assert len(hall.bench.slips) == 1


def test_an_open_cover_comes_before_what_the_paper_sensor_last_saw(hall: Hall) -> None:
    hall.bench.empty_paper()
    hall.bench.open_cover()
    assert hall.driver.condition(Deadline(5)).code == "cover_open"


def test_a_silent_printer_is_never_paper_ok(hall: Hall) -> None:
    hall.wire.silent = True
    hurry(hall.driver)
    for question in (hall.driver.hello, hall.driver.condition):
        with pytest.raises(Mute):
            question(Deadline(1))
    with pytest.raises(Mute):
        hall.print()
    hall.wire.silent = False
    hall.be_patient()
    assert hall.print() is PaperState.PRINTED
    assert len(hall.bench.slips) == 1


def test_a_stale_answer_is_not_taken_for_a_new_one(hall: Hall) -> None:
    hall.wire.write(b"\x12\x12\x12\x12")
    hall.bench.open_cover()
    assert select.select([hall.driver._line.port._line.fileno()], [], [], 1.0)[0]  # type: ignore[attr-defined]
    assert hall.driver.condition(Deadline(5)).code == "cover_open"


def test_nothing_but_the_question_is_on_the_wire_until_it_is_answered(wire: Wire) -> None:
    driver = ReceiptPrinter(open_port(wire.address), patient("epson_80"))
    asked: list[bytes] = []

    def answer() -> None:
        while len(asked) < 4:
            asked.append(wire.read(1.0))
            assert wire.read(0.03) == b""
            wire.write(b"\x12")

    printer = threading.Thread(target=answer)
    printer.start()
    assert driver.condition(Deadline(5)).link is Link.ONLINE
    printer.join()
    assert asked == [b"\x10\x04\x02", b"\x10\x04\x03", b"\x10\x04\x04", b"\x10\x04\x01"]
    driver.close()


@pytest.mark.parametrize(
    ("answers", "fault"), [([b"\xaa\xaa\x96\x69"], WrongDevice), ([b"\x80", b"\x81\x82"], Garbled)]
)
def test_something_else_answers(wire: Wire, answers: list[bytes], fault: type[Fault]) -> None:
    driver = ReceiptPrinter(open_port(wire.address), replace(patient("epson_80"), answer_within=0.5))

    def answer() -> None:
        for number in range(2):
            wire.read(SOON)
            wire.write(answers[number % len(answers)])

    stranger = threading.Thread(target=answer)
    stranger.start()
    with pytest.raises(fault):
        driver.hello(Deadline(SOON))
    stranger.join()
    driver.close()


# ---------------------------------------------------------------- during the job


@pytest.mark.parametrize("name", MODELS)
def test_paper_runs_out_before_the_first_job(wire: Wire, name: str) -> None:
    """What is thrown out then is more than it can hold, and a printer that is full hears no question."""
    hall = Hall(wire, name)
    hall.bench.empty_paper_after(10)
    with pytest.raises(PaperOut) as raised:
        hall.print()
    assert not raised.value.begun
    hall.close()


@pytest.mark.parametrize("name", ["epson_80", "snbc_80", "plain_58", "custom_presenter", "custom_kpm300"])
@pytest.mark.parametrize("after", [40, 400, 3000, 6000])
def test_paper_runs_out_during_the_print(wire: Wire, name: str, after: int) -> None:
    hall = Hall(wire, name)
    hall.print()
    hall.bench.tear()
    hall.bench.slips.clear()
    hall.bench.empty_paper_after(after)
    with pytest.raises(PaperOut) as raised:
        hall.print(ticket("B777"))
    assert raised.value.begun
    if not hall.model.speaks_up:
        until(lambda: hall.bench.held == 0)  # told to forget while it is offline; online it would not listen
    hall.bench.tear()
    hall.bench.slips.clear()
    hall.bench.load_paper()
    until(lambda: hall.driver.condition(Deadline(5)).media is Media.FULL)
    hall.print(ticket("C888"))
    hall.bench.tear()
    assert hall.codes() == ["https://hall.example/t/C888"]
    assert not [line for slip in hall.bench.slips[-1:] for line in slip.lines if "B777" in line]
    assert hall.bench.unknown == []
    hall.close()


@pytest.mark.parametrize("name", ["epson_80", "snbc_80", "custom_kpm300"])
def test_the_last_word_of_a_printer_that_is_full_counts(wire: Wire, name: str) -> None:
    """Out of paper with a full buffer it hears no question any more; it has said why, and that is no silence."""
    hall = Hall(wire, name)
    hall.print()
    hall.bench.empty_paper_after(400)
    with pytest.raises(PaperOut):
        hall.print()
    hall.bench.stall()
    condition = hall.driver.condition(Deadline(5))
    assert (condition.link, condition.media, condition.code) == (Link.ONLINE, Media.OUT, "paper_out")
    hall.bench.flow()
    hall.bench.load_paper()
    until(lambda: hall.driver.condition(Deadline(5)).media is Media.FULL)
    hall.wire.silent = True
    hurry(hall.driver)
    with pytest.raises(Mute):
        hall.driver.condition(Deadline(5))
    hall.close()


def test_what_was_left_of_a_job_never_reaches_the_next_citizen(wire: Wire) -> None:
    hall = Hall(wire, buffer=65536)
    hall.print()
    hall.bench.slips.clear()
    hall.bench.empty_paper_after(900)
    with pytest.raises(PaperOut):
        hall.print(ticket("B777"))
    until(lambda: hall.bench.held == 0)
    hall.bench.load_paper()
    hall.print(ticket("C888"))
    stub, whole = hall.bench.slips
    assert not [line for line in whole.lines if "B777" in line]
    assert stub.dots.height < whole.dots.height
    hall.close()


def test_the_cutter_jams(hall: Hall) -> None:
    hall.print()
    hall.bench.jam_cutter()
    with pytest.raises(CutterJammed) as raised:
        hall.print()
    assert raised.value.begun
    assert hall.driver.condition(Deadline(5)).media is Media.JAMMED
    hall.bench.clear_jam()
    until(lambda: hall.driver.condition(Deadline(5)).link is Link.ONLINE)  # the driver tells it to recover
    assert hall.print(ticket("A013")) is PaperState.PRINTED
    assert hall.codes() == ["https://hall.example/t/A013"]


def test_paper_jam_on_a_model_that_reports_it(wire: Wire) -> None:
    hall = Hall(wire, "snbc_80")
    hall.bench.jam_paper()
    with pytest.raises(PaperJammed):
        hall.print()
    hall.bench.clear_jam()
    until(lambda: hall.driver.condition(Deadline(5)).link is Link.ONLINE)
    hall.close()


def test_the_cover_is_opened_during_the_print(wire: Wire) -> None:
    hall = Hall(wire, speed=2000)
    hall.print()
    hall.bench.slips.clear()
    hall.halfway(hall.bench.open_cover)
    with pytest.raises(CoverOpen) as raised:
        hall.print(ticket("B777"))
    assert raised.value.begun
    hall.bench.close_cover()
    assert hall.print(ticket("C888")) is PaperState.PRINTED
    assert hall.codes() == ["https://hall.example/t/C888"]
    hall.close()


def test_heat_during_the_print_is_waited_out(wire: Wire) -> None:
    hall = Hall(wire, speed=4000)

    def overheat() -> None:
        hall.bench.overheat()
        threading.Timer(0.2, hall.bench.cool_down).start()

    hall.halfway(overheat)
    assert hall.print() is PaperState.PRINTED
    assert hall.bench.on_change is None
    hall.close()


def test_silence_with_bytes_on_the_way_is_unknown(wire: Wire) -> None:
    hall = Hall(wire, speed=3000)

    def fall_silent() -> None:
        wire.silent = True
        hurry(hall.driver)

    hall.halfway(fall_silent)
    assert hall.print() is PaperState.UNKNOWN
    wire.silent = False
    hall.be_patient()
    until(lambda: hall.driver.condition(Deadline(5)).link is Link.ONLINE)
    assert hall.print(ticket("C888")) is PaperState.PRINTED
    assert hall.codes() == ["https://hall.example/t/C888"]
    hall.close()


def test_a_pulled_cable_with_bytes_on_the_way_is_unknown(wire: Wire) -> None:
    hall = Hall(wire, speed=2000)
    hall.halfway(wire.pull)
    assert hall.print() is PaperState.UNKNOWN
    with pytest.raises(Offline):
        hall.driver.condition(Deadline(5))
    wire.plug()
    hall.driver.close()
    hall.open().hello(Deadline(SOON))
    assert hall.print(ticket("C888")) is PaperState.PRINTED
    assert hall.codes() == ["https://hall.example/t/C888"]
    hall.close()


def test_a_confirmation_that_is_lost_is_unknown(hall: Hall) -> None:
    """The slip is out; nobody may say so, and nobody may print it again."""
    write = hall.wire.write
    hall.bench._interpreter._answer = lambda data: write(data.replace(b"\x37\x22", b"\x37\x21"))
    hall.finish_within(0.5)
    assert hall.print(ticket("B777")) is PaperState.UNKNOWN
    until(lambda: len(hall.bench.slips) == 1)
    assert hall.codes() == ["https://hall.example/t/B777"]


def test_the_confirmation_of_another_job_is_not_ours(hall: Hall) -> None:
    write = hall.wire.write
    hall.bench._interpreter._answer = lambda data: write(b"\x37\x22OOOO\0" if data[:1] == b"\x37" else data)
    hall.finish_within(0.5)
    assert hall.print() is PaperState.UNKNOWN


def test_a_printer_that_takes_nothing_more_is_not_waited_for_forever(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serial_line, "WRITE_WAIT", 0.2)
    driver = ReceiptPrinter(open_port(wire.address), patient("plain_58"))
    stuck = threading.Event()

    def answer() -> None:
        for _ in range(4):
            wire.read(SOON)
            wire.write(b"\x12")
        wire.read(SOON)
        hurry(driver)
        wire.write(bytes(6))
        stuck.wait(10)  # it reads nothing any more

    printer = threading.Thread(target=answer)
    printer.start()
    start = time.monotonic()
    slip = Slip(tuple(Text("𠮷" * 14) for _ in range(40)))
    assert driver.print(Deadline(10), slip) is PaperState.UNKNOWN
    assert time.monotonic() - start < 5
    stuck.set()
    printer.join()
    driver.close()


def test_xoff_is_respected(wire: Wire) -> None:
    hall = Hall(wire, speed=3000, xon_xoff=True)
    assert hall.print(Slip(tuple(Text("𠮷" * 20) for _ in range(40)))) is PaperState.PRINTED
    hall.close()


def test_xoff_without_end_is_a_silence(wire: Wire) -> None:
    hall = Hall(wire, xon_xoff=True, speed=500)
    hall.driver._model = replace(hall.model, stall_within=0.5)
    assert hall.print(Slip(tuple(Text("𠮷" * 20) for _ in range(40)))) is PaperState.UNKNOWN
    hall.close()


def test_a_cancelled_job_is_cut_off_and_forgotten(wire: Wire) -> None:
    hall = Hall(wire, speed=2000)
    hall.print()
    cancelled = threading.Event()
    hall.halfway(cancelled.set)
    with pytest.raises(Cancelled):
        hall.driver.print(Deadline(5, cancelled), ticket("B777"))
    until(lambda: hall.bench.held == 0)
    assert hall.print(ticket("C888")) is PaperState.PRINTED
    assert hall.codes() == ["https://hall.example/t/C888"]
    hall.close()


def test_a_job_has_a_deadline(wire: Wire) -> None:
    hall = Hall(wire, speed=300)
    start = time.monotonic()
    assert hall.print(within=0.5) is PaperState.UNKNOWN
    assert time.monotonic() - start < 1.5
    hall.close()


def test_clearing_ends_a_picture_that_was_left_half_sent() -> None:
    """A printer without DLE DC4 takes the NULs for the rest of the picture, then obeys again."""
    model = load_model("snbc_80")
    cuts: list[bool] = []
    interpreter = Interpreter(load_model("snbc_80"), lambda _: None, lambda: cuts.append(True))
    half = b"\x1dv0\x00\x48\x00\x40\x00" + b"\xff" * 100
    buffer = bytearray(half + clearing(model))
    while buffer and interpreter.step(buffer):
        pass
    assert not buffer
    assert cuts == [True]
    assert interpreter.unknown == []


# ---------------------------------------------------------------- bad days


def _pull(hall: Hall, dice: random.Random) -> None:
    threading.Timer(dice.uniform(0, 0.02), hall.wire.pull).start()


def _silence(hall: Hall, dice: random.Random) -> None:
    threading.Timer(dice.uniform(0, 0.02), setattr, (hall.wire, "silent", True)).start()


def _noise(hall: Hall, dice: random.Random) -> None:
    hall.wire.noise = True


def _half_answer(hall: Hall, dice: random.Random) -> None:
    hall.wire.cut_after = dice.randrange(2)


def _paper(hall: Hall, dice: random.Random) -> None:
    hall.bench.empty_paper_after(dice.randrange(1, 8000))


def _cover(hall: Hall, dice: random.Random) -> None:
    threading.Timer(dice.uniform(0, 0.02), hall.bench.open_cover).start()


def _cutter(hall: Hall, dice: random.Random) -> None:
    hall.bench.jam_cutter()


def _stray(hall: Hall, dice: random.Random) -> None:
    stray = dice.randbytes(dice.randrange(1, 20))
    threading.Timer(dice.uniform(0, 0.02), hall.wire.write, (stray,)).start()


BAD_DAYS = (_pull, _silence, _noise, _half_answer, _paper, _cover, _cutter, _stray)


def _heal(hall: Hall) -> None:
    wire, bench = hall.wire, hall.bench
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.join()
    wire.silent = wire.noise = False
    wire.cut_after = None
    bench.clear_jam()
    bench.close_cover()
    bench.load_paper()
    with bench._lock:
        bench._paper_left = None
    if not wire.plugged:
        wire.plug()
    hall.driver.close()
    hall.open()


@pytest.mark.parametrize("name", ["epson_80", "snbc_80"])
def test_bad_days(wire: Wire, name: str) -> None:
    """Whatever happens: a typed fault or a paper state in time; a claim is true; nobody gets another's slip."""
    hall = Hall(wire, name, speed=100000)
    impatient = replace(hall.model, answer_within=0.02, finish_within=0.1)
    hall.model = replace(hall.model, answer_within=0.5, stall_within=2.0, finish_within=3.0)
    dice = random.Random(name)
    for day in range(30):
        number, following = f"B{day:03}", f"C{day:03}"
        bad = dice.choice(BAD_DAYS)
        bad(hall, dice)
        hall.driver._model = hall.driver._line.model = impatient
        start = time.monotonic()
        outcome: PaperState | None = None
        refused = False
        try:
            outcome = hall.print(_small(number), within=1.0)
        except Fault as fault:
            refused = not getattr(fault, "begun", False)
        assert time.monotonic() - start < 2.0, bad.__name__
        if outcome in (PaperState.PRINTED, PaperState.PROCESSED):
            assert number in _numbers(hall), bad.__name__
        if refused:
            assert number not in _numbers(hall), bad.__name__
        _heal(hall)
        until(lambda: hall.driver.condition(Deadline(5)).link is Link.ONLINE)
        assert hall.print(_small(following)) in (PaperState.PRINTED, PaperState.PROCESSED), bad.__name__
        whole = [slip for slip in hall.bench.slips if following in str(slip.lines)]
        assert len(whole) == 1
        assert number not in str(whole[0].lines), bad.__name__
        assert _numbers(hall).count(number) <= 1, "printed twice"
        hall.bench.slips.clear()
    hall.close()


def _small(number: str) -> Slip:
    return Slip((Pair("号码", number), Text("𠮷" * 20), Rule(), QrCode(number), Text("请勿遗失" * 10)))


def _numbers(hall: Hall) -> list[str]:
    return [word for slip in list(hall.bench.slips) for line in slip.lines for word in line.split() if word != "号码"]
