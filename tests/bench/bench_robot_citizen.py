# ruff: noqa: T201 - a bench prints
"""A robot citizen at one terminal, the senior card from home to paper again and again, with another person each time:
`python -m tests.bench.bench_robot_citizen [journeys]`.

The terminal's program, its office and its registers are processes of their own; this one holds the hardware. The robot
reads nothing and knows where it goes: its own time is 50 to 150 ms for a hand to go to a control and 40 to 90 ms for
its finger to stay there. Whatever else passes is the software's share: from a finger that has gone, a card that lies or
a face that is there, until the next control can be touched. In it are the 250 ms for which each new screen is deaf on
purpose, the reader's wire, and the camera that waits until the person keeps still.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from devices.bench.cards import resident
from devices.bench.faces import Sitter, photograph
from devices.print_job import HANZI, INITIALISE
from tests.bench.crowd import ADDRESS, Elder, elders
from tests.bench.rig import CAMERA_SIZE, OFFSCREEN, ROOT, Hall, machine, opened_hall, percentile, tell, until

JOURNEYS = 40
ITEM = "senior_card"
INITIALS = "lnyd"  # of 老年优待证
DECISION_AIM = 1.0  # seconds, p99
SOFTWARE_AIM = 10.0  # seconds of the five minutes that somebody of 70 may need
SAME = "another control of a screen"
SLIP = INITIALISE + HANZI


@dataclass
class Figures:
    """In seconds. `waits`: by the screen that was waited for, until its first control could be touched."""

    journeys: list[float] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    decisions: list[float] = field(default_factory=list)
    papers: list[float] = field(default_factory=list)
    waits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))


class Robot:
    """Touches the terminal and keeps the time."""

    def __init__(self, terminal: subprocess.Popen[str]) -> None:
        self._terminal = terminal
        self.figures = Figures()
        self.acted = 0.0  # when it did something last, on the monotonic clock
        self.waited = 0.0  # seconds since the beginning of the journey

    def touch(self, screen: str, *controls: str) -> None:
        for control in controls:
            could, gone = self._order(f"touch {screen} {control}")
            self._wait_ends(screen if control == controls[0] else SAME, could)
            self.acted = gone

    def see(self, screen: str) -> float:
        """When its first frame was there; a control of it may be waited for longer."""
        return float(self._order(f"see {screen}"))

    def act(self) -> None:
        """Something was done beside the glass, when the screen asked for it."""
        self._wait_ends("", time.monotonic())
        self.acted = time.monotonic()

    def begin(self) -> None:
        self.waited = 0.0

    def _wait_ends(self, screen: str, at: float) -> None:
        wait = max(0.0, at - self.acted)
        self.waited += wait
        if screen:
            self.figures.waits[screen].append(wait)

    def _order(self, order: str) -> Any:
        assert self._terminal.stdin is not None
        assert self._terminal.stdout is not None
        self._terminal.stdin.write(f"{order}\n")
        self._terminal.stdin.flush()
        answer = self._terminal.stdout.readline()
        assert answer, f"the terminal has ended at: {order}"
        return json.loads(answer)


def journey(robot: Robot, hall: Hall, elder: Elder, began: float) -> float:
    """From home to home; when it was over."""
    camera, figures = hall.bench.camera, robot.figures
    assert camera is not None
    robot.begin()
    robot.touch("BrowseCatalogue", "search", *(f"key_{letter}" for letter in INITIALS), f"choice_{ITEM}")
    robot.touch("ReadItem", "apply")
    robot.see("Present")
    robot.act()
    hall.bench.reader.lay(resident(elder.number, elder.name, elder.seventeen, ADDRESS))
    robot.touch("AgreeToSources", "source_population", "next")
    robot.touch("FillField", "next")  # the phone number is not required
    robot.touch("AgreeToPortrait", "agree")
    camera.stand(FACE)
    robot.touch("ReviewPortrait", "keep")
    camera.leave()
    robot.touch("ReviewAnswers", "submit")
    hall.bench.reader.lift()
    submitted = robot.acted
    figures.decisions.append(robot.see("ShowDecision") - submitted)
    robot.touch("ShowDecision", "way_print")
    asked = robot.acted
    robot.touch("TakeResult", "rate")
    printer = hall.bench.wires["receipt_printer"]
    until(lambda: printer.when(SLIP, asked) < math.inf, "a slip")
    figures.papers.append(printer.when(SLIP, asked) - asked)
    robot.touch("Rate", "level_1")
    robot.touch("TellVisit", "done")
    robot.touch("Home", "service_apply_for_item")  # it is the next one's first touch
    figures.journeys.append(robot.acted - began)
    figures.shares.append(robot.waited)
    return robot.acted


FACE = photograph((Sitter(pupils=0.17),), *CAMERA_SIZE)


@contextmanager
def touched(hall: Hall) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.bench.touched_terminal", str(hall.city.site.config)]
    environment = {**os.environ, **OFFSCREEN}
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
    ) as terminal:
        yield terminal
        assert terminal.stdin is not None
        terminal.stdin.close()
    assert terminal.returncode == 0


def report(figures: Figures) -> None:
    middle = sum(figures.journeys) / len(figures.journeys)
    share = sum(figures.shares) / len(figures.shares)
    print(f"{len(figures.journeys)} cards, one every {middle:.1f} s: {3600 / middle:.0f} an hour")
    print(f"of these {middle:.1f} s the software's {share:.1f} s ({share / middle:.0%})")
    tell("the software's share of a journey", figures.shares, SOFTWARE_AIM)
    tell("submitted to decision shown", figures.decisions, DECISION_AIM)
    tell("print touched to the slip's first byte", figures.papers)
    print("waits until a screen can be used, of which 250 ms are on purpose:")
    for screen, waits in sorted(figures.waits.items(), key=lambda each: -percentile(each[1], 0.5)):
        tell(f"  {screen}", waits)


def main(journeys: int = JOURNEYS) -> None:
    print(f"robot citizen, {journeys} journeys; {machine()}")
    people = elders(journeys + 1)
    with opened_hall(items=(ITEM,), people=people, camera=True) as hall, touched(hall) as terminal:
        robot = Robot(terminal)
        robot.touch("Home", "service_apply_for_item")
        ended = journey(robot, hall, people[0], robot.acted)  # every screen has been built once
        robot.figures = Figures()
        for elder in people[1:]:
            ended = journey(robot, hall, elder, ended)
    report(robot.figures)
    print(f"afterwards {machine()}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
