# ruff: noqa: T201 - a program prints
"""Found faults, as recordings: `python -m tests.devices.record_faults NAME …` writes them anew.

Each fault is lived through by a real driver before a simulated device, with a flight recorder on the wire, in virtual
time. What the recorder kept goes to `recordings/`, with a title and the result of every call in its header. A driver
that asks its questions otherwise than in the file needs a new recording, with the same results.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from devices.bench.cards import sample
from devices.bench.code_scanner import BenchCodeScanner
from devices.bench.replay_verbs import WITHIN, call
from devices.drivers import driver_of, mask_of
from devices.flight_recorder import FlightRecorder
from devices.printer_model import load_model
from devices.states import Fault
from tests.devices.faulty_line import FarCable, FaultyLine, FaultyWire
from tests.devices.printer_scenarios import Printer

RECORDINGS = Path(__file__).with_name("recordings")
READER = "id_card_reader:sdt"


class Scene:
    """A driver, its wire with a recorder on it, and what is asked of it."""

    def __init__(self, driver: str, wire: FaultyWire[Any]) -> None:
        self.name = driver
        self.wire = wire
        self.recorder = FlightRecorder(driver.partition(":")[0], lambda: mask_of(driver), now=wire.clock)
        self.calls: list[tuple[str, str]] = []
        self.open()

    def open(self) -> None:
        self.driver = driver_of(self.name, self.recorder.on(self.wire), self.wire.clock)

    def ask(self, *verbs: str) -> None:
        for verb in verbs:
            self.recorder.asked(verb)
            try:
                result = call(self.driver, verb, self.wire.clock.deadline(WITHIN[verb]))
            except Fault as fault:
                result = fault.code
            self.calls.append((verb, result))

    def spoil(self, number: int, how: Callable[[bytes], bytes]) -> None:
        """The answer that comes as the `number`-th from now arrives as `how` makes it."""
        count = 0

        def spoilt(answer: bytes) -> bool:
            nonlocal count
            count += 1
            if count != number:
                return False
            self.wire.holds_back = lambda _: False
            self.wire.answer(how(answer))
            return True

        self.wire.holds_back = spoilt


def reader() -> Scene:
    return Scene(READER, FaultyLine(0, []))


def scanner(family: str, terminator: bytes = b"\r") -> Scene:
    wire: FaultyWire[BenchCodeScanner] = FaultyWire(0, [])
    wire.far = BenchCodeScanner(FarCable(wire.answer), family, terminator=terminator, now=wire.clock)
    return Scene(f"code_scanner:{family}", wire)


def printer(model: str) -> Scene:
    wire: FaultyWire[Printer] = FaultyWire(0, [])
    wire.far = Printer(FarCable(wire.answer), load_model(model))
    return Scene(f"receipt_printer:{model}", wire)


@dataclass(frozen=True)
class Found:
    """One fault: its file's name, what it teaches, and how it happened."""

    name: str
    title: str
    scene: Callable[[], Scene]
    happens: Callable[[Scene], None]


def live(found: Found) -> Scene:
    scene = found.scene()
    found.happens(scene)
    return scene


def save(found: Found, path: Path) -> None:
    scene = live(found)
    header, *events = scene.recorder.dump().splitlines()
    told = json.loads(header) | {"title": found.title, "results": [result for _, result in scene.calls]}
    lines = [json.dumps(told, ensure_ascii=False).encode(), *events]
    path.write_bytes(b"".join(line + b"\n" for line in lines))


# ---------------------------------------------------------------- the faults


def _card_frame_broken_off(scene: Scene) -> None:
    scene.ask("hello")
    scene.wire.far.lay(sample("li_ming"))
    scene.spoil(3, lambda answer: answer[:700])
    scene.ask("read", "removed")


def _illegal_frame(scene: Scene) -> None:
    scene.ask("hello")
    scene.wire.far.vendor_timeout = True
    scene.ask("read")


def _late_card(scene: Scene) -> None:
    scene.ask("hello")
    scene.wire.far.lay(sample("bayinna"))
    frames: list[bytes] = []

    def late(answer: bytes) -> bool:
        if len(answer) < 1000 or frames:
            return False
        frames.append(answer)
        scene.wire.plan(3.2, lambda: scene.wire.answer(answer))
        return True

    scene.wire.holds_back = late
    scene.ask("read")


def _contradiction(scene: Scene) -> None:
    scene.ask("hello")
    scene.wire.far.lay(sample("wrong_sex"))
    scene.ask("read")


def _pulled_out(scene: Scene) -> None:
    scene.ask("hello")
    scene.wire.far.lay(sample("li_ming"))
    scene.spoil(3, lambda answer: (scene.wire.close(), answer[:200])[1])
    scene.ask("read")


def _self_test(scene: Scene) -> None:
    scene.ask("hello")
    scene.wire.far.broken = True
    scene.ask("condition", "read")


def _another_device(scene: Scene) -> None:
    scene.wire.replace_answers(bytes.fromhex("aaaaaa96690004000080 84"))
    scene.ask("hello")


def _lost_its_settings(scene: Scene) -> None:
    scene.ask("hello", "condition")
    scene.wire.far.cycle_power()
    scene.wire.plan(0.4, lambda: scene.wire.far.show("ZW1:A012"))
    scene.ask("scan")


def _two_codes_one_answer(scene: Scene) -> None:
    scene.ask("hello")
    scene.wire.plan(0.2, lambda: scene.wire.far.show("https://hall.example/t/A012"))
    scene.spoil(3, lambda answer: answer[:-1])
    scene.ask("scan", "scan")


def _control_characters(scene: Scene) -> None:
    scene.ask("hello")
    scene.wire.plan(0.2, lambda: scene.wire.far.show(b"A012\x1d\x1b@"))
    scene.ask("scan")


def _endless_code(scene: Scene) -> None:
    scene.ask("hello")
    scene.wire.plan(0.2, lambda: scene.wire.far.show(b"9" * 3000))
    scene.ask("scan", "condition")


def _paper_ends_inside(scene: Scene) -> None:
    scene.ask("hello")
    scene.wire.far.empty_paper_after(900)
    scene.ask("print", "condition")
    scene.wire.far.mend()
    scene.ask("condition", "print")


def _silent_inside(scene: Scene) -> None:
    scene.ask("hello")
    scene.wire.holds_back = lambda _: scene.wire.far._interpreter.paper.length > 0 or scene.wire.far.slips
    scene.ask("print")


def _cutter(scene: Scene) -> None:
    scene.ask("hello")
    scene.wire.far.jam_cutter()
    scene.ask("print", "condition")
    scene.wire.far.mend()
    scene.wire.clock.wait(60.0)
    scene.ask("condition", "condition")


def _untaken(scene: Scene) -> None:
    scene.ask("hello", "print", "follow_paper", "condition")


FAULTS = (
    Found("card_frame_broken_off", "the card's data break off; the next try reads it", reader, _card_frame_broken_off),
    Found("illegal_frame", "a maker's word for no answer promises two bytes that never come", reader, _illegal_frame),
    Found("late_card", "a reading that comes when the reader was asked again already", reader, _late_card),
    Found("card_contradicts_itself", "the sex on the card is not that of its number", reader, _contradiction),
    Found("unplugged_while_reading", "the cable is pulled in the middle of the card's data", reader, _pulled_out),
    Found("module_defect", "the module's self-test fails: nothing is repeated", reader, _self_test),
    Found(
        "reader_on_the_scanners_port", "a card reader answers where a scanner is configured",
        lambda: scanner("newland"), _another_device,
    ),
    Found(
        "scanner_lost_power", "after a power cut the scanner has forgotten its temporary settings",
        lambda: scanner("newland"), _lost_its_settings,
    ),
    Found(
        "packet_cut_short", "the packet with the code loses its last byte; nothing is read, nothing is invented",
        lambda: scanner("ssi"), _two_codes_one_answer,
    ),
    Found(
        "code_with_printer_commands", "a code that holds ESC @ is refused",
        lambda: scanner("honeywell"), _control_characters,
    ),
    Found(
        "endless_code", "a code of 3000 bytes is taken in to its end and refused",
        lambda: scanner("plain"), _endless_code,
    ),
    Found(
        "paper_ends_inside_a_slip", "the paper ends in the middle; the rest must not come out with the next slip",
        lambda: printer("epson_80"), _paper_ends_inside,
    ),
    Found(
        "silent_inside_a_slip", "the printer falls silent with the slip on the way: nobody knows",
        lambda: printer("snbc_80"), _silent_inside,
    ),
    Found(
        "cutter_jams", "the cutter jams; it is told to recover when somebody has been there",
        lambda: printer("epson_80"), _cutter,
    ),
    Found(
        "slip_is_not_taken", "nobody takes the slip: the presenter takes it back",
        lambda: printer("custom_presenter"), _untaken,
    ),
)  # fmt: skip


def chosen(names: list[str]) -> Iterator[Found]:
    for found in FAULTS:
        if not names or found.name in names:
            yield found


if __name__ == "__main__":
    for found in chosen(sys.argv[1:]):
        save(found, RECORDINGS / f"{found.name}.jsonl")
        print(found.name)
