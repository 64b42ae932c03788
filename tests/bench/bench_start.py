# ruff: noqa: T201 - a bench prints
"""From the start of the process to a home screen that can be used: `python -m tests.bench.bench_start [runs]`.

Usable, seen from outside: the home screen's first frame is out, the scanner has been told to look and the reader looks
for a card; both happen only when the printer and the office have answered. Cold: the page cache is dropped before the
start, which needs root.
"""

from __future__ import annotations

import math
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.rig import FRAMES, STATUS, Hall, machine, opened_hall, until

WARM_RUNS, COLD_RUNS = 9, 3
WARM_AIM, COLD_AIM = 1.5, 3.0  # seconds
_DROP = Path("/proc/sys/vm/drop_caches")


@dataclass(frozen=True)
class Start:
    """Seconds from the start of the process, and of processor time until it was usable; MiB and share of one core
    afterwards."""

    first_frame: float
    printer_asked: float
    office_asked: float
    armed: float
    usable: float
    worked: float
    rss: float
    pss: float
    cpu: float


def start(hall: Hall, watch: float = 0.2) -> Start:
    """`watch`: seconds for which it is looked at afterwards."""
    with hall.open_terminal(**FRAMES) as terminal:
        began = terminal.began
        until(lambda: hall.listens(began) < math.inf, "a home screen that listens")
        armed = hall.listens(began)
        until(lambda: any(at > armed for at in terminal.frames()), "the frame of the home screen")
        frames = terminal.frames()
        asked = hall.relay.after(began, "/v1/health")
        assert asked is not None
        cpu = terminal.cpu()
        time.sleep(watch)
        return Start(
            frames[0] - began,
            hall.bench.wires["receipt_printer"].when(STATUS, began) - began,
            asked.asked_at - began,
            armed - began,
            min(at for at in frames if at > armed) - began,
            cpu,
            *terminal.memory(),
            (terminal.cpu() - cpu) / watch,
        )


def tell(name: str, runs: list[Start], aim: float) -> None:
    usable = sorted(run.usable for run in runs)
    middle = median(usable)
    print(
        f"{name} ({len(runs)} runs, median): first frame {median(run.first_frame for run in runs):.2f} s,"
        f" printer asked {median(run.printer_asked for run in runs):.2f} s,"
        f" office asked {median(run.office_asked for run in runs):.2f} s,"
        f" scanner and reader look {median(run.armed for run in runs):.2f} s"
    )
    verdict = "met" if middle <= aim else "MISSED"
    print(
        f"  usable home screen {middle:.2f} s ({usable[0]:.2f} to {usable[-1]:.2f}),"
        f" processor time {median(run.worked for run in runs):.2f} s",
        end="   ",
    )
    print(f"aim {aim} s: {verdict} ({middle / aim:.2f})")


def main(runs: int = WARM_RUNS) -> None:
    print(f"start of the terminal's program; {machine()}")
    with opened_hall() as hall:
        start(hall)  # fills the caches
        warm = [start(hall) for _ in range(runs)]
        tell("warm", warm, WARM_AIM)
        if os.access(_DROP, os.W_OK):
            tell("cold", [start_cold(hall) for _ in range(COLD_RUNS)], COLD_AIM)
        else:
            print("cold: not measured, the page cache can be dropped by root alone")
        idle = start(hall, watch=5.0)
        print(
            f"at the home screen: {idle.rss:.0f} MiB resident, {idle.pss:.0f} MiB proportional,"
            f" {idle.cpu:.0%} of a core"
        )


def start_cold(hall: Hall) -> Start:
    os.sync()
    _DROP.write_text("3")
    return start(hall)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
