"""A bad line never makes a wrong person, and never holds the reader for ever. The long run is in `tests/bench`."""

from __future__ import annotations

import pytest

from tests.devices.wire_scenarios import BEYOND_A_CHECKSUM, KINDS, WHO, play

SCENARIOS = 300


@pytest.mark.parametrize("kind", KINDS)
def test_a_bad_line_yields_the_right_card_or_a_fault(kind: str) -> None:
    readings = [reading for seed in range(-(-SCENARIOS // len(KINDS))) for reading in play(kind, seed)]
    assert not [reading for reading in readings if reading.hung or reading.stranger]
    if kind in BEYOND_A_CHECKSUM:
        assert not [reading for reading in readings if WHO & set(reading.wrong)]
    else:
        assert not [reading for reading in readings if reading.wrong]
    assert any(reading.result == "read" for reading in readings)
    if kind == "clean":
        assert {reading.result for reading in readings} == {"greeted", "read"}
    elif kind != "unplugged":
        assert sum(reading.spoilt for reading in readings) > len(readings) / 4
