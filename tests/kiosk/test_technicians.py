"""Who comes in, who waits, and what pulling the plug or turning the clock back wins: nothing."""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from kiosk.__main__ import main
from kiosk.technician import technicians as room
from kiosk.technician.logbook import Action, Logbook
from kiosk.technician.technicians import (
    FILE,
    LOCKED_AFTER,
    NotAdmitted,
    Technicians,
    TechniciansFailed,
    TooEarly,
    check_number,
    check_pin,
)

PIN, OTHER = "27182845", "31415926"
START = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def cheap() -> PasswordHasher:
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Entrance:
    """A terminal's technicians, and a clock that a test turns."""

    def __init__(self, directory: Path, make_hasher: Callable[[], PasswordHasher] = cheap) -> None:
        self.directory = directory
        self.now = START
        self._make_hasher = make_hasher
        self.restart()

    def restart(self) -> None:
        self.technicians = Technicians(self.directory, lambda: self.now, self._make_hasher)

    def wrong(self, number: str = "1024", pin: str = OTHER) -> int:
        """A wrong attempt; the wait that it earned."""
        with pytest.raises(NotAdmitted) as refused:
            self.technicians.admit(number, pin)
        return int(refused.value.facts["wait_s"])

    def later(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def entrance(tmp_path: Path) -> Entrance:
    made = Entrance(tmp_path)
    made.technicians.add("1024", PIN)
    return made


def test_the_right_pin_opens(entrance: Entrance) -> None:
    entrance.technicians.admit("1024", PIN)


def test_the_wait_doubles_whichever_number_is_typed(entrance: Entrance) -> None:
    waits = []
    for attempt in range(8):
        wait = entrance.wrong("1024" if attempt % 2 else "999")
        waits.append(wait)
        entrance.later(wait)
    assert waits == [60, 120, 240, 480, 960, 1920, 3840, 3840]


def test_nothing_is_looked_at_during_the_wait(entrance: Entrance) -> None:
    entrance.wrong()
    entrance.later(59)
    with pytest.raises(TooEarly) as early:
        entrance.technicians.admit("1024", PIN)
    assert early.value.facts["wait_s"] == 1
    entrance.later(1)
    entrance.technicians.admit("1024", PIN)


def test_coming_in_ends_the_waits(entrance: Entrance) -> None:
    entrance.later(entrance.wrong())
    entrance.later(entrance.wrong())
    entrance.technicians.admit("1024", PIN)
    assert entrance.wrong() == 60


def test_a_number_is_locked_after_ten_wrong_pins_and_says_nothing_else(entrance: Entrance) -> None:
    for _ in range(LOCKED_AFTER):
        entrance.later(entrance.wrong())
    assert entrance.wrong(pin=PIN) == 3840  # the right one, too late: the same words
    (locked,) = entrance.technicians.listed()
    assert locked.locked
    entrance.technicians.reset("1024")
    entrance.technicians.admit("1024", PIN)


def test_one_technicians_success_does_not_unlock_another(entrance: Entrance) -> None:
    entrance.technicians.add("2048", PIN)
    for _ in range(LOCKED_AFTER):
        entrance.later(entrance.wrong())
        entrance.technicians.admit("2048", PIN)
    entrance.wrong(pin=PIN)


def test_a_restart_and_a_clock_set_back_win_nothing(entrance: Entrance) -> None:
    entrance.later(entrance.wrong())
    entrance.wrong()  # 120 s
    entrance.now = START - timedelta(days=400)
    entrance.restart()
    assert entrance.technicians.wait_s() == 120  # and nobody is locked out for 400 days
    with pytest.raises(TooEarly):
        entrance.technicians.admit("1024", PIN)


def test_pulling_the_plug_while_the_pin_is_looked_at_wins_nothing(
    entrance: Entrance, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Unplugged(PasswordHasher):
        def verify(self, *_: object) -> bool:
            raise KeyboardInterrupt

    dying = Technicians(entrance.directory, lambda: entrance.now, lambda: Unplugged(1, 8, 1))
    with pytest.raises(KeyboardInterrupt):
        dying.admit("1024", PIN)
    assert entrance.technicians.wait_s() == 60
    assert entrance.technicians.listed()[0].failures == 1


def test_an_unknown_number_costs_what_a_known_one_does(tmp_path: Path) -> None:
    """The one test with the real cost; it also says that argon2id is what is on disk."""
    entrance = Entrance(tmp_path, room.hasher)
    entrance.technicians.add("1024", PIN)
    assert "$argon2id$v=19$m=65536,t=2,p=1$" in (tmp_path / FILE).read_text()
    entrance.technicians.prepare()
    spent: dict[str, list[float]] = {"1024": [], "999": []}
    for number in ("1024", "999") * 3:
        before = time.process_time()
        entrance.later(entrance.wrong(number))
        spent[number].append(time.process_time() - before)
    known, unknown = (statistics.median(times) for times in spent.values())
    assert unknown > known / 3  # without the work it would be a hundredth


def test_the_first_attempt_with_an_unknown_number_makes_no_hash_of_its_own(entrance: Entrance) -> None:
    made: list[str] = []

    class Counting(PasswordHasher):
        def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
            made.append("hash")
            return super().hash(password, salt=salt)

    technicians = Technicians(entrance.directory, lambda: entrance.now, lambda: Counting(1, 8, 1))
    technicians.prepare()
    with pytest.raises(NotAdmitted):
        technicians.admit("999", PIN)
    assert made == ["hash"]


def test_the_file_is_its_owners_alone_and_shows_no_pin(entrance: Entrance) -> None:
    file = entrance.directory / FILE
    assert file.stat().st_mode & 0o777 == 0o600
    assert PIN not in file.read_text()
    assert "argon2" not in repr(entrance.technicians.listed())
    file.chmod(0o640)
    with pytest.raises(TechniciansFailed, match="owner alone"):
        entrance.technicians.admit("1024", PIN)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"technicians": []}', '{"technicians": [{}], "failures": 0, "again_at": null}',
     '{"technicians": [], "failures": 1, "again_at": "2026-11-20T10:00:00"}',
     '{"technicians": [{"number": "1024", "pin_hash": "x", "failures": 0}], "failures": 0, "again_at": null}'],
)  # fmt: skip
def test_a_file_that_is_none_lets_nobody_in(entrance: Entrance, text: str) -> None:
    (entrance.directory / FILE).write_text(text)
    with pytest.raises(TechniciansFailed):
        entrance.technicians.admit("1024", PIN)


def test_a_disk_that_takes_nothing_lets_nobody_guess(entrance: Entrance, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(room, "keep", full)
    with pytest.raises(TechniciansFailed):
        entrance.technicians.admit("1024", PIN)


def test_people_come_and_go(entrance: Entrance) -> None:
    entrance.technicians.add("007", OTHER)
    entrance.technicians.add("1024", OTHER)  # a new PIN for a known number
    assert [who.number for who in entrance.technicians.listed()] == ["007", "1024"]
    entrance.technicians.admit("1024", OTHER)
    entrance.technicians.remove("007")
    assert not entrance.technicians.knows("007")
    for act in (entrance.technicians.remove, entrance.technicians.reset):
        with pytest.raises(ValueError, match="no technician"):
            act("007")


def test_a_change_by_the_command_line_is_seen_at_once(entrance: Entrance) -> None:
    Technicians(entrance.directory, lambda: entrance.now, cheap).add("2048", OTHER)
    entrance.technicians.admit("2048", OTHER)
    assert len(json.loads((entrance.directory / FILE).read_text())["technicians"]) == 2


@pytest.mark.parametrize(
    "pin",
    [
        "",
        "1234567",
        "123456789",
        "1234567a",
        "12345678",
        "87654321",
        "00000000",
        "11112222",
        "90123456",
        "２７１８２８４５",
    ],
)
def test_a_pin_that_is_guessed_first_is_refused(pin: str) -> None:
    with pytest.raises(ValueError, match="PIN"):
        check_pin(pin)


@given(st.text(max_size=12))
def test_only_short_numbers_are_staff_numbers(number: str) -> None:
    try:
        check_number(number)
    except ValueError:
        assert not (number.isascii() and number.isdigit() and 3 <= len(number) <= 6)
    else:
        assert number.isascii()
        assert number.isdigit()


def test_hostile_input_is_just_wrong(entrance: Entrance) -> None:
    for number, pin in [("1024", "x" * 10_000), ("1024\n", PIN), ("\x00", "\x00"), ("１０２４", PIN)]:
        entrance.later(entrance.wrong(number, pin))


# ---------------------------------------------------------------- at the command line


class Prompt:
    """Somebody at the machine, who types PINs that are not shown."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *typed: str) -> None:
        self.asked: list[str] = []
        answers = iter(typed)

        def getpass(prompt: str) -> str:
            self.asked.append(prompt)
            return next(answers)

        monkeypatch.setattr("kiosk.technician.records.getpass", getpass)


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "kiosk.toml"
    path.write_text('[terminal]\nname = "1"\n[office]\nurl = "http://127.0.0.1:9"\n[storage]\ndirectory = "data"\n')
    return str(path)


def test_people_are_managed_at_the_machine(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(act: str, *more: str) -> int:
        return main(["technicians", act, *more, "--config", file])

    prompt = Prompt(monkeypatch, PIN, PIN, PIN, OTHER, "12345678")
    assert run("add", "1024") == 0
    assert len(prompt.asked) == 2
    assert run("add", "2048") == 1  # typed differently the second time
    assert run("add", "2048") == 1  # too easy
    assert run("add", "20480000") == 1
    assert run("remove", "2048") == 1
    assert run("reset", "1024") == 0
    capsys.readouterr()
    assert run("list") == 0
    assert capsys.readouterr().out == "1024\n"
    Technicians(tmp_path / "data", lambda: START, cheap).admit("1024", PIN)
    assert run("remove", "1024") == 0
    actions = [f"{entry.action} {entry.stage}" for entry in Logbook(tmp_path / "data", lambda: START).entries()]
    assert actions == [
        *("person_added begun", "person_added done"),
        *("person_reset begun", "person_reset done"),
        *("person_removed begun", "person_removed done"),
    ]
    assert PIN not in "".join(path.read_text() for path in (tmp_path / "data").rglob("*.json*"))


def test_the_command_line_shows_and_verifies_the_logbook(
    file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    logbook = Logbook(tmp_path / "data", lambda: START)
    for device in ("receipt_printer", "code_scanner"):
        with logbook.action("1024", Action.TESTED, {"device": device}):
            pass
    assert main(["logbook", "show", "--last", "1", "--config", file]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.split() == ["4", "2026-11-20", "02:00:00+00:00", "1024", "tested", "done", "device=code_scanner"]
    assert main(["logbook", "verify", "--config", file]) == 0
    assert logbook.head().hash in capsys.readouterr().out
    (path,) = logbook.files()
    path.write_bytes(path.read_bytes().replace(b"receipt_printer", b"receipt_pr1nter"))
    assert main(["logbook", "verify", "--config", file]) == 1
    assert "0000000001.jsonl:1" in capsys.readouterr().out


def test_the_command_line_packs_a_bundle(file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "support"
    assert main(["bundle", "--to", str(target), "--config", file]) == 1
    assert "stick_gone" in capsys.readouterr().err
    target.mkdir()
    assert main(["bundle", "--to", str(target), "--config", file]) == 0
    assert [str(path) for path in target.iterdir()] == capsys.readouterr().out.split()
    assert main(["technicians", "list", "--config", str(tmp_path / "nothing")]) == 1
    assert "config_wrong" in capsys.readouterr().err
