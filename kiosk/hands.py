"""What the runner needs of the terminal: somebody who carries a wish out and replies once.

`kiosk.terminal` has such hands; a test plays them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from devices.document import PageSpec
from devices.portrait import PortraitSpec
from kiosk.readiness import Readiness
from kiosk.wishes.wish import Effect, Print, Question, TakePaper, Way

Reply = Callable[[Any], None]
"""Takes the answer, or a `Fault` to be thrown in at the wish."""


class Errand(Protocol):
    """Something under way for a wish."""

    def cancel(self) -> None:
        """Take it back; its reply does not come any more. An effect that is under way goes on in the ledger."""


class Shutter(Errand, Protocol):
    """A portrait or a page under way."""

    def press(self) -> None:
        """Take the next picture that is good enough, rather than wait for a perfect one."""


class Hands(Protocol):
    """Everything that is neither journey nor screen."""

    def watch(self, ways: tuple[Way, ...], reply: Reply, *, asked: bool = False) -> Errand:
        """Wait for a card or a code; one reply: what was shown, or the fault that says why it could not be read.

        `asked`: a screen asks for it, and says that the camera looks too. Nobody is asked on the home screen.
        """

    def ask(self, question: Question, reply: Reply) -> Errand:
        """Answer a question that is safe to repeat."""

    def do(self, effect: Effect, effect_id: str | None, begun: Callable[[str], None], reply: Reply) -> Errand:
        """Write the effect down, tell its id through `begun`, carry it out. With `effect_id` it goes on with that."""

    def print(self, wish: Print, reply: Reply) -> Errand:
        """Put a ticket on paper; the reply is a `PaperState` or a fault."""

    def follow_paper(self, wish: TakePaper, reply: Reply) -> Errand:
        """Watch a ticket that lies at the exit; the reply is the `PaperState` that it ends in."""

    def portrait(self, spec: PortraitSpec, reply: Reply) -> Shutter:
        """Turn the camera on until there is a `Portrait`, or a fault that says why there is none."""

    def page(self, spec: PageSpec, reply: Reply) -> Shutter:
        """Turn the camera over the table on until there is a `Page`, or a fault that says why there is none."""

    def readiness(self) -> Readiness:
        """What can be done here, now."""

    def without(self) -> tuple[Way, ...]:
        """Ways that do not work at this moment."""

    def code_readers(self) -> tuple[str, ...]:
        """The devices that would look for a code now, if the camera may."""
