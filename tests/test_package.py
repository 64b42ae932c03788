"""The built program in dist/kiosk (`make dist-test`): enrolled, started, asked for a ticket and given items to offer,
with nothing beside it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PyInstaller.archive.readers import CArchiveReader

from devices.bench.camera import draw_code
from kiosk.demo import Hands, Site
from tests.whole.city import publish
from tests.whole.conftest import BUSINESS_TIME, QUICK, until

FOLDER = Path(__file__).parents[1] / "dist" / "kiosk"
BARE = {"LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}  # no PATH, no PYTHONPATH, no virtual environment

pytestmark = pytest.mark.package


@pytest.fixture
def parts() -> Iterator[ExitStack]:
    with ExitStack() as parts:
        yield parts


def test_a_code_becomes_a_ticket_and_a_catalogue_is_looked_at_and_used(tmp_path: Path, parts: ExitStack) -> None:
    """What of the signed items does not show on every screen, or does not print on slip or sheet, is not used."""
    site = Site(tmp_path / "site")
    made = site.seed(BUSINESS_TIME)
    publish(site, ["senior_card"])
    parts.enter_context(site.serve())
    parts.enter_context(site.open_bench(camera=True, a4=True))
    hands = Hands(site.control)
    parts.callback(hands.close)
    site.configure(more=QUICK)
    site.storage.mkdir(mode=0o700)
    arguments = ["--config", site.config, "--code", made["enrolment_code"]]
    enrolled = subprocess.run([FOLDER / "kiosk", "enrol", *arguments], env=BARE, cwd=tmp_path, text=True, check=True)
    assert enrolled.returncode == 0

    log = tmp_path / "terminal.log"
    with log.open("wb") as output:
        command = [FOLDER / "kiosk", "run", "--config", site.config]
        terminal = subprocess.Popen(command, env=BARE, cwd=tmp_path, stdout=output, stderr=output)
    parts.callback(terminal.wait)
    parts.callback(terminal.kill)
    until(lambda: bool(hands("state")["armed"]), log.read_text)
    hands("show", payload=made["bookings"][0]["code"])
    until(lambda: bool(hands("slips")["slips"]), log.read_text)
    until(lambda: "Print" in log.read_text(), log.read_text)
    until(lambda: "catalogue 1 is in use: 1 items" in log.read_text(), log.read_text)
    terminal.terminate()
    assert terminal.wait(20) == 0, log.read_text()
    assert not {"ERROR", "Traceback"} & set(log.read_text().split())


def test_the_doctor_is_in_the_folder(tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text("[terminal]\n")
    examined = subprocess.run(
        [FOLDER / "kiosk", "doctor", "--config", config], env=BARE, capture_output=True, text=True, check=False
    )
    assert examined.returncode == 1
    assert "config_wrong" in examined.stdout


def test_a_driver_is_held_to_the_rules_with_nothing_but_the_folder(tmp_path: Path, parts: ExitStack) -> None:
    site = Site(tmp_path / "site")
    parts.enter_context(site.open_bench())
    scanner = ["--driver", "code_scanner:newland", "--report", "scanner"]
    ports = next(path.parent for path in (tmp_path / "site").rglob("code_scanner"))
    for where, status in ((["--port", ports / "code_scanner", "--yes"], 3), (["--bench"], 2)):
        command = [FOLDER / "kiosk", "devices", "conform", *scanner, *where]
        assert subprocess.run(command, env=BARE, cwd=tmp_path, check=False).returncode == status
    assert "| hello | passed |" in (tmp_path / "scanner.md").read_text()


@pytest.mark.parametrize("program", ["kiosk", "kiosk-terminal"])
def test_no_office_and_no_bench_are_in_the_folder(program: str) -> None:
    archive = CArchiveReader(str(FOLDER / program))
    modules = set(archive.open_embedded_archive("PYZ.pyz").toc)
    assert "central.contract.messages" in modules
    strangers = (
        "central.api",
        "central.store",
        "central.services",
        "devices.bench",
        "ui.bench",
        "fastapi",
        "sqlalchemy",
    )
    assert [module for module in modules if module.startswith(strangers)] == []


@pytest.mark.parametrize("program", ["kiosk", "kiosk-terminal"])
def test_opencv_is_in_the_vision_process_alone(program: str) -> None:
    modules = CArchiveReader(str(FOLDER / program)).open_embedded_archive("PYZ.pyz").toc
    assert not {"cv2", "numpy", "pyzbar"} & set(modules)


def test_the_vision_process_reads_a_code(tmp_path: Path) -> None:
    draw_code("ZW1:预约").save(tmp_path / "code.png")
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    read = subprocess.run([FOLDER / "kiosk-vision", tmp_path], env=BARE, capture_output=True, text=True, check=False)
    assert 'code.png: read "ZW1:预约"' in read.stdout, read.stderr
    assert "broken.png: no picture" in read.stdout


def test_new_items_are_looked_at_with_nothing_but_the_folder(tmp_path: Path) -> None:
    """As the terminal has it done: the program beside its own."""
    assets = Path(__file__).parents[1] / "assets"
    command = [FOLDER / "kiosk-item-check", assets, "--only", "senior_card", "--a4"]
    looked = subprocess.run(command, env=BARE, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (looked.returncode, looked.stdout) == (0, ""), looked.stderr


def test_nothing_of_qt_is_in_the_folder_that_is_not_lgpl() -> None:
    names = [path.name.lower() for path in FOLDER.rglob("*")]
    assert names
    assert [name for name in names if "virtualkeyboard" in name] == []
