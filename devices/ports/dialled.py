"""A line that is dialled anew for each exchange, for devices that hang up when they have answered."""

from __future__ import annotations

from urllib.parse import urlsplit

from devices.ports.tcp import TcpPort
from devices.states import Offline

IPP = 631  # the port of ipp:// (RFC 8010, 4)


class DialledPort:
    """`ipp://host:port/path`. Implements `Port`: `flush_input` hangs up, the next write dials."""

    def __init__(self, address: str) -> None:
        """Nothing is dialled yet. Raises `Offline` for an address that is none."""
        try:
            parts = urlsplit(address)
            host = parts.hostname or ""
            self._address = f"socket://{f'[{host}]' if ':' in host else host}:{parts.port or IPP}"
        except ValueError as error:
            raise Offline(f"{address}: {error}") from error
        self.uri = address
        self._line: TcpPort | None = None

    def write(self, data: bytes) -> None:
        if self._line is None:
            self._line = TcpPort(self._address)
        self._line.write(data)

    def read(self, size: int, wait: float) -> bytes:
        if self._line is None:
            raise Offline(f"{self._address}: not dialled")
        return self._line.read(size, wait)

    def flush_input(self) -> None:
        """What an earlier exchange left unsaid goes with its connection."""
        self.close()

    def close(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()
