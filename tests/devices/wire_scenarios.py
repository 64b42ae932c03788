"""Every driver on a bad line: kinds of trouble, drivers, and what became of each try.

A driver is a function from a kind of trouble and a seed to outcomes; the judging stands beside it, in
`reader_scenarios`, `scanner_scenarios` and `printer_scenarios`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.devices import faulty_line as line
from tests.devices.faulty_line import Spoil

GRACE = 0.6  # seconds; what one last step may take beyond a deadline: a scanner's light is put out

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


@dataclass(frozen=True)
class Outcome:
    """What became of one try. Repeatable by driver, kind and seed.

    `result`: a word for the success, the code of the fault, or `hang`. `wrong`: what was accepted and is not true.
    `excused`: why nothing on this wire can show that it is not.
    """

    driver: str
    kind: str
    seed: int
    result: str
    wrong: str = ""
    excused: str = ""
    seconds: float = 0.0  # on the line's own clock
    within: float = 0.0  # what the deadline allowed
    spoilt: int = 0  # answers

    @property
    def hung(self) -> bool:
        return self.result == "hang" or self.seconds > self.within + GRACE

    @property
    def condemned(self) -> bool:
        return bool(self.wrong) and not self.excused


Driver = Callable[[str, int], list[Outcome]]


def drivers() -> dict[str, dict[str, Driver]]:
    """By kind of device and by family or model; what joins the tables joins here."""
    from tests.devices import a4_scenarios, printer_scenarios, reader_scenarios, scanner_scenarios

    return {
        "id_card_reader": {"sdt": reader_scenarios.play},
        "code_scanner": scanner_scenarios.drivers(),
        "receipt_printer": printer_scenarios.drivers(),
        "a4_printer": a4_scenarios.drivers(),
    }
