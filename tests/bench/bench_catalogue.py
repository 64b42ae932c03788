# ruff: noqa: T201 - a bench prints
"""What does a changed catalogue cost? `python -m tests.bench.bench_catalogue [items] [terminals]`.

`central serve` is a process of its own. One terminal installs a catalogue of so many items, then one of which 1 % has
changed: bytes of all answers' bodies on the wire, and time from the question to the catalogue that can be shown, with
and without the look at each new item. Then so many terminals fetch the change at once, each with its own disk and its
own line, from four processes on the same machine. They have parsed what runs, as terminals have; what they look like
is not looked at again a thousand times.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

from central.publishing.keyring import make_keys, open_keyring
from central.publishing.repository import Repository
from devices.deadline import Deadline
from devices.states import Fault
from kiosk.catalogue.catalogue import Catalogue
from kiosk.catalogue.check import understood
from kiosk.catalogue.inspection import Inspection
from kiosk.catalogue.store import CatalogueStore
from kiosk.catalogue.update import CatalogueUpdate, Check
from tests.bench.rig import processor_time
from tests.central.catalogue_documents import documents
from ui.item_check.program import PROGRAM

ITEMS, TERMINALS, PROCESSES = 600, 1000, 4
AIM_S, AIM_BYTES = 5.0, 130_000
WITHIN = 300.0  # seconds for one answer, when a thousand wait
ROOT = Path(__file__).parents[2]


class Wire:
    """The terminal's own line, with a count of what came over it, packed as it came."""

    def __init__(self, url: str) -> None:
        from kiosk.office_line import Line

        self._url, self._line = f"{url}/v1/catalogue/", Line(None, None, "bench")
        self.received = self.asked = 0

    def read(self, name: str) -> bytes | None:
        import gzip

        answer = self._line.exchange(
            Deadline(WITHIN), "GET", self._url + name, {"Accept-Encoding": "gzip"}, None, limit=5_000_000
        )
        packed = name.startswith("metadata/") and len(answer.body) >= 1024
        self.received += len(gzip.compress(answer.body, 6)) if packed else len(answer.body)
        self.asked += 1
        return answer.body if answer.status == 200 else None

    def close(self) -> None:
        self._line.close()


def install(store: CatalogueStore, url: str, directory: Path, root: bytes, check: Check) -> tuple[float, int, int]:
    """Seconds, bytes and questions until the newest catalogue runs."""
    wire = Wire(url)
    begin = time.perf_counter()
    update = CatalogueUpdate(directory, store, root, check, lambda: datetime.now(UTC))
    assert update.look(wire.read) is not None
    store.switch()
    seconds = time.perf_counter() - begin
    store.confirm()
    wire.close()
    return seconds, wire.received, wire.asked


def one(url: str, directory: Path, root: bytes, *, look: bool = False) -> tuple[float, int, int]:
    """The same, by one terminal alone."""
    store = CatalogueStore(directory)
    store.start()

    def looked_at(found: Catalogue) -> Fault | None:
        return understood(found) or Inspection(PROGRAM)(Deadline(WITHIN), found, store.running)

    return install(store, url, directory, root, looked_at if look else understood)


def many(url: str, directories: list[Path], root: bytes, begin: float) -> list[float]:
    """Seconds of each of these terminals, which all begin at that moment."""
    parsed = CatalogueStore(directories[0])
    parsed.start()
    stores = []
    for directory in directories:
        store = CatalogueStore(directory)
        store._parsed = parsed._parsed  # a terminal has parsed what runs; a thousand on one machine have no room for it
        store.start()
        stores.append(store)
    seconds: list[float] = []

    def terminal(store: CatalogueStore, directory: Path) -> None:
        time.sleep(max(0.0, begin - time.time()))
        seconds.append(install(store, url, directory, root, understood)[0])

    threads = [threading.Thread(target=terminal, args=each) for each in zip(stores, directories, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seconds


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
        with subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as office:
            assert office.stdout is not None
            url = office.stdout.readline().split()[1]
            try:
                say("first install", *one(url, directory / "kiosk", root))
                repository.publish(
                    documents(*names[changed:]) | documents(*names[:changed], version=2), keys, datetime.now(UTC)
                )
                for copy in ("one", "looking"):
                    shutil.copytree(directory / "kiosk", directory / copy)
                say(f"{changed} of {items} changed, fetched", *one(url, directory / "one", root))
                found = one(url, directory / "looking", root, look=True)
                say(f"{changed} of {items} changed, until it can be shown", *found)
                looked = resource.getrusage(resource.RUSAGE_CHILDREN)
                print(f"the look at {changed} items: {looked.ru_utime + looked.ru_stime:.1f} s of processor time")
                print(f"ratio to the aims: time {found[0] / AIM_S:.2f}, bytes {found[1] / AIM_BYTES:.2f}")
                fleet(url, directory, root, terminals, office.pid)
            finally:
                office.terminate()


def fleet(url: str, directory: Path, root: bytes, terminals: int, office: int) -> None:
    """All at once, from copies of the terminal's disk."""
    copies = [directory / f"kiosk-{number}" for number in range(terminals)]
    for copy in copies:
        subprocess.run(["cp", "-al", directory / "kiosk", copy], check=True)
    each = -(-terminals // PROCESSES)
    parts = [copies[start : start + each] for start in range(0, terminals, each)]
    used, begin = processor_time(office), time.time() + 2 + terminals / 50  # until all have started
    with ProcessPoolExecutor(len(parts)) as pool:
        work = [pool.submit(many, url, part, root, begin) for part in parts]
        seconds = [each for part in work for each in part.result()]
    cuts = quantiles(seconds, n=100)
    print(
        f"{len(seconds)} terminals at once: all done after {max(seconds):.1f} s; each p50 {cuts[49]:.1f} s,"
        f" p99 {cuts[98]:.1f} s; the office worked {processor_time(office) - used:.1f} s for them"
    )


def say(what: str, seconds: float, received: int, asked: int) -> None:
    print(f"{what}: {seconds:.2f} s, {received / 1000:.0f} kB in {asked} answers")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
