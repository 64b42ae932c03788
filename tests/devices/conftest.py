"""Wires that every device test draws from: real ptys and TCP ports, closed at the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.bench.wire import Wire
from devices.ports import Port, open_port


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Wire]:
    """A plugged pty with a stable name."""
    wire = Wire(tmp_path / "port")
    yield wire
    wire.close()


@pytest.fixture
def tcp_wire() -> Iterator[Wire]:
    wire = Wire.tcp()
    yield wire
    wire.close()


@pytest.fixture(params=["pty", "tcp"])
def any_wire(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Wire]:
    """The same test over a serial line and over TCP."""
    wire = Wire(tmp_path / "port") if request.param == "pty" else Wire.tcp()
    yield wire
    wire.close()


@pytest.fixture
def port(any_wire: Wire) -> Iterator[Port]:
    port = open_port(any_wire.address)
    any_wire.read(0.0)  # a TCP wire accepts here
    yield port
    port.close()
