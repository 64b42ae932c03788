"""Tests that need usbfs or hidraw run in a process of their own, whose kernel umockdev plays."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from pathlib import Path

import pytest

from devices.bench.usb import PRELOAD

ROOT = Path(__file__).parents[2]


def run(cases: str) -> None:
    """Run the tests of `cases`, a file beside this one. Skips when umockdev is not installed."""
    try:
        ctypes.CDLL(PRELOAD)
    except OSError:
        pytest.skip("umockdev, gir1.2-umockdev-1.0 and python3-gi are not installed")
    options = ["-q", "-c", os.devnull, "--rootdir", str(ROOT), "-W", "error", "--timeout", "60"]
    without = ["-p", "no:cacheprovider", "-p", "no:pytest-qt", "-p", "no:xdist"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *without, str(Path(__file__).with_name(cases))],
        cwd=ROOT,
        env=os.environ | {"LD_PRELOAD": PRELOAD},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
