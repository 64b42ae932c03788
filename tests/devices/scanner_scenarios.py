"""Two people before a code scanner on a bad line: is what it hands over what was shown, and to whom?

Families with a checksum over their codes are held to no wrong code at all; the others to none when no byte was altered
and no answer torn apart. What was seen for the one before must not reach the next where the family confirms something
before each scan; where it confirms nothing, nobody can tell how old a late byte is. No family numbers its answers: one
that comes seconds late may pass for that to the next command of the same words, so lateness is excused and counted.
"""

from __future__ import annotations

import functools

from devices.bench.code_scanner import BenchCodeScanner
from devices.bench.scanner_tongues import TONGUES
from devices.code_scanner import CodeScanner
from devices.scanner_codecs import codec_of
from devices.scanner_family import ScannerFamily, families, load_family
from devices.states import Fault
from tests.devices.faulty_line import FarCable, FaultyWire, Hang
from tests.devices.wire_scenarios import KINDS, Driver, Outcome

WITHIN = 8.0  # seconds for one code
HELLO = 5.0
CHECKED = ("ssi", "vbar")  # languages whose codes come with a checksum
XOR = ("vbar",)  # two flips in one column cancel out
UNNUMBERED = ("newland_classic",)  # `!!!` answers whatever was asked last, or before
STALLING = ("slow", "everything")  # kinds of trouble that hold answers back for seconds
LATE = "the code of the one before"
CODES = ("ZW1:6Q8P4-%05d", "https://hall.example/t/%d?x=1", "预约%d号·张", "%d")


def drivers() -> dict[str, Driver]:
    """Every family that has a codec and a far end."""
    return {name: functools.partial(play, name) for name in families() if name in TONGUES}


@functools.cache
def _family(name: str) -> ScannerFamily:
    return load_family(name)


def play(name: str, kind: str, seed: int) -> list[Outcome]:
    """One scenario: hello, a condition, and two people who show a code each."""
    family = _family(name)
    wire: FaultyWire[BenchCodeScanner] = FaultyWire(seed, KINDS[kind])
    wire.far = BenchCodeScanner(
        FarCable(wire.answer), name, terminator=wire.random.choice([b"\r", b"\n", b"\r\n"]), now=wire.clock
    )
    driver = CodeScanner(wire, family, wire.clock)
    first, second = ((wire.random.choice(CODES) % wire.random.randint(0, 99999)).encode() for _ in range(2))
    checked = family.language in CHECKED and not family.raw_codes
    checked = checked and not (kind == "flipped bits" and family.language in XOR)
    codec = codec_of(family)
    fenced = any(map(codec.answers, (*family.settings, *family.start))) and family.language not in UNNUMBERED
    unplugged_at = wire.random.uniform(0.0, 2.0)

    def outcome(result: str, began: float, within: float, spoilt: int = 0, wrong: str = "") -> Outcome:
        excused = ""
        if wrong == LATE:
            excused = "unconfirmed" if not fenced and wire.spoilt else "unnumbered" if kind in STALLING else ""
        elif wrong and not checked:
            excused = "altered" if wire.altered else "unconfirmed" if not fenced and wire.spoilt else ""
        seconds = wire.clock.time - began
        return Outcome(name, kind, seed, result, wrong, excused, seconds, within, wire.spoilt - spoilt)

    def greet() -> Outcome:
        result = "greeted"
        try:
            driver.hello(wire.clock.deadline(HELLO))
            driver.condition(wire.clock.deadline(HELLO))
        except Fault as fault:
            result = fault.code
        except Hang:
            result = "hang"
        return outcome(result, 0.0, 2 * HELLO)

    def present(code: bytes, before: bytes = b"") -> Outcome:
        began, spoilt = wire.clock.time, wire.spoilt
        result, wrong = "read", ""
        if kind == "unplugged":
            wire.plan(max(0.0, unplugged_at - began), wire.close)
        soonest = 2 * family.silence  # nobody is quicker; what comes before is taken for the end of the one before
        wire.plan(wire.random.uniform(soonest, 1.5), lambda: wire.far.show(code))
        try:
            data = driver.scan(wire.clock.deadline(WITHIN)).data
        except Fault as fault:
            result = fault.code
        except Hang:
            result = "hang"
        else:
            wrong = "" if data == code else LATE if data == before else "another code"
        wire.clock.drop_plans()
        wire.far.withdraw()
        return outcome(result, began, WITHIN, spoilt, wrong)

    return [greet(), present(first), present(second, first)]
