# ruff: noqa: T201 - a bench prints
"""The card reader on a bad line: `python -m tests.bench.bench_wire_faults [scenarios]`.

Each scenario greets the reader and reads two people's cards through one kind of trouble. Ends with an error when a
wrong person was read, a wrong reading came from a line that a checksum can judge, or anything hung.
"""

from __future__ import annotations

import sys
import time
from collections import Counter

from tests.devices.wire_scenarios import BEYOND_A_CHECKSUM, KINDS, WHO, Reading, play

SCENARIOS = 20_800


def main(scenarios: int = SCENARIOS) -> None:
    each = -(-scenarios // len(KINDS))
    began = time.perf_counter()
    every: list[Reading] = []
    print(f"{'line':<22}{'cards laid':>11}{'read':>9}{'refused':>9}{'wrong':>7}{'spoilt answers':>16}{'longest':>10}")
    for kind in KINDS:
        readings = [reading for seed in range(each) for reading in play(kind, seed)]
        cards = [reading for reading in readings if reading.result != "greeted"]
        read = [reading for reading in cards if reading.result == "read"]
        print(
            f"{kind:<22}{2 * each:>11}{len(read) / (2 * each):>9.1%}{1 - len(read) / (2 * each):>9.1%}"
            f"{sum(bool(reading.wrong) for reading in readings):>7}{sum(reading.spoilt for reading in readings):>16}"
            f"{max(reading.seconds for reading in readings):>8.1f} s"
        )
        every += readings
    taken = time.perf_counter() - began
    print(f"\n{each * len(KINDS)} scenarios, {len(every)} exchanges with a person or a module, in {taken:.1f} s")
    print(
        f"{each * len(KINDS) / taken:.0f} scenarios/s; {sum(r.seconds for r in every) / 3600:.1f} h on the line's clock"
    )
    faults = Counter(reading.result for reading in every if reading.result not in ("read", "greeted"))
    print("faults:", ", ".join(f"{code} {count}" for code, count in faults.most_common()))
    wrong = Counter(reading.wrong for reading in every if reading.wrong)
    print("wrong fields, all from flips that cancel out in an XOR:", dict(wrong) or "none")

    assert not [reading for reading in every if reading.hung], "a reading hung"
    assert not [reading for reading in every if reading.stranger], "somebody got another person's card"
    assert not [reading for reading in every if WHO & set(reading.wrong)], "a wrong person was read"
    assert not [r for r in every if r.wrong and r.kind not in BEYOND_A_CHECKSUM], "a wrong reading was accepted"
    print("no wrong person, no wrong reading that a checksum can show, no hang")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
