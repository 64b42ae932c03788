"""Two people at a reader on a bad line: whose card does the driver hand over, and does it ever come back?"""

from __future__ import annotations

from dataclasses import fields

from devices.bench.cards import OK, SAMPLES, BenchCard
from devices.id_card import IdCard
from devices.id_card_reader import SdtIdCardReader
from devices.id_card_text import parse
from devices.states import Fault
from tests.devices.faulty_line import FaultyLine, Hang
from tests.devices.wire_scenarios import KINDS, Outcome

NAME = "sdt"
PEOPLE = [card for card in SAMPLES[:11] if card.read_status == card.select_status == OK]
WITHIN = 20.0  # seconds for one reading
SERIAL = "05.01-20190401-000123456-987654321"
WHO = {"layout", "number", "birth", "sex"}  # what check digits vouch for
BEYOND_A_CHECKSUM = ("flipped bits",)  # two flips in one column cancel out in an XOR; nothing on this wire shows them


def play(kind: str, seed: int) -> list[Outcome]:
    """One scenario: somebody lays a card, and somebody else after him."""
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

    def present(laid: list[BenchCard], before: BenchCard | None = None) -> Outcome:
        began, spoilt = wire.clock.time, wire.spoilt
        result, wrong, excused = "read", "", ""
        try:
            card = driver.read(wire.clock.deadline(WITHIN))
        except Fault as fault:
            result = fault.code
        except Hang:
            result = "hang"
        else:
            differing = min((_differences(card, parse(one.text, one.photo)) for one in laid), key=len)
            wrong = " ".join(sorted(differing))
            excused = "altered" if differing and kind in BEYOND_A_CHECKSUM and not WHO & differing else ""
            if before is not None and card.number == parse(before.text).number:
                wrong, excused = "the card of somebody who was there before", ""
        return Outcome(NAME, kind, seed, result, wrong, excused, wire.clock.time - began, WITHIN, wire.spoilt - spoilt)

    outcomes = [_greet(kind, seed, wire, driver)]
    wire.on_answer = on_answer
    wire.reader.lay(first)
    outcomes.append(present(laid))
    wire.on_answer = lambda: None
    wire.reader.lift()
    wire.reader.lay(second)
    return [*outcomes, present([second], before=first)]


def _greet(kind: str, seed: int, wire: FaultyLine, driver: SdtIdCardReader) -> Outcome:
    result, wrong = "greeted", ""
    try:
        identity = driver.hello(wire.clock.deadline(WITHIN))
        wrong = "" if identity.serial == SERIAL else "serial"
    except Fault as fault:
        result = fault.code
    return Outcome(NAME, kind, seed, result, wrong, "", wire.clock.time, WITHIN, wire.spoilt)


def _differences(card: IdCard, truth: IdCard) -> set[str]:
    return {field.name for field in fields(IdCard) if getattr(card, field.name) != getattr(truth, field.name)}
