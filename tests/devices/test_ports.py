"""Ports against the far end of real wires: a pty, a TCP port, an RFC 2217 server."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial
import serial.rfc2217

from devices.bench.wire import Wire
from devices.ports import Port, open_port
from devices.ports.serial_line import SerialPort
from devices.ports.tcp import TcpPort
from devices.states import Mute, Offline


@pytest.fixture
def port(any_wire: Wire) -> Iterator[Port]:
    port = open_port(any_wire.address)
    any_wire.read(0.0)  # a TCP wire accepts here
    yield port
    port.close()


def read_all(port: Port, size: int, within: float = 2.0) -> bytes:
    until, data = time.monotonic() + within, b""
    while len(data) < size and time.monotonic() < until:
        data += port.read(size - len(data), 0.1)
    return data


def write_often(port: Port, data: bytes) -> None:
    """TCP takes the first bytes into a buffer of its own before it notices anything."""
    for _ in range(100):
        port.write(data)


def test_bytes_pass_both_ways_unchanged(any_wire: Wire, port: Port) -> None:
    every_byte = bytes(range(256))
    port.write(every_byte)
    received = b""
    while len(received) < 256:
        chunk = any_wire.read(1.0)
        assert chunk
        received += chunk
    assert received == every_byte
    any_wire.write(every_byte)
    assert read_all(port, 256) == every_byte


def test_a_read_returns_what_is_there_and_does_not_wait_for_the_rest(any_wire: Wire, port: Port) -> None:
    any_wire.write(b"abc")
    started = time.monotonic()
    assert port.read(100, 5.0) == b"abc"
    assert time.monotonic() - started < 2.5


def test_a_read_takes_no_more_than_its_size(any_wire: Wire, port: Port) -> None:
    any_wire.write(b"abcdef")
    assert read_all(port, 2) == b"ab"
    assert read_all(port, 4) == b"cdef"


def test_a_read_of_silence_ends_at_its_wait(port: Port) -> None:
    assert port.read(1, 0.02) == b""


def test_flushing_throws_away_what_came_before(any_wire: Wire, port: Port) -> None:
    any_wire.write(b"late")
    assert port.read(1, 1.0) == b"l"
    port.flush_input()
    assert port.read(10, 0.02) == b""
    any_wire.write(b"new")
    assert read_all(port, 3) == b"new"


def test_a_pulled_cable_is_offline_in_every_call(any_wire: Wire, port: Port) -> None:
    any_wire.pull()
    with pytest.raises(Offline):
        port.read(1, 1.0)
    with pytest.raises(Offline):
        port.flush_input()
    with pytest.raises(Offline):
        write_often(port, b"?")
    port.close()
    port.close()
    with pytest.raises(Offline):
        open_port(any_wire.address)


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


def test_a_port_has_one_owner(wire: Wire) -> None:
    first = open_port(wire.address)
    with pytest.raises(Offline, match="lock"):
        open_port(wire.address)
    first.close()
    open_port(wire.address).close()


@pytest.mark.parametrize(
    "address", ["/nowhere/port", "socket://127.0.0.1:1", "socket://nonsense", "socket://[", "spam://x", __file__]
)
def test_an_address_without_a_port_is_offline(address: str) -> None:
    with pytest.raises(Offline):
        open_port(address)


def test_an_impossible_baud_rate_is_a_fault_not_a_crash(wire: Wire) -> None:
    with pytest.raises(Offline):
        open_port(wire.address, baud=-1)


def test_each_address_gets_its_kind_of_port(wire: Wire, tcp_wire: Wire) -> None:
    line, tcp = open_port(wire.address), open_port(tcp_wire.address)
    assert isinstance(line, SerialPort)
    assert isinstance(tcp, TcpPort)
    line.close()
    tcp.close()


def test_a_peer_that_stops_reading_is_mute_not_forever(any_wire: Wire, port: Port) -> None:
    with pytest.raises(Mute):
        write_often(port, bytes(1 << 16))
    started = time.monotonic()
    port.close()  # with unsent bytes in the kernel
    assert time.monotonic() - started < 1.0


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


@pytest.mark.filterwarnings("ignore:setDaemon:DeprecationWarning", "ignore:setName:DeprecationWarning")
def test_a_serial_server_speaks_rfc_2217(tmp_path: Path) -> None:
    wire = Wire(tmp_path / "far")
    line = _Line(wire.address, timeout=0.02)
    listener = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def serve() -> None:
        peer, _ = listener.accept()
        peer.settimeout(0.01)
        manager = serial.rfc2217.PortManager(line, _Lines(peer))
        while not over.is_set():
            try:
                data = peer.recv(1024)
            except TimeoutError:
                data = None
            if data == b"":
                break
            if data:
                line.write(b"".join(manager.filter(data)))
            if waiting := line.in_waiting:
                peer.sendall(b"".join(manager.escape(line.read(waiting))))
        peer.close()

    server = threading.Thread(target=serve)
    server.start()
    port = open_port(f"rfc2217://127.0.0.1:{listener.getsockname()[1]}", baud=57600)
    port.write(b"\x01\xff\x02")
    assert wire.read(2.0) == b"\x01\xff\x02"
    assert line.baudrate == 57600
    wire.write(b"\xffok")
    assert read_all(port, 3) == b"\xffok"
    assert port.read(1, 0.01) == b""
    over.set()
    server.join()
    with pytest.raises(Offline):
        read_all(port, 1)
    port.close()
    listener.close()
    line.close()
    wire.close()


class _Line(serial.Serial):
    """A pty as the line of a serial server: it has no modem lines to report or to set."""

    cts = dsr = ri = cd = rts = dtr = False


class _Lines:
    """What `PortManager` writes its telnet answers to."""

    def __init__(self, peer: socket.socket) -> None:
        self.write = peer.sendall
