"""The rig on the bench: a simulated device in the driver's own thread and in time of its own, or on a real pty."""

from __future__ import annotations

import tempfile
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from devices.bench.a4_printer import BenchA4Printer
from devices.bench.camera import BenchCamera, CameraFault
from devices.bench.cards import sample
from devices.bench.code_scanner import BenchCodeScanner
from devices.bench.id_card_reader import BenchIdCardReader
from devices.bench.receipt_printer import BenchReceiptPrinter
from devices.bench.wire import Wire
from devices.clock import Clock, WallClock
from devices.code_frames import LIMIT
from devices.conformance.a4_printer import SHEET_END
from devices.conformance.hands import Act, Missing, Sight
from devices.conformance.receipt_printer import SLIP_END
from devices.conformance.rig import Make, NoPort, Rig
from devices.driver import Driver
from devices.drivers import split
from devices.ports import Port, open_port
from devices.printer_model import load_model
from devices.recognition import A4_PRINTER, CODE_SCANNER, ID_CARD_READER, RECEIPT_PRINTER
from devices.states import Offline

CARD = "li_ming"
CODE = "ZW1:预约 A012"
_BYTE = 10 / 115200  # seconds
_NOISE = b"\xa5\xc3\x99"  # what comes over a disturbed line; no byte of it is an answer in any language
_FOREIGN = {  # what another device says to whatever it is asked
    ID_CARD_READER: b"\x02\x010000#SCNMOD0\x06;\x03",  # a scanner's answer
    CODE_SCANNER: bytes.fromhex("AA AA AA 96 69 00 04 00 00 80 84"),  # a card reader's: no card
    RECEIPT_PRINTER: bytes.fromhex("AA AA AA 96 69 00 04 00 00 80 84"),
    A4_PRINTER: b"\x02\x010000#SCNMOD0\x06;\x03",
}
_WITHIN_A_SLIP = {RECEIPT_PRINTER: 900, A4_PRINTER: 6000}
"""Bytes: what comes before the job, and the beginning of it."""


class _Cable(Protocol):
    """What hands do to a wire."""

    silent: bool
    noise: bool

    def pull(self) -> None: ...
    def plug(self) -> None: ...


class VirtualWire:
    """A wire without a thread: what the driver writes reaches the device at once, what the device says comes at the
    pace of a serial line. The driver's end is opened by `port`; `device` is set when there is one."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.silent = self.noise = False
        self.plugged = True
        self.foreign = b""  # what another device, in place of ours, answers
        self.silent_after: int | None = None  # bytes that still reach the device
        self.device: Any = None
        self.coming: deque[tuple[float, bytes]] = deque()

    def port(self) -> Port:
        if not self.plugged:
            raise Offline("not plugged in")
        self.coming.clear()
        return _VirtualPort(self)

    def pull(self) -> None:
        self.plugged = False
        self.coming.clear()

    def plug(self) -> None:
        self.plugged = True

    def receive(self, data: bytes) -> None:
        """The driver speaks."""
        if self.silent_after is not None:
            data = data[: self.silent_after]
            self.silent_after -= len(data)
        if self.foreign:
            self.write(self.foreign)
        elif not self.silent:
            self.device.receive(data)
        if self.silent_after == 0:
            self.silent, self.silent_after = True, None

    def write(self, data: bytes) -> None:
        """The device speaks."""
        if self.silent or self.silent_after == 0 or not self.plugged or not data:
            return
        if self.noise:
            data = _NOISE * (1 + len(data) // len(_NOISE))
        at = max(self.clock(), self.coming[-1][0] if self.coming else 0.0) + len(data) * _BYTE
        self.coming.append((at, data))


class _VirtualPort:
    """Implements `Port`. One that was pulled out stays dead when the cable is back."""

    def __init__(self, wire: VirtualWire) -> None:
        self._wire = wire
        self._dead = False

    def write(self, data: bytes) -> None:
        self._live()
        self._wire.receive(data)

    def read(self, size: int, wait: float) -> bytes:
        wire, clock = self._wire, self._wire.clock
        end = clock() + wait
        while True:
            if wire.coming and wire.coming[0][0] <= clock():
                at, data = wire.coming.popleft()
                if len(data) > size:
                    wire.coming.appendleft((at, data[size:]))
                return data[:size]
            self._live()
            if clock() >= end:
                return b""
            clock.wait(max(0.0, min(end, clock.next_plan, wire.coming[0][0] if wire.coming else end) - clock()))
            if hasattr(wire.device, "pass_time"):
                wire.device.pass_time()

    def flush_input(self) -> None:
        self._live()
        while self._wire.coming and self._wire.coming[0][0] <= self._wire.clock():
            self._wire.coming.popleft()

    def close(self) -> None:
        self._dead = True

    def _live(self) -> None:
        self._dead = self._dead or not self._wire.plugged
        if self._dead:
            raise Offline("unplugged")


class BenchHands:
    """Does everything at once, or when it is due."""

    def __init__(self, name: str, wire: _Cable, device: Any, clock: Clock) -> None:
        self._kind, self._model = split(name)
        self._wire = wire
        self._device = device
        self._clock = clock
        self._seen = 0  # slips or sheets

    def do(self, act: Act, after: float = 0.0) -> bool:
        happens = self._way(act)
        if happens is None:
            return False
        if after:
            self._clock.after(after, happens)
        else:
            happens()
        return True

    def see(self, sight: Sight) -> int | None:
        device = self._device
        if sight is Sight.LIGHT:
            return int(device.armed) if isinstance(device, BenchCodeScanner) else None
        if isinstance(device, BenchA4Printer):
            came, self._seen = device.sheets[self._seen :], len(device.sheets)
            return sum(SHEET_END in sheet.lines for sheet in came)
        if not isinstance(device, BenchReceiptPrinter):
            return None
        has_cutter = bool(load_model(self._model).cut)
        if not has_cutter:
            device.tear()
        new, self._seen = device.slips[self._seen :], len(device.slips)
        return sum(any(SLIP_END in line for line in slip.lines) and (slip.whole or not has_cutter) for slip in new)

    def _way(self, act: Act) -> Callable[[], object] | None:
        wire, device = self._wire, self._device
        ways: dict[Act, Callable[[], object]] = {
            Act.UNPLUG: wire.pull,
            Act.PLUG: wire.plug,
            Act.SILENCE: lambda: setattr(wire, "silent", True),
            Act.SPEAK: lambda: setattr(wire, "silent", False),
            Act.DISTURB: lambda: setattr(wire, "noise", True),
            Act.CALM: lambda: setattr(wire, "noise", False),
        }
        if isinstance(wire, VirtualWire):
            ways |= {
                Act.SWAP: lambda: setattr(wire, "foreign", _FOREIGN[self._kind]),
                Act.SWAP_BACK: lambda: setattr(wire, "foreign", b""),
                Act.SILENCE_INSIDE: lambda: setattr(wire, "silent_after", _WITHIN_A_SLIP.get(self._kind)),
            }
        match device:
            case BenchIdCardReader():
                ways |= {
                    Act.LAY_CARD: lambda: device.lay(sample(CARD)),
                    Act.LAY_FOREIGN_CARD: lambda: device.lay(sample("bus_card")),
                    Act.LIFT_CARD: device.lift,
                }
            case BenchCodeScanner():
                ways |= {
                    Act.SHOW_CODE: lambda: device.show(CODE),
                    Act.SHOW_GB18030: lambda: device.show("政务大厅取号".encode("gb18030")),
                    Act.SHOW_LONG_CODE: lambda: device.show(b"9" * (LIMIT + 100)),
                    Act.SHOW_CONTROLS: lambda: device.show(b"A012\x1b@"),
                    Act.WITHDRAW: device.withdraw,
                }
            case BenchReceiptPrinter():
                if act in (Act.JAM_CUTTER, Act.CLEAR_JAM) and not load_model(self._model).cut:
                    raise Missing("it has no cutter")
                ways |= {
                    Act.EMPTY_PAPER: device.empty_paper,
                    Act.EMPTY_PAPER_INSIDE: lambda: device.empty_paper_after(400),
                    Act.LOAD_PAPER: device.load_paper,
                    Act.OPEN_COVER: device.open_cover,
                    Act.CLOSE_COVER: device.close_cover,
                    Act.JAM_CUTTER: device.jam_cutter,
                    Act.CLEAR_JAM: device.clear_jam,
                    Act.TAKE_SLIP: device.tear,
                }
            case BenchA4Printer():
                ways |= {
                    Act.EMPTY_PAPER: device.empty_paper,
                    Act.EMPTY_PAPER_INSIDE: device.empty_paper_inside,
                    Act.LOAD_PAPER: device.load_paper,
                    Act.OPEN_COVER: device.open_door,
                    Act.CLOSE_COVER: device.close_door,
                    Act.JAM_PAPER: device.jam,
                    Act.CLEAR_PATH: device.clear_jam,
                    Act.EMPTY_TONER: device.empty_toner,
                    Act.CHANGE_TONER: device.change_toner,
                    Act.LOSE_ANSWER: device.lose_answer,
                }
        return ways.get(act)


def _device(name: str, wire: Any, clock: Clock) -> Any:
    """The simulated device that belongs to a driver of that name. Raises `ValueError`."""
    kind, model = split(name)
    if kind == ID_CARD_READER:
        return BenchIdCardReader(wire)
    if kind == CODE_SCANNER:
        return BenchCodeScanner(wire, model, now=clock)
    if kind == A4_PRINTER:
        return BenchA4Printer(wire, speed=1.0, now=clock)
    return BenchReceiptPrinter(wire, model)


def virtual_rig(name: str, make: Make) -> Rig:
    """For drivers that take a clock: a run takes a second."""
    clock = Clock()
    wire = VirtualWire(clock)
    wire.device = _device(name, wire, clock)
    return Rig(make, wire.port, clock, BenchHands(name, wire, wire.device, clock), bench=True)


class CameraHands:
    """Stand before a camera of the bench."""

    def __init__(self, camera: BenchCamera) -> None:
        self._camera = camera

    def do(self, act: Act, after: float = 0.0) -> bool:
        camera = self._camera
        match act:
            case Act.SHOW_CODE:
                camera.hold_phone(CODE)
            case Act.WITHDRAW:
                camera.leave()
            case Act.SILENCE:
                camera.fault = CameraFault.STUCK
            case Act.UNPLUG:
                camera.fault = CameraFault.LOST
            case Act.SPEAK | Act.PLUG:
                camera.fault = None
            case _:
                return False
        return True

    def see(self, sight: Sight) -> int | None:
        return int(self._camera.lit) if sight is Sight.LIGHT else None


class CameraRig(Rig):
    """Before a network camera of the bench, in real time. To be closed."""

    def __init__(self, make: Callable[[str], Driver]) -> None:
        self._camera = BenchCamera()
        self._camera.start()
        super().__init__(
            lambda port, now: make(self._camera.url), NoPort, WallClock(), CameraHands(self._camera), bench=True
        )

    def close_bench(self) -> None:
        self.close()
        self._camera.stop()


class PtyRig(Rig):
    """For drivers that do not: a real pty or a real TCP port, in real time. To be closed."""

    def __init__(self, name: str, make: Make) -> None:
        clock = WallClock()
        self._directory = tempfile.TemporaryDirectory(prefix="conformance-")
        network = split(name)[0] == A4_PRINTER
        self._wire = Wire.tcp() if network else Wire(Path(self._directory.name) / "port")
        self._device = _device(name, self._wire, clock)
        self._device.start()
        hands = BenchHands(name, self._wire, self._device, clock)
        address = self._device.uri if network else self._wire.address
        super().__init__(make, lambda: open_port(address), clock, hands, bench=True)

    def close_bench(self) -> None:
        self.close()
        self._device.stop()
        self._wire.close()
        self._directory.cleanup()
