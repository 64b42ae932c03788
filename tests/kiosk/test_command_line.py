"""The command line, as a technician meets it: enrol, doctor, run."""

from __future__ import annotations

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from central.contract.messages import Enrol, HallBoard, Health, Words
from devices.bench.bench import Bench
from devices.inventory import Connection, Plugged
from kiosk import doctor as doctors
from kiosk.__main__ import main
from kiosk.enrolment import keep_enrolled, load, own_key
from kiosk.ledger import Ledger
from tests.kiosk.scripted_office import NOW, ScriptedOffice, answer, problem
from tests.kiosk.test_enrolment import ENROLLED

ROOT = Path(__file__).parents[2]
CODE = "7K2M-Q9TX-4HBD"
WORDS = Words(zh_CN="一")
BOARD = HallBoard(hall_id="SZ-01", name=WORDS, address=WORDS, phone="", now=NOW, service_desk=WORDS, items=())
WELL = (answer(Health(version="1", now=NOW)), answer(BOARD), answer(BOARD))


class Terminal:
    """A configuration in a directory of its own."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.storage = directory / "data"
        self.file = directory / "kiosk.toml"
        self.devices = ""

    def configure(self, office: ScriptedOffice | None = None) -> list[str]:
        url = office.url if office else "http://127.0.0.1:9"
        self.file.write_text(
            f'[terminal]\nname = "1 号机"\n[office]\nurl = "{url}"\n[storage]\ndirectory = "data"\n{self.devices}',
            encoding="utf-8",
        )
        return ["--config", str(self.file)]

    def enrolled(self) -> None:
        keep_enrolled(self.storage, ENROLLED, own_key(self.storage))


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


def doctor(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> tuple[int, dict[str, list[str]]]:
    """Exit code, and the words of each line by the part that it is about."""
    status = main(["doctor", *arguments])
    found: dict[str, list[str]] = {}
    for line in capsys.readouterr().out.splitlines():
        verdict, name, *words = line.split()
        found[name] = [verdict, *words]
    return status, found


# ---------------------------------------------------------------- enrol


def test_enrol_keeps_the_place_and_shows_the_fingerprint(
    terminal: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    with ScriptedOffice(answer(ENROLLED)) as office:
        assert main(["enrol", *terminal.configure(office), "--code", f" {CODE.lower()} "]) == 0
        asked = Enrol.model_validate_json(office.requests[0].body)
        assert office.requests[0].target == "/v1/kiosks/enrol"
    assert (asked.code, asked.name) == (CODE, "1 号机")
    said = capsys.readouterr().out
    assert "SZ-01" in said
    assert "AAAA-BBBB" in said
    assert load(terminal.storage).kiosk_id == ENROLLED.kiosk_id


def test_enrol_says_what_went_wrong_and_keeps_the_key_for_the_next_try(
    terminal: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    with ScriptedOffice(problem(403, "enrolment_code_invalid"), answer(ENROLLED)) as office:
        arguments = terminal.configure(office)
        assert main(["enrol", *arguments, "--code", CODE]) == 1
        assert "enrolment_code_invalid" in capsys.readouterr().err
        assert main(["enrol", *arguments, "--code", CODE]) == 0
        keys = {Enrol.model_validate_json(request.body).public_key for request in office.requests}
    assert len(keys) == 1


@pytest.mark.parametrize("code", ["", "1234", "7K2M-Q9TX-4HBU", "7K2M-Q9TX-4HBD-", "'; DROP TABLE"])
def test_a_code_that_is_none_is_not_sent(terminal: Terminal, capsys: pytest.CaptureFixture[str], code: str) -> None:
    with ScriptedOffice() as office:
        assert main(["enrol", *terminal.configure(office), "--code", code or " "]) == 1
        assert office.requests == []
    assert "7K2M-Q9TX-4HBD" in capsys.readouterr().err


# ---------------------------------------------------------------- doctor


@pytest.mark.parametrize("command", [["enrol"], ["technicians", "add", "1024"]])
def test_nobody_at_the_keyboard_is_no_traceback(
    command: list[str], terminal: Terminal, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO())
    monkeypatch.setattr("kiosk.technician.records.getpass", input)
    terminal.storage.mkdir()
    assert main([*command, *terminal.configure()]) == 1
    assert "没有输入" in capsys.readouterr().err


def test_a_sound_terminal(terminal: Terminal, bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    terminal.enrolled()
    ledger = Ledger(terminal.storage / "ledger.db")
    ledger.append("a", b"", now=NOW)
    ledger.close()
    with ScriptedOffice(*WELL) as office:
        status, found = doctor(capsys, terminal.configure(office))
    assert set(found) == {"config", "storage", "ledger", "enrolment", "office", "fonts", *bench.wires}
    assert {words[0] for words in found.values()} == {"ok"}
    assert status == 0
    assert found["ledger"][1:3] == ["1", "waiting,"]


def test_a_config_that_is_wrong_ends_the_examination(terminal: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    terminal.devices = "[devcies]\n[screen]\nfullscreen = 7\n"
    status = main(["doctor", *terminal.configure()])
    lines = capsys.readouterr().out.splitlines()
    assert status == 1
    assert [line.split()[:3] for line in lines] == [["WRONG", "config", "config_wrong"]] * 2
    assert "did you mean devices?" in lines[1]


def test_each_broken_part_has_its_line(terminal: Terminal, bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    terminal.enrolled()
    bench.printer.empty_paper()
    bench.scanner.wire.pull()
    ledger = Ledger(terminal.storage / "ledger.db")
    ledger.refused(ledger.append("a", b"", now=NOW), "bad_request")
    ledger.close()
    (terminal.storage / "ledger.db.set-aside-1").write_text("")
    with ScriptedOffice(problem(401, "kiosk_revoked")) as office:
        office.steps.appendleft(WELL[0])
        arguments = terminal.configure(office)
        status = main(["doctor", *arguments])
    lines = capsys.readouterr().out.splitlines()
    codes = [tuple(line.split()[1:3]) for line in lines if line.startswith("WRONG")]
    assert codes == [
        ("ledger", "ledger_set_aside"),
        ("ledger", "effects_refused"),
        ("office", "kiosk_refused"),
        ("code_scanner", "device_gone"),
        ("receipt_printer", "paper_out"),
    ]
    assert all(" / " in line for line in lines if line.startswith("WRONG"))
    assert status == 1


def test_a_terminal_that_was_never_enrolled_and_has_no_office(
    terminal: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    status, found = doctor(capsys, terminal.configure())
    assert status == 1
    assert found["enrolment"][:2] == ["WRONG", "not_enrolled"]
    assert "office" not in found
    terminal.enrolled()
    status, found = doctor(capsys, terminal.configure())
    assert found["office"][:2] == ["WRONG", "office_silent"]


def test_fonts_that_are_not_there(terminal: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    terminal.devices = '[devices.receipt_printer]\nport = "/dev/none"\nfonts = ["none.ttf"]\n'
    status, found = doctor(capsys, terminal.configure())
    assert status == 1
    assert found["fonts"][:2] == ["WRONG", "font_missing"]
    assert found["receipt_printer"][:2] == ["WRONG", "device_gone"]


def test_a_port_by_a_number_that_changes_is_told_its_lasting_name(
    terminal: Terminal, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [
        Plugged(Connection.SERIAL, "/dev/serial/by-id/a", "/dev/ttyUSB7"),
        Plugged(Connection.SERIAL, "/dev/x", "/dev/x"),
    ]
    monkeypatch.setattr(doctors, "plugged", lambda: names)
    terminal.devices = '[devices.code_scanner]\nport = "/dev/ttyUSB7"\n[devices.id_card_reader]\nport = "/dev/x"\n'
    main(["doctor", *terminal.configure()])
    said = [line for line in capsys.readouterr().out.splitlines() if "port_unstable" in line]
    assert len(said) == 1
    assert "/dev/ttyUSB7 is /dev/serial/by-id/a" in said[0]


def test_nothing_that_is_found_commands_the_technicians_terminal() -> None:
    hostile = "central \x1b]0;owned\x07\x1b[2J\x9b31m\u202e"
    for finding in (doctors.Finding("office", detail=hostile), doctors.Finding("office", "office_failed", hostile)):
        assert str(finding).isprintable()


def test_a_storage_that_takes_nothing(terminal: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    terminal.storage.write_text("a file, not a directory")
    status, found = doctor(capsys, terminal.configure())
    assert status == 1
    assert found["storage"][:2] == ["WRONG", "storage_failed"]


def test_a_corrupt_ledger_is_said_and_set_aside(terminal: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    terminal.enrolled()
    (terminal.storage / "ledger.db").write_bytes(b"no database" * 1000)
    arguments = terminal.configure()
    status, found = doctor(capsys, arguments)
    assert (status, found["ledger"][:2]) == (1, ["WRONG", "ledger_failed"])
    status, found = doctor(capsys, arguments)
    assert (status, found["ledger"][:2]) == (1, ["WRONG", "ledger_set_aside"])


def test_devices_of_a_running_terminal_are_left_alone(
    terminal: Terminal, bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.enrolled()
    running = Ledger(terminal.storage / "ledger.db")
    with ScriptedOffice(*WELL) as office:
        status, found = doctor(capsys, terminal.configure(office))
    assert status == 1
    assert found["ledger"][:2] == ["WRONG", "terminal_runs"]
    assert found["office"][0] == "ok"
    assert "receipt_printer" not in found
    running.append("a", b"", now=NOW)


# ---------------------------------------------------------------- run


def test_run_becomes_the_program_with_the_screens(terminal: Terminal) -> None:
    screens = terminal.directory / "ui"
    screens.mkdir()
    (screens / "__init__.py").touch()
    (screens / "__main__.py").write_text("import os, sys\nprint(os.getpid(), *sys.argv[1:])\n")
    running = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "run", "--config", "/etc/x.toml"],
        cwd=terminal.directory,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    said, _ = running.communicate(timeout=30)
    assert said.split() == [str(running.pid), "--config", "/etc/x.toml"]
    assert running.returncode == 0


@pytest.mark.parametrize("arguments", [[], ["fly"], ["doctor", "--fly"], ["enrol", "extra"]])
def test_what_is_no_command_is_explained(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert "usage: kiosk" in capsys.readouterr().err
