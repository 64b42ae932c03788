"""`kiosk devices …` as a technician meets it: simulated hardware behind real wires, and what goes wrong with it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from devices.bench.bench import Bench
from devices.bench.cards import sample
from devices.bench.wire import Wire
from devices.ports import open_port
from devices.vision.frame_slot import Frame
from kiosk import config
from kiosk.__main__ import main
from kiosk.config import DevicesSection, IdCardReaderSection
from kiosk.ledger import Ledger
from kiosk.technician import commands, look, probing
from kiosk.technician.checks import WITHIN
from kiosk.technician.probing import Found, changes, probe
from kiosk.technician.samples import TEST_CODE
from kiosk.technician.teller import Teller
from kiosk.technician.words import advice
from tests.devices.lamp import BenchLamp
from tests.devices.patience import until
from tests.kiosk.test_command_line import ROOT, Terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    terminal = Terminal(tmp_path)
    terminal.storage.mkdir()
    return terminal


@pytest.fixture(autouse=True)
def nothing_else_is_plugged_in(monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("kiosk.technician.search.plugged", "kiosk.technician.watch.plugged"):
        monkeypatch.setattr(place, list)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Silence is believed soon, and few languages are known."""
    monkeypatch.setattr(probing, "families", lambda: ("newland",))
    monkeypatch.setattr(probing, "LISTEN", 0.05)
    for who in ("PRINTER", "READER", "SCANNER"):
        monkeypatch.setattr(probing, f"{who}_WITHIN", 0.25)
    monkeypatch.setattr(look, "PATIENCE", 0.5)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    status = main(["devices", *arguments])
    return status, capsys.readouterr().out


def rows(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    status, said = run(capsys, *arguments, "--json")
    return status, [json.loads(line) for line in said.splitlines()]


# ---------------------------------------------------------------- list


def test_list_says_how_each_device_is(terminal: Terminal, bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = terminal.configure()
    status, said = run(capsys, "list", *arguments)
    lines = [line for line in said.splitlines() if not line.startswith(" ")]
    assert (status, {line.split()[0] for line in lines}) == (0, {"ok"})
    bench.scanner.wire.pull()
    bench.printer.empty_paper()
    status, found = rows(capsys, "list", *arguments)
    assert status == 1
    assert {row["name"]: (row["link"], row["media"], row["code"], row["usable"]) for row in found} == {
        "id_card_reader": ("online", "not_reported", "", True),
        "code_scanner": ("no_device", "unknown", "device_gone", False),
        "receipt_printer": ("online", "out", "paper_out", False),
    }
    _, said = run(capsys, "list", *arguments)
    assert "Scanner not connected / 扫码器没有连接" in said
    assert "put in paper / 装纸" in said


@pytest.mark.usefixtures("quick")
def test_a_device_on_the_wrong_port_is_named_and_so_is_what_is_there(
    terminal: Terminal, bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither of them understands a word of what it is asked, so each is silent."""
    printer, reader = bench.printer.wire.address, bench.reader.wire.address
    terminal.devices = f'[devices.id_card_reader]\nport = "{printer}"\n[devices.receipt_printer]\nport = "{reader}"\n'
    status, found = rows(capsys, "list", *terminal.configure())
    assert status == 1
    assert [(row["code"], row["facts"]) for row in found] == [
        ("device_wrong", {"expected": "id_card_reader", "found": "receipt_printer"}),
        ("device_wrong", {"expected": "receipt_printer", "found": "id_card_reader"}),
    ]
    said = advice("device_wrong", facts=found[0]["facts"])
    assert "here answers: Printer; configured: Card reader" in said
    assert "这里接的是打印机，配置的是身份证阅读器" in said


def test_while_the_terminal_runs_its_devices_are_its_own(
    terminal: Terminal, bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = terminal.configure()
    running = Ledger(terminal.storage / "ledger.db")
    status, found = rows(capsys, "list", *arguments)
    assert status == 1
    assert {row["code"] for row in found} == {"terminal_runs"}
    for act in ("probe", "test"):
        assert main(["devices", act, *arguments]) == 3
        assert "terminal_runs" in capsys.readouterr().err
    running.close()


def test_a_wrong_configuration_is_said_with_its_line(terminal: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    terminal.devices = "[devcies]\n"
    assert main(["devices", "list", *terminal.configure()]) == 3
    said = capsys.readouterr().err
    assert "did you mean devices?" in said
    assert "correct the file" in said


# ---------------------------------------------------------------- probe


@pytest.mark.usefixtures("quick")
def test_probe_finds_what_is_there_and_proposes_what_is_missing(
    terminal: Terminal, bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    ports = {name: wire.address for name, wire in bench.wires.items()}
    terminal.devices = '[devices.code_scanner]\nport = "/dev/gone"  # at the left\n'
    arguments = terminal.configure()
    before = terminal.file.read_text()
    status, said = run(capsys, "probe", *arguments, "--port", ports["code_scanner"])
    assert status == 0
    assert terminal.file.read_text() == before
    assert '-port = "/dev/gone"  # at the left' in said
    asked = [part for port in ports.values() for part in ("--port", port)]
    assert main(["devices", "probe", *arguments, *asked, "--apply", "--yes"]) == 0
    devices = config.load(terminal.file).devices
    assert devices.id_card_reader is not None
    assert devices.code_scanner is not None
    assert devices.receipt_printer is not None
    assert {"id_card_reader", "code_scanner", "receipt_printer"} == ports.keys()
    assert (devices.id_card_reader.port, devices.code_scanner.family) == (ports["id_card_reader"], "newland")
    assert (devices.receipt_printer.port, devices.receipt_printer.model) == (ports["receipt_printer"], "epson_80")
    assert "# at the left" in terminal.file.read_text()
    capsys.readouterr()
    assert run(capsys, "list", *arguments)[0] == 0


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(("answer", "written"), [("y\n", True), ("n\n", False), ("", False)])
def test_apply_asks_first(
    answer: str, written: bool, terminal: Terminal, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, write = os.pipe()
    os.write(write, answer.encode())
    os.close(write)
    terminal.devices = ""
    with os.fdopen(read) as hand:
        monkeypatch.setattr(sys, "stdin", hand)
        status = main(
            ["devices", "probe", *terminal.configure(), "--port", bench.printer.wire.address, "--apply", "--json"]
        )
    assert status == 0
    assert (config.load(terminal.file).devices.receipt_printer is not None) is written


@pytest.mark.usefixtures("quick")
def test_probe_leaves_configured_held_and_absent_ports_alone(
    terminal: Terminal, bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    reader, printer = bench.reader.wire.address, bench.printer.wire.address
    terminal.devices = f'[devices.id_card_reader]\nport = "{reader}"\n'
    holder = open_port(printer)
    status, found = rows(
        capsys, "probe", *terminal.configure(), "--port", reader, "--port", printer, "--port", "/dev/none"
    )
    holder.close()
    assert status == 1
    assert [row.get("code") for row in found] == ["configured", "port_in_use", "device_gone", None]


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (b"$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47\r\n", "satellite_receiver"),
        (TEST_CODE.encode() + b"\r", "code_scanner"),
    ],
)
def test_what_speaks_by_itself_is_asked_nothing(said: bytes, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Talking:
        def __init__(self, *_arguments: object) -> None:
            self.asked = b""

        def write(self, data: bytes) -> None:
            raise AssertionError(data)

        def read(self, _size: int, _wait: float) -> bytes:
            return said

        def flush_input(self) -> None: ...

        def close(self) -> None: ...

    monkeypatch.setattr(probing, "open_port", Talking)
    found = probe("/dev/ttyUSB0")
    assert (found.kind, found.identity) == (kind, None)


@pytest.mark.usefixtures("quick")
def test_who_knows_none_of_our_languages_is_nobody_and_printers_are_asked_first(tmp_path: Path) -> None:
    wire = Wire(tmp_path / "port")
    heard = bytearray()

    class Listening(BenchLamp):
        def _run(self) -> None:
            while not self._over.is_set():
                heard.extend(self.wire.read(0.02))

    lamp = Listening(wire)
    lamp.start()
    assert probe(wire.address) == Found(wire.address, "")
    until(lambda: b"SCNMOD" in heard)
    lamp.stop()
    wire.close()
    assert heard.startswith(b"\x10\x04")


@pytest.mark.usefixtures("quick")
def test_a_scanner_that_took_another_question_for_a_packets_length_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SSI's packets begin with their length: `???` of Newland's asks it to wait for 63 bytes."""
    monkeypatch.setattr(probing, "families", lambda: ("newland_classic", "ssi"))
    bench = Bench(tmp_path, scanner_family="ssi")
    bench.start()
    found = probe(bench.scanner.wire.address)
    bench.stop()
    assert (found.kind, found.settings) == ("code_scanner", {"family": "ssi"})


@pytest.mark.usefixtures("quick")
def test_a_reader_whose_module_is_broken_is_still_a_reader(bench: Bench) -> None:
    bench.reader.broken = True
    found = probe(bench.reader.wire.address)
    assert (found.kind, found.identity) == ("id_card_reader", None)


def test_a_guess_does_not_replace_what_the_configuration_knows() -> None:
    found = [
        Found("/dev/b", "id_card_reader", settings={"baud": 9600, "model": "guess"}),
        Found("/dev/c", "id_card_reader"),
        Found("/dev/d", "modem"),
        Found("/dev/e", ""),
    ]
    here = DevicesSection(id_card_reader=IdCardReaderSection(port="/dev/null"))
    away = DevicesSection(id_card_reader=IdCardReaderSection(port="/dev/none"))
    network = DevicesSection(id_card_reader=IdCardReaderSection(port="socket://10.0.0.5:1"))
    assert changes(here, found, []) == changes(network, found, []) == {}
    assert changes(away, found, []) == {"id_card_reader": {"port": "/dev/b", "baud": 9600}}
    assert changes(DevicesSection(), found[:1], []) == {
        "id_card_reader": {"port": "/dev/b", "baud": 9600, "model": "guess"}
    }


# ---------------------------------------------------------------- test


def test_test_tries_one_device_or_all(
    terminal: Terminal, bench: Bench, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = terminal.configure()
    monkeypatch.setattr(commands, "WITHIN", dict.fromkeys(WITHIN, 5.0))

    def hand(teller: Teller, text: str) -> None:
        """Does what it reads."""
        if not teller.as_json:
            teller.say("", text)
        if "Lay" in text:
            bench.reader.lay(sample("li_xiuying"))
        elif "Hold" in text:
            bench.scanner.show(TEST_CODE)

    monkeypatch.setattr(Teller, "text", hand)
    status, said = run(capsys, "test", *arguments)
    assert status == 0
    assert [line.split()[1] for line in said.splitlines() if line.startswith("ok")] == [
        "id_card_reader",
        "code_scanner",
        "receipt_printer",
    ]
    assert "Lay an ID card flat on the reader / 请把一张身份证平放在阅读器上" in said
    assert "李*" in said
    assert TEST_CODE in said
    bench.printer.open_cover()
    status, found = rows(capsys, "test", "receipt_printer", *arguments)
    assert (status, len(found), found[0]["code"], found[0]["ok"]) == (1, 1, "cover_open", False)


def test_a_device_that_is_not_configured_or_not_there(terminal: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    terminal.devices = '[devices.code_scanner]\nport = "/dev/none"\n'
    arguments = terminal.configure()
    assert main(["devices", "test", "receipt_printer", *arguments]) == 3
    assert "Printer not fitted" in capsys.readouterr().err
    status, found = rows(capsys, "test", *arguments)
    assert (status, found[0]["code"]) == (1, "device_gone")


def test_a_picture_is_measured_and_kept_only_when_somebody_says_so(
    terminal: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = terminal.directory / "grey.png"
    Image.new("RGB", (320, 240), (128, 128, 128)).save(picture)
    terminal.devices = f'[devices.camera]\nsource = "{picture}"\n'
    before = set(terminal.directory.rglob("*"))
    kept = terminal.directory / "kept.png"
    status, found = rows(capsys, "test", "camera", *terminal.configure(), "--save", str(kept))
    assert (status, found[0]["ok"]) == (0, True)
    facts = {name: value for _, line in found[0]["lines"] for name, value in line.items()}
    assert {"width": 320, "height": 240, "percent": 50, "light": "good"}.items() <= facts.items()
    assert set(terminal.directory.rglob("*")) - before <= {kept, terminal.file}
    with Image.open(kept) as image:
        assert image.size == (320, 240)


def test_a_picture_that_cannot_be_kept(
    terminal: Terminal, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Camera:
        hello = close = staticmethod(lambda *_arguments: None)
        picture = staticmethod(lambda _by: Frame(1, 0.0, 2, 1, bytes(8)))
        opened = None

    monkeypatch.setattr(commands.fittings, "openers", lambda _devices: {"camera": Camera})
    assert main(["devices", "test", "camera", *terminal.configure(), "--save", "/none/kept.png"]) == 3
    assert "/none/kept.png: No such file or directory" in capsys.readouterr().err


# ---------------------------------------------------------------- watch and the rest


def test_watch_tells_each_change_until_ctrl_c(terminal: Terminal, bench: Bench) -> None:
    watching = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "devices", "watch", *terminal.configure(), "--json"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert watching.stdout is not None
    seen: list[tuple[str, str]] = []

    def hear() -> tuple[str, str]:
        row = json.loads(watching.stdout.readline())  # type: ignore[union-attr]
        seen.append((row["name"], row["code"] or row["link"]))
        return seen[-1]

    for _ in bench.wires:
        hear()
    assert set(seen) == {(name, "online") for name in bench.wires}
    bench.scanner.wire.pull()
    assert hear() == ("code_scanner", "device_gone")
    bench.scanner.wire.plug()
    assert hear() == ("code_scanner", "online")
    watching.send_signal(signal.SIGINT)
    _, complaints = watching.communicate(timeout=10)
    assert watching.returncode == 0
    assert "Traceback" not in complaints


def test_a_reader_that_went_away_ends_a_list_quietly(terminal: Terminal, bench: Bench) -> None:
    listing = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "devices", "list", *terminal.configure()],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert listing.stdout is not None
    listing.stdout.close()
    assert listing.stderr is not None
    assert "Traceback" not in listing.stderr.read()
    listing.stderr.close()
    assert listing.wait(10) == 1


@pytest.mark.parametrize("arguments", [[], ["fly"], ["list", "extra"], ["test", "toaster"]])
def test_what_is_no_command_is_explained(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["devices", *arguments])
    assert end.value.code == 2
    assert "usage: kiosk devices" in capsys.readouterr().err


def test_help_tells_what_the_ends_mean(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["devices", "probe", "--help"])
    assert "3 when it cannot be done here and now" in " ".join(capsys.readouterr().out.split())


def test_conform_has_a_command_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["devices", "conform", "--help"])
    assert "--driver" in capsys.readouterr().out
