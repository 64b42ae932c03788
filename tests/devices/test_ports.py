"""Ports against the far end of real wires: a pty, a TCP port, an RFC 2217 server."""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path

import pytest
import serial
import serial.rfc2217

from devices.bench.wire import Wire
from devices.ports import Port, open_port
from devices.ports.serial_line import SerialPort
from devices.ports.tcp import TcpPort
from devices.states import Mute, Offline
from tests.devices.patience import read_all


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
