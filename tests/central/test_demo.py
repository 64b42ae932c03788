"""The demo hall at every hour, and the command line that serves it."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from central import demo
from central.__main__ import main
from central.api.app import routes
from central.clock import Clock
from central.commands import opening
from central.contract.application import ByCard
from central.contract.clock import Light
from central.contract.following import ByCaseNumber, FindCases, ReadCase
from central.contract.messages import ByBookingCode, Enrol, FindBookings, RuleCode, WaitEstimate
from central.keys import open_keys
from central.limits.calendar import WorkCalendar
from central.office import Office
from central.services import agencies, cases, following, halls, kiosks, lookups
from central.store import cases as stored_cases
from central.store.database import Database
from tests.central.house import SHANGHAI
from tests.central.terminal import Client, Terminal

ROOT = Path(__file__).parents[2]
HALLS = ROOT / "assets" / "halls"


class _Midnight(Clock):
    """A machine at some time of the day."""

    def __init__(self, machine: datetime) -> None:
        super().__init__()
        self._machine = machine

    def machine(self) -> datetime:
        return self._machine


@pytest.mark.parametrize("clock", ["00:00", "02:59", "03:00", "10:29", "10:30", "19:59", "20:00", "23:59"])
def test_the_demo_has_one_of_each_at_any_hour(tmp_path: Path, clock: str) -> None:
    machine = datetime.fromisoformat(f"2026-11-23T{clock}").replace(tzinfo=SHANGHAI)
    database = Database(str(tmp_path / "office.db"))
    keys = open_keys(tmp_path / "keys")
    codes = demo.seed(Office(database, keys, _Midnight(machine)), HALLS)
    now = datetime.fromisoformat(codes["now"])
    office = Office(database, keys, _Midnight(now), calendar=WorkCalendar.read())
    assert opening.clock_of(database).shift == now - machine
    assert [each.name for each in agencies.agents(office, codes["hall_id"]).agents] == ["吴帮办"]
    enrolled = kiosks.enrol(
        office, Enrol(code=kiosks.invite(office, codes["hall_id"]), public_key="A" * 43, name="kiosk")
    )
    kiosk = kiosks.admitted(office, enrolled.kiosk_id)
    rules = {
        booking["label"]: [
            found.rule
            for found in lookups.find(
                office, kiosk, FindBookings(proof=ByBookingCode(payload=booking["code"]))
            ).bookings
        ]
        for booking in codes["bookings"]
    }
    assert rules == {
        "li_xiuying:ready": [None],
        "zhang_xiaoman:early": [RuleCode.TOO_EARLY],
        "wang_guyu:late": [RuleCode.TOO_LATE],
        "chen_lixia:cancelled": [RuleCode.BOOKING_CANCELLED],
        "zhao_bailu:ready": [None],
        "zhao_bailu:ready_other_item": [None],
        "zhou_shuangjiang:other_hall": [RuleCode.OTHER_HALL],
    }
    board = {item.prefix: item for item in halls.board(office, "DEMO-24H").items}
    assert isinstance(board["A"].wait, WaitEstimate)
    assert board["B"].wait is None
    assert board["B"].windows_open == 1
    assert (board["A"].closed_code, board["B"].closed_code, board["C"].closed_code) == (None, None, None)
    assert board["D"].closed_code == RuleCode.WINDOW_CLOSED
    assert board["D"].opens_at is not None
    assert board["D"].opens_at > now
    found = following.find(office, kiosk, FindCases(proof=ByCard(id_number="11010519491231002X", name="李秀英")))
    assert {each.light for each in found.cases} >= {Light.WHITE, Light.RED, Light.STANDS, Light.GREEN}
    assert {each["label"] for each in codes["cases"]} >= {"in_time", "near", "late", "stopped", "closed"}
    near = next(each for each in codes["cases"] if each["label"] == "near")
    typed = ByCaseNumber(number=near["number"], last4=near["phone"][-4:])
    followed = following.read(office, kiosk, ReadCase(number=typed.number, proof=typed))
    assert [clock.light for clock in followed.case.clocks if clock.kind == "promised"] == [Light.YELLOW]
    company = cases.company(office.keys, "91110105MA0XQ99X1Q")
    with database.read() as connection:
        assert len(stored_cases.of_company(connection, company, 9)) == 2
    with pytest.raises(demo.AlreadySeeded):
        demo.seed(office, HALLS)
    database.close()


# ---------------------------------------------------------------- the command line


@contextmanager
def served(*arguments: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """`central serve` as a process of its own, on any free port."""
    with subprocess.Popen(
        [sys.executable, "-m", "central", "serve", "--port", "0", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            ready = re.fullmatch(r"ready (http://\S+)\n", process.stdout.readline())
            assert ready is not None, process.stderr.read() if process.stderr else ""
            yield ready[1], process
        finally:
            process.kill()


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """One command in this process: its exit code, and what it said."""
    status = main(list(arguments))
    said = capsys.readouterr()
    return status, said.out + said.err


def test_the_command_line_from_seed_to_finished_ticket(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ("--database", str(tmp_path / "office.db"))
    file = tmp_path / "codes.json"
    clock = ("--clock", "2026-11-23T10:07:00+08:00")
    assert run(capsys, "seed", "--demo", *store, *clock, "--write-codes", str(file))[0] == 0
    assert file.stat().st_mode & 0o077 == 0
    codes: dict[str, Any] = json.loads(file.read_text())
    again, told = run(capsys, "seed", "--demo", *store)
    assert (again, told) == (1, "central: the database already holds the demo hall; begin with an empty one\n")
    with served(*store) as (url, process):
        health = requests.get(f"{url}/v1/health", timeout=10).json()
        assert health["now"].startswith("2026-11-23T02:07")  # the demo's own time, carried by its database
        terminal = Terminal(url, codes["enrolment_code"])
        assert terminal.get("/v1/kiosk/hall").json()["hall_id"] == "DEMO-24H"
        terminal.line.close()
        channel = Client(url, codes["channel_token"])
        booked = channel.get(f"/v1/channel/bookings/{codes['bookings'][0]['booking_id']}").json()
        assert booked["code"] == codes["bookings"][0]["code"]
        channel.line.close()
        line = ("--office", url, "--window", "2")
        assert run(capsys, "call", "serve", *line) == (
            1,
            "central: give a window client's token with --token or $CENTRAL_TOKEN\n",
        )
        monkeypatch.setenv("CENTRAL_TOKEN", codes["window_token"])
        said = [
            run(capsys, "call", act, *line)[1].split(" (")[0] for act in ("recall", "serve", "finish", "next", "hold")
        ]
        assert said == [
            "window 2: open, A009 called",
            "window 2: open, A009 serving",
            "window 2: open, nobody\n",
            "window 2: open, A010 called",
            "window 2: open, nobody\n",
        ]
        assert run(capsys, "call", "pass", *line) == (1, "central: nobody is at this window\n")
        assert run(capsys, "windows", "close", *line)[1] == "window 2: closed, nobody\n"
        assert run(capsys, "call", "next", *line) == (1, "central: window not open\n")
        kiosk_id = terminal.enrolled.kiosk_id
        assert kiosk_id in run(capsys, "kiosks", "list", *store)[1]
        assert run(capsys, "kiosks", "revoke", *store, kiosk_id) == (0, "")
        assert run(capsys, "kiosks", "revoke", *store, kiosk_id)[0] == 1
        assert terminal.get("/v1/kiosk/hall").status_code == 401
        terminal.line.close()
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert process.stderr is not None
        assert terminal.enrolled.kiosk_id not in process.stderr.read()
    assert not (tmp_path / "office.db-wal").exists()  # folded back into the file


def test_publishing_tokens_codes_and_board_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = ("--database", str(tmp_path / "office.db"))
    assert run(capsys, "kiosks", "invite", *store) == (1, "central: say which hall with --hall: none is published\n")
    assert run(capsys, "halls", "publish", *store, str(HALLS / "demo.toml")) == (0, "DEMO-24H is in force\n")
    assert re.fullmatch(r"([0-9A-Z]{4}-){2}[0-9A-Z]{4}\n", run(capsys, "kiosks", "invite", *store)[1])
    assert len(run(capsys, "tokens", *store, "channel", "--name", "小程序")[1].strip()) == 64
    board = run(capsys, "board", *store)[1].splitlines()
    assert board[0].startswith("晨光路24小时政务服务厅")
    assert board[1].startswith("A  社保业务: 0 waiting, wait cannot be estimated, 0 windows, ")
    (tmp_path / "bad.toml").write_text("hall_id = 1")
    assert run(capsys, "halls", "publish", *store, str(tmp_path / "bad.toml"))[0] == 1
    (tmp_path / "office.keys").chmod(0o644)
    status, told = run(capsys, "board", *store)
    assert (status, "chmod 600" in told) == (1, True)


def test_the_document_is_printed_as_it_is_served(capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(run(capsys, "openapi")[1]) == json.loads(json.dumps(routes().openapi()))


def test_an_office_whose_database_is_out_of_reach_says_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    nowhere = f"postgresql://office@/none?host={tmp_path}"
    status, told = run(capsys, "board", "--database", nowhere, "--keys", str(tmp_path / "keys"))
    assert status == 1
    assert told.startswith("central: ")
    assert list(tmp_path.iterdir()) == []
