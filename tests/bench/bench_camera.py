# ruff: noqa: T201 - a bench prints
"""A vision process that is killed, and what the screen feels of a camera: `python -m tests.bench.bench_camera [kills]`.

The camera is a simulated network camera of 1280 x 720 at 25 frames a second, in a process of its own. A process is back
when its first frame is there: started, camera opened, exposure waited for, frame decoded and looked at.
"""

from __future__ import annotations

import json
import math
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

from devices.camera import Camera
from devices.deadline import Deadline
from devices.states import Cancelled
from devices.vision.camera_source import CameraSource
from tests.bench.bench_touch import measure
from tests.bench.rig import OFFSCREEN, ROOT, machine, opened_hall, percentile, tell, until
from tests.processes import vision_processes

KILLS = 100
AIM = 0.3  # seconds from the kill to the next frame
WATCHED = 20  # seconds of each way
LATE = 0.025  # seconds between two frames, from which one of them is late


@contextmanager
def network_camera() -> Iterator[str]:
    """Its URL."""
    program = "import sys\nfrom devices.bench.camera import BenchCamera\ncamera = BenchCamera(1280, 720)\n"
    program += "camera.start()\nprint(camera.url, flush=True)\nsys.stdin.read()\n"
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as bench:
        assert bench.stdin is not None
        assert bench.stdout is not None
        yield bench.stdout.readline().strip()
        bench.stdin.close()


def kill(camera: Camera, *, standby: bool) -> float:
    """Kill the process that looks, and the one that stands by; seconds until another has looked at a frame."""
    pid, newest = camera.pid, camera.frames.newest
    assert pid is not None
    begun = time.monotonic()
    for each in vision_processes(os.getpid()) if standby else [pid]:
        os.kill(each, signal.SIGKILL)
    until(lambda: camera.pid not in (None, pid), "another process", every=0.0005)
    newest = max(newest, camera.frames.newest)
    until(lambda: camera.frames.newest > newest, "a frame", every=0.0005)
    return time.monotonic() - begun


def killed(address: str, kills: int, *, standby: bool = False) -> list[float]:
    """While somebody scans: kill, and again after about a second."""
    camera, over = Camera(CameraSource(address)), threading.Event()
    camera.hello(Deadline(10.0))

    def scan() -> None:
        try:
            camera.scan(Deadline(math.inf, over))
        except Cancelled:
            return

    scanner = threading.Thread(target=scan)
    scanner.start()
    until(lambda: camera.frames.newest > 20, "frames")
    back = []
    for _ in range(kills):
        back.append(kill(camera, standby=standby))
        time.sleep(random.uniform(0.7, 1.3))
    over.set()
    scanner.join()
    camera.close()
    return back


def frame_times(more: str, *, killing: bool = False) -> list[float]:
    """Seconds between two frames of the screen that asks for a code, which is drawn sixty times a second."""
    with opened_hall(more) as hall:
        began = time.monotonic()
        with subprocess.Popen(
            [sys.executable, "-m", "tests.bench.touched_terminal", hall.city.site.config],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **OFFSCREEN},
            text=True,
        ) as terminal:
            assert terminal.stdin is not None
            until(lambda: hall.listens(began) < math.inf, "a home screen that listens")
            measure(terminal, "present")
            measure(terminal, "rest 3")
            over = threading.Event()
            killer = threading.Thread(target=kill_now_and_then, args=(terminal.pid, over))
            if killing:
                killer.start()
            at = measure(terminal, f"rest {WATCHED}")
            over.set()
            if killing:
                killer.join()
            terminal.stdin.close()
    return [after - before for before, after in pairwise(at)]


def kill_now_and_then(terminal: int, over: threading.Event) -> None:
    """Every vision process that the terminal has, looking or standing by, every two seconds."""
    while not over.wait(2.0):
        for pid in vision_processes(terminal):
            os.kill(pid, signal.SIGKILL)


def main(kills: int = KILLS) -> None:
    print(f"camera; {machine()}")
    with network_camera() as url:
        tell(f"network camera: killed {kills} times, back after", killed(url, kills), AIM)
        tell("  killed together with the one that stands by", killed(url, kills // 5, standby=True))
        device = f"[devices.camera]\nsource = {json.dumps(url)}\n"
        without = report("no camera", frame_times(""))
        for name, killing in (("camera looks", False), ("camera is killed", True)):
            report(name, frame_times(device, killing=killing), without)


def report(name: str, seconds: list[float], without: float = 0.0) -> float:
    """One line of frame times; the 99th percentile."""
    p99 = percentile(seconds, 0.99)
    tell(f"frame to frame, {name}", seconds)
    ratio = f", p99 {p99 / without:.2f} of that without" if without else ""
    print(f"  {sum(each > LATE for each in seconds)} of {len(seconds)} late{ratio}")
    return p99


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
