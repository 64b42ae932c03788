"""The office as a process of its own, and many kiosks that send to it at once."""

from __future__ import annotations

import http.client
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Asked:
    """One request, ready to be sent."""

    path: str
    body: bytes
    headers: dict[str, str]


@contextmanager
def running(module: str, *arguments: str) -> Iterator[tuple[str, int]]:
    """A process of the office's side: its URL, and its id."""
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            ready = re.fullmatch(r"ready (http://\S+)\n", process.stdout.readline())
            assert ready is not None
            yield ready[1], process.pid
        finally:
            process.terminate()
            process.wait()


def send(url: str, prepared: list[list[Asked]], every_s: float = 0.0) -> tuple[float, list[float]]:
    """Each kiosk its own, all kiosks at once: seconds that all of it took, and seconds of each answer.

    `every_s`: a kiosk begins one so often, the kiosks spread over that time; 0: without a pause.
    """
    address = urlsplit(url).netloc
    together = threading.Barrier(len(prepared) + 1)
    latencies: list[float] = []
    failures: list[str] = []

    def kiosk(mine: list[Asked], shift: float) -> None:
        line = http.client.HTTPConnection(address, timeout=60)
        line.connect()
        together.wait()
        start = time.perf_counter() + shift
        for number, asked in enumerate(mine):
            time.sleep(max(0.0, start + number * every_s - time.perf_counter()))
            begun = time.perf_counter()
            line.request("POST", asked.path, asked.body, asked.headers)
            answer = line.getresponse()
            text = answer.read()
            latencies.append(time.perf_counter() - begun)
            if answer.status != http.HTTPStatus.OK:
                failures.append(f"{answer.status} {text.decode()}")
        line.close()

    threads = [
        threading.Thread(target=kiosk, args=(mine, every_s * place / len(prepared)))
        for place, mine in enumerate(prepared)
    ]
    for thread in threads:
        thread.start()
    together.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begun
    assert not failures, failures[:3]
    return took, latencies
