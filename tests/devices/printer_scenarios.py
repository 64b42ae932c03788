"""Two slips on a bad line: does what the driver says of the paper agree with the paper?

`printed`, `processed` and `presented` are never said of a slip that did not come out whole; no slip comes out twice;
what was said to have failed does not come out later. That a slip is said to have failed although it came out is
excused, and counted, when answers were altered (a flipped bit in a status byte is another status) or a hand was at the
printer just then (a paper that ends behind a slip looks like one that ended in it).
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

from devices import printer_model
from devices.bench.receipt_printer import BenchReceiptPrinter
from devices.paper import PaperState, Slip, Text
from devices.printer_model import PrinterModel, load_model
from devices.receipt_printer import ReceiptPrinter
from devices.states import Fault
from tests.devices.faulty_line import FarCable, FaultyWire, Hang
from tests.devices.wire_scenarios import KINDS, Driver, Outcome

HELLO = 10.0  # seconds
WITHIN = 40.0  # seconds for one slip
CONDITION = 5.0
RATES = (0.02, 0.1, 0.4)  # a slip takes some twenty answers: more trouble would never let one begin
GOOD = (PaperState.PROCESSED, PaperState.PRINTED, PaperState.PRESENTED)


def drivers() -> dict[str, Driver]:
    """Every model."""
    models = tomllib.loads((Path(printer_model.__file__).parent / "models" / "printers.toml").read_text("utf-8"))
    return {name: functools.partial(play, name) for name in models}


@functools.cache
def _model(name: str) -> PrinterModel:
    return load_model(name)


class Printer(BenchReceiptPrinter):
    """Prints at once; needs no thread and no time."""

    def pass_time(self) -> None: ...

    def count(self, mark: str) -> int:
        """Slips, cut or still hanging out, that end with this mark and hold all that belongs before it."""
        papers = [" ".join(slip.lines) for slip in self.slips] + [" ".join(self._interpreter.paper.lines)]
        return sum(len(re.findall(f"from {mark}.*to {mark}", paper)) for paper in papers)

    def mend(self) -> None:
        self._paper_left = None  # the roll that was about to end
        self.clear_jam()
        self.free_exit()
        self.load_paper()
        self.tear()


def play(name: str, kind: str, seed: int) -> list[Outcome]:
    """One scenario: hello, a slip while somebody meddles, everything mended, another slip."""
    model = _model(name)
    wire: FaultyWire[Printer] = FaultyWire(seed, KINDS[kind], RATES)
    printer = wire.far = Printer(FarCable(wire.answer), model)
    driver = ReceiptPrinter(wire, model, wire.clock)
    hands: list[Callable[[], object]] = [
        *(printer.empty_paper, printer.open_cover, printer.jam_cutter, printer.jam_paper, printer.block_exit),
        *(printer.near_end, lambda: printer.empty_paper_after(wire.random.randint(1, 120))),
    ]
    meddle = {"unplugged": wire.close, "everything": wire.random.choice(hands)}.get(kind)
    countdown = wire.random.randint(1, 24)  # writes until somebody meddles

    def on_write() -> None:
        nonlocal countdown
        countdown -= 1
        if countdown == 0 and meddle:
            meddle()

    def attempt(result: Callable[[], str], within: float, judge: Callable[[str], str] = lambda _: "") -> Outcome:
        began, spoilt, altered = wire.clock.time, wire.spoilt, wire.altered
        try:
            said = result()
        except Fault as fault:
            said = fault.code
        except Hang:
            said = "hang"
        wrong = judge(said)
        excused = (
            ("altered" if wire.altered > altered else "meddled" if countdown <= 0 else "") if wrong == DENIED else ""
        )
        return Outcome(name, kind, seed, said, wrong, excused, wire.clock.time - began, within, wire.spoilt - spoilt)

    def greet() -> str:
        driver.hello(wire.clock.deadline(HELLO))
        driver.condition(wire.clock.deadline(CONDITION))
        return "greeted"

    def printing(mark: str) -> Outcome:
        slip = Slip((Text(f"from {mark}"), Text("A012  window 3"), Text(f"to {mark}")))

        def judge(said: str) -> str:
            papers = printer.count(mark)
            if said in GOOD and papers == 0:
                return "said to be out, and is not"
            if papers > 1:
                return "came out twice"
            return DENIED if papers and said not in (*GOOD, PaperState.UNKNOWN, "hang") else ""

        return attempt(lambda: driver.print(wire.clock.deadline(WITHIN), slip).value, WITHIN, judge)

    outcomes = [attempt(greet, HELLO + CONDITION)]
    wire.on_write = on_write
    first = printing("one")
    before = printer.count("one")
    wire.on_write = lambda: None
    countdown = 1  # nobody meddles any more
    printer.mend()
    second = printing("two")
    if printer.count("one") > before and first.result != PaperState.UNKNOWN:
        second = Outcome(name, kind, seed, second.result, "the one before came out with it", "", second.seconds, WITHIN)
    return [*outcomes, first, second]


DENIED = "said to have failed, and came out"
