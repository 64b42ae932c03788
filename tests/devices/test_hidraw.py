"""Raw HID reports, and how frames are wrapped into them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.ports import open_port
from devices.ports.hidraw import WrappedPort, Wrapping
from devices.sdt import PREAMBLE
from devices.states import Offline
from tests.devices import emulated_usb


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
