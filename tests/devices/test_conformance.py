"""The conformance kit: our own drivers conform, and a driver that breaks a rule is found out by the rule it breaks."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from devices import a4_printer, conformance
from devices.bench.wire import Wire
from devices.clock import Clock
from devices.code_scanner import CodeScanner, Scanned
from devices.conformance.bench_rig import CameraRig, virtual_rig
from devices.conformance.hands import Act, Missing, Nobody, Person, Sight
from devices.conformance.report import Finding, Report, Verdict
from devices.conformance.rig import Failed, Make, Rig
from devices.conformance.suite import load, load_camera, run, steps
from devices.deadline import Deadline
from devices.id_card import IdCard
from devices.id_card_reader import SdtIdCardReader
from devices.paper import PaperState, Slip
from devices.ports import Port, open_port
from devices.printer_model import load_model
from devices.receipt_printer import ReceiptPrinter
from devices.scanner_family import load_family
from devices.states import Cancelled, Condition, Fault, Identity, Link
from tests.devices.wire_scenarios import drivers

PRINTERS = ("epson_80", "plain_58", "custom_presenter")  # one of each way to say that a slip is out; each takes a while
NAMES = [
    f"{kind}:{model}"
    for kind, models in drivers().items()
    for model in (PRINTERS if kind == "receipt_printer" else models)
]


@pytest.fixture(autouse=True)
def sheets_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second of work for each sheet, always with the same result."""
    monkeypatch.setattr(a4_printer, "draw", cache(a4_printer.draw))


@pytest.mark.parametrize("name", NAMES)
def test_our_own_drivers_conform(name: str) -> None:
    make, takes_clock = load(name)
    report = run(name, name.partition(":")[0], virtual_rig(name, make), place="bench")
    assert takes_clock
    assert [finding for finding in report.findings if finding.verdict in (Verdict.FAILED, Verdict.NOT_TESTED)] == []
    assert report.conforms
    assert report.identity is not None


def test_our_own_camera_conforms() -> None:
    """In real time: those steps that need no long wait."""
    rig = CameraRig(load_camera("camera"))
    quick = ("hello", "hello_again", "condition", "off", "scan", "gone", "close")
    try:
        findings = [step.take(rig) for step in steps("camera") if step.name in quick]
    finally:
        rig.close_bench()
    assert {finding.verdict for finding in findings} == {Verdict.PASSED}, findings


# ---------------------------------------------------------------- drivers that break a rule


class Careless(SdtIdCardReader):
    """Says that all is well without asking."""

    def condition(self, by: Deadline) -> Condition:
        return Condition(Link.ONLINE)


class Deaf(SdtIdCardReader):
    """Waits in one piece."""

    def __init__(self, port: Port, now: Callable[[], float]) -> None:
        super().__init__(port, now)
        self._deaf_port = port

    def hello(self, by: Deadline) -> Identity:
        try:
            return super().hello(by)
        except Cancelled:
            self._deaf_port.read(1, 2.0)
            raise


class Eager(SdtIdCardReader):
    """Hands the same card over again and again."""

    card: IdCard | None = None

    def read(self, by: Deadline) -> IdCard:
        self.card = self.card or super().read(by)
        return self.card


class Buggy(SdtIdCardReader):
    """Raises what is no fault."""

    def condition(self, by: Deadline) -> Condition:
        raise KeyError("status")


class Anybody(SdtIdCardReader):
    """Takes whatever answers for a reader."""

    def hello(self, by: Deadline) -> Identity:
        try:
            return super().hello(by)
        except Fault:
            return Identity("id_card_reader", "SDT")


class Chatty(CodeScanner):
    """Its readings tell what was read."""

    def scan(self, by: Deadline) -> Scanned:
        scanned = super().scan(by)

        class Loud(Scanned):
            def __repr__(self) -> str:
                return self.text

        return Loud(scanned.data, scanned.text)


class Twice(ReceiptPrinter):
    """Prints everything again, to be sure."""

    def print(self, by: Deadline, slip: Slip) -> PaperState:
        super().print(by, slip)
        return super().print(by, slip)


class Hopeful(ReceiptPrinter):
    """Takes silence for success."""

    def print(self, by: Deadline, slip: Slip) -> PaperState:
        state = super().print(by, slip)
        return PaperState.PRINTED if state is PaperState.UNKNOWN else state


def reader(kind: type[SdtIdCardReader]) -> tuple[str, Make]:
    return "id_card_reader:sdt", kind


def scanner(kind: type[CodeScanner]) -> tuple[str, Make]:
    return "code_scanner:newland", lambda port, now: kind(port, load_family("newland"), now)


def printer(kind: type[ReceiptPrinter]) -> tuple[str, Make]:
    return "receipt_printer:epson_80", lambda port, now: kind(port, load_model("epson_80"), now)


@pytest.mark.parametrize(
    ("driver", "broken"),
    [
        (reader(Careless), {"silence", "unplugged"}),
        (reader(Deaf), {"cancel"}),
        (reader(Eager), {"once"}),
        (reader(Anybody), {"deadline", "wrong_device"}),
        (scanner(Chatty), {"scan"}),
        (printer(Twice), {"print", "one_paper_each"}),
        (printer(Hopeful), {"silent_inside"}),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_a_broken_rule_is_found(driver: tuple[str, Make], broken: set[str]) -> None:
    name, make = driver
    report = run("vendor", name.partition(":")[0], virtual_rig(name, make), place="bench")
    assert broken <= {finding.step for finding in report.failed}
    assert not report.conforms
    assert report.summary().startswith("does not conform")


def test_a_bug_is_a_finding_and_not_the_end() -> None:
    name, make = reader(Buggy)
    report = run("vendor", "id_card_reader", virtual_rig(name, make), place="bench")
    assert len(report.findings) == len(steps("id_card_reader"))
    finding = next(finding for finding in report.findings if finding.step == "condition")
    assert "condition raised KeyError, which is neither a fault nor a cancel" in finding.note


def test_a_driver_that_cannot_be_made_leaves_its_port(wire: Wire) -> None:
    def make(port: Port, now: Callable[[], float]) -> SdtIdCardReader:
        raise ValueError

    rig = Rig(make, lambda: open_port(wire.address), Clock(), Nobody())
    for _ in range(2):
        with pytest.raises(Failed, match="ValueError"):  # and not that another holds the port
            rig.call("hello", within=1.0)
    open_port(wire.address).close()


def test_without_a_hello_nothing_else_is_tried() -> None:
    def make(port: Port, now: Callable[[], float]) -> Any:
        return SdtIdCardReader(port, now)

    rig = virtual_rig("code_scanner:plain", make)
    report = run("vendor", "id_card_reader", rig, place="bench")
    assert [finding.verdict for finding in report.findings][:2] == [Verdict.FAILED, Verdict.NOT_TESTED]
    assert {finding.note for finding in report.findings[1:]} == {"no hello"}


# ---------------------------------------------------------------- hands


def test_what_nobody_does_is_never_passed() -> None:
    make, _ = load("code_scanner:newland")
    rig = virtual_rig("code_scanner:newland", make)
    rig.hands = Nobody()
    report = run("code_scanner:newland", "code_scanner", rig, place="/dev/ttyUSB0")
    assert not report.failed
    assert not report.conforms
    assert report.summary().startswith("incomplete")
    untested = {finding.step for finding in report.findings if finding.verdict is Verdict.NOT_TESTED}
    assert {"unplugged", "silence", "scan", "once", "gb18030"} <= untested
    assert {"hello", "condition", "nobody"}.isdisjoint(untested)


def test_a_person_is_told_what_to_do() -> None:
    asked: list[str] = []
    answers = iter(["", "s", "N", "2", "s"])

    def ask(sentence: str) -> str:
        asked.append(sentence)
        return next(answers)

    person = Person(ask)
    assert person.do(Act.UNPLUG)
    assert not person.do(Act.LAY_CARD, after=2.0)
    with pytest.raises(Missing):
        person.do(Act.JAM_CUTTER)
    assert person.see(Sight.SLIPS) == 2
    assert person.see(Sight.SLIPS) is None
    assert not person.do(Act.DISTURB)  # nobody's hand makes noise
    assert asked[0].startswith("  pull the device's cable out of the machine [Enter = done")
    assert "about 2 s after you pressed Enter" in asked[1]


# ---------------------------------------------------------------- report and command line


def test_a_report_shows_what_a_device_says_as_text() -> None:
    report = Report("d", "code_scanner", "bench", "kiosk 1", "2026-01-01T00:00:00+08:00")
    report.identity = Identity("code_scanner", "x | `rm` \x1b[2J")
    report.findings.append(Finding("hello", "proves it", Verdict.PASSED, "0.1 s"))
    assert "- device: x \\| 'rm' ·[2J" in report.markdown()
    assert json.loads(report.json())["result"] == "conforms: 1 passed"


def test_the_command_writes_both_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--driver", "code_scanner:ssi", "--bench", "--report", str(tmp_path / "ssi")]
    assert conformance.main(arguments) == 0
    told = capsys.readouterr().out
    assert "passed      control_characters" in told
    assert told.endswith("conforms: 20 passed\n")
    assert "**conforms: 20 passed**" in (tmp_path / "ssi.md").read_text("utf-8")
    assert json.loads((tmp_path / "ssi.json").read_text("utf-8"))["driver"] == "code_scanner:ssi"


VENDOR = """
from devices.code_scanner import CodeScanner
from devices.scanner_family import load_family

def with_clock(port, now):
    return CodeScanner(port, load_family("honeywell"), now)
"""


def test_anybodys_driver_is_found_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "vendor_of_scanners.py").write_text(VENDOR)
    monkeypatch.chdir(tmp_path)
    arguments = ["--driver", "vendor_of_scanners:with_clock", "--bench", "--model", "honeywell"]
    assert conformance.main(arguments) == 2
    assert "say what vendor_of_scanners:with_clock drives: --kind" in capsys.readouterr().err
    assert conformance.main([*arguments, "--kind", "code_scanner"]) == 0
    assert conformance.main([*arguments, "--kind", "code_scanner", "--model", "toaster"]) == 2
    assert "no bench for scanner family 'toaster'" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["nowhere.module:factory", "json:no_such_thing", "just_a_word", "code_scanner:"])
def test_a_driver_that_is_not_there(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert conformance.main(["--driver", name, "--kind", "code_scanner", "--bench"]) == 2
    assert name in capsys.readouterr().err


@pytest.mark.parametrize("source", ["make = 5", "make = (", "1 / 0"])
def test_a_module_that_is_no_driver_is_one_line(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    module = f"broken_vendor_{len(source)}"
    (tmp_path / f"{module}.py").write_text(source)
    monkeypatch.chdir(tmp_path)
    assert conformance.main(["--driver", f"{module}:make", "--kind", "code_scanner", "--bench"]) == 2
    assert capsys.readouterr().err.startswith(f"no driver '{module}:make': ")


def test_a_report_that_cannot_be_written_is_said_before_the_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--driver", "code_scanner:ssi", "--bench", "--report", str(tmp_path / "nowhere" / "ssi")]
    assert conformance.main(arguments) == 2
    assert capsys.readouterr().out == ""


def test_whoever_left_is_asked_nothing_more() -> None:
    def ask(_question: str) -> str:
        raise KeyboardInterrupt

    person = Person(ask)
    with pytest.raises(KeyboardInterrupt):
        person.do(Act.SILENCE)
    assert not person.do(Act.SPEAK)


def test_without_a_keyboard_steps_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO())
    assert not Person().do(Act.SPEAK)
    assert Person().see(next(iter(Sight))) is None


def test_a_port_that_is_not_there_is_no_hello(capsys: pytest.CaptureFixture[str]) -> None:
    began = time.monotonic()
    assert conformance.main(["--driver", "code_scanner:newland", "--port", "/dev/nowhere", "--yes"]) == 1
    assert "hello ended in device_gone" in capsys.readouterr().out
    assert time.monotonic() - began < 5.0


def test_a_driver_without_a_clock_works_on_a_real_pty(wire: Wire) -> None:
    from devices.conformance.bench_rig import PtyRig
    from devices.conformance.every_driver import STEPS

    rig = PtyRig("code_scanner:newland", lambda port, now: CodeScanner(port, load_family("newland")))
    try:
        findings = [step.take(rig) for step in STEPS if step.name in ("hello", "condition", "unplugged", "plugged_in")]
    finally:
        rig.close_bench()
    assert {finding.verdict for finding in findings} == {Verdict.PASSED}
