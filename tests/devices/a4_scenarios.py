"""Two sheets on a bad line: does what the driver says of the paper agree with the tray?

`printed` is never said of a sheet that did not come out, none comes out twice, and none that was given up comes out
with the next. IPP has no checksum of its own: what an altered answer makes the driver believe is excused, since TCP's
stands below it on a real line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from unittest.mock import patch

from devices import a4_printer
from devices.a4_printer import A4Printer
from devices.bench.a4_printer import BenchA4Printer
from devices.paper import PaperState
from devices.sheet import Sheet
from devices.states import Fault
from tests.devices.faulty_line import FarCable, FaultyWire, Hang
from tests.devices.sheets import SHEET
from tests.devices.wire_scenarios import KINDS, Driver, Outcome

HELLO = 10.0  # seconds
WITHIN = 45.0  # seconds for one sheet
CONDITION = 5.0
RATES = (0.02, 0.1, 0.4)
SPEED = 1.0  # seconds for a document


def drivers() -> dict[str, Driver]:
    return {"ipp": play}


def drawn(sheet: Sheet) -> bytes:
    return b"%PDF-1.6\n" + sheet.title.encode() + b"\n%%EOF\n"


def play(kind: str, seed: int) -> list[Outcome]:
    """One scenario: hello, a sheet while somebody meddles, everything mended, another sheet."""
    with patch.object(a4_printer, "draw", drawn):
        return _play(kind, seed)


def _play(kind: str, seed: int) -> list[Outcome]:
    wire: FaultyWire[BenchA4Printer] = FaultyWire(seed, KINDS[kind], RATES)
    printer = wire.far = BenchA4Printer(FarCable(wire.answer), speed=SPEED, now=wire.clock)  # type: ignore[arg-type]
    driver = A4Printer(wire, now=wire.clock)
    hands: list[Callable[[], object]] = [
        *(printer.empty_paper, printer.jam, printer.open_door, printer.switch_off, printer.pause),
        *(printer.empty_paper_inside, printer.abort, printer.lose_answer),
    ]
    meddle = {"unplugged": wire.close, "everything": wire.random.choice(hands)}.get(kind)
    countdown = wire.random.randint(1, 12)  # writes until somebody meddles

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
        excused = "altered" if wrong and wire.altered > altered else ""
        return Outcome("ipp", kind, seed, said, wrong, excused, wire.clock.time - began, within, wire.spoilt - spoilt)

    def greet() -> str:
        driver.hello(wire.clock.deadline(HELLO))
        driver.condition(wire.clock.deadline(CONDITION))
        return "greeted"

    def count(mark: str) -> int:
        return sum(sheet.pdf == drawn(replace(SHEET, title=mark)) for sheet in printer.sheets)

    def printing(mark: str) -> Outcome:
        def judge(said: str) -> str:
            came = count(mark)
            if said == PaperState.PRINTED and came == 0:
                return "said to be out, and is not"
            if came > 1:
                return "came out twice"
            return "said to have failed, and came out" if came and said not in SPOKEN else ""

        sheet = replace(SHEET, title=mark)
        return attempt(lambda: driver.print(wire.clock.deadline(WITHIN), sheet).value, WITHIN, judge)

    outcomes = [attempt(greet, HELLO + CONDITION)]
    wire.on_write = on_write
    first = printing("one")
    before = count("one")
    wire.on_write = lambda: None
    for mend in (printer.load_paper, printer.clear_jam, printer.close_door, printer.switch_on, printer.resume):
        mend()
    second = printing("two")
    if count("one") > before and first.result != PaperState.UNKNOWN:
        excused = "altered" if wire.altered else ""
        late = "the one before came out with it"
        second = Outcome("ipp", kind, seed, second.result, late, excused, second.seconds, WITHIN)
    return [*outcomes, first, second]


SPOKEN = (PaperState.PRINTED, PaperState.UNKNOWN, "hang")
"""What may be said of a sheet that lies in the tray."""
