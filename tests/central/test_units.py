"""The units for systemd: every command is one that the office knows, and none runs with more than it needs."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from central.__main__ import understood
from central.services.supervision import PassRuns

UNITS = Path(__file__).resolve().parents[2] / "docs" / "systemd"
SERVICES = sorted(path for path in UNITS.glob("c*.service"))
PROGRAM = "/opt/central/.venv/bin/python -m central "
HARDENED = {"NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "User=central"}


def lines(path: Path) -> list[str]:
    return [line for line in path.read_text().splitlines() if line and not line.startswith("#")]


def commands(service: Path) -> Iterator[list[str]]:
    said = dict(line.split("=", 1) for line in lines(UNITS / "office.env"))
    for line in lines(service):
        if line.startswith("ExecStart="):
            typed = line.removeprefix("ExecStart=")
            assert typed.startswith(PROGRAM)
            words = shlex.split(typed.removeprefix(PROGRAM))
            yield [part for word in words for part in (said[word[1:]].split() if word.startswith("$") else [word])]


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.stem)
def test_every_command_of_a_unit_is_understood(service: Path) -> None:
    typed = list(commands(service))
    assert typed
    for each in typed:
        assert callable(understood(each)[0].run)


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.stem)
def test_no_unit_runs_with_more_than_it_needs(service: Path) -> None:
    assert set(lines(service)) >= HARDENED


def test_every_service_has_its_timer_and_every_timer_its_service() -> None:
    timers = {path.stem for path in UNITS.glob("*.timer")}
    assert timers == {path.stem for path in SERVICES} - {"central"}


def test_a_pass_beside_another_is_no_failure() -> None:
    for name in ("central-supervision", "central-measure"):
        assert f"SuccessExitStatus={PassRuns.exit_status}" in lines(UNITS / f"{name}.service")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="a machine without systemd")
def test_systemd_has_nothing_against_them(tmp_path: Path) -> None:
    for path in (*SERVICES, *UNITS.glob("c*.timer")):
        here = path.read_text().replace("/opt/central/.venv/bin/python", shutil.which("true") or "")
        (tmp_path / path.name).write_text(here)
    command = ["systemd-analyze", "verify", *(str(path) for path in sorted(tmp_path.iterdir()))]
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (told.returncode, told.stderr) == (0, "")
