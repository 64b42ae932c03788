"""Raw HID reports, and how frames are wrapped into them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.bench.cards import sample
from devices.id_card_reader import SdtIdCardReader
from devices.id_card_text import parse
from devices.ports import open_port
from devices.ports.hidraw import WrappedPort, Wrapping
from devices.sdt import PREAMBLE
from devices.states import Fault, Offline
from tests.devices import emulated_usb
from tests.devices.faulty_line import FarCable, FaultyWire, Spoil, Timeless


def test_the_reader_on_emulated_hidraw() -> None:
    emulated_usb.run("hidraw_cases.py")


@pytest.mark.parametrize("path", ["/nowhere/hidraw0", "/dev/null", str(Path(__file__).parent), ""])
def test_what_is_no_hidraw_device_is_offline(path: str) -> None:
    with pytest.raises(Offline):
        open_port(f"hidraw://{path}")


class Reports:
    """A port of reports that come one by one. Implements `Port`."""

    def __init__(self, reports: list[bytes]) -> None:
        self.reports = reports
        self.written: list[bytes] = []

    def write(self, data: bytes) -> None:
        self.written.append(data)

    def read(self, size: int, wait: float) -> bytes:
        return self.reports.pop(0) if self.reports else b""

    def flush_input(self) -> None:
        self.reports.clear()

    def close(self) -> None:
        self.reports.clear()


def frame(size: int) -> bytes:
    return PREAMBLE + (size - 7).to_bytes(2, "big") + bytes(size - 7)


WRAPPINGS = st.builds(
    Wrapping,
    size=st.just(64),
    payload=st.integers(3, 8),
    room=st.integers(10, 56),
    head=st.binary(max_size=2),
    length=st.sampled_from([2, None]),
    number=st.integers(0, 9),
)


@given(wrapping=WRAPPINGS, sizes=st.lists(st.integers(11, 2321), min_size=1, max_size=3), take=st.integers(1, 100))
def test_what_is_wrapped_is_unwrapped(wrapping: Wrapping, sizes: list[int], take: int) -> None:
    stream = b"".join(frame(size) for size in sizes)
    reports = [report for size in sizes for report in wrapping.wrap(frame(size))]
    assert {len(report) for report in reports} == {65}
    assert {report[0] for report in reports} == {wrapping.number}
    port = WrappedPort(Reports([report if wrapping.number else report[1:] for report in reports]), wrapping)
    assert b"".join(iter(lambda: port.read(take, 0.0), b"")) == stream


@given(wrapping=WRAPPINGS, reports=st.lists(st.binary(max_size=64), max_size=5))
def test_garbage_in_reports_is_at_most_bytes(wrapping: Wrapping, reports: list[bytes]) -> None:
    port = WrappedPort(Reports(list(reports)), wrapping)
    while port._reports.reports:  # type: ignore[attr-defined]
        assert len(port.read(4096, 0.0)) <= wrapping.room
    port.flush_input()
    assert port.read(4096, 0.0) == b""


class FarReports(Timeless):
    """A reader that hears and speaks in reports."""

    wrapping = Wrapping(size=64, payload=8, room=56)

    def receive(self, data: bytes) -> None:
        super().receive(self.wrapping.unwrap(data[1:]))


class ReportLine(FaultyWire[FarReports]):
    """Reports get lost, come twice or late; their bytes are USB's to guard."""

    def __init__(self, seed: int, spoils: list[Spoil]) -> None:
        super().__init__(seed, spoils)
        self._rate /= 10  # a reading is 24 reports
        self.far = FarReports(FarCable(self._speak))

    def _speak(self, frame: bytes) -> None:
        for report in self.far.wrapping.wrap(frame):
            self.answer(report[1:])


SPOILS: dict[str, list[Spoil]] = {
    "clean": [],
    "lost": [lambda random, report: [(0.0, b"")]],
    "twice": [lambda random, report: [(0.0, report), (0.0, report)]],
    "late": [lambda random, report: [(random.choice([0.1, 0.4, 0.6, 2.5]), report)]],
    "another": [lambda random, report: [(0.0, random.randbytes(64)), (0.0, report)]],
}


@pytest.mark.parametrize("spoils", SPOILS.values(), ids=SPOILS)
def test_lost_and_late_reports_yield_the_right_card_or_a_fault(spoils: list[Spoil]) -> None:
    results = Counter[str]()
    for seed in range(40):
        line = ReportLine(seed, spoils)
        driver = SdtIdCardReader(WrappedPort(line, line.far.wrapping), line.clock)
        for card in (sample("li_ming"), sample("taiwan")):
            line.far.lay(card)
            began = line.clock.time
            try:
                assert driver.read(line.clock.deadline(20.0)) == parse(card.text, card.photo)
                results["read"] += 1
            except Fault as fault:
                results[fault.code] += 1
            assert line.clock.time - began < 20.5
    assert results["read"] > 20
    assert spoils or results.keys() == {"read"}


@pytest.mark.parametrize(
    "impossible",
    [
        {"payload": 9},
        {"room": 0},
        {"room": 65},
        {"head": bytes(65)},
        {"length": 64},
        {"length": -1},
        {"payload": -1},
        {"number": 256},
    ],
)
def test_a_wrapping_that_does_not_fit_is_refused(impossible: dict[str, int | bytes]) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        Wrapping(**({"size": 64, "payload": 8, "room": 56} | impossible))  # type: ignore[arg-type]
