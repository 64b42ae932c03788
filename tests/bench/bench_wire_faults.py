# ruff: noqa: T201 - a bench prints
"""Every driver on bad lines: `python -m tests.bench.bench_wire_faults [scenarios] [device …]`.

A scenario greets the device and uses it for two people through one kind of trouble, in time of its own. `scenarios`
are for each kind of device, spread over its families or models and the kinds of trouble. Ends with an error when a
wrong reading was accepted that could have been known, or anything hung.
"""

from __future__ import annotations

import sys
import time
from collections import Counter

from tests.devices.test_wire_faults import SUCCESS, UNNUMBERED_LIMIT, late_share
from tests.devices.wire_scenarios import KINDS, Driver, Outcome, drivers

SCENARIOS = 20_000


def main(scenarios: int = SCENARIOS, *devices: str) -> None:
    sound = True
    for device, families in drivers().items():
        if not devices or device in devices:
            sound = _measure(device, families, scenarios) and sound
    assert sound, "hung, or accepted what could be known to be wrong"


def _measure(device: str, families: dict[str, Driver], scenarios: int) -> bool:
    each = -(-scenarios // (len(KINDS) * len(families)))
    print(f"{device}: {', '.join(families)}\n")
    print(f"{'line':<22}{'scenarios':>10}{'tries':>9}{'good':>8}{'hung':>6}{'wrong':>7}{'excused':>9}", end="")
    print(f"{'spoilt answers':>16}{'longest':>10}{'per s':>7}")
    began, every = time.perf_counter(), Counter[str]()
    sums = Counter[str]()
    for kind in KINDS:
        start, outcomes = time.perf_counter(), Counter[str]()
        longest, read = 0.0, list[Outcome]()
        for play in families.values():
            for seed in range(each):
                for outcome in play(kind, seed):
                    _count(outcome, outcomes, every)
                    longest = max(longest, outcome.seconds)
                    if outcome.result == "read":
                        read.append(outcome)
        taken = time.perf_counter() - start
        count = each * len(families)
        print(
            f"{kind:<22}{count:>10}{outcomes['tries']:>9}{outcomes['good'] / outcomes['tries']:>8.1%}"
            f"{outcomes['hung']:>6}{outcomes['wrong']:>7}{outcomes['excused']:>9}{outcomes['spoilt']:>16}"
            f"{longest:>8.1f} s{count / taken:>7.0f}"
        )
        if late_share(read) >= UNNUMBERED_LIMIT:
            print(f"  {late_share(read):.1%} of these codes had been shown to the one before")
            outcomes["wrong"] += 1
        sums += outcomes
    count = each * len(families) * len(KINDS)
    taken = time.perf_counter() - began
    print(f"\n{count} scenarios in {taken:.0f} s, {count / taken:.0f} a second", end="")
    print(f"; {sums['milliseconds'] / 3.6e6:.1f} h on the line's own clock")
    print("faults:", ", ".join(f"{code} {number}" for code, number in every.most_common() if " " not in code) or "none")
    print("excused:", ", ".join(f"{code} {number}" for code, number in every.most_common() if " " in code) or "none")
    print(f"{sums['hung']} hung, {sums['wrong']} wrong\n", flush=True)
    return not sums["hung"] and not sums["wrong"]


def _count(outcome: Outcome, outcomes: Counter[str], every: Counter[str]) -> None:
    outcomes["tries"] += 1
    outcomes["spoilt"] += outcome.spoilt
    outcomes["milliseconds"] += round(1000 * outcome.seconds)
    outcomes["good"] += outcome.result in SUCCESS
    outcomes["hung"] += outcome.hung
    outcomes["wrong"] += outcome.condemned
    outcomes["excused"] += bool(outcome.excused)
    if outcome.excused:
        every[f"{outcome.wrong} ({outcome.excused})"] += 1
    elif outcome.condemned or outcome.hung:
        print(f"  {outcome}")
    if outcome.result not in SUCCESS:
        every[outcome.result] += 1


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else SCENARIOS, *sys.argv[2:])
