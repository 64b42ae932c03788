# ruff: noqa: T201 - a bench prints
"""Card on the reader → card in the hand of the caller: what is added to the time of the wire.

`python -m tests.bench.bench_card_read [readings]`. Both ends run in this process, supervision and all; the wire is a
pty at 115200 baud. The wait for the next question to the field (0 to 0.32 s) is the makers' and is left out: the
card already lies there when it is asked for.
"""

from __future__ import annotations

import queue
import statistics
import sys
import tempfile
import time
from pathlib import Path

from devices.bench.cards import SAMPLES
from devices.bench.id_card_reader import BenchIdCardReader
from devices.bench.wire import Wire
from devices.device import Device, Done, Event, Failed
from devices.id_card_reader import POLL, SdtIdCardReader
from devices.ports import open_port
from devices.sdt_line import SETTLE

BYTE = 10 / 115200  # seconds
ON_THE_WIRE = (3 * 10 + 15 + 19 + 1295) * BYTE
AIM = 0.050  # seconds


def main(readings: int = 100) -> None:
    events: queue.Queue[Event] = queue.Queue()
    with tempfile.TemporaryDirectory() as directory:
        wire = Wire(Path(directory) / "reader")
        wire.pace = BYTE
        bench = BenchIdCardReader(wire)
        bench.start()
        device = Device("id_card_reader", lambda: SdtIdCardReader(open_port(wire.address)), events.put)
        device.start()

        def answer() -> Done[object] | Failed:
            while not isinstance(event := events.get(timeout=10), Done | Failed):
                pass
            return event

        added = []
        for number in range(readings):
            bench.lay(SAMPLES[number % 2])
            time.sleep(POLL)  # the field may be asked at once
            began = time.perf_counter()
            device.ask(SdtIdCardReader.read, 10.0)
            event = answer()
            assert isinstance(event, Done), event
            added.append(time.perf_counter() - began - ON_THE_WIRE)
            bench.lift()
            device.ask(SdtIdCardReader.removed, 10.0)
            answer()
        device.stop()
        bench.stop()
        wire.close()
    added.sort()
    p50, p99 = statistics.median(added), added[int(0.99 * (readings - 1))]
    print(f"{readings} readings; the wire's own time {ON_THE_WIRE * 1000:.0f} ms each")
    print(f"added: p50 {p50 * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms, worst {added[-1] * 1000:.1f} ms")
    print(f"aim: p50 at most {AIM * 1000:.0f} ms")
    print(f"of which {SETTLE * 1000:.0f} ms are the silence that must follow a reading")
    print(f"ratio to the wire: p50 {p50 / ON_THE_WIRE:.2f}")
    assert p50 <= AIM


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
