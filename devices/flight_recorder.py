"""Flight recorder: the last minutes of a device's wire, to look at and to replay after something went wrong.

What passes is masked before it is kept (`devices.masking`); a ring bounds it in time and in bytes. The recorder
outlives the port: each opening is an event like any other.

    recorder = FlightRecorder("id_card_reader", IdCardReaderMask)
    driver = SdtIdCardReader(recorder.on(open_port(path)))
    …
    recorder.save(Path("reader.jsonl"))

A recording is one JSON object per line. The first is the header: `recording` (the version of this format), `device`,
`driver`, `program`, `seconds` (how long it is). The others are events in their order: `at`, seconds since the first
one; `event`, one of `opened`, `asked`, `sent`, `received`, `fault`, `closed`; `hex`, the masked bytes; `code`, of a
fault, or what was asked of the driver. It names no hour and no day.
"""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from devices.masking import Legible, Mask
from devices.ports import Port
from devices.states import Fault

VERSION = 1
ENTRY = 32  # bytes that an event counts beside its data
_REACH = 8192  # bytes of what was received last may still become legible; more than two of the longest answers


@dataclass(slots=True)
class Moment:
    """One event on the wire; its bytes are masked."""

    at: float
    event: str
    data: bytearray = field(default_factory=bytearray)
    code: str = ""


class FlightRecorder:
    """The ring of one device. Written by the device's thread, read from any."""

    def __init__(
        self,
        device: str,
        mask: Callable[[], Mask],
        minutes: float = 5.0,
        limit_bytes: int = 256 * 1024,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """`mask` makes the mask of one conversation. `limit_bytes`: of data, with `ENTRY` for every event; a ring
        full of the smallest events takes seven times as much in memory, under 2 MiB."""
        self.device = device
        self._new_mask = mask
        self._driver = ""  # known when the port is opened
        self._seconds = 60.0 * minutes
        self._limit = limit_bytes
        self._now = now
        self._ring: deque[Moment] = deque()
        self._size = 0
        self._lock = threading.Lock()

    def on(self, port: Port) -> Port:
        """`port`, with everything that passes remembered."""
        mask = self._new_mask()
        self._driver = mask.driver
        return _RecordedPort(port, self, mask)

    def asked(self, verb: str) -> None:
        """The driver is about to be asked this."""
        self.keep("asked", code=verb)

    def keep(self, event: str, data: bytes | bytearray = b"", code: str = "") -> Moment:
        """Add an event whose `data` is masked; what it becomes later, `lift` says."""
        moment = Moment(self._now(), event, bytearray(data), code)
        with self._lock:
            self._ring.append(moment)
            self._size += ENTRY + len(moment.data)
            while self._size > self._limit or self._ring[0].at < moment.at - self._seconds:
                self._size -= ENTRY + len(self._ring.popleft().data)
                if not self._ring:
                    break
        return moment

    def lift(self, moments: Iterable[tuple[int, Moment]], legible: Legible) -> None:
        """Write `legible` over what is kept; `moments` with the place of their first byte, as `legible` counts."""
        with self._lock:
            for ago, moment in moments:
                end = ago - len(moment.data)
                start = max(0, ago - legible.ago)
                skipped = max(0, legible.ago - ago)
                size = min(len(moment.data) - start, len(legible.data) - skipped)
                if size > 0 and legible.ago > end:
                    moment.data[start : start + size] = legible.data[skipped : skipped + size]

    def dump(self) -> bytes:
        """The recording, as it is now."""
        with self._lock:
            moments = [Moment(moment.at, moment.event, bytearray(moment.data), moment.code) for moment in self._ring]
        return "".join(json.dumps(line) + "\n" for line in self._lines(moments, self._now())).encode()

    def save(self, path: Path) -> None:
        """Write the recording to a file. Raises `OSError`."""
        path.write_bytes(self.dump())

    def _lines(self, moments: list[Moment], end: float) -> Iterator[dict[str, object]]:
        start = moments[0].at if moments else end
        yield {
            "recording": VERSION,
            "device": self.device,
            "driver": self._driver,
            "program": _program(),
            "seconds": round(end - start, 4),
        }
        for moment in moments:
            line: dict[str, object] = {"at": round(moment.at - start, 4), "event": moment.event}
            if moment.data:
                line["hex"] = moment.data.hex()
            if moment.code:
                line["code"] = moment.code
            yield line


class _RecordedPort:
    """Implements `Port`: passes everything on unchanged, and tells the recorder."""

    def __init__(self, port: Port, recorder: FlightRecorder, mask: Mask) -> None:
        self._port = port
        self._recorder = recorder
        self._mask = mask
        self._latest: deque[Moment] = deque()  # received, and within reach of the mask
        self._reach = 0
        self._open = True
        recorder.keep("opened")

    def write(self, data: bytes) -> None:
        self._lift(self._mask.paused())
        self._recorder.keep("sent", self._mask.sent(data))
        try:
            self._port.write(data)
        except Fault as fault:
            self._recorder.keep("fault", code=fault.code)
            raise

    def read(self, size: int, wait: float) -> bytes:
        try:
            data = self._port.read(size, wait)
        except Fault as fault:
            self._recorder.keep("fault", code=fault.code)
            raise
        if data:
            self._receive(data)
        return data

    def flush_input(self) -> None:
        """What is thrown away is not seen here either."""
        try:
            self._port.flush_input()
        except Fault as fault:
            self._recorder.keep("fault", code=fault.code)
            raise

    def close(self) -> None:
        self._port.close()
        if self._open:
            self._open = False
            self._lift(self._mask.paused())
            self._recorder.keep("closed")

    def _receive(self, data: bytes) -> None:
        moment = self._recorder.keep("received", bytes([self._mask.filler]) * len(data))
        self._latest.append(moment)
        self._reach += len(data)
        while self._reach - len(self._latest[0].data) > _REACH:
            self._reach -= len(self._latest.popleft().data)
        self._lift(self._mask.received(data))

    def _lift(self, legibles: list[Legible]) -> None:
        for legible in legibles:
            self._recorder.lift(self._within(legible.ago), legible)

    def _within(self, ago: int) -> Iterator[tuple[int, Moment]]:
        """The latest moments that `ago` reaches into, with how far back each begins."""
        begins = 0
        for moment in reversed(self._latest):
            begins += len(moment.data)
            yield begins, moment
            if begins >= ago:
                return


def _program() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("kiosk")
    except PackageNotFoundError:
        return ""
