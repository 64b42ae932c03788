# ruff: noqa: T201 - a bench prints
"""From a card laid on the reader to the question at the office: `python -m tests.bench.bench_card_to_screen [cards]`.

Not counted is what no program can hasten: the wait until the reader is asked again (its makers want 0.3 seconds
between two questions) and the reader's answers at 115,200 baud. What remains is the terminal's own.
"""

from __future__ import annotations

import random
import sys
import time
from dataclasses import dataclass

from devices.bench.bench import READER_PACE
from devices.bench.cards import BenchCard, resident
from devices.sdt import Command
from tests.bench.rig import Hall, Heard, machine, opened_hall, tell, until

CARDS = 60
AIM = 0.05  # seconds, p99


@dataclass(frozen=True)
class Laid:
    """One card; seconds. `own` is what is left of `total` when waiting and the wire are taken away."""

    total: float
    waited: float
    wire: float
    own: float
    size: int  # bytes that the reader sent


def lay(hall: Hall, card: BenchCard) -> Laid:
    bench, relay = hall.bench, hall.relay
    line = bench.wires["id_card_reader"]
    slips = len(bench.printer.slips)
    lit = time.monotonic()
    until(lambda: bench.scanner.armed and line.when(Command.FIND.request, lit) < lit + 60, "a home screen that listens")
    time.sleep(random.uniform(0.0, 0.4))  # anywhere between two questions
    laid = time.monotonic()
    bench.reader.lay(card)
    until(lambda: len(bench.printer.slips) > slips, "a ticket")
    bench.reader.lift()
    asked = relay.after(laid, "/bookings/find")
    assert asked is not None
    total = asked.asked_at - laid
    exchanges = [
        (question, answer)
        for question in line.asked
        if laid < question.at < asked.asked_at and question.data != Command.STATUS.request
        for answer in [answer_to(question, line.said)]
    ]
    assert [question.data for question, _ in exchanges][:3] == [
        c.request for c in (Command.FIND, Command.SELECT, Command.READ)
    ]
    waited = exchanges[0][0].at - laid
    wire = sum(answer.at - question.at for question, answer in exchanges[:3])
    return Laid(total, waited, wire, total - waited - wire, sum(len(answer.data) for _, answer in exchanges[:3]))


def answer_to(question: Heard, said: list[Heard]) -> Heard:
    return next(answer for answer in said if answer.at > question.at)


def main(cards: int = CARDS) -> None:
    print(f"card to question at the office, {cards} cards; {machine()}")
    with opened_hall("[session]\nfinish_s = 1\n") as hall:
        numbers = [hall.city.book().id_number for _ in range(cards)]
        with hall.open_terminal():
            laid = [lay(hall, resident("measured", "测试", number[:17])) for number in numbers]
    tell("card laid to question at the office", [each.total for each in laid])
    tell("  waiting for the next look for a card", [each.waited for each in laid])
    tell("  the reader's answers on the wire", [each.wire for each in laid])
    tell("  the terminal's own", [each.own for each in laid], AIM)
    total = sum(each.total for each in laid)
    print(f"  the terminal's own is {sum(each.own for each in laid) / total:.0%} of the whole")
    print(f"  {laid[0].size} bytes of the reader take {laid[0].size * READER_PACE * 1000:.0f} ms at 115,200 baud")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
