"""What the command lines are tried on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from devices.bench.bench import Bench

if TYPE_CHECKING:
    from tests.kiosk.test_command_line import Terminal


@pytest.fixture
def bench(terminal: Terminal) -> Iterator[Bench]:
    """Simulated hardware, named by the terminal's configuration."""
    ports = terminal.directory / "ports"
    ports.mkdir()
    bench = Bench(ports)
    bench.start()
    terminal.devices = "".join(f'[devices.{name}]\nport = "{ports / name}"\n' for name in bench.wires)
    yield bench
    bench.stop()
