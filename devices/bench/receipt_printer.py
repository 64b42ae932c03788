"""A receipt printer at the far end of a wire: real ESC/POS, real paper out, and hands that break it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from PIL import Image

from devices.bench.escpos import Interpreter
from devices.bench.printer_senses import PrinterSenses
from devices.bench.thermal_paper import Paper, PrintedSlip, picture
from devices.bench.wire import Wire
from devices.printer_model import FULL_STATUS, PrinterModel, load_model

_LISTEN = 0.05  # seconds; only how soon `stop` is felt
_SLICE = 50  # commands between two looks at the wire: real-time questions do not wait for a job
XON, XOFF = b"\x11", b"\x13"
_CLEAR = bytes.fromhex("10 14 08 01 03 14 01 06 02 08")


class BenchReceiptPrinter(PrinterSenses):
    """One printer. Hands and properties may be used from any thread; callbacks come on the printer's thread or on
    that of the hand that caused them.

    `buffer`: bytes it takes while it cannot print; then it reads no more, after XOFF if it has `xon_xoff`.
    `speed`: dots per second, 0 = at once.
    """

    def __init__(
        self,
        wire: Wire,
        model: str | PrinterModel = "epson_80",
        *,
        buffer: int = 4096,
        speed: float = 0.0,
        xon_xoff: bool = False,
        on_slip: Callable[[PrintedSlip], None] | None = None,
        on_change: Callable[[], None] | None = None,
    ) -> None:
        self._model = load_model(model) if isinstance(model, str) else model
        super().__init__(self._model)
        self.wire = wire
        self.slips: list[PrintedSlip] = []
        self.strips = 0  # pieces of paper without a dot on them
        self.stalled = False
        self.on_slip = on_slip
        self.on_change = on_change
        self._capacity = buffer
        self._speed = speed
        self._xon_xoff = xon_xoff
        self._paused = False  # XOFF was sent
        self._working = False  # there is more to execute at once
        self._hungry = False  # a command has come in part: a picture may be larger than the buffer
        self._lock = threading.RLock()
        self._received = bytearray()
        self._reception = bytearray()  # what may become a real-time command
        self._new: list[PrintedSlip] = []  # not announced yet
        self._paper_left: int | None = None  # bytes until the paper is out
        self._reported = self._reported_full = b""  # by itself, latest
        self._busy_until = 0.0
        self._interpreter = Interpreter(self._model, wire.write, self._cut, self._move)
        self._running = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._running.set()
        self._thread = threading.Thread(target=self._run, name="bench receipt printer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._running.clear()
        if self._thread is not None:
            self._thread.join()

    # ------------------------------------------------------------ hands

    def load_paper(self) -> None:
        """A new roll, cover closed again. The printer goes on with whatever it still holds."""
        self._change(paper_out=False, paper_low=False, cover_open=False)

    def near_end(self) -> None:
        self._change(paper_low=True)

    def empty_paper(self) -> None:
        self._change(paper_out=True, paper_low=True)

    def empty_paper_after(self, size: int) -> None:
        """The roll ends once `size` more bytes of commands and text have been carried out."""
        with self._lock:
            self._paper_left = size

    def open_cover(self) -> None:
        self._change(cover_open=True)

    def close_cover(self) -> None:
        self._change(cover_open=False)

    def jam_cutter(self) -> None:
        """The next cut gets stuck."""
        self._change(cutter_jammed=True)

    def jam_paper(self) -> None:
        self._change(paper_jammed=True)

    def clear_jam(self) -> None:
        """Take the cause away. The error stays until the host says so (DLE ENQ), as on a real one."""
        self._change(cutter_jammed=False, paper_jammed=False)

    def overheat(self) -> None:
        self._change(hot=True)

    def cool_down(self) -> None:
        self._change(hot=False)

    def break_down(self) -> None:
        """An unrecoverable error: only power helps."""
        self._change(broken=True)

    def cycle_power(self) -> None:
        """Off and on: buffers, settings and errors are gone, the paper stays as it is."""
        with self._lock:
            self._received.clear()
            self._interpreter.reset()
            self._interpreter.asb = 0
        self._change(broken=False, cutter_error=False)

    def tear(self) -> None:
        """Take the slip that is held out, and tear off whatever hangs out uncut."""
        with self._lock:
            if self.mouth is not None:
                self.mouth.held = None
            if self._interpreter.paper.length:
                self._take_paper(whole=False)
            self._notice()
        self._announce()

    def block_exit(self, blocked: bool = True) -> None:
        """Something sticks in the mouth. Nothing happens to a printer that has none to speak of."""
        with self._lock:
            if self.mouth is not None:
                self.mouth.blocked = blocked
            self._notice()
        self._announce()

    def free_exit(self) -> None:
        self.block_exit(False)

    def lie(self) -> None:
        """From now on all is well, whatever is asked; and what it says by itself makes no sense."""
        self._change(lying=True)

    def speak_true(self) -> None:
        self._change(lying=False)

    def stall(self) -> None:
        """It holds the line: nothing more is taken from it, not even a question."""
        self.stalled = True

    def flow(self) -> None:
        self.stalled = False

    # ------------------------------------------------------------ what can be seen

    def emerging(self) -> Image.Image | None:
        """The paper that hangs out, not cut yet."""
        with self._lock:
            paper = self._interpreter.paper
            return picture(paper.dots(), whole=False) if paper.length else None

    @property
    def unknown(self) -> list[bytes]:
        """Commands that it did not understand."""
        with self._lock:
            return list(self._interpreter.unknown)

    @property
    def held(self) -> int:
        """Bytes in its receive buffer."""
        with self._lock:
            return len(self._received)

    def receive(self, data: bytes) -> None:
        """What came over the wire, carried out to its end: for a printer without `start`, which prints at once."""
        with self._lock:
            self._take(data)
        self._work()
        while self._working:
            self._work()
        self._control_flow()

    # ------------------------------------------------------------ its thread

    def _run(self) -> None:
        while self._running.is_set():
            if not self.stalled and (self._hungry or self.held < self._capacity):
                data = self.wire.read(0 if self._working else self._wait())
                with self._lock:
                    self._take(data)
            else:
                time.sleep(self._wait())
            self._work()
            self._control_flow()

    def _wait(self) -> float:
        return max(0.001, min(_LISTEN, self._busy_until - time.monotonic())) if self._busy_until else _LISTEN

    def _control_flow(self) -> None:
        full = self.held * 4
        switch = full <= self._capacity or self._hungry if self._paused else full >= 3 * self._capacity
        if self._xon_xoff and switch:
            self._paused = not self._paused
            self.wire.write(XOFF if self._paused else XON)

    def _take(self, data: bytes) -> None:
        """Real-time commands are obeyed on arrival, wherever they stand; everything else queues."""
        while data:
            if self._reception:
                self._receive(data[0])
                data = data[1:]
            else:
                plain, escape, data = data.partition(b"\x10")
                self._received += plain
                self._reception += escape

    def _receive(self, byte: int) -> None:
        self._reception.append(byte)
        pending = bytes(self._reception)
        if pending == _CLEAR[: len(pending)] and self._model.clear:
            if pending == _CLEAR:
                self._reception.clear()
                self._forget()
                self.wire.write(b"\x37\x25\0")
            return
        if pending in (b"\x10", b"\x10\x04", b"\x10\x05"):
            return
        self._reception.clear()
        kind, n = pending[:2], pending[-1]
        if len(pending) == 3 and kind == b"\x10\x04" and 1 <= n <= 4:
            self.wire.write(bytes([self.real_time(n)]))
        elif pending == bytes((0x10, 0x04, FULL_STATUS)) and FULL_STATUS in self._model.asks:
            self.wire.write(b"\x10\x0f" + self.full())
        elif len(pending) == 3 and kind == b"\x10\x05" and n in (1, 2):
            self._recover(forget=n == 2)
        else:
            self._received += pending[:1]
            for left in pending[1:]:
                self._receive(left)

    def _recover(self, *, forget: bool) -> None:
        if forget and not self.online:
            self._forget()
        self.cutter_error = self.cutter_jammed and self.cutter_error
        self._notice()

    def _forget(self) -> None:
        self._received.clear()
        self._interpreter.reset()

    def _work(self) -> None:
        worked = self._hungry = False
        with self._lock:
            for _ in range(_SLICE):
                self._working = bool(self._received) and self.online and time.monotonic() >= self._busy_until
                if not self._working:
                    break
                length = self._interpreter.paper.length
                nothing = self._received[:1] == b"\0"  # outside a picture it means nothing
                size = self._interpreter.step(self._received)
                if size == 0:
                    self._hungry, self._working = True, False
                    break
                worked = True
                if self._speed:
                    self._busy_until = time.monotonic() + (self._interpreter.paper.length - length) / self._speed
                if self._paper_left is not None and not nothing:
                    self._paper_left -= size
                    if self._paper_left <= 0:
                        self._paper_left = None
                        self.paper_out = self.paper_low = True
                self._notice()
        if worked:
            self._announce()

    def _cut(self) -> None:
        if self.cutter_jammed:
            self.cutter_error = True
            return
        slip = self._take_paper(whole=True)
        if self.mouth is not None:
            self.mouth.take_in(slip)

    def _take_paper(self, *, whole: bool) -> PrintedSlip | None:
        """None for a strip without a dot on it, of which nobody makes anything."""
        paper = self._interpreter.paper
        self._interpreter.paper = Paper(paper.width)
        if paper.blank:
            self.strips += 1
            return None
        slip = paper.slip(whole=whole)
        self.slips.append(slip)
        self._new.append(slip)
        return slip

    def _move(self, command: bytes) -> None:
        if self._model.presenter is None or self.mouth is None or not self.mouth.obey(command):
            self._interpreter.unknown.append(command)

    # ------------------------------------------------------------ status

    def _change(self, **states: bool) -> None:
        with self._lock:
            for name, state in states.items():
                setattr(self, name, state)
            self._notice()
        self._announce()

    def _notice(self) -> None:
        """After anything that may have changed the status: sensors, GS r, and what it was told to say by itself."""
        self.feel()
        self._interpreter.sensor = self.sensor
        packet, full = self.automatic(), self.full()
        if self._interpreter.asb and (packet != self._reported or self._interpreter.asb_asked):
            self.wire.write(packet)
        if self._interpreter.full and full != self._reported_full:
            chosen = bytes(byte for number, byte in enumerate(full) if self._interpreter.full >> number & 1)
            self.wire.write(bytes((0x10, self._interpreter.full)) + chosen)
        self._reported, self._reported_full = packet, full
        self._interpreter.asb_asked = False

    def _announce(self) -> None:
        with self._lock:
            new, self._new = self._new, []
        for slip in new:
            if self.on_slip is not None:
                self.on_slip(slip)
        if self.on_change is not None:
            self.on_change()
