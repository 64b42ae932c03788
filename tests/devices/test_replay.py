"""Recordings are replayed to the drivers: found faults stay found, and what was recorded is enough to live it again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from devices.bench import replay as program
from devices.bench.cards import sample
from devices.bench.recording import Recording, load, read
from devices.bench.replay import replay
from devices.states import Offline
from tests.devices.record_faults import FAULTS, RECORDINGS, Scene, live, printer, reader, save, scanner
from tests.devices.wire_scenarios import drivers

FILES = sorted(RECORDINGS.glob("*.jsonl"))
CODE = "ZW1:预约 A012"
HEADER = b'{"recording": 1, "driver": "id_card_reader:sdt", "seconds": 1}\n'


def test_every_fault_has_its_recording() -> None:
    assert [file.stem for file in FILES] == sorted(found.name for found in FAULTS)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_found_fault_stays_found(file: Path) -> None:
    recording = load(file)
    replayed = replay(recording)
    if replayed.departures:  # the driver asks otherwise now, and the answers fit no more: it lives through it again
        (found,) = (found for found in FAULTS if found.name == file.stem)
        scene = live(found)
        replayed = replay(recorded(scene))
        assert not replayed.departures
    assert [call.result for call in replayed.calls] == list(recording.results)


def test_a_recorded_fault_can_be_made_anew(tmp_path: Path) -> None:
    (found,) = (found for found in FAULTS if found.name == "card_frame_broken_off")
    save(found, tmp_path / "recording.jsonl")
    assert replay(load(tmp_path / "recording.jsonl")).calls == replay(load(RECORDINGS / f"{found.name}.jsonl")).calls


def recorded(scene: Scene) -> Recording:
    return read(scene.recorder.dump())


def calls(recording: Recording) -> list[tuple[str, str]]:
    replayed = replay(recording)
    assert not replayed.departures
    assert not replayed.left
    return [(call.verb, call.result) for call in replayed.calls]


@pytest.mark.parametrize("family", drivers()["code_scanner"])
def test_a_good_day_of_every_scanner_can_be_lived_again(family: str) -> None:
    scene = scanner(family)
    scene.ask("hello", "condition")
    scene.wire.plan(0.3, lambda: scene.wire.far.show(CODE))
    scene.ask("scan")
    assert scene.calls[-1][-1] == f"scanned {len(CODE.encode())} bytes"
    again = calls(recorded(scene))
    # What it says of itself may be veiled, and a keyboard's digits are: another character may come of them.
    assert [(verb, result.split()[0]) for verb, result in again] == [
        (verb, result.split()[0]) for verb, result in scene.calls
    ]


@pytest.mark.parametrize("model", drivers()["receipt_printer"])
def test_a_good_day_of_every_printer_can_be_lived_again(model: str) -> None:
    scene = printer(model)
    scene.ask("hello", "condition", "print", "condition")
    scene.wire.far.tear()
    scene.ask("condition")
    assert calls(recorded(scene)) == scene.calls


def test_a_good_day_of_a_card_reader_can_be_lived_again() -> None:
    scene = reader()
    scene.ask("hello", "condition")
    scene.wire.far.lay(sample("li_ming"))
    scene.ask("read")
    assert calls(recorded(scene)) == scene.calls


def test_unplugged_and_plugged_in_again() -> None:
    scene = reader()
    scene.ask("hello")
    scene.wire.close()
    scene.ask("condition")
    scene.wire.plugged = True
    scene.open()
    scene.ask("hello", "condition")
    recording = recorded(scene)
    assert len(recording.conversations) == 2
    assert calls(recording) == scene.calls
    assert scene.calls[1] == ("condition", Offline.code)


def test_a_driver_that_departs_is_shown_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "recording.jsonl"
    lines = (RECORDINGS / "module_defect.jsonl").read_text("utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if "aaaaaa9669000311ffed" in line)  # asks for the status
    entry = json.loads(lines[at])
    lines[at] = json.dumps(entry | {"hex": "aaaaaa966900031055"})
    file.write_text("\n".join(lines), "utf-8")
    assert program.main([str(file)]) == 1
    told = capsys.readouterr().out
    assert "wrote aa aa aa 96 69 00 03 11 ff ed (10 bytes); the recording has aa aa aa 96 69 00 03 10 55" in told
    assert "the driver departs from the recording" in told
    assert program.main([str(RECORDINGS / "module_defect.jsonl")]) == 0
    assert "as recorded" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"{}", ":1: KeyError: 'recording'"),
        (b"[]", ":1: TypeError"),
        (b'{"recording": 7}', "version 7 of the format, this program reads 1"),
        (b"\xff", ":1: "),
        (
            b'{"recording": 1, "driver": "id_card_reader:sdt", "seconds": 1}\n{"at": 0, "event": "eaten"}',
            ":2: ValueError",
        ),
        (
            b'{"recording": 1, "driver": "id_card_reader:sdt", "seconds": 1}\n{"at": "x", "event": "sent"}',
            ":2: TypeError",
        ),
        (b'{"recording": 1, "driver": "toaster", "seconds": 1}', "no driver 'toaster'"),
    ],
)
def test_a_broken_file_is_told_by_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, said: str
) -> None:
    file = tmp_path / "recording.jsonl"
    file.write_bytes(content)
    assert program.main([str(file)]) == 2
    assert said in capsys.readouterr().err
