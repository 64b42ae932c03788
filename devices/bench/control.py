"""Hands for other processes: a TCP socket that takes one JSON object per line and answers each with one.

{"do": "lay", "card": "li_ming"}                    → {"ok": true}
{"do": "show", "payload": "ZW1:…"}                  → {"ok": true}
{"do": "hold_phone", "payload": "ZW1:…", "dark": true}  → {"ok": true}; before the camera
{"do": "stand", "tilt": 10, "eyes_open": false}     → {"ok": true}; a drawn person, also x, y, pupils, light
{"do": "lay_page", "paper": "contract", "turn": 90} → {"ok": true}; under the camera, also x, y, long, slant, light
{"do": "camera", "fault": "frozen"}                 → {"ok": true}; null: all is well
{"do": "pull", "device": "receipt_printer"}         → {"ok": true}
{"do": "a4", "hand": "jam"}                         → {"ok": true}; a hand at the A4 printer
{"do": "sheets", "save": "/tmp/sheets"}             → {"ok": true, "sheets": 1, "files": ["/tmp/sheets/sheet-1.pdf"]}
{"do": "slips", "save": "/tmp/slips"}               → {"ok": true, "slips": 1, "files": ["/tmp/slips/slip-1.png"]}
{"do": "fly"}                                       → {"ok": false, "error": "…"}
"""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from devices.bench.a4_printer import BenchA4Printer
from devices.bench.bench import Bench
from devices.bench.camera import BenchCamera, CameraFault, Held
from devices.bench.cards import SAMPLES, sample
from devices.bench.faces import Sitter, photograph
from devices.bench.lighting import Light
from devices.bench.sheet_paper import PrintedSheet
from devices.bench.sheets import Laid, Paper, lay
from devices.bench.thermal_paper import PrintedSlip
from devices.bench.wire import Wire

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

LINE_LIMIT = 1 << 20  # bytes
A4_HANDS: Mapping[str, Callable[[BenchA4Printer], None]] = {
    hand.__name__: hand
    for hand in (
        BenchA4Printer.load_paper,
        BenchA4Printer.near_end,
        BenchA4Printer.empty_paper,
        BenchA4Printer.empty_paper_inside,
        BenchA4Printer.jam,
        BenchA4Printer.clear_jam,
        BenchA4Printer.open_door,
        BenchA4Printer.close_door,
        BenchA4Printer.empty_toner,
        BenchA4Printer.change_toner,
        BenchA4Printer.pause,
        BenchA4Printer.resume,
        BenchA4Printer.switch_off,
        BenchA4Printer.switch_on,
        BenchA4Printer.unplug_behind,
        BenchA4Printer.plug_behind,
        BenchA4Printer.lose_answer,
        BenchA4Printer.abort,
    )
}

Answer = dict[str, Any]
Hand = Callable[[Mapping[str, Any]], Answer | None]


class Control:
    """Listens until it is closed; one thread per connection. For the bench's own machine: it asks nobody who he is."""

    def __init__(self, bench: Bench, address: str = "127.0.0.1:0") -> None:
        """`address`: host:port; port 0 takes a free one. Raises `OSError`, `ValueError`."""
        self._bench = bench
        self._hands = self._all_hands()
        host, _, port = address.rpartition(":")
        self._server = _Server((host, int(port)), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="bench control")
        self._thread.daemon = True
        self._thread.start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def obey(self, line: bytes) -> Answer:
        """Carry out one line."""
        try:
            order = json.loads(line)
            hand = self._hands[order["do"]]
        except (ValueError, TypeError, KeyError):
            return {"ok": False, "error": f"not an order; known: {', '.join(sorted(self._hands))}"}
        try:
            return {"ok": True, **(hand(order) or {})}
        except (KeyError, ValueError, TypeError, OSError) as error:
            return {"ok": False, "error": f"{type(error).__name__}: {error}"}

    def _all_hands(self) -> dict[str, Hand]:
        reader, scanner, printer = self._bench.reader, self._bench.scanner, self._bench.printer
        plain: dict[str, Callable[[], None]] = {
            "lift": reader.lift,
            "grow_old": reader.grow_old,
            "withdraw": scanner.withdraw,
            "load_paper": printer.load_paper,
            "near_end": printer.near_end,
            "empty_paper": printer.empty_paper,
            "open_cover": printer.open_cover,
            "close_cover": printer.close_cover,
            "jam_cutter": printer.jam_cutter,
            "jam_paper": printer.jam_paper,
            "clear_jam": printer.clear_jam,
            "overheat": printer.overheat,
            "cool_down": printer.cool_down,
            "break_down": printer.break_down,
            "tear": printer.tear,
            "block_exit": printer.block_exit,
            "free_exit": printer.free_exit,
            "lie": printer.lie,
            "speak_true": printer.speak_true,
            "stall": printer.stall,
            "flow": printer.flow,
        }
        hands: dict[str, Hand] = {
            "cards": lambda _: {"cards": [card.label for card in SAMPLES]},
            "lay": lambda order: reader.lay(sample(order["card"])),
            "lay_two": lambda order: reader.lay_two(*(sample(label) for label in order["cards"])),
            "lift_at_read": lambda _: reader.lift_at(b"\x30\x01"),
            "show": lambda order: scanner.show(_payload(order)),
            "empty_paper_after": lambda order: printer.empty_paper_after(int(order["bytes"])),
            "pull": lambda order: self._wire(order).pull(),
            "plug": lambda order: self._wire(order).plug(),
            "silence": lambda order: setattr(self._wire(order), "silent", bool(order.get("on", True))),
            "noise": lambda order: setattr(self._wire(order), "noise", bool(order.get("on", True))),
            "cut": lambda order: setattr(self._wire(order), "cut_after", int(order["after"])),
            "hold_phone": lambda order: self._camera().hold_phone(_payload(order), Held(**_some(order, Held))),
            "stand": self._stand,
            "lay_page": self._lay_page,
            "leave": lambda _: self._camera().leave(),
            "camera": self._trouble_camera,
            "slips": self._slips,
            "a4": lambda order: A4_HANDS[order["hand"]](self._a4_printer()),
            "sheets": self._sheets,
            "state": self._state,
        }
        return hands | {name: _without_order(hand) for name, hand in plain.items()}

    def _wire(self, order: Mapping[str, Any]) -> Wire:
        return self._bench.wires[order["device"]]

    def _camera(self) -> BenchCamera:
        if self._bench.camera is None:
            raise ValueError("no camera on this bench")
        return self._bench.camera

    def _a4_printer(self) -> BenchA4Printer:
        if self._bench.a4_printer is None:
            raise ValueError("no A4 printer on this bench")
        return self._bench.a4_printer

    def _sheets(self, order: Mapping[str, Any]) -> Answer:
        return _counted(order, "sheets", self._a4_printer().sheets, "sheet-{}.pdf")

    def _stand(self, order: Mapping[str, Any]) -> None:
        light = Light(**_some(order.get("light", {}), Light))
        self._camera().stand(photograph((Sitter(**_some(order, Sitter)),), light=light, noise=0.0))

    def _lay_page(self, order: Mapping[str, Any]) -> None:
        camera, light = self._camera(), Light(**_some(order.get("light", {"level": 0.9}), Light))
        laid = Laid(Paper(order.get("paper", Paper.CONTRACT)), **_some(order, Laid))
        camera.stand(lay((laid,), *camera.scene.size, light=light, noise=0.0))

    def _trouble_camera(self, order: Mapping[str, Any]) -> None:
        self._camera().fault = CameraFault(order["fault"]) if order["fault"] is not None else None

    def _slips(self, order: Mapping[str, Any]) -> Answer:
        return _counted(order, "slips", self._bench.printer.slips, "slip-{}.png")

    def _state(self, _: Mapping[str, Any]) -> Answer:
        bench = self._bench
        return {
            "cards": [card.label for card in bench.reader.cards],
            "shown": bench.scanner.shown,
            "armed": bench.scanner.armed,
            "camera": bench.camera.url if bench.camera else None,
            "watched": bench.camera is not None and bench.camera.lit,
            "a4_printer": bench.a4_printer.uri if bench.a4_printer else None,
            "sheets": len(bench.a4_printer.sheets) if bench.a4_printer else 0,
            "slips": len(bench.printer.slips),
            "held": bench.printer.mouth is not None and bench.printer.mouth.held is not None,
            "taken_back": len(bench.printer.mouth.bin) if bench.printer.mouth else 0,
            "plugged": {name: wire.plugged for name, wire in bench.wires.items()},
        }

    def _handler(self) -> type[socketserver.StreamRequestHandler]:
        control = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                while line := self.rfile.readline(LINE_LIMIT):
                    self.wfile.write(json.dumps(control.obey(line), ensure_ascii=False).encode() + b"\n")

        return Handler


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def _counted(order: Mapping[str, Any], what: str, came_out: Sequence[PrintedSheet | PrintedSlip], name: str) -> Answer:
    """How many there are, and the files they were saved in, when that was ordered."""
    papers = list(came_out)  # more may come meanwhile
    if "save" not in order:
        return {what: len(papers)}
    directory = Path(order["save"])
    directory.mkdir(parents=True, exist_ok=True)
    files = [directory / name.format(number) for number in range(1, len(papers) + 1)]
    for paper, file in zip(papers, files, strict=True):
        paper.save(file)
    return {what: len(papers), "files": [str(file) for file in files]}


def _payload(order: Mapping[str, Any]) -> bytes | str:
    return bytes.fromhex(order["hex"]) if "hex" in order else str(order["payload"])


def _some(order: Mapping[str, Any], kind: type[DataclassInstance]) -> dict[str, Any]:
    """What the order says of this kind; numbers and yes or no."""
    return {each.name: order[each.name] for each in fields(kind) if isinstance(order.get(each.name), int | float)}


def _without_order(hand: Callable[[], None]) -> Hand:
    return lambda _: hand()
