"""The bench as other processes see it: ports by name, and hands over a socket."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from devices.bench.bench import Bench
from devices.bench.cards import SAMPLES
from devices.bench.control import Control
from devices.bench.sheet_paper import PrintedSheet
from devices.deadline import Deadline
from devices.id_card_reader import SdtIdCardReader
from devices.ports import open_port
from devices.states import Offline
from tests.devices.patience import until


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path / "ports")
    bench.start()
    yield bench
    bench.stop()


class Hands:
    """The far end of the control socket."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), 5.0)
        self._lines = self._socket.makefile("rb")

    def __call__(self, do: str, **order: Any) -> dict[str, Any]:
        return self.raw(json.dumps({"do": do, **order}).encode())

    def raw(self, line: bytes) -> dict[str, Any]:
        self._socket.sendall(line + b"\n")
        answer: dict[str, Any] = json.loads(self._lines.readline())
        return answer

    def close(self) -> None:
        self._lines.close()
        self._socket.close()


@pytest.fixture
def hands(bench: Bench) -> Iterator[Hands]:
    control = Control(bench)
    hands = Hands(control.port)
    yield hands
    hands.close()
    control.close()


def test_hands_lay_and_lift_cards(bench: Bench, hands: Hands, tmp_path: Path) -> None:
    reader = SdtIdCardReader(open_port(str(tmp_path / "ports" / "id_card_reader")))
    assert hands("lay", card="li_ming") == {"ok": True}
    assert hands("state")["cards"] == ["li_ming"]
    assert reader.read(Deadline(5.0)).name == "李明"
    assert hands("lift")["ok"]
    reader.removed(Deadline(5.0))
    assert hands("lay_two", cards=["li_ming", "taiwan"])["ok"]
    assert len(bench.reader.cards) == 2
    reader.close()


def test_hands_at_the_a4_printer(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "ports", a4_port=0)
    control = Control(bench)
    bench.start()
    hands, tray = Hands(control.port), bench.a4_printer
    assert tray is not None
    assert hands("state")["a4_printer"] == tray.uri
    assert hands("a4", hand="jam")["ok"]
    assert not tray.well
    assert not hands("a4", hand="stop")["ok"], "no hand of a person's"
    tray.sheets.append(PrintedSheet(b"%PDF-1.6"))
    saved = hands("sheets", save=str(tmp_path / "sheets"))
    assert [Path(file).read_bytes() for file in saved["files"]] == [b"%PDF-1.6"]
    hands.close()
    control.close()
    bench.stop()


def test_hands_disturb_each_wire(bench: Bench, hands: Hands) -> None:
    for device, wire in bench.wires.items():
        assert hands("silence", device=device)["ok"]
        assert wire.silent
        assert hands("silence", device=device, on=False)["ok"]
        assert not wire.silent
        assert hands("noise", device=device)["ok"]
        assert wire.noise
        assert hands("cut", device=device, after=3)["ok"]
        assert wire.cut_after == 3
        assert hands("pull", device=device)["ok"]
        assert hands("state")["plugged"][device] is False
        with pytest.raises(Offline):
            open_port(wire.address)
        assert hands("plug", device=device)["ok"]
        open_port(wire.address).close()


def test_hands_show_codes_and_take_slips(bench: Bench, hands: Hands, tmp_path: Path) -> None:
    scanner = open_port(bench.scanner.wire.address)
    for order, seen in (({"payload": "ZW1:码"}, "ZW1:码".encode()), ({"hex": "d6d0b9fa"}, "中国".encode("gb18030"))):
        assert hands("show", **order)["ok"]
        received = b""
        while not received.endswith(b"\r"):  # as it leaves the factory, it reads whatever it sees
            received += scanner.read(64, 5.0)
        assert received == seen + b"\r"
    scanner.close()
    printer = open_port(bench.printer.wire.address)
    printer.write(b"\x1b@ticket\n\x1dV\x42\x00")
    until(lambda: hands("slips")["slips"] == 1)
    (file,) = hands("slips", save=str(tmp_path / "slips"))["files"]
    with Image.open(file) as slip:
        assert slip.width > 100
    printer.close()


@pytest.mark.parametrize("hand", ["near_end", "empty_paper", "load_paper", "open_cover", "close_cover", "jam_cutter"])
def test_hands_reach_the_printer(bench: Bench, hands: Hands, hand: str) -> None:
    changes: list[str] = []
    bench.printer.on_change = lambda: changes.append(hand)
    assert hands(hand)["ok"]
    assert changes


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b"null",
        b'{"do": []}',
        b'{"do": "fly"}',
        b'{"do": "lay"}',
        b'{"do": "lay", "card": "nobody"}',
        b'{"do": "lay_two", "cards": ["li_ming"]}',
        b'{"do": "pull", "device": "toaster"}',
        b'{"do": "cut", "device": "code_scanner", "after": "x"}',
        b'{"do": "show", "hex": "zz"}',
        b'{"do": "slips", "save": "/proc/nowhere"}',
    ],
)
def test_an_order_that_is_none_is_refused_and_the_next_is_heard(hands: Hands, line: bytes) -> None:
    answer = hands.raw(line)
    assert answer["ok"] is False
    assert answer["error"]
    assert hands("cards")["cards"] == [card.label for card in SAMPLES]


def test_the_program_says_ready_serves_and_takes_its_ports_away(tmp_path: Path) -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "devices.bench", "--directory", str(tmp_path), "--control", "127.0.0.1:0"],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert program.stdout is not None
    ready, _, address = program.stdout.readline().decode().partition(" ")
    assert ready == "ready"
    port = int(address.rpartition(":")[2])
    names = {"id_card_reader", "code_scanner", "receipt_printer"}
    assert {path.name for path in tmp_path.iterdir()} == names
    hands = Hands(port)
    assert hands("lay", card="hong_kong")["ok"]
    hands.close()
    program.send_signal(signal.SIGTERM)
    assert program.wait(10) == 0
    program.stdout.close()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("wrong", [("--scanner", "toaster"), ("--printer", "toaster"), ("--control", "nowhere")])
def test_a_wrong_argument_is_said_in_a_line(wrong: tuple[str, str], tmp_path: Path) -> None:
    """In a process of its own: the program blocks its signals for good."""
    command = [sys.executable, "-m", "devices.bench", "--directory", str(tmp_path), *wrong]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "error: " in ended.stderr
    assert "Traceback" not in ended.stderr
