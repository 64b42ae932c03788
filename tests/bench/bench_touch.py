# ruff: noqa: T201 - a bench prints
"""From a touch to the frame that shows it: `python -m tests.bench.bench_touch [taps]`.

Fingers are put on the terminal by the clock, not when the program has time for them; see `touched_terminal`. Without a
screen there is no wait for its refresh: a panel of 60 Hz adds up to 17 ms. Meanwhile this process holds office and
hardware, and makes them silent.
"""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
import time
from typing import Any

from tests.bench.rig import OFFSCREEN, ROOT, Hall, machine, opened_hall, tell, until

TAPS = 240
AIM = 0.05  # seconds, p99
KINDS = {
    "a digit": {"key_1", "key_5", "key_9", "key_erase"},
    "every text": {"mode_language"},
    "every colour": {"mode_contrast"},
    "another screen": {"back", "type"},
}
"""The main thread's own work of a tap, whatever else the machine does."""


def measure(terminal: subprocess.Popen[str], order: str) -> Any:
    assert terminal.stdin is not None
    assert terminal.stdout is not None
    terminal.stdin.write(f"{order}\n")
    terminal.stdin.flush()
    answer = terminal.stdout.readline()
    assert answer, "the terminal has ended"
    return json.loads(answer)


def report(name: str, taps: list[tuple[str, float, float]]) -> None:
    tell(f"{name}: finger down to key lit", [late for what, late, _ in taps if what == "down"], AIM)
    tell(f"{name}: finger up to result", [late for what, late, _ in taps if what != "down"], AIM)
    for what, keys in KINDS.items():
        tell(f"  processor time: {what}", [worked for key, _, worked in taps if key in keys])


def main(taps: int = TAPS) -> None:
    print(f"touch to frame, {taps} taps each; {machine()}")
    with opened_hall() as hall:
        began = time.monotonic()
        terminal = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.touched_terminal", hall.city.site.config],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **OFFSCREEN},
            text=True,
        )
        with terminal:
            until(lambda: hall.listens(began) < math.inf, "a home screen that listens")
            measure(terminal, "open")
            measure(terminal, "taps 8")  # every screen has been built once
            report("all is well", measure(terminal, f"taps {taps}"))
            silence(hall, on=True)
            report("all devices silent", measure(terminal, f"taps {taps}"))
            silence(hall, on=False)
            office = hall.city.office.process
            office.send_signal(signal.SIGSTOP)
            report("office stopped", measure(terminal, f"taps {taps}"))
            office.send_signal(signal.SIGCONT)
            assert terminal.stdin is not None
            terminal.stdin.close()
        assert terminal.returncode == 0


def silence(hall: Hall, *, on: bool) -> None:
    for wire in hall.bench.wires.values():
        wire.silent = on


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
