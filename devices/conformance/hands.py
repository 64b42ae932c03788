"""Whoever does to the device what a step needs done: the bench's own hands, or a person who is told what to do."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol


class Act(StrEnum):
    """What hands may be asked to do; the words are those a person reads."""

    UNPLUG = "pull the device's cable out of the machine"
    PLUG = "put the cable back in"
    SILENCE = "switch the device off, and leave its cable in"
    SPEAK = "switch the device on again and wait until it is ready"
    SILENCE_INSIDE = "while the next slip comes out, switch the device off"
    SWAP = "connect another device in its place"
    SWAP_BACK = "connect the device again and wait until it is ready"
    DISTURB = "make the line noisy"
    CALM = "make the line quiet"
    LAY_CARD = "lay a valid identity card on the reader"
    LIFT_CARD = "take the card away"
    LAY_FOREIGN_CARD = "lay a card on the reader that is no identity card (a bus card)"
    SHOW_CODE = "hold a QR code of plain text before the scanner"
    SHOW_GB18030 = "hold a QR code of Chinese text in GB 18030 before the scanner"
    SHOW_LONG_CODE = "hold a QR code of more than 512 characters before the scanner"
    SHOW_CONTROLS = "hold a QR code with control characters before the scanner"
    WITHDRAW = "take the code away"
    EMPTY_PAPER = "take the paper out"
    EMPTY_PAPER_INSIDE = "see to it that the paper ends within the next slip"
    LOAD_PAPER = "put paper in and close the cover"
    OPEN_COVER = "open the cover"
    CLOSE_COVER = "close the cover"
    JAM_CUTTER = "block the cutter"
    CLEAR_JAM = "free the cutter"
    TAKE_SLIP = "take every slip"
    JAM_PAPER = "block the way of the paper"
    CLEAR_PATH = "clear the way of the paper"
    EMPTY_TONER = "take the toner out"
    CHANGE_TONER = "put the toner back in"
    LOSE_ANSWER = "pull the network cable the moment the next document was sent, and put it back"


class Sight(StrEnum):
    """What hands may be asked to look at; a number answers."""

    SLIPS = "how many whole slips have come out since the last question?"
    LIGHT = "is the scanner looking for a code (1) or not (0)?"


class Missing(Exception):
    """The device has no such thing: no cutter, no card."""


class Hands(Protocol):
    def do(self, act: Act, after: float = 0.0) -> bool:
        """Do it, `after` so many seconds from now. False: it cannot be done here, or is left out. Raises `Missing`."""

    def see(self, sight: Sight) -> int | None:
        """None: nobody looked."""


def _typed(question: str) -> str:
    """What is typed; a step is left out when there is no keyboard."""
    try:
        return input(question)
    except EOFError:
        print()  # noqa: T201 - the next line begins a line
        return "s"


class Person:
    """Is asked on a terminal: Enter when it is done, `s` to leave the step out, `n` when the device has none."""

    def __init__(self, ask: Callable[[str], str] = _typed) -> None:
        self._ask = ask
        self._left = False

    def do(self, act: Act, after: float = 0.0) -> bool:
        """A person is given the time before, not behind: the step begins with the Enter."""
        if act in (Act.DISTURB, Act.CALM, Act.EMPTY_PAPER_INSIDE, Act.LOSE_ANSWER):
            return False
        when = f" about {after:.0f} s after you pressed Enter" if after >= 1.0 else ""
        answer = self._answer(f"  {act.value}{when} [Enter = done, s = skip, n = it has none] ")
        if answer == "n":
            raise Missing(act.value)
        return answer != "s"

    def see(self, sight: Sight) -> int | None:
        answer = self._answer(f"  {sight.value} [number, s = skip] ")
        return int(answer) if answer.isdecimal() else None

    def _answer(self, question: str) -> str:
        """Whoever has left with Ctrl-C is not asked to put back what a step took away."""
        if self._left:
            return "s"
        try:
            return self._ask(question).strip().lower()
        except KeyboardInterrupt:
            self._left = True
            raise


class Nobody:
    """No hands: what needs them is not tested."""

    def do(self, act: Act, after: float = 0.0) -> bool:
        return False

    def see(self, sight: Sight) -> int | None:
        return None
