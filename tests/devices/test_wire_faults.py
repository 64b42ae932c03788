"""A bad line never makes a wrong reading and never holds a driver for ever. The long run is in `tests/bench`."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.devices.wire_scenarios import KINDS, Outcome, drivers

SCENARIOS = 2000  # for each kind of device, over all its families and all kinds of trouble
FEWER = {"a4_printer": 400}  # each takes ten times as long as another device's
SUCCESS = {"greeted", "read", "printed", "processed", "presented"}
UNNUMBERED_LIMIT = 0.02  # of the codes that were read while answers stalled for seconds


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("device", drivers())
def test_a_bad_line_yields_the_truth_or_a_fault(device: str, kind: str) -> None:
    families = drivers()[device]
    seeds = range(-(-FEWER.get(device, SCENARIOS) // (len(KINDS) * len(families))))
    outcomes = [outcome for play in families.values() for seed in seeds for outcome in play(kind, seed)]
    assert not [outcome for outcome in outcomes if outcome.hung or outcome.condemned]
    assert late_share(outcomes) < UNNUMBERED_LIMIT
    results = Counter(outcome.result for outcome in outcomes)
    assert results.keys() & SUCCESS > {"greeted"}
    if kind == "clean":
        assert results.keys() <= SUCCESS
    else:
        assert sum(outcome.spoilt for outcome in outcomes) > len(outcomes) / 10
        assert kind in ("split", "merged") or results.keys() - SUCCESS


def late_share(outcomes: list[Outcome]) -> float:
    """How many of the codes that were read had been shown to the one before, where the language cannot tell."""
    read = sum(outcome.result == "read" for outcome in outcomes)
    return sum(outcome.excused == "unnumbered" for outcome in outcomes) / max(1, read)
