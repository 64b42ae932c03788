# ruff: noqa: T201 - a bench prints
"""What does a changed catalogue cost? `python -m tests.bench.bench_catalogue [items] [terminals]`.

`central serve` is a process of its own. One terminal installs a catalogue of so many items, then one of which 1 % has
changed: bytes of all answers' bodies on the wire, and time from the question to the catalogue that can be shown. Then
so many terminals ask for the change at once, from four processes on the same machine, each with its own disk.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

from central.publishing.keyring import make_keys, open_keyring
from central.publishing.repository import Repository
from kiosk.catalogue.check import understood
from kiosk.catalogue.store import CatalogueStore
from kiosk.catalogue.update import CatalogueUpdate
from tests.central.catalogue_documents import documents

ITEMS, TERMINALS, PROCESSES = 600, 100, 4
ROOT = Path(__file__).parents[2]


class Wire:
    """The terminal's own line, with a count of what came over it, packed as it came."""

    def __init__(self, url: str) -> None:
        from kiosk.office_line import Line

        self._url, self._line = f"{url}/v1/catalogue/", Line(None, None, "bench")
        self.received = self.asked = 0

    def read(self, name: str) -> bytes | None:
        import gzip

        from devices.deadline import Deadline

        answer = self._line.exchange(
            Deadline(60.0), "GET", self._url + name, {"Accept-Encoding": "gzip"}, None, limit=5_000_000
        )
        packed = name.startswith("metadata/") and len(answer.body) >= 1024
        self.received += len(gzip.compress(answer.body, 6)) if packed else len(answer.body)
        self.asked += 1
        return answer.body if answer.status == 200 else None

    def close(self) -> None:
        self._line.close()


def install(url: str, directory: Path, root: bytes) -> tuple[float, int, int]:
    """Seconds, bytes and questions until the newest catalogue runs."""
    store, wire = CatalogueStore(directory), Wire(url)
    store.start()
    begin = time.perf_counter()
    update = CatalogueUpdate(directory, store, root, understood, lambda: datetime.now(UTC))
    assert update.look(wire.read) is not None
    store.switch()
    seconds = time.perf_counter() - begin
    store.confirm()
    wire.close()
    return seconds, wire.received, wire.asked


def main(items: int = ITEMS, terminals: int = TERMINALS) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        make_keys(directory / "keys")
        keys, repository = open_keyring([directory / "keys"]), Repository(directory / "office.catalogue")
        names = [f"item_{number}" for number in range(items)]
        changed = max(1, items // 100)
        begin = time.perf_counter()
        repository.publish(documents(*names), keys, datetime.now(UTC))
        print(f"sign and publish {items} items: {time.perf_counter() - begin:.2f} s")
        root = repository.root_path.read_bytes()
        command = [sys.executable, "-m", "central", "serve", "--port", "0", "--database", str(directory / "office.db")]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as office:
            assert office.stdout is not None
            url = office.stdout.readline().split()[1]
            try:
                say("first install", *install(url, directory / "kiosk", root))
                repository.publish(
                    documents(*names[changed:]) | documents(*names[:changed], version=2), keys, datetime.now(UTC)
                )
                copies = [directory / f"kiosk-{number}" for number in range(terminals)]
                shutil.copytree(directory / "kiosk", directory / "one")
                say(f"{changed} of {items} changed", *install(url, directory / "one", root))
                for copy in copies:
                    shutil.copytree(directory / "kiosk", copy, copy_function=os.link)
                begin = time.perf_counter()
                with ProcessPoolExecutor(PROCESSES) as pool:
                    found = list(pool.map(install, [url] * terminals, copies, [root] * terminals))
                seconds = [each[0] for each in found]
                print(
                    f"{terminals} terminals at once: all done after {time.perf_counter() - begin:.1f} s;"
                    f" each p50 {quantiles(seconds, n=100)[49]:.2f} s, p99 {quantiles(seconds, n=100)[98]:.2f} s"
                )
            finally:
                office.terminate()


def say(what: str, seconds: float, received: int, asked: int) -> None:
    print(f"{what}: {seconds:.2f} s, {received / 1000:.0f} kB in {asked} answers")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
