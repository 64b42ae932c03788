"""`kiosk demo` as a newcomer starts it, on a machine without a display."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import zxingcpp
from PIL import Image

from kiosk.demo import MARK
from tests.whole.conftest import until

NO_DISPLAY = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}


def start(directory: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "kiosk", "demo", "--directory", str(directory)]
    return subprocess.Popen(
        command, env=NO_DISPLAY, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def parts_of(directory: Path) -> list[str]:
    """Command lines of the processes that work in a directory."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                command = entry.joinpath("cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if str(directory) in command:
                found.append(command)
    return found


def test_a_visit_plays_itself_and_leaves_screens_and_slips(tmp_path: Path) -> None:
    directory = tmp_path / "demo"
    demo = start(directory)
    said, _ = demo.communicate(timeout=100)
    assert demo.returncode == 0, said
    pictures = [Path(line.strip()) for line in said.splitlines() if line.endswith(".png")]
    screens = [path for path in pictures if not path.name.startswith("slip")]
    slips = [path for path in pictures if path.name.startswith("slip")]
    assert [re.sub(r"^\d-|\.png$", "", path.name) for path in screens] == [
        "home",
        "show-code",
        "ticket",
        "open-ticket",
        "too-late-in-english",
        "no-paper-large-type-contrast",
    ]
    for path in screens:
        with Image.open(path) as screen:
            assert screen.size == (1080, 1920)
            assert len(screen.getcolors(1 << 20) or ()) > 20
    first, copy = (zxingcpp.read_barcodes(Image.open(path).convert("L")) for path in slips)
    assert first[0].text == copy[0].text, "a copy verifies as the ticket that it copies"
    assert parts_of(directory) == []


def test_ctrl_c_ends_everything_in_order(tmp_path: Path) -> None:
    demo = start(tmp_path / "demo")
    until(lambda: any("ui.tour" in part for part in parts_of(tmp_path)), lambda: "the tour never began")
    demo.send_signal(signal.SIGINT)
    said, _ = demo.communicate(timeout=30)
    assert demo.returncode == 0, said
    assert parts_of(tmp_path) == []
    assert "Application shutdown complete" in (tmp_path / "demo" / "logs" / "office.log").read_text()


def test_no_part_outlives_a_demo_that_was_killed(tmp_path: Path) -> None:
    demo = start(tmp_path / "demo")
    until(lambda: any("ui.tour" in part for part in parts_of(tmp_path)), lambda: "the tour never began")
    demo.kill()
    demo.communicate(timeout=30)
    end = time.monotonic() + 10
    while parts_of(tmp_path) and time.monotonic() < end:
        time.sleep(0.02)
    assert parts_of(tmp_path) == []


def test_a_directory_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    tmp_path.joinpath("thesis.txt").write_text("ten years of work")
    demo = start(tmp_path)
    said, _ = demo.communicate(timeout=30)
    assert demo.returncode == 1
    assert "holds something else" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["thesis.txt"]
    assert not (tmp_path / MARK).exists()
