"""Two people at a reader on a bad line: whose card does the driver hand over, and does it ever come back?"""

from __future__ import annotations

from dataclasses import dataclass, fields

from devices.bench.cards import OK, SAMPLES, BenchCard
from devices.id_card import IdCard
from devices.id_card_reader import SdtIdCardReader
from devices.id_card_text import parse
from devices.states import Fault
from tests.devices import faulty_line as line
from tests.devices.faulty_line import FaultyLine, Hang, Spoil

PEOPLE = [card for card in SAMPLES[:11] if card.read_status == card.select_status == OK]
WITHIN = 20.0  # seconds for one reading
GRACE = 0.5  # seconds; what one last step may take beyond

KINDS: dict[str, list[Spoil]] = {
    "clean": [],
    "truncated": [line.truncated],
    "headless": [line.headless],
    "garbage": [line.garbage],
    "lost bytes": [line.lost],
    "one flipped bit": [line.flipped_once],
    "flipped bits": [line.flipped_often],
    "slow": [line.slow],
    "split": [line.split],
    "merged": [line.merged],
    "no or illegal answer": [line.instead],
    "unplugged": [line.split],
    "everything": [
        *(line.truncated, line.headless, line.garbage, line.lost, line.flipped_once),
        *(line.slow, line.split, line.merged, line.instead),
    ],
}
SERIAL = "05.01-20190401-000123456-987654321"
WHO = {"layout", "number", "birth", "sex", "serial"}  # what check digits vouch for, or the length of its frame
BEYOND_A_CHECKSUM = ("flipped bits",)  # two flips in one column cancel out in an XOR; nothing on this wire shows them


@dataclass(frozen=True)
class Reading:
    """What became of one greeting or presentation. `wrong`: fields that differ from the card that lay there."""

    kind: str
    seed: int
    result: str  # "greeted", "read", "hang", or the code of the fault
    wrong: tuple[str, ...] = ()
    stranger: bool = False  # the card of somebody who was there before
    seconds: float = 0.0  # on the line's own clock
    spoilt: int = 0  # answers

    @property
    def hung(self) -> bool:
        return self.result == "hang" or self.seconds > WITHIN + GRACE


def play(kind: str, seed: int) -> list[Reading]:
    """One scenario: somebody lays a card, and somebody else after him. Repeatable by `seed`."""
    wire = FaultyLine(seed, KINDS[kind])
    first, second = wire.random.sample(PEOPLE, 2)
    driver = SdtIdCardReader(wire, wire.clock)
    countdown = wire.random.randint(1, 12)  # answers until somebody meddles
    laid = [first]

    def swap() -> None:
        wire.reader.lay(second)
        laid.append(second)

    meddle = {"unplugged": wire.close, "slow": wire.reader.lift, "everything": swap}.get(kind)

    def on_answer() -> None:
        nonlocal countdown
        countdown -= 1
        if countdown == 0 and meddle:
            meddle()

    def present(laid: list[BenchCard], before: BenchCard | None = None) -> Reading:
        began, spoilt = wire.clock.time, wire.spoilt
        result, wrong, stranger = "read", (), False
        try:
            card = driver.read(wire.clock.deadline(WITHIN))
        except Fault as fault:
            result = fault.code
        except Hang:
            result = "hang"
        else:
            wrong = min((_differences(card, parse(one.text, one.photo)) for one in laid), key=len)
            stranger = before is not None and card.number == parse(before.text).number
        return Reading(kind, seed, result, wrong, stranger, wire.clock.time - began, wire.spoilt - spoilt)

    readings = [_greet(kind, seed, wire, driver)]
    wire.on_answer = on_answer
    wire.reader.lay(first)
    readings.append(present(laid))
    wire.on_answer = lambda: None
    wire.reader.lift()
    wire.reader.lay(second)
    return [*readings, present([second], before=first)]


def _greet(kind: str, seed: int, wire: FaultyLine, driver: SdtIdCardReader) -> Reading:
    try:
        identity = driver.hello(wire.clock.deadline(WITHIN))
    except Fault as fault:
        return Reading(kind, seed, fault.code, seconds=wire.clock.time, spoilt=wire.spoilt)
    wrong = () if identity.serial == SERIAL else ("serial",)
    return Reading(kind, seed, "greeted", wrong, seconds=wire.clock.time, spoilt=wire.spoilt)


def _differences(card: IdCard, truth: IdCard) -> tuple[str, ...]:
    return tuple(field.name for field in fields(IdCard) if getattr(card, field.name) != getattr(truth, field.name))
