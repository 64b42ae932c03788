# ruff: noqa: T201 - a bench prints
"""A plug goes back in → the device is ready for a citizen: its language spoken, its identity and condition known.

`python -m tests.bench.bench_replug [times]`. Reader, scanner and printer of the bench, each supervised as in the
terminal; their plugs are pulled together, stay out for a while in which the back-off grows, and go back in. With the
watch for hot plug and, for comparison, a quarter as often without it, by supervision's own rhythm.
"""

from __future__ import annotations

import logging
import queue
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from devices.bench.bench import Bench
from devices.device import Changed, Device, Event
from devices.hotplug import HotPlug, place
from devices.states import Link
from kiosk import fittings
from kiosk.config import CodeScannerSection, DevicesSection, IdCardReaderSection, ReceiptPrinterSection

AIM = 1.0  # seconds, p99
OUT = (0.2, 2.5)  # seconds that a plug is out
PATIENCE = 40.0


def main(times: int = 100) -> None:
    logging.getLogger("devices").setLevel(logging.ERROR)  # each pull is worth a warning, and here it is the work
    for watched, count in ((True, times), (False, max(1, times // 4))):
        took = replug(watched, count)
        print(f"\n{'with the watch' if watched else 'without it'}, {count} times, seconds from plug to ready:")
        for name, values in took.items():
            p50, p99 = statistics.median(values), sorted(values)[round(0.99 * (len(values) - 1))]
            ratio = f", ratio to aim {p99 / AIM:.2f}{' MISSED' if p99 > AIM else ''}" if watched else ""
            print(f"{name:16} p50 {p50:.3f}  p99 {p99:.3f}  worst {max(values):.3f}{ratio}")
    print(f"\naim: p99 at most {AIM:.1f} s")


def replug(watched: bool, times: int) -> dict[str, list[float]]:
    """Seconds from plug to ready, by device."""
    events: queue.Queue[tuple[float, Event]] = queue.Queue()
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as directory:
        bench = Bench(Path(directory))
        bench.start()
        ports = {name: wire.address for name, wire in bench.wires.items()}
        sections = DevicesSection(
            id_card_reader=IdCardReaderSection(port=ports["id_card_reader"]),
            code_scanner=CodeScannerSection(port=ports["code_scanner"]),
            receipt_printer=ReceiptPrinterSection(port=ports["receipt_printer"]),
        )
        devices = [
            Device(name, opener, lambda event: events.put((time.monotonic(), event)))
            for name, opener in fittings.openers(sections).items()
        ]
        watch = HotPlug((place(ports[device.name]), device.hurry) for device in devices) if watched else None

        def until(link: Link) -> dict[str, float]:
            """When each of them was in that state."""
            when: dict[str, float] = {}
            while len(when) < len(devices):
                at, event = events.get(timeout=PATIENCE)
                if isinstance(event, Changed) and event.state.link is link:
                    when[event.device] = at
            return when

        if watch:
            watch.start()
        for device in devices:
            device.start()
        until(Link.ONLINE)
        took: dict[str, list[float]] = {device.name: [] for device in devices}
        for _ in range(times):
            for wire in bench.wires.values():
                wire.pull()
            until(Link.NO_DEVICE)
            time.sleep(chance.uniform(*OUT))
            plugged = {}
            for name, wire in bench.wires.items():
                plugged[name] = time.monotonic()
                wire.plug()
            for name, at in until(Link.ONLINE).items():
                took[name].append(at - plugged[name])
        if watch:
            watch.stop()
        for device in devices:
            device.stop()
        bench.stop()
    return took


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
