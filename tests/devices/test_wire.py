"""The wire itself: what its hands do is what the driver's end sees."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from devices.bench.wire import Wire
from devices.ports import Port, open_port
from devices.states import Offline
from tests.devices.patience import read_all


def test_a_silent_wire_swallows_both_directions(any_wire: Wire, port: Port) -> None:
    any_wire.silent = True
    port.write(b"hello?")
    assert any_wire.read(0.05) == b""
    any_wire.write(b"lost")
    assert port.read(10, 0.02) == b""
    any_wire.silent = False
    any_wire.write(b"here")
    assert read_all(port, 4) == b"here"


def test_a_cut_answer_ends_early_once(any_wire: Wire, port: Port) -> None:
    any_wire.cut_after = 2
    any_wire.write(b"abcdef")
    any_wire.write(b"next")
    assert read_all(port, 6) == b"abnext"


def test_noise_adds_bytes_and_keeps_those_of_the_device_in_order(any_wire: Wire, port: Port) -> None:
    any_wire.noise = True
    sent = bytes(4000)
    received = b""
    for start in range(0, len(sent), 500):
        any_wire.write(sent[start : start + 500])
        while chunk := port.read(4096, 0.02):
            received += chunk
    assert len(received) > len(sent)
    assert received.count(0) >= len(sent)


def test_a_paced_wire_takes_the_time_of_its_baud_rate(wire: Wire) -> None:
    port = open_port(wire.address)
    wire.pace = 10 / 115200
    started = time.monotonic()
    wire.write(bytes(1295))
    taken = time.monotonic() - started
    assert len(read_all(port, 1295)) == 1295
    assert taken >= 0.112
    port.close()


def test_the_latest_tcp_driver_wins(tcp_wire: Wire) -> None:
    first = open_port(tcp_wire.address)
    tcp_wire.read(1.0)
    second = open_port(tcp_wire.address)
    tcp_wire.read(1.0)
    tcp_wire.write(b"you")
    assert second.read(10, 1.0) == b"you"
    with pytest.raises(Offline):
        first.read(10, 1.0)
    first.close()
    second.close()


def test_pulling_wakes_a_read_that_waits(any_wire: Wire, port: Port) -> None:
    threading.Timer(0.05, any_wire.pull).start()
    started = time.monotonic()
    with pytest.raises(Offline):
        port.read(1, 10.0)
    assert time.monotonic() - started < 5.0


def test_a_plugged_in_wire_is_the_same_address_again(any_wire: Wire) -> None:
    address = any_wire.address
    any_wire.pull()
    any_wire.plug()
    assert any_wire.address == address
    port = open_port(address)
    any_wire.read(0.0)
    any_wire.write(b"back")
    assert read_all(port, 4) == b"back"
    port.close()


def test_a_pulled_wire_is_quiet_and_takes_writes_nowhere(any_wire: Wire) -> None:
    any_wire.pull()
    any_wire.pull()
    assert not any_wire.plugged
    assert any_wire.read(0.0) == b""
    any_wire.write(b"into the air")
    any_wire.plug()
    any_wire.plug()
    port = open_port(any_wire.address)
    assert port.read(20, 0.02) == b""
    port.close()


def test_pulling_wakes_the_device_that_waits_for_the_driver(any_wire: Wire) -> None:
    threading.Timer(0.05, any_wire.pull).start()
    started = time.monotonic()
    assert any_wire.read(0.2) == b""
    any_wire.plug()  # would wait for ever if the read still held the line
    assert time.monotonic() - started < 5.0


def test_closing_takes_the_name_away_for_good(tmp_path: Path) -> None:
    wire = Wire(tmp_path / "deep" / "port")
    assert (tmp_path / "deep" / "port").is_symlink()
    wire.close()
    wire.close()
    wire.plug()
    assert not wire.plugged
    assert not list((tmp_path / "deep").iterdir())


def test_a_stale_name_of_a_dead_bench_is_replaced(tmp_path: Path) -> None:
    link = tmp_path / "port"
    link.symlink_to("/dev/pts/999999")
    wire = Wire(link)
    open_port(str(link)).close()
    wire.close()


def test_a_wire_without_a_name_is_opened_by_its_own(tmp_path: Path) -> None:
    wire = Wire()
    port = open_port(wire.address)
    wire.write(b"here")
    assert read_all(port, 4) == b"here"
    port.close()
    wire.close()
